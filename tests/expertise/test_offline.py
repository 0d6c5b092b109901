"""Sheets out as XLSX and in again: places of mistakes, all or nothing, nobody else's."""

from collections.abc import Callable
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook, load_workbook

from factories.people import signed_in
from opora.access import Actor, Role
from opora.expertise.models import Assignment, ExpertSheet, Round
from opora.expertise.states import AssignmentState

from .conftest import Year
from .making import CRITERIA, started, tied


@pytest.fixture
def alone(year: Year) -> Round:
    """One expert has all three documents."""
    return started(year.region, year.cycle, year.experts[0])


def out(who: Actor, of: Round) -> Workbook:
    answer = signed_in(who).get(f"/expertise/queue/{of.pk}/sheets.xlsx")
    assert answer.status_code == 200
    return load_workbook(BytesIO(answer.content))


def rows_of(book: Workbook) -> tuple[int, dict[str, int]]:
    """The row of headings of the marks and the column of each."""
    for row in book["Оценки"].iter_rows():
        said = {cell.value: cell.column for cell in row if cell.value}
        if "Критерий" in said:
            return row[0].row, said
    raise AssertionError


def load(who: Actor, of: Round, book: Workbook, status: int = 302, do: str = "save") -> str:
    raw = BytesIO()
    book.save(raw)
    file = SimpleUploadedFile("листы.xlsx", raw.getvalue())
    answer = signed_in(who).post(f"/expertise/queue/{of.pk}/load/", {"file": file, "do": do})
    assert answer.status_code == status, answer.text[:2000]
    return answer.text


def fill(book: Workbook, points: Callable[[int], object] = lambda n: n % 3) -> Workbook:
    top, at = rows_of(book)
    table = book["Оценки"]
    for n, row in enumerate(range(top + 1, table.max_row + 1)):
        if table.cell(row, at["Критерий"]).value != "Документ в целом":
            table.cell(row, at["Балл"]).value = points(n)
            table.cell(row, at["Слова школе"]).value = f"Слова {n}"
        else:
            table.cell(row, at["Рекомендация"]).value = "Общий совет"
    return book


def test_the_workbook_names_numbers_and_no_school(year: Year, alone: Round) -> None:
    book = out(year.experts[0], alone)
    said = " ".join(str(c) for sheet in book for row in sheet.iter_rows(values_only=True) for c in row)
    for name in (year.own.name, year.neighbour.name, "Тайнова"):
        assert name not in said
    top, at = rows_of(book)
    numbers = [book["Оценки"].cell(row, at["№"]).value for row in range(top + 1, book["Оценки"].max_row + 1)]
    assert numbers == sorted([1, 2, 3] * 8)


def test_out_and_in_makes_drafts(year: Year, alone: Round) -> None:
    who = year.experts[0]
    load(who, alone, fill(out(who, alone)))
    kept = ExpertSheet.objects.order_by("assignment__entry__number")
    assert len(kept) == 3
    first = kept[0]
    assert [first.marks[code]["points"] for code in CRITERIA] == [0, 1, 2, 0, 1, 2, 0]
    assert first.marks["goals"]["words"] == "Слова 1"
    assert first.advice == [{"criterion": "", "text": "Общий совет"}]
    assert first.sent_at is None
    assert {a.state for a in Assignment.objects.all()} == {AssignmentState.WAITING}


def test_what_was_written_stands_in_the_workbook_and_the_same_again_changes_nothing(
    year: Year, alone: Round
) -> None:
    who = year.experts[0]
    load(who, alone, fill(out(who, alone)))
    before = list(ExpertSheet.objects.order_by("pk").values("marks", "advice", "weaknesses", "parts"))
    load(who, alone, out(who, alone))
    assert list(ExpertSheet.objects.order_by("pk").values("marks", "advice", "weaknesses", "parts")) == before


def test_ticks_are_read(year: Year, alone: Round) -> None:
    who = year.experts[0]
    book = fill(out(who, alone))
    table = book["Слабые места"]
    head = next(row for row in table.iter_rows() if row[0].value == "№")
    columns = {cell.value: cell.column for cell in head}
    table.cell(head[0].row + 1, columns["Небрежное оформление"]).value = "да"
    table.cell(head[0].row + 1, columns["Ожидаемые результаты: соответствуют целям и задачам"]).value = "Да"
    load(who, alone, book)
    kept = ExpertSheet.objects.get(assignment__entry__number=1)
    assert (kept.weaknesses, kept.parts) == (["layout"], {"results": ["goals"]})


@pytest.mark.parametrize(
    ("column", "value", "words"),
    [
        ("Балл", 3, "от 0 до 2"),
        ("Балл", "два", "от 0 до 2"),
        ("Балл", 1.5, "от 0 до 2"),
        ("Балл", -1, "от 0 до 2"),
        ("№", 99, "среди ваших неотправленных"),
        ("№", "первый", "среди ваших неотправленных"),
        ("Критерий", "Красота", "Такого критерия"),
    ],
)
def test_a_mistake_is_told_with_its_cell_and_nothing_is_written(
    year: Year, alone: Round, column: str, value: object, words: str
) -> None:
    who = year.experts[0]
    book = fill(out(who, alone))
    top, at = rows_of(book)
    cell = book["Оценки"].cell(top + 2, at[column])
    cell.value = value
    page = load(who, alone, book, 422)
    assert f"ячейка {cell.coordinate}" in page
    assert words in page
    assert not ExpertSheet.objects.exists()


def test_a_criterion_named_twice_and_a_strange_tick(year: Year, alone: Round) -> None:
    who = year.experts[0]
    book = fill(out(who, alone))
    top, at = rows_of(book)
    book["Оценки"].cell(top + 2, at["Критерий"]).value = "Анализ и причины"
    table = book["Слабые места"]
    head = next(row for row in table.iter_rows() if row[0].value == "№")
    table.cell(head[0].row + 1, 2).value = "наверное"
    page = load(who, alone, book, 422)
    assert "уже назван выше" in page
    assert "Поставьте «да» или оставьте пусто" in page


def test_a_dry_run_writes_nothing(year: Year, alone: Round) -> None:
    who = year.experts[0]
    page = load(who, alone, fill(out(who, alone)), 200, do="check")
    assert "Ошибок нет" in page
    assert not ExpertSheet.objects.exists()


def test_an_empty_file_and_a_file_of_something_else(year: Year, alone: Round) -> None:
    who = year.experts[0]
    assert "ничего не заполнено" in load(who, alone, out(who, alone), 422)
    assert "Не нашли столбцы" in load(who, alone, Workbook(), 422)
    file = SimpleUploadedFile("листы.xlsx", b"MZ\x90\x00 not a table")
    answer = signed_in(who).post(f"/expertise/queue/{alone.pk}/load/", {"file": file})
    assert answer.status_code == 422


def test_anothers_numbers_cannot_be_written(year: Year) -> None:
    of = started(year.region, year.cycle, *year.experts)
    mine, theirs = year.experts[:2]
    page = load(mine, of, fill(out(theirs, of)), 422)
    assert "среди ваших неотправленных" in page
    assert not ExpertSheet.objects.exists()


def test_a_round_without_own_sheets_is_not_found(year: Year, alone: Round) -> None:
    for path in ("sheets.xlsx", "load/"):
        url = f"/expertise/queue/{alone.pk}/{path}"
        assert signed_in(year.experts[1]).get(url).status_code == 404
        assert signed_in(year.cast.regional_coordinator).get(url).status_code == 403


def test_a_tie_that_came_up_stops_the_whole_file(year: Year, alone: Round) -> None:
    who = year.experts[0]
    book = fill(out(who, alone))
    browser = signed_in(who)
    tied(who, Role.CURATOR, year.own)
    raw = BytesIO()
    book.save(raw)
    answer = browser.post(
        f"/expertise/queue/{alone.pk}/load/", {"file": SimpleUploadedFile("листы.xlsx", raw.getvalue())}
    )
    assert answer.status_code == 409
    assert "ничего не записано" in answer.text
    assert not ExpertSheet.objects.exists()
    assert Assignment.objects.get(entry__school=year.own).state == AssignmentState.WITHDRAWN
