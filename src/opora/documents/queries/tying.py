"""Documents that an event may serve."""

from django.db.models import Q

from opora.access import Actor
from opora.documents.queries.visibility import documents_visible_to
from opora.documents.states import DocumentState
from opora.events.models import Event
from opora.events.tying import MOST


def documents(actor: Actor, event: Event, words: str, only: int | None) -> list[tuple[int, str, str]]:
    """Of the year of the event: of its place and of the schools that are asked to come. One query."""
    found = documents_visible_to(actor).filter(_place_of(event), cycle=event.cycle_id)
    found = found.exclude(state=DocumentState.ARCHIVED)
    for word in words.split():
        found = found.filter(Q(title__icontains=word) | Q(school__name__icontains=word))
    if only is not None:
        found = found.filter(pk=only)
    rows = found.order_by("school__sort_name", "title", "pk").values_list(
        "pk", "title", "school__name", "territory__name"
    )[: MOST + 1]
    return [(pk, title, school or place) for pk, title, school, place in rows]


def _place_of(event: Event) -> Q:
    """The school that holds it; else its territory with the schools asked to come, all where none is named."""
    if event.school_id:
        return Q(school=event.school_id)
    path, invited = event.territory_path, [each.school_id for each in event.invited.all()]
    schools = Q(school__in=invited) if invited else Q(school__territory__path__startswith=path)
    return Q(territory__path__startswith=path) | schools
