"""What a school reads of its expertise when the round is closed. No expert is named, no order of sheets told."""

from collections import Counter
from dataclasses import dataclass

from opora.access import Actor
from opora.documents.checks.sheet import Sheet
from opora.expertise.models import Entry, ExpertSheet, Recommendation, Round
from opora.expertise.queries.documents import sheet_of, sheets_by_hash
from opora.expertise.queries.visibility import entries_read_by, schools_read_by
from opora.expertise.states import AssignmentState, RecommendationState
from opora.organisations.models import Organisation


@dataclass(frozen=True)
class Result:
    """A document's result; `sheets` stand in an order that tells nothing."""

    entry: Entry
    sheet: Sheet
    sheets: tuple[ExpertSheet, ...]
    recommendations: tuple[Recommendation, ...]

    @property
    def round(self) -> Round:
        return self.entry.round


def results_of(actor: Actor, school: Organisation) -> list[Result]:
    """Every closed round that scored the school, the newest first. Four queries."""
    entries = (
        entries_read_by(actor)
        .filter(school=school)
        .select_related("round__cycle", "round__version__definition", "document")
        .prefetch_related("assignments__sheet", "recommendations")
        .order_by("-round__cycle__starts", "-round__state_since", "-round__number", "kind", "id")
    )
    return [_result(each) for each in entries]


def result_of(entry: Entry) -> Result:
    """An entry of a closed round; recommendations are those that are followed, curators have none."""
    return _result(entry)


def _result(entry: Entry) -> Result:
    sent = [each for each in entry.assignments.all() if each.state == AssignmentState.SENT]
    sheets = tuple(each.sheet for each in sorted(sent, key=lambda a: a.key))
    return Result(entry, sheet_of(entry.round), sheets, tuple(entry.recommendations.all()))


@dataclass(frozen=True, slots=True)
class SchoolLine:
    """A school in the list: the newest result and what is still to be done."""

    pk: int
    name: str
    round: str
    points: int | None
    zone: str
    sheet: Sheet
    open: int


_LINE = ("school_id", "school__name", "round__title", "points", "zone", "round__version__content_hash")


def school_lines(actor: Actor, *, limit: int = 500) -> list[SchoolLine]:
    """Schools of the actor's scope that have a result, by name. Two queries, three where a sheet is new."""
    newest = (
        entries_read_by(actor)
        .filter(school__isnull=False)
        .order_by("school__sort_name", "school_id", "-round__state_since", "-id")
        .distinct("school__sort_name", "school_id")
    )
    rows = list(newest.values_list(*_LINE)[:limit])
    waiting = Recommendation.objects.filter(
        school__in=[row[0] for row in rows], state=RecommendationState.OPEN
    )
    open_ = Counter(waiting.order_by().values_list("school_id", flat=True))
    sheets = sheets_by_hash({row[5] for row in rows})
    return [
        SchoolLine(pk, name, title, points, zone, sheets[content], open_[pk])
        for pk, name, title, points, zone, content in rows
    ]


def school_read_by(actor: Actor, pk: int) -> Organisation | None:
    return schools_read_by(actor).select_related("territory").filter(pk=pk).first()
