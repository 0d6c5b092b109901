"""Ready lists from a file: applied whole, refused with the place, the same file again changes nothing."""

import io
from datetime import datetime

import openpyxl
import pytest

from opora.access import Refused
from opora.config.registry import EXPORTS
from opora.files.actions import store
from opora.identification.exports import export_lists
from opora.identification.importers import ListsImporter, export_list
from opora.identification.models import YearList
from opora.identification.queries import approved_year_before
from opora.identification.states import ListKind, ListState
from opora.imports.contract import Report, Request
from opora.imports.sheets import read_workbook

from .conftest import Year
from .making import approved, draft, names


def book(*rows: tuple[str, ...]) -> bytes:
    made = openpyxl.Workbook()
    sheet = made.active
    assert sheet is not None
    for row in (("Перечень школ",), ("Школа", "Основание"), *rows):
        sheet.append(row)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def apply(year: Year, data: bytes, now: datetime, kind: str = "hard", **options: str) -> Report:
    request = Request(
        by=year.cast.municipal_coordinator,
        options={"list": kind, "cycle": "2026", "territory": "M1"} | options,
    )
    file = store(data=data, name="список.xlsx", content_type="", purpose="import", by=request.by, at=now)
    return ListsImporter().apply(
        read_workbook(data, "список.xlsx"), request, file=file, at=now, progress=lambda *_: None
    )


def test_a_list_is_applied_and_exported_as_an_import_file(year: Year, now: datetime) -> None:
    first = apply(year, book(("Берёзовская школа №1", "паспорт"), ("Озёрная школа",)), now)
    assert (first.is_refused, first.counts.new, first.rows) == (False, 2, 2)
    made = YearList.objects.get(kind=ListKind.HARD)
    assert (made.state, names(made)) == (ListState.APPROVED, ["Берёзовская школа № 1", "Озёрная школа"])

    again = apply(year, export_list(made), now)
    assert (again.counts.same, again.counts.total, YearList.objects.count()) == (2, 2, 1)


def test_what_cannot_be_placed_is_told_with_its_place(year: Year, now: datetime) -> None:
    report = apply(
        year, book(("Озёрная школа",), ("Озернная школа",), ("Озёрная школа",), ("Еловская школа",)), now
    )

    assert [(p.code, p.place.cell, (p.allowed or ("",))[0]) for p in report.problems] == [
        ("list-unknown-school", "A4", "Озёрная школа"),
        ("list-school-twice", "A5", ""),
        ("list-unknown-school", "A6", "Ёлкинская школа"),
    ]
    assert (report.is_refused, YearList.objects.count()) == (True, 0)


def test_a_file_without_the_column_or_without_options_is_refused(year: Year, now: datetime) -> None:
    made = openpyxl.Workbook()
    out = io.BytesIO()
    assert made.active is not None
    made.active.append(("Фамилия", "Имя"))
    made.save(out)
    assert [p.code for p in apply(year, out.getvalue(), now).problems] == ["list-no-school-column"]
    assert [p.code for p in apply(year, book(), now, cycle="1999").problems] == ["list-bad-option"]
    assert [p.code for p in apply(year, book(), now).problems] == ["list-empty"]


def test_nobody_loads_a_list_of_another_territory(year: Year, now: datetime) -> None:
    with pytest.raises(Refused):
        apply(year, book(("Еловская школа",)), now, territory="M2")
    importer = ListsImporter()
    assert importer.may_import(year.cast.municipal_coordinator) is None
    assert importer.may_import(year.cast.school_head) is not None


def test_the_kinds_of_lists_do_not_mix(year: Year, now: datetime) -> None:
    apply(year, book(("Озёрная школа",)), now, kind="biased", cycle="2025")
    assert approved_year_before(year.cycle, ListKind.LOW) == frozenset()
    assert approved_year_before(year.cycle, ListKind.BIASED) == frozenset({year.near.pk})


def cells(data: bytes) -> list[tuple[object, ...]]:
    sheet = openpyxl.load_workbook(io.BytesIO(data)).worksheets[0]
    return [tuple(cell or "" for cell in row[:5]) for row in sheet.iter_rows(values_only=True)]


def test_every_approved_list_is_exported_as_an_import_file(year: Year, now: datetime) -> None:
    approved(year, now)
    apply(year, book(("Берёзовская школа №1", "паспорт"), ("Озёрная школа",)), now)
    apply(year, book(("Озёрная школа",)), now, kind="biased")

    data = EXPORTS["lists"](by=year.cast.municipal_coordinator, cycle="2026", territory="M1")

    heading, *rows = (row for row in cells(data) if any(row))
    assert heading == ("Вид списка", "Код года", "Код территории", "Код", "Школа")
    assert [(row[0], row[4]) for row in rows] == [
        ("Признаки необъективности (федеральный перечень)", "Озёрная школа"),
        ("ШНСУ", "Берёзовская школа № 1"),
        ("ШНСУ", "Озёрная школа"),
        ("ШНОР", "Берёзовская школа № 1"),
        ("ШНОР", "Ёлкинская школа"),
    ]
    # the importer takes the rows of the list that is chosen, and nothing has changed
    again = apply(year, data, now)
    assert (again.is_refused, again.rows, again.counts.same, again.counts.total) == (False, 2, 2, 2)
    other_year = apply(year, data, now, cycle="2025")
    assert [problem.code for problem in other_year.problems] == ["list-empty"]
    with pytest.raises(Refused, match="«1999» нет"):
        EXPORTS["lists"](by=year.cast.municipal_coordinator, cycle="1999", territory=None)


def test_an_export_holds_what_its_reader_sees(year: Year, now: datetime) -> None:
    approved(year, now)
    draft(year, now)
    whole = cells(export_lists(year.cast.municipal_coordinator))
    own = cells(export_lists(year.cast.school_head))
    assert [row[4] for row in whole if row[0] == "ШНОР"] == ["Берёзовская школа № 1", "Ёлкинская школа"]
    assert [row[4] for row in own if row[0] == "ШНОР"] == ["Берёзовская школа № 1"]
