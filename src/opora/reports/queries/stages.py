"""The stages of a year as reports ask for them: which there are, which is the one to report about now."""

from dataclasses import dataclass
from datetime import date

from opora.cycles.models import Cycle
from opora.roadmaps.queries.visibility import stages_of


@dataclass(frozen=True, slots=True)
class StageOf:
    """A stage in a year; the whole year has no code."""

    code: str
    title: str
    due: date | None

    @property
    def is_whole_year(self) -> bool:
        return not self.code


def stages(territory_path: str, cycle: Cycle) -> list[StageOf]:
    """Those in force for the territory, in their order; the whole year alone where none is published. One query."""
    year = (cycle.starts, cycle.ends)
    found = [StageOf(each.code, each.title, each.due(year)) for each in stages_of(territory_path)]
    return found or [StageOf("", "", cycle.ends)]


def current(found: list[StageOf], on: date) -> StageOf:
    """The one whose term ends next; after all of them the last. A school year need not begin with the first."""
    ahead = [(each.due, each) for each in found if each.due is not None and each.due >= on]
    return min(ahead, key=lambda each: each[0])[1] if ahead else found[-1]


def stage_of(found: list[StageOf], code: str) -> StageOf | None:
    return next((each for each in found if each.code == code), None)
