"""Reading one recognised table: owners found, figures read, duplicates noticed."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from opora.imports.problems import Problem, shown
from opora.imports.sheets import BadValue, Cell, column_letter, parse_count, parse_percent
from opora.results import codes
from opora.results.actions import Batch
from opora.results.drafting.cells import Cells, Columned, prepared, quick, share_problem
from opora.results.drafting.owners import Owners
from opora.results.figures import Kept
from opora.results.layouts.shape import Columns, DetailRecord, Found, Owner, Record
from opora.results.states import DetailKind

SHOWN_ROWS = 30
EVERY = 2_000

#: rows staged so far by what they are about; a staged row ends with its sheet, cells and row number
type Seen = dict[object, tuple[Any, ...]]


def read_table(
    found: Found,
    owners: Owners,
    batch: Batch,
    seen: Seen,
    preview: list[tuple[str, ...]],
    report: Callable[[int], None],
) -> int:
    """Put the table's rows into the batch and what is wrong into `found.problems`; returns the rows read."""
    reader = _Table(found, owners, batch, seen, preview, report)
    reader.records()
    reader.details()
    found.problems += reader.cells.problems
    reader.tell_percents()
    return reader.rows


class _Table:
    def __init__(
        self,
        found: Found,
        owners: Owners,
        batch: Batch,
        seen: Seen,
        preview: list[tuple[str, ...]],
        report: Callable[[int], None],
    ) -> None:
        self.found, self.owners, self.batch, self.seen = found, owners, batch, seen
        self.preview, self.report = preview, report
        self.cells = Cells(found)
        self.rows = 0
        self.last_row = -1
        self.columned: dict[int, tuple[Columns, Columned]] = {}
        # an owner is kept beside its id: a freed object's identity may be used again
        self.owner_ids: dict[int, tuple[Owner, int | None]] = {}
        self.kept_percents: list[int] = []
        self.nobody: list[int] = []
        self.scale_known = False

    def records(self) -> None:
        rows = self.found.sheet.rows
        for number, record in enumerate(self.found.records):
            if number % EVERY == 0:
                self.report(record.row)
            at = self._at(record.columns)
            self._count(record.row)
            owner_id = self._owner(record.owner, record.row)
            row = rows[record.row]
            kept = None if record.owner.is_group else quick(row, at)
            if kept is None:
                kept = self._read(row, record, at)
            if kept is None or owner_id is None:
                continue
            if kept.participants == 0:
                self.nobody.append(record.row)
                continue
            self._put(record, owner_id, kept, at)

    def _count(self, row: int) -> None:
        # records of one row follow each other
        self.rows += row != self.last_row
        self.last_row = row

    def _at(self, columns: Columns) -> Columned:
        known = self.columned.get(id(columns))
        if known is None:
            known = self.columned[id(columns)] = (columns, prepared(self.found, columns))
            if not self.scale_known:
                self.scale_known = True
                self.cells.share, problem = share_problem(self.found, self.found.pairs or (columns,))
                self.found.problems += [problem] if problem else []
        return known[1]

    def _owner(self, owner: Owner, row: int) -> int | None:
        known = self.owner_ids.get(id(owner))
        if known is None:
            place = self.found.sheet.place(row, owner.column)
            find = self.owners.group if owner.is_group else self.owners.school
            known = self.owner_ids[id(owner)] = (owner, find(owner, place))
        return known[1]

    def _read(self, row: list[Cell], record: Record, at: Columned) -> Kept | None:
        outcome = self.cells.read(row, record.row, at, is_group=record.owner.is_group)
        if outcome is None or (outcome.kept.says_nothing and outcome.kept.participants != 0):
            return None
        if outcome.percents_kept and not record.owner.is_group:
            self.kept_percents.append(record.row)
        return outcome.kept

    def _put(self, record: Record, owner_id: int, kept: Kept, at: Columned) -> None:
        row_number = self.found.sheet.first_row + record.row
        label, group = record.class_label, record.owner.is_group
        # `at` stands for the cells until they are copied: one object for all rows instead of a text for each
        staged = (
            owner_id,
            record.procedure.id,
            record.year,
            label,
            *kept,
            self.found.sheet.name,
            at,
            row_number,
        )
        first = self.seen.setdefault(_key(owner_id, record.procedure.id, record.year, label, group), staged)
        if first is not staged:
            self._tell_twice(record, kept, first, at)
            return
        (self.batch.groups if group else self.batch.facts).append(staged)
        if len(self.preview) < SHOWN_ROWS:
            self.preview.append(_previewed(record, kept))

    def _tell_twice(self, record: Record, kept: Kept, first: tuple[Any, ...], at: Columned) -> None:
        sheet, row = first[-3], first[-1]
        what = f"{record.owner.name}: {record.procedure.title}, {record.year}"
        where = f"строка {row}" + ("" if sheet == self.found.sheet.name else f" листа «{sheet}»")
        if first[4:14] == kept:
            words = f"Строка повторяет уже прочитанную ({where}): {what}. Мы прочитали её один раз."
            # one remark for a whole row, however many figures it holds
            here = self.found.sheet.place(record.row, record.owner.column)
            self.found.problems.append(
                Problem(here, shown(record.owner.name), codes.DUPLICATE_ROW, words, stops=False)
            )
            return
        words = f"Об одном и том же здесь и выше ({where}) разные цифры: {what}. Оставьте верную строку."
        place = self.found.sheet.place(record.row, at.columns[0][1])
        self.found.problems.append(
            Problem(place, shown(record.owner.name), codes.CONFLICTING_DUPLICATE, words)
        )

    def details(self) -> None:
        for record in self.found.details:
            self._count(record.row)
            owner_id = self._owner(record.owner, record.row)
            values = self._detail_values(record)
            if owner_id is None or not values:
                continue
            key = (
                record.kind,
                record.owner.is_group,
                owner_id,
                record.procedure.id,
                record.year,
                record.class_label,
            )
            row_number = self.found.sheet.first_row + record.row
            first = self.seen.setdefault(key, (self.found.sheet.name, "", row_number))
            if first[-1] != row_number or first[0] != self.found.sheet.name:
                words = (
                    f"Строка «{shown(record.owner.name)}» повторяется (строка {first[-1]}). Оставьте одну."
                )
                place = self.found.sheet.place(record.row, 0)
                self.found.problems.append(
                    Problem(place, shown(record.owner.name), codes.CONFLICTING_DUPLICATE, words)
                )
                continue
            self.batch.details.append(self._detail(record, owner_id, values))

    def _detail_values(self, record: DetailRecord) -> dict[str, float]:
        """{name: percent}; a count of the journal table becomes a percent of the participants."""
        rows = self.found.sheet.rows
        values: dict[str, float] = {}
        for number, (name, column) in enumerate(record.columns):
            row_at = record.value_rows[number] if record.value_rows else record.row
            cell = rows[row_at][column] if column < len(rows[row_at]) else None
            try:
                if not name.endswith("#"):
                    percent = parse_percent(cell)
                elif name[:-1] in dict(record.columns) or not record.participants:
                    continue
                else:
                    percent = _percent_of(cell, record.participants)
            except BadValue as bad:
                self.found.problems.append(bad.at(self.found.sheet.place(row_at, column)))
                continue
            if percent is not None:
                values[name.rstrip("#")] = float(percent)
        if record.kind in (DetailKind.SCORES, DetailKind.JOURNAL) and values:
            self._check_sum(record, values)
        return values

    def _check_sum(self, record: DetailRecord, values: dict[str, float]) -> None:
        """Rounded percents of a distribution miss 100 by half a unit of each at most."""
        total = sum(values.values())
        if abs(total - 100) > max(1.0, 0.5 * len(values)):
            place = self.found.sheet.place(record.row, record.columns[0][1])
            words = f"Проценты строки вместе дают {round(total, 1):g}, а не 100. Сверьтесь с выгрузкой."
            self.found.problems.append(
                Problem(place, shown(round(total, 1)), codes.PERCENTS_DO_NOT_ADD_UP, words)
            )

    def _detail(self, record: DetailRecord, owner_id: int, values: dict[str, float]) -> dict[str, Any]:
        rows = [self.found.sheet.first_row + row for row in record.value_rows or (record.row,)]
        top, bottom = min(rows), max(rows)
        letters = sorted(column for _, column in record.columns)
        first, last = (column_letter(self.found.sheet.first_col + at) for at in (letters[0], letters[-1]))
        return {
            "kind": record.kind,
            "procedure_id": record.procedure.id,
            "year": record.year,
            "school_id": None if record.owner.is_group else owner_id,
            "territory_id": owner_id if record.owner.is_group else None,
            "class_label": record.class_label,
            "participants": record.participants,
            "values": values,
            "maxima": record.maxima,
            "origin_sheet": self.found.sheet.name,
            "origin_cells": f"{first}{top}:{last}{bottom}",
        }

    def tell_percents(self) -> None:
        """What is only known in percents is said once for the sheet, not once for each row."""
        sheet = self.found.sheet
        if self.kept_percents:
            count = len(self.kept_percents)
            words = (
                f"Строк, где из процентов и числа участников не получается одно точное количество: {count} "
                f"(первая — {sheet.first_row + self.kept_percents[0]}). Для них мы сохраним проценты как есть."
            )
            place = sheet.place(self.kept_percents[0])
            self.found.problems.append(Problem(place, str(count), codes.PERCENTS_KEPT, words, stops=False))
        if self.nobody:
            words = (
                f"Строк, где участников 0: {len(self.nobody)}. Мы их пропустили: нет участников — нет и доли."
            )
            place = sheet.place(self.nobody[0])
            problem = Problem(place, str(len(self.nobody)), codes.NO_PARTICIPANTS, words, stops=False)
            self.found.problems.append(problem)


def _key(owner_id: int, procedure_id: int, year: int, label: str, group: bool) -> object:
    """What a staged row is about; one number for whole schools, who are nearly all: a third of the memory."""
    if label or owner_id < 0 or procedure_id < 0:
        return group, owner_id, procedure_id, year, label
    return (owner_id << 42) + (procedure_id << 14) + (year << 1) + group


def _percent_of(cell: Cell, participants: int) -> Decimal | None:
    count = parse_count(cell)
    return None if count is None else Decimal(100 * count) / participants


def _previewed(record: Record, kept: Kept) -> tuple[str, ...]:
    def said(count: int | None, percent: Decimal | None) -> str:
        if count is not None:
            return str(count)
        return "" if percent is None else f"{percent.normalize():f} %".replace(".", ",")

    return (
        record.owner.name,
        record.procedure.title,
        str(record.year),
        record.class_label,
        "" if kept.participants is None else str(kept.participants),
        said(kept.low_count, kept.low_percent),
        said(kept.high_count, kept.high_percent),
    )
