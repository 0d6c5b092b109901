"""What a plan leaves in one place: one in force with a row, a link and a word, a draft that may be deleted."""

from datetime import datetime
from typing import Any

from opora.access.actor import operator
from opora.cycles.models import Cycle
from opora.organisations.models import Organisation, Territory
from opora.plans.actions.plans import add_plan, move_plan
from opora.plans.actions.rows import add_row, link
from opora.plans.content import Content
from opora.plans.states import Part, PlanState
from opora.references import Reference


def plans_at(
    territory: Territory, school: Organisation, cycle: Cycle, *, now: datetime
) -> dict[str, dict[str, Any]]:
    """{beginning of addresses: keyword arguments}."""
    by = operator()
    draft = add_plan(territory=territory, cycle=cycle, title="Проект плана", by=by, at=now)
    made = add_plan(territory=territory, cycle=cycle, title="План поддержки школ", by=by, at=now)
    content = Content(
        what="Создание рабочих групп в школах",
        number="1.",
        term="до 01.09.2020",
        people=[(Part.ANSWERS, "кураторы")],
        school_ids=[school.pk],
        fact="",
    )
    row = add_row(plan=made, content=content, by=by, at=now)
    thing = Reference("order", 1, "Приказ № 1", "/orders/1/")
    tied = link(row=row, thing=thing, by=by, at=now)
    move_plan(plan=made, target=PlanState.IN_FORCE, by=by, at=now)
    one, of_row = {"pk": made.pk}, {"pk": made.pk, "row_pk": row.pk}
    return {
        "plan": one,
        "plan-move": one | {"target": PlanState.CLOSED.value},
        "plan-delete": {"pk": draft.pk},
        "plan-row": of_row,
        "plan-row-new": one,
        "plan-row-unlink": of_row | {"link_pk": tied.pk},
    }
