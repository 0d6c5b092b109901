"""Schools whose visit is late, as a question of a meeting's agenda."""

from django.urls import reverse

from opora.access import Actor
from opora.meetings.offering import Offer, Spot, Thing
from opora.organisations.queries import schools_visible_to
from opora.references import Rows
from opora.ui.text import count_ru, date_ru
from opora.visits.queries.planner import Line, helped_schools, planner_lines
from opora.visits.rules import GO, SEE

#: a thing only of agendas: what else points at a school does it by its column
SCHOOL = Rows("school", "школа", "school", schools_visible_to, ("name",), str, "pk", ("territory__path",))


def unvisited(actor: Actor, spot: Spot) -> list[Offer]:
    """Of a territory in its year, the longest unvisited first. A number of queries that does not grow."""
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
    things = tuple(Thing(SCHOOL.kind, each.pk, _told(each)) for each in lines if each.due.is_late(spot.today))
    title = f"О школах, где давно не были: {count_ru(len(things), 'школа,школы,школ')}"
    url = reverse("visit-planner" if GO.can(actor, None) else "visits")
    return [Offer("unvisited", title, things, url)] if things else []


def _told(line: Line) -> str:
    since = line.due.since
    return f"{line.name}: последний раз {date_ru(since)}" if since else f"{line.name}: в этом году не были"
