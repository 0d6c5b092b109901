"""What a feature must offer to be importable; the wizard, the jobs and the command line do the rest.

An importer never guesses: what it cannot place is a Problem. `check` writes nothing. `apply` runs inside a
transaction under the importer's lock, checks again there, and writes all or nothing.
"""

import abc
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import ClassVar

from opora.access import Actor, Refused
from opora.files.models import StoredFile
from opora.imports.reports import Counts, MappingSheet, MappingStep, Preview, Report
from opora.imports.sheets import Workbook

__all__ = [
    "Counts",
    "Importer",
    "MappingSheet",
    "MappingStep",
    "Option",
    "Preview",
    "Progress",
    "Report",
    "Request",
    "Resolution",
    "acting",
    "importer_of",
    "importers",
    "places_of",
    "register",
    "register_actor_source",
    "register_places",
]

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


class Importer(abc.ABC):
    """One kind of import. Stateless: an instance serves all requests."""

    kind: ClassVar[str]
    title: ClassVar[str]
    #: a file with more rows is checked and applied by a job
    background_from_rows: ClassVar[int] = 2000
    #: problems in a cell that a person may decide in the preview, because `check` and `apply` heed
    #: `Request.resolutions` there
    resolvable_codes: ClassVar[frozenset[str]] = frozenset()
    #: tables that are recognised without mapping, a Russian sentence each
    recognises: ClassVar[tuple[str, ...]] = ()
    #: a table that is not recognised is asked about, column by column
    asks_for_columns: ClassVar[bool] = False
    #: why the file does not stay with its run but goes as soon as nothing is to be decided; empty: it stays
    why_not_kept: ClassVar[str] = ""
    #: where what was written can be looked at: (title, name of the address)
    shown_at: ClassVar[tuple[tuple[str, str], ...]] = ()

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


type ActorSource = Callable[[int, int | None], Actor]

_actor_source: ActorSource | None = None


def register_actor_source(source: ActorSource) -> None:
    """Called once, from `config`: (person id, appointment id) → the Actor with the rights of today."""
    global _actor_source  # noqa: PLW0603 - a registry of one
    _actor_source = source


def acting(person_id: int, appointment_id: int | None) -> Actor:
    """Who acts in a job, with the rights they have now and not when they pressed the button.

    Raises Refused where the appointment they acted under is no longer in force.
    """
    assert _actor_source is not None, "config registers the source of actors"
    actor = _actor_source(person_id, appointment_id)
    if appointment_id is not None and (
        actor.capacity is None or actor.capacity.appointment_id != appointment_id
    ):
        raise Refused(
            "Назначение, от которого начата загрузка, больше не действует. "
            "Начните загрузку заново в той роли, которая есть сейчас."
        )
    return actor


type Places = Callable[[Collection[int]], list[str]]

_places: list[Places] = []


def register_places(places: Places) -> None:
    """Called once, from `config`: ids of schools → paths of the territories they lie in."""
    _places[:] = [places]


def places_of(school_ids: Collection[int]) -> list[str]:
    return _places[0](school_ids) if school_ids and _places else []


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
