"""Rows of plans with how they stand."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch

from opora.cycles.models import Participation
from opora.organisations.models import Organisation
from opora.plans.facts import Ask, measured
from opora.plans.models import Plan, PlanResponsible, PlanRow
from opora.plans.standing import Stand, stand


@dataclass(frozen=True, slots=True)
class RowView:
    """A row with its people, its schools and how it stands."""

    row: PlanRow
    plan: Plan
    people: Sequence[PlanResponsible]
    schools: Sequence[Organisation]
    stand: Stand

    @property
    def is_late(self) -> bool:
        return self.stand.is_late


def rows_of(plans: Sequence[Plan], *, today: date, only: Iterable[int] | None = None) -> list[RowView]:
    """Rows of these plans (their territories and years joined) in order, `only` those of the ids given.

    Three queries for the rows, one for the schools of the years where a row names none, then those of the sources
    of facts that rows use, each asked once.
    """
    by_pk = {plan.pk: plan for plan in plans}
    found = PlanRow.objects.filter(plan__in=by_pk)
    if only is not None:
        found = found.filter(pk__in=list(only))
    rows = list(
        found.order_by("plan_id", "position", "id").prefetch_related(
            Prefetch("responsible", PlanResponsible.objects.order_by("position", "id")),
            Prefetch("schools", Organisation.objects.order_by("sort_name", "id")),
        )
    )
    figures = measured(_asks(rows, by_pk))
    order = {plan.pk: at for at, plan in enumerate(plans)}
    return [
        RowView(
            row=row,
            plan=by_pk[row.plan_id],
            people=list(row.responsible.all()),
            schools=list(row.schools.all()),
            stand=stand(
                starts=row.starts,
                ends=row.ends,
                told=row.told_how,
                figure=figures.get(row.pk),
                least=row.fact_least,
                today=today,
            ),
        )
        for row in sorted(rows, key=lambda each: (order[each.plan_id], each.position, each.pk))
    ]


def _asks(rows: Sequence[PlanRow], plans: Mapping[int, Plan]) -> dict[int, tuple[str, Ask]]:
    asking = [row for row in rows if row.fact]
    everybody = [plans[row.plan_id] for row in asking if not row.schools.all()]
    in_year = _schools_of_years(everybody)
    asks = {}
    for row in asking:
        plan = plans[row.plan_id]
        own = tuple(school.pk for school in row.schools.all())
        asks[row.pk] = (
            row.fact,
            Ask(
                path=plan.path,
                cycle_id=plan.cycle_id,
                cycle_code=plan.cycle.code,
                year_ends=plan.cycle.ends,
                schools=own or in_year[plan.cycle_id, plan.path],
                of=row.fact_of,
                first=row.starts,
                last=row.ends,
                least=row.fact_least,
                row=row.pk,
            ),
        )
    return asks


def _schools_of_years(plans: Sequence[Plan]) -> dict[tuple[int, str], tuple[int, ...]]:
    """Open schools of each territory that take part in a programme in its year. One query, none for no plans."""
    wanted = {(plan.cycle_id, plan.path) for plan in plans}
    if not wanted:
        return {}
    rows = (
        Participation.objects.filter(cycle__in={cycle for cycle, _ in wanted}, school__closed_on__isnull=True)
        .order_by("school_id")
        .values_list("cycle_id", "school_id", "school__territory__path")
        .distinct()
    )
    found = list(rows)
    return {
        (cycle, path): tuple(
            school for of, school, at in found if of == cycle and (at or "").startswith(path)
        )
        for cycle, path in wanted
    }
