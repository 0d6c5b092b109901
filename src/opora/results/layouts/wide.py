"""The wide municipal layout: a row per school, a group of columns per procedure and year.

As a municipality publishes it: «ВПР МА 5 2020» over «%2» and «% высоких результатов». A row may hold more
values than there are labelled columns; then nobody can tell which value is the surplus one, so the
surplus and every group from the first half-known one onward are doubtful until a person decides.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from opora.imports.problems import Problem, shown
from opora.imports.sheets import Cell, Sheet, fill_merged
from opora.results import codes
from opora.results.layouts.columns import Part, part_of
from opora.results.layouts.context import Context
from opora.results.layouts.header import head, is_blank, is_text, label_parts, number_of, text_of
from opora.results.layouts.shape import Found, Measure
from opora.results.layouts.wide_rows import Group, WideRows
from opora.results.layouts.words import Heading, measure_of, plain

LAYOUT = "wide"


@dataclass(slots=True)
class Headings:
    """What stands above: by column the heading as read, rows `top`–`bottom`."""

    top: int
    bottom: int
    titles: list[str]
    read: list[Heading]

    @property
    def measured(self) -> int:
        return sum(1 for heading in self.read if heading.subject and heading.measure)


def recognise(sheet: Sheet, context: Context) -> Found | None:
    """The sheet read as a wide table; None where no column names a subject and a measure."""
    rows = head(sheet)
    best: Headings | None = None
    for bottom in range(len(rows)):
        for top in range(bottom, max(bottom - 4, -1), -1):
            if not _may_head(rows[top]):
                break
            headings = _read(rows, top, bottom, context)
            if headings.measured > (best.measured if best else 0):
                best = headings
    if best is None or not any(heading.test for heading in best.read):
        return None
    return _found(sheet, best, context)


def _may_head(row: Sequence[Cell]) -> bool:
    """Words, years and marks «2 3 4 5» stand in a heading; any other number makes it a row of figures."""
    figures = [cell for cell in row[1:] if not is_blank(cell) and not is_text(cell)]
    figures = [cell for cell in figures if not (isinstance(cell, str) and measure_of(plain(cell)))]
    numbers = [number_of(cell) for cell in figures]
    years = [number for number in numbers if number is not None and 2000 <= number <= 2100]
    is_marks = bool(numbers) and numbers == [2, 3, 4, 5] * (len(numbers) // 4)
    return (is_marks or len(years) == len(numbers)) and any(not is_blank(cell) for cell in row)


def _read(rows: Sequence[Sequence[Cell]], top: int, bottom: int, context: Context) -> Headings:
    """Headings of the columns; a test or year that only the title above names holds for all."""
    parts = label_parts(rows, top, bottom)
    above = " ".join(text_of(cell) for row in rows[max(top - 3, 0) : top] for cell in dict.fromkeys(row))
    title = context.vocabulary.read(above)
    read = [_completed(_heading(texts, context), title) for texts in parts]
    return Headings(top, bottom, [" ".join(texts) for texts in parts], read)


def _heading(texts: list[str], context: Context) -> Heading:
    """The lowest row may name the measure alone («2», «% высоких»); then the rows above name the rest."""
    if len(texts) > 1 and (measure := measure_of(plain(texts[-1]))):
        upper = context.vocabulary.read(" ".join(texts[:-1]))
        if upper.subject:
            return replace(upper, measure=measure, rest="")
    return context.vocabulary.read(" ".join(texts))


def _completed(heading: Heading, title: Heading) -> Heading:
    """A test or year that only the title names holds for every column."""
    if heading.subject is None or (heading.test and heading.year):
        return heading
    return replace(
        heading,
        test=heading.test or title.test,
        year=heading.year or title.year,
        school_year=heading.school_year or (heading.year is None and title.school_year),
    )


def _found(sheet: Sheet, headings: Headings, context: Context) -> Found:
    found = Found(sheet, LAYOUT, first_data_row=headings.bottom + 1)
    columns = _Columns(found, headings, context)
    groups = columns.groups()
    found.pairs = tuple(tuple(group.columns) for group in groups)
    rows = fill_merged(sheet) if sheet.merged else sheet.rows
    parts = _parts(headings, rows)
    labelled = {column for column, title in enumerate(headings.titles) if title} | set(parts.values())
    found.records = WideRows(found, groups, parts, frozenset(labelled), context.decided).records(rows)
    return found


@dataclass(slots=True)
class _Columns:
    """Gathers the columns by procedure and year; what cannot be placed is told at its heading's cell."""

    found: Found
    headings: Headings
    context: Context
    gathered: dict[tuple[int, int], Group] = field(default_factory=dict)

    def groups(self) -> list[Group]:
        for column, heading in enumerate(self.headings.read):
            title = self.headings.titles[column]
            if heading.subject or heading.test:
                self._place(column, title, heading)
            elif title and column and part_of(plain(title)) is None and plain(title) not in _NUMBERING:
                words = f"Столбец «{shown(title)}» не относится к результатам, мы его пропустили."
                self._tell(column, codes.COLUMN_IGNORED, words, stops=False)
        return list(self.gathered.values())

    def _place(self, column: int, title: str, heading: Heading) -> None:
        place = self.found.sheet.place(self.headings.bottom, column)
        procedure = self.context.vocabulary.procedure(heading)
        year = heading.year or self.context.year
        if procedure is None:
            self.found.problems.append(self.context.procedure_problem(heading, place, title))
        elif heading.measure is None:
            words = (
                f"Не ясно, что посчитано в столбце «{shown(title)}». Допишите в заголовок: «% 2», "
                "«% высоких результатов», «Участников», «Средний балл»."
            )
            self._tell(column, codes.MEASURE_UNKNOWN, words)
        elif problem := self.context.year_problem(year, place, title):
            self.found.problems.append(problem)
        elif year is not None:
            group = self.gathered.setdefault((procedure.id, year), Group(procedure, year))
            self._put(group, heading, heading.measure, column)

    def _put(self, group: Group, heading: Heading, measure: Measure, column: int) -> None:
        title = shown(self.headings.titles[column])
        if any(known == measure for known, _ in group.columns):
            words = f"Столбец «{title}» повторяется. Оставьте один или исправьте заголовок."
            self._tell(column, codes.COLUMN_TWICE, words)
            return
        if not group.columns and heading.school_year:
            words = f"Учебный год в «{title}» прочитан как {group.year}: работы пишут в год его окончания."
            self._tell(column, codes.SCHOOL_YEAR, words, stops=False)
        group.columns.append((measure, column))

    def _tell(self, column: int, code: str, words: str, *, stops: bool = True) -> None:
        place = self.found.sheet.place(self.headings.bottom, column)
        value = shown(self.headings.titles[column])
        self.found.problems.append(Problem(place, value, code, words, stops=stops))


_NUMBERING = frozenset({"№", "№ п/п", "n", "п/п", "номер"})


def _parts(headings: Headings, rows: Sequence[Sequence[Cell]]) -> dict[Part, int]:
    """Where the school is named; without a heading, in the first column of words."""
    parts: dict[Part, int] = {}
    for column, title in enumerate(headings.titles):
        part = part_of(plain(title)) if title and headings.read[column].measure is None else None
        if part in (Part.SCHOOL, Part.KEY, Part.TERRITORY):
            parts.setdefault(part, column)
    if Part.SCHOOL not in parts and Part.KEY not in parts:
        first = next((c for c, h in enumerate(headings.read) if h.subject), len(headings.titles))
        body = rows[headings.bottom + 1 : headings.bottom + 30]
        for column in range(first):
            if any(column < len(row) and is_text(row[column]) for row in body):
                parts[Part.SCHOOL] = column
                break
        else:
            parts[Part.SCHOOL] = 0
    return parts
