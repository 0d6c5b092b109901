"""Reports of a territory: one being written, one that waits for a signature, one that was issued."""

from datetime import date, datetime, timedelta
from typing import Any

from django.utils import timezone

from opora.access.actor import operator
from opora.cycles.models import Cycle
from opora.organisations.models import Territory
from opora.printing import Document, Paragraph, write_docx
from opora.reports.actions import Ask, ask, begin, enclose, issue, submit, write
from opora.reports.kinds import SUMMARY, SUMMARY_TITLE
from opora.reports.models import Report, ReportRequest
from opora.reports.queries.stages import StageOf

FIRST = StageOf("first", "Этап 1: документы и первые меры", date(2027, 6, 1))
SECOND = StageOf("second", "Этап 2: реализация", date(2026, 11, 1))
FINAL = StageOf("final", "Итог: позитивные изменения", date(2026, 12, 20))
PAPER = write_docx(Document("План", date(2026, 9, 1), (Paragraph("Методический десант"),)))
IN_SUM = StageOf(SUMMARY, SUMMARY_TITLE, date(2027, 8, 31))
TEXTS = {
    "advice": "Директорам: держать расписание консультаций.",
    "problem": "Нет методической службы.\nПомогают сами школы.",
    "achievement": "Школы приняли свои дефициты.",
}


def draft(
    territory: Territory, cycle: Cycle, stage: StageOf = FIRST, *, now: datetime, **texts: str
) -> Report:
    made = begin(territory=territory, cycle=cycle, stage=stage, by=operator(), at=now)
    return write(report=made, texts={**TEXTS, **texts}, seen=made.revision, by=operator(), at=now)


def submitted(
    territory: Territory, cycle: Cycle, stage: StageOf = FIRST, *, now: datetime, **texts: str
) -> Report:
    made = draft(territory, cycle, stage, now=now, **texts)
    return submit(report=made, seen=made.revision, by=operator(), at=now)


def issued(
    territory: Territory,
    cycle: Cycle,
    stage: StageOf = FIRST,
    *,
    now: datetime,
    number: str = "986",
    **texts: str,
) -> Report:
    """Numbered on the day; files must have somewhere to lie."""
    return _sent(submitted(territory, cycle, stage, now=now, **texts), now, number)


def _sent(made: Report, now: datetime, number: str = "986") -> Report:
    day = timezone.localdate(now)
    return issue(report=made, number=number, day=day, seen=made.revision, by=operator(), at=now)


def asked_for(
    territory: Territory,
    cycle: Cycle,
    *places: Territory,
    stage: StageOf = FIRST,
    due: date,
    now: datetime,
    **more: Any,
) -> ReportRequest:
    """`territory` asks these municipalities for a report."""
    given = Ask(stage, due, [each.pk for each in places], **more)
    return ask(territory=territory, cycle=cycle, given=given, by=operator(), at=now)


def reports_at(territory: Territory, cycle: Cycle, *, now: datetime) -> dict[str, dict[str, Any]]:
    """{address or beginning of addresses: keyword arguments}."""
    waits = {"pk": submitted(territory, cycle, SECOND, now=now).pk}
    written = draft(territory, cycle, FINAL, now=now)
    enclosed = enclose(report=written, title="План", data=PAPER, name="план.docx", by=operator(), at=now)
    sent = _sent(submit(report=written, seen=written.revision, by=operator(), at=now), now)
    begun = draft(territory, cycle, now=now)
    own = enclose(report=begun, title="План", data=PAPER, name="план.docx", by=operator(), at=now)
    one = {"pk": begun.pk}
    due = timezone.localdate(now) + timedelta(days=30)
    region = Territory.objects.get(pk=territory.parent_id or 0)
    asked = asked_for(region, cycle, territory, due=due, now=now)
    return {
        "report": one,
        "report-print": {"pk": sent.pk, "kind": "docx"},
        "report-short": {"pk": sent.pk, "kind": "docx"},
        "report-annex": {"pk": sent.pk, "annex_pk": enclosed.pk},
        "report-annex-edit": one | {"annex_pk": own.pk},
        "report-whole": {"pk": sent.pk},
        "report-request": {"pk": asked.pk},
        "report-request-withdraw": {"pk": asked.pk},
        "report-return": waits,
        "report-issue": waits,
        "report-annul": {"pk": sent.pk},
    }
