"""Layouts of result tables: each recognises its own and reads it into neutral records."""

from opora.imports.sheets import Sheet
from opora.results.layouts import federal, long, mapped, wide
from opora.results.layouts.context import Context
from opora.results.layouts.shape import Found

TITLES: dict[str, str] = {
    wide.LAYOUT: "сводная таблица муниципалитета",
    long.LAYOUT: "по строке на школу, процедуру и год",
    federal.MARKS_LAYOUT: "статистика по отметкам",
    "federal-scores": "распределение первичных баллов",
    "federal-tasks": "выполнение заданий",
    "federal-journal": "сравнение отметок с отметками по журналу",
    mapped.LAYOUT: "столбцы указаны вручную",
}


def recognise(sheet: Sheet, context: Context) -> Found | None:
    """What the sheet is; None where no layout knows it."""
    for layout in (federal.recognise, wide.recognise, long.recognise):
        if (found := layout(sheet, context)) is not None:
            return found
    return None


def is_empty(sheet: Sheet) -> bool:
    return all(cell is None or cell == "" for row in sheet.rows for cell in row)
