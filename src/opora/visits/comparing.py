"""One checklist gone through several times: what changed between the visits. Pure Python."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from opora.visits.states import Mark

#: the better the higher; «не смотрели» is no answer
_WORTH = {Mark.NO: 0, Mark.PARTLY: 1, Mark.YES: 2}


class Turn(StrEnum):
    """What became of an item between two visits that looked at it."""

    BETTER = "better"
    WORSE = "worse"
    SAME = "same"
    #: looked at once or never: nothing to compare
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Found:
    """What a visit found at an item."""

    mark: Mark
    words: str = ""


@dataclass(frozen=True, slots=True)
class Look:
    """A visit with a checklist gone through: `found` by the code of the item, `titles` as they were asked."""

    pk: int
    day: date
    who: str
    found: dict[str, Found]
    titles: dict[str, str]

    def count(self, *marks: Mark) -> int:
        return sum(each.mark in marks for each in self.found.values())


@dataclass(frozen=True, slots=True)
class ItemLine:
    """An item and what every visit found there, in the order of the visits; None where it was not asked."""

    code: str
    title: str
    found: tuple[Found | None, ...]

    @property
    def turn(self) -> Turn:
        """Between the first and the last visit that looked at it."""
        marks = [each.mark for each in self.found if each is not None and each.mark in _WORTH]
        if len(marks) < 2:
            return Turn.UNKNOWN
        before, after = _WORTH[marks[0]], _WORTH[marks[-1]]
        return Turn.SAME if before == after else Turn.BETTER if after > before else Turn.WORSE


def items_of(looks: Sequence[Look]) -> list[ItemLine]:
    """Every item that any of the visits asked, in the order of the latest checklist; dropped ones stand last."""
    titles: dict[str, str] = {}
    for look in reversed(looks):
        for code, title in look.titles.items():
            titles.setdefault(code, title)
    return [
        ItemLine(code, title, tuple(look.found.get(code) for look in looks)) for code, title in titles.items()
    ]


@dataclass(frozen=True, slots=True)
class SchoolLine:
    """A school whose checklist was gone through: the first and the last of its visits."""

    pk: int
    name: str
    key: str
    place: str
    looks: tuple[Look, ...]

    @property
    def first(self) -> Look:
        return self.looks[0]

    @property
    def last(self) -> Look:
        return self.looks[-1]

    def count(self, turn: Turn) -> int:
        """Items that took this turn from the first visit to the last."""
        return sum(line.turn is turn for line in items_of(self.looks))

    @property
    def lacking(self) -> list[str]:
        """Titles of items that the last visit did not find."""
        return [self.last.titles[code] for code, each in self.last.found.items() if each.mark is Mark.NO]
