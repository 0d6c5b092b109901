"""The table of keyed-in sheets: a row is a sheet, the first column its code, one column a field."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from opora.answering.paper import from_keys, possible, titles
from opora.imports.names import folded
from opora.imports.problems import Place, Problem, register, shown
from opora.imports.sheets import Cell, Fault, Sheet, Workbook, is_missing, text_of
from opora.printing.sheets.model import Sheet as PrintedSheet
from opora.printing.tables import Column, Row, Table
from opora.printing.writers import write_xlsx
from opora.questionnaires.instrument import Instrument, QuestionType

CODE_HEADING, LANGUAGE_HEADING, SHEET = "Код", "Язык", "Листки"
CODE_WORDS = frozenset({"код", "код листка", "code"})
LANGUAGE_WORDS = frozenset({"язык", "языклистка", "language"})
_HEADING_ROWS = 15

NO_CODES = register("keyed-no-codes", "В файле нет столбца «Код».")
UNKNOWN_COLUMN = register("keyed-unknown-column", "Столбца нет в анкете этой группы.")
UNKNOWN_LANGUAGE = register("keyed-unknown-language", "На этом языке анкеты нет.")
IMPOSSIBLE = register("keyed-impossible", "Такого ответа на этот вопрос быть не может.")


@dataclass(frozen=True, slots=True)
class KeyedRow:
    """A sheet of the file: where its code stands, what stands in the columns by their headings."""

    place: Place
    code: str
    cells: Mapping[str, tuple[str, Place]]


def blank_of(instrument: Instrument | None) -> bytes:
    """The headings of a group's table with what each column is, or an example where no group is given."""
    if instrument is None:
        columns = (Column(CODE_HEADING), *(Column(each) for each in ("p01", "p02", "p07.1", "p07.2")))
        example = Row(("4К7М-2МХ9-РТ05", "1", "1 3", "2", "5"))
    else:
        columns = (
            Column(CODE_HEADING, hint="Как на листке.", as_typed=True),
            *_language_column(instrument),
            *(Column(name, hint=title, as_typed=True) for name, title in titles(instrument)),
        )
        example = None
    table = Table(columns, (example,) if example else (), missing="", empty="")
    return write_xlsx([PrintedSheet(SHEET, table, frozen_columns=1)], title="Ответы с бумаги")


def _language_column(instrument: Instrument) -> tuple[Column, ...]:
    if len(instrument.languages) == 1:
        return ()
    hint = f"{', '.join(instrument.languages)}. Пусто — {instrument.language}."
    return (Column(LANGUAGE_HEADING, hint=hint, as_typed=True),)


def rows_of(workbook: Workbook) -> tuple[list[KeyedRow], list[Problem]]:
    """Every sheet of the first table that has codes."""
    problems = list(workbook.problems())
    for sheet in workbook.sheets:
        found = _heading(sheet)
        if found is not None:
            return _rows(sheet, *found), problems
    message = "Не нашли столбец «Код». Скачайте пустую таблицу своей группы на странице «Ввод листков»."
    return [], [*problems, Problem(Place(), None, NO_CODES, message, (CODE_HEADING,))]


def answers_of(row: KeyedRow, instrument: Instrument) -> tuple[dict[str, list[str]], list[Problem]]:
    """The row as a form would send it; every impossible value with its cell."""
    keyed: dict[str, str] = {}
    problems = []
    columns = {name.lower(): name for question in instrument.questions for name in question.fields}
    marks = {
        code.lower(): code
        for question in instrument.questions
        if question.type is QuestionType.SEVERAL
        for code in question.item_codes
    }
    for heading, (text, place) in row.cells.items():
        name = columns.get(heading.lower())
        if heading.lower() in LANGUAGE_WORDS:
            continue
        if name is not None:
            keyed[name] = text
        elif heading.lower() in marks:
            problems += _mark(marks[heading.lower()], text, place, keyed)
        else:
            message = f"Столбца «{heading}» нет в анкете этой группы. Удалите его или исправьте заголовок."
            problems.append(
                Problem(place, shown(text), UNKNOWN_COLUMN, message, tuple(columns.values())[:40])
            )
    raw = from_keys(instrument, keyed)
    places = {columns[h.lower()]: p for h, (_, p) in row.cells.items() if h.lower() in columns}
    for name, words in possible(instrument, raw).mistakes.items():
        problems.append(Problem(places.get(name, row.place), shown(keyed[name]), IMPOSSIBLE, words))
    return raw, problems


def language_of(row: KeyedRow, instrument: Instrument) -> tuple[str, list[Problem]]:
    """The language in which the sheet was read: the first one where nothing is said."""
    for heading, (text, place) in row.cells.items():
        if heading.lower() not in LANGUAGE_WORDS:
            continue
        if (language := text.strip().lower()) in instrument.languages:
            return language, []
        known = ", ".join(instrument.languages)
        message = f"На этом языке анкеты нет. Впишите код языка ({known}) или оставьте пусто."
        return "", [Problem(place, shown(text), UNKNOWN_LANGUAGE, message, instrument.languages)]
    return instrument.language, []


def _mark(code: str, text: str, place: Place, keyed: dict[str, str]) -> list[Problem]:
    """A column of one option: 1 chosen, 0 not."""
    question, _, option = code.partition(".")
    if text not in ("0", "1"):
        message = "Здесь 1, если ответ отмечен, и 0, если нет."
        return [Problem(place, shown(text), IMPOSSIBLE, message, ("0", "1"))]
    if text == "1":
        keyed[question] = f"{keyed.get(question, '')} {option}".strip()
    return []


def _heading(sheet: Sheet) -> tuple[int, int] | None:
    for index, row in enumerate(sheet.rows[:_HEADING_ROWS]):
        for column, cell in enumerate(row):
            if folded(text_of(cell)) in CODE_WORDS:
                return index, column
    return None


def _rows(sheet: Sheet, heading: int, code_column: int) -> list[KeyedRow]:
    names = {
        column: re.sub(r"\s+", "", text_of(cell)).replace(",", ".")
        for column, cell in enumerate(sheet.rows[heading])
        if column != code_column and not is_missing(cell)
    }
    found = []
    for index in range(heading + 1, len(sheet.rows)):
        cells = {
            name: (_text(cell), sheet.place(index, column))
            for column, name in names.items()
            if not is_missing(cell := sheet.cell(index, column))
        }
        code = sheet.cell(index, code_column)
        if cells or not is_missing(code):
            found.append(
                KeyedRow(sheet.place(index, code_column), "" if is_missing(code) else text_of(code), cells)
            )
    return found


def _text(cell: Cell) -> str:
    return "" if isinstance(cell, Fault) else text_of(cell)
