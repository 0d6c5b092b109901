"""Figures out of cells: quick for whole numbers, exact for all else."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from opora.imports.problems import Problem, shown
from opora.imports.sheets import (
    BadValue,
    Cell,
    column_letter,
    looks_like_date_serial,
    parse_count,
    parse_number,
    parse_percent,
    percent_scale,
)
from opora.imports.sheets.values import DATE_NOT_NUMBER, NOT_A_NUMBER
from opora.results import codes
from opora.results.figures import Kept, Outcome, compose, from_marks
from opora.results.layouts.shape import MARKS, PERCENTS, Columns, Found, Measure

# The largest school of the country has some ten thousand pupils, one parallel of it a tenth of that.
MOST_IN_A_SCHOOL = 5_000
SAMPLED = 2_000


@dataclass(slots=True)
class Columned:
    """A table's columns prepared once: positions, letters, the quick way where all are plain counts."""

    columns: Columns
    first: str
    last: str
    participants: int | None
    marks: tuple[int, int, int, int] | None

    def cells(self, row_number: int) -> str:
        """The cells of a row as a spreadsheet writes them: «E2:I2»."""
        start = f"{self.first}{row_number}"
        return start if self.first == self.last else f"{start}:{self.last}{row_number}"


def prepared(found: Found, columns: Columns) -> Columned:
    """`marks` are the columns of four counts where the table has nothing else but participants."""
    at = dict(columns)
    offset = found.sheet.first_col
    letters = sorted(column for _, column in columns)
    is_plain = set(at) in ({*MARKS}, {*MARKS, Measure.PARTICIPANTS})
    return Columned(
        columns,
        column_letter(offset + letters[0]),
        column_letter(offset + letters[-1]),
        at.get(Measure.PARTICIPANTS),
        (at[MARKS[0]], at[MARKS[1]], at[MARKS[2]], at[MARKS[3]]) if is_plain else None,
    )


def quick(row: Sequence[Cell], at: Columned) -> Kept | None:
    """The common row: participants and four marks, whole numbers that add up. None: read it the long way."""
    if at.marks is None:
        return None
    try:
        two, three, four, five = (row[column] for column in at.marks)
        n = row[at.participants] if at.participants is not None else None
    except IndexError:
        return None
    if not (type(two) is int and type(three) is int and type(four) is int and type(five) is int):
        return None
    if two < 0 or three < 0 or four < 0 or five < 0:
        return None
    if n is not None and (type(n) is not int or n > MOST_IN_A_SCHOOL):
        return None
    return from_marks(n, two, three, four, five)


@dataclass(slots=True)
class Cells:
    """Reads the figures of one sheet; `share`: its percents are written as shares 0–1."""

    found: Found
    share: bool = False
    problems: list[Problem] = field(default_factory=list)

    def read(self, row: Sequence[Cell], index: int, at: Columned, *, is_group: bool) -> Outcome | None:
        """What the row says; None where a cell could not be read or the row contradicts itself (told)."""
        said: dict[Measure, int | Decimal | None] = {}
        clean = True
        for measure, column in at.columns:
            cell = row[column] if column < len(row) else None
            if cell is None:
                continue
            try:
                said[measure] = self._value(measure, cell, is_group=is_group)
            except BadValue as bad:
                self.problems.append(bad.at(self.found.sheet.place(index, column)))
                clean = False
        if not clean:
            return None
        outcome = compose(said)
        columns = dict(at.columns)
        for fault in outcome.faults:
            column = columns.get(fault.measure, at.columns[0][1])
            cell = row[column] if column < len(row) else None
            place = self.found.sheet.place(index, column)
            self.problems.append(Problem(place, shown(cell), fault.code, fault.words, fault.allowed))
        return None if outcome.faults else outcome

    def _value(self, measure: Measure, cell: Cell, *, is_group: bool) -> int | Decimal | None:
        if measure in PERCENTS:
            return parse_percent(cell, share=self.share)
        if measure is Measure.MEAN:
            mean = parse_number(cell)
            if mean is not None and not 0 <= mean <= 100:
                words = f"Средний балл бывает от 0 до 100, а стоит «{shown(cell)}». Исправьте число."
                raise BadValue(NOT_A_NUMBER, words, cell)
            return mean
        count = parse_count(cell)
        if count is not None and count > (2_000_000_000 if is_group else MOST_IN_A_SCHOOL):
            raise _too_large(cell)
        return count


def _too_large(cell: Cell) -> BadValue:
    if day := looks_like_date_serial(cell):
        words = (
            f"Здесь нужно число участников, а «{shown(cell)}» похоже на дату {day:%d.%m.%Y}, записанную числом. "
            "Впишите число участников."
        )
        return BadValue(DATE_NOT_NUMBER, words, cell)
    words = f"Столько участников в одной школе не бывает: «{shown(cell)}». Исправьте число."
    return BadValue(codes.COUNT_TOO_LARGE, words, cell)


def share_problem(found: Found, columns: Iterable[Columns]) -> tuple[bool, Problem | None]:
    """Whether the sheet's percents are written as shares 0–1, and what to say of it.

    All percents of a sheet are weighed together: a small column of ones and zeros alone tells nothing.
    """
    at = sorted({column for group in columns for measure, column in group if measure in PERCENTS})
    if not at:
        return False, None
    rows = found.sheet.rows[found.first_data_row :]
    scale = percent_scale(_cells(rows[: SAMPLED // len(at) + 1], at))
    if scale != "percent":
        scale = percent_scale(_cells(rows, at))
    if scale == "percent":
        return False, None
    place = found.sheet.place(None, at[0])
    if scale == "share":
        words = (
            "Доли от 0 до 1 мы прочитали как проценты: 0,3 — это 30 %. Если это не так, исправьте столбцы."
        )
        return True, Problem(place, None, codes.FRACTION_OR_PERCENT, words, stops=False)
    words = (
        "Не ясно, проценты это или доли: среди чисел есть и меньше, и больше единицы, или одни нули и единицы. "
        "Мы читаем их как проценты. Если это доли, поставьте у чисел знак «%»."
    )
    return False, Problem(place, None, codes.FRACTION_OR_PERCENT, words, stops=False)


def _cells(rows: Sequence[Sequence[Cell]], at: Sequence[int]) -> Iterable[Cell]:
    return (row[column] for row in rows for column in at if column < len(row))
