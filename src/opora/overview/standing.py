"""Where a school stands in its year: the steps it has taken, the signs that are seen of it. Pure."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from opora.access.paths import chain
from opora.ordering import folded
from opora.organisations.models import Territory
from opora.overview.facts import Checkpoint, Documents, Facts, Found, Risks, School, Survey
from opora.overview.states import GROUP_OF, Group, Sign, Step
from opora.overview.thresholds import Thresholds
from opora.plans.facts.of_schools import ENOUGH_ANSWERED
from opora.roadmaps.queries.board import SchoolLine
from opora.roadmaps.states import CheckpointState
from opora.visits.queries.planner import Standing
from opora.visits.rhythm import Due


@dataclass(slots=True)
class Line:
    """A school with all that is shown of it. `overdue` are stages whose day has passed: (title, day)."""

    school: School
    survey: Survey | None
    risks: Risks | None
    documents: Documents | None
    roadmap: SchoolLine | None
    checkpoints: Sequence[Checkpoint]
    standing: Standing
    due: Due | None
    overdue: Sequence[tuple[str, date]] = ()
    passed: frozenset[Step] = frozenset()
    signs: Sequence[Found] = ()

    def in_group(self, group: Group) -> list[Found]:
        return [each for each in self.signs if GROUP_OF[each.sign] is group]

    @property
    def last_visit(self) -> date | None:
        days = [day for day in (self.standing.presence, self.standing.online) if day is not None]
        return max(days, default=None)

    @property
    def last_closed(self) -> Checkpoint | None:
        closed = [each for each in self.checkpoints if each.state == CheckpointState.CLOSED]
        return max(closed, key=lambda each: each.since, default=None)


_NEVER = Standing()


def lines(facts: Facts, limits: Thresholds, told: frozenset[Sign]) -> list[Line]:
    """In the order of the schools; `told` are the signs that the reader is told of."""
    found = []
    for school in facts.schools:
        pk = school.pk
        line = Line(
            school,
            facts.surveys.get(pk),
            facts.risks.get(pk),
            facts.documents.get(pk),
            facts.roadmaps.get(pk),
            facts.checkpoints.get(pk, ()),
            facts.standings.get(pk, _NEVER),
            facts.dues.get(pk),
        )
        line.overdue = _overdue(line, facts)
        line.passed = frozenset(step for step, has in _PASSED.items() if has(line, facts.today))
        if told:
            line.signs = [each for each in _signs(line, facts, limits) if each.sign in told]
        found.append(line)
    return found


def _overdue(line: Line, facts: Facts) -> list[tuple[str, date]]:
    """Stages of a school with a roadmap that are past their day: its own day where the stage was begun."""
    if line.roadmap is None:
        return []
    begun = {each.code: each for each in line.checkpoints}
    found = []
    for stage, day in facts.stages:
        own = begun.get(stage.code)
        if own is not None and own.state == CheckpointState.CLOSED:
            continue
        due = own.due if own is not None else day
        if due is not None and due < facts.today:
            found.append((own.title if own is not None else stage.title, due))
    return found


def _works_on(line: Line, _: date) -> bool:
    each = line.roadmap
    return each is not None and each.running + each.reported + each.confirmed > 0


def _programme(line: Line, _: date) -> bool:
    return line.documents is not None and line.documents.settled == line.documents.total > 0


_PASSED: dict[Step, Callable[[Line, date], bool]] = {
    Step.LIST: lambda line, _: bool(line.school.listed),
    Step.PART: lambda line, _: bool(line.school.programmes),
    Step.SURVEY: lambda line, _: line.survey is not None and (line.survey.share or 0) >= ENOUGH_ANSWERED,
    Step.RISKS: lambda line, _: line.risks is not None and line.risks.taken > 0,
    Step.PROGRAMME: _programme,
    Step.ROADMAP: _works_on,
    Step.VISITS: lambda line, today: (
        line.last_visit is not None and not (line.due is not None and line.due.is_late(today))
    ),
    Step.STAGE: lambda line, _: line.last_closed is not None and not line.overdue,
}


def _signs(line: Line, facts: Facts, limits: Thresholds) -> Iterator[Found]:
    today = facts.today
    yield from _alone(line, limits, today)
    yield from _late(line, facts, limits)
    yield from facts.seen.get(line.school.pk, ())
    for each in line.checkpoints:
        if each.state != CheckpointState.OPEN and not each.has_figures:
            yield Found(Sign.EMPTY_STAGE, day=each.since, text=each.title, about=each.pk)
    yield from _good(line, limits, today)


def _alone(line: Line, limits: Thresholds, today: date) -> Iterator[Found]:
    if not line.school.curators:
        yield Found(Sign.NO_CURATOR)
    due = line.due
    if due is not None and due.day is not None and (today - due.day).days > limits.visit_days:
        yield Found(Sign.NO_VISIT, (today - due.day).days, day=due.since)
    silent, papers = today - timedelta(days=limits.silent_days), line.documents
    if papers is not None and papers.review_since is not None and papers.review_since < silent:
        yield Found(Sign.UNANSWERED, papers.review, day=papers.review_since, text="document")
    if papers is not None and papers.rework_since is not None and papers.rework_since < silent:
        yield Found(Sign.RETURNED, papers.rework, day=papers.rework_since, text="document")


def _late(line: Line, facts: Facts, limits: Thresholds) -> Iterator[Found]:
    road, today = line.roadmap, facts.today
    if road is not None and road.oldest is not None and (today - road.oldest).days >= limits.late_days:
        yield Found(Sign.LATE_MEASURES, road.late, day=road.oldest)
    for title, due in line.overdue:
        yield Found(Sign.LATE_STAGE, (today - due).days, day=due, text=title)
    sent = line.documents.sent if line.documents is not None else frozenset()
    missed = [due for kind, due in facts.deadlines.get(line.school.path, {}).items() if kind not in sent]
    if missed:
        yield Found(Sign.LATE_DOCUMENT, len(missed), day=min(missed))


def _good(line: Line, limits: Thresholds, today: date) -> Iterator[Found]:
    if line.roadmap is not None and line.roadmap.lately:
        yield Found(Sign.CONFIRMED, line.roadmap.lately, limits.lately_days)
    closed = line.last_closed
    if closed is not None and (today - closed.since).days <= limits.lately_days:
        yield Found(Sign.STAGE_CLOSED, day=closed.since, text=closed.title, about=closed.pk)


@dataclass(slots=True)
class Totals:
    """Of some schools: how many there are, how many took each step, how many bear each sign and stand in each group."""

    schools: int
    passed: Counter[Step]
    signs: Counter[Sign]
    groups: Counter[Group]


def totals(of: Iterable[Line]) -> Totals:
    found = Totals(0, Counter(), Counter(), Counter())
    for line in of:
        found.schools += 1
        found.passed.update(line.passed)
        signs = {each.sign for each in line.signs}
        found.signs.update(signs)
        found.groups.update({GROUP_OF[sign] for sign in signs})
    return found


def totals_by_part(of: Iterable[Line], parts: Iterable[Territory]) -> list[tuple[Territory, Totals]]:
    """The parts that have schools of the year, in the order given."""
    inside: dict[str, list[Line]] = {}
    for line in of:
        for path in chain(line.school.path):
            inside.setdefault(path, []).append(line)
    return [(part, totals(inside[part.path])) for part in parts if part.path in inside]


@dataclass(frozen=True, slots=True)
class Chosen:
    """What the reader narrows the schools to; empty is «all». `lacks`: a step that was not taken."""

    text: str = ""
    lacks: str = ""
    group: str = ""
    sign: str = ""

    def holds(self, line: Line) -> bool:
        return (
            (not self.text or folded(self.text) in folded(line.school.name))
            and (not self.lacks or self.lacks not in line.passed)
            and (not self.group or any(GROUP_OF[each.sign] == self.group for each in line.signs))
            and (not self.sign or any(each.sign == self.sign for each in line.signs))
        )
