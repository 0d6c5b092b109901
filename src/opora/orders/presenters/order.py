"""One order: its facts, papers, people, what stands before and after it."""

from collections.abc import Sequence

from django.urls import reverse
from django.utils.safestring import SafeString

from opora.access import Role
from opora.appointments.models import Appointment
from opora.appointments.scopes import places_of
from opora.groups.models import Group
from opora.history.queries import Entry
from opora.orders.drafting import Named, Wording, in_accusative
from opora.orders.models import Annex, Order, OrderFile, Relation
from opora.orders.naming import named, requisites
from opora.orders.queries.related import Likely
from opora.orders.states import PASSIVE, RelationKind
from opora.ui.components import Event, Fact
from opora.ui.escaping import as_markup, esc
from opora.ui.markup import link
from opora.ui.tables import Column, Table
from opora.ui.text import date_ru


def facts(order: Order, kind: str) -> list[Fact]:
    found = [
        Fact("Номер и дата", requisites(order.number, order.date) if order.number or order.date else None),
        Fact("Кто издал", order.issuer_name, order.get_level_display().lower()),
        Fact("Программный год", order.cycle.title if order.cycle else "без года"),
    ]
    if kind:
        found.append(Fact("Какой это приказ", kind, "из перечня ожидаемых"))
    if order.signed_at is not None:
        found.append(Fact("Подписал(а) в Опоре", f"{order.signed_by_name}, {date_ru(order.signed_at)}"))
    if order.lapsed_on is not None:
        found.append(Fact("Утратил силу", date_ru(order.lapsed_on), order.lapse_reason))
    return found


def people_table(appointments: Sequence[Appointment]) -> Table:
    return Table(
        "people",
        "Назначения по приказу",
        [Column("Кто"), Column("Роль"), Column("Для кого", "words"), Column("Срок")],
        [
            (
                each.person.full_name,
                Role(each.role).title,
                places_of(each).title,
                _term(each),
            )
            for each in appointments
        ],
    )


def _term(appointment: Appointment) -> str:
    since = f"с {date_ru(appointment.since)}" if appointment.since else ""
    until = f"по {date_ru(appointment.until)}" if appointment.until else ""
    return " ".join(filter(None, (since, until)))


def group_links(groups: Sequence[Group]) -> list[SafeString]:
    return [
        as_markup(f"{link(reverse('group', args=[each.pk]), each.name)} <small>{esc(each.home.name)}</small>")
        for each in groups
    ]


def likely_choices(likely: Likely) -> list[tuple[str, str]]:
    """(value of the box, words): «Петрова А. И., школьный координатор, Луговская школа»."""
    people = [
        (f"a{each.pk}", f"{each.person.full_name}: {Role(each.role).title.lower()}, {places_of(each).title}")
        for each in likely.appointments
    ]
    return people + [(f"g{each.pk}", f"Группа «{each.name}», {each.home.name}") for each in likely.groups]


def relations(does: Sequence[Relation], done: Sequence[Relation]) -> list[tuple[str, str, str, int | None]]:
    """(what, words of the other order, its address, the relation where it may be dropped)."""
    found: list[tuple[str, str, str, int | None]] = []
    for each in does:
        other = each.earlier
        found.append(
            (
                RelationKind(each.kind).label,
                named(other.number, other.date, other.title),
                reverse("order", args=[other.pk]),
                each.pk,
            )
        )
    for each in done:
        other = each.later
        found.append(
            (
                PASSIVE[RelationKind(each.kind)],
                named(other.number, other.date, other.title),
                reverse("order", args=[other.pk]),
                None,
            )
        )
    return found


def papers(order: Order, files: Sequence[OrderFile]) -> list[tuple[str, str, str, str]]:
    """(name, address, by whom and when, address that takes it away)."""
    return [
        (
            each.file.name,
            reverse("order-file", args=[order.pk, each.pk]),
            f"{each.added_by_name}, {date_ru(each.added_at)}",
            reverse("order-file-remove", args=[order.pk, each.pk]),
        )
        for each in files
    ]


def annexes(order: Order, found: Sequence[Annex]) -> list[tuple[str, str, str]]:
    """(words, address of its file or nothing, address that takes it away)."""
    return [
        (
            f"Приложение {each.number}. {each.title}",
            reverse("order-annex-file", args=[order.pk, each.pk]) if each.file_id else "",
            reverse("order-annex-remove", args=[order.pk, each.pk]),
        )
        for each in found
    ]


def declined(people: Sequence[Named]) -> Table:
    """How rules put each name: the one place to look for a mistake."""
    return Table(
        "declined",
        "Как склонены имена и должности",
        [Column("Как записано", "words"), Column("Как будет в приказе", "words")],
        [
            (", ".join(filter(None, (each.name, each.post))), f"назначить {in_accusative(each).rstrip(',')}")
            for each in people
        ],
    )


def text_of(order: Order) -> Wording | None:
    return Wording.of(order.wording) if order.is_written_here else None


def events(entries: Sequence[Entry]) -> list[Event]:
    return [Event(entry.at, entry.by, entry.verb, entry.note) for entry in entries]
