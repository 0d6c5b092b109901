"""A meeting from its calling to signed minutes: who may, what is written, what waits, what plans count."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from conftest import NOW
from factories.assignments import person_of
from factories.meetings import group, held, meeting, minuted
from factories.people import Cast
from opora import references
from opora.access import Conflict, Refused, WrongState
from opora.assignments.models import Assignment
from opora.assignments.queries import of_origin
from opora.groups.models import Group, Member
from opora.history.models import Event
from opora.inbox import Reason
from opora.meetings import actions, queries
from opora.meetings.actions import Call, Item, Mark
from opora.meetings.models import Meeting
from opora.meetings.references import SOURCES
from opora.meetings.rules import CALL, Place
from opora.meetings.states import MOVES, TRANSITIONS, Came, MeetingKind, MeetingState, RhythmKind

pytestmark = pytest.mark.django_db
HOUR = datetime(2026, 9, 14, 9, 0, tzinfo=UTC)


@pytest.fixture
def team(people: Cast) -> Group:
    """Led by the methodist, its secretary is a school's coordinator of the next municipality."""
    return group(
        people.world.municipality,
        chair=people.methodist,
        secretary=people.neighbour_school_coordinator,
        member="Орлова Нина Сергеевна",
    )


@pytest.fixture
def planned(people: Cast, team: Group) -> Meeting:
    return meeting(team, people.world.cycle, starts_at=HOUR, by=people.methodist, at=NOW)


def test_calling_asks_the_members_and_names_who_leads(people: Cast, planned: Meeting) -> None:
    assert [(row.name, row.person_id) for row in planned.attendance.all()] == [
        ("Методистова Мария Петровна", people.methodist.person_id),
        ("Ельникова Мария Петровна", people.neighbour_school_coordinator.person_id),
        ("Орлова Нина Сергеевна", None),
    ]
    assert (planned.chair, planned.secretary) == ("Методистова Мария Петровна", "Ельникова Мария Петровна")
    assert (planned.territory, planned.school) == (people.world.municipality, None)
    event = Event.objects.get(subject_kind="meeting")
    assert (event.verb, event.note) == ("назначил(а) совещание", "14.09.2026, 12:00")


def test_who_left_a_group_or_stands_in_it_twice(people: Cast, team: Group) -> None:
    Member.objects.create(group=team, part="member", name="Ушла", until=date(2026, 1, 1))
    Member.objects.create(
        group=team, part="member", name="Методистова Мария Петровна", person=person_of(people.methodist)
    )
    made = meeting(team, people.world.cycle, starts_at=HOUR, at=NOW)
    assert made.attendance.count() == 3


def test_who_calls_a_meeting_of_a_group_and_of_a_school(people: Cast, team: Group) -> None:
    place = queries.place_of_group(team)
    assert {name for name, each in people.parts().items() if CALL.can(each, place)} == {
        *("methodist", "neighbour_school_coordinator", "municipal_coordinator", "authority_head"),
        *("regional_coordinator", "regional_project_head"),
    }
    school = Place(people.world.school)
    assert {name for name, each in people.parts().items() if CALL.can(each, school)} == {
        *("school_head", "school_coordinator", "curator", "methodist", "municipal_coordinator"),
        *("authority_head", "regional_coordinator", "regional_project_head"),
    }


def test_a_dissolved_group_and_a_closed_school_do_not_meet(people: Cast, team: Group) -> None:
    w = people.world
    team.closed_on = date(2026, 9, 1)
    team.save()
    with pytest.raises(WrongState, match="распущена"):
        meeting(team, w.cycle, starts_at=HOUR, at=NOW)
    w.school.closed_on = date(2026, 9, 1)
    w.school.save()
    with pytest.raises(WrongState, match="закрыта"):
        meeting(w.school, w.cycle, starts_at=HOUR, at=NOW)


def test_who_sees_a_meeting(people: Cast, planned: Meeting) -> None:
    seen = {name for name, each in people.parts().items() if planned in queries.visible_to(each)}
    assert seen == {
        *("methodist", "neighbour_school_coordinator", "municipal_coordinator", "authority_head"),
        *("regional_coordinator", "regional_project_head"),
    }
    actions.invite(meeting=planned, name="", person=person_of(people.teacher), by=people.methodist, at=NOW)
    assert planned in queries.visible_to(people.teacher)
    assert not queries.visible_to(people.stranger).exists()


def test_nobody_is_asked_twice(people: Cast, planned: Meeting) -> None:
    with pytest.raises(ValidationError, match="уже в списке"):
        actions.invite(
            meeting=planned, name="x", person=person_of(people.methodist), by=people.methodist, at=NOW
        )
    with pytest.raises(ValidationError, match="уже в списке"):
        actions.invite(meeting=planned, name=" Орлова Нина Сергеевна ", by=people.methodist, at=NOW)
    with pytest.raises(ValidationError, match="впишите"):
        actions.invite(meeting=planned, name=" ", by=people.methodist, at=NOW)
    row = planned.attendance.get(name="Орлова Нина Сергеевна")
    actions.remove_invited(meeting=planned, attendance=row, by=people.methodist, at=NOW)
    assert planned.attendance.count() == 2


def test_a_meeting_is_moved_with_its_reason_and_the_old_hour_is_kept(people: Cast, planned: Meeting) -> None:
    later = HOUR + timedelta(days=1)
    for hour, reason in ((later, " "), (HOUR, "То же")):
        with pytest.raises(ValidationError):
            actions.move_meeting(meeting=planned, starts_at=hour, reason=reason, by=people.methodist, at=NOW)
    moved = actions.move_meeting(
        meeting=planned, starts_at=later, reason="Метель", seen=planned.revision, by=people.methodist, at=NOW
    )
    kept = moved.shifts.get()
    assert (kept.old_starts_at, kept.new_starts_at, kept.reason) == (HOUR, later, "Метель")
    with pytest.raises(Conflict):
        actions.cancel_meeting(
            meeting=planned, reason="x", seen=planned.revision, by=people.methodist, at=NOW
        )
    with pytest.raises(Refused):
        actions.cancel_meeting(meeting=planned, reason="x", by=people.school_head, at=NOW)
    ended = actions.cancel_meeting(meeting=planned, reason="Не нужно", by=people.methodist, at=NOW)
    assert (ended.state, ended.reason) == (MeetingState.CANCELLED, "Не нужно")
    with pytest.raises(WrongState):
        held(ended, at=NOW)


def test_holding_needs_somebody_and_its_day(people: Cast, planned: Meeting) -> None:
    rows = list(planned.attendance.all())
    nobody = {row.pk: Mark(Came.ABSENT, "болеет") for row in rows}
    with pytest.raises(ValidationError, match="кто был"):
        actions.hold_meeting(meeting=planned, marks=nobody, by=people.methodist, at=NOW)
    with pytest.raises(WrongState, match="ещё не наступил"):
        actions.hold_meeting(
            meeting=planned, marks=nobody, starts_at=NOW + timedelta(days=2), by=people.methodist, at=NOW
        )
    marks = {
        rows[0].pk: Mark(Came.PRESENT, "лишние слова"),
        rows[1].pk: Mark(Came.ONLINE),
        rows[2].pk: Mark(Came.ABSENT, "болеет"),
    }
    done = actions.hold_meeting(meeting=planned, marks=marks, by=people.neighbour_school_coordinator, at=NOW)
    assert done.state == MeetingState.HELD
    assert [(row.came, row.reason) for row in done.attendance.all()] == [
        (Came.PRESENT, ""),
        (Came.ONLINE, ""),
        (Came.ABSENT, "болеет"),
    ]
    with pytest.raises(WrongState):
        actions.hold_meeting(meeting=planned, marks=marks, by=people.methodist, at=NOW)


def test_minutes_are_signed_when_nothing_is_missing_and_can_be_reopened(
    people: Cast, planned: Meeting
) -> None:
    done, by = held(planned, at=NOW), people.methodist
    with pytest.raises(WrongState, match="вопрос 1: впишите, что решили; дайте номер"):
        actions.sign_minutes(meeting=done, by=by, at=NOW)
    item = done.items.get()
    actions.write_minutes(
        meeting=done,
        items=[Item(item.pk, item.title, "", "Слушали", "Решили"), Item(None, "Разное", "", "", "Собраться")],
        number="5",
        chair="Белова И. С.",
        secretary="Соснова Е. А.",
        by=by,
        at=NOW,
    )
    assert [(each.position, each.title) for each in done.items.all()] == [(1, "Итоги визитов"), (2, "Разное")]
    signed = actions.sign_minutes(meeting=done, by=by, at=NOW)
    assert (signed.state, signed.signed_by_name) == (MeetingState.MINUTED, by.name)
    with pytest.raises(WrongState, match="до подписи"):
        actions.write_minutes(meeting=done, items=[], by=by, at=NOW)
    again = actions.reopen_minutes(meeting=done, reason="Опечатка", by=by, at=NOW)
    assert (again.state, again.signed_at) == (MeetingState.HELD, None)


def test_a_number_of_minutes_is_given_once_a_year(people: Cast, team: Group) -> None:
    w = people.world
    first = minuted(held(meeting(team, w.cycle, starts_at=HOUR, at=NOW), at=NOW), at=NOW)
    second = held(meeting(team, w.cycle, starts_at=HOUR, at=NOW), at=NOW)
    assert queries.next_number(second) == "2"
    with pytest.raises(WrongState, match="уже есть"):
        minuted(second, number=first.number, at=NOW)


def test_a_decision_becomes_an_assignment_of_a_school(people: Cast, planned: Meeting) -> None:
    w = people.world
    with pytest.raises(WrongState, match="после совещания"):
        actions.assign(meeting=planned, what="Съездить", home=w.school, by=people.methodist, at=NOW)
    done = held(planned, at=NOW)
    made = actions.assign(
        meeting=done,
        item=done.items.get(),
        what="Съездить",
        home=w.school,
        when="до 01.10.2026",
        by=people.neighbour_school_coordinator,
        at=NOW,
    )
    assert (made.origin_kind, made.origin_id, made.origin_title, made.due) == (
        "meeting",
        done.pk,
        "Заседание, 14.09.2026, вопрос 1",
        date(2026, 10, 1),
    )
    assert [each.pk for each in of_origin("meeting", done.pk)] == [made.pk]
    with pytest.raises(Refused):
        actions.assign(meeting=done, what="Нет", home=w.school, by=people.school_head, at=NOW)
    assert Assignment.objects.count() == 1


def test_a_series_by_a_rhythm_to_the_end_of_the_year_is_made_once(people: Cast, planned: Meeting) -> None:
    made = actions.repeat_meeting(meeting=planned, kind=RhythmKind.MONTHLY, by=people.methodist, at=NOW)
    assert [each.local_start.strftime("%d.%m %H:%M") for each in made[:2]] == ["14.10 12:00", "14.11 12:00"]
    assert (len(made), made[-1].local_start.date()) == (11, date(2027, 8, 14))
    assert {each.attendance.count() for each in made} == {3}
    assert Event.objects.filter(verb="назначил(а) ряд совещаний").count() == 1
    with pytest.raises(ValidationError, match="уже создан"):
        actions.repeat_meeting(meeting=planned, kind=RhythmKind.MONTHLY, by=people.methodist, at=NOW)
    with pytest.raises(ValidationError, match="Выберите реже"):
        actions.repeat_meeting(
            meeting=planned, kind=RhythmKind.EVERY_DAYS, days=1, by=people.methodist, at=NOW
        )
    for kind, days in ((RhythmKind.AS_NEEDED, None), (RhythmKind.EVERY_DAYS, None)):
        with pytest.raises(ValidationError):
            actions.repeat_meeting(meeting=planned, kind=kind, days=days, by=people.methodist, at=NOW)


def test_an_hour_is_told_in_the_zone_of_the_meeting(people: Cast, team: Group) -> None:
    made = meeting(team, people.world.cycle, starts_at=HOUR, zone="Asia/Kamchatka", at=NOW)
    assert made.local_start.strftime("%d.%m %H:%M") == "14.09 21:00"
    series = actions.repeat_meeting(meeting=made, kind=RhythmKind.MONTHLY, by=people.methodist, at=NOW)
    assert {each.local_start.strftime("%H:%M") for each in series} == {"21:00"}


def test_a_rhythm_asks_for_a_meeting_on_the_desk_of_who_leads(people: Cast, team: Group) -> None:
    today = timezone.localdate()
    actions.set_rhythm(
        group=team,
        kind=RhythmKind.FORTNIGHTLY,
        days=9,
        since=today - timedelta(days=3),
        by=people.methodist,
        at=NOW,
    )
    for who in (people.methodist, people.neighbour_school_coordinator, people.municipal_coordinator):
        (waiting,) = queries.waiting_for(who)
        assert (waiting.reason, waiting.title, waiting.action, waiting.url, waiting.due) == (
            Reason.MEET,
            "Заседание: Координационная группа",
            "Назначить",
            f"/meetings/new/?group={team.pk}",
            today - timedelta(days=3),
        )
    for who in (people.regional_coordinator, people.observer, people.school_head):
        assert queries.waiting_for(who) == []
    meeting(team, people.world.cycle, starts_at=timezone.now() + timedelta(days=1), at=NOW)
    assert queries.waiting_for(people.methodist) == []
    with pytest.raises(ValidationError):
        actions.set_rhythm(group=team, kind=RhythmKind.EVERY_DAYS, since=today, by=people.methodist, at=NOW)
    with pytest.raises(Refused):
        actions.set_rhythm(group=team, kind=RhythmKind.WEEKLY, since=today, by=people.school_head, at=NOW)


def test_what_was_held_waits_for_its_minutes(people: Cast, planned: Meeting) -> None:
    (waiting,) = queries.waiting_for(people.methodist)
    assert (waiting.title, waiting.action) == ("Заседание, 14.09: кто был", "Отметить")
    held(planned, at=NOW)
    (waiting,) = queries.waiting_for(people.municipal_coordinator)
    assert (waiting.title, waiting.url) == ("Заседание, 14.09: протокол", f"/meetings/{planned.pk}/minutes/")
    minuted(planned, at=NOW)
    assert queries.waiting_for(people.methodist) == []


def test_the_diary_has_the_hour_and_tells_what_was_cancelled(people: Cast, planned: Meeting) -> None:
    first, last = date(2026, 9, 14), date(2026, 9, 14)
    for who in (people.methodist, people.neighbour_school_coordinator, people.municipal_coordinator):
        (entry,) = queries.diary_of(who, first, last)
        assert (entry.first, entry.starts_at, entry.is_cancelled) == (first, HOUR, False)
    assert queries.diary_of(people.methodist, date(2026, 9, 15), date(2026, 9, 30)) == []
    assert queries.diary_of(people.teacher, first, last) == []
    actions.cancel_meeting(meeting=planned, reason="x", by=people.methodist, at=NOW)
    assert queries.diary_of(people.methodist, first, last)[0].is_cancelled


def test_plans_count_what_was_held(people: Cast, team: Group) -> None:
    w = people.world
    for days in (0, 14):
        held(meeting(team, w.cycle, starts_at=HOUR - timedelta(days=days), at=NOW), at=NOW)
    held(meeting(w.neighbour_school, w.cycle, starts_at=HOUR, at=NOW), at=NOW)
    meeting(team, w.cycle, starts_at=HOUR, at=NOW)
    found = queries.facts(w.municipality.path or "", w.cycle)
    (one,) = found.groups
    assert (one.group_id, one.title, one.kind, one.days) == (
        team.pk,
        "Координационная группа",
        MeetingKind.COORDINATION,
        (date(2026, 8, 31), date(2026, 9, 14)),
    )
    region = queries.facts(w.region.path or "", w.cycle)
    assert (region.held, found.held, found.last_on) == (3, 2, date(2026, 9, 14))
    assert region.of_kind(MeetingKind.PLANNING).held == 0


def test_others_point_at_it(people: Cast, planned: Meeting) -> None:
    references.register(SOURCES)
    found = references.find(people.methodist, "meeting", planned.pk)
    assert found is not None
    assert (found.title, found.territory_path) == ("Заседание, 14.09.2026", people.world.municipality.path)
    assert references.find(people.school_head, "meeting", planned.pk) is None


def test_a_call_says_what_and_how_to_join(people: Cast) -> None:
    place = Place(people.world.school)
    for call in (
        Call(MeetingKind.OTHER, " ", HOUR),
        Call(MeetingKind.OTHER, "Планёрка", HOUR, is_online=True),
    ):
        with pytest.raises(ValidationError):
            actions.call_meeting(
                place=place, cycle=people.world.cycle, call=call, by=people.school_head, at=NOW
            )


def test_the_states_are_total() -> None:
    assert set(TRANSITIONS) == set(MOVES) == set(MeetingState)
