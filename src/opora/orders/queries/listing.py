"""The registry: what there is, narrowed as a person chose."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import reduce
from operator import and_

from django.db.models import CharField, Exists, F, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Coalesce, NullIf

from opora.access import Actor
from opora.appointments.models import Appointment
from opora.groups.models import Group
from opora.ordering import folded
from opora.orders.models import Order, Relation
from opora.orders.numbers import key
from opora.orders.queries.visibility import visible_to
from opora.orders.states import RelationKind


@dataclass(frozen=True, slots=True)
class Chosen:
    """What a person chose above the list; empty is «all». `year` is the calendar year of the date."""

    words: str = ""
    appoints: str = ""
    level: str = ""
    kind: str = ""
    state: str = ""
    path: str = ""
    year: int | None = None
    cycle_id: int | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """An order in the list. `done` is what later orders did to it: (how, number of the later one)."""

    pk: int
    number: str
    day: date | None
    title: str
    level: str
    issuer: str
    place: str
    kind: str
    state: str
    lapsed_on: date | None
    appoints: tuple[str, ...] = ()
    done: tuple[tuple[RelationKind, str], ...] = field(default=())


def found_by(actor: Actor, chosen: Chosen) -> QuerySet[Order]:
    """The orders of the scope that the choice leaves."""
    found = visible_to(actor).filter(_like(chosen.words), _appointing(chosen.appoints))
    if chosen.level:
        found = found.filter(level=chosen.level)
    if chosen.kind:
        found = found.filter(kind=chosen.kind)
    if chosen.state:
        found = found.filter(state=chosen.state)
    if chosen.year is not None:
        found = found.filter(date__year=chosen.year)
    if chosen.cycle_id is not None:
        found = found.filter(cycle=chosen.cycle_id)
    if chosen.path:
        found = found.filter(
            Q(territory__path__startswith=chosen.path) | Q(school__territory__path__startswith=chosen.path)
        )
    return found


def _like(words: str) -> Q:
    """Every word stands in the title or the issuer; or it is this very number."""
    parts = words.split()
    if not parts:
        return Q()
    in_words = reduce(
        and_,
        (
            Q(title__icontains=part)
            | Q(issuer__icontains=part)
            | Q(school__sort_name__contains=folded(part))
            | Q(territory__sort_name__contains=folded(part))
            for part in parts
        ),
    )
    return in_words | Q(number_key=key(words) or None)


def _appointing(name: str) -> Q:
    """Appoints somebody of this name, or makes a group of this name or with such a member."""
    parts = folded(name).split()
    if not parts:
        return Q()
    of_person = reduce(and_, (Q(person__sort_name__contains=part) for part in parts))
    of_group = reduce(and_, (Q(sort_name__contains=part) for part in parts))
    member = reduce(and_, (Q(members__name__icontains=part) for part in name.split()))
    people = Appointment.objects.filter(of_person, orders=OuterRef("pk")).order_by()
    groups = Group.objects.filter(of_group | member, orders=OuterRef("pk")).order_by()
    return Q(Exists(people)) | Q(Exists(groups))


def lines(found: QuerySet[Order], *, start: int = 0, size: int | None = None) -> list[Line]:
    """A page of the list, drafts first, then the newest. Four queries."""
    rows = list(
        found.annotate(
            of=Coalesce(
                NullIf("issuer", Value("")), "school__name", "territory__name", output_field=CharField()
            ),
            place=Coalesce("school__territory__name", "territory__name"),
        )
        .order_by(F("date").desc(nulls_first=True), "-pk")
        .values_list("pk", "number", "date", "title", "level", "of", "place", "kind", "state", "lapsed_on")[
            start : None if size is None else start + size
        ]
    )
    pks = [row[0] for row in rows]
    appoints, done = names_of(pks), done_to(pks)
    return [Line(*row, tuple(appoints.get(row[0], ())), tuple(done.get(row[0], ()))) for row in rows]


def names_of(pks: Iterable[int]) -> Mapping[int, list[str]]:
    """{order: people it appoints by short names, then groups it makes}. Two queries."""
    found: dict[int, list[str]] = {}
    people = Order.appointments.through._default_manager.filter(order__in=pks).order_by(
        "appointment__person__sort_name", "pk"
    )
    for order, surname, given, patronymic in people.values_list(
        "order_id",
        *(f"appointment__person__{name}" for name in ("surname", "given_name", "patronymic")),
    ):
        initials = " ".join(f"{part[0]}." for part in (given, patronymic) if part)
        name = f"{surname} {initials}".strip()
        if name not in found.setdefault(order, []):
            found[order].append(name)
    groups = Order.groups.through._default_manager.filter(order__in=pks).order_by("group__sort_name", "pk")
    for order, name in groups.values_list("order_id", "group__name"):
        found.setdefault(order, []).append(name)
    return found


def done_to(pks: Iterable[int]) -> Mapping[int, list[tuple[RelationKind, str]]]:
    """{order: what later ones do to it}. One query."""
    found: dict[int, list[tuple[RelationKind, str]]] = {}
    rows = Relation.objects.filter(earlier__in=pks).order_by("pk")
    for earlier, kind, number in rows.values_list("earlier_id", "kind", "later__number"):
        found.setdefault(earlier, []).append((RelationKind(kind), number))
    return found


def years_of(actor: Actor) -> list[int]:
    """Calendar years in which visible orders were issued, the newest first. One query."""
    return [day.year for day in visible_to(actor).dates("date", "year", order="DESC")]
