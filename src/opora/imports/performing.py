"""The one way in: read, check, apply with one person at a time; used by the command line and the wizard."""

import zlib
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Literal

from django.db import connection, transaction

from opora.access import Refused
from opora.files import actions as files
from opora.files.models import StoredFile
from opora.imports.contract import Counts, Importer, Progress, Report, Request, importer_of
from opora.imports.problems import Problem
from opora.imports.sheets import Unreadable, Workbook, annotate, read_pasted, read_workbook

type Status = Literal["applied", "dry-run", "refused"]


@dataclass(frozen=True, slots=True)
class Done:
    """How an import ended, and the report of it."""

    status: Status
    report: Report

    def as_json(self) -> dict[str, Any]:
        """The line of `--json`: {status, facts: {total,new,changed,same}, rows: {total}, problems: […]}."""
        counts = self.report.counts
        return {
            "status": self.status,
            "facts": {
                "total": counts.total,
                "new": counts.new,
                "changed": counts.changed,
                "same": counts.same,
            },
            "rows": {"total": self.report.rows},
            "problems": [problem.as_json() for problem in self.report.problems],
            "layout": self.report.layout,
            "created": list(self.report.created),
        }

    def in_words(self) -> str:
        counts = self.report.counts
        head = {
            "applied": "Загружено.",
            "dry-run": "Проверено, ничего не записано.",
            "refused": "Не загружено: сначала исправьте отмеченное.",
        }[self.status]
        lines = [
            f"{head} Строк {self.report.rows}; записей {counts.total}: новых {counts.new}, "
            f"изменённых {counts.changed}, прежних {counts.same}."
        ]
        if self.report.mapping is not None:
            lines.append("Таблица не узнана. Назначьте столбцы на странице загрузки или ключом --mapping.")
        lines += [_line(problem) for problem in self.report.problems[:50]]
        hidden = len(self.report.problems) - 50
        if hidden > 0:
            lines.append(f"… и ещё {hidden}. Все места: ключ --annotated ФАЙЛ.xlsx.")
        return "\n".join(lines)


def _line(problem: Problem) -> str:
    allowed = f" Допустимо: {', '.join(problem.allowed)}." if problem.allowed else ""
    value = f" «{problem.value}»" if problem.value else ""
    sign = "✗" if problem.stops else "!"
    return f"{sign} {problem.place}{value}: {problem.message}{allowed}"


class NothingWritten(Exception):
    """Carries a refused report out of the transaction that it undoes."""

    def __init__(self, report: Report) -> None:
        super().__init__("refused")
        self.report = report


def refused_by(problem: Problem) -> Done:
    return Done("refused", Report(layout="", counts=Counts(), rows=0, problems=(problem,)))


def perform(
    *,
    kind: str,
    data: bytes,
    name: str,
    request: Request,
    dry_run: bool,
    at: datetime,
    annotated: Path | None = None,
    is_pasted: bool = False,
    progress: Progress = lambda _done, _total: None,
) -> Done:
    """Check a file and, unless `dry_run`, write it: all or nothing, one import of a kind at a time.

    Raises Refused where the actor may not import this kind. With `annotated` the same file with its wrong
    cells marked is written there when there is anything to mark.
    """
    importer = importer_of(kind)
    refusal = importer.may_import(request.by)
    if refusal is not None:
        raise Refused(refusal)
    try:
        workbook = read_pasted(data.decode()) if is_pasted else read_workbook(data, name)
    except Unreadable as unreadable:
        return refused_by(unreadable.problem)
    if dry_run:
        report = importer.check(workbook, request, progress)
        done = Done("refused" if report.is_refused else "dry-run", report)
    else:
        done = _apply(importer, workbook, request, data=data, name=name, at=at, progress=progress)
    if annotated is not None and done.report.problems:
        annotated.write_bytes(annotate(workbook, done.report.problems))
    return done


def _apply(
    importer: Importer,
    workbook: Workbook,
    request: Request,
    *,
    data: bytes,
    name: str,
    at: datetime,
    progress: Progress,
) -> Done:
    try:
        with transaction.atomic():
            lock(importer.kind)
            file = files.store(
                data=data,
                name=name,
                content_type="application/octet-stream",
                purpose=f"import:{importer.kind}",
                by=request.by,
                at=at,
            )
            report = write(importer, workbook, request, file=file, at=at, progress=progress)
    except NothingWritten as undone:
        files.forget_unused(data)
        return Done("refused", undone.report)
    return Done("applied", report)


def write(
    importer: Importer,
    workbook: Workbook,
    request: Request,
    *,
    file: StoredFile,
    at: datetime,
    progress: Progress,
) -> Report:
    """Apply inside the caller's transaction and lock. Raises NothingWritten where the file is refused."""
    report = importer.apply(workbook, request, file=file, at=at, progress=progress)
    if report.is_refused:
        raise NothingWritten(report)
    if importer.why_not_kept:
        files.remove(stored=file, at=at)
    return report


def lock(kind: str) -> None:
    """Wait for the other import of this kind; released with the transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(7011, %s)", [_number(kind)])


def lock_if_free(kind: str) -> bool:
    """Take the lock without waiting; False while another import of this kind writes."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(7011, %s)", [_number(kind)])
        return bool(cursor.fetchone()[0])


def _number(kind: str) -> int:
    return zlib.crc32(kind.encode()) & 0x7FFFFFFF
