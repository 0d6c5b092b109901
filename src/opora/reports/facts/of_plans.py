"""The plans of the territory itself: how their rows stand, and row by row with marks of execution."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse

from opora.plans.models import Plan
from opora.plans.printouts.document import mark_words
from opora.plans.printouts.workbook import people_of
from opora.plans.queries.rows import RowView, rows_of
from opora.plans.states import Part, PlanState, Standing
from opora.printing.russian import plural
from opora.reports.content import Grid, Line, Piece, Section, line
from opora.reports.facts.base import Asked
from opora.reports.texts import PLAN

#: longer plans are printed as annexes
_MOST_ROWS = 8


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
    found, rows = _rows(asked, PlanState.IN_FORCE)
    return _counted(found, rows)


def _rows(asked: Asked, *states: PlanState) -> tuple[list[Plan], list[RowView]]:
    found = list(
        Plan.objects.filter(territory=asked.territory, cycle=asked.cycle, state__in=states)
        .select_related("territory", "cycle")
        .order_by("sort_title", "pk")
    )
    return found, rows_of(found, today=asked.as_on) if found else []


def _counted(found: Sequence[Plan], rows: Sequence[RowView]) -> tuple[PlanFacts, ...]:
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


def section(asked: Asked) -> Section:
    """Every plan that was in force in the year, row by row, as it is marked on the day."""
    found, rows = _rows(asked, PlanState.IN_FORCE, PlanState.CLOSED)
    grids = [_grid(asked, plan, [each for each in rows if each.plan.pk == plan.pk]) for plan in found]
    missing = [] if found else [asked.lacks("План мероприятий территории на этот год", asked.url("plans"))]
    lines = plan_lines(asked, _counted(found, rows))
    return Section(PLAN, "Выполнение плана мероприятий", tuple(lines), tuple(grids), tuple(missing))


def _grid(asked: Asked, plan: Plan, rows: Sequence[RowView]) -> Grid:
    heads = ("Мероприятие", "Срок", "Ответственные", "Отметка об исполнении")
    lines: list[tuple[Piece | None, ...]] = [
        (
            " ".join(filter(None, (each.row.number, each.row.what))),
            each.row.term or None,
            _people(each) or None,
            asked.figure(
                "; ".join(mark_words(each, plan).splitlines()),
                f"отметка об исполнении: {each.row.what[:80]}",
                reverse("plan-row", args=[plan.pk, each.row.pk]),
                f"plan-row:{each.row.pk}",
            ),
        )
        for each in rows
    ]
    return Grid(f"План «{plan.title}»", heads, tuple(lines), is_long=len(lines) > _MOST_ROWS)


def _people(each: RowView) -> str:
    """Everybody of the row, those who carry it out first."""
    names = [people_of(each, part).replace("\n", ", ") for part in (Part.DOES, Part.ANSWERS, Part.HELPS)]
    return ", ".join(filter(None, names))
