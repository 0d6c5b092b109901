"""A report is signed with a number and a date, and from then on stands; it may be annulled with a reason."""

from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from opora.access import Actor
from opora.files.actions import store
from opora.files.models import StoredFile
from opora.orders.naming import requisites
from opora.orders.numbers import cleaned
from opora.printing import write_docx, write_pdf
from opora.reports.actions.common import check_seen, locked, move
from opora.reports.composing import composed
from opora.reports.content import Content
from opora.reports.models import Report
from opora.reports.rules import ANNUL, ISSUE
from opora.reports.states import ReportState

PURPOSE = "report"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PDF = "application/pdf"
_TAKEN = "Письмо с этим номером и датой у вас уже есть. Проверьте исходящий номер."
_NO_DISK = "Файл письма не записался на диск установки. Попробуйте позже или скажите администратору."


def issue(*, report: Report, number: str, day: date | None, seen: int, by: Actor, at: datetime) -> Report:
    """Sign what was handed over: the letter is written as DOCX and PDF with its number and kept; one event.

    Raises ValidationError without a number or a date, Conflict where the report was changed after it was seen.
    """
    ISSUE.check(by, report)
    check_seen(report, seen)
    number, day = _checked(report, number, day, at=at)
    letter = composed(report, Content.of(report.content or {}), number=number, day=day)
    # the slow part stands before the lock: what was printed is what `seen` says
    return _issue(report, number, day, write_docx(letter), write_pdf(letter), seen=seen, by=by, at=at)


def _checked(report: Report, number: str, day: date | None, *, at: datetime) -> tuple[str, date]:
    number, wrong = cleaned(number), {}
    if not number:
        wrong["number"] = "Впишите исходящий номер."
    if day is None:
        wrong["date"] = "Впишите дату письма."
    elif day > timezone.localdate(at):
        wrong["date"] = "Этот день ещё не наступил. Проверьте дату письма."
    elif report.as_on is not None and day < report.as_on:
        wrong["date"] = f"Данные в письме на {report.as_on:%d.%m.%Y}: датировать раньше нельзя."
    if wrong or day is None:
        raise ValidationError(wrong)
    return number, day


@transaction.atomic
def _issue(
    report: Report, number: str, day: date, docx: bytes, pdf: bytes, *, seen: int, by: Actor, at: datetime
) -> Report:
    report = locked(report.pk)
    ISSUE.check(by, report)
    check_seen(report, seen)
    name = f"{report.title}, {report.territory.name}, № {number}".replace("/", "-")[:180]
    try:
        report.docx = _kept(docx, f"{name}.docx", DOCX, by=by, at=at)
        report.pdf = _kept(pdf, f"{name}.pdf", PDF, by=by, at=at)
    except OSError as trouble:
        raise ValidationError(_NO_DISK) from trouble
    report.number, report.date = number, day
    report.issued_at, report.issued_by_name = at, by.name
    try:
        with transaction.atomic():
            move(report, ReportState.ISSUED, by=by, at=at, note=requisites(number, day))
    except IntegrityError as clash:
        if "report_number_once" not in str(clash):
            raise
        raise ValidationError({"number": _TAKEN}) from clash
    return report


def _kept(data: bytes, name: str, kind: str, *, by: Actor, at: datetime) -> StoredFile:
    return store(data=data, name=name, content_type=kind, purpose=PURPOSE, by=by, at=at)


@transaction.atomic
def annul(*, report: Report, why: str, by: Actor, at: datetime) -> Report:
    """The letter no longer counts and still says what it said; a new one may be begun. One event."""
    report = locked(report.pk)
    ANNUL.check(by, report)
    if not why.strip():
        raise ValidationError({"why": "Напишите причину: её увидят все, кто откроет отчёт."})
    report.annulled_why = why.strip()
    move(report, ReportState.ANNULLED, by=by, at=at, note=why.strip())
    return report
