"""Schools that nobody looks after, as a question of a meeting's agenda."""

from django.urls import reverse

from opora.access import Actor
from opora.curators.queries.alone import left_alone
from opora.curators.rules import SEE
from opora.meetings.offering import Offer, Spot, Thing
from opora.ui.text import count_ru
from opora.visits.agenda import SCHOOL


def without_curator(actor: Actor, spot: Spot) -> list[Offer]:
    """Of a territory in its year, in order of names. One query."""
    if spot.school is not None or not SEE.can(actor, None):
        return []
    if not spot.cycle.starts <= spot.today <= spot.cycle.ends:
        return []
    rows = left_alone(actor, spot.cycle.pk, spot.today).filter(territory__path__startswith=spot.path)
    things = tuple(Thing(SCHOOL.kind, pk, name) for pk, name in rows)
    title = f"О школах без куратора: {count_ru(len(things), 'школа,школы,школ')}"
    return [Offer("alone", title, things, reverse("curator-load"))] if things else []
