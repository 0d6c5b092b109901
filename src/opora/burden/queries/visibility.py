"""Which inquiries and replies an actor sees: what is not here is not found (404)."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from opora.access import Actor
from opora.access.paths import inside
from opora.burden.models import Inquiry, Reply
from opora.burden.rules import ASKERS, READS_TERRITORY, SEE
from opora.burden.states import InquiryState
from opora.organisations.models import Organisation
from opora.organisations.queries import school_ids, schools_visible_to


def inquiries_visible_to(actor: Actor) -> QuerySet[Inquiry]:
    """Those of the territories in scope and those that asked a school of it; drafts only for those who may send them."""
    if actor.is_operator:
        return Inquiry.objects.all()
    if not SEE.can(actor, None):
        return Inquiry.objects.none()
    asked = Reply.objects.filter(inquiry=OuterRef("pk"), school__in=school_ids(actor)).order_by()
    seen = ~Q(state=InquiryState.DRAFT) & Q(Exists(asked))
    paths = actor.scope.territory_paths if actor.scope else ()
    if actor.role in READS_TERRITORY:
        seen |= ~Q(state=InquiryState.DRAFT) & inside("territory__path", paths)
    if actor.role in ASKERS:
        seen |= Q(state=InquiryState.DRAFT, territory__path__in=paths)
    return Inquiry.objects.filter(seen)


def replies_visible_to(actor: Actor) -> QuerySet[Reply]:
    """Of the schools in scope, also of those that became part of one."""
    found = Reply.objects.exclude(inquiry__state=InquiryState.DRAFT)
    if actor.is_operator:
        return found
    if not SEE.can(actor, None):
        return Reply.objects.none()
    return found.filter(school__in=school_ids(actor))


def inquiry_seen_by(actor: Actor, pk: int) -> Inquiry | None:
    """With its territories and year. One query."""
    found = inquiries_visible_to(actor).select_related("territory", "place", "cycle")
    return found.filter(pk=pk).first()


def reply_seen_by(actor: Actor, pk: int) -> Reply | None:
    """With its school and its inquiry. One query."""
    found = replies_visible_to(actor).select_related(
        "inquiry__territory", "inquiry__cycle", "school__territory", "school__merged_into"
    )
    return found.filter(pk=pk).first()


def school_seen_by(actor: Actor, pk: int) -> Organisation | None:
    """The school whose load the actor sees."""
    if not SEE.can(actor, None):
        return None
    return schools_visible_to(actor).select_related("territory").filter(pk=pk).first()
