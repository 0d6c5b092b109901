"""The roadmap as a board: a column a state, what is most urgent on top."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from opora.roadmaps.ladder import Ladder
from opora.roadmaps.presenters import words
from opora.roadmaps.queries.lines import Line
from opora.roadmaps.states import WorkState
from opora.ui.components import InboxItem
from opora.ui.escaping import as_markup

#: what has changed hands stands together: a returned measure is one to do, a moved one is planned
_COLUMNS = (
    ("Предстоит", (WorkState.PLANNED, WorkState.POSTPONED)),
    ("Делаем", (WorkState.RUNNING, WorkState.RETURNED)),
    ("На подтверждении", (WorkState.REPORTED,)),
    ("Подтверждено", (WorkState.CONFIRMED,)),
)
_SHOWN = 40


@dataclass(frozen=True, slots=True)
class Lane:
    """A column; `more` are those that are not shown."""

    title: str
    count: int
    items: list[InboxItem]
    more: int


def lanes(lines: Sequence[Line], *, today: date, ladder: Ladder) -> list[Lane]:
    found = []
    for title, states in _COLUMNS:
        own = [line for line in lines if line.state in states]
        found.append(
            Lane(title, len(own), [_item(line, today, ladder) for line in own[:_SHOWN]], len(own[_SHOWN:]))
        )
    return found


def _item(line: Line, today: date, ladder: Ladder) -> InboxItem:
    late = words.lateness(line, today, ladder)
    own = [words.state_chip(line.state)] if line.state in {WorkState.RETURNED, WorkState.POSTPONED} else []
    detail = ", ".join(filter(None, [words.term(line.starts, line.due, line.when), words.who(line)]))
    return InboxItem(
        title=line.title,
        url=reverse("roadmap-measure", args=[line.id]),
        detail=detail,
        chips=tuple(as_markup(chip) for chip in (*own, late, words.gone(line)) if chip),
    )
