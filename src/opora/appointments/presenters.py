"""From rows to what the pages draw."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from opora.access import Actor, Role
from opora.appointments.models import Appointment
from opora.appointments.queries import Held, PersonRow
from opora.appointments.rules import APPOINT
from opora.appointments.scopes import grant_of, places_of
from opora.history.queries import Entry
from opora.ui.components import Event, Fact
from opora.ui.markup import badge, link
from opora.ui.tables import Column, Table
from opora.ui.text import date_ru


def people_table(rows: Sequence[PersonRow]) -> Table:
    return Table(
        id="people",
        caption="Люди и назначения",
        caption_hidden=True,
        columns=[Column("Кто"), Column("Назначения"), Column("Должность"), Column("Вход")],
        rows=[(_name(row), _held(row.held), row.post or None, sign_in_state(row)) for row in rows],
        empty="Никто не подходит под эти фильтры.",
    )


def _name(row: PersonRow) -> SafeString:
    return link(reverse("person", args=[row.id]), row.name)


def _held(held: Sequence[Held]) -> SafeString:
    return format_html_join("", "<div>{} · {}{}</div>", ((h.role.title, h.scope, _aside(h)) for h in held))


def _aside(held: Held) -> str:
    words = [held.year] if held.year else []
    if not held.in_force:
        words.append("не действует")
    return f" ({', '.join(words)})" if words else ""


def sign_in_state(row: PersonRow) -> SafeString:
    """«входил 3 сентября 2026», «приглашён до…», «не приглашён»."""
    if not row.is_active:
        return badge("вход закрыт", "high", "▲")
    if row.signed_in_at:
        return badge(f"входил(а) {date_ru(row.signed_in_at)}", "low", "●")
    if row.invited_until:
        return badge(f"приглашение до {date_ru(row.invited_until, 'day')}", "mid", "■")
    return badge("не приглашён(а)")


def term_words(since: date | None, until: date | None) -> str:
    """«с 1 сентября 2026 по 31 августа 2027»; «бессрочно» without dates."""
    parts = [f"с {date_ru(since)}"] if since else []
    if until:
        parts.append(f"по {date_ru(until)}")
    return " ".join(parts) or "бессрочно"


@dataclass(frozen=True, slots=True)
class AppointmentCard:
    """An appointment on the page of its person. `refusal` is why the buttons are not there."""

    id: int
    title: str
    chip: SafeString
    facts: tuple[Fact, ...]
    may_change: bool
    may_replace: bool
    may_revoke: bool
    refusal: str


def appointment_cards(
    appointments: Sequence[Appointment], actor: Actor, *, on: date
) -> list[AppointmentCard]:
    return [_card(each, actor, on) for each in appointments]


def own_cards(appointments: Sequence[Appointment], *, on: date) -> list[AppointmentCard]:
    """One's own appointments: nothing to do with them but to read."""
    return [
        AppointmentCard(
            id=each.pk,
            title=Role(each.role).title,
            chip=_state(each, on),
            facts=tuple(_facts(each, linked=False)),
            may_change=False,
            may_replace=False,
            may_revoke=False,
            refusal="",
        )
        for each in appointments
    ]


def _card(appointment: Appointment, actor: Actor, on: date) -> AppointmentCard:
    refusal = APPOINT.refusal(actor, grant_of(appointment)) or ""
    over = appointment.is_over(on)
    return AppointmentCard(
        id=appointment.pk,
        title=Role(appointment.role).title,
        chip=_state(appointment, on),
        facts=tuple(_facts(appointment)),
        may_change=not refusal and not over,
        may_replace=not refusal and not over and not hasattr(appointment, "replaced_by"),
        may_revoke=not refusal and appointment.revoked_at is None,
        refusal="" if over else refusal,
    )


def _state(appointment: Appointment, on: date) -> SafeString:
    if appointment.revoked_at:
        return badge("отменено")
    if appointment.is_over(on):
        return badge("закончилось")
    if appointment.since and appointment.since > on:
        return badge(f"начнётся {date_ru(appointment.since)}", "mid", "■")
    return badge("действует", "low", "●")


def _facts(appointment: Appointment, *, linked: bool = True) -> list[Fact]:
    places = places_of(appointment)
    names = [t.name for t in places.territories] or [s.name for s in places.schools]
    facts = [
        Fact("Для кого", ", ".join(sorted(names)) or places.title),
        Fact("Год", appointment.cycle.title if appointment.cycle else "без года"),
        Fact("Срок", term_words(appointment.since, appointment.until)),
        Fact("Приказ", _order(appointment)),
    ]
    if appointment.replaces:
        facts.append(_person_fact("Заменяет", appointment.replaces, linked))
    if hasattr(appointment, "replaced_by"):
        facts.append(_person_fact("Заменён(а)", appointment.replaced_by, linked))
    if appointment.revoked_at:
        facts.append(Fact("Отменено", f"{date_ru(appointment.revoked_at)}, {appointment.revoked_by_name}"))
    return facts


def _person_fact(term: str, other: Appointment, linked: bool) -> Fact:
    url = reverse("person", args=[other.person_id]) if linked else ""
    return Fact(term, other.person.full_name, url=url)


def _order(appointment: Appointment) -> str | None:
    words = [f"№ {appointment.order_number}"] if appointment.order_number else []
    if appointment.order_date:
        words.append(f"от {date_ru(appointment.order_date)}")
    return " ".join(words) or None


def events(entries: Sequence[Entry], *, of: str = "") -> list[Event]:
    """The timeline; on the page of the person named `of`, the name is not said again."""
    return [
        Event(
            at=e.at,
            who=e.by,
            what=e.verb,
            detail=": ".join(part for part in (_without(e.title, of), e.note) if part),
        )
        for e in entries
    ]


def _without(title: str, name: str) -> str:
    if not name:
        return title
    return "" if title == name else title.removeprefix(f"{name}: ")
