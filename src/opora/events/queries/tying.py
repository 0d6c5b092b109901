"""Risk directions that an event may serve."""

from opora.access import Actor
from opora.events.models import Event
from opora.events.tying import MOST
from opora.ordering import folded
from opora.risks.queries.visibility import directions_visible_to
from opora.risks.states import DirectionState

_AT_WORK = (DirectionState.ACTIVE, DirectionState.UNDER_WAY)


def directions(actor: Actor, event: Event, words: str, only: int | None) -> list[tuple[int, str, str]]:
    """Of the schools that are asked to come, else of those where it is held: active in its year. One query."""
    found = directions_visible_to(actor).filter(cycle=event.cycle_id, state__in=_AT_WORK)
    invited = [each.school_id for each in event.invited.all()]
    if invited:
        found = found.filter(school__in=invited)
    elif event.school_id is not None:
        found = found.filter(school=event.school_id)
    else:
        found = found.filter(school__territory__path__startswith=event.territory_path)
    if only is not None:
        found = found.filter(pk=only)
    rows = found.order_by("school__sort_name", "factor_code", "pk").values_list(
        "pk", "factor_title", "school__name"
    )
    wanted = folded(words).split()
    return [row for row in rows if all(word in folded(f"{row[1]} {row[2]}") for word in wanted)][: MOST + 1]
