"""The rows of a programme in the order in which they are printed, and the numbers by which they call each other."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

from opora.documents.programme import Cause, Direction, Goal, Indicator, Measure, Programme, Task


class _HasId(Protocol):
    @property
    def id(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Group[Parent, Child]:
    """Rows that hang on one parent; None is of those that hang on nothing yet."""

    parent: Parent | None
    rows: tuple[Child, ...]


@dataclass(frozen=True)
class Chain:
    """Running numbers go through the whole document: a row keeps its number when it changes its parent's name."""

    programme: Programme

    @cached_property
    def causes(self) -> tuple[Group[Direction, Cause], ...]:
        return _grouped(self.programme.causes, self.programme.directions, lambda each: each.direction)

    @cached_property
    def goals(self) -> tuple[Group[Direction, Goal], ...]:
        """Those of the programme as a whole come first."""
        groups = _grouped(self.programme.goals, self.programme.directions, lambda each: each.direction)
        return tuple(sorted(groups, key=lambda group: group.parent is not None))

    @cached_property
    def tasks(self) -> tuple[Group[Goal, Task], ...]:
        return _grouped(self.programme.tasks, _rows(self.goals), lambda each: each.goal)

    @cached_property
    def measures(self) -> tuple[Group[Task, Measure], ...]:
        return _grouped(self.programme.measures, _rows(self.tasks), lambda each: each.task)

    @cached_property
    def numbers(self) -> dict[str, int]:
        """The number of a row by its id, in its own table."""
        tables: tuple[Iterable[_HasId], ...] = (
            _rows(self.causes),
            _rows(self.goals),
            _rows(self.tasks),
            _rows(self.measures),
            self.programme.indicators,
            self.programme.results,
        )
        return {row.id: number for table in tables for number, row in enumerate(table, 1)}

    @cached_property
    def causes_by_id(self) -> dict[str, Cause]:
        return {each.id: each for each in self.programme.causes}

    @cached_property
    def indicators_by_id(self) -> dict[str, Indicator]:
        return {each.id: each for each in self.programme.indicators}

    def owner(self, indicator: Indicator) -> Goal | Task | Measure | None:
        """What the indicator is of."""
        return self._owners.get(indicator.of)

    @cached_property
    def _owners(self) -> dict[str, Goal | Task | Measure]:
        programme = self.programme
        rows: tuple[Goal | Task | Measure, ...] = (*programme.goals, *programme.tasks, *programme.measures)
        return {each.id: each for each in rows}


def _grouped[Parent: _HasId, Child](
    rows: Iterable[Child], parents: Iterable[Parent], link: Callable[[Child], str]
) -> tuple[Group[Parent, Child], ...]:
    """Parents without rows are left out; loose rows come last."""
    by_parent: dict[str, list[Child]] = {each.id: [] for each in parents}
    loose: list[Child] = []
    for row in rows:
        by_parent.get(link(row), loose).append(row)
    groups = [Group(each, tuple(by_parent[each.id])) for each in parents if by_parent[each.id]]
    return (*groups, Group(None, tuple(loose))) if loose else tuple(groups)


def _rows[Parent, Child](groups: Iterable[Group[Parent, Child]]) -> tuple[Child, ...]:
    return tuple(row for group in groups for row in group.rows)
