"""Tables as a coordinator has them at hand: results of Дубровская школа in three procedures."""

from pathlib import Path

import xlsxwriter

HEADINGS = (
    "Код школы",
    "Школа",
    "Процедура",
    "Год",
    "Участников",
    "«2», чел.",
    "«3», чел.",
    "«4», чел.",
    "«5», чел.",
)
SCHOOL = "Дубровская школа"
#: «2» in half and in two fifths of the works of two procedures: reason enough to be listed
GOOD = (
    ("HOL-02", SCHOOL, "ВПР, математика, 5 класс", 2026, 14, 7, 4, 2, 1),
    ("HOL-02", SCHOOL, "ВПР, математика, 6 класс", 2026, 15, 6, 5, 3, 1),
    ("", SCHOOL, "ВПР, русский язык, 5 класс", 2026, 11, 1, 5, 3, 2),
)
#: a word among numbers, a school with a slip of the pen
BAD = (GOOD[0], (*GOOD[1][:5], "много", *GOOD[1][6:]), ("", "Дубровская школла", *GOOD[2][2:]))


def written(path: Path, rows: tuple[tuple[object, ...], ...]) -> Path:
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("Результаты")
        for number, row in enumerate((HEADINGS, *rows)):
            sheet.write_row(number, 0, row)
    return path
