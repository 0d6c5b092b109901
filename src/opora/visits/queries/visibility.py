"""Which visits an actor sees: of the schools in their scope."""

from django.db.models import QuerySet

from opora.access import Actor
from opora.organisations.models import Organisation, Territory
from opora.organisations.queries import school_ids, schools_visible_to, territories_visible_to
from opora.organisations.states import TerritoryKind
from opora.statements import every
from opora.visits.models import Visit
from opora.visits.rules import SEE


def visible_to(actor: Actor) -> QuerySet[Visit]:
    """Visits of the schools of the scope. Of a closed note the school sees that there was a visit, not its words."""
    if not SEE.can(actor, None):
        return Visit.objects.none()
    found = Visit.objects.all()
    return found if actor.is_operator else found.filter(school_id__in=school_ids(actor))


def visit_seen_by(actor: Actor, pk: int) -> Visit | None:
    """With its school, year, kind and visitors. Two queries."""
    return (
        visible_to(actor)
        .select_related("school__territory", "cycle", "version__definition")
        .prefetch_related("visitors")
        .filter(pk=pk)
        .first()
    )


def school_seen_by(actor: Actor, pk: int) -> Organisation | None:
    """The school with its territory, where the actor sees its visits."""
    if not SEE.can(actor, None):
        return None
    return schools_visible_to(actor).select_related("territory").filter(pk=pk).first()


def municipalities_to_choose(actor: Actor) -> list[Territory]:
    """Municipalities of the scope in order of names, none where there is no choice. One query."""
    found = every(_municipalities, actor)
    return found if len(found) > 1 else []


def _municipalities(actor: Actor) -> QuerySet[Territory]:
    return territories_visible_to(actor).filter(kind=TerritoryKind.MUNICIPALITY).order_by("sort_name", "id")
