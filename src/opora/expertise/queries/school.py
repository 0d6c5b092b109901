"""What a school reads of its expertise when the round is closed. No expert is named, no order of sheets told."""

from dataclasses import dataclass

from opora.access import Actor
from opora.documents.checks.sheet import Sheet
from opora.expertise.models import Entry, ExpertSheet, Recommendation, Round
from opora.expertise.queries.documents import sheet_of
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
    entry: Entry
    open: int


def school_lines(actor: Actor, *, limit: int = 500) -> list[SchoolLine]:
    """Schools of the actor's scope that have a result. Two queries."""
    entries = (
        entries_read_by(actor)
        .filter(school__isnull=False)
        .select_related("school", "round__cycle", "round__version__definition")
    )
    newest: dict[int, Entry] = {}
    for each in entries.order_by("school__sort_name", "school_id", "-round__state_since", "-id")[: limit * 4]:
        newest.setdefault(each.owner.pk, each)
    open_: dict[int, int] = {}
    waiting = Recommendation.objects.filter(school__in=newest, state=RecommendationState.OPEN)
    for school in waiting.values_list("school_id", flat=True):
        open_[school] = open_.get(school, 0) + 1
    return [SchoolLine(pk, e.owner.name, e, open_.get(pk, 0)) for pk, e in list(newest.items())[:limit]]


def school_read_by(actor: Actor, pk: int) -> Organisation | None:
    return schools_read_by(actor).select_related("territory").filter(pk=pk).first()
