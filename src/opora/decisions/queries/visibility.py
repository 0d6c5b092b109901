"""What an actor sees of decisions at all: what is not here is not found (404)."""

from django.db.models import Q, QuerySet

from opora.access import Actor
from opora.access.paths import inside
from opora.decisions.models import Decision
from opora.decisions.rules import READERS
from opora.organisations.queries import school_ids

KIND = "decision"


def visible_to(actor: Actor) -> QuerySet[Decision]:
    """Decisions about the schools and territories of the scope."""
    if actor.is_operator:
        return Decision.objects.all()
    if actor.scope is None or actor.role not in READERS:
        return Decision.objects.none()
    own = Q(school_id__in=school_ids(actor)) | inside("territory__path", actor.scope.territory_paths)
    return Decision.objects.filter(own)


def with_home(found: QuerySet[Decision]) -> QuerySet[Decision]:
    return found.select_related("school__territory", "territory", "cycle")


def decision_of(actor: Actor, pk: int) -> Decision | None:
    """The decision if the actor sees it, with its home and year."""
    return with_home(visible_to(actor)).filter(pk=pk).first()
