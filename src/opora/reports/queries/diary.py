"""Until when reports are asked for, on a calendar."""

from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from opora.access import Actor
from opora.diary import Entry
from opora.reports.models import ReportRequest
from opora.reports.queries.requests import unanswered
from opora.reports.rules import ASKERS, SEE_DRAFTS
from opora.reports.states import RequestState
from opora.statements import every

KIND = "Отчёты"


def diary_of(actor: Actor, first: date, last: date) -> list[Entry]:
    """Last days of reports that a municipality owes, or of requests of the own territory. One query."""
    if actor.is_operator or actor.scope is None or actor.role not in SEE_DRAFTS | ASKERS:
        return []
    if actor.role in SEE_DRAFTS:
        rows, word = every(_owed, actor.scope.territory_paths, first, last), "Отправить отчёт"
    else:
        rows, word = every(_asked, actor.scope.territory_paths, first, last), "Отчёты муниципалитетов"
    return [
        Entry(
            f"report-request-{pk}",
            KIND,
            f"{word}: {stage or 'за год'}",
            reverse("report-request", args=[pk]),
            due,
            due,
        )
        for pk, stage, due in dict.fromkeys(rows)
    ]


def _owed(paths: tuple[str, ...], first: date, last: date) -> QuerySet[Any, tuple[int, str, date]]:
    found = unanswered().filter(territory__path__in=paths, reportrequest__due__range=(first, last))
    return found.order_by("reportrequest__due", "reportrequest").values_list(
        "reportrequest", "reportrequest__stage_title", "reportrequest__due"
    )


def _asked(paths: tuple[str, ...], first: date, last: date) -> QuerySet[ReportRequest, tuple[int, str, date]]:
    found = ReportRequest.objects.filter(
        territory__path__in=paths, state=RequestState.SENT, due__range=(first, last)
    )
    return found.order_by("due", "pk").values_list("pk", "stage_title", "due")
