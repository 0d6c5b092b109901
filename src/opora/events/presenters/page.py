"""The page of one event."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.safestring import SafeString

from opora import references
from opora.access import Actor
from opora.events.models import Event, Session
from opora.events.presenters.words import day_chip, leaders_words, when_words
from opora.events.rules import CORRECT, SETTLE
from opora.events.states import Audience, SessionState
from opora.history.queries import Entry
from opora.references import Reference
from opora.ui.components import Event as Past
from opora.ui.components import Fact
from opora.ui.escaping import as_markup, esc
from opora.ui.markup import link
from opora.ui.tables import Column, Table
from opora.ui.text import count_ru, date_ru

_PEOPLE = "человек,человека,человек"


def facts(event: Event, factors: Mapping[str, str]) -> list[Fact]:
    """What was written of it; what nobody wrote is left out."""
    said: list[tuple[str, object]] = [
        ("Кто проводит", event.home.name),
        ("Кто ведёт", leaders_words(event)),
        ("Срок, как записан", event.term or ("по запросу" if event.is_on_request else "")),
        ("Для кого", _whom(event)),
        ("Минут", event.minutes),
        ("Часов", event.hours),
        ("Кто учит", event.provider),
        ("Связано с рисками", "; ".join(factors.get(code, code) for code in event.factors)),
        ("Почему отменено", event.reason),
    ]
    return [Fact(term, value) for term, value in said if value]


def _whom(event: Event) -> str:
    named = [each.label for each in Audience if each in event.audience]
    return "; ".join(filter(None, (", ".join(named), event.for_whom)))


def schools_words(event: Event) -> str:
    """Which schools are asked; nobody named is everybody."""
    invited = list(event.invited.all())
    if not invited:
        return "Все школы территории."
    return ", ".join(
        each.school.name + (f" (по {count_ru(each.expected, _PEOPLE)})" if each.expected else "")
        for each in invited
    )


def days_table(actor: Actor, event: Event, days: Sequence[Session], *, today: date) -> Table:
    """Days in their order, with what may be done now."""
    acts = [_acts(actor, each, today) for each in days]
    columns = [
        *(Column("День"), Column("Где"), Column("Что с ним"), Column("Пришло", "number", "чел.")),
        *([Column("Что сделать")] if any(acts) else []),
    ]
    return Table(
        "days",
        "Дни",
        columns,
        [
            (
                when_words(each),
                _place(each),
                _what(each, today),
                "" if each.came is None else each.came,
                *([act] if any(acts) else []),
            )
            for each, act in zip(days, acts, strict=True)
        ],
        caption_hidden=True,
        empty="Дни ещё не названы.",
    )


def _place(session: Session) -> SafeString | str:
    told = session.place or ("дистанционно" if session.is_online else "")
    if session.place and session.is_online:
        told = f"{session.place}, дистанционно"
    return link(session.url, told or "ссылка") if session.url else told


def _what(session: Session, today: date) -> SafeString:
    """The state, where it stood before, why, who came of which school."""
    said = [f"был {date_ru(each.was)}: {each.reason}" for each in session.moves.all()]
    said += [session.reason] if session.reason else []
    came = [f"{each.school.name} — {each.came}" for each in session.attendance.all()]
    said += ["; ".join(came)] if came else []
    said += [session.note] if session.note else []
    small = "".join(f"<br><small>{esc(each)}</small>" for each in said)
    return as_markup(f"{day_chip(session, today=today)}{small}")


def _acts(actor: Actor, session: Session, today: date) -> SafeString | str:
    found = []
    if SETTLE.can(actor, session):
        if session.last <= today:
            found.append(link(reverse("event-hold", args=[session.pk]), "Отметить"))
        found.append(link(reverse("event-day-move", args=[session.pk]), "Перенести"))
        found.append(link(reverse("event-day-cancel", args=[session.pk]), "Отменить"))
    elif CORRECT.can(actor, session):
        found.append(link(reverse("event-hold", args=[session.pk]), "Исправить числа"))
    return as_markup(" · ".join(found))


@dataclass(frozen=True, slots=True)
class Thing:
    """A material or a link beside the event; `remove_url` empty where it may not be taken away."""

    title: str
    url: str
    note: str
    remove_url: str


def materials(event: Event, *, may_change: bool) -> list[Thing]:
    return [
        Thing(
            each.title,
            each.url or reverse("event-material-file", args=[each.pk]),
            f"{each.added_by_name}, {date_ru(each.added_at)}",
            reverse("event-material-remove", args=[each.pk]) if may_change else "",
        )
        for each in event.materials.all()
    ]


def links(actor: Actor, event: Event, *, may_change: bool) -> list[Thing]:
    """What the event serves, as far as the actor sees it; one query for each kind of things."""
    rows = list(event.links.all())
    things: Mapping[tuple[str, int], Reference] = references.find_many(
        actor, [(each.kind, each.thing_id) for each in rows]
    )
    return [
        Thing(
            things[each.kind, each.thing_id].title,
            things[each.kind, each.thing_id].url,
            references.word(each.kind),
            reverse("event-link-remove", args=[each.pk]) if may_change else "",
        )
        for each in rows
        if (each.kind, each.thing_id) in things
    ]


def people_came(days: Sequence[Session]) -> str:
    """«Проведено дней: 3, пришло 48 человек»; empty before the first."""
    held = [each for each in days if each.state == SessionState.HELD]
    if not held:
        return ""
    came = sum(each.came or 0 for each in held)
    return f"Проведено: {count_ru(len(held), 'день,дня,дней')}, пришло {count_ru(came, _PEOPLE)}."


def past(entries: Sequence[Entry]) -> list[Past]:
    return [Past(entry.at, entry.by, entry.verb, entry.note) for entry in entries]
