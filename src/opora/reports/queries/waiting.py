"""What of reports waits for a person: one to write, one to sign, reports that were asked for and did not come."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, QuerySet
from django.urls import reverse
from django.utils import timezone

from opora.access import Actor
from opora.cycles.models import Cycle
from opora.inbox import SOON_DAYS, Reason, Waiting
from opora.organisations.models import Territory
from opora.organisations.states import TerritoryKind
from opora.reports.models import Report
from opora.reports.queries.requests import unanswered
from opora.reports.queries.stages import stages_at
from opora.reports.queries.visibility import visible_to
from opora.reports.rules import ASKERS, HEAD, WRITER
from opora.reports.states import ReportState
from opora.statements import every


@dataclass(frozen=True, slots=True)
class _Owed:
    """A report that a territory is to write; `asked_on` where somebody asked for it."""

    place: tuple[int, str, str, str]
    cycle: str
    stage: str
    title: str
    due: date
    asked_on: date | None = None


def waiting_for(actor: Actor) -> list[Waiting]:
    """One query for a head and for those who ask; five for a coordinator; none for others."""
    if actor.is_operator or actor.scope is None:
        return []
    today = timezone.localdate()
    if actor.role == HEAD:
        return _to_sign(actor)
    if actor.role == WRITER:
        return _to_write(actor.scope.territory_paths, today)
    return _to_look_at(actor.scope.territory_paths, today) if actor.role in ASKERS else []


def _to_sign(actor: Actor) -> list[Waiting]:
    return [
        Waiting(
            Reason.SIGN,
            f"Отчёт, {place}: {stage or 'за год'}",
            "Подписать",
            reverse("report-issue", args=[pk]),
            since,
            due,
        )
        for pk, place, stage, since, due in every(_submitted, actor)
    ]


def _submitted(actor: Actor) -> QuerySet[Report, Any]:
    found = visible_to(actor).filter(state=ReportState.SUBMITTED).order_by("state_since", "pk")
    return found.values_list("pk", "territory__name", "stage_title", "state_since", "due")


def _to_write(paths: tuple[str, ...], today: date) -> list[Waiting]:
    """Drafts and reports not begun until they are handed over: those that were asked for at once, the others from
    14 days before the term of their stage."""
    places = every(_municipalities, paths)
    if not places:
        return []
    ids = tuple(place[0] for place in places)
    owed: dict[tuple[int, str, str], _Owed] = {}
    for each in [*_asked_for(places, ids), *_by_stages(places, today)]:
        owed.setdefault((each.place[0], each.cycle, each.stage), each)
    reports = {
        (place, cycle, stage): (pk, state, since)
        for place, cycle, stage, pk, state, since in every(_reports, ids)
    }
    several = len(places) > 1
    return [
        _waiting(each, reports.get(key), several=several)
        for key, each in owed.items()
        if key not in reports or reports[key][1] == ReportState.DRAFT
    ]


def _waiting(owed: _Owed, begun: tuple[int, str, date] | None, *, several: bool) -> Waiting:
    _, code, name, _ = owed.place
    begin = urlencode({"cycle": owed.cycle, "territory": code, "stage": owed.stage})
    where = f", {name}" if several else ""
    word = "Отчёт по запросу" if owed.asked_on else "Отчёт по этапу"
    return Waiting(
        Reason.FILL,
        f"{word}{where}: {owed.title or 'год'}",
        "Дописать отчёт" if begun else "Начать отчёт",
        reverse("report", args=[begun[0]]) if begun else f"{reverse('report-new')}?{begin}",
        owed.asked_on or (begun[2] if begun else None),
        owed.due,
    )


def _asked_for(places: Iterable[tuple[int, str, str, str]], ids: tuple[int, ...]) -> list[_Owed]:
    by_pk = {place[0]: place for place in places}
    return [
        _Owed(by_pk[place], cycle, stage, title, due, timezone.localdate(at))
        for place, cycle, stage, title, due, at in every(_requests, ids)
    ]


def _by_stages(places: Iterable[tuple[int, str, str, str]], today: date) -> list[_Owed]:
    """A stage that is over for long is asked for too: nobody has reported about it."""
    year = next(iter(every(_years, today)), None)
    if year is None:
        return []
    code, starts, ends = year
    found = stages_at(tuple(place[3] for place in places), (starts, ends))
    soon = today + timedelta(days=SOON_DAYS)
    return [
        _Owed(place, code, stage.code, stage.title, stage.due)
        for place in places
        for stage in found[place[3]]
        if stage.due is not None and stage.due <= soon
    ]


def _years(today: date) -> QuerySet[Cycle, tuple[str, date, date]]:
    found = Cycle.objects.filter(starts__lte=today, ends__gte=today).order_by("-starts", "-pk")
    return found.values_list("code", "starts", "ends")


def _municipalities(paths: tuple[str, ...]) -> QuerySet[Territory, Any]:
    found = Territory.objects.filter(path__in=[each for each in paths if each])
    found = found.filter(kind=TerritoryKind.MUNICIPALITY).order_by("sort_name", "pk")
    return found.values_list("pk", "code", "name", "path")


def _requests(ids: tuple[int, ...]) -> QuerySet[Any, tuple[int, str, str, str, date, datetime]]:
    found = unanswered().filter(territory__in=ids).order_by("reportrequest__due", "reportrequest")
    of = ("cycle__code", "stage", "stage_title", "due", "made_at")
    return found.values_list("territory_id", *(f"reportrequest__{name}" for name in of))


def _reports(ids: tuple[int, ...]) -> QuerySet[Report, tuple[int, str, str, int, str, date]]:
    found = Report.objects.filter(territory__in=ids).exclude(state=ReportState.ANNULLED).order_by()
    return found.values_list("territory_id", "cycle__code", "stage", "pk", "state", "state_since")


def _to_look_at(paths: tuple[str, ...], today: date) -> list[Waiting]:
    """Requests of the own territory whose term is over while somebody has not answered."""
    return [
        Waiting(
            Reason.DECIDE,
            f"Отчёты по запросу, {stage or 'за год'}: не прислали {many}",
            "Посмотреть",
            reverse("report-request", args=[pk]),
            None,
            due,
        )
        for pk, stage, due, many in every(_overdue, paths, today)
    ]


def _overdue(paths: tuple[str, ...], today: date) -> QuerySet[Any, tuple[int, str, date, int]]:
    found = unanswered().filter(reportrequest__due__lt=today, reportrequest__territory__path__in=paths)
    of = ("reportrequest", "reportrequest__stage_title", "reportrequest__due")
    counted: QuerySet[Any, Any] = found.order_by().values(*of).annotate(many=Count("pk"))
    return counted.order_by("reportrequest__due", "reportrequest").values_list(*of, "many")
