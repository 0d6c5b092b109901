"""What stands in the registry already when a table is loaded into it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from opora.access import Actor
from opora.appointments.models import Appointment
from opora.appointments.queries import appointments_visible_to
from opora.groups.models import Group
from opora.groups.queries import visible_to as groups_visible_to
from opora.ordering import folded
from opora.orders.models import Order
from opora.orders.numbers import alike, key
from opora.orders.queries.related import at_home, group_at_home
from opora.orders.reading import pointed
from opora.orders.states import OrderLevel, OrderState
from opora.organisations.models import Organisation, Territory

_BETWEEN = re.compile(r"[\s.,]+")


def known(
    home: Organisation | Territory, *, level: OrderLevel, issuer: str, number: str, day: date
) -> Order | None:
    """The order of this home with this number and date. One query."""
    found = Order.objects.exclude(state=OrderState.DRAFT).filter(number_key=key(number), date=day)
    found = found.select_related("school__territory", "territory", "cycle")
    if isinstance(home, Organisation):
        return found.filter(school=home).first()
    return found.filter(territory=home, level=level, issuer=issuer).first()


def earlier_at(order: Order, said: str) -> list[Order]:
    """Orders of the same home that «№ 16 от 02.02.2022» may mean; those that fit exactly where there are any."""
    number, day = pointed(said)
    standing = Order.objects.filter(school=order.school_id, territory=order.territory_id)
    standing = standing.exclude(pk=order.pk).exclude(state=OrderState.DRAFT).order_by("date", "pk")
    if day is not None:
        standing = standing.filter(date=day)
    found = [each for each in standing if alike(each.number, number)]
    exact = [each for each in found if each.number_key == key(number)]
    return exact or found


@dataclass(frozen=True, slots=True)
class Named:
    """Whom a registry names, as far as they were found; `unknown` are the others in their words."""

    appointments: Sequence[Appointment]
    groups: Sequence[Group]
    unknown: Sequence[str]


def named_at(actor: Actor, order: Order, names: Sequence[str]) -> Named:
    """Appointments and groups at the order's home by «Петрова А. И.» and «Рабочая группа по чтению». Four queries.

    An appointment counts that names this order as its ground, or none; of one person's several without a ground
    none is chosen. What the order is joined with already is found, too.
    """
    linked = list(order.appointments.select_related("person").order_by("pk"))
    joined = list(order.groups.order_by("pk"))
    visible = appointments_visible_to(actor).filter(at_home(order)).select_related("person").order_by("pk")
    people = [each for each in visible if not each.order_number or _is_ground(each, order)]
    groups = list(groups_visible_to(actor).filter(group_at_home(order)).order_by("pk"))
    found: list[Appointment] = []
    made: list[Group] = []
    unknown = []
    for name in names:
        teams = _groups_called(joined, name) or _groups_called(groups, name)
        own = [each for each in linked if _is_called(each, name)] or _of_person(people, name, order)
        if len(teams) == 1:
            made += teams
        elif own:
            found += own
        else:
            unknown.append(name)
    return Named(found, made, unknown)


def _groups_called(groups: Sequence[Group], name: str) -> list[Group]:
    return [each for each in groups if folded(each.name) == folded(name)]


def _is_ground(each: Appointment, order: Order) -> bool:
    return alike(each.order_number, order.number) and each.order_date in {None, order.date}


def _of_person(people: Sequence[Appointment], name: str, order: Order) -> list[Appointment]:
    """All that name the order; else the only one there is."""
    own = [each for each in people if _is_called(each, name)]
    if len({each.person_id for each in own}) != 1:
        return []
    grounded = [each for each in own if each.order_number and _is_ground(each, order)]
    return grounded or (own if len(own) == 1 else [])


def _is_called(each: Appointment, name: str) -> bool:
    """«Петрова А. И.», «Петрова Анна Ивановна», «Петрова»: what is said agrees with what is known."""
    words = [word for word in _BETWEEN.split(folded(name)) if word]
    person = each.person
    known = [folded(part) for part in (person.surname, person.given_name, person.patronymic) if part]
    if not words or len(words) > len(known) or words[0] != known[0]:
        return False
    return all(full.startswith(said) for said, full in zip(words[1:], known[1:], strict=False))
