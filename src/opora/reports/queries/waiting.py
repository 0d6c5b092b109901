"""What of reports waits for a person: one to write when the term of a stage is near, one to sign."""

from datetime import date, timedelta
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import timezone

from opora.access import Actor
from opora.cycles.models import Cycle
from opora.inbox import SOON_DAYS, Reason, Waiting
from opora.organisations.models import Territory
from opora.reports.models import Report
from opora.reports.queries.stages import stages
from opora.reports.queries.visibility import own_territories, visible_to
from opora.reports.rules import HEAD, SEE_DRAFTS, WRITER
from opora.reports.states import ReportState


def waiting_for(actor: Actor) -> list[Waiting]:
    """One query for a head; for a coordinator three and one for each of their municipalities; none for others."""
    if actor.is_operator or actor.role not in SEE_DRAFTS:
        return []
    today = timezone.localdate()
    return _to_sign(actor) if actor.role == HEAD else _to_write(actor, today)


def _to_sign(actor: Actor) -> list[Waiting]:
    rows = (
        visible_to(actor)
        .filter(state=ReportState.SUBMITTED)
        .order_by("state_since", "pk")
        .values_list("pk", "territory__name", "stage_title", "state_since", "due")
    )
    return [
        Waiting(
            Reason.SIGN,
            f"Отчёт, {place}: {stage or 'за год'}",
            "Подписать",
            reverse("report-issue", args=[pk]),
            since,
            due,
        )
        for pk, place, stage, since, due in rows
    ]


def _to_write(actor: Actor, today: date) -> list[Waiting]:
    """Drafts and reports not begun, from 14 days before the term of their stage until they are handed over."""
    if actor.role != WRITER:
        return []
    cycle = Cycle.objects.filter(starts__lte=today, ends__gte=today).order_by("-starts", "-pk").first()
    if cycle is None:
        return []
    territories = own_territories(actor)
    reports = {
        (territory, stage): (pk, state, since)
        for pk, territory, stage, state, since in Report.objects.filter(
            territory__in=territories, cycle=cycle
        )
        .exclude(state=ReportState.ANNULLED)
        .values_list("pk", "territory_id", "stage", "state", "state_since")
    }
    several = len(territories) > 1
    return [
        waiting
        for territory in territories
        for waiting in _of(territory, cycle, reports, today, several=several)
    ]


def _of(
    territory: Territory,
    cycle: Cycle,
    reports: dict[tuple[int, str], tuple[int, str, date]],
    today: date,
    *,
    several: bool,
) -> list[Waiting]:
    """A stage that is over for long is asked for too: nobody has reported about it."""
    found = []
    for stage in stages(territory.path or "", cycle):
        if stage.due is None or stage.due > today + timedelta(days=SOON_DAYS):
            continue
        pk, state, since = reports.get((territory.pk, stage.code), (None, ReportState.DRAFT, None))
        if state != ReportState.DRAFT:
            continue
        begin = urlencode({"cycle": cycle.code, "territory": territory.code, "stage": stage.code})
        where = f", {territory.name}" if several else ""
        found.append(
            Waiting(
                Reason.FILL,
                f"Отчёт по этапу{where}: {stage.title or 'год'}",
                "Дописать отчёт" if pk else "Начать отчёт",
                reverse("report", args=[pk]) if pk else f"{reverse('report-new')}?{begin}",
                since,
                stage.due,
            )
        )
    return found
