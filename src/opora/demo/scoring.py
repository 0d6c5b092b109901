"""Expertise in the demonstration: a closed round with a green, a red and no document, a closed one about curators,
an open one with a sheet for each expert.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from opora.access import Actor
from opora.appointments.session import actor_for
from opora.catalogues.models import Version
from opora.catalogues.queries import current
from opora.cycles.models import Cycle
from opora.documents.actions.beginning import begin
from opora.documents.actions.steps import Mark as ReviewMark
from opora.documents.actions.steps import confirm, open_version, send
from opora.documents.actions.writing import save_row
from opora.documents.checks.sheet import Criterion, Sheet
from opora.documents.kinds import DOCUMENTS
from opora.documents.queries.definitions import expert_sheet
from opora.expertise.actions import (
    Mark,
    Settings,
    Written,
    close_round,
    make_round,
    move_round,
    reconcile,
    send_sheet,
    start_round,
)
from opora.expertise.models import Assignment, Entry, Round
from opora.expertise.queries.documents import sheet_of
from opora.expertise.queries.planning import preview
from opora.expertise.states import AssignmentState, Place, RoundState, SecondSheet, Subject
from opora.organisations.models import Organisation, Territory
from opora.people.models import Person

REGION = "OZR"
EXPERTS = ("expert", "expert2")
#: its curator confirmed it without a word; both experts find it weak
WEAK_SCHOOL, MEDIUM_TERM, EXAM_PLAN = "ZAR-04", "medium-term", "gia-plan"
#: sums of the sheets by place; the weak ones lie further apart than is allowed
_STRONG = {Place.FIRST: 13}
_WEAK = {Place.FIRST: 3, Place.SECOND: 7}
_OF_CURATOR = {"terms": 2, "remarks": 1, "recheck": 1, "presence": 1}
_ADVICE_TO_CURATOR = "Договоритесь со школами о дне встреч и записывайте, о чём условились."
_AGREED, _WHY_AGREED = 5, "Сошлись: цели связаны с риском только на словах, чисел у мер нет."
_ADVICE = "Назовите у каждой меры день и число: тогда зимой будет видно, идёт ли дело."


def score(*, cycle: Cycle, by: Actor, at: datetime) -> None:
    """The medium-term programmes are scored, the plans for the exam lie with both experts."""
    region = Territory.objects.get(code=REGION)
    people = {each.login: each for each in Person.objects.filter(login__in=(*EXPERTS, "curator"))}
    experts = [actor_for(people[login], on=at.date()) for login in EXPERTS]
    _weak_programme(cycle, actor_for(people["curator"], on=at.date()), by, at)
    by_person = {each.person_id: each for each in experts}
    settings = _settings("Экспертиза среднесрочных программ", [MEDIUM_TERM], experts, at)
    closed = _started(region, cycle, settings, by, at)
    _score(closed, by_person, at)
    closed = move_round(of=closed, target=RoundState.RECONCILING, by=by, at=at)
    weak = Entry.objects.get(round=closed, school__key=WEAK_SCHOOL)
    reconcile(entry=weak, points=_AGREED, words=_WHY_AGREED, by=by, at=at)
    close_round(of=closed, by=by, at=at)
    settings = _settings("Экспертиза работы кураторов", [], experts, at, subject=Subject.CURATORS)
    curators = _started(region, cycle, settings, by, at)
    _score(curators, by_person, at)
    close_round(of=move_round(of=curators, target=RoundState.RECONCILING, by=by, at=at), by=by, at=at)
    settings = _settings(
        "Экспертиза планов подготовки к ГИА", [EXAM_PLAN], experts, at, second=SecondSheet.ALL
    )
    _started(region, cycle, settings, by, at)


def _weak_programme(cycle: Cycle, curator: Actor, by: Actor, at: datetime) -> None:
    """General words instead of a chain, confirmed as if they were one."""
    version = Version.objects.select_related("definition").get(pk=current(DOCUMENTS, MEDIUM_TERM).version_id)
    school = Organisation.objects.select_related("territory").get(key=WEAK_SCHOOL)
    document = begin(version=version, cycle=cycle, school=school, by=by, at=at)

    def row(table: str, **values: Any) -> str:
        return save_row(document=document, table=table, values=values, by=by, at=at).code

    goal = row("goals", text="Повысить качество образования")
    task = row("tasks", text="Повышать качество образования", goal=goal)
    row("measures", title="Провести мероприятия", task=task, when="в течение года", executors=["deputy"])
    row("results", text="Качество образования станет выше", goals=[goal])
    open_version(version=send(document=document, by=by, at=at), by=curator, at=at)
    sheet = expert_sheet(document.territory_path)
    marks = [ReviewMark(each.code, each.points, "Соответствует.") for each in sheet.criteria]
    confirm(document=document, marks=marks, by=curator, at=at)


def _settings(title: str, kinds: list[str], experts: list[Actor], at: datetime, **changes: Any) -> Settings:
    day = at.date()
    people = [each.person_id for each in experts if each.person_id is not None]
    said: dict[str, Any] = {"opens": day, "closes": day + timedelta(days=14), "sample_percent": 0} | changes
    return Settings(title=title, kinds=kinds, experts=people, **said)


def _started(region: Territory, cycle: Cycle, settings: Settings, by: Actor, at: datetime) -> Round:
    made = make_round(cycle=cycle, territory=region, settings=settings, by=by, at=at)
    return start_round(of=made, seen=preview(made, today=at.date()).digest, by=by, at=at)


def _score(of: Round, experts: Mapping[int | None, Actor], at: datetime) -> None:
    """Every sheet, and those that a red one brings."""
    sheet = sheet_of(of)
    for place in Place:
        waiting = Assignment.objects.filter(
            entry__round=of, place=place, state=AssignmentState.WAITING
        ).select_related("entry__school")
        for each in waiting:
            written = _of_curator(sheet) if of.is_of_curators else _of_document(sheet, each, place)
            send_sheet(assignment=each, written=written, revision=0, by=experts[each.person_id], at=at)


def _of_curator(sheet: Sheet) -> Written:
    """In the middle: answers are quick, of visits only the first are known."""
    marks = {c.code: _mark(c, _OF_CURATOR[c.code]) for c in sheet.criteria}
    return Written(marks, {}, ("unread",), {"presence": _ADVICE_TO_CURATOR})


def _of_document(sheet: Sheet, assignment: Assignment, place: Place) -> Written:
    is_weak = assignment.entry.owner.key == WEAK_SCHOOL
    # a weak document is at least laid out well: that is the last criterion
    marks = _marks(sheet.criteria[::-1], (_WEAK if is_weak else _STRONG)[place])
    ticked = ("decomposition", "executors", "measurable") if is_weak else ()
    met = {} if is_weak else {c.code: [part.code for part in c.parts] for c in sheet.criteria if c.parts}
    return Written(marks, met, ticked, {"measures": _ADVICE})


def _marks(criteria: Sequence[Criterion], total: int) -> dict[str, Mark]:
    """This sum, from the first criterion on."""
    marks = {}
    for each in criteria:
        points = min(each.points, total)
        marks[each.code] = _mark(each, points)
        total -= points
    return marks


def _mark(criterion: Criterion, points: int) -> Mark:
    """The sheet's own words for the points stand as the expert's."""
    return Mark(points, criterion.words[points])
