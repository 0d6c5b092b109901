"""Decisions for tests, and what they leave in one place."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils import timezone

from conftest import NOW
from opora.access.actor import operator
from opora.assignments.models import Assignment
from opora.assignments.states import AssignmentState
from opora.cycles.models import Cycle
from opora.decisions.models import Decision, Outcome
from opora.decisions.states import DecisionState
from opora.files.actions import store
from opora.organisations.models import Organisation, Territory


def decision(
    home: Organisation | Territory,
    cycle: Cycle,
    *,
    state: DecisionState = DecisionState.ADOPTED,
    now: datetime = NOW,
    **values: Any,
) -> Decision:
    is_school = isinstance(home, Organisation)
    is_done = state in {DecisionState.EXECUTED, DecisionState.ASSESSED}
    defaults: dict[str, Any] = {
        "text": "Открыть консультации по математике",
        "ground": "По итогам анализа ВПР",
        "decided_by": "Начальник управления",
        "decided_on": date(2026, 9, 1),
        "executed_on": date(2026, 9, 10) if is_done else None,
        "reason": "Нет денег" if state is DecisionState.CANCELLED else "",
        "state_since": timezone.localdate(now),
        "made_at": now,
        "made_by_name": "Окружная",
    }
    return Decision.objects.create(
        school=home if is_school else None,
        territory=None if is_school else home,
        cycle=cycle,
        state=state,
        **(defaults | values),
    )


def finish_tasks(of: Decision, *, state: AssignmentState = AssignmentState.ACCEPTED) -> None:
    """Every task of the decision is finished, whoever did it."""
    for each in Assignment.objects.filter(origin_kind="decision", origin_id=of.pk):
        each.state = state
        each.report, each.reported_at, each.reported_by_name = "Сделано", NOW, "Исполнитель"
        each.answered_at, each.answered_by_name = NOW, "Окружная"
        each.save()


def decisions_at(
    territory: Territory, school: Organisation, cycle: Cycle, *, now: datetime
) -> dict[str, dict[str, Any]]:
    """{address, or the beginning of addresses: keyword arguments}."""
    adopted = decision(school, cycle, now=now)
    executed = decision(territory, cycle, now=now, state=DecisionState.EXECUTED)
    stored = store(
        data=b"%PDF-1.7\n",
        name="итог.pdf",
        content_type="application/pdf",
        purpose="decision:outcome",
        by=operator(),
        at=now,
    )
    outcome = Outcome.objects.create(
        decision=executed,
        on=date(2026, 9, 12),
        words="Двоек меньше",
        figure="Доля «2»",
        before=Decimal(40),
        after=Decimal(31),
        unit="%",
        source="Протоколы",
        file=stored,
        recorded_at=now,
        recorded_by_name="Окружная",
    )
    return {
        "decision": {"pk": adopted.pk},
        "decision-outcome": {"pk": executed.pk},
        "decision-outcome-file": {"pk": executed.pk, "outcome_pk": outcome.pk},
    }
