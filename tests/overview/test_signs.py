"""What is seen of a school: each sign appears from its threshold on, and not before."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from factories.people import Cast, appointed
from factories.roadmaps import programme_of, work_of
from opora.access import Role
from opora.cycles.states import Mode
from opora.discussions.models import Comment, Mention, Thread
from opora.documents.models import Deadline, Document
from opora.documents.states import DocumentState
from opora.organisations.models import Organisation
from opora.overview.queries.gathering import gathered, thresholds_of
from opora.overview.rules import columns_of, signs_of
from opora.overview.standing import Line, lines, totals
from opora.overview.states import GROUP_OF, LACKS, Group, Sign, Step
from opora.overview.thresholds import Thresholds
from opora.people.models import Person
from opora.roadmaps.models import Change, Work
from opora.roadmaps.states import WorkState
from opora.visits.models import Visit
from opora.visits.queries.definitions import kinds_for

from .conftest import Year
from .making import TODAY, confirmed, participates, shows, stage

pytestmark = pytest.mark.django_db

LONG_AGO = TODAY - timedelta(days=20)


def look(year: Year, **limits: int) -> dict[str, Line]:
    """{name of the school: what is seen of it} by the coordinator of the municipality."""
    who = year.cast.municipal_coordinator
    path = year.place.path or ""
    found = replace(Thresholds(), **limits)  # type: ignore[arg-type]
    facts = gathered(who, path, year.cycle, found, today=TODAY)
    return {each.school.name: each for each in lines(facts, found, signs_of(who))}


def seen(year: Year, school: Organisation, **limits: int) -> set[Sign]:
    return {each.sign for each in look(year, **limits)[school.name].signs}


def test_thresholds_of_the_definition_are_those_of_the_code(year: Year) -> None:
    assert thresholds_of(year.place.path or "") == Thresholds()
    assert set(GROUP_OF) == set(Sign)
    assert set(LACKS) == set(Step)


def test_only_schools_that_are_helped_stand_there(year: Year) -> None:
    participates(year.second, year.cycle, mode=Mode.BASE)
    assert set(look(year)) == set()
    participates(year.neighbour, year.cycle)
    year.cast.curator  # noqa: B018 (made when asked for)
    assert set(look(year)) == {year.own.name}
    Organisation.objects.filter(pk=year.own.pk).update(closed_on=TODAY)
    assert look(year) == {}


def test_a_school_without_a_curator_stands_alone(year: Year) -> None:
    participates(year.own, year.cycle)
    assert Sign.NO_CURATOR in seen(year, year.own)
    appointed(Role.CURATOR, year.own, surname="Кураторова")
    line = look(year)[year.own.name]
    assert line.school.curators == ("Кураторова М. П.",)
    assert Sign.NO_CURATOR not in {each.sign for each in line.signs}


def test_where_nobody_was_longer_than_the_rhythm_allows(year: Year, at: datetime) -> None:
    participates(year.own, year.cycle)
    # a week while roadmaps are formed: due on the 8th, six days before today
    assert Sign.NO_VISIT not in seen(year, year.own)
    assert Sign.NO_VISIT in seen(year, year.own, visit_days=5)
    kind = kinds_for(year.place.path or "")["curator"]
    Visit.objects.create(
        cycle=year.cycle, school=year.own, kind=kind.code, kind_title=kind.title, version_id=kind.version_id,
        way="presence", state="done", visited_on=TODAY, made_at=at, made_by_name="К", noted_at=at,
        noted_by_name="К",
    )  # fmt: skip
    line = look(year, visit_days=5)[year.own.name]
    assert line.last_visit == TODAY
    assert Step.VISITS in line.passed
    assert Sign.NO_VISIT not in {each.sign for each in line.signs}


def test_what_waits_for_an_answer_and_what_came_back(year: Year, at: datetime) -> None:
    participates(year.own, year.cycle)
    reported = work_of(year.own, year.cycle, state=WorkState.REPORTED, now=at)
    returned = work_of(year.own, year.cycle, state=WorkState.RETURNED, now=at)
    assert not {Sign.UNANSWERED, Sign.RETURNED} & seen(year, year.own)
    Work.objects.filter(pk=reported.pk).update(state_since=LONG_AGO)
    assert Sign.UNANSWERED in seen(year, year.own)
    Work.objects.filter(pk=returned.pk).update(state_since=LONG_AGO)
    assert Sign.RETURNED in seen(year, year.own)
    assert not {Sign.UNANSWERED, Sign.RETURNED} & seen(year, year.own, silent_days=30)


@pytest.mark.parametrize(
    ("state", "sign"), [(DocumentState.REVIEW, Sign.UNANSWERED), (DocumentState.REWORK, Sign.RETURNED)]
)
def test_a_document_that_lies_too_long(year: Year, at: datetime, state: DocumentState, sign: Sign) -> None:
    participates(year.own, year.cycle)
    paper = programme_of(year.own, year.cycle, now=at)
    Document.objects.filter(pk=paper.pk).update(state=state, state_since=TODAY)
    assert sign not in seen(year, year.own)
    Document.objects.filter(pk=paper.pk).update(state_since=LONG_AGO)
    assert sign in seen(year, year.own)
    assert Step.PROGRAMME not in look(year)[year.own.name].passed


def test_a_call_in_a_discussion_that_nobody_answers(year: Year, at: datetime) -> None:
    participates(year.own, year.cycle)
    thread = Thread.objects.create(
        kind="work", thing_id=1, title="Мера", school=year.own, made_at=at, said_at=at
    )
    said = Comment.objects.create(
        thread=thread, text="Как быть?", at=datetime(2026, 9, 2, tzinfo=UTC), by_name="Ш"
    )
    person = Person.objects.get(pk=year.cast.curator.person_id)
    called = Mention.objects.create(comment=said, person=person, person_name="К")
    assert Sign.UNANSWERED not in seen(year, year.own)
    assert Sign.UNANSWERED in seen(year, year.own, silent_days=10)
    called.state, called.closed_at = "answered", at
    called.save()
    assert Sign.UNANSWERED not in seen(year, year.own, silent_days=10)


def test_measures_past_their_term(year: Year, at: datetime) -> None:
    participates(year.own, year.cycle)
    work_of(year.own, year.cycle, due=TODAY - timedelta(days=6), now=at)
    assert Sign.LATE_MEASURES not in seen(year, year.own)
    work_of(year.own, year.cycle, due=TODAY - timedelta(days=7), now=at)
    (found,) = look(year)[year.own.name].in_group(Group.LATE)
    assert (found.sign, found.many) == (Sign.LATE_MEASURES, 2)


def test_a_stage_past_its_day(year: Year, at: datetime) -> None:
    participates(year.own, year.cycle)
    late = stage(year.own, year.cycle, due=TODAY - timedelta(days=1))
    assert Sign.LATE_STAGE not in seen(year, year.own)  # no roadmap, nothing to close
    work_of(year.own, year.cycle, now=at)
    assert Sign.LATE_STAGE in seen(year, year.own)
    late.delete()
    stage(year.own, year.cycle, state="closed", due=TODAY - timedelta(days=1))
    line = look(year)[year.own.name]
    assert Step.STAGE in line.passed
    assert Sign.STAGE_CLOSED in {each.sign for each in line.signs}
    assert Sign.LATE_STAGE not in {each.sign for each in line.signs}


def test_a_document_that_was_never_sent(year: Year, at: datetime) -> None:
    participates(year.own, year.cycle)
    kind = "roadmap-of-tests"
    term = Deadline.objects.create(
        cycle=year.cycle, territory=year.region, kind=kind, due=TODAY - timedelta(days=5), grace_days=5
    )
    assert Sign.LATE_DOCUMENT not in seen(year, year.own)
    Deadline.objects.filter(pk=term.pk).update(grace_days=4)
    assert Sign.LATE_DOCUMENT in seen(year, year.own)
    # the nearest deadline counts
    own = Deadline.objects.create(cycle=year.cycle, territory=year.place, kind=kind, due=TODAY)
    assert Sign.LATE_DOCUMENT not in seen(year, year.own)
    own.delete()
    programme_of(year.own, year.cycle, now=at, kind=kind)
    assert Sign.LATE_DOCUMENT not in seen(year, year.own)


def test_many_measures_confirmed_on_one_day(year: Year, at: datetime) -> None:
    participates(year.own, year.cycle)
    works = confirmed(year.own, year.cycle, 4, day=TODAY - timedelta(days=2), now=at)
    assert Sign.ONE_DAY not in seen(year, year.own)
    works += confirmed(year.own, year.cycle, 1, day=TODAY - timedelta(days=2), now=at, title="Ещё")
    assert Sign.ONE_DAY in seen(year, year.own)
    confirmed(year.own, year.cycle, 2, day=TODAY - timedelta(days=9), now=at, title="Раньше")
    assert Sign.ONE_DAY not in seen(year, year.own)  # five of seven are less than four fifths


def test_one_file_for_most_measures(year: Year, at: datetime) -> None:
    participates(year.own, year.cycle)
    works = confirmed(year.own, year.cycle, 6, day=TODAY, now=at)
    # the same bytes under two names are one thing
    shows(works[:2], now=at, content="a", title="фото")
    shows(works[2:3], now=at, content="a", title="фото ещё раз")
    assert Sign.ONE_FILE not in seen(year, year.own)
    shows(works[3:4], now=at, content="a")
    assert Sign.ONE_FILE in seen(year, year.own)
    for n, each in enumerate(works[3:]):
        shows([each], now=at, content="bcd"[n])
    shown = shows(works[:3], now=at, content="e")
    assert Sign.ONE_FILE in seen(year, year.own)  # four of six
    assert Sign.ONE_FILE not in seen(year, year.own, one_file_least=5)
    shown.delete()


def test_confirmed_and_nothing_shown(year: Year, at: datetime) -> None:
    participates(year.own, year.cycle)
    works = confirmed(year.own, year.cycle, 3, day=TODAY, now=at)
    shown = shows(works[:2], now=at)
    assert Sign.BARE not in seen(year, year.own)
    shown.withdrawn_at, shown.withdrawn_by_name = at, "Школа"
    shown.save()
    (found,) = [each for each in look(year)[year.own.name].signs if each.sign is Sign.BARE]
    assert (found.many, found.of) == (3, 3)


def test_measures_in_the_words_of_another_school(year: Year, at: datetime) -> None:
    for each in (year.own, year.second):
        participates(each, year.cycle)
    for n in range(4):
        work_of(year.own, year.cycle, f"Консультации по математике, группа {n}", now=at)
        assert Sign.COPIED not in seen(year, year.own)
        work_of(year.second, year.cycle, f"консультации по математике, группа {n}.", now=at)
    found = look(year)
    (told,) = [each for each in found[year.own.name].signs if each.sign is Sign.COPIED]
    assert (told.many, told.of, told.about) == (4, 4, year.second.pk)
    # more of its own: less than three fifths
    for n in range(3):
        work_of(year.own, year.cycle, f"Своя мера этой школы номер {n}", now=at)
    assert Sign.COPIED not in seen(year, year.own)
    assert Sign.COPIED in seen(year, year.second)


def test_a_common_measure_of_the_territory_is_no_copy(year: Year, at: datetime) -> None:
    schools = [year.own, year.second]
    schools += [
        Organisation.objects.create(kind="school", name=f"Школа {n}", territory=year.place, key=f"C{n}")
        for n in range(2)
    ]
    for each in schools:
        participates(each, year.cycle)
        for n in range(4):
            work_of(each, year.cycle, f"Муниципальный семинар по математике {n}", now=at)
    assert Sign.COPIED not in seen(year, year.own)
    assert Sign.COPIED in seen(year, year.own, common_schools=4)


def test_a_stage_without_a_figure(year: Year, at: datetime) -> None:
    participates(year.own, year.cycle)
    sent = stage(year.own, year.cycle)
    assert Sign.EMPTY_STAGE not in seen(year, year.own)  # it is still written
    sent.state = "sent"
    sent.save()
    assert Sign.EMPTY_STAGE in seen(year, year.own)
    Change.objects.create(checkpoint=sent, indicator="1:i1", title="Доля «2»", before="30", after="24")
    assert Sign.EMPTY_STAGE not in seen(year, year.own)


def test_what_goes_well_is_seen(year: Year, at: datetime) -> None:
    participates(year.own, year.cycle)
    first, _ = confirmed(year.own, year.cycle, 2, day=TODAY - timedelta(days=40), now=at)
    assert Group.GOOD not in totals(look(year).values()).groups
    Work.objects.filter(pk=first.pk).update(state_since=TODAY, pride="Дети пришли сами")
    found = {each.sign: each for each in look(year)[year.own.name].in_group(Group.GOOD)}
    assert found[Sign.CONFIRMED].many == 1
    assert found[Sign.PROUD].text == "Дети пришли сами"
    assert found[Sign.PROUD].about == first.pk


def test_columns_and_signs_are_those_that_one_may_open(year: Year) -> None:
    people: Cast = year.cast
    assert columns_of(people.municipal_coordinator) == tuple(Step)
    assert signs_of(people.municipal_coordinator) == frozenset(Sign)
    assert columns_of(people.observer) == (Step.LIST, Step.PART, Step.SURVEY)
    assert signs_of(people.observer) == frozenset()
    assert Step.VISITS not in columns_of(people.federal_operator)
    assert Sign.NO_VISIT not in signs_of(people.federal_operator)
    assert timezone.localdate() == TODAY
