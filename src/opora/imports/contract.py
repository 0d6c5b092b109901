"""What a feature must offer to be importable; the wizard, the jobs and the command line do the rest.

An importer never guesses: what it cannot place is a Problem. `check` writes nothing. `apply` runs inside a
transaction under the importer's lock, checks again there, and writes all or nothing.
"""

import abc
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import ClassVar

from opora.access import Actor
from opora.files.models import StoredFile
from opora.imports.problems import Problem
from opora.imports.sheets import Workbook

type Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Resolution:
    """A doubtful cell as a person decided it: `value` None leaves it empty."""

    sheet: str
    row: int
    column: str
    value: str | float | None


@dataclass(frozen=True, slots=True)
class Request:
    """What a person asked for: the options they chose, their mapping of columns, doubtful cells decided.

    `options` are the importer's own (`cycle`, `territory`, `new_schools`, …); `mapping` is
    {sheet: {column letter: target}} from the mapping step, or None where the layout was recognised.
    """

    by: Actor
    options: dict[str, str] = field(default_factory=dict)
    mapping: dict[str, dict[str, str]] | None = None
    resolutions: tuple[Resolution, ...] = ()


@dataclass(frozen=True, slots=True)
class Counts:
    """Objects in the file: total = new + changed + same."""

    new: int = 0
    changed: int = 0
    same: int = 0

    @property
    def total(self) -> int:
        return self.new + self.changed + self.same


@dataclass(frozen=True, slots=True)
class Preview:
    """A small table for the person's eyes: what would be written (at most a few dozen rows)."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class MappingStep:
    """Asked where no layout was recognised: for each sheet its columns, and the targets to choose from."""

    sheets: tuple["MappingSheet", ...]
    targets: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class MappingSheet:
    """Columns as (letter, heading found, first values, proposed target)."""

    sheet: str
    columns: tuple[tuple[str, str, tuple[str, ...], str], ...]


@dataclass(frozen=True, slots=True)
class Report:
    """What a dry run or an applied import says. It is refused where any problem stops it."""

    layout: str
    counts: Counts
    rows: int
    problems: tuple[Problem, ...] = ()
    preview: Preview | None = None
    mapping: MappingStep | None = None
    created: tuple[str, ...] = ()

    @property
    def is_refused(self) -> bool:
        return self.mapping is not None or any(problem.stops for problem in self.problems)


class Importer(abc.ABC):
    """One kind of import. Stateless: an instance serves all requests."""

    kind: ClassVar[str]
    title: ClassVar[str]
    #: options shown as form fields: (name, label, choices or () for free text, help)
    background_from_rows: ClassVar[int] = 2000

    @abc.abstractmethod
    def may_import(self, by: Actor) -> str | None:
        """None where `by` may import this kind, else the refusal."""

    def options(self, by: Actor) -> Sequence["Option"]:
        """The options to ask for, with the choices this actor has."""
        return ()

    @abc.abstractmethod
    def check(self, workbook: Workbook, request: Request, progress: Progress) -> Report:
        """Dry run: reads, writes nothing."""

    @abc.abstractmethod
    def apply(
        self, workbook: Workbook, request: Request, *, file: StoredFile, at: datetime, progress: Progress
    ) -> Report:
        """Check again and write, inside the caller's transaction and lock; writes nothing if refused."""

    @abc.abstractmethod
    def template(self) -> bytes:
        """An empty XLSX with the headings, an example row and the allowed values."""


@dataclass(frozen=True, slots=True)
class Option:
    """A question asked before the check; `choices` empty means free text."""

    name: str
    label: str
    choices: tuple[tuple[str, str], ...] = ()
    help: str = ""
    required: bool = True
    initial: str = ""


_importers: dict[str, Importer] = {}


def register(importers: Iterable[Importer]) -> None:
    """Called once, from `config`, with every feature's importers."""
    for importer in importers:
        _importers[importer.kind] = importer


def importer_of(kind: str) -> Importer:
    """Raises KeyError for a kind that nobody offers."""
    return _importers[kind]


def importers() -> list[Importer]:
    return [_importers[kind] for kind in sorted(_importers)]
