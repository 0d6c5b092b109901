"""Who else goes the same way in the same days, and from where one sets out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q

from opora.access import Actor
from opora.access.actor import SCHOOL_ROLES
from opora.access.paths import chain
from opora.appointments.models import Appointment
from opora.organisations.models import Organisation
from opora.organisations.queries import visible_to
from opora.organisations.states import OrganisationKind
from opora.visits.distances import Point, straight_km
from opora.visits.models import Visit
from opora.visits.queries.planner import Line, point_of
from opora.visits.states import VisitState, Way

#: companions are looked for in so many days
DAYS_AHEAD = 14
_MOST = 10
#: a box around a school, wide enough for any distance that a rhythm may call near
_DEGREES = 3


@dataclass(frozen=True, slots=True)
class Companion:
    """Somebody else's planned visit close to a school that waits for one. Told by names: it is no visit of ours."""

    who: str
    school: str
    day: date
    near: str
    km: float


def companions(
    actor: Actor, lines: Sequence[Line], *, road: float, near_km: float, today: date
) -> list[Companion]:
    """The nearest day first. One query; none without a school on the map.

    Visits of neighbours are not visible to a curator. Of one near a school of theirs they are told who goes where
    and when, and nothing more: enough to ring up and go together.
    """
    waiting = [line for line in lines if line.at is not None]
    if not waiting:
        return []
    regions = {
        steps[1] if len(steps) > 1 else steps[0] for steps in (chain(line.path) for line in waiting) if steps
    }
    inside = Q(pk__in=())
    for path in regions:
        inside |= Q(school__territory__path__startswith=path)
    latitudes = [line.at.latitude for line in waiting if line.at]
    rows = (
        Visit.objects.filter(
            inside,
            state=VisitState.PLANNED,
            way=Way.PRESENCE,
            planned_on__gte=today,
            planned_on__lte=today + timedelta(days=DAYS_AHEAD),
            school__latitude__gte=min(latitudes) - _DEGREES,
            school__latitude__lte=max(latitudes) + _DEGREES,
        )
        .exclude(visitors__person=actor.person_id or 0)
        .exclude(made_by_id=actor.person_id)
        .select_related("school")
        .prefetch_related("visitors")
        .order_by("planned_on", "id")
    )
    found = [
        companion
        for visit in rows
        if visit.planned_on and (companion := _companion(visit, visit.planned_on, waiting, road, near_km))
    ]
    return found[:_MOST]


def _companion(
    visit: Visit, day: date, waiting: Sequence[Line], road: float, near_km: float
) -> Companion | None:
    at = point_of(visit.school)
    if at is None:
        return None
    nearest = min(waiting, key=lambda line: straight_km(at, line.at) if line.at else 0)
    km = straight_km(at, nearest.at) * road if nearest.at else 0
    if km > near_km:
        return None
    names = ", ".join(each.name for each in visit.visitors.all()) or visit.companions or visit.made_by_name
    return Companion(names, visit.school.name, day, nearest.name, km)


@dataclass(frozen=True, slots=True)
class Base:
    """From where one may set out; `is_own`: one works there or for it."""

    pk: int
    name: str
    at: Point
    is_own: bool = False


def bases(actor: Actor, lines: Sequence[Line], *, on: date) -> list[Base]:
    """Where one may set out from, the likeliest first: the school one works at, the bodies of one's territory,
    the schools of the planner. Two queries."""
    own = _own_schools(actor, on)
    bodies = (
        visible_to(actor)
        .filter(
            kind__in=(
                OrganisationKind.AUTHORITY,
                OrganisationKind.METHODICAL_CENTRE,
                OrganisationKind.INSTITUTE,
            ),
            latitude__isnull=False,
            closed_on=None,
        )
        .order_by("-territory__path", "kind", "sort_name", "id")
    )
    found = [*own, *bodies[:_MOST]]
    places = [Base(each.pk, each.name, at, is_own=True) for each in found if (at := point_of(each))]
    taken = {each.pk for each in places}
    return places + [Base(line.pk, line.name, line.at) for line in lines if line.at and line.pk not in taken]


def _own_schools(actor: Actor, on: date) -> list[Organisation]:
    """A curator is often the head of another school: they set out from there."""
    if actor.person_id is None:
        return []
    mine = Appointment.objects.in_force(on).filter(person=actor.person_id, role__in=SCHOOL_ROLES)
    return list(
        Organisation.objects.filter(pk__in=mine.order_by().values("schools"), closed_on=None).order_by(
            "sort_name", "id"
        )
    )
