"""The vocabulary of import problems: where, what is wrong, what to do, and the list of all codes.

A problem is told to a person, so its message says what is wrong and the remedy. Its code is for
programs and never changes once published; every code is registered with one line of explanation,
from which the list in the documentation is generated.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TypedDict


@dataclass(frozen=True, slots=True)
class CodeInfo:
    """One line of the published list of codes."""

    code: str
    meaning: str
    stops: bool


CODES: dict[str, CodeInfo] = {}


def register(code: str, meaning: str, *, stops: bool = True) -> str:
    """Publish a code; the same code with another meaning is a mistake of the programmer.

    `stops` is the usual weight, shown in the documentation; a single Problem may differ.
    """
    info = CodeInfo(code, meaning, stops)
    if CODES.setdefault(code, info) != info:
        raise ValueError(f"code {code!r} already means {CODES[code].meaning!r}")
    return code


class ProblemJson(TypedDict):
    """What `--json` and the API print for one problem."""

    sheet: str | None
    row: int | None
    column: str | None
    value: str | None
    code: str
    message: str
    allowed: list[str] | None


@dataclass(frozen=True, slots=True)
class Place:
    """Where in the file: row counted from 1 as a spreadsheet shows it, column as its letter."""

    sheet: str | None = None
    row: int | None = None
    column: str | None = None

    @property
    def cell(self) -> str | None:
        """The address as a spreadsheet writes it («C5»), if both parts are known."""
        return f"{self.column}{self.row}" if self.row and self.column else None

    def __str__(self) -> str:
        """The place in words: «лист «Свод», ячейка C5»."""
        words = [f"лист «{self.sheet}»"] if self.sheet else []
        if self.cell:
            words.append(f"ячейка {self.cell}")
        elif self.row:
            words.append(f"строка {self.row}")
        elif self.column:
            words.append(f"столбец {self.column}")
        return ", ".join(words)


NOWHERE = Place()
"""The file as a whole."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong or doubtful in an imported file.

    `message` says what is wrong and what to do, in Russian; `allowed` lists the values or names that
    would be accepted; `stops` is False for a warning: the import may go on.
    """

    place: Place
    value: str | None
    code: str
    message: str
    allowed: tuple[str, ...] | None = None
    stops: bool = True

    def __post_init__(self) -> None:
        if self.code not in CODES:
            raise ValueError(f"unregistered problem code {self.code!r}")

    def at(self, place: Place) -> Problem:
        """The same problem at another place."""
        return replace(self, place=place)

    def as_json(self) -> ProblemJson:
        """The row printed by `--json`: sheet, row, column, value, code, message, allowed."""
        return {
            "sheet": self.place.sheet,
            "row": self.place.row,
            "column": self.place.column,
            "value": self.value,
            "code": self.code,
            "message": self.message,
            "allowed": None if self.allowed is None else list(self.allowed),
        }


def any_stops(problems: Iterable[Problem]) -> bool:
    """Whether the import must be refused."""
    return any(problem.stops for problem in problems)


def shown(value: object, *, longest: int = 60) -> str | None:
    """A cell's value as a message quotes it: one line, cut when long, None for an empty cell."""
    if value is None:
        return None
    text = " ".join(str(value).split())
    return text if len(text) <= longest else text[: longest - 1] + "…"
