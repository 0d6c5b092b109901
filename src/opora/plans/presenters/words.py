"""Chips and short words of plans."""

from collections.abc import Iterable
from datetime import date

from django.utils.safestring import SafeString

from opora.access import Actor
from opora.cycles.periods import Rhythm
from opora.history.models import Event as Written
from opora.history.queries import Entry
from opora.plans.models import Plan, PlanRow
from opora.plans.rules import WRITERS
from opora.plans.standing import Stand
from opora.plans.states import PlanState, Standing
from opora.ui.components import Event
from opora.ui.markup import badge, move_chip
from opora.ui.text import date_ru

_STATES: dict[PlanState, SafeString] = {
    PlanState.DRAFT: badge("проект", "mid", "■"),
    PlanState.IN_FORCE: badge("действует", "low", "●"),
    PlanState.CLOSED: badge("закрыт", "none"),
}
_TONES = {
    Standing.LATE: ("high", "▲"),
    Standing.UNDER_WAY: ("mid", "■"),
    Standing.NOT_BEGUN: ("none", ""),
    Standing.DONE: ("low", "●"),
    Standing.TOLD: ("none", "●"),
    Standing.MOVED: ("none", "→"),
}
_RHYTHMS = {
    Rhythm.DAILY: "повторяется каждый день",
    Rhythm.WEEKLY: "повторяется каждую неделю",
    Rhythm.MONTHLY: "повторяется каждый месяц",
    Rhythm.QUARTERLY: "повторяется каждый квартал",
    Rhythm.YEARLY: "повторяется каждый год",
    Rhythm.ON_REQUEST: "по запросу, дней нет",
    Rhythm.THROUGHOUT: "весь год",
}


def state_chip(state: str) -> SafeString:
    return _STATES[PlanState(state)]


def move(actor: Actor, plan: Plan) -> SafeString | str:
    """Whose move a draft is; a plan in force is marked by facts and by many."""
    if plan.state != PlanState.DRAFT:
        return ""
    mine = actor.role in WRITERS and actor.scope is not None and plan.path in actor.scope.territory_paths
    return move_chip("координатора", plan.state_since, mine=mine)


def stand_chip(stand: Stand) -> SafeString:
    tone, sign = _TONES[stand.standing]
    return badge(stand.words, tone, sign)  # type: ignore[arg-type]


def as_read(row: PlanRow) -> str:
    """The term as it was read: days, a rhythm, or that it stayed words."""
    if not row.term:
        return "срока нет"
    if not row.is_understood:
        return "остался словами: дней в нём не прочитать"
    rhythm = Rhythm(row.rhythm)
    if rhythm is not Rhythm.ONCE:
        return _RHYTHMS[rhythm] + (
            f", до {date_ru(row.ends)}" if row.ends and rhythm is not Rhythm.ON_REQUEST else ""
        )
    return days(row.starts, row.ends)


def days(first: date | None, last: date | None) -> str:
    if first is None and last is None:
        return "дней нет"
    if first is None or last is None:
        return f"до {date_ru(last)}" if last else f"с {date_ru(first)}" if first else ""
    return date_ru(first) if first == last else f"{date_ru(first)} — {date_ru(last)}"


def short(words: str, longest: int = 160) -> str:
    said = " ".join(words.split())
    return said if len(said) <= longest else f"{said[: longest - 1]}…"


def events(entries: list[Entry]) -> list[Event]:
    return [Event(entry.at, entry.by, entry.verb, entry.note) for entry in entries]


def changes(written: Iterable[Written]) -> list[Event]:
    """Of a loaded file each row that it changed."""
    return [
        Event(
            each.at,
            each.by_name,
            each.verb,
            "\n".join(filter(None, [each.note, *each.details.get("changes", [])])),
        )
        for each in written
    ]
