"""Requests for reports: their list, who has answered, which of them a report answers."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from opora.access import Actor
from opora.access.paths import inside
from opora.cycles.models import Cycle
from opora.organisations.models import Territory
from opora.reports.models import Report, ReportRequest
from opora.reports.queries.visibility import requests_visible_to
from opora.reports.rules import SEE_DRAFTS
from opora.reports.states import ReportState, RequestState

#: a request to one municipality
OneAsked = ReportRequest.territories.through


def answering() -> QuerySet[Report]:
    """Issued reports that answer the row of `OneAsked` around them."""
    return Report.objects.filter(
        territory=OuterRef("territory"),
        cycle=OuterRef("reportrequest__cycle"),
        stage=OuterRef("reportrequest__stage"),
        state=ReportState.ISSUED,
    ).order_by()


@dataclass(frozen=True, slots=True)
class RequestLine:
    """A request in the list: of how many municipalities, how many have answered."""

    pk: int
    stage: str
    territory: str
    cycle: str
    due: date
    state: str
    asked: int
    answered: int

    def late(self, today: date) -> int:
        """How many have not answered though the term is over."""
        is_awaited = self.state == RequestState.SENT and self.due < today
        return self.asked - self.answered if is_awaited else 0


def lines(actor: Actor) -> list[RequestLine]:
    """The open ones first, those due soonest before. A municipality counts only its own. Two queries."""
    found = requests_visible_to(actor)
    rows = (
        _own(actor, OneAsked._default_manager.filter(reportrequest__in=found.order_by().values("pk")))
        .annotate(is_answered=Exists(answering()))
        .values_list("reportrequest")
        .annotate(asked=Count("pk"), answered=Count("pk", filter=Q(is_answered=True)))
        .order_by()
    )
    counts = {pk: (asked, answered) for pk, asked, answered in rows}
    shown = found.order_by("state", "due", "pk").values_list(
        "pk", "stage_title", "territory__name", "cycle__title", "due", "state"
    )
    return [RequestLine(*row, *counts.get(row[0], (0, 0))) for row in shown]


def _own(actor: Actor, found: QuerySet[Any]) -> QuerySet[Any]:
    """One municipality does not look into how others answer."""
    if actor.is_operator or actor.role not in SEE_DRAFTS or actor.scope is None:
        return found
    return found.filter(inside("territory__path", actor.scope.territory_paths))


@dataclass(frozen=True, slots=True)
class Answer:
    """How a municipality stands: `state` of its report, None where none was begun; the rest of an issued one."""

    territory: Territory
    report: int | None = None
    state: ReportState | None = None
    number: str = ""
    day: date | None = None
    issued_on: date | None = None

    @property
    def is_answered(self) -> bool:
        return self.state == ReportState.ISSUED

    def is_late(self, due: date, today: date) -> bool:
        """Answered after the term, or not yet though it is over."""
        return (self.issued_on or today) > due


def answers(actor: Actor, asked: ReportRequest) -> list[Answer]:
    """Of every municipality that was asked, of its own one alone for a municipality. Two queries."""
    through = _own(actor, OneAsked._default_manager.filter(reportrequest=asked))
    places = list(Territory.objects.filter(pk__in=through.values("territory")).order_by("sort_name", "pk"))
    reports = {
        each.territory_id: each
        for each in Report.objects.filter(territory__in=places, cycle=asked.cycle_id, stage=asked.stage)
        .exclude(state=ReportState.ANNULLED)
        .defer("content", "texts")
    }
    return [_answer(place, reports.get(place.pk)) for place in places]


def _answer(place: Territory, report: Report | None) -> Answer:
    if report is None:
        return Answer(place)
    issued = timezone.localdate(report.issued_at) if report.issued_at else None
    return Answer(place, report.pk, ReportState(report.state), report.number, report.date, issued)


def open_twins(territory: Territory, cycle: Cycle, stage: str, places: Collection[int]) -> list[str]:
    """Names of the municipalities that the territory asks for the same already. One query."""
    found = OneAsked._default_manager.filter(
        reportrequest__territory=territory,
        reportrequest__cycle=cycle,
        reportrequest__stage=stage,
        reportrequest__state=RequestState.SENT,
        territory__in=places,
    )
    return list(found.order_by("territory__sort_name").values_list("territory__name", flat=True))


def request_for(territory: Territory, cycle: Cycle, stage: str) -> ReportRequest | None:
    """The open request that a report of the territory answers: the one due first. One query."""
    found = ReportRequest.objects.filter(
        territories=territory, cycle=cycle, stage=stage, state=RequestState.SENT
    )
    return found.select_related("territory").order_by("due", "pk").first()


def municipalities(territory: Territory) -> list[Territory]:
    """Whom a territory may ask, in order of names. One query."""
    found = Territory.objects.filter(path__startswith=territory.path or "?", kind="municipality")
    return list(found.order_by("sort_name", "pk"))


def unanswered() -> QuerySet[Any]:
    """Rows of `OneAsked` of open requests that no issued report answers."""
    found = OneAsked._default_manager.filter(reportrequest__state=RequestState.SENT)
    return found.exclude(Exists(answering()))
