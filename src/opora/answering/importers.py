"""Answers keyed in elsewhere as a kind of import: all of the file or nothing, a sheet once."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import ClassVar

from django.db import transaction
from django.utils import timezone

from opora.access import Actor, Refused
from opora.answering.actions import tell_keyed
from opora.answering.keyed_table import KeyedRow, answers_of, blank_of, language_of, rows_of
from opora.answering.keying_pages import name_of
from opora.answering.paper import possible
from opora.answering.queries import cohorts_visible_to
from opora.answering.rules import KEY_IN, OPEN_KEYING
from opora.answering.visit import RETRY_BYTES
from opora.files.models import StoredFile
from opora.imports.contract import Counts, Importer, Preview, Progress, Report, Request
from opora.imports.problems import Problem, register
from opora.imports.sheets import Workbook
from opora.questionnaires.conditions import Answers
from opora.surveys import codes, keys
from opora.surveys import entry as surveys
from opora.surveys.models import Cohort

BAD_CODE = register("keyed-bad-code", "По этому коду ответ принять нельзя.")
TWICE = register("keyed-twice", "Этот код уже есть выше в файле.")
BEFORE = register("keyed-before", "Этот листок уже принят раньше.", stops=False)
NOT_YOURS = register("keyed-not-yours", "Листки этой группы вводите не вы.")
EMPTY = register("keyed-empty", "В строке есть код, но нет ответов.")

PREVIEW_COLUMNS = ("Группа", "Листков новых", "Приняты раньше")


@dataclass(slots=True)
class Taken:
    """What the file brings: sheets by group, those that had come before, what is wrong."""

    rows: int = 0
    new: dict[int, int] = field(default_factory=dict)
    before: dict[int, int] = field(default_factory=dict)
    cohorts: dict[int, Cohort] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


class KeyedAnswersImporter(Importer):
    """A row is a sheet: its code and the answers by column. The same row again is «уже принят»."""

    kind: ClassVar[str] = "keyed-answers"
    title: ClassVar[str] = "Ответы с бумаги"
    background_from_rows: ClassVar[int] = 500
    why_not_kept: ClassVar[str] = "в нём коды рядом с ответами"
    recognises: ClassVar[tuple[str, ...]] = (
        "Таблица листков: столбец «Код» и по столбцу на вопрос (p01, p07.2); строка — один листок.",
    )
    shown_at: ClassVar[tuple[tuple[str, str], ...]] = (("Ввод листков", "keying"),)

    def may_import(self, by: Actor) -> str | None:
        return OPEN_KEYING.refusal(by, None)

    def check(self, workbook: Workbook, request: Request, progress: Progress) -> Report:
        """Takes the sheets and lets go of them again: what accepting would say is said, nothing is kept."""
        with transaction.atomic():
            taken = _take(workbook, by=request.by, on=timezone.localdate(), progress=progress)
            transaction.set_rollback(True)
        return _report(taken)

    def apply(
        self, workbook: Workbook, request: Request, *, file: StoredFile, at: datetime, progress: Progress
    ) -> Report:
        with transaction.atomic():
            taken = _take(workbook, by=request.by, on=timezone.localdate(at), progress=progress)
            report = _report(taken)
            if report.is_refused:
                transaction.set_rollback(True)
                return report
        for pk, sheets in taken.new.items():
            tell_keyed(taken.cohorts[pk], sheets, by=request.by, at=at)
        return report

    def template(self) -> bytes:
        return blank_of(None)


def _take(workbook: Workbook, *, by: Actor, on: date, progress: Progress) -> Taken:
    rows, problems = rows_of(workbook)
    taken = Taken(rows=len(rows), problems=problems)
    visible = {cohort.pk: cohort for cohort in cohorts_visible_to(by)}
    seen: set[str] = set()
    for done, row in enumerate(rows, 1):
        taken.problems += _take_row(row, taken, visible, seen, by=by, on=on)
        progress(done, len(rows))
    return taken


def _take_row(
    row: KeyedRow, taken: Taken, visible: dict[int, Cohort], seen: set[str], *, by: Actor, on: date
) -> Sequence[Problem]:
    try:
        code = codes.read(row.code)
        entry = surveys.addressed(code=code, poster=None)
    except (codes.Mistyped, Refused) as wrong:
        return [_about(row, BAD_CODE, wrong.words if isinstance(wrong, codes.Mistyped) else wrong.reason)]
    if code in seen:
        return [_about(row, TWICE, "Этот код уже есть выше. Один листок — одна строка: удалите лишнюю.")]
    seen.add(code)
    cohort = visible.get(entry.cohort_id)
    refusal = "Это листок другой школы." if cohort is None else KEY_IN.refusal(by, cohort)
    if cohort is None or refusal:
        return [_about(row, NOT_YOURS, refusal or "")]
    instrument = surveys.instrument_of(entry)
    language, problems = language_of(row, instrument)
    raw, impossible = answers_of(row, instrument)
    problems += impossible
    answers = possible(instrument, raw).answers
    if not answers and not problems:
        problems = [_about(row, EMPTY, "Ответов в строке нет. Впишите их или удалите строку.")]
    return problems or _accept(row, code, cohort, answers, language, taken, on=on)


def _accept(
    row: KeyedRow, code: str, cohort: Cohort, answers: Answers, language: str, taken: Taken, *, on: date
) -> Sequence[Problem]:
    try:
        receipt = surveys.accept(
            code=code, poster=None, retry_key=_retry(code), language=language, answers=answers, on=on
        )
    except Refused as refused:
        return [_about(row, BAD_CODE, refused.reason)]
    taken.cohorts[cohort.pk] = cohort
    counted = taken.before if receipt.again else taken.new
    counted[cohort.pk] = counted.get(cohort.pk, 0) + 1
    if not receipt.again:
        return []
    return [_about(row, BEFORE, "Этот листок уже принят. Второй раз не запишем.", stops=False)]


def _retry(code: str) -> bytes:
    """The same code from any file is the same sending. The answers have no part in it: they would be traceable.

    Of the keys of codes, not of the secret of sessions: either may be changed without the other.
    """
    return keys.mac(keys.code_keys().retries, b"keyed sheets", code.encode())[:RETRY_BYTES]


def _about(row: KeyedRow, code: str, words: str, *, stops: bool = True) -> Problem:
    # what is told of a file is kept with its run: a code is never quoted
    return Problem(row.place, None, code, words, stops=stops)


def _report(taken: Taken) -> Report:
    groups = sorted(taken.cohorts.values(), key=lambda cohort: (name_of(cohort), cohort.pk))
    return Report(
        layout="Листки",
        counts=Counts(new=sum(taken.new.values()), same=sum(taken.before.values())),
        rows=taken.rows,
        problems=tuple(taken.problems),
        preview=Preview(
            PREVIEW_COLUMNS,
            tuple(
                (name_of(each), str(taken.new.get(each.pk, 0)), str(taken.before.get(each.pk, 0)))
                for each in groups
            ),
        ),
    )
