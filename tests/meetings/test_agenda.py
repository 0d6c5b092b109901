"""An agenda made of what stands open where the meeting is: offered, chosen, kept with its records."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from documents.making import definitions
from factories.assignments import assignment, person_of
from factories.meetings import group, held, meeting, minuted
from factories.people import Cast, appointed, cast, school_of, signed_in
from factories.roadmaps import work_of
from opora.access import Actor, Role
from opora.access.actor import operator
from opora.assignments.actions import report
from opora.catalogues import kinds
from opora.catalogues.seeding import seed_from_files
from opora.cycles.actions import add_programme
from opora.cycles.models import Participation
from opora.cycles.states import Level
from opora.groups.models import Group
from opora.history.models import Event
from opora.meetings import actions
from opora.meetings.actions import Call
from opora.meetings.models import AgendaItem, AgendaThing, Meeting
from opora.meetings.offering import Offer, Spot, Thing, offered
from opora.meetings.queries import place_of_group
from opora.meetings.rules import Place
from opora.meetings.states import MeetingKind
from opora.organisations.models import Organisation, Territory
from opora.plans.actions.plans import add_plan, move_plan
from opora.plans.actions.rows import add_row
from opora.plans.content import Content
from opora.plans.states import PlanState
from opora.roadmaps.states import WorkState
from opora.visits.kinds import KINDS, RHYTHMS, visit_kinds, visit_rhythms

pytestmark = pytest.mark.django_db
TODAY = datetime(2026, 12, 1, 9, 0, tzinfo=UTC)
PAST, LATER = date(2026, 11, 2), date(2027, 3, 1)
LATE_MEASURES = "О мерах дорожных карт с прошедшим сроком"


@pytest.fixture(autouse=True)
def _clock(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Pages live on the day of the test."""
    monkeypatch.setattr(timezone, "now", lambda: TODAY)
    yield


@pytest.fixture
def people() -> Cast:
    definitions()
    return cast()


@pytest.fixture
def team(people: Cast) -> Group:
    return group(people.world.municipality, chair=people.municipal_coordinator)


def text(who: Actor, url: str, status: int = 200) -> str:
    answer = signed_in(who).get(url)
    assert answer.status_code == status, answer.text[:2000]
    return answer.text


def post(who: Actor, url: str, status: int = 302, /, **data: Any) -> str:
    answer = signed_in(who).post(url, data)
    assert answer.status_code == status, answer.text[:3000]
    return answer.text if status != 302 else answer.headers["Location"]


def said(**more: Any) -> dict[str, Any]:
    return {"kind": "coordination", "title": "Заседание", "starts": "2026-12-10T10:00", **more}


def new(of: Group | Territory | Organisation) -> str:
    if isinstance(of, Group):
        return f"/meetings/new/?group={of.pk}"
    return f"/meetings/new/?home={'t' if isinstance(of, Territory) else 'o'}{of.pk}"


def spot(people: Cast, of: Group | Territory | Organisation) -> Spot:
    place = place_of_group(of) if isinstance(of, Group) else Place(of)
    return Spot(place, people.world.cycle, TODAY)


def told(people: Cast, who: Actor, of: Group | Territory | Organisation) -> dict[str, str]:
    """{key: question} of what is offered."""
    return {each.key: each.title for each in offered(who, spot(people, of))}


def plan_of(place: Territory, people: Cast, *terms: str, title: str = "План / поддержка школ") -> int:
    by = operator()
    made = add_plan(territory=place, cycle=people.world.cycle, title=title, by=by, at=TODAY)
    for number, term in enumerate(terms, 1):
        add_row(
            plan=made, content=Content(f"Дело {number}", f"{number}.", term=term, fact=""), by=by, at=TODAY
        )
    move_plan(plan=made, target=PlanState.IN_FORCE, by=by, at=TODAY)
    return made.pk


def visits_by_a_rhythm() -> None:
    kinds.register([visit_kinds(), visit_rhythms()])
    seed_from_files(root=Path(settings.DEFINITIONS_ROOT), only={KINDS, RHYTHMS}, by=operator(), at=TODAY)


def takes_part(people: Cast, *schools: Organisation) -> None:
    w = people.world
    programme = add_programme(name="500+", level=Level.REGIONAL, territory=w.region, by=operator(), at=TODAY)
    Participation.objects.bulk_create(
        Participation(programme=programme, cycle=w.cycle, school=each) for each in schools
    )


def test_nothing_is_offered_where_all_is_fine(people: Cast, team: Group) -> None:
    work_of(people.world.school, people.world.cycle, due=LATER, now=TODAY)
    assignment(people.world.school, people.world.cycle, due=LATER, at=TODAY)
    page = text(people.municipal_coordinator, new(team))
    assert "Открытого и просроченного здесь нет." in page
    assert 'name="offers"' not in page


def test_what_stands_open_is_offered_in_a_handful_of_questions_with_counts(people: Cast, team: Group) -> None:
    w, who = people.world, people.municipal_coordinator
    for school, many in ((w.school, 2), (w.second_school, 1)):
        for _ in range(many):
            work_of(school, w.cycle, due=PAST, now=TODAY)
    work_of(w.school, w.cycle, due=LATER, state=WorkState.RETURNED, now=TODAY)
    for done in (WorkState.CONFIRMED, WorkState.REPORTED, WorkState.DROPPED):
        work_of(w.school, w.cycle, due=PAST, state=done, now=TODAY)
    assignment(w.school, w.cycle, what="Съездить", due=PAST, at=TODAY)
    earlier = held(meeting(team, w.cycle, starts_at=TODAY - timedelta(days=9), at=TODAY), at=TODAY)
    decided = actions.assign(meeting=earlier, what="Решено", home=w.school, due=PAST, by=who, at=TODAY)
    actions.assign(meeting=earlier, what="Ещё", home=w.school, by=who, at=TODAY)
    report(assignment=decided, words="Сделали", by=people.school_head, at=TODAY)
    plan = plan_of(w.municipality, people, "до 01.10.2026", "до 02.10.2026", "до 01.05.2027")
    visits_by_a_rhythm()
    takes_part(people, w.school, w.second_school)
    appointed(Role.CURATOR, w.second_school, surname="Кураторова")
    assert told(people, who, team) == {
        "decisions": "О выполнении решений прошлых заседаний: 2 поручения, из них исполнено и ждёт приёмки: 1",
        "late-assignments": "О поручениях с прошедшим сроком: 1 поручение",
        "late-measures": f"{LATE_MEASURES}: 3 меры, 2 школы",
        "returned-measures": "О мерах, возвращённых на доработку: 1 мера, 1 школа",
        f"late-rows-{plan}": "О невыполненном по плану «План/поддержка школ»: 2 строки",
        "alone": "О школах без куратора: 1 школа",
        "unvisited": "О школах, где давно не были: 2 школы",
    }


def test_a_school_sees_its_measures_one_by_one_and_nobody_elses(people: Cast) -> None:
    w = people.world
    own = work_of(w.school, w.cycle, "Своя мера", due=PAST, now=TODAY)
    work_of(w.second_school, w.cycle, "Соседняя мера", due=PAST, now=TODAY)
    assignment(w.second_school, w.cycle, what="Чужое поручение", due=PAST, at=TODAY)
    plan_of(w.municipality, people, "до 01.10.2026")
    (offer,) = offered(people.school_head, spot(people, w.school))
    assert offer == Offer(
        "late-measures",
        f"{LATE_MEASURES}: 1 мера",
        (Thing("work", own.pk, "Своя мера, срок 02.11.2026"),),
        f"/roadmaps/schools/{w.school.pk}/?cycle=2026&mark=late",
    )
    page = text(people.school_head, new(w.school))
    assert f'href="/roadmaps/measures/{own.pk}/">Своя мера' in page
    assert "Соседняя мера" not in page
    assert "Чужое поручение" not in page


def test_who_leads_a_group_is_offered_only_what_they_may_see(people: Cast) -> None:
    """A school's coordinator leads the group of the municipality: other schools stay others'."""
    w, who = people.world, people.school_coordinator
    mixed = group(w.municipality, "Смешанная", secretary=who)
    work_of(w.school, w.cycle, due=PAST, now=TODAY)
    work_of(w.second_school, w.cycle, due=PAST, now=TODAY)
    assignment(w.second_school, w.cycle, what="Чужое", due=PAST, at=TODAY)
    visits_by_a_rhythm()
    takes_part(people, w.second_school)
    assert told(people, who, mixed) == {"late-measures": f"{LATE_MEASURES}: 1 мера, 1 школа"}
    assert "alone" in told(people, people.municipal_coordinator, mixed)


def test_places_next_to_it_and_other_groups_are_left_out(people: Cast, team: Group) -> None:
    w = people.world
    other = group(w.municipality, "Другая группа")
    past = held(meeting(other, w.cycle, starts_at=TODAY - timedelta(days=9), at=TODAY), at=TODAY)
    actions.assign(meeting=past, what="Решено там", home=w.school, due=LATER, by=operator(), at=TODAY)
    work_of(w.neighbour_school, w.cycle, due=PAST, now=TODAY)
    assignment(w.neighbour_school, w.cycle, due=PAST, at=TODAY)
    plan_of(w.neighbour_municipality, people, "до 01.10.2026")
    assert told(people, people.regional_coordinator, team) == {}
    assert set(told(people, people.regional_coordinator, w.region)) == {"late-measures", "late-assignments"}


def test_chosen_questions_come_after_the_typed_ones_and_are_not_offered_again(
    people: Cast, team: Group
) -> None:
    w, who = people.world, people.municipal_coordinator
    measure = work_of(w.school, w.cycle, due=PAST, now=TODAY)
    task = assignment(w.school, w.cycle, what="Съездить", due=PAST, at=TODAY)
    where = post(who, new(team), **said(agenda="Разное", offers=["late-measures", "late-measures"]))
    made = Meeting.objects.get()
    question = f"{LATE_MEASURES}: 1 мера, 1 школа"
    assert [(each.position, each.title, each.offer) for each in made.items.all()] == [
        (1, "Разное", ""),
        (2, question, "late-measures"),
    ]
    assert Event.objects.get(subject_kind="meeting").note == (
        f"10.12.2026, 10:00; из предложенного: {question}"
    )
    assert f'href="/roadmaps/schools/{w.school.pk}/"' in text(who, where)
    edit = reverse("meeting-edit", args=[made.pk])
    page = text(who, edit)
    assert 'value="late-measures"' not in page
    assert 'href="/assignments/?show=late&amp;territory=M1"' in page
    assert f'href="/assignments/{task.pk}/"' in page
    kept = f"Разное\n{question}"
    assert "Список за это время изменился" in post(
        who, edit, 422, **said(agenda=kept, offers=["late-measures"])
    )
    post(who, edit, **said(agenda=kept, offers=["late-assignments"]))
    assert [each.offer for each in made.items.all()] == ["", "late-measures", "late-assignments"]
    assert list(AgendaThing.objects.values_list("kind", "thing_id")) == [
        ("roadmap", measure.school_id),
        ("assignment", task.pk),
    ]
    assert "Всё, что открыто, уже в повестке." in text(who, edit)


def test_a_question_keeps_its_records_in_other_words_and_loses_them_with_its_line(
    people: Cast, team: Group
) -> None:
    w, who = people.world, people.municipal_coordinator
    work_of(w.school, w.cycle, due=PAST, now=TODAY)
    post(who, new(team), **said(offers=["late-measures"]))
    made = Meeting.objects.get()
    edit = reverse("meeting-edit", args=[made.pk])
    post(who, edit, **said(agenda=f"О питании\n{LATE_MEASURES}: 1 школа / Орлова Н. С."))
    assert list(made.items.values_list("title", "speaker", "offer", "things__title")) == [
        ("О питании", "", "", None),
        (
            f"{LATE_MEASURES}: 1 школа",
            "Орлова Н. С.",
            "late-measures",
            f"{w.school.name}: 1\N{NO-BREAK SPACE}мера",
        ),
    ]
    post(who, edit, **said(agenda="О питании\nО подвозе учеников"))
    assert not AgendaThing.objects.exists()
    assert 'value="late-measures"' in text(who, edit)


def test_what_was_not_offered_is_refused(people: Cast, team: Group) -> None:
    w, who = people.world, people.municipal_coordinator
    work_of(w.neighbour_school, w.cycle, due=PAST, now=TODAY)
    for forged in ("late-measures", "late-rows-1", "'; --", "9" * 400):
        page = post(who, new(team), 422, **said(offers=[forged]))
        assert "Список за это время изменился: отметьте нужное ещё раз и сохраните." in page
    assert not Meeting.objects.exists()
    made = meeting(team, w.cycle, starts_at=TODAY, at=TODAY)
    edit = reverse("meeting-edit", args=[made.pk])
    text(people.neighbour_municipal_coordinator, edit, 404)
    post(people.school_head, edit, 404, **said(offers=["late-measures"]))
    assert AgendaItem.objects.filter(offer="").count() == 1


def test_an_offer_stands_on_an_agenda_once(people: Cast, team: Group) -> None:
    offer = Offer("late-measures", "О мерах", (Thing("work", 1, "Мера"),))
    made = meeting(team, people.world.cycle, starts_at=TODAY, at=TODAY)
    call = Call(MeetingKind.OTHER, "Заседание", TODAY, offers=(offer,))
    actions.change_meeting(meeting=made, call=call, by=operator(), at=TODAY)
    again = Call(MeetingKind.OTHER, "Заседание", TODAY, agenda=(("О мерах", ""),), offers=(offer,))
    with pytest.raises(ValidationError, match="уже в повестке"):
        actions.change_meeting(meeting=made, call=again, by=operator(), at=TODAY)
    assert [(each.title, each.offer) for each in made.items.all()] == [("О мерах", "late-measures")]


def test_minutes_tell_what_a_question_comes_from(people: Cast, team: Group) -> None:
    w, who = people.world, people.municipal_coordinator
    for number in range(12):
        school = school_of(w.municipality, f"S-{number:02}", f"Лесная школа № {number:02}")
        work_of(school, w.cycle, due=PAST, now=TODAY)
    post(who, new(team), **said(starts="2026-12-01T10:00", offers=["late-measures"]))
    made = Meeting.objects.get()
    made.attendance.create(name=people.teacher.name, person=person_of(people.teacher))
    minuted(held(made, at=TODAY), at=TODAY)
    answer = signed_in(who).get(reverse("meeting-docx", args=[made.pk]))
    body = (
        ZipFile(BytesIO(answer.content)).read("word/document.xml").decode().replace("\N{NO-BREAK SPACE}", " ")
    )
    assert f"{LATE_MEASURES}: 12 мер, 12 школ" in body
    assert "К вопросу: Лесная школа № 00: 1 мера; " in body
    assert "Лесная школа № 09: 1 мера; и ещё 2." in body
    assert "Лесная школа № 10" not in body
    page = text(people.teacher, f"/meetings/{made.pk}/")
    assert "Лесная школа № 11: 1" in page
    assert "/roadmaps/schools/" not in page.split("<main")[1]
    assert page.count("<li>Лесная школа") == 12


@pytest.mark.parametrize("size", [1, 10, 200])
def test_pages_ask_as_much_of_two_hundred_schools_as_of_one(people: Cast, team: Group, size: int) -> None:
    w, who = people.world, people.municipal_coordinator
    visits_by_a_rhythm()
    schools = [school_of(w.municipality, f"S-{n:03}", f"Школа № {n:03}") for n in range(size)]
    takes_part(people, *schools)
    past = held(meeting(team, w.cycle, starts_at=TODAY - timedelta(days=9), at=TODAY), at=TODAY)
    for school in schools:
        work_of(school, w.cycle, due=PAST, now=TODAY)
        work_of(school, w.cycle, due=PAST, state=WorkState.RETURNED, now=TODAY)
        assignment(school, w.cycle, due=PAST, at=TODAY)
    actions.assign(meeting=past, what="Решено", home=schools[0], by=who, at=TODAY)
    plan_of(w.municipality, people, *["до 01.10.2026"] * min(size, 10))
    keys = list(told(people, who, team))
    assert len(keys) == 7
    client, counts = signed_in(who), {}
    empty = meeting(team, w.cycle, starts_at=TODAY, at=TODAY)
    full = meeting(team, w.cycle, starts_at=TODAY, at=TODAY)
    offers = tuple(offered(who, spot(people, team)))
    call = Call(MeetingKind.OTHER, "Заседание", TODAY, offers=offers)
    actions.change_meeting(meeting=full, call=call, by=who, at=TODAY)
    urls = {
        "new": new(team),
        "edit": reverse("meeting-edit", args=[empty.pk]),
        "edit full": reverse("meeting-edit", args=[full.pk]),
        "one": reverse("meeting", args=[full.pk]),
    }
    for name, url in urls.items():
        client.get(url)
        with CaptureQueriesContext(connection) as captured:
            page = client.get(url)
        assert page.status_code == 200
        assert page.text.count("<li>") < 500
        counts[name] = len(captured)
    with CaptureQueriesContext(connection) as captured:
        assert client.post(urls["edit"], said(offers=keys)).status_code == 302
    counts["choose"] = len(captured)
    assert counts == {"new": 25, "edit": 25, "edit full": 21, "one": 19, "choose": 37}


def test_each_part_is_offered_what_it_may_see_there(people: Cast) -> None:
    w = people.world
    for school in (w.school, w.second_school):
        work_of(school, w.cycle, due=PAST, now=TODAY)
        assignment(school, w.cycle, due=PAST, at=TODAY)
    plan = f"late-rows-{plan_of(w.municipality, people, 'до 01.10.2026')}"
    visits_by_a_rhythm()
    takes_part(people, w.school, w.second_school)
    parts = people.parts() | {"operator": operator()}
    found = {name: set(told(people, who, w.municipality)) for name, who in parts.items()}
    everything = {"late-measures", "late-assignments", plan, "alone", "unvisited"}
    leaders = ("municipal_coordinator", "authority_head", "regional_coordinator", "regional_project_head")
    helpers = ("school_head", "school_coordinator", "working_group_member", "curator", "methodist")
    wanted = {
        **{name: set[str]() for name in parts},
        **dict.fromkeys((*leaders, "operator"), everything),
        **dict.fromkeys(helpers, everything - {"alone"}),
        "teacher": {"late-measures", plan},
        "federal_operator": {"late-measures", plan},
        "administrator": everything - {"late-assignments"},
    }
    assert found == wanted
    assert (
        told(people, people.school_head, w.municipality)["late-measures"]
        == f"{LATE_MEASURES}: 1 мера, 1 школа"
    )
