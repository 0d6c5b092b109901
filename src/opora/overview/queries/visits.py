"""When schools were visited, and until when they wait for the next visit, by the rhythm in force."""

from collections.abc import Mapping, Sequence
from datetime import date

from opora.cycles.models import Cycle, Stage
from opora.overview.facts import Documents, School
from opora.visits.phases import Courses, end_of_writing
from opora.visits.queries.definitions import rhythms_for
from opora.visits.queries.planner import Standing, standings_of
from opora.visits.rhythm import Due, due_of

_NEVER = Standing()


def visits(
    schools: Sequence[School], cycle: Cycle, documents: Mapping[int, Documents], *, today: date
) -> tuple[dict[int, Standing], dict[int, Due]]:
    """As the planner says it. Three queries.

    Roadmaps are carried out since all documents of a school are confirmed, as `config` tells the planner.
    """
    standings = standings_of([each.pk for each in schools], cycle, today=today)
    rhythms = rhythms_for({each.path for each in schools})
    carrying_out = {
        pk: each.settled_on
        for pk, each in documents.items()
        if each.settled_on is not None and each.settled == each.total
    }
    years = Courses(cycle, end_of_writing(cycle, Stage.objects.filter(cycle=cycle)), carrying_out)
    dues: dict[int, Due] = {}
    for each in schools:
        rhythm, standing = rhythms.get(each.path), standings.get(each.pk, _NEVER)
        if rhythm is not None:
            dues[each.pk] = due_of(
                years.of(each.pk, by_documents=rhythm.by_documents),
                rhythm,
                presence=standing.presence,
                online=standing.online,
                begun=each.curated_since,
                today=today,
            )
    return standings, dues
