"""What a file looks like once read: a workbook of sheets of cells, each cell with its place."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from opora.imports.problems import Place, Problem, register

CELL_ERROR = register("cell-error", "В ячейке ошибка формулы (#Н/Д, #ДЕЛ/0! и подобные) вместо значения.")
FORMULA_WITHOUT_VALUE = register(
    "formula-without-value", "В ячейке формула, результат которой не сохранён в файле."
)
ZERO_OR_TEXT = register(
    "zero-or-text",
    "В XLS не из Excel стоит формула с результатом 0: так LibreOffice записывает и слова, например «н/д».",
)
SHEET_HIDDEN = register("sheet-hidden", "Лист скрыт; он прочитан вместе с остальными.", stops=False)
ROWS_HIDDEN = register("rows-hidden", "Есть скрытые строки; они прочитаны.", stops=False)
COLUMNS_HIDDEN = register("columns-hidden", "Есть скрытые столбцы; они прочитаны.", stops=False)

MEGABYTE = 1024 * 1024


class Fault(str):
    """A cell that shows an error instead of a value; the text is what the cell shows («#Н/Д»)."""

    __slots__ = ("code",)
    code: str

    def __new__(cls, shows: str, code: str = CELL_ERROR) -> Fault:
        fault = super().__new__(cls, shows)
        fault.code = code
        return fault


class ShownAsPercent(float):
    """A number the spreadsheet shows as a percent: the file holds 0.3, the person sees 30 %."""

    __slots__ = ()


type Cell = str | int | float | Decimal | bool | datetime.date | None


@dataclass(frozen=True, slots=True)
class Limits:
    """How much of a file is read; more is refused with a sentence, before memory is spent."""

    file_bytes: int = 50 * MEGABYTE
    inflated_bytes: int = 300 * MEGABYTE
    # Honest sheets shrink ten- to fifty-fold; a bomb shrinks a thousandfold.
    inflation: int = 250
    inflation_matters_from: int = 20 * MEGABYTE
    members: int = 10_000
    sheets: int = 200
    rows: int = 500_000
    cells: int = 2_000_000


class Unreadable(Exception):
    """The file cannot be read at all, or must not be; the problem says why and what to do."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.message)
        self.problem = problem


def refusal(code: str, message: str, *, place: Place | None = None, value: str | None = None) -> Unreadable:
    """The exception for a whole file that is refused."""
    return Unreadable(Problem(place or Place(), value, code, message))


def column_letter(number: int) -> str:
    """1 → A, 27 → AA: the column's letter for its number counted from 1."""
    letters = ""
    while number > 0:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def column_number(letters: str) -> int:
    """A → 1, AA → 27."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number


@dataclass(frozen=True, slots=True)
class Merged:
    """A merged range as indices into `Sheet.rows`, both ends included."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(slots=True)
class Sheet:
    """A sheet: `rows[0][0]` is the cell in row `first_row`, column `first_col` (both counted from 1).

    Rows may differ in length. None is an empty cell; a `Fault` is a cell with an error, listed in
    `problems` too. `hidden_rows` and `hidden_columns` are numbers as the spreadsheet shows them.
    """

    name: str
    rows: list[list[Cell]] = field(default_factory=list)
    hidden: bool = False
    merged: list[Merged] = field(default_factory=list)
    first_row: int = 1
    first_col: int = 1
    hidden_rows: tuple[int, ...] = ()
    hidden_columns: tuple[int, ...] = ()
    problems: list[Problem] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)

    def place(self, row: int | None = None, column: int | None = None) -> Place:
        """The place of `rows[row][column]`; without a column the whole row, without both the sheet."""
        return Place(
            self.name,
            None if row is None else self.first_row + row,
            None if column is None else column_letter(self.first_col + column),
        )

    def cell(self, row: int, column: int) -> Cell:
        """`rows[row][column]`, None outside the sheet."""
        if not 0 <= row < len(self.rows):
            return None
        cells = self.rows[row]
        return cells[column] if 0 <= column < len(cells) else None


@dataclass(slots=True)
class Workbook:
    """A file once read; `kind` is xlsx, xls, ods, csv, text or docx."""

    kind: str
    sheets: list[Sheet]
    warnings: list[Problem] = field(default_factory=list)

    def problems(self) -> Iterator[Problem]:
        """Every problem found while reading: cells with errors, then warnings, sheet by sheet."""
        yield from self.warnings
        for sheet in self.sheets:
            yield from sheet.problems
            yield from sheet.warnings


def put(workbook: Workbook, place: Place, value: Cell) -> bool:
    """Set one cell as a person decided it; what reading said about that cell is then settled.

    False where the file has no such sheet or row: nothing is changed.
    """
    sheet = next((sheet for sheet in workbook.sheets if sheet.name == place.sheet), None)
    if sheet is None or not place.row or not place.column:
        return False
    row, column = place.row - sheet.first_row, column_number(place.column) - sheet.first_col
    if not 0 <= row < len(sheet.rows) or not 0 <= column < 16_384:
        return False
    cells = sheet.rows[row]
    cells.extend([None] * (column + 1 - len(cells)))
    cells[column] = value
    sheet.problems = [problem for problem in sheet.problems if problem.place != place]
    return True


def fill_merged(sheet: Sheet, *, upto: int | None = None) -> list[list[Cell]]:
    """Rows in which every cell of a merged range carries its value; `upto` limits to the first rows.

    Meant for headings: a heading merged over two columns is then found above both.
    """
    rows = [list(row) for row in sheet.rows[:upto]]
    for area in sheet.merged:
        value = sheet.cell(area.top, area.left)
        if value is None:
            continue
        for index in range(max(area.top, 0), min(area.bottom + 1, len(rows))):
            row = rows[index]
            # A range may reach past the last filled cell, never past what a heading can need.
            right = min(area.right, len(row) - 1 if area.right - len(row) > 1000 else area.right)
            row.extend([None] * (right + 1 - len(row)))
            row[max(area.left, 0) : right + 1] = [value] * (right + 1 - max(area.left, 0))
    return rows


def ranges_in_words(numbers: tuple[int, ...], *, most: int = 5) -> str:
    """(5, 6, 7, 9) → «5–7, 9»; the tail of a long list is counted: «и ещё 12»."""
    spans: list[tuple[int, int]] = []
    for number in numbers:
        if spans and spans[-1][1] == number - 1:
            spans[-1] = (spans[-1][0], number)
        else:
            spans.append((number, number))
    words = [str(first) if first == last else f"{first}–{last}" for first, last in spans[:most]]
    rest = sum(last - first + 1 for first, last in spans[most:])
    return ", ".join(words) + (f" и ещё {rest}" if rest else "")


def warn_of_hidden(sheet: Sheet) -> None:
    """Add the warnings about a hidden sheet, hidden rows and hidden columns."""

    def warn(code: str, message: str) -> None:
        sheet.warnings.append(Problem(Place(sheet.name), None, code, message, stops=False))

    if sheet.hidden:
        warn(
            SHEET_HIDDEN,
            f"Лист «{sheet.name}» скрыт, но мы его прочитали. Если он лишний, удалите его из файла.",
        )
    if sheet.hidden_rows:
        words = ranges_in_words(sheet.hidden_rows)
        warn(
            ROWS_HIDDEN,
            f"На листе «{sheet.name}» скрыты строки: {words}. Мы их прочитали. "
            "Если они лишние, покажите их и удалите.",
        )
    if sheet.hidden_columns:
        words = ", ".join(column_letter(number) for number in sheet.hidden_columns[:10])
        warn(
            COLUMNS_HIDDEN,
            f"На листе «{sheet.name}» скрыты столбцы: {words}. Мы их прочитали. "
            "Если они лишние, покажите их и удалите.",
        )


def put_fault(sheet: Sheet, row: int, column: int, fault: Fault) -> None:
    """Put a fault into the cell (indices into `rows`, which must exist) and list its problem."""
    sheet.rows[row][column] = fault
    place = sheet.place(row, column)
    if fault.code == FORMULA_WITHOUT_VALUE:
        message = (
            "В ячейке формула без сохранённого результата. Откройте файл в Excel или LibreOffice, "
            "сохраните его и загрузите снова либо впишите само значение."
        )
    elif fault.code == ZERO_OR_TEXT:
        message = (
            "В ячейке формула с результатом 0, а файл XLS сохранён не в Excel: так записывается и слово, "
            "например «н/д». Сохраните файл как XLSX или ODS и загрузите его либо впишите само значение."
        )
    else:
        message = (
            f"В ячейке ошибка «{fault}». Исправьте формулу или впишите значение; "
            "если данных нет, очистите ячейку."
        )
    sheet.problems.append(Problem(place, str(fault) or None, fault.code, message))
