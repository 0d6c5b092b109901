"""Which documents an actor sees."""

from django.db.models import Q, QuerySet

from opora.access import Actor
from opora.access.paths import inside
from opora.documents.models import Document, Remark
from opora.documents.queries.loading import load
from opora.documents.rules import HELPERS, READ_SETTLED, SEE, in_scope
from opora.documents.states import SETTLED, Audience
from opora.organisations.queries import school_ids


def documents_visible_to(actor: Actor) -> QuerySet[Document]:
    """Of the schools and the territories in scope; some roles read only what has been confirmed."""
    found = Document.objects.all()
    if not SEE.can(actor, None):
        return found.none()
    if actor.is_operator:
        return found
    paths = actor.scope.territory_paths if actor.scope else ()
    found = found.filter(Q(school__in=school_ids(actor)) | inside("territory__path", paths))
    return found.filter(state__in=SETTLED) if actor.role in READ_SETTLED else found


def document_seen_by(actor: Actor, pk: int) -> Document | None:
    """With its school, territory, year, direction, kind and file. One query; a second for a school that was merged."""
    found = load(pk)
    return found if found is not None and sees(actor, found) else None


def sees(actor: Actor, document: Document) -> bool:
    """Whether it is among `documents_visible_to`."""
    if not SEE.can(actor, None):
        return False
    if not in_scope.holds(actor, document):
        # a school that was merged is seen by those of the school it became part of
        return document.school_id is not None and documents_visible_to(actor).filter(pk=document.pk).exists()
    return actor.is_operator or actor.role not in READ_SETTLED or document.state in SETTLED


def remarks_visible_to(actor: Actor) -> QuerySet[Remark]:
    """Remarks on documents that the actor sees; what helpers say among themselves stays among them.

    Those who read a document only when it has been confirmed do not read how it came to be.
    """
    if actor.role in READ_SETTLED:
        return Remark.objects.none()
    found = Remark.objects.filter(document__in=documents_visible_to(actor))
    if not actor.acts_as(*HELPERS):
        return found.filter(seen_by=Audience.SCHOOL)
    if actor.is_operator:
        return found
    # who writes a programme of a territory is to its reviewer what a school is to its curator
    paths = actor.scope.territory_paths if actor.scope else ()
    return found.exclude(Q(document__territory__path__in=paths) & ~Q(seen_by=Audience.SCHOOL))
