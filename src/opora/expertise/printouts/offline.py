"""The sheets that wait, as a workbook to fill in without a network. `opora.expertise.offline` reads it back."""

from collections.abc import Sequence

from opora.documents.checks.sheet import Sheet as ExpertSheet
from opora.expertise import offline as names
from opora.expertise.actions import Mark, Written, written_of
from opora.expertise.models import Assignment, Round
from opora.expertise.naming import Naming
from opora.printing import Align, Column, Row, Sheet, Table, write_xlsx


def offline_workbook(of: Round, sheet: ExpertSheet, waiting: Sequence[Assignment]) -> bytes:
    """What was written already stands in it. No school, no name: numbers only."""
    drafts = [(each.entry.number, written_of(getattr(each, "sheet", None))) for each in waiting]
    has_ticks = sheet.weaknesses or any(each.parts for each in sheet.criteria)
    ticks = (Sheet(names.TICKS, _ticks(sheet, drafts), frozen_columns=1),) if has_ticks else ()
    sheets = (
        Sheet(names.MARKS, _marks(sheet, of.naming, drafts), frozen_columns=2),
        *ticks,
        Sheet("Что значит балл", _words(sheet), autofilter=False),
    )
    return write_xlsx(sheets, date_of_data=of.opens, title=of.title)


type Drafts = Sequence[tuple[int | None, Written]]


def _marks(sheet: ExpertSheet, naming: Naming, drafts: Drafts) -> Table:
    rows = []
    for number, written in drafts:
        for criterion in sheet.criteria:
            mark = written.marks.get(criterion.code, Mark())
            advice = written.advice.get(criterion.code)
            rows.append(Row((number, criterion.title, mark.points, mark.words or None, advice)))
        rows.append(Row((number, naming.whole, None, None, written.advice.get(""))))
    return Table(
        columns=(
            Column(names.NUMBER, Align.RIGHT),
            Column(names.CRITERION, width=2),
            Column(names.POINTS, Align.RIGHT, hint="Целое число; что оно значит — на последнем листе"),
            Column(naming.words, width=3),
            Column(names.ADVICE, width=3),
        ),
        rows=tuple(rows),
        missing="",
    )


def _ticks(sheet: ExpertSheet, drafts: Drafts) -> Table:
    parts = names.part_titles(sheet)
    weak = [each.title for each in sheet.weaknesses]
    return Table(
        columns=(
            Column(names.NUMBER, Align.RIGHT),
            *(Column(title, hint="«да» или пусто") for title in (*weak, *parts)),
        ),
        rows=tuple(
            Row(
                (
                    number,
                    *("да" if each.code in written.weaknesses else None for each in sheet.weaknesses),
                    *("да" if part in written.parts.get(code, ()) else None for code, part in parts.values()),
                )
            )
            for number, written in drafts
        ),
        missing="",
    )


def _words(sheet: ExpertSheet) -> Table:
    return Table(
        columns=(Column("Критерий", width=2), Column("Балл", Align.RIGHT), Column("Что значит", width=4)),
        rows=tuple(
            Row((criterion.title, points, words))
            for criterion in sheet.criteria
            for points, words in enumerate(criterion.words)
        ),
    )
