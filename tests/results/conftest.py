"""What the tests of results share: a municipality, a year, and files read as an upload is."""

import io
from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Any

import openpyxl
import pytest

from conftest import NOW
from factories.organisations import municipality
from factories.people import actor
from opora.access import Actor, Role
from opora.access.actor import operator
from opora.cycles.models import Cycle
from opora.files.actions import store
from opora.imports.contract import Report, Request, Resolution
from opora.imports.sheets import Workbook, read_workbook
from opora.organisations.models import Territory
from opora.results.actions import sync_procedures
from opora.results.importers import ResultsImporter

type Rows = Sequence[Sequence[Any]]


@pytest.fixture
def okrug() -> Territory:
    return municipality("Заречный округ", code="zar")


@pytest.fixture
def coordinator(okrug: Territory) -> Actor:
    return actor(Role.MUNICIPAL_COORDINATOR, okrug)


@pytest.fixture
def cycle() -> Cycle:
    return Cycle.objects.create(
        code="2026", title="2026 год", starts=date(2026, 1, 1), ends=date(2026, 12, 31)
    )


@pytest.fixture
def procedures() -> None:
    sync_procedures(by=operator(), at=NOW)


def book(*sheets: tuple[str, Rows]) -> bytes:
    """An XLSX of these sheets, written by a writer that is not ours."""
    made = openpyxl.Workbook()
    made.remove(made.active)  # type: ignore[arg-type]
    for name, rows in sheets:
        sheet = made.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def workbook(rows: Rows, name: str = "Лист1") -> Workbook:
    return read_workbook(book((name, rows)), "результаты.xlsx")


def nothing(done: int, total: int) -> None:
    """Progress that nobody watches."""


def check(file: Workbook, by: Actor, resolutions: Sequence[Resolution] = (), **options: str) -> Report:
    request = Request(by, {"cycle": "2026"} | options, resolutions=tuple(resolutions))
    return ResultsImporter().check(file, request, nothing)


def apply(
    file: Workbook,
    by: Actor,
    resolutions: Sequence[Resolution] = (),
    mapping: dict[str, dict[str, str]] | None = None,
    at: datetime = NOW,
    **options: str,
) -> Report:
    request = Request(by, {"cycle": "2026"} | options, mapping, tuple(resolutions))
    stored = store(
        data=b"-",
        name="результаты.xlsx",
        content_type="application/octet-stream",
        purpose="import",
        by=by,
        at=at,
    )
    return ResultsImporter().apply(file, request, file=stored, at=at, progress=nothing)


def told(report: Report) -> list[tuple[str, str | None, int | None, str | None]]:
    """(code, value, row, column) of what stops the import."""
    return [(p.code, p.value, p.place.row, p.place.column) for p in report.problems if p.stops]


def warned(report: Report) -> list[str]:
    return [p.code for p in report.problems if not p.stops]


type Check = Callable[..., Report]
