"""Ready lists from a file: applied whole, refused with the place, the same file again changes nothing."""

import io
from datetime import datetime

import openpyxl
import pytest

from opora.access import Refused
from opora.files.actions import store
from opora.identification.importers import ListsImporter, export_list
from opora.identification.models import YearList
from opora.identification.queries import approved_year_before
from opora.identification.states import ListKind, ListState
from opora.imports.contract import Report, Request
from opora.imports.sheets import read_workbook

from .conftest import Year
from .making import names


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
