"""The plans of the territory itself, by how their rows stand."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse

from opora.plans.models import Plan
from opora.plans.queries.rows import rows_of
from opora.plans.states import PlanState, Standing
from opora.printing.russian import plural
from opora.reports.content import Line, Piece, line
from opora.reports.facts.base import Asked


@dataclass(frozen=True, slots=True)
class PlanFacts:
    """The rows of a plan in force by how they stand; `told` are done by somebody's word alone."""

    id: int
    title: str
    rows: int
    done: int
    told: int
    late: int


def plans(asked: Asked) -> tuple[PlanFacts, ...]:
    """Plans of the territory itself in force."""
    found = list(
        Plan.objects.filter(territory=asked.territory, cycle=asked.cycle, state=PlanState.IN_FORCE)
        .select_related("territory", "cycle")
        .order_by("sort_title", "pk")
    )
    rows = rows_of(found, today=asked.as_on) if found else []
    return tuple(
        PlanFacts(
            plan.pk,
            plan.title,
            len(standings),
            standings.count(Standing.DONE),
            standings.count(Standing.TOLD),
            standings.count(Standing.LATE),
        )
        for plan in found
        for standings in ([each.stand.standing for each in rows if each.plan.pk == plan.pk],)
    )


def plan_lines(asked: Asked, found: Sequence[PlanFacts]) -> list[Line]:
    lines = []
    for plan in found:
        url, origin = reverse("plan", args=[plan.id]), f"plan:{plan.id}"
        pieces: list[Piece] = [
            f"План «{plan.title}»: по фактам выполнено ",
            asked.figure(plan.done, "строк плана выполнено по фактам", url, origin, "строк"),
            " из ",
            asked.figure(plan.rows, "строк в плане", url, origin, "строк"),
            f" {plural(plan.rows, 'строки', 'строк', 'строк')}",
        ]
        for many, said in ((plan.told, "выполнено со слов"), (plan.late, "просрочено")):
            if many:
                pieces += [f", {said} — ", asked.figure(many, f"строк плана {said}", url, origin, "строк")]
        lines.append(line(*pieces, "."))
    return lines
