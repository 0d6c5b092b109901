"""What a person chose above a roadmap, and which lines it leaves. Pure but for the words of states."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from opora.roadmaps.ladder import Ladder
from opora.roadmaps.queries.lines import Line
from opora.roadmaps.states import OPEN, WorkState

#: the tab of everything that is still to be done
STILL_OPEN = "open"
LATE, SOON, REWORDED = "late", "soon", "reworded"


@dataclass(frozen=True, slots=True)
class Chosen:
    """Empty is «all». `state` is a state or `STILL_OPEN`; `person` and `direction` are ids; `mark` one of the above."""

    state: str = ""
    direction: int | None = None
    person: int | None = None
    mark: str = ""
    text: str = ""

    @property
    def narrows(self) -> bool:
        return bool(self.state or self.direction or self.person or self.mark or self.text)


def narrowed(lines: Sequence[Line], chosen: Chosen, *, today: date, ladder: Ladder) -> list[Line]:
    """The lines that are left; what is taken off the roadmap is shown only where it is asked for."""
    words = chosen.text.casefold().replace("ё", "е")
    return [
        line
        for line in lines
        if _in_state(line, chosen.state)
        and (chosen.direction is None or line.direction_id == chosen.direction)
        and (chosen.person is None or any(pk == chosen.person for pk, _ in line.people))
        and _has_mark(line, chosen.mark, today, ladder)
        and (not words or words in f"{line.title} {line.result} {line.report}".casefold().replace("ё", "е"))
    ]


def _in_state(line: Line, state: str) -> bool:
    if state == STILL_OPEN:
        return line.state in OPEN
    return line.state == state if state else line.state != WorkState.DROPPED


def _has_mark(line: Line, mark: str, today: date, ladder: Ladder) -> bool:
    match mark:
        case "late":
            return line.is_late(today)
        case "soon":
            return line.is_soon(today, ladder)
        case "reworded":
            return line.is_reworded
    return True


def counted(lines: Sequence[Line]) -> dict[str, int]:
    """How many lines each tab shows: «» is everything that was not taken off."""
    found = {state.value: 0 for state in WorkState} | {STILL_OPEN: 0, "": 0}
    for line in lines:
        found[line.state.value] += 1
        found[STILL_OPEN] += line.is_open
        found[""] += line.state is not WorkState.DROPPED
    return found
