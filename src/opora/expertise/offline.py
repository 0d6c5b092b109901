"""Reading an expert's workbook back: every mistake with its cell, all sheets or none.

The file names documents by number, criteria by title. What it does not name stays as the draft has it; an empty row
changes nothing.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from opora.documents.checks.sheet import Sheet as ExpertSheet
from opora.expertise.actions import Mark, Written
from opora.expertise.naming import NAMINGS
from opora.imports.problems import Place, Problem, register, shown
from opora.imports.sheets import BadValue, Sheet, Workbook, is_missing, parse_count, text_of
from opora.ordering import folded

MARKS, TICKS = "Оценки", "Слабые места"
NUMBER, CRITERION, POINTS, ADVICE = "№", "Критерий", "Балл", "Рекомендация"
WORDS = tuple(each.words for each in NAMINGS.values())
WHOLE = tuple(folded(each.whole) for each in NAMINGS.values())

NO_TABLE = register("sheet-no-table", "В файле нет таблицы экспертных листов.")
NOT_YOURS = register("sheet-not-yours", "Документа с таким номером среди неотправленных листов эксперта нет.")
UNKNOWN_CRITERION = register("sheet-unknown-criterion", "Такого критерия в экспертном листе нет.")
BAD_POINTS = register("sheet-bad-points", "Балл — не целое число или больше, чем даёт критерий.")
TWICE = register("sheet-twice", "Критерий одного документа назван дважды.")
BAD_TICK = register("sheet-bad-tick", "В отметке не «да» и не пусто.")
TOO_LONG = register("sheet-too-long", "Текст длиннее, чем помещается в лист.")

_LONGEST = 4000
_HEADINGS_WITHIN = 15
_YES, _NO = {"да", "+", "1", "x", "х", "v"}, {"нет", "-", "0"}


def part_titles(sheet: ExpertSheet) -> dict[str, tuple[str, str]]:
    """{heading: (criterion, part)} of the parts of criteria."""
    return {
        f"{each.title}: {part.title}": (each.code, part.code)
        for each in sheet.criteria
        for part in each.parts
    }


@dataclass(slots=True)
class Reading:
    """What the file says of each document, by number, over what was written before."""

    sheet: ExpertSheet
    written: dict[int, Written]
    changed: set[int] = field(default_factory=set)
    problems: list[Problem] = field(default_factory=list)
    _seen: set[tuple[int, str]] = field(default_factory=set)

    def complain(self, place: Place, value: object, code: str, words: str) -> None:
        self.problems.append(Problem(place, shown(value), code, words))


def read_sheets(workbook: Workbook, sheet: ExpertSheet, drafts: Mapping[int, Written]) -> Reading:
    """`drafts` are the sheets that wait, by number: nothing else may be named."""
    reading = Reading(sheet, dict(drafts))
    tables = [(each, head) for each in workbook.sheets if (head := _head(each, sheet)) is not None]
    if not any(CRITERION in columns for _, (_, columns) in tables):
        words = f"Не нашли столбцы «{NUMBER}», «{CRITERION}», «{POINTS}». Возьмите таблицу из очереди и заполните её."
        reading.complain(Place(), None, NO_TABLE, words)
        return reading
    for table, (top, columns) in tables:
        reading.problems += table.problems
        for row in range(top + 1, len(table.rows)):
            if CRITERION in columns:
                _read_mark(reading, table, row, columns)
            else:
                _read_ticks(reading, table, row, columns)
    return reading


def _head(table: Sheet, sheet: ExpertSheet) -> tuple[int, dict[str, int]] | None:
    """The row of headings and the column of each; a table of ours has a number and something to say."""
    names = {CRITERION, *(each.title for each in sheet.weaknesses), *part_titles(sheet)}
    for row, cells in enumerate(table.rows[:_HEADINGS_WITHIN]):
        columns = {text_of(cell).strip(): at for at, cell in enumerate(cells) if not is_missing(cell)}
        known = names & set(columns)
        if NUMBER in columns and known and (CRITERION not in columns or POINTS in columns):
            return row, columns
    return None


def _text(table: Sheet, row: int, column: int | None) -> str:
    cell = None if column is None else table.cell(row, column)
    return "" if is_missing(cell) else text_of(cell).strip()


def _number(reading: Reading, table: Sheet, row: int, column: int) -> int | None:
    said = _text(table, row, column)
    number = int(said) if said.isdecimal() and len(said) < 10 else None
    if number is None or number not in reading.written:
        words = "Документа с таким номером среди ваших неотправленных листов нет. Проверьте номер."
        reading.complain(table.place(row, column), said, NOT_YOURS, words)
        return None
    return number


def _read_mark(reading: Reading, table: Sheet, row: int, columns: Mapping[str, int]) -> None:
    worded = next((name for name in WORDS if name in columns), WORDS[0])
    points, words, advice = (_text(table, row, columns.get(name)) for name in (POINTS, worded, ADVICE))
    if not (points or words or advice):
        return
    number = _number(reading, table, row, columns[NUMBER])
    code = _criterion(reading, table, row, columns[CRITERION])
    if number is None or code is None:
        return
    if (number, code) in reading._seen:
        told = "Этот критерий документа уже назван выше. Оставьте одну строку."
        reading.complain(table.place(row, columns[CRITERION]), None, TWICE, told)
        return
    reading._seen.add((number, code))
    for name, text in ((worded, words), (ADVICE, advice)):
        if len(text) > _LONGEST:
            told = f"Здесь {len(text)} знаков, а помещается {_LONGEST}. Сократите."
            reading.complain(table.place(row, columns[name]), text, TOO_LONG, told)
    before = reading.written[number]
    marks = dict(before.marks)
    if code:
        marks[code] = Mark(_points(reading, table, row, columns[POINTS], code), words)
    reading.written[number] = replace(before, marks=marks, advice={**before.advice, code: advice})
    reading.changed.add(number)


def _criterion(reading: Reading, table: Sheet, row: int, column: int) -> str | None:
    """The code; «» for the document as a whole."""
    said = folded(_text(table, row, column))
    if said in WHOLE:
        return ""
    for each in reading.sheet.criteria:
        if said in {folded(each.title), each.code}:
            return each.code
    allowed = ", ".join(f"«{each.title}»" for each in reading.sheet.criteria)
    words = f"Такого критерия в листе нет. Есть: {allowed}."
    reading.complain(table.place(row, column), _text(table, row, column), UNKNOWN_CRITERION, words)
    return None


def _points(reading: Reading, table: Sheet, row: int, column: int, code: str) -> int | None:
    cell = table.cell(row, column)
    if is_missing(cell):
        return None
    most = next(each.points for each in reading.sheet.criteria if each.code == code)
    try:
        found = parse_count(cell)
    except BadValue:
        found = None
    if found is None or not 0 <= found <= most:
        words = f"Балл здесь — целое число от 0 до {most}. Исправьте или оставьте пусто."
        reading.complain(table.place(row, column), text_of(cell), BAD_POINTS, words)
        return None
    return found


def _read_ticks(reading: Reading, table: Sheet, row: int, columns: Mapping[str, int]) -> None:
    if not any(_text(table, row, at) for name, at in columns.items() if name != NUMBER):
        return
    number = _number(reading, table, row, columns[NUMBER])
    if number is None:
        return
    before = reading.written[number]
    weak = [
        each.code for each in reading.sheet.weaknesses if _tick(reading, table, row, columns.get(each.title))
    ]
    parts: dict[str, list[str]] = {}
    for title, (code, part) in part_titles(reading.sheet).items():
        if _tick(reading, table, row, columns.get(title)):
            parts.setdefault(code, []).append(part)
    reading.written[number] = replace(before, weaknesses=tuple(weak), parts=parts)
    reading.changed.add(number)


def _tick(reading: Reading, table: Sheet, row: int, column: int | None) -> bool:
    said = folded(_text(table, row, column))
    if said in _YES:
        return True
    if said and said not in _NO and column is not None:
        reading.complain(table.place(row, column), said, BAD_TICK, "Поставьте «да» или оставьте пусто.")
    return False


def numbers(found: Sequence[int]) -> str:
    """«№ 3, 5, 12»."""
    return "№ " + ", ".join(str(each) for each in sorted(found))
