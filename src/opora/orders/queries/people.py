"""Whom a draft names: people appointed at the home, its groups, who signs."""

from collections.abc import Sequence
from datetime import date

from django.db.models import Q

from opora.access import Role
from opora.appointments.models import Appointment
from opora.cycles.models import Cycle
from opora.groups.models import Group
from opora.groups.queries import PART_ORDER
from opora.groups.states import MemberPart
from opora.ordering import folded
from opora.orders.drafting import Named, Team
from opora.orders.expected import Expected
from opora.orders.models import Order
from opora.orders.states import OrderState
from opora.organisations.models import Leader, Organisation, Territory
from opora.organisations.states import OrganisationKind

type Home = Organisation | Territory


def to_appoint(expected: Expected, home: Home, cycle: Cycle, *, on: date) -> list[Appointment]:
    """Appointments in force in the awaited role at this home, by name. Three queries, none without a role."""
    if expected.role is None:
        return []
    found = Appointment.objects.in_force(on).filter(Q(cycle=cycle) | Q(cycle=None), role=expected.role)
    if isinstance(home, Organisation):
        found = found.filter(schools=home)
    else:
        path = home.path or ""
        places = Q(schools__territory__path__startswith=path) | Q(territories__path__startswith=path)
        inside = Appointment.objects.filter(places).order_by().values("pk")
        found = found.filter(pk__in=inside)
    return list(
        found.select_related("person")
        .prefetch_related("schools", "territories")
        .order_by("person__sort_name", "pk")
    )


def in_force(expected: Expected, home: Home, cycle: Cycle) -> Order | None:
    """The order of this home that does already what is awaited, the latest. One query."""
    found = Order.objects.filter(kind=expected.code, state=OrderState.ISSUED)
    found = found.filter(Q(cycle=cycle) | Q(cycle=None, date__gte=cycle.starts, date__lte=cycle.ends))
    found = found.filter(school=home) if isinstance(home, Organisation) else found.filter(territory=home)
    return found.order_by("-date", "-pk").first()


def gone_from(order: Order, appointments: Sequence[Appointment]) -> list[Named]:
    """Whom the order appointed and who is not appointed any more, by name. One query."""
    stay = {each.person_id for each in appointments}
    left = order.appointments.exclude(person__in=stay).select_related("person")
    people = {each.person_id: each.person for each in left.order_by("person__sort_name", "pk")}
    return [Named(each.full_name, each.post) for each in people.values()]


def to_create(expected: Expected, home: Home) -> list[Group]:
    """Groups of the awaited kind at this home that are not dissolved. Two queries, none without a kind."""
    if expected.group is None:
        return []
    found = Group.objects.filter(kind=expected.group, closed_on=None)
    found = (
        found.filter(organisation=home) if isinstance(home, Organisation) else found.filter(territory=home)
    )
    return list(
        found.select_related("organisation", "territory")
        .prefetch_related("members__person")
        .order_by("sort_name", "pk")
    )


def named(appointments: Sequence[Appointment]) -> list[Named]:
    """A curator with the schools; somebody appointed twice stands once."""
    found: dict[int, tuple[Appointment, list[str]]] = {}
    for each in appointments:
        schools = [school.name for school in each.schools.all()] if each.role == Role.CURATOR else []
        kept = found.setdefault(each.person_id, (each, []))[1]
        kept += [name for name in schools if name not in kept]
    return [
        Named(each.person.full_name, each.person.post, tuple(sorted(schools, key=folded)))
        for each, schools in found.values()
    ]


def teams(groups: Sequence[Group], *, on: date) -> list[Team]:
    return [_team(each, on) for each in groups]


def _team(group: Group, on: date) -> Team:
    active = [each for each in group.members.all() if each.until is None or each.until >= on]
    active.sort(key=lambda m: (PART_ORDER.index(MemberPart(m.part)), folded(m.name), m.pk))
    chair = next((each for each in active if each.part == MemberPart.CHAIR), None)
    return Team(
        name=group.name,
        kind=group.get_kind_display(),
        members=tuple((each.name, each.post, MemberPart(each.part).label.lower()) for each in active),
        chair=Named(chair.name, chair.post) if chair else None,
    )


def signer_of(home: Home, *, on: date) -> Named | None:
    """The head of the school, or of the authority of the territory: by its card, else by appointment."""
    body = home if isinstance(home, Organisation) else authority_of(home)
    if body is not None:
        leader = (
            Leader.objects.filter(
                Q(since=None) | Q(since__lte=on),
                Q(until=None) | Q(until__gte=on),
                organisation=body,
                is_head=True,
            )
            .order_by("-since", "-pk")
            .first()
        )
        if leader is not None:
            return Named(leader.name, leader.post)
    of_school = isinstance(home, Organisation)
    held = Appointment.objects.in_force(on).filter(
        role=Role.SCHOOL_HEAD if of_school else Role.AUTHORITY_HEAD,
        **({"schools": home} if of_school else {"territories": home}),
    )
    head = held.select_related("person").order_by("-since", "-pk").first()
    return Named(head.person.full_name, head.person.post) if head else None


def authority_of(territory: Territory) -> Organisation | None:
    """The body that issues the orders of a territory."""
    found = Organisation.objects.filter(territory=territory, kind=OrganisationKind.AUTHORITY, closed_on=None)
    return found.order_by("pk").first()
