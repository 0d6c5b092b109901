"""Import of result rows from XLSX: our whole way beside the least that any way must do.

    ./dev python benchmarks/import_results.py [--rows 50000] [--runs 5] [--quick]

Floor: calamine reads the sheet, COPY and one upsert write the same rows into the same table. Ours: the file is
read as an upload is, checked as a dry run, then checked again and written with origin and history. Runs are
interleaved; the table shows medians. Memory is the peak of a process that does nothing but our import.

Uses the PostgreSQL of DATABASE_URL and a scratch database of its own beside it.
"""

import argparse
import io
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "opora.config.settings")

import django

django.setup()

from django.db import connection, transaction  # noqa: E402
from django.utils import timezone  # noqa: E402

from opora.access.actor import operator  # noqa: E402

PROCEDURES = ("ВПР МА 5", "ВПР РУ 5", "ВПР МА 6", "ВПР РУ 6", "ВПР МА 7", "ВПР РУ 7", "ОГЭ МА", "ОГЭ РУ")
YEARS = (2022, 2023, 2024, 2025, 2026)
HEADINGS = ("Код школы", "Школа", "Процедура", "Класс", "Год", "Участников", "2", "3", "4", "5")
FIGURES = "participants, mark_2, mark_3, mark_4, mark_5, low_count, high_count, low_percent, high_percent, mean_score"


@contextmanager
def scratch() -> Iterator[None]:
    """A database of our own, dropped in the end."""
    kept = connection.settings_dict["NAME"]
    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    try:
        yield
    finally:
        connection.creation.destroy_test_db(kept, verbosity=0)


def make_schools(count: int) -> None:
    from opora.organisations.models import Organisation, Territory
    from opora.organisations.states import OrganisationKind, TerritoryKind
    from opora.results.actions import sync_procedures

    root = Territory.objects.create(kind=TerritoryKind.MUNICIPALITY, name="Большой округ", code="big")
    Territory.objects.filter(pk=root.pk).update(path=f"{root.pk}/")
    Organisation.objects.bulk_create(
        Organisation(
            kind=OrganisationKind.SCHOOL, territory=root, key=f"s{n:05}", name=f"МБОУ «Посёлковая СОШ № {n}»"
        )
        for n in range(count)
    )
    sync_procedures(by=operator(), at=timezone.now())


def make_file(rows: int) -> bytes:
    """The file; figures differ from row to row and add up."""
    import xlsxwriter

    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"constant_memory": True}) as book:
        sheet = book.add_worksheet("Результаты")
        sheet.write_row(0, 0, HEADINGS)
        for n in range(rows):
            school, rest = divmod(n, len(PROCEDURES) * len(YEARS))
            procedure, year = divmod(rest, len(YEARS))
            two, three, four, five = n % 7, 5 + n % 11, 4 + n % 5, n % 4
            total = two + three + four + five
            line = (
                f"s{school:05}",
                f"МБОУ «Посёлковая СОШ № {school}»",
                PROCEDURES[procedure],
                "",
                YEARS[year],
            )
            sheet.write_row(n + 1, 0, (*line, total, two, three, four, five))
    return out.getvalue()


def staged_rows(data: bytes) -> list[tuple[Any, ...]]:
    """The rows as our import stages them: what the floor has to write."""
    from opora.imports.contract import Request
    from opora.imports.sheets import read_workbook
    from opora.results.drafting import draw_up

    draft = draw_up(read_workbook(data, "r.xlsx"), Request(operator()), lambda done, total: None)
    assert not draft.is_refused, draft.problems[:3]
    return [(*row[:15], row[15].cells(row[16]), row[16]) for row in draft.batch.facts]


def floor(data: bytes, rows: list[tuple[Any, ...]]) -> None:
    import python_calamine

    from opora.results.actions.merging import COLUMNS

    python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0).to_python()
    names = ", ".join(COLUMNS[1:])
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "CREATE TEMP TABLE bare (school_id bigint, procedure_id bigint, year smallint, class_label varchar(10), "
            "participants int, mark_2 int, mark_3 int, mark_4 int, mark_5 int, low_count int, high_count int, "
            "low_percent numeric(7,4), high_percent numeric(7,4), mean_score numeric(7,3), origin_sheet text, "
            "origin_cells text, row_number int) ON COMMIT DROP"
        )
        with cursor.copy(f"COPY bare (school_id, {names}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)
        updated = ", ".join(f"{name.strip()} = EXCLUDED.{name.strip()}" for name in FIGURES.split(","))
        cursor.execute(
            f"INSERT INTO results_fact (school_id, procedure_id, year, class_label, {FIGURES}, origin_sheet, origin_cells) "
            f"SELECT school_id, procedure_id, year, class_label, {FIGURES}, origin_sheet, origin_cells FROM bare "
            f"ON CONFLICT (school_id, procedure_id, year, class_label) DO UPDATE SET {updated}"
        )


def dry_run(data: bytes) -> None:
    _ours(data, write=False)


def ours(data: bytes) -> None:
    """Read once, dry run, apply: what a person's import costs the server."""
    _ours(data, write=True)


def _ours(data: bytes, *, write: bool) -> None:
    from opora.imports.contract import Request
    from opora.imports.sheets import read_workbook
    from opora.results.importers import ResultsImporter

    def progress(done: int, total: int) -> None:
        pass

    workbook = read_workbook(data, "r.xlsx")
    request = Request(operator())
    report = ResultsImporter().check(workbook, request, progress)
    assert not report.is_refused
    if write:
        with transaction.atomic():
            ResultsImporter().apply(
                workbook,
                request,
                file=None,
                at=timezone.now(),
                progress=progress,  # type: ignore[arg-type]
            )


def emptied() -> None:
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE results_fact, results_factevent, results_load CASCADE")
        cursor.execute("VACUUM ANALYZE results_fact")


def timed(work: Callable[[], None]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def peak_memory(path: Path) -> float:
    """MiB of a fresh process that reads, checks and writes the file."""
    environment = os.environ | {"OPORA_BENCHMARK_DATABASE": str(connection.settings_dict["NAME"])}
    answer = subprocess.run(
        [sys.executable, __file__, "--only", str(path)],
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    return float(answer.stdout.strip().splitlines()[-1])


def only(path: Path) -> None:
    connection.settings_dict["NAME"] = os.environ["OPORA_BENCHMARK_DATABASE"]
    ours(path.read_bytes())
    # not ru_maxrss: a child inherits its parent's peak through fork and exec
    status = Path("/proc/self/status").read_text("ascii")
    print(int(status.split("VmHWM:")[1].split()[0]) / 1024)


def measure(rows: int, runs: int) -> None:
    import tempfile

    data, small = make_file(rows), make_file(min(rows, 200))
    with scratch(), tempfile.NamedTemporaryFile(suffix=".xlsx") as kept:
        make_schools(rows // (len(PROCEDURES) * len(YEARS)) + 1)
        prepared = staged_rows(data)
        taken: dict[str, list[float]] = {"floor": [], "ours": [], "dry": [], "again": [], "small": []}
        for _ in range(runs):
            emptied()
            taken["floor"].append(timed(lambda: floor(data, prepared)))
            emptied()
            taken["small"].append(timed(lambda: dry_run(small)))
            taken["dry"].append(timed(lambda: dry_run(data)))
            taken["ours"].append(timed(lambda: ours(data)))
            taken["again"].append(timed(lambda: ours(data)))
        emptied()
        kept.write(data)
        kept.flush()
        memory = peak_memory(Path(kept.name))
    median = {name: statistics.median(times) for name, times in taken.items()}
    base = median["floor"]
    print(f"{rows} rows, {len(HEADINGS)} columns, median of {runs} interleaved runs")
    print("| what | seconds | × floor |")
    print("|---|---|---|")
    for name, words in (
        ("floor", "floor: calamine + COPY + upsert of the same rows"),
        ("dry", "read and dry run"),
        ("ours", "read, dry run and apply (target: at most 3 × floor)"),
        ("again", "the same file again: nothing changes"),
        ("small", "read and dry run of 200 rows (target: within 1 s)"),
    ):
        print(f"| {words} | {median[name]:.2f} | {median[name] / base:.2f} |")
    print(f"| peak memory of a process that imports (target: under 200 MiB) | {memory:.0f} MiB | |")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=50_000)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--quick", action="store_true", help="5,000 rows, 2 runs: does it work at all")
    parser.add_argument("--only", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.only:
        only(given.only)
    else:
        measure(5_000 if given.quick else given.rows, 2 if given.quick else given.runs)


if __name__ == "__main__":
    main()
