"""What of plans waits for a person: rows that are late or near, one line for a plan."""

from collections.abc import Sequence
from datetime import date, timedelta
from urllib.parse import urlencode

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from opora.access import Actor
from opora.inbox import SOON_DAYS, Reason, Waiting
from opora.plans.models import Plan, PlanRow
from opora.plans.queries.rows import RowView, rows_of
from opora.plans.queries.visibility import visible_to
from opora.plans.rules import FROM_BELOW, READERS, WRITERS
from opora.plans.states import PlanState
from opora.statements import every
from opora.ui.text import count_ru, ru_plural


def waiting_for(actor: Actor) -> list[Waiting]:
    """Rows of the plans in force that are late by the facts, or end within 14 days: of one's own plan for who writes
    it, else those where one is named. None for who reads only.

    One query where nothing is near; else those of `rows_of` for the rows in question.
    """
    if actor.is_operator or actor.capacity is None or actor.role not in READERS:
        return []
    today = timezone.localdate()
    found = dict(every(_near, actor, today))
    if not found:
        return []
    plans = list(
        Plan.objects.filter(pk__in=set(found.values())).select_related("territory", "cycle").order_by("pk")
    )
    rows = [each for each in rows_of(plans, today=today, only=found) if not each.stand.is_over]
    return [waiting for plan in plans for waiting in _of_plan(actor, plan, rows, today)]


def _near(actor: Actor, today: date) -> QuerySet[PlanRow, tuple[int, int]]:
    near = PlanRow.objects.filter(
        plan__in=visible_to(actor).filter(state=PlanState.IN_FORCE).order_by(),
        told_at__isnull=True,
        ends__lte=today + timedelta(days=SOON_DAYS),
    ).filter(concerns(actor))
    return near.order_by().values_list("pk", "plan_id")


def concerns(actor: Actor) -> Q:
    """The condition on rows that this actor is to see to."""
    named = Q(responsible__person=actor.person_id)
    if actor.role in FROM_BELOW and actor.role is not None:
        named |= Q(responsible__role=actor.role.value)
    if actor.role in WRITERS and actor.scope is not None:
        return named | Q(plan__territory__path__in=actor.scope.territory_paths)
    return named


def _of_plan(actor: Actor, plan: Plan, rows: Sequence[RowView], today: date) -> list[Waiting]:
    own = [each for each in rows if each.plan.pk == plan.pk]
    late = [each for each in own if each.is_late]
    soon = [each for each in own if each.stand.is_soon(today)]
    is_writer = actor.scope is not None and actor.role in WRITERS and plan.path in actor.scope.territory_paths
    found = []
    for show, some, words in (("late", late, "с прошедшим сроком"), ("soon", soon, "с близким сроком")):
        if not some:
            continue
        due = min((each.stand.due for each in some if each.stand.due), default=None)
        query = {"show": show} | ({} if is_writer else {"mine": "1"})
        found.append(
            Waiting(
                reason=Reason.DO,
                title=f"{plan.title}: {count_ru(len(some), 'строка,строки,строк')} {words}",
                action="Открыть " + ru_plural(len(some), "строку,строки,строки"),
                url=f"{reverse('plan', args=[plan.pk])}?{urlencode(query)}",
                since=due + timedelta(days=1) if due and show == "late" else None,
                due=due,
            )
        )
    return found
