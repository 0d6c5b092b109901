"""An assignment from its giving to its end: who may, what is written, what waits for whom."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from conftest import NOW
from factories.assignments import PNG, assignment, person_of
from factories.people import Cast, appointed
from opora import references
from opora.access import Actor, Conflict, Refused, Role, WrongState
from opora.assignments import actions, queries
from opora.assignments.actions import Origin
from opora.assignments.models import Assignment
from opora.assignments.panels import of_origin
from opora.assignments.references import SOURCES
from opora.assignments.rules import ACCEPT, CANCEL, GIVE, POSTPONE, REPORT
from opora.assignments.states import MOVES, TRANSITIONS, AssignmentState
from opora.history.models import Event
from opora.inbox import Reason
from opora.people.models import Person

pytestmark = pytest.mark.django_db


@pytest.fixture
def given(people: Cast) -> Assignment:
    """The municipal coordinator asks the teacher of the school for something."""
    return assignment(
        people.world.school,
        people.world.cycle,
        person=person_of(people.teacher),
        due=date(2026, 9, 20),
        by=people.municipal_coordinator,
        origin=Origin("meeting", 7, "Заседание 10 сентября"),
        at=NOW,
    )


def reported(one: Assignment, by: Actor) -> Assignment:
    return actions.report(assignment=one, words="Сделано", by=by, at=NOW)


def test_giving_writes_who_what_until_when_and_one_event(people: Cast, given: Assignment) -> None:
    assert (given.state, given.executor, given.due, given.given_by_name) == (
        AssignmentState.GIVEN,
        "Учителева Мария Петровна",
        date(2026, 9, 20),
        people.municipal_coordinator.name,
    )
    event = Event.objects.get(subject_kind="assignment")
    assert (event.verb, event.school_id, event.note) == (
        "дал(а) поручение",
        people.world.school.pk,
        "Учителева Мария Петровна, до 20.09.2026",
    )


def test_a_term_in_words_gives_the_last_day_and_stays_as_written(people: Cast) -> None:
    made = assignment(people.world.school, people.world.cycle, when="до 10.10.2026", at=NOW)
    vague = assignment(people.world.school, people.world.cycle, when="по запросу", at=NOW)
    assert (made.due, made.when) == (date(2026, 10, 10), "до 10.10.2026")
    assert (vague.due, vague.when) == (None, "по запросу")


def test_a_school_answers_for_what_names_nobody_and_a_territory_must_name_somebody(people: Cast) -> None:
    w = people.world
    assert assignment(w.school, w.cycle, at=NOW).executor == w.school.name
    with pytest.raises(ValidationError) as refused:
        assignment(w.municipality, w.cycle, what=" ", at=NOW)
    assert set(refused.value.message_dict) == {"what", "executor"}
    assert not Assignment.objects.filter(territory=w.municipality).exists()


def test_an_urgent_request_has_an_hour_and_its_day(people: Cast) -> None:
    w = people.world
    made = assignment(w.school, w.cycle, answer_by=NOW + timedelta(hours=3), at=NOW)
    assert (made.is_urgent, made.due, made.is_late(NOW)) == (True, timezone.localdate(NOW), False)
    assert made.is_late(NOW + timedelta(hours=4))
    with pytest.raises(ValidationError):
        assignment(w.school, w.cycle, answer_by=NOW, at=NOW)


def test_a_closed_school_is_given_nothing_and_its_open_ones_pass_to_the_successor(people: Cast) -> None:
    w = people.world
    old = assignment(w.second_school, w.cycle, at=NOW)
    w.second_school.closed_on, w.second_school.merged_into = date(2026, 9, 1), w.school
    w.second_school.save()
    with pytest.raises(WrongState):
        assignment(w.second_school, w.cycle, at=NOW)
    old = Assignment.objects.get(pk=old.pk)
    assert old in queries.visible_to(people.school_head)
    assert REPORT.can(people.school_head, old)
    assert [each.url for each in queries.waiting_for(people.school_head)] == [
        f"/assignments/{old.pk}/report/"
    ]


def test_who_gives_in_which_place(people: Cast) -> None:
    w = people.world
    may = {name for name, each in people.parts().items() if GIVE.can(each, w.school)}
    assert may == {
        *("school_head", "school_coordinator", "curator", "municipal_coordinator", "authority_head"),
        *("regional_coordinator", "regional_project_head"),
    }
    may = {name for name, each in people.parts().items() if GIVE.can(each, w.municipality)}
    assert may == {"municipal_coordinator", "authority_head", "regional_coordinator", "regional_project_head"}


def test_who_reports_and_who_accepts(people: Cast, given: Assignment) -> None:
    parts = people.parts()
    assert {name for name, each in parts.items() if REPORT.can(each, given)} == {
        *("teacher", "school_head", "school_coordinator"),
    }
    done = reported(given, people.teacher)
    may = {name for name, each in parts.items() if ACCEPT.can(each, done)}
    assert may == {
        *("curator", "municipal_coordinator", "authority_head", "regional_coordinator"),
        "regional_project_head",
    }


def test_nobody_accepts_cancels_or_postpones_what_they_are_to_do(people: Cast) -> None:
    w, me = people.world, people.municipal_coordinator
    mine = assignment(w.municipality, w.cycle, person=person_of(me), by=people.regional_coordinator, at=NOW)
    assert not POSTPONE.can(me, mine)
    assert not CANCEL.can(me, mine)
    done = reported(mine, me)
    with pytest.raises(Refused, match="принимает другой"):
        actions.accept(assignment=done, by=me, at=NOW)
    assert actions.accept(assignment=done, by=people.regional_coordinator, at=NOW).state == "accepted"


def test_somebody_without_an_account_is_reported_by_those_who_help(people: Cast) -> None:
    w = people.world
    one = assignment(w.municipality, w.cycle, executor="Рабочая группа", at=NOW)
    assert REPORT.can(people.municipal_coordinator, one)
    assert not REPORT.can(people.neighbour_municipal_coordinator, one)


def test_reported_given_back_reported_again_and_accepted(people: Cast, given: Assignment) -> None:
    done = actions.report(assignment=given, words="Провели", materials=[PNG], by=people.teacher, at=NOW)
    assert (done.state, done.report, done.files.count()) == (AssignmentState.REPORTED, "Провели", 1)
    with pytest.raises(ValidationError):
        actions.give_back(assignment=done, words=" ", by=people.curator, at=NOW)
    back = actions.give_back(assignment=done, words="Приложите протокол", by=people.curator, at=NOW)
    assert (back.state, back.answer) == (AssignmentState.GIVEN, "Приложите протокол")
    again = reported(back, people.school_head)
    ended = actions.accept(assignment=again, by=people.municipal_coordinator, at=NOW)
    assert (ended.state, ended.is_open) == (AssignmentState.ACCEPTED, False)
    assert list(Event.objects.order_by("id").values_list("verb", flat=True)) == [
        "дал(а) поручение",
        "написал(а), что поручение исполнено",
        "вернул(а) на доработку",
        "написал(а), что поручение исполнено",
        "принял(а) исполнение",
    ]
    with pytest.raises(WrongState):
        actions.cancel(assignment=ended, reason="Поздно", by=people.municipal_coordinator, at=NOW)


def test_two_people_at_once_the_second_is_told(people: Cast, given: Assignment) -> None:
    done = reported(given, people.teacher)
    actions.accept(assignment=done, seen=done.revision, by=people.curator, at=NOW)
    with pytest.raises(Conflict, match="изменили"):
        actions.give_back(
            assignment=done, words="Мало", seen=done.revision, by=people.municipal_coordinator, at=NOW
        )
    with pytest.raises(WrongState):
        actions.accept(assignment=done, by=people.municipal_coordinator, at=NOW)


def test_a_term_is_moved_with_its_reason_and_the_old_one_is_kept(people: Cast, given: Assignment) -> None:
    for day, reason in ((date(2026, 9, 25), " "), (date(2026, 9, 1), "Рано"), (date(2026, 9, 20), "То же")):
        with pytest.raises(ValidationError):
            actions.postpone(
                assignment=given, new_due=day, reason=reason, by=people.municipal_coordinator, at=NOW
            )
    with pytest.raises(Refused):
        actions.postpone(
            assignment=given, new_due=date(2026, 9, 25), reason="Не успеваю", by=people.teacher, at=NOW
        )
    moved = actions.postpone(
        assignment=given, new_due=date(2026, 9, 25), reason="Карантин", by=people.curator, at=NOW
    )
    kept = moved.postponements.get()
    assert (moved.due, kept.old_due, kept.new_due, kept.reason, kept.by_name) == (
        date(2026, 9, 25),
        date(2026, 9, 20),
        date(2026, 9, 25),
        "Карантин",
        people.curator.name,
    )


def test_who_sees_an_assignment_of_a_school(people: Cast, given: Assignment) -> None:
    seen = {name for name, each in people.parts().items() if given in queries.visible_to(each)}
    assert seen == {
        *("school_head", "school_coordinator", "working_group_member", "teacher", "curator", "methodist"),
        *("municipal_coordinator", "authority_head", "regional_coordinator", "regional_project_head"),
    }


def test_a_person_without_an_account_number_sees_nothing_of_those_without_one(people: Cast) -> None:
    assignment(people.world.school, people.world.cycle, at=NOW)
    assert not queries.visible_to(people.stranger).exists()
    assert not queries.visible_to(Actor(None, "Никто")).exists()


def test_an_assignment_of_a_territory_is_not_for_its_schools(people: Cast) -> None:
    w = people.world
    one = assignment(w.municipality, w.cycle, person=person_of(people.methodist), at=NOW)
    seen = {name for name, each in people.parts().items() if one in queries.visible_to(each)}
    assert seen == {
        *("methodist", "municipal_coordinator", "authority_head", "regional_coordinator"),
        "regional_project_head",
    }


def test_what_waits_for_whom(people: Cast, given: Assignment) -> None:
    def titles(who: Actor) -> list[tuple[Reason, str, str]]:
        return [(each.reason, each.title, each.action) for each in queries.waiting_for(who)]

    school = people.world.school.name
    assert titles(people.teacher) == [(Reason.DO, f"{school}: Провести педсовет", "Исполнено")]
    assert titles(people.school_head) == titles(people.municipal_coordinator) == titles(people.curator) == []
    whole = assignment(people.world.school, people.world.cycle, what="Заполнить карту", at=NOW)
    assert [each[1] for each in titles(people.school_head)] == [f"{school}: Заполнить карту"]
    reported(given, people.teacher)
    confirm = (Reason.CONFIRM, "Учителева Мария Петровна: Провести педсовет", "Принять")
    assert titles(people.municipal_coordinator) == [confirm]
    assert titles(people.teacher) == titles(people.curator) == []
    # nobody gave it who could accept it now: those who may do it instead
    reported(whole, people.school_head)
    assert [each[0] for each in titles(people.curator)] == [Reason.CONFIRM]


def test_urgent_is_told_with_its_hour(people: Cast) -> None:
    w, now = people.world, timezone.now()
    until = now + timedelta(hours=5)
    assignment(w.school, w.cycle, answer_by=until, at=now)
    (waiting,) = queries.waiting_for(people.school_head)
    hour = timezone.localtime(until)
    assert (waiting.reason, waiting.is_urgent, waiting.due) == (Reason.ANSWER, True, hour.date())
    assert f"ответить до {hour:%H:%M}" in waiting.title


def test_the_diary_has_the_last_day(people: Cast, given: Assignment) -> None:
    first, last = date(2026, 9, 1), date(2026, 9, 30)
    for who in (people.teacher, people.school_head, people.municipal_coordinator):
        assert [each.first for each in queries.diary_of(who, first, last)] == [date(2026, 9, 20)]
    assert queries.diary_of(people.teacher, date(2026, 10, 1), last) == []
    assert queries.diary_of(people.observer, first, last) == []


def test_what_came_of_a_thing_is_listed_with_links_only_for_those_who_see_it(
    people: Cast, given: Assignment
) -> None:
    assert [each.pk for each in queries.of_origin("meeting", 7)] == [given.pk]
    assert queries.of_origin("meeting", 8) == []
    mine = of_origin(people.teacher, "meeting", 7, at=NOW)
    theirs = of_origin(people.neighbour_school_head, "meeting", 7, at=NOW)
    assert mine.table
    assert theirs.table
    assert "<a href" in str(mine.table.rows[0][0])
    assert "<a href" not in str(theirs.table.rows[0][0])
    assert (mine.open, of_origin(people.teacher, "visit", 7, at=NOW).table) == (1, None)


def test_others_point_at_it(people: Cast, given: Assignment) -> None:
    references.register(SOURCES)
    found = references.find(people.curator, "assignment", given.pk)
    assert found is not None
    assert (found.title, found.school_id, found.territory_path) == (
        "Провести педсовет",
        people.world.school.pk,
        people.world.municipality.path,
    )
    assert references.find(people.neighbour_curator, "assignment", given.pk) is None


def test_the_states_are_total() -> None:
    assert set(TRANSITIONS) == set(MOVES) == set(AssignmentState)
    assert {state for state, ways in TRANSITIONS.items() if not ways} == {
        state for state, move in MOVES.items() if move is None
    }


def leaver(people: Cast) -> Person:
    """Somebody with two open tasks of the school who is appointed nowhere any more."""
    left = appointed(Role.SCHOOL_COORDINATOR, people.world.school, surname="Ушедшая")
    for what in ("Собрать отчёт", "Провести опрос"):
        assignment(people.world.school, people.world.cycle, what=what, person=left, at=NOW)
    left.appointments.update(until=date(2026, 1, 1))
    return left


def test_open_tasks_of_who_left_are_found_and_handed_over(people: Cast) -> None:
    left, today = leaver(people), timezone.localdate()
    assert [(each.name, each.many) for each in queries.orphaned(people.municipal_coordinator, on=today)] == [
        ("Ушедшая Мария Петровна", 2)
    ]
    (waiting,) = queries.waiting_for(people.municipal_coordinator)
    assert waiting.title == "Передать поручения: Ушедшая Мария Петровна (2\N{NO-BREAK SPACE}поручения)"
    assert queries.orphaned(people.curator, on=today) == []
    assert queries.orphaned(people.neighbour_municipal_coordinator, on=today) == []
    held = queries.held_by(people.school_head, left)
    done = actions.hand_over(
        assignments=held, to=person_of(people.school_coordinator), by=people.school_head, at=NOW
    )
    assert {each.executor for each in done} == {"Школьная Мария Петровна"}
    assert queries.orphaned(people.municipal_coordinator, on=today) == []
    assert Event.objects.filter(verb="передал(а) поручение").count() == 2


def test_a_task_goes_only_to_who_is_appointed_there_and_only_once(people: Cast) -> None:
    left = leaver(people)
    held = queries.held_by(people.municipal_coordinator, left)
    for stranger in (people.neighbour_school_head, people.observer, people.stranger):
        with pytest.raises(ValidationError, match="не назначен"):
            actions.hand_over(
                assignments=held, to=person_of(stranger), by=people.municipal_coordinator, at=NOW
            )
    with pytest.raises(Refused):
        actions.hand_over(assignments=held, to=person_of(people.school_head), by=people.curator, at=NOW)
    by, to = people.municipal_coordinator, person_of(people.school_head)
    actions.hand_over(assignments=held, to=to, by=by, at=NOW)
    with pytest.raises(Conflict):
        actions.hand_over(assignments=held, to=person_of(people.school_coordinator), by=by, at=NOW)
