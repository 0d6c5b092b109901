"""Rows of plans that an event may serve."""

from django.db.models import Q

from opora.access import Actor
from opora.access.paths import chain
from opora.events.models import Event
from opora.events.tying import MOST
from opora.plans.models import PlanRow
from opora.plans.queries.visibility import visible_to
from opora.plans.references import row_title
from opora.plans.states import PlanState


def rows(actor: Actor, event: Event, words: str, only: int | None) -> list[tuple[int, str, str]]:
    """Of plans in force in the year of the event: of its territory, those above and those inside it. One query."""
    path = event.territory_path
    plans = visible_to(actor).filter(
        Q(territory__path__in=chain(path)) | Q(territory__path__startswith=path),
        state=PlanState.IN_FORCE,
        cycle=event.cycle_id,
    )
    found = PlanRow.objects.filter(plan__in=plans.order_by())
    for word in words.split():
        found = found.filter(Q(what__icontains=word) | Q(number__startswith=word))
    if only is not None:
        found = found.filter(pk=only)
    named = found.order_by("plan__sort_title", "plan_id", "position", "pk").values_list(
        "pk", "number", "what", "plan__title"
    )[: MOST + 1]
    return [(pk, row_title(number, what), plan) for pk, number, what, plan in named]
