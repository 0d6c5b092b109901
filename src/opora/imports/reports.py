"""What a check or an applied import says, and how it is kept: a dataclass and its JSON."""

from dataclasses import dataclass
from typing import Any, Self

from opora.imports.problems import CODES, Place, Problem, register

#: Problems kept with a run; what is beyond is only counted.
KEPT_PROBLEMS = 1_000
KEPT_CREATED = 200

RETIRED_CODE = register("retired-code", "Замечание прежней версии, которой больше нет.")


@dataclass(frozen=True, slots=True)
class Counts:
    """Objects in the file: total = new + changed + same."""

    new: int = 0
    changed: int = 0
    same: int = 0

    @property
    def total(self) -> int:
        return self.new + self.changed + self.same

    @property
    def to_write(self) -> int:
        """What applying would write: without it there is nothing to apply."""
        return self.new + self.changed


@dataclass(frozen=True, slots=True)
class Preview:
    """A small table for the person's eyes: what would be written (at most a few dozen rows)."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class MappingSheet:
    """Columns as (letter, heading found, first values, proposed target)."""

    sheet: str
    columns: tuple[tuple[str, str, tuple[str, ...], str], ...]


@dataclass(frozen=True, slots=True)
class MappingStep:
    """Asked where no layout was recognised: for each sheet its columns, and the targets to choose from."""

    sheets: tuple[MappingSheet, ...]
    targets: tuple[tuple[str, str], ...]

    def as_json(self) -> dict[str, Any]:
        sheets = [
            {
                "sheet": each.sheet,
                "columns": [[*column[:2], list(column[2]), column[3]] for column in each.columns],
            }
            for each in self.sheets
        ]
        return {"sheets": sheets, "targets": [list(target) for target in self.targets]}

    @classmethod
    def from_json(cls, kept: dict[str, Any]) -> Self:
        sheets = tuple(
            MappingSheet(
                each["sheet"],
                tuple(
                    (letter, heading, tuple(values), target)
                    for letter, heading, values, target in each["columns"]
                ),
            )
            for each in kept["sheets"]
        )
        return cls(sheets, tuple((value, title) for value, title in kept["targets"]))


@dataclass(frozen=True, slots=True)
class Report:
    """What a dry run or an applied import says. It is refused where any problem stops it.

    `more_problems` and `more_created` count what was left out when the report was kept.
    """

    layout: str
    counts: Counts
    rows: int
    problems: tuple[Problem, ...] = ()
    preview: Preview | None = None
    mapping: MappingStep | None = None
    created: tuple[str, ...] = ()
    more_problems: int = 0
    more_created: int = 0

    @property
    def is_refused(self) -> bool:
        return self.mapping is not None or any(problem.stops for problem in self.problems)

    @property
    def has_places(self) -> bool:
        """Whether there is anything to mark in the file itself."""
        return any(problem.place.sheet for problem in self.problems)

    def as_json(self) -> dict[str, Any]:
        """For keeping with a run: at most a thousand problems, those that stop it before the others."""
        problems = sorted(self.problems, key=lambda problem: not problem.stops)
        return {
            "layout": self.layout,
            "counts": [self.counts.new, self.counts.changed, self.counts.same],
            "rows": self.rows,
            "problems": [{**each.as_json(), "stops": each.stops} for each in problems[:KEPT_PROBLEMS]],
            "more_problems": self.more_problems + max(0, len(problems) - KEPT_PROBLEMS),
            "preview": None
            if self.preview is None
            else {"columns": list(self.preview.columns), "rows": [list(row) for row in self.preview.rows]},
            "mapping": None if self.mapping is None else self.mapping.as_json(),
            "created": list(self.created[:KEPT_CREATED]),
            "more_created": self.more_created + max(0, len(self.created) - KEPT_CREATED),
        }

    @classmethod
    def from_json(cls, kept: dict[str, Any]) -> Self:
        preview, mapping = kept["preview"], kept["mapping"]
        return cls(
            layout=kept["layout"],
            counts=Counts(*kept["counts"]),
            rows=kept["rows"],
            problems=tuple(_problem(each) for each in kept["problems"]),
            preview=preview
            and Preview(tuple(preview["columns"]), tuple(tuple(row) for row in preview["rows"])),
            mapping=mapping and MappingStep.from_json(mapping),
            created=tuple(kept["created"]),
            more_problems=kept["more_problems"],
            more_created=kept["more_created"],
        )


def _problem(kept: dict[str, Any]) -> Problem:
    return Problem(
        place=Place(kept["sheet"], kept["row"], kept["column"]),
        value=kept["value"],
        # a run of an earlier version must stay readable
        code=kept["code"] if kept["code"] in CODES else RETIRED_CODE,
        message=kept["message"],
        allowed=None if kept["allowed"] is None else tuple(kept["allowed"]),
        stops=kept["stops"],
    )
