"""Empty workbooks to fill in, one for each layout that the import knows."""

import io
from collections.abc import Callable, Sequence
from datetime import UTC, datetime

import xlsxwriter

from opora.printing.sheets.about import finish
from opora.results.queries.catalogue import published

# Files made twice are the same bytes: no time of making inside.
MADE = datetime(2026, 1, 1, tzinfo=UTC).replace(tzinfo=None)
DATA, GUIDE, VALUES = "Результаты", "Как заполнять", "Справочник"

LONG_HEADINGS: tuple[str, ...] = (
    "Код школы",
    "Школа",
    "Муниципалитет",
    "Процедура",
    "Класс",
    "Год",
    "Участников",
    "«2», чел.",
    "«3», чел.",
    "«4», чел.",
    "«5», чел.",
    "«2» или ниже минимума, чел.",
    "Высокие результаты, чел.",
    "«2» или ниже минимума, %",
    "Высокие результаты, %",
    "Средний балл",
)
_GUIDE = (
    "Одна строка — одна школа, одна процедура, один год; для класса впишите его букву, например 5А.",
    "Школу можно назвать по имени или по коду; код нужен, если школ с таким именем несколько.",
    "Прочерк или пустая ячейка — данных нет. Ноль — это ноль.",
    "Если известны отметки, впишите их числом людей: доли посчитаются сами. Если известны только проценты, "
    "заполните столбцы «%» и, если знаете, число участников.",
    "Для ЕГЭ заполняйте «ниже минимума», «Высокие результаты» и «Средний балл».",
    "Процедуры называйте, как на листе «Справочник», или коротко: «ВПР МА 5», «ОГЭ РУ».",
    "Лишние столбцы можно удалить, порядок столбцов любой.",
)
_EXAMPLES: tuple[tuple[object, ...], ...] = (
    ("", "Луговская школа", "", "ВПР, математика, 5 класс", "", 2026, 20, 4, 8, 6, 2),
    ("", "Луговская школа", "", "ОГЭ РУ", "", 2026, 18, None, None, None, None, None, None, 11.1, 50),
    (
        "",
        "Луговская школа",
        "",
        "ЕГЭ, математика профильная",
        "",
        2026,
        9,
        None,
        None,
        None,
        None,
        1,
        2,
        None,
        None,
        58.4,
    ),
)
_GROUPS = ("Группы участников", "Кол-во ОО", "Кол-во участников")
_FEDERAL_TITLE = ("Предмет: Математика", "5 класс", "Максимальный первичный балл: 20", "Дата: 15.04.2026")


def long_blank() -> bytes:
    """One row per school, procedure and year."""
    rows: list[Sequence[object]] = [
        ["Пример, как это выглядит:"],
        list(LONG_HEADINGS),
        *[list(row) for row in _EXAMPLES],
    ]
    return _workbook([list(LONG_HEADINGS)], [*([line] for line in _GUIDE), [], *rows])


def wide_blank() -> bytes:
    """A pair of columns per procedure and year, as municipalities publish."""
    names = [
        f"{name} {year}" for name in ("ВПР МА 5", "ВПР РУ 5", "ОГЭ МА", "ОГЭ РУ") for year in (2025, 2026)
    ]
    upper: list[object] = ["Школа", *(text for name in names for text in (name, None))]
    lower: list[object] = [None, *(text for _ in names for text in ("% 2", "% высоких результатов"))]
    guide = (
        "Над каждой парой столбцов назовите процедуру, класс и год: «ВПР МА 5 2026».",
        "Под ней — «% 2» и «% высоких результатов»; можно добавить «Участников».",
        "Прочерк — данных нет. У каждого значения должен быть подписанный столбец.",
    )
    return _workbook([upper, lower], [[line] for line in guide])


def _federal_blank(title: str, columns: Sequence[object], extra: Sequence[Sequence[object]] = ()) -> bytes:
    rows: list[Sequence[object]] = [
        [title],
        *([line] for line in _FEDERAL_TITLE),
        [*_GROUPS, *columns],
        *extra,
    ]
    guide = (
        "Так выглядит выгрузка федеральной системы ВПР. Загружайте её как есть, вместе с шапкой.",
        "Строки «Вся выборка», региона и муниципалитета сохраняются как группы сравнения.",
        "Строка школы — с логином в скобках; ниже могут идти её классы: 5А, 5Б.",
    )
    return _workbook(rows, [[line] for line in guide])


def marks_blank() -> bytes:
    return _federal_blank("Статистика по отметкам", ["2", "3", "4", "5"])


def scores_blank() -> bytes:
    return _federal_blank("Распределение первичных баллов", [str(score) for score in range(21)])


def tasks_blank() -> bytes:
    names = [str(number) for number in range(1, 13)]
    return _federal_blank("Выполнение заданий", names, [["Макс балл", None, None, *(1 for _ in names)]])


def journal_blank() -> bytes:
    columns = [
        f"{word}, {unit}" for word in ("Понизили", "Подтвердили", "Повысили") for unit in ("кол-во", "%")
    ]
    return _federal_blank("Сравнение отметок с отметками по журналу", columns)


#: kinds of blanks by the name a person asks for them
BLANKS: dict[str, Callable[[], bytes]] = {
    "results": long_blank,
    "results-wide": wide_blank,
    "results-marks": marks_blank,
    "results-scores": scores_blank,
    "results-tasks": tasks_blank,
    "results-journal": journal_blank,
}


def _workbook(data: Sequence[Sequence[object]], guide: Sequence[Sequence[object]]) -> bytes:
    """The data sheet, how to fill it, and the procedures that are known."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        heading = book.add_format({"bold": True, "text_wrap": True, "valign": "vcenter", "bottom": 1})
        sheet = book.add_worksheet(DATA)
        _fill(sheet, data, heading)
        sheet.set_column(0, len(data[-1]), 16)
        sheet.freeze_panes(len(data), 0)
        page = book.add_worksheet(GUIDE)
        _fill(page, guide, None)
        page.set_column(0, 0, 18)
        values = book.add_worksheet(VALUES)
        rows: list[Sequence[object]] = [("Процедура", "Код", "Низкий результат", "Высокий результат")]
        rows += [(p.title, p.code, p.low_words, p.high_words) for p in published().procedures]
        _fill(values, rows, None)
        values.set_column(0, 0, 42)
        values.set_column(1, 3, 22)
        finish(book, created=MADE)
    return out.getvalue()


def _fill(sheet: "xlsxwriter.workbook.Worksheet", rows: Sequence[Sequence[object]], style: object) -> None:
    for at, row in enumerate(rows):
        for column, value in enumerate(row):
            if isinstance(value, (int, float)):
                sheet.write_number(at, column, value, style)
            elif value:
                sheet.write_string(at, column, str(value), style)
