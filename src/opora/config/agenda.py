"""Schools that nobody looks after or has visited for long, as questions of a meeting's agenda.

It stands here because the planner of visits tells both at once, and its package knows nothing of agendas.
"""

from collections.abc import Sequence

from django.urls import reverse

from opora.access import Actor
from opora.curators.rules import READERS
from opora.meetings.offering import Offer, Spot, Thing
from opora.organisations.queries import schools_visible_to
from opora.references import Rows
from opora.ui.text import count_ru, date_ru
from opora.visits.queries.planner import Line, helped_schools, planner_lines
from opora.visits.rules import GO, SEE

#: a thing only of agendas: what else points at a school does it by its column
SCHOOL = Rows("school", "школа", "school", schools_visible_to, ("name",), str, "pk", ("territory__path",))


def neglected_schools(actor: Actor, spot: Spot) -> list[Offer]:
    """Of a territory: schools without a curator, schools whose visit is late. A number of queries that does not grow."""
    if spot.school is not None or not SEE.can(actor, None):
        return []
    if not spot.cycle.starts <= spot.today <= spot.cycle.ends:
        return []
    schools = (
        helped_schools(actor, spot.cycle, on=spot.today)
        .filter(territory__path__startswith=spot.path)
        .select_related("territory")
        .order_by("sort_name", "pk")
    )
    lines = planner_lines(list(schools), spot.cycle, today=spot.today)
    alone = [each for each in lines if not each.curators] if actor.acts_as(*READERS) else []
    late = [each for each in lines if each.due.is_late(spot.today)]
    return [
        *_offer("alone", "О школах без куратора", sorted(alone, key=_by_name), reverse("curator-load")),
        *_offer(
            "unvisited",
            "О школах, где давно не были",
            late,
            reverse("visit-planner" if GO.can(actor, None) else "visits"),
        ),
    ]


def _by_name(line: Line) -> tuple[str, int]:
    return line.name, line.pk


def _offer(key: str, words: str, lines: Sequence[Line], url: str) -> list[Offer]:
    things = tuple(Thing(SCHOOL.kind, each.pk, _told(each, key)) for each in lines)
    title = f"{words}: {count_ru(len(things), 'школа,школы,школ')}"
    return [Offer(key, title, things, url)] if things else []


def _told(line: Line, key: str) -> str:
    if key == "alone":
        return line.name
    since = line.due.since
    return f"{line.name}: последний раз {date_ru(since)}" if since else f"{line.name}: в этом году не были"
