"""The rows of a wide table, and what a surplus value makes doubtful in its row."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from opora.imports.problems import Problem, shown
from opora.imports.sheets import Cell, column_letter, is_missing
from opora.results import codes
from opora.results.layouts.columns import Part, is_total
from opora.results.layouts.header import is_blank, is_numbering, is_text, text_of
from opora.results.layouts.shape import Columns, Found, Measure, Owner, ProcedureRef, Record


@dataclass(slots=True)
class Group:
    """The columns of one procedure and year."""

    procedure: ProcedureRef
    year: int
    columns: list[tuple[Measure, int]] = field(default_factory=list)


@dataclass(slots=True)
class WideRows:
    """`labelled` columns have a heading; `decided` cells a person has settled (sheet, row, letter)."""

    found: Found
    groups: list[Group]
    parts: dict[Part, int]
    labelled: frozenset[int]
    decided: frozenset[tuple[str, int, str]]

    def records(self, rows: Sequence[Sequence[Cell]]) -> Iterator[Record]:
        """A record for every group of columns that is not wholly empty."""
        frozen: list[tuple[Group, Columns]] = [(group, tuple(group.columns)) for group in self.groups]
        start = self.found.first_data_row
        for index in range(start, len(rows)):
            row = rows[index]
            if all(is_blank(cell) for cell in row) or (index == start and is_numbering(row)):
                continue
            owner = self._owner(row, index)
            if owner is None:
                continue
            self._tell_surplus(row, index)
            for group, columns in frozen:
                if any(column < len(row) and not is_blank(row[column]) for _, column in columns):
                    yield Record(index, owner, group.procedure, group.year, "", columns)

    @property
    def _first(self) -> int:
        """The first column of figures."""
        return min((column for group in self.groups for _, column in group.columns), default=0)

    def _owner(self, row: Sequence[Cell], index: int) -> Owner | None:
        """The school of the row; None for totals and for rows without one (told if they hold figures)."""
        texts = {
            part: text_of(row[column]) if column < len(row) else "" for part, column in self.parts.items()
        }
        school, key = texts.get(Part.SCHOOL, ""), texts.get(Part.KEY, "")
        column = self.parts.get(Part.SCHOOL, self.parts.get(Part.KEY, 0))
        place = self.found.sheet.place(index, column)
        if not school and not key:
            if any(not is_blank(cell) and not is_text(cell) for cell in row[self._first :]):
                words = "В строке есть цифры, но нет школы. Впишите название школы или удалите строку."
                self.found.problems.append(Problem(place, None, codes.SCHOOL_MISSING, words))
            return None
        if is_total(school):
            words = f"Строку «{shown(school)}» мы пропустили: это итог, а не школа."
            self.found.problems.append(Problem(place, shown(school), codes.TOTAL_SKIPPED, words, stops=False))
            return None
        return Owner(school, key, texts.get(Part.TERRITORY, ""), column=column)

    def _tell_surplus(self, row: Sequence[Cell], index: int) -> None:
        """Values without a heading, and what they make doubtful in their row.

        A row with more values than labelled columns is shifted somewhere. Pairs known whole read well as they
        stand; from the first pair known by half nobody can tell which value belongs where.
        """
        surplus = [
            column
            for column in range(self._first, len(row))
            if column not in self.labelled and (not is_blank(row[column]) or self._is_decided(index, column))
        ]
        if not surplus:
            return
        for column in _doubtful(row, self.groups):
            if not self._is_decided(index, column):
                self._tell(row, index, column, codes.DOUBTFUL_CELL, _DOUBTFUL)
        for column in surplus:
            if not is_blank(row[column]):
                letter = column_letter(self.found.sheet.first_col + column)
                self._tell(row, index, column, codes.BEYOND_HEADINGS, _SURPLUS.format(letter=letter))

    def _is_decided(self, index: int, column: int) -> bool:
        sheet = self.found.sheet
        return (sheet.name, sheet.first_row + index, column_letter(sheet.first_col + column)) in self.decided

    def _tell(self, row: Sequence[Cell], index: int, column: int, code: str, words: str) -> None:
        value = row[column] if column < len(row) else None
        self.found.problems.append(Problem(self.found.sheet.place(index, column), shown(value), code, words))


_DOUBTFUL = (
    "Эта строка сдвинута: значений в ней больше, чем подписанных столбцов, а здесь пара цифр известна только "
    "наполовину. К какому столбцу относится значение, не видно. Сверьтесь с источником и впишите верное; "
    "не знаете — оставьте ячейку пустой."
)
_SURPLUS = (
    "Значение стоит в столбце {letter} без заголовка: значений в строке больше, чем подписанных столбцов, и часть "
    "могла сдвинуться. Сверьте строку с источником, затем подпишите столбец или очистите ячейку."
)


def _doubtful(row: Sequence[Cell], groups: list[Group]) -> list[int]:
    """Columns from the first half-known group to the last labelled one, left to right."""
    ordered = sorted(groups, key=lambda group: min(column for _, column in group.columns))
    for position, group in enumerate(ordered):
        known = [column < len(row) and not is_missing(row[column]) for _, column in group.columns]
        if any(known) and not all(known):
            return sorted(column for later in ordered[position:] for _, column in later.columns)
    return []
