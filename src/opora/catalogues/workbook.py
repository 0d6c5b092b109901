"""A version as a workbook and back: what is written here reads back as the same content.

Sheets: «Параметры» (a row per field), one sheet per table (a column per field, by its title) and
«О версии», which says what the file is and is not read for values.
"""

from dataclasses import dataclass
from typing import Any

from opora.catalogues.kinds import Content, Field, Kind, Table
from opora.catalogues.values import as_text, from_text, in_words, tidy
from opora.imports.problems import NOWHERE, Problem, register, shown
from opora.imports.sheets import Cell, Fault, ShownAsPercent, Workbook
from opora.imports.sheets import Sheet as ReadSheet
from opora.imports.sheets.values import text_of
from opora.printing import Align, Column, Row, Sheet, write_xlsx
from opora.printing import Cell as Written
from opora.printing import Table as Printed
from opora.printing.sheets.model import sheet_names

PARAMETERS, ABOUT = "Параметры", "О версии"
_CODE, _VALUE = "Код", "Значение"

OTHER_CATALOGUE = register("catalogue-other", "Файл выгружен из другого каталога.")
SHEET_MISSING = register("catalogue-sheet-missing", "В файле каталога нет нужного листа.")
COLUMN_MISSING = register("catalogue-column-missing", "На листе каталога нет нужного столбца.")
UNKNOWN_PLACE = register(
    "catalogue-unknown-place", "На листе есть столбец или строка, которых каталог не знает."
)


@dataclass(frozen=True, slots=True)
class About:
    """What the sheet «О версии» tells, in order; the kind's code is what a reading checks."""

    kind: str
    lines: tuple[tuple[str, str], ...]


def write(kind: Kind, content: Content, about: About, *, title: str) -> bytes:
    """The content as XLSX; the same content gives the same bytes."""
    names = _names(kind)
    sheets = [_table_sheet(table, names[table.name], content.get(table.name, [])) for table in kind.tables]
    if kind.fields:
        sheets.insert(0, _parameters(kind, content))
    return write_xlsx([*sheets, _about(about)], title=title)


def _names(kind: Kind) -> dict[str, str]:
    """The sheet of each table: names as Excel takes them, no two alike."""
    taken = sheet_names([PARAMETERS, ABOUT, *(table.title for table in kind.tables)])
    return dict(zip((table.name for table in kind.tables), taken[2:], strict=True))


def _parameters(kind: Kind, content: Content) -> Sheet:
    columns = (
        Column("Параметр"),
        Column(_VALUE, as_typed=True),
        Column("Что вписать"),
        Column(_CODE),
    )
    rows = tuple(
        Row((field.title, _written(field, content.get(field.name)), _advice(field), field.name))
        for field in kind.fields
    )
    return Sheet(PARAMETERS, Printed(columns, rows), frozen_columns=1, autofilter=False)


def _table_sheet(table: Table, name: str, rows: list[Content]) -> Sheet:
    columns = tuple(
        Column(
            field.title,
            Align.RIGHT if field.type == "int" else Align.LEFT,
            hint=_advice(field),
            as_typed=field.type != "int",
        )
        for field in table.fields
    )
    written = tuple(
        Row(tuple(_written(field, row.get(field.name)) for field in table.fields)) for row in rows
    )
    return Sheet(name, Printed(columns, written, missing=""), frozen_columns=1)


def _about(about: About) -> Sheet:
    rows = (("Каталог", about.kind), *about.lines)
    columns = (Column("Сведение"), Column(_VALUE))
    return Sheet(ABOUT, Printed(columns, tuple(Row(row) for row in rows)), autofilter=False)


def _written(field: Field, value: Any) -> Written:
    """Whole numbers as numbers; a share as its text: «0.30» must come back as exact as it was."""
    if isinstance(value, int) and not isinstance(value, bool):
        return Written(value)
    if field.type == "choice":
        return Written(in_words(field, value))
    return Written(as_text(value))


def _advice(field: Field) -> str:
    said = {
        "int": "Целое число.",
        "share": "Доля от 0 до 1 или процент со знаком: 0,30 или 30 %.",
        "bool": "да или нет",
        "choice": "Одно из: " + "; ".join(title for _, title in field.choices) + ".",
        "list": "Каждое с новой строки внутри ячейки (Alt+Enter).",
    }.get(field.type, "")
    must = "" if field.required or field.type == "bool" else "Можно не заполнять."
    return " ".join(part for part in (field.help, said, must) if part)


def read(kind: Kind, workbook: Workbook) -> tuple[Content, list[Problem]]:
    """The content of an uploaded workbook, and what stops it.

    Wrong values do not: the editor names them at their places.
    """
    sheets = {_key(sheet.name): sheet for sheet in workbook.sheets}
    problems = [problem for problem in workbook.problems() if problem.stops]
    problems += _is_of(kind, sheets.get(_key(ABOUT)))
    if problems:
        return {}, problems
    content: Content = {}
    if kind.fields:
        content |= _read_parameters(kind, sheets.get(_key(PARAMETERS)), problems)
    for table in kind.tables:
        name = _names(kind)[table.name]
        content[table.name] = _read_table(table, name, sheets.get(_key(name)), problems)
    return tidy(kind, content), problems


def _key(name: str) -> str:
    return " ".join(name.split()).casefold()


def _is_of(kind: Kind, about: ReadSheet | None) -> list[Problem]:
    if about is None:
        return []
    for number, row in enumerate(about.rows):
        if len(row) > 1 and row[0] == "Каталог" and row[1] != kind.code:
            words = f"Этот файл — из другого каталога. Загрузите файл каталога «{kind.title}»."
            return [Problem(about.place(number, 1), shown(row[1]), OTHER_CATALOGUE, words)]
    return []


def _no_sheet(name: str) -> Problem:
    words = f"В файле нет листа «{name}». Выгрузите таблицу с этой страницы и правьте её."
    return Problem(NOWHERE, None, SHEET_MISSING, words)


def _read_parameters(kind: Kind, sheet: ReadSheet | None, problems: list[Problem]) -> Content:
    if sheet is None or not sheet.rows:
        problems.append(_no_sheet(PARAMETERS))
        return {}
    places = {text_of(cell): at for at, cell in enumerate(sheet.rows[0])}
    missing = [title for title in (_CODE, _VALUE) if title not in places]
    problems += [_no_column(sheet, title) for title in missing]
    if missing:
        return {}
    fields = {field.name: field for field in kind.fields}
    content: Content = {}
    for number in range(1, len(sheet.rows)):
        code = text_of(sheet.cell(number, places[_CODE]))
        if code in fields:
            content[code] = _value(fields[code], sheet.cell(number, places[_VALUE]))
        elif code:
            words = f"Параметра с кодом «{code}» здесь нет. Уберите строку."
            problems.append(Problem(sheet.place(number, places[_CODE]), code, UNKNOWN_PLACE, words))
    return content


def _read_table(table: Table, name: str, sheet: ReadSheet | None, problems: list[Problem]) -> list[Content]:
    if sheet is None or not sheet.rows:
        problems.append(_no_sheet(name))
        return []
    fields = {field.title: field for field in table.fields}
    places: dict[str, int] = {}
    for at, cell in enumerate(sheet.rows[0]):
        title = text_of(cell)
        if title in fields:
            places[title] = at
        elif title:
            words = f"Столбца «{title}» каталог не знает. Уберите его."
            problems.append(Problem(sheet.place(0, at), title, UNKNOWN_PLACE, words, tuple(fields)))
    problems += [_no_column(sheet, title) for title in fields if title not in places]
    return [
        {
            field.name: _value(field, sheet.cell(number, places[title]))
            for title, field in fields.items()
            if title in places
        }
        for number in range(1, len(sheet.rows))
    ]


def _no_column(sheet: ReadSheet, title: str) -> Problem:
    words = f"На листе «{sheet.name}» нет столбца «{title}». Верните его: без него не понять значений."
    return Problem(sheet.place(0), None, COLUMN_MISSING, words)


def _value(field: Field, cell: Cell) -> Any:
    """What the cell says; a percent or a number typed in a spreadsheet is taken as it is shown."""
    if cell is None or isinstance(cell, Fault):
        return None
    if isinstance(cell, ShownAsPercent) or not isinstance(cell, str):
        return from_text(field, text_of(cell))
    return from_text(field, cell)


__all__ = ["ABOUT", "PARAMETERS", "About", "read", "write"]
