"""How a measure's state, term and people are said."""

from collections.abc import Iterable, Sequence
from datetime import date

from django.utils.safestring import SafeString

from opora.access import Actor
from opora.access.actor import SCHOOL_ROLES
from opora.documents.people_words import PARTICIPANT_TITLES
from opora.documents.programme import Executor, Participant
from opora.documents.responsible import said
from opora.roadmaps.choosing import is_left
from opora.roadmaps.ladder import Ladder
from opora.roadmaps.models import Work
from opora.roadmaps.queries.lines import Line
from opora.roadmaps.rules import DECIDERS
from opora.roadmaps.states import MOVES, WorkState
from opora.ui.escaping import as_markup, esc
from opora.ui.markup import Tone, badge
from opora.ui.text import NBSP, count_ru, date_ru

_SIGNS: dict[WorkState, tuple[Tone, str]] = {
    WorkState.PLANNED: ("none", ""),
    WorkState.RUNNING: ("move", "▶"),
    WorkState.REPORTED: ("move", "?"),
    WorkState.CONFIRMED: ("low", "✓"),
    WorkState.RETURNED: ("high", "↩"),
    WorkState.POSTPONED: ("none", "→"),
    WorkState.DROPPED: ("none", "×"),
}
_STATE_CHIPS = {state: badge(state.label, *_SIGNS[state]) for state in WorkState}
_GONE = badge("не в школе", "mid", "■")
_MOVED, _REWORDED = badge("срок переносили", "none", "→"), badge("изменена в документе", "none", "≠")


def state_chip(state: WorkState) -> SafeString:
    return _STATE_CHIPS[state]


def move_of(actor: Actor, state: WorkState) -> SafeString | str:
    """Whose move it is; nothing where nobody is awaited."""
    move = MOVES[state]
    if move is None:
        return ""
    at_school = actor.role in SCHOOL_ROLES
    mine = (move == "ход школы" and at_school) or (move == "ход куратора" and actor.role in DECIDERS)
    return badge("ваш ход" if mine else move, "move" if mine else "none", "→" if mine else "")


def lateness(line: Line, today: date, ladder: Ladder) -> SafeString | str:
    """«просрочена на 5 дней», «скоро»; nothing for the others."""
    if line.due is None or not line.is_open:
        return ""
    if line.is_late(today):
        return badge(f"просрочена на {count_ru((today - line.due).days, 'день,дня,дней')}", "high", "▲")
    return badge("скоро", "mid", "■") if line.is_soon(today, ladder) else ""


def marks(line: Line) -> list[SafeString]:
    """What else is to be seen of the line."""
    return [*([_MOVED] if line.is_moved else []), *([_REWORDED] if line.is_reworded else [])]


def gone(line: Line) -> SafeString | str:
    """Who of those that answer has left the school, where somebody must take their place."""
    if not is_left(line):
        return ""
    names = f"{', '.join(line.gone)} " if len(line.gone) < len(line.people) else ""
    return as_markup(f"{esc(names)}{_GONE}")


def term(starts: date | None, due: date | None, when: str) -> str:
    """The days in force; the words of the term where there is no day."""
    if due is None:
        return when or "срок не назван"
    if starts is None or starts == due:
        return f"до {date_ru(due)}"
    return f"{date_ru(starts, 'day')} –{NBSP}{date_ru(due)}"


def who(line: Line) -> str:
    return answering([name for _, name in line.people], line.executors, line.named)


def answering(people: Sequence[str], executors: Iterable[str], named: Sequence[str]) -> str:
    """People who answer; where nobody is named, what the document says."""
    return ", ".join(people or said((Executor(each) for each in executors), named))


def taking_part(participants: Iterable[str]) -> str:
    return ", ".join(PARTICIPANT_TITLES[Participant(each)] for each in participants)


def term_of(work: Work) -> str:
    return term(work.starts, work.due, work.measure.when)
