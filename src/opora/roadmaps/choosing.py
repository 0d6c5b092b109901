"""What a person chose above a roadmap, and which lines it leaves. Pure but for the words of states."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from opora.roadmaps.ladder import Ladder
from opora.roadmaps.queries.lines import Line
from opora.roadmaps.states import OPEN, WorkState

#: the tab of everything that is still to be done
STILL_OPEN = "open"
LATE, SOON, REWORDED = "late", "soon", "reworded"
#: those who answer have gone; the term is in words only; confirmed within `LATELY`
GONE, UNDATED, RECENT = "gone", "undated", "recent"
LATELY = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Chosen:
    """Empty is «all». `state` is a state or `STILL_OPEN`; `person` and `direction` are ids; `mark` one of the above.

    `day` is the day of the term.
    """

    state: str = ""
    direction: int | None = None
    person: int | None = None
    mark: str = ""
    text: str = ""
    day: date | None = None

    @property
    def narrows(self) -> bool:
        return bool(self.state or self.direction or self.person or self.mark or self.text or self.day)


def narrowed(lines: Sequence[Line], chosen: Chosen, *, today: date, ladder: Ladder) -> list[Line]:
    """The lines that are left; what is taken off the roadmap is shown only where it is asked for."""
    mark = _MARKS.get(chosen.mark)
    words = chosen.text.casefold().replace("ё", "е")
    return [
        line
        for line in lines
        if _in_state(line, chosen.state)
        and (chosen.direction is None or line.direction_id == chosen.direction)
        and (chosen.person is None or any(pk == chosen.person for pk, _ in line.people))
        and (chosen.day is None or line.due == chosen.day)
        and (mark is None or mark(line, today, ladder))
        and (not words or words in f"{line.title} {line.result} {line.report}".casefold().replace("ё", "е"))
    ]


def _in_state(line: Line, state: str) -> bool:
    if state == STILL_OPEN:
        return line.state in OPEN
    return line.state == state if state else line.state != WorkState.DROPPED


def is_left(line: Line) -> bool:
    """Whether somebody who answers for it has gone while it is still to be done."""
    return bool(line.gone) and line.is_asked


def is_recent(line: Line, today: date) -> bool:
    """Whether it was confirmed lately: a small success to be seen."""
    return line.state is WorkState.CONFIRMED and line.since >= today - LATELY


_MARKS: dict[str, Callable[[Line, date, Ladder], bool]] = {
    LATE: lambda line, today, _: line.is_late(today),
    SOON: lambda line, today, ladder: line.is_soon(today, ladder),
    REWORDED: lambda line, *_: line.is_reworded,
    GONE: lambda line, *_: is_left(line),
    UNDATED: lambda line, *_: line.due is None,
    RECENT: lambda line, today, _: is_recent(line, today),
}


def counted(lines: Sequence[Line]) -> dict[str, int]:
    """How many lines each tab shows: «» is everything that was not taken off."""
    found = {state.value: 0 for state in WorkState} | {STILL_OPEN: 0, "": 0}
    for line in lines:
        found[line.state.value] += 1
        found[STILL_OPEN] += line.is_open
        found[""] += line.state is not WorkState.DROPPED
    return found
