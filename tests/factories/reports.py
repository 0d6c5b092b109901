"""Reports of a territory: one being written, one that waits for a signature, one that was issued."""

from datetime import date, datetime
from typing import Any

from django.utils import timezone

from opora.access.actor import operator
from opora.cycles.models import Cycle
from opora.organisations.models import Territory
from opora.reports.actions import begin, issue, submit, write
from opora.reports.models import Report
from opora.reports.queries.stages import StageOf

FIRST = StageOf("first", "Этап 1: документы и первые меры", date(2027, 6, 1))
SECOND = StageOf("second", "Этап 2: реализация", date(2026, 11, 1))
FINAL = StageOf("final", "Итог: позитивные изменения", date(2026, 12, 20))
TEXTS = {
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
    made = submitted(territory, cycle, stage, now=now, **texts)
    day = timezone.localdate(now)
    return issue(report=made, number=number, day=day, seen=made.revision, by=operator(), at=now)


def reports_at(territory: Territory, cycle: Cycle, *, now: datetime) -> dict[str, dict[str, Any]]:
    """{address or beginning of addresses: keyword arguments}."""
    waits = {"pk": submitted(territory, cycle, SECOND, now=now).pk}
    sent = issued(territory, cycle, FINAL, now=now)
    one = {"pk": draft(territory, cycle, now=now).pk}
    return {
        "report": one,
        "report-print": {"pk": sent.pk, "kind": "docx"},
        "report-return": waits,
        "report-issue": waits,
        "report-annul": {"pk": sent.pk},
    }
