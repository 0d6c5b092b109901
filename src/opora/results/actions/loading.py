"""Writing many figures at once: COPY into a temporary table, then one update and one insert.

What a file says is compared with what is kept. Where nothing disagrees, the file only fills gaps («a file that
says less, but nothing different, changes nothing»); where something disagrees, the file's figures replace the
kept ones as a whole, and a trigger keeps the old row. A figure corrected by hand is never undone by a file.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper

from opora.access import Actor
from opora.files.models import StoredFile
from opora.history.actions import record
from opora.results.actions.merging import Target, copy_rows, corrected, counts, insert_new, update_changed
from opora.results.models import Detail, Load

# One import of results at a time: two people with the same file must not interleave.
LOCK = 5_070_011

# with fewer rows the statistics hardly move
LARGE = 1_000

FACTS = Target("results_fact", "school_id", has_corrections=True)
GROUPS = Target("results_groupfact", "territory_id", has_corrections=False)


def take_turn() -> None:
    """Wait until no other import of results writes; held until the end of the transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])


@dataclass(slots=True)
class Batch:
    """Rows as `merging.COLUMNS` orders them; `details` as keyword arguments of `Detail`."""

    facts: list[tuple[Any, ...]] = field(default_factory=list)
    groups: list[tuple[Any, ...]] = field(default_factory=list)
    details: list[dict[str, Any]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Written:
    """How many objects were (or would be) new, changed, the same; rows whose hand correction stands."""

    new: int
    changed: int
    same: int
    corrected: tuple[tuple[str, int], ...] = ()


def compare(batch: Batch) -> Written:
    """What `write` would do. Uses a temporary table, changes nothing."""
    with transaction.atomic(), connection.cursor() as cursor:
        new, changed = 0, 0
        kept: list[tuple[str, int]] = []
        for target, rows in ((FACTS, batch.facts), (GROUPS, batch.groups)):
            if rows:
                copy_rows(cursor, rows, target)
                more_new, more_changed = counts(cursor, target)
                new, changed = new + more_new, changed + more_changed
                kept += corrected(cursor, target)
        fresh, touched = _split(batch.details)
    new, changed = new + len(fresh), changed + len(touched)
    total = len(batch.facts) + len(batch.groups) + len(batch.details)
    return Written(new, changed, total - new - changed, tuple(kept))


@transaction.atomic
def write(
    *,
    batch: Batch,
    file: StoredFile | None,
    file_name: str,
    layout: str,
    territory_path: str = "",
    by: Actor,
    at: datetime,
) -> tuple[Load, Written]:
    """Write everything or nothing; one `Load` that every new or changed figure points to, one event."""
    take_turn()
    with connection.cursor() as cursor:
        load = Load.objects.create(
            file=file,
            file_name=file_name,
            applied_at=at,
            applied_by_id=by.person_id,
            applied_by_name=by.name,
            layout=layout,
        )
        new, changed = 0, 0
        kept: list[tuple[str, int]] = []
        for target, rows in ((FACTS, batch.facts), (GROUPS, batch.groups)):
            if rows:
                copy_rows(cursor, rows, target)
                kept += corrected(cursor, target)
                changed += update_changed(cursor, target, load.pk)
                new += insert_new(cursor, target, load.pk)
        fresh, touched = _split(batch.details)
        _write_details(fresh, touched, load)
        _analyse(cursor, batch)
    new, changed = new + len(fresh), changed + len(touched)
    total = len(batch.facts) + len(batch.groups) + len(batch.details)
    written = Written(new, changed, total - new - changed, tuple(kept))
    load.facts_new, load.facts_changed, load.facts_same = written.new, written.changed, written.same
    load.save(update_fields=["facts_new", "facts_changed", "facts_same"])
    record(
        by=by,
        at=at,
        verb="загрузил(а) результаты",
        subject_kind="results.load",
        subject_id=load.pk,
        subject_title=file_name,
        territory_path=territory_path,
        details={"new": written.new, "changed": written.changed, "same": written.same, "layout": layout},
    )
    return load, written


def _analyse(cursor: CursorWrapper, batch: Batch) -> None:
    """Tell the planner what a large load wrote: it would go by the old sizes until autovacuum comes round."""
    written = (
        (FACTS.table, batch.facts),
        (GROUPS.table, batch.groups),
        (Detail._meta.db_table, batch.details),
    )
    for table, rows in written:
        if len(rows) > LARGE:
            cursor.execute(f"ANALYZE {table}")


_DETAIL_KEY = ("kind", "procedure_id", "year", "school_id", "territory_id", "class_label")
_DETAIL_VALUES = ("participants", "values", "maxima")


def _split(
    details: Sequence[dict[str, Any]],
) -> tuple[list[dict[str, Any]], list[tuple[Detail, dict[str, Any]]]]:
    """Details that are new, and kept ones that the file changes."""
    if not details:
        return [], []
    kept = {
        tuple(getattr(row, name) for name in _DETAIL_KEY): row
        for row in Detail.objects.filter(
            kind__in={d["kind"] for d in details},
            procedure_id__in={d["procedure_id"] for d in details},
            year__in={d["year"] for d in details},
        )
    }
    fresh, touched = [], []
    for detail in details:
        row = kept.get(tuple(detail[name] for name in _DETAIL_KEY))
        if row is None:
            fresh.append(detail)
        elif any(getattr(row, name) != detail[name] for name in _DETAIL_VALUES):
            touched.append((row, detail))
    return fresh, touched


def _write_details(
    fresh: Sequence[dict[str, Any]], touched: Sequence[tuple[Detail, dict[str, Any]]], load: Load
) -> None:
    Detail.objects.bulk_create([Detail(**detail, load=load) for detail in fresh], batch_size=2000)
    fields = [*_DETAIL_VALUES, "origin_sheet", "origin_cells"]
    for row, detail in touched:
        row.load = load
        for name in fields:
            setattr(row, name, detail[name])
    Detail.objects.bulk_update([row for row, _ in touched], [*fields, "load"], batch_size=1000)
