"""The SQL of a load: how what a file says meets what is kept.

A row *agrees* with the kept figure where no value of both differs; a percent agrees with a count that rounds
to it. Agreeing rows fill what was unknown; disagreeing ones replace the figures (the mean score, which comes
in files of its own, stays where the file gives none).

Names of tables and columns below are this module's own constants, never a person's words; values are parameters.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Protocol

from django.db.backends.utils import CursorWrapper

from opora.results.models import FIGURES


class Cells(Protocol):
    """Where in its row a staged row's figures stand."""

    def cells(self, row_number: int) -> str: ...


#: the order of a staged row; the owner is the school's or the territory's id, the cells are a `Cells`
COLUMNS = (
    "owner_id",
    "procedure_id",
    "year",
    "class_label",
    *FIGURES,
    "origin_sheet",
    "origin_cells",
    "row_number",
)
_COUNTS = ("participants", "mark_2", "mark_3", "mark_4", "mark_5")


@dataclass(frozen=True, slots=True)
class Target:
    """The table written to; its column of the owner; whether its rows may be corrected by hand."""

    table: str
    owner: str
    has_corrections: bool

    @property
    def staged(self) -> str:
        return f"staged_{self.table}"


def copy_rows(cursor: CursorWrapper, rows: Iterable[tuple[Any, ...]], target: Target) -> None:
    """The rows in a temporary table of this transaction."""
    cursor.execute(f"DROP TABLE IF EXISTS {target.staged}")
    cursor.execute(
        f"""CREATE TEMPORARY TABLE {target.staged} (
            owner_id bigint, procedure_id bigint, year smallint, class_label varchar(10),
            participants int, mark_2 int, mark_3 int, mark_4 int, mark_5 int, low_count int, high_count int,
            low_percent numeric(7, 4), high_percent numeric(7, 4), mean_score numeric(7, 3),
            origin_sheet text, origin_cells text, row_number int
        ) ON COMMIT DROP"""
    )
    with cursor.copy(f"COPY {target.staged} ({', '.join(COLUMNS)}) FROM STDIN") as copy:
        for row in rows:
            copy.write_row((*row[:15], row[15].cells(row[16]), row[16]))
    cursor.execute(f"ANALYZE {target.staged} (owner_id, procedure_id, year)")


def counts(cursor: CursorWrapper, target: Target) -> tuple[int, int]:
    """How many staged rows are new, and how many would change a kept one."""
    cursor.execute(
        f"SELECT (SELECT count(*) FROM {target.staged}) - count(*), count(*) FILTER (WHERE {_MAY_CHANGE}) "  # noqa: S608
        f"FROM ({_merged(target)}) merged"
    )
    known_new, changed = cursor.fetchone() or (0, 0)
    return int(known_new), int(changed)


def corrected(cursor: CursorWrapper, target: Target) -> list[tuple[str, int]]:
    """(sheet, row) of staged rows that differ from a figure corrected by hand: those stay as corrected."""
    if not target.has_corrections:
        return []
    cursor.execute(
        f"SELECT origin_sheet, row_number FROM ({_merged(target)}) merged "  # noqa: S608
        "WHERE differs AND is_corrected ORDER BY origin_sheet, row_number LIMIT 200"
    )
    return [(str(sheet), int(row)) for sheet, row in cursor.fetchall()]


def update_changed(cursor: CursorWrapper, target: Target, load_id: int) -> int:
    """Change the kept figures that the file changes; returns how many."""
    written = ", ".join(f"{name} = merged.{name}" for name in (*FIGURES, "origin_sheet", "origin_cells"))
    cursor.execute(
        f"UPDATE {target.table} kept SET {written}, load_id = %s FROM ({_merged(target)}) merged "  # noqa: S608
        f"WHERE kept.id = merged.kept_id AND {_MAY_CHANGE}",
        [load_id],
    )
    return int(cursor.rowcount)


def insert_new(cursor: CursorWrapper, target: Target, load_id: int) -> int:
    """Insert the staged rows that no kept figure has; returns how many."""
    names = ", ".join((*COLUMNS[1:14], "origin_sheet", "origin_cells"))
    staged = ", ".join(f"s.{name}" for name in (*COLUMNS[1:14], "origin_sheet", "origin_cells"))
    cursor.execute(
        f"INSERT INTO {target.table} ({target.owner}, {names}, load_id) "  # noqa: S608
        f"SELECT s.owner_id, {staged}, %s FROM {target.staged} s "
        f"ON CONFLICT ({target.owner}, procedure_id, year, class_label) DO NOTHING",
        [load_id],
    )
    return int(cursor.rowcount)


_MAY_CHANGE = "differs AND NOT is_corrected"


def _merged(target: Target) -> str:
    """One row per staged row that meets a kept one: the figures after the load, and whether they differ."""
    pairs = ", ".join(
        f"CASE WHEN agrees THEN COALESCE(new_{name}, old_{name}) ELSE new_{name} END AS {name}"
        for name in FIGURES
        if not name.endswith("_percent") and name != "mean_score"
    )
    percents = ", ".join(
        f"CASE WHEN agrees AND COALESCE(new_{kind}_count, old_{kind}_count) IS NOT NULL THEN NULL "
        f"WHEN agrees THEN COALESCE(new_{kind}_percent, old_{kind}_percent) "
        f"ELSE new_{kind}_percent END AS {kind}_percent"
        for kind in ("low", "high")
    )
    new = ", ".join(f"s.{name} AS new_{name}, f.{name} AS old_{name}" for name in FIGURES)
    is_corrected = "f.corrected_at IS NOT NULL" if target.has_corrections else "FALSE"
    after = ", ".join(f"joined.{name}" for name in FIGURES)
    before = ", ".join(f"joined.old_{name}" for name in FIGURES)
    return f"""
        SELECT joined.*, ROW({after}) IS DISTINCT FROM ROW({before}) AS differs FROM (
            SELECT paired.*, {pairs}, {percents}, COALESCE(new_mean_score, old_mean_score) AS mean_score FROM (
                SELECT f.id AS kept_id, s.origin_sheet, s.origin_cells, s.row_number,
                    {is_corrected} AS is_corrected, {new}, {_agrees()} AS agrees
                FROM {target.staged} s JOIN {target.table} f
                    ON f.{target.owner} = s.owner_id AND f.procedure_id = s.procedure_id
                    AND f.year = s.year AND f.class_label = s.class_label
                OFFSET 0
            ) paired
        ) joined"""  # noqa: S608


def _agrees() -> str:
    """No value known to both sides differs."""
    equal = [f"COALESCE(s.{name} = f.{name}, TRUE)" for name in _COUNTS]
    return " AND ".join([*equal, _same("low"), _same("high")])


def _same(kind: str) -> str:
    """A count or percent of both sides that does not differ; a percent against a count as it rounds."""
    count, percent = f"{kind}_count", f"{kind}_percent"
    return f"""(CASE
        WHEN s.{count} IS NOT NULL AND f.{count} IS NOT NULL THEN s.{count} = f.{count}
        WHEN s.{percent} IS NOT NULL AND f.{percent} IS NOT NULL THEN s.{percent} = f.{percent}
        WHEN s.{percent} IS NOT NULL AND f.{count} IS NOT NULL THEN {_rounds("f", "s", count, percent)}
        WHEN s.{count} IS NOT NULL AND f.{percent} IS NOT NULL THEN {_rounds("s", "f", count, percent)}
        ELSE TRUE END)"""


def _rounds(counted: str, said: str, count: str, percent: str) -> str:
    half = f"0.505 * (10::numeric ^ (-scale(trim_scale({said}.{percent}))))"
    share = f"100.0 * {counted}.{count} / NULLIF({counted}.participants, 0)"
    return f"COALESCE(abs({share} - {said}.{percent}) <= {half}, FALSE)"
