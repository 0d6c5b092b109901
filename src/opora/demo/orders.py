"""Orders in the demonstration: some are issued, one replaces another, one waits for the head, some are missing."""

from datetime import date, datetime, timedelta

from django.db.models import QuerySet

from opora.access import Actor, Role
from opora.appointments.models import Appointment
from opora.cycles.models import Cycle
from opora.orders.actions import About, draft, register, relate
from opora.orders.drafting import proposed
from opora.orders.models import Order
from opora.orders.queries.expected import expectations
from opora.orders.queries.people import named, signer_of, to_appoint
from opora.orders.states import OrderLevel, RelationKind
from opora.organisations.models import Organisation, Territory

REGION, HOME, OWN_SCHOOL, OTHER_SCHOOL = "OZR", "ZAR", "ZAR-01", "ZAR-04"
COORDINATORS, CURATORS, OF_SCHOOL, TEAM = (
    *("municipal-coordinator", "curators"),
    *("school-coordinator", "working-group"),
)


def issue(*, cycle: Cycle, by: Actor, at: datetime) -> None:
    """The registry half-way through the year; whom an order appointed is linked."""
    region, home = (Territory.objects.get(code=code) for code in (REGION, HOME))
    first = max(cycle.starts, at.date() - timedelta(days=200))
    _order(
        region,
        cycle,
        "Об утверждении регионального плана-графика",
        "01-05/118",
        first,
        "regional-plan",
        by,
        at,
    )
    earlier = _order(home, cycle, "О назначении ответственного", "16", first, COORDINATORS, by, at)
    later = _order(
        *(home, cycle, "О назначении муниципальных координаторов", "31"),
        *(first + timedelta(days=60), COORDINATORS, by, at),
    )
    relate(order=later, earlier=earlier, kind=RelationKind.REPLACES, by=by, at=at)
    _appoints(later, Role.MUNICIPAL_COORDINATOR, Appointment.objects.filter(territories=home))
    curators = _order(
        home, cycle, "О назначении кураторов", "34-о/д", first + timedelta(days=70), CURATORS, by, at
    )
    _appoints(curators, Role.CURATOR, Appointment.objects.filter(schools__territory=home))
    other = Organisation.objects.get(key=OTHER_SCHOOL)
    _order(other, cycle, "О создании рабочих групп", "12", first + timedelta(days=80), TEAM, by, at)
    _waiting_for_its_head(Organisation.objects.get(key=OWN_SCHOOL), cycle, by, at)


def _order(
    home: Organisation | Territory,
    cycle: Cycle,
    title: str,
    number: str,
    day: date,
    kind: str,
    by: Actor,
    at: datetime,
) -> Order:
    if isinstance(home, Organisation):
        level = OrderLevel.SCHOOL
    else:
        level = OrderLevel.REGIONAL if home.code == REGION else OrderLevel.MUNICIPAL
    about = About(title, level, number, min(day, at.date()), cycle, kind)
    return register(home=home, about=about, by=by, at=at)


def _appoints(order: Order, role: Role, among: QuerySet[Appointment]) -> None:
    order.appointments.set(among.filter(role=role).distinct())


def _waiting_for_its_head(school: Organisation, cycle: Cycle, by: Actor, at: datetime) -> None:
    """The order about the school's coordinator is written from the appointments and waits for a signature."""
    expected = expectations(school.territory.path or "").find(OF_SCHOOL)
    if expected is None:
        return
    appointments = to_appoint(expected, school, cycle, on=at.date())
    text = proposed(expected, cycle.title, named(appointments), [], signer=signer_of(school, on=at.date()))
    draft(home=school, cycle=cycle, expected=expected, wording=text, appointments=appointments, by=by, at=at)
