"""Levels given from outside: applied whole, refused with the place, the same file again changes nothing."""

import io
from datetime import datetime

import openpyxl
import pytest

from opora.access import Refused
from opora.files.actions import store
from opora.imports.contract import Report, Request
from opora.imports.sheets import read_workbook
from opora.risks.importers import GivenLevelsImporter
from opora.risks.models import GivenLevel

from .conftest import Year
from .making import profiled, stored

WIDE = ("Код", "Школа", "R08", "Участие родителей", "Кабинеты")


def book(*rows: tuple[str, ...]) -> bytes:
    made = openpyxl.Workbook()
    sheet = made.active
    assert sheet is not None
    for row in (("Профиль 2026",), *rows):
        sheet.append(row)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def load(year: Year, data: bytes, now: datetime, **options: str) -> Report:
    request = Request(
        by=year.cast.municipal_coordinator, options={"cycle": "2026", "territory": "M1"} | options
    )
    file = store(data=data, name="ФИОКО.xlsx", content_type="", purpose="import", by=request.by, at=now)
    workbook = read_workbook(data, "ФИОКО.xlsx")
    importer = GivenLevelsImporter()
    before = kept()
    checked = importer.check(workbook, request, lambda *_: None)
    assert kept() == before
    report = importer.apply(workbook, request, file=file, at=now, progress=lambda *_: None)
    assert (report.counts, report.problems) == (checked.counts, checked.problems)
    return report


def kept() -> list[tuple[str, str, str]]:
    rows = GivenLevel.objects.order_by("school__key", "factor_code")
    return list(rows.values_list("school__key", "factor_code", "level"))


def test_schools_in_rows_and_factors_in_columns(year: Year, now: datetime) -> None:
    data = book(
        WIDE, ("S1", "", "высокий", "", "нет"), ("", "Берёзовская школа № 2", "Средний риск", "низкий")
    )
    report = load(year, data, now)
    assert (report.is_refused, report.rows, report.counts.new) == (False, 2, 3)
    assert kept() == [("S1", "R08", "high"), ("S2", "R08", "middle"), ("S2", "R12", "low")]
    again = load(year, data, now)
    assert (again.counts.new, again.counts.changed, again.counts.same) == (0, 0, 3)


def test_a_row_for_each_level(year: Year, now: datetime) -> None:
    long = ("Код школы", "Фактор риска", "Уровень")
    load(year, book(long, ("S1", "r08", "Высокий"), ("S1", "Оснащение", "низкий")), now)
    assert kept() == [("S1", "R01", "low"), ("S1", "R08", "high")]
    changed = load(year, book(long, ("S1", "R08", "низкий")), now)
    assert (changed.counts.changed, changed.counts.total) == (1, 1)
    assert kept() == [("S1", "R01", "low"), ("S1", "R08", "low")]


def test_what_cannot_be_placed_is_told_with_its_place_and_nothing_is_written(
    year: Year, now: datetime
) -> None:
    rows = (
        ("S1", "", "высокий", "так себе"),
        ("S9", "", "высокий"),
        ("S1", "", "низкий"),
        ("", "Еловская школа", "низкий"),
    )
    report = load(year, book(WIDE, *rows), now)
    assert [(p.code, p.place.cell, p.value) for p in report.problems] == [
        ("given-unknown-level", "D3", "так себе"),
        ("given-unknown-school", "A4", "S9"),
        ("given-twice", "C5", "низкий"),
        ("given-unknown-school", "B6", "Еловская школа"),
    ]
    assert (report.is_refused, kept()) == (True, [])
    unknown = load(year, book(("Код", "Фактор", "Уровень"), ("S1", "R99", "низкий")), now)
    assert [(p.code, p.place.cell) for p in unknown.problems] == [("given-unknown-factor", "B3")]


def test_files_and_options_that_say_nothing(year: Year, now: datetime) -> None:
    assert [p.code for p in load(year, book(("Имя", "Возраст")), now).problems] == ["given-no-headings"]
    assert [p.code for p in load(year, book(WIDE), now).problems] == ["given-empty"]
    assert [p.code for p in load(year, book(WIDE), now, cycle="1999").problems] == ["given-bad-option"]


def test_our_profile_stays_as_it_was_computed(year: Year, now: datetime) -> None:
    profiled(year.own, year.cycle, R08=20.0)
    load(year, book(WIDE, ("S1", "", "высокий")), now)
    assert stored(year.own)["R08"] == 20.0


def test_nobody_loads_levels_of_another_territory(year: Year, now: datetime) -> None:
    with pytest.raises(Refused):
        load(year, book(WIDE, ("S3", "", "низкий")), now, territory="M2")
    importer = GivenLevelsImporter()
    may = [part for part, who in year.cast.parts().items() if importer.may_import(who) is None]
    assert may == [
        "municipal_coordinator",
        "neighbour_municipal_coordinator",
        "foreign_municipal_coordinator",
        "regional_coordinator",
        "foreign_regional_coordinator",
        "administrator",
    ]


def test_the_template_is_a_file_that_is_understood(year: Year, now: datetime) -> None:
    report = load(year, GivenLevelsImporter().template(), now)
    assert [p.code for p in report.problems] == ["given-unknown-school"]
