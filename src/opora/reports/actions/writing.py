"""A report is begun, written, addressed, handed over for signature, given back, deleted."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from opora.access import Actor, WrongState
from opora.cycles.models import Cycle
from opora.files.actions import remove
from opora.organisations.models import Territory
from opora.reports.actions.common import check_seen, locked, move, tell, touch
from opora.reports.composing import gathered_for
from opora.reports.kinds import subject
from opora.reports.models import Report
from opora.reports.queries.requests import request_for
from opora.reports.queries.requisites import proposed
from opora.reports.queries.stages import StageOf
from opora.reports.rules import MAKE, RETURN, WRITE
from opora.reports.states import ReportState
from opora.reports.texts import lacking

TWICE = "Отчёт по этому этапу уже есть. Откройте его в списке отчётов."


@dataclass(frozen=True, slots=True)
class Address:
    """What stands around the text of a letter, as a person corrected it."""

    subject: str
    addressee_post: str = ""
    addressee_organisation: str = ""
    addressee_name: str = ""
    reply_to_number: str = ""
    reply_to_date: date | None = None
    signer_post: str = ""
    signer_name: str = ""


@transaction.atomic
def begin(*, territory: Territory, cycle: Cycle, stage: StageOf, by: Actor, at: datetime) -> Report:
    """A draft with a proposed heading, an answer to the letter that asked for it; one event.

    Raises WrongState where the stage has its report already.
    """
    MAKE.check(by, territory)
    asked = request_for(territory, cycle, stage.code)
    made = Report(
        territory=territory,
        cycle=cycle,
        stage=stage.code,
        stage_title=stage.title,
        due=stage.due,
        state_since=timezone.localdate(at),
        subject=subject(stage.code, stage.title, cycle.title),
        **asdict(proposed(territory, on=timezone.localdate(at))),
        reply_to_number=asked.number if asked else "",
        reply_to_date=asked.date if asked else None,
        made_at=at,
        made_by_name=by.name,
        changed_at=at,
        changed_by_name=by.name,
    )
    try:
        with transaction.atomic():
            made.save()
    except IntegrityError as clash:
        raise WrongState(TWICE) from clash
    tell(made, "начал(а) отчёт", by=by, at=at)
    return made


@transaction.atomic
def write(*, report: Report, texts: Mapping[str, str], seen: int, by: Actor, at: datetime) -> Report:
    """The words of people, all of them; one event, none where nothing changed. Raises Conflict on a stale page."""
    report = locked(report.pk)
    WRITE.check(by, report)
    check_seen(report, seen)
    kept = {code: text.strip() for code, text in texts.items() if text.strip()}
    if kept == report.texts:
        return report
    report.texts = kept
    touch(report, by=by, at=at)
    tell(report, "дополнил(а) отчёт", by=by, at=at)
    return report


@transaction.atomic
def address(*, report: Report, given: Address, seen: int, by: Actor, at: datetime) -> Report:
    """Whom it goes to and who signs; one event, none where nothing changed."""
    report = locked(report.pk)
    WRITE.check(by, report)
    check_seen(report, seen)
    values = {
        name: value.strip() if isinstance(value, str) else value for name, value in asdict(given).items()
    }
    if not values["subject"]:
        raise ValidationError({"subject": "Напишите заголовок письма: о чём оно."})
    if all(getattr(report, name) == value for name, value in values.items()):
        return report
    for name, value in values.items():
        setattr(report, name, value)
    touch(report, by=by, at=at)
    tell(report, "изменил(а) адресата и подпись отчёта", by=by, at=at)
    return report


@transaction.atomic
def submit(*, report: Report, seen: int, by: Actor, at: datetime) -> Report:
    """The facts of this day are kept with the words: this is what will be signed. One event.

    Raises ValidationError while a text that only a person can write is missing.
    """
    report = locked(report.pk)
    WRITE.check(by, report)
    check_seen(report, seen)
    blank = lacking(report.texts, report.stage)
    if blank:
        named = ", ".join(f"«{each.label}»" for each in blank)
        raise ValidationError(f"Сначала напишите: {named}. Это не подставить из фактов.")
    today = timezone.localdate(at)
    content = gathered_for(report, today=today)
    report.content, report.as_on, report.returned_why = content.as_json(), today, ""
    move(report, ReportState.SUBMITTED, by=by, at=at)
    report.schools.set([each.id for each in content.schools])
    return report


@transaction.atomic
def give_back(*, report: Report, why: str, by: Actor, at: datetime) -> Report:
    """Back to be written on: facts are gathered anew when it is handed over again. One event."""
    report = locked(report.pk)
    RETURN.check(by, report)
    if not why.strip():
        raise ValidationError({"why": "Напишите, что исправить: координатор увидит это над отчётом."})
    report.content, report.as_on, report.returned_why = None, None, why.strip()
    move(report, ReportState.DRAFT, by=by, at=at, note=why.strip())
    report.schools.clear()
    return report


@transaction.atomic
def delete_draft(*, report: Report, by: Actor, at: datetime) -> None:
    """Drop a draft with its annexes; one event keeps what it was."""
    report = locked(report.pk)
    WRITE.check(by, report)
    tell(report, "удалил(а) черновик отчёта", by=by, at=at)
    files = [each.file for each in report.annexes.select_related("file")]
    report.delete()
    for file in files:
        remove(stored=file, at=at)
