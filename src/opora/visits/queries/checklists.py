"""Checklists of visits that the actor may read, school by school."""

from collections import defaultdict
from collections.abc import Sequence

from django.db.models import Exists, OuterRef, Prefetch, QuerySet

from opora.access import Actor
from opora.visits.comparing import Found, Look, SchoolLine
from opora.visits.models import Checked, Visit
from opora.visits.queries.listing import who_goes
from opora.visits.queries.visibility import visible_to
from opora.visits.rules import helps
from opora.visits.states import Mark, VisitState


def looked(actor: Actor) -> QuerySet[Visit]:
    """Noted visits with a checklist gone through: for a school only those whose note it reads."""
    found = visible_to(actor).filter(
        Exists(Checked.objects.filter(visit=OuterRef("pk")).order_by()), state=VisitState.DONE
    )
    return found if helps.holds(actor, None) else found.filter(is_open_to_school=True)


def kinds_looked(
    actor: Actor, *, cycle_id: int | None = None, school_id: int | None = None
) -> dict[str, str]:
    """{code of a kind: its title} of what there is, the latest words. One query."""
    found = looked(actor)
    if cycle_id is not None:
        found = found.filter(cycle=cycle_id)
    if school_id is not None:
        found = found.filter(school=school_id)
    rows = found.order_by("visited_on", "pk").values_list("kind", "kind_title")
    return dict(sorted(dict(rows).items(), key=lambda pair: pair[1]))


def school_lines(
    actor: Actor,
    kind: str,
    *,
    cycle_id: int | None = None,
    school_id: int | None = None,
    path: str = "",
) -> list[SchoolLine]:
    """Schools in order of names, each with its visits in order of days. Three queries however many."""
    found = looked(actor).filter(kind=kind)
    if cycle_id is not None:
        found = found.filter(cycle=cycle_id)
    if school_id is not None:
        found = found.filter(school=school_id)
    if path:
        found = found.filter(school__territory__path__startswith=path)
    checked = Prefetch("checked", Checked.objects.order_by("position", "pk"))
    rows = found.order_by("visited_on", "pk").select_related("school__territory")
    by_school: dict[int, list[Visit]] = defaultdict(list)
    for each in rows.prefetch_related("visitors", checked):
        by_school[each.school_id].append(each)
    lines = [_line(visits) for visits in by_school.values()]
    return [line for _, line in sorted(lines, key=lambda pair: (pair[0], pair[1].pk))]


def _line(visits: Sequence[Visit]) -> tuple[str, SchoolLine]:
    school = visits[0].school
    looks = tuple(_look(each) for each in visits)
    return school.sort_name, SchoolLine(school.pk, school.name, school.key, school.territory.name, looks)


def _look(visit: Visit) -> Look:
    assert visit.visited_on is not None
    checked = list(visit.checked.all())
    return Look(
        visit.pk,
        visit.visited_on,
        who_goes(visit),
        {each.code: Found(Mark(each.mark), each.words) for each in checked},
        {each.code: each.title for each in checked},
    )
