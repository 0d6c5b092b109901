"""Reports are asked for; a request is withdrawn with a reason."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from opora.access import Actor
from opora.cycles.models import Cycle
from opora.history.actions import record
from opora.organisations.models import Territory
from opora.organisations.states import TerritoryKind
from opora.reports.models import ReportRequest
from opora.reports.queries.requests import open_twins
from opora.reports.queries.stages import StageOf
from opora.reports.rules import ASK, WITHDRAW
from opora.reports.states import REQUEST_KIND, RequestState


@dataclass(frozen=True, slots=True)
class Ask:
    """What is asked of whom until when."""

    stage: StageOf
    due: date
    territories: Sequence[int]
    form: str = ""
    note: str = ""
    number: str = ""
    dated: date | None = None


@transaction.atomic
def ask(*, territory: Territory, cycle: Cycle, given: Ask, by: Actor, at: datetime) -> ReportRequest:
    """One request to several municipalities, one event. Raises ValidationError with what is wrong."""
    ASK.check(by, territory)
    # two people of one territory do not ask the same at once
    Territory.objects.select_for_update().get(pk=territory.pk)
    asked = _asked(territory, cycle, given, today=timezone.localdate(at))
    made = ReportRequest.objects.create(
        territory=territory,
        cycle=cycle,
        stage=given.stage.code,
        stage_title=given.stage.title,
        due=given.due,
        form=given.form.strip(),
        note=given.note.strip(),
        number=given.number.strip().removeprefix("№").strip(),
        date=given.dated,
        state_since=timezone.localdate(at),
        made_at=at,
        made_by_name=by.name,
        made_by_role=by.role.title if by.role else "",
    )
    made.territories.set(asked)
    _tell(made, "запросил(а) отчёты", ", ".join(each.name for each in asked), by=by, at=at)
    return made


def _asked(territory: Territory, cycle: Cycle, given: Ask, *, today: date) -> list[Territory]:
    found = list(
        Territory.objects.filter(
            pk__in=given.territories, path__startswith=territory.path or "?", kind=TerritoryKind.MUNICIPALITY
        ).order_by("sort_name", "pk")
    )
    wrong = {}
    if not found or len(found) != len(set(given.territories)):
        wrong["territories"] = "Отметьте муниципалитеты своей территории: хотя бы один."
    if given.due < today:
        wrong["due"] = "Этот день уже прошёл. Назначьте срок, к которому отчёт успеют прислать."
    twins = open_twins(territory, cycle, given.stage.code, [each.pk for each in found])
    if twins:
        wrong["territories"] = (
            f"Этот отчёт уже запрошен: {', '.join(twins)}. Снимите отметку или отзовите прежний запрос."
        )
    if wrong:
        raise ValidationError(wrong)
    return found


@transaction.atomic
def withdraw(*, asked: ReportRequest, why: str, by: Actor, at: datetime) -> ReportRequest:
    """The request leaves the desks; what was sent stays. One event."""
    found = ReportRequest.objects.select_for_update(of=("self",)).select_related("territory", "cycle")
    asked = found.get(pk=asked.pk)
    WITHDRAW.check(by, asked)
    if not why.strip():
        raise ValidationError({"why": "Напишите почему: это прочтут те, кто готовит отчёт."})
    asked.state, asked.state_since = RequestState.WITHDRAWN, timezone.localdate(at)
    asked.withdrawn_why = why.strip()
    asked.save()
    _tell(asked, "отозвал(а) запрос отчётов", why.strip(), by=by, at=at)
    return asked


def _tell(asked: ReportRequest, verb: str, note: str, *, by: Actor, at: datetime) -> None:
    record(
        by=by,
        at=at,
        verb=verb,
        subject_kind=REQUEST_KIND,
        subject_id=asked.pk,
        subject_title=f"{asked.title}, {asked.territory.name}",
        territory_path=asked.territory.path or "",
        note=note,
    )
