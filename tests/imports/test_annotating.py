"""The annotated file: the same rows, marks, a list with links, and it can be imported again."""

import datetime
from io import BytesIO

import openpyxl
from hypothesis import given, settings
from hypothesis import strategies as st

from opora.imports.problems import CODES, Place, Problem, any_stops, register
from opora.imports.sheets import FIX_LIST, Fault, Sheet, ShownAsPercent, Workbook, annotate, read_workbook

ROWS = [
    ["Школа", "Доля", "Дата"],
    ['=HYPERLINK("http://example.org")', ShownAsPercent(0.3), datetime.date(2024, 3, 12)],
    ["+1", None, True],
    ["@СУММ(1)", 10**20, Fault("#Н/Д")],
]


def problems(name: str) -> list[Problem]:
    return [
        Problem(Place(name, 5, "D"), None, "not-a-number", "Впишите число.", ("1", "2")),
        Problem(Place(name, 4, "D"), "0,3", "percent-or-share", "Проверьте.", stops=False),
        Problem(Place(name, 3), None, "not-whole", "Вся строка."),
        Problem(Place(), None, "external-links", "Весь файл.", stops=False),
    ]


def test_cells_are_marked_listed_and_nothing_is_executed():
    sheet = Sheet("Итоги: 2021/22", [list(row) for row in ROWS], first_row=3, first_col=3)
    data = annotate(Workbook("xlsx", [sheet]), problems(sheet.name))
    book = openpyxl.load_workbook(BytesIO(data))
    assert book.sheetnames == [FIX_LIST, "Итоги  2021 22"]
    page, listed = book["Итоги  2021 22"], book[FIX_LIST]
    assert page["C4"].value == ROWS[1][0] and page["C4"].data_type == "s"
    assert page["D5"].comment.text == "Впишите число."
    fills = [page[at].fill.fgColor.rgb for at in ("D5", "D4", "C3", "C5")]
    assert fills == ["FFF8C9C4", "FFFFF0B8", "FFF8C9C4", "00000000"]
    assert page["D4"].number_format == "0.##%"
    lines = [[cell.value for cell in row] for row in listed.iter_rows(min_row=5)]
    assert [line[0] for line in lines] == [1, 2, 3, 4]
    assert lines[0][2:] == ["D5", "", "Впишите число.", "1; 2"]
    assert listed["C5"].hyperlink.location == "'Итоги  2021 22'!D5"
    assert "Мешают импорту: 2. Предупреждения: 2." in listed["A2"].value


def test_the_annotated_file_is_an_import_file():
    sheet = Sheet("Свод", [list(row) for row in ROWS])
    data = annotate(Workbook("csv", [sheet]), problems("Свод"))
    again = read_workbook(data, "a.xlsx").sheets
    assert [s.name for s in again] == ["Свод"]
    assert again[0].rows[:3] == [ROWS[0], ROWS[1], ["+1", None, True]]
    assert data == annotate(Workbook("csv", [sheet]), problems("Свод"))


@settings(max_examples=30, deadline=None)
@given(st.lists(st.text(max_size=40), min_size=1, max_size=4), st.text(max_size=10))
def test_any_sheet_names_and_texts_can_be_written(names: list[str], text: str):
    book = Workbook("xlsx", [Sheet(name, [[text]]) for name in names])
    found = [Problem(Place(name, 1, "A"), text, "not-a-number", text) for name in names]
    written = openpyxl.load_workbook(BytesIO(annotate(book, found)))
    assert len(written.sheetnames) == len(names) + 1


def test_problems_print_as_promised_and_codes_are_registered():
    stopping, warning = problems("Свод")[:2]
    assert stopping.as_json() == {
        "sheet": "Свод",
        "row": 5,
        "column": "D",
        "value": None,
        "code": "not-a-number",
        "message": "Впишите число.",
        "allowed": ["1", "2"],
    }
    assert (any_stops([warning]), any_stops([warning, stopping])) == (False, True)
    assert [str(p.place) for p in problems("Свод")] == [
        "лист «Свод», ячейка D5",
        "лист «Свод», ячейка D4",
        "лист «Свод», строка 3",
        "",
    ]
    for info in CODES.values():
        assert info.meaning.endswith(".")
        assert register(info.code, info.meaning, stops=info.stops) == info.code


def test_an_unknown_code_and_a_second_meaning_are_mistakes():
    for attempt in (
        lambda: Problem(Place(), None, "no-such-code", "…"),
        lambda: register("not-a-number", "Другое."),
    ):
        try:
            attempt()
        except ValueError:
            continue
        raise AssertionError
