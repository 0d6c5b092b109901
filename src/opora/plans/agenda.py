"""Rows of plans that are late, as questions of a meeting's agenda."""

from urllib.parse import urlencode

from django.urls import reverse

from opora.access import Actor
from opora.meetings.offering import Offer, Spot, Thing
from opora.plans.models import PlanRow
from opora.plans.queries.rows import rows_of
from opora.plans.queries.visibility import visible_to
from opora.plans.references import row_title
from opora.plans.states import PlanState
from opora.ui.text import count_ru


def late_rows(actor: Actor, spot: Spot) -> list[Offer]:
    """One question for each plan in force of the very territory; a school has no plans of this kind.

    Two queries where no term is past, else those of `rows_of` for the rows in question.
    """
    if spot.school is not None:
        return []
    plans = list(
        visible_to(actor)
        .filter(territory=spot.place.home.pk, cycle=spot.cycle, state=PlanState.IN_FORCE)
        .select_related("territory", "cycle")
        .order_by("sort_title", "pk")
    )
    past = PlanRow.objects.filter(plan__in=plans, told_at=None, ends__lt=spot.today)
    only = list(past.order_by().values_list("pk", flat=True))
    rows = [each for each in rows_of(plans, today=spot.today, only=only) if each.is_late] if only else []
    found = []
    for plan in plans:
        things = tuple(
            Thing("plan-row", each.row.pk, row_title(each.row.number, each.row.what))
            for each in rows
            if each.plan.pk == plan.pk
        )
        if things:
            many = count_ru(len(things), "строка,строки,строк")
            title = f"О невыполненном по плану «{plan.title}»: {many}"
            url = f"{reverse('plan', args=[plan.pk])}?{urlencode({'show': 'late'})}"
            found.append(Offer(f"late-rows-{plan.pk}", title, things, url))
    return found
