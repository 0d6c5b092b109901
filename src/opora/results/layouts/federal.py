"""The four tables that the federal ВПР system exports, read tolerantly.

A few lines of title, then «Группы участников», «Кол-во ОО», «Кол-во участников» and the figures; rows go from
«Вся выборка» over the region and the municipality to the school (often with its login in brackets) and its
classes. Figures are percents unless the heading says «Кол-во». The upper rows are the comparison groups.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from opora.imports.sheets import Cell, Sheet, fill_merged
from opora.results.layouts.columns import is_total
from opora.results.layouts.context import Context
from opora.results.layouts.federal_owners import Whose
from opora.results.layouts.federal_title import Title, read_title
from opora.results.layouts.header import HEADER_SEARCHED, head, is_blank, labels, number_of, text_of
from opora.results.layouts.shape import (
    MARKS,
    PERCENT_OF,
    Columns,
    DetailRecord,
    Found,
    Measure,
    Record,
)
from opora.results.layouts.words import measure_of, plain, says_count
from opora.results.states import DetailKind

MARKS_LAYOUT = "federal-marks"
LAYOUT_OF = {
    DetailKind.SCORES: "federal-scores",
    DetailKind.TASKS: "federal-tasks",
    DetailKind.JOURNAL: "federal-journal",
}
WHOLE_SAMPLE = "вся выборка"
_TITLED = re.compile(
    r"статистика по отметкам|распределение первичных баллов|выполнение заданий|сравнение отметок"
)
_GROUPS = re.compile(r"групп\w* участник")
_JOURNAL = (("lowered", "понизил"), ("confirmed", "подтверд"), ("raised", "повысил"))


@dataclass(slots=True)
class Frame:
    """The table's frame: heading rows, its columns by role, the kind of table."""

    top: int
    bottom: int
    titles: list[str]
    participants: int | None
    schools: int | None
    kind: DetailKind | None


def recognise(sheet: Sheet, context: Context) -> Found | None:
    """One of the federal tables; None where the sheet is none of them."""
    rows = head(sheet)
    top = _heading_row(rows)
    if top is None:
        return None
    frame = _frame(sheet, rows, top)
    if frame is None:
        return None
    layout = MARKS_LAYOUT if frame.kind is None else LAYOUT_OF[frame.kind]
    found = Found(sheet, layout, first_data_row=frame.bottom + 1)
    title = read_title(found, rows[:top], top, context)
    if title is None:
        return found
    body = fill_merged(sheet) if sheet.merged else sheet.rows
    if frame.kind is None:
        found.records = _marks(found, body, frame, title)
    else:
        found.details = _details(found, body, frame, title)
    return found


def _heading_row(rows: Sequence[Sequence[Cell]]) -> int | None:
    """Where the table begins: at «Группы участников», or under a federal title at «Кол-во участников»."""
    titled = False
    for index, row in enumerate(rows):
        texts = [plain(text_of(cell)) for cell in row if not is_blank(cell)]
        if any(_GROUPS.search(text) for text in texts):
            return index
        if titled and len(texts) > 1 and any(measure_of(text) is Measure.PARTICIPANTS for text in texts):
            return index
        titled = titled or any(_TITLED.search(text) for text in texts)
    return None


def _frame(sheet: Sheet, rows: Sequence[Sequence[Cell]], top: int) -> Frame | None:
    """The kind comes from the title's words, else from the columns."""
    above = plain(" ".join([sheet.name, *(text_of(cell) for row in rows[:top] for cell in row)]))
    for bottom in (top, top + 1):
        if bottom >= len(rows):
            break
        titles = [plain(title) for title in labels(rows, top, bottom)]
        kind = _kind(above, titles)
        if kind is False:
            continue
        participants = next(
            (
                i
                for i, t in enumerate(titles)
                if measure_of(t) is Measure.PARTICIPANTS and not _GROUPS.search(t)
            ),
            None,
        )
        schools = next(
            (i for i, t in enumerate(titles) if re.search(r"(кол-?во|количество|число) о[оу]\b", t)), None
        )
        return Frame(top, bottom, titles, participants, schools, None if kind is True else kind)
    return None


def _kind(above: str, titles: Sequence[str]) -> DetailKind | bool:
    """True: marks. A detailed kind. False: the columns do not fit any."""
    ends = [title.split()[-1] if title else "" for title in titles]
    if "сравнение отметок" in above or any(word in title for title in titles for _, word in _JOURNAL):
        return DetailKind.JOURNAL
    if "выполнение заданий" in above and any(re.match(r"\d", end) for end in ends):
        return DetailKind.TASKS
    if ("первичн" in above and "распределение" in above and "0" in ends) or {"0", "1", "2", "6", "7"} <= set(
        ends
    ):
        return DetailKind.SCORES
    bare = {end.strip("«»%,") for end in ends}
    return {"2", "3", "4", "5"} <= bare or all(
        any(measure_of(title) in (mark, PERCENT_OF[mark]) for title in titles) for mark in MARKS
    )


def _marks(found: Found, rows: Sequence[Sequence[Cell]], frame: Frame, title: Title) -> Iterator[Record]:
    columns = _mark_columns(frame)
    whose = Whose(found, frame.schools)
    for index in range(frame.bottom + 1, len(rows)):
        if named := whose.of(rows[index], index):
            yield Record(index, named[0], title.procedure, title.year, named[1], columns)


def _mark_columns(frame: Frame) -> Columns:
    """Marks are percents unless the heading says «Кол-во»."""
    columns: dict[Measure, int] = {}
    if frame.participants is not None:
        columns[Measure.PARTICIPANTS] = frame.participants
    for column, label in enumerate(frame.titles):
        measure = measure_of(label)
        if measure in MARKS:
            columns.setdefault(measure if says_count(label) else PERCENT_OF[measure], column)
        elif measure in PERCENT_OF.values() or measure is Measure.MEAN:
            assert measure is not None
            columns.setdefault(measure, column)
    return tuple(columns.items())


def _details(
    found: Found, rows: Sequence[Sequence[Cell]], frame: Frame, title: Title
) -> Iterator[DetailRecord]:
    assert frame.kind is not None
    columns = _detail_columns(frame)
    if frame.kind is DetailKind.JOURNAL and not columns:
        yield from _standing_journal(found, rows, frame, title)
        return
    maxima = _maxima(rows, frame, columns, title)
    whose = Whose(found, frame.schools)
    for index in range(frame.bottom + 1, len(rows)):
        if named := whose.of(rows[index], index):
            participants = _whole(rows[index], frame.participants)
            yield DetailRecord(
                index,
                named[0],
                title.procedure,
                title.year,
                named[1],
                frame.kind,
                columns,
                participants,
                maxima,
            )


def _standing_journal(
    found: Found, rows: Sequence[Sequence[Cell]], frame: Frame, title: Title
) -> Iterator[DetailRecord]:
    """The journal table that stands: under each group a row «Понизили», «Подтвердили», «Повысили», «Всего»."""
    column = next((i for i, label in enumerate(frame.titles) if "%" in label or "процент" in label), None)
    if column is None:
        return
    whose = Whose(found, frame.schools)
    current: DetailRecord | None = None
    for index in range(frame.bottom + 1, len(rows)):
        first = plain(text_of(rows[index][0])) if rows[index] else ""
        name = next((key for key, word in _JOURNAL if word in first), "")
        if current is not None and name:
            current.columns += ((name, column),)
            current.value_rows += (index,)
        elif current is not None and is_total(first):
            current.participants = _whole(rows[index], frame.participants)
        elif named := whose.named(rows[index], index):
            if current is not None:
                yield current
            current = DetailRecord(
                index, named[0], title.procedure, title.year, named[1], DetailKind.JOURNAL, (), None, {}
            )
    if current is not None:
        yield current


def _whole(row: Sequence[Cell], column: int | None) -> int | None:
    number = number_of(row[column]) if column is not None and column < len(row) else None
    return int(number) if number is not None and number >= 0 else None


def _detail_columns(frame: Frame) -> tuple[tuple[str, int], ...]:
    """{name of the value: column}; a count of the journal table is named «lowered#»."""
    first = max((c for c in (frame.participants, frame.schools) if c is not None), default=0) + 1
    found: list[tuple[str, int]] = []
    for column, label in enumerate(frame.titles):
        if column < first or not label:
            continue
        if frame.kind is DetailKind.JOURNAL:
            name = next((key for key, word in _JOURNAL if word in label), "")
            if name:
                found.append((f"{name}#" if says_count(label) else name, column))
            continue
        end = label.split()[-1]
        if frame.kind is DetailKind.TASKS and (
            match := re.search(r"(\d[\d.,]*\s*(?:[а-яa-z]\s*\d*)?)(?:\s*\(.*\))?$", label)
        ):
            found.append((re.sub(r"\s", "", match[1]).upper(), column))
        elif frame.kind is DetailKind.SCORES and end.isdigit():
            found.append((end, column))
    return tuple(found)


def _maxima(
    rows: Sequence[Sequence[Cell]], frame: Frame, columns: tuple[tuple[str, int], ...], title: Title
) -> dict[str, float]:
    """The maximum points: of each task from the line «Макс балл», of the work from the title."""
    if frame.kind is DetailKind.SCORES:
        last = max((int(name) for name, _ in columns), default=0)
        return {"max": title.maximum or last}
    if frame.kind is not DetailKind.TASKS:
        return {}
    for row in rows[: min(frame.bottom + 4, HEADER_SEARCHED)]:
        if any("макс" in plain(text_of(cell)) for cell in row[:3]):
            points = {name: number_of(row[column]) for name, column in columns if column < len(row)}
            found = {name: float(most) for name, most in points.items() if most is not None}
            if found:
                return found
    return {}
