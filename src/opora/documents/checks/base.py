"""How a rule is written: a function from a programme to what it found, registered by its code."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property

from opora.documents.checks.rulebook import Hit, Rulebook
from opora.documents.outline import Outline, Part
from opora.documents.programme import Cause, Direction, Goal, Indicator, Measure, Programme, Task


@dataclass(frozen=True)
class Case:
    """A programme to be checked, what its kind must contain, and the bounds of the book."""

    programme: Programme
    outline: Outline
    book: Rulebook

    def has(self, *parts: Part) -> bool:
        """Whether this kind of document holds all these parts of the chain."""
        return all(self.outline.has(part) for part in parts)

    @cached_property
    def active(self) -> list[Direction]:
        """The risks that this document answers for."""
        return [each for each in self.programme.directions if each.state in ACTIVE]

    @cached_property
    def direction_of_goal(self) -> dict[str, str]:
        return {goal.id: goal.direction for goal in self.programme.goals}

    @cached_property
    def direction_of_task(self) -> dict[str, str]:
        return {task.id: self.direction_of_goal.get(task.goal, "") for task in self.programme.tasks}

    @cached_property
    def measures_by_direction(self) -> dict[str, list[Measure]]:
        found: dict[str, list[Measure]] = {each.id: [] for each in self.programme.directions}
        for measure in self.programme.measures:
            found.setdefault(self.direction_of_task.get(measure.task, ""), []).append(measure)
        return found

    @cached_property
    def indicators_of(self) -> dict[str, list[Indicator]]:
        found: dict[str, list[Indicator]] = {}
        for each in self.programme.indicators:
            found.setdefault(each.of, []).append(each)
        return found

    @cached_property
    def tasks_of(self) -> dict[str, list[Task]]:
        found: dict[str, list[Task]] = {}
        for each in self.programme.tasks:
            found.setdefault(each.goal, []).append(each)
        return found


ACTIVE = frozenset({"active", "under_way"})

type Check = Callable[[Case], Iterable[Hit]]

CHECKS: dict[str, Check] = {}


def check(code: str) -> Callable[[Check], Check]:
    """Registers a rule's function under the code by which the book words it."""

    def register(found: Check) -> Check:
        assert code not in CHECKS, f"two checks are called {code}"
        CHECKS[code] = found
        return found

    return register


def named(row: Direction | Goal | Task | Measure | Indicator | Cause) -> str:
    """A row's own words in quotes, cut to one line."""
    words = " ".join((row.title if isinstance(row, Direction | Measure | Indicator) else row.text).split())
    return f"«{words[:79]}…»" if len(words) > 80 else f"«{words}»" if words else "без названия"
