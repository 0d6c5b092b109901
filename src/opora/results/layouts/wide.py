"""The wide municipal layout: a row per school, a group of columns per procedure and year.

As a municipality publishes it: «ВПР МА 5 2020» over «%2» and «% высоких результатов». A row may hold more
values than there are labelled columns; then nobody can tell which value is the surplus one, so the
surplus and every group from the first half-known one onward are doubtful until a person decides.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from opora.imports.problems import Problem, shown
from opora.imports.sheets import Cell, Sheet, column_letter, fill_merged
from opora.results import codes
from opora.results.layouts.context import Context
from opora.results.layouts.header import MISSING, head, is_blank, is_numbering, is_text, labels, text_of
from opora.results.layouts.long import Part, is_total, part_of
from opora.results.layouts.shape import Columns, Found, Measure, Owner, ProcedureRef, Record
from opora.results.layouts.words import Heading, plain

LAYOUT = "wide"


@dataclass(slots=True)
class Group:
    """The columns of one procedure and year."""

    procedure: ProcedureRef
    year: int
    columns: list[tuple[Measure, int]]
    label: str


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
    """Words and years stand in a heading; a dash or another number makes it a row of figures."""
    figures = [cell for cell in row[1:] if not is_blank(cell) and not is_text(cell)]
    years = [cell for cell in figures if isinstance(cell, (int, float)) and 2000 <= cell <= 2100]
    return len(years) == len(figures) and any(not is_blank(cell) for cell in row)


def _read(rows: Sequence[Sequence[Cell]], top: int, bottom: int, context: Context) -> Headings:
    """Headings of the columns; a test or year that only the title above names holds for all."""
    titles = labels(rows, top, bottom)
    above = " ".join(text_of(cell) for row in rows[max(top - 3, 0) : top] for cell in dict.fromkeys(row))
    title = context.vocabulary.read(above)
    read = []
    for text in titles:
        heading = context.vocabulary.read(text)
        if heading.subject and (heading.test is None or heading.year is None):
            heading = Heading(
                heading.test or title.test,
                heading.subject,
                heading.grade,
                heading.letter,
                heading.year or title.year,
                heading.measure,
                heading.rest,
                heading.school_year or (heading.year is None and title.school_year),
            )
        read.append(heading)
    return Headings(top, bottom, titles, read)


def _found(sheet: Sheet, headings: Headings, context: Context) -> Found:
    found = Found(sheet, LAYOUT, first_data_row=headings.bottom + 1)
    groups = _groups(found, headings, context)
    rows = fill_merged(sheet) if sheet.merged else sheet.rows
    parts = _parts(headings, rows)
    labelled = {column for column, title in enumerate(headings.titles) if title} | set(parts.values())
    found.pairs = tuple(tuple(group.columns) for group in groups)
    found.records = _records(found, rows, groups, parts, labelled, context)
    return found


def _groups(found: Found, headings: Headings, context: Context) -> list[Group]:
    """Columns gathered by procedure and year; what cannot be placed is told with its heading's cell."""
    groups: dict[tuple[int, int], Group] = {}
    for column, (title, heading) in enumerate(zip(headings.titles, headings.read, strict=True)):
        if not title or part_of(plain(title)) is not None or not (heading.subject or heading.test):
            if title and column and part_of(plain(title)) is None and plain(title) not in _NUMBERING:
                _tell_ignored(found, headings, column, title)
            continue
        place = found.sheet.place(headings.bottom, column)
        procedure = context.vocabulary.procedure(heading)
        year = heading.year or context.year
        if procedure is None:
            found.problems.append(context.procedure_problem(heading, place, title))
        elif heading.measure is None:
            words = (
                f"Не ясно, что посчитано в столбце «{shown(title)}». Допишите в заголовок: «% 2», "
                "«% высоких результатов», «Участников», «Средний балл»."
            )
            found.problems.append(Problem(place, shown(title), codes.MEASURE_UNKNOWN, words))
        elif problem := context.year_problem(year, place, title):
            found.problems.append(problem)
        elif year is not None:
            _put(found, groups, procedure, year, heading, column, title, headings.bottom)
    return list(groups.values())


_NUMBERING = frozenset({"№", "№ п/п", "n", "п/п", "номер"})


def _put(
    found: Found,
    groups: dict[tuple[int, int], Group],
    procedure: ProcedureRef,
    year: int,
    heading: Heading,
    column: int,
    title: str,
    row: int,
) -> None:
    assert heading.measure is not None
    group = groups.setdefault(
        (procedure.id, year), Group(procedure, year, [], f"{procedure.title}, {year} год")
    )
    if any(measure == heading.measure for measure, _ in group.columns):
        words = f"Столбец «{shown(title)}» повторяется. Оставьте один или исправьте заголовок."
        found.problems.append(Problem(found.sheet.place(row, column), shown(title), codes.COLUMN_TWICE, words))
        return
    if not group.columns and heading.school_year:
        words = f"Учебный год в «{shown(title)}» прочитан как {year}: работы пишут в год его окончания."
        place = found.sheet.place(row, column)
        found.problems.append(Problem(place, shown(title), codes.SCHOOL_YEAR, words, stops=False))
    group.columns.append((heading.measure, column))


def _tell_ignored(found: Found, headings: Headings, column: int, title: str) -> None:
    words = f"Столбец «{shown(title)}» не относится к результатам, мы его пропустили."
    place = found.sheet.place(headings.bottom, column)
    found.problems.append(Problem(place, shown(title), codes.COLUMN_IGNORED, words, stops=False))


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


def _records(
    found: Found,
    rows: Sequence[Sequence[Cell]],
    groups: list[Group],
    parts: dict[Part, int],
    labelled: set[int],
    context: Context,
) -> Iterator[Record]:
    first = min((column for group in groups for _, column in group.columns), default=0)
    frozen: list[tuple[Group, Columns]] = [(group, tuple(group.columns)) for group in groups]
    for index in range(found.first_data_row, len(rows)):
        row = rows[index]
        if all(is_blank(cell) for cell in row) or (index == found.first_data_row and is_numbering(row)):
            continue
        owner = _owner(found, row, index, parts, first)
        if owner is None:
            continue
        _tell_surplus(found, row, index, groups, labelled, first, context)
        for group, columns in frozen:
            if any(column < len(row) and not is_blank(row[column]) for _, column in columns):
                yield Record(index, owner, group.procedure, group.year, "", columns)


def _owner(
    found: Found, row: Sequence[Cell], index: int, parts: dict[Part, int], first: int
) -> Owner | None:
    texts = {part: text_of(row[column]) if column < len(row) else "" for part, column in parts.items()}
    school, key = texts.get(Part.SCHOOL, ""), texts.get(Part.KEY, "")
    column = parts.get(Part.SCHOOL, parts.get(Part.KEY, 0))
    if not school and not key:
        if any(not is_blank(cell) and not is_text(cell) for cell in row[first:]):
            words = "В строке есть цифры, но нет школы. Впишите название школы или удалите строку."
            found.problems.append(Problem(found.sheet.place(index, column), None, codes.SCHOOL_MISSING, words))
        return None
    if is_total(school):
        words = f"Строку «{shown(school)}» мы пропустили: это итог, а не школа."
        place = found.sheet.place(index, column)
        found.problems.append(Problem(place, shown(school), codes.TOTAL_SKIPPED, words, stops=False))
        return None
    return Owner(school, key, texts.get(Part.TERRITORY, ""), column=column)


def _tell_surplus(
    found: Found,
    row: Sequence[Cell],
    index: int,
    groups: list[Group],
    labelled: set[int],
    first: int,
    context: Context,
) -> None:
    """Values without a heading, and what they make doubtful in their row."""
    sheet = found.sheet

    def is_decided(column: int) -> bool:
        at = (sheet.name, sheet.first_row + index, column_letter(sheet.first_col + column))
        return at in context.decided

    surplus = [
        column
        for column in range(first, len(row))
        if column not in labelled and (not is_blank(row[column]) or is_decided(column))
    ]
    if not surplus:
        return
    doubtful = _doubtful(row, groups)
    for column in doubtful:
        if is_decided(column):
            continue
        words = (
            "Эта строка сдвинута: в ней больше значений, чем подписанных столбцов, а здесь пара цифр известна "
            "только наполовину. К какому столбцу относится значение, не видно. Сверьтесь с источником и впишите "
            "верное значение; не знаете — оставьте ячейку пустой."
        )
        value = row[column] if column < len(row) else None
        found.problems.append(Problem(sheet.place(index, column), shown(value), codes.DOUBTFUL_CELL, words))
    for column in surplus:
        if is_decided(column) and is_blank(row[column]):
            continue
        words = (
            f"Значение стоит в столбце {column_letter(sheet.first_col + column)} без заголовка: в строке больше "
            "значений, чем подписанных столбцов, и часть из них могла сдвинуться. Сверьте строку с источником, "
            "затем подпишите столбец или очистите ячейку."
        )
        problem = Problem(sheet.place(index, column), shown(row[column]), codes.BEYOND_HEADINGS, words)
        found.problems.append(problem)


def _doubtful(row: Sequence[Cell], groups: list[Group]) -> list[int]:
    """Columns from the first half-known group to the last labelled one, left to right."""
    ordered = sorted(groups, key=lambda group: min(column for _, column in group.columns))
    for position, group in enumerate(ordered):
        known = [not _is_missing(row, column) for _, column in group.columns]
        if any(known) and not all(known):
            return sorted(column for later in ordered[position:] for _, column in later.columns)
    return []


def _is_missing(row: Sequence[Cell], column: int) -> bool:
    cell = row[column] if column < len(row) else None
    return cell is None or (isinstance(cell, str) and cell.strip().lower() in MISSING)
