"""What the pages are about, if the actor sees it."""

from django.http import Http404
from django.urls import reverse

from opora.access.request import Request
from opora.plans.models import Plan, PlanRow
from opora.plans.presenters.words import short
from opora.plans.queries.visibility import plan_seen_by
from opora.ui.components import Crumb


def plan_or_404(request: Request, pk: int) -> Plan:
    found = plan_seen_by(request.actor, pk)
    if found is None:
        raise Http404
    return found


def row_or_404(plan: Plan, pk: int) -> PlanRow:
    found = plan.rows.filter(pk=pk).first()
    if found is None:
        raise Http404
    found.plan = plan
    return found


def crumbs(plan: Plan | None = None, row: PlanRow | None = None) -> list[Crumb]:
    found = [Crumb("Планы", reverse("plans"))]
    if plan is not None:
        found.append(Crumb(short(plan.title, 60), reverse("plan", args=[plan.pk])))
    if plan is not None and row is not None:
        found.append(Crumb(row_title(row), reverse("plan-row", args=[plan.pk, row.pk])))
    return found


def row_title(row: PlanRow) -> str:
    return (
        f"Строка {row.number.rstrip('. ')}" if row.number.strip(" .") else f"Строка на месте {row.position}"
    )
