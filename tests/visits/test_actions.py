"""Planning, moving, giving up, noting: what is written, what is refused and in what words."""

from datetime import date, time, timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from conftest import NOW
from documents.racing import race, winners
from factories.people import actor, cast
from opora.access import Actor, Conflict, Refused, Role, WrongState
from opora.appointments.models import Appointment
from opora.assignments.models import Assignment
from opora.attachments.materials import Material
from opora.files.models import StoredFile
from opora.history.models import Event
from opora.organisations.models import Organisation
from opora.people.models import Person
from opora.visits import actions
from opora.visits.actions import Agreed, Answer, Day, Plan
from opora.visits.models import Checked, Picture, Shift, Visit
from opora.visits.states import Mark, VisitState, Way

from .conftest import Year
from .making import TODAY, day, kind, note, person_of, planned, visited

pytestmark = pytest.mark.django_db


def wrong(refused: pytest.ExceptionInfo[ValidationError]) -> set[str]:
    return set(refused.value.message_dict)


def test_several_visits_are_planned_at_once(year: Year) -> None:
    by = year.cast.municipal_coordinator
    plan = Plan(
        kind=kind(year.own),
        way=Way.PRESENCE,
        purpose="Смотрим уроки",
        visitors=[person_of(by)],
        companions="Гость",
    )
    days = [Day(year.own, day(1), time(10)), Day(year.second, day(2))]
    made = actions.plan_visits(cycle=year.cycle, plan=plan, days=days, by=by, at=NOW)
    assert [(each.school, each.planned_on, each.planned_at, each.state) for each in made] == [
        (year.own, day(1), time(10), VisitState.PLANNED),
        (year.second, day(2), None, VisitState.PLANNED),
    ]
    assert [list(each.visitors.values_list("name", flat=True)) for each in made] == [[by.name]] * 2
    told = Event.objects.filter(subject_kind="visit").order_by("pk")
    assert list(told.values_list("verb", "note", "school_id")) == [
        ("запланировал(а) посещение", "Смотрим уроки", year.own.pk),
        ("запланировал(а) посещение", "Смотрим уроки", year.second.pk),
    ]


@pytest.mark.parametrize("days", [-1, 400])
def test_a_day_that_has_passed_or_lies_outside_the_year_is_refused(year: Year, days: int) -> None:
    with pytest.raises(ValidationError) as refused:
        planned(year.own, year.cycle, year.cast.curator, days)
    assert wrong(refused) == {f"day_{year.own.pk}"}
    assert not Visit.objects.exists()


def test_somebody_goes_who_is_appointed(year: Year) -> None:
    curator = year.cast.curator
    with pytest.raises(ValidationError) as refused:
        planned(year.own, year.cycle, curator, people=[])
    assert wrong(refused) == {"visitors"}
    Appointment.objects.filter(person=curator.person_id).update(until=TODAY - timedelta(days=1))
    with pytest.raises(ValidationError, match="Больше не назначены") as refused:
        planned(year.own, year.cycle, curator)
    assert curator.name in str(refused.value)


def test_who_may_plan(year: Year) -> None:
    for stranger in (
        year.cast.neighbour_curator,
        year.cast.school_head,
        year.cast.expert,
        year.cast.observer,
    ):
        with pytest.raises(Refused):
            planned(year.own, year.cycle, stranger)
    Organisation.objects.filter(pk=year.own.pk).update(closed_on=TODAY)
    year.own.refresh_from_db()
    with pytest.raises(WrongState, match="Школа закрыта"):
        planned(year.own, year.cycle, year.cast.curator)


def test_a_move_keeps_the_old_day_and_the_reason(year: Year) -> None:
    by = year.cast.curator
    visit = planned(year.own, year.cycle, by, hour=time(10))
    moved = actions.move_visit(visit=visit, on=day(3), hour=time(12), reason="Метель", by=by, at=NOW)
    assert (moved.planned_on, moved.planned_at, moved.state) == (day(3), time(12), VisitState.PLANNED)
    shift = Shift.objects.get()
    assert (shift.old_on, shift.old_at, shift.new_on, shift.reason) == (day(1), time(10), day(3), "Метель")
    assert Event.objects.get(verb="перенёс(ла) посещение").note.endswith("Метель")
    with pytest.raises(Conflict, match="перенесли на 17"):
        visit.planned_on = day(1)
        actions.move_visit(visit=visit, on=day(5), hour=None, reason="Ещё раз", by=by, at=NOW)
    with pytest.raises(ValidationError) as refused:
        actions.move_visit(visit=moved, on=day(3), hour=time(12), reason="", by=by, at=NOW)
    assert wrong(refused) == {"on", "reason"}


def test_a_visit_goes_to_somebody_else_when_its_visitor_has_left(year: Year) -> None:
    visit = planned(year.own, year.cycle, year.cast.curator)
    other = person_of(actor(Role.CURATOR, year.own, surname="Новикова"))
    by = year.cast.municipal_coordinator
    moved = actions.move_visit(
        visit=visit, on=day(1), hour=None, reason="Куратор сменился", visitors=[other], by=by, at=NOW
    )
    assert [each.person_id for each in moved.visitors.all()] == [other.pk]
    assert not Shift.objects.exists()


def test_a_cancelled_visit_stays_with_its_reason(year: Year) -> None:
    visit = planned(year.own, year.cycle, year.cast.curator)
    with pytest.raises(ValidationError):
        actions.cancel_visit(visit=visit, reason=" ", by=year.cast.curator, at=NOW)
    done = actions.cancel_visit(visit=visit, reason="Карантин", by=year.cast.curator, at=NOW)
    assert (done.state, done.cancelled_why) == (VisitState.CANCELLED, "Карантин")
    with pytest.raises(WrongState, match="уже проведено или отменено"):
        actions.cancel_visit(visit=visit, reason="Ещё", by=year.cast.curator, at=NOW)
    with pytest.raises(WrongState):
        actions.note_visit(visit=visit, note=note(), by=year.cast.curator, at=NOW)


def test_a_methodist_leaves_the_curators_visit_alone(year: Year) -> None:
    visit = planned(year.own, year.cycle, year.cast.curator)
    with pytest.raises(Refused, match="кто едет"):
        actions.cancel_visit(visit=visit, reason="Не надо", by=year.cast.methodist, at=NOW)
    own = planned(year.own, year.cycle, year.cast.methodist, code="lesson")
    assert (
        actions.cancel_visit(visit=own, reason="Болею", by=year.cast.methodist, at=NOW).cancelled_why
        == "Болею"
    )


def test_a_note_is_written_whole(year: Year) -> None:
    by = year.cast.curator
    visit = planned(year.own, year.cycle, by, 0)
    said = note(
        minutes=40,
        talked_with=["head", "pupils"],
        talked="О чтении",
        private="Директор устал",
        answers=[
            Answer("lesson", Mark.YES, "6 «А»"),
            Answer("obstacle", Mark.NO),
            Answer("no-such", Mark.YES),
        ],
        agreed=[
            Agreed("Собрать рабочую группу", due=day(7)),
            Agreed("Прислать тексты", person=person_of(by)),
        ],
        materials=[Material("pdf", "план.pdf", b"%PDF-1.4 x")],
    )
    done = actions.note_visit(visit=visit, note=said, by=by, at=NOW)
    assert (done.state, done.visited_on, done.minutes, done.seen) == (
        VisitState.DONE,
        TODAY,
        40,
        "Был на уроке.",
    )
    assert list(Checked.objects.values_list("code", "mark", "words")) == [
        ("lesson", "yes", "6 «А»"),
        ("obstacle", "no", ""),
    ]
    given = Assignment.objects.order_by("pk")
    assert [(a.what, a.executor, a.due, a.origin_kind, a.origin_id, a.school) for a in given] == [
        ("Собрать рабочую группу", year.own.name, day(7), "visit", done.pk, year.own),
        ("Прислать тексты", by.name, None, "visit", done.pk, year.own),
    ]
    assert Picture.objects.get().file == StoredFile.objects.get(purpose="visits:note")
    told = Event.objects.filter(subject_kind="visit", verb="записал(а) посещение")
    assert [each.note for each in told] == ["очно"]


@pytest.mark.parametrize(
    ("said", "where"),
    [
        ({"visited_on": day(1)}, {"visited_on"}),
        ({"visited_on": date(2026, 8, 1)}, {"visited_on"}),
        ({"seen": " "}, {"seen"}),
        ({"materials": [Material("pdf", "a.pdf", b"%PDF-")] * 13}, {"materials"}),
    ],
)
def test_what_cannot_have_been_so_is_refused(year: Year, said: dict[str, object], where: set[str]) -> None:
    visit = planned(year.own, year.cycle, year.cast.curator, 0)
    with pytest.raises(ValidationError) as refused:
        actions.note_visit(visit=visit, note=note(**said), by=year.cast.curator, at=NOW)
    assert wrong(refused) == where
    visit.refresh_from_db()
    assert (visit.state, StoredFile.objects.count()) == (VisitState.PLANNED, 0)


def test_a_school_that_closed_meanwhile_keeps_what_was_before(year: Year) -> None:
    visit = planned(year.own, year.cycle, year.cast.curator, 0)
    Organisation.objects.filter(pk=year.own.pk).update(closed_on=TODAY - timedelta(days=2))
    with pytest.raises(ValidationError, match=r"Школа закрыта 12\.09\.2026"):
        actions.note_visit(visit=visit, note=note(), by=year.cast.curator, at=NOW)
    done = actions.note_visit(visit=visit, note=note(-3), by=year.cast.curator, at=NOW)
    assert done.visited_on == day(-3)


def test_the_same_note_sent_twice_is_one(year: Year) -> None:
    by, token = year.cast.curator, uuid4()
    visit = planned(year.own, year.cycle, by, 0)
    said = note(agreed=[Agreed("Прислать план")])
    first = actions.note_visit(visit=visit, note=said, token=token, by=by, at=NOW)
    again = actions.note_visit(visit=visit, note=said, token=token, by=by, at=NOW)
    assert (first.pk, Assignment.objects.count()) == (again.pk, 1)
    with pytest.raises(Conflict, match=r"уже записал\(а\) Кураторова"):
        actions.note_visit(
            visit=visit, note=note(), token=uuid4(), by=year.cast.municipal_coordinator, at=NOW
        )


def test_an_unplanned_note_sent_twice_is_one(year: Year) -> None:
    token = uuid4()
    made = [visited(year.own, year.cycle, year.cast.curator, token=token) for _ in range(2)]
    assert made[0].pk == made[1].pk
    assert Visit.objects.get().planned_on is None
    with pytest.raises(Conflict):
        visited(year.own, year.cycle, year.cast.municipal_coordinator, token=token)
    other = planned(year.own, year.cycle, year.cast.curator, 0)
    with pytest.raises(Conflict, match="для другого посещения"):
        actions.note_visit(visit=other, note=note(), token=token, by=year.cast.curator, at=NOW)


def test_a_note_is_added_to_and_the_old_words_are_kept(year: Year) -> None:
    by = year.cast.curator
    done = visited(year.own, year.cycle, by, answers=[Answer("lesson", Mark.YES)])
    said = note(seen="Был на двух уроках.", answers=[Answer("lesson", Mark.PARTLY)], agreed=[Agreed("Ещё")])
    again = actions.amend_note(visit=done, note=said, seen=1, by=by, at=NOW)
    assert (again.seen, again.revision, again.checked.get().mark) == ("Был на двух уроках.", 2, "partly")
    assert "Был на уроке." in again.events.values_list("seen", flat=True)  # type: ignore[attr-defined]
    assert Assignment.objects.count() == 1
    with pytest.raises(Conflict, match="дополнил другой человек"):
        actions.amend_note(visit=done, note=said, seen=1, by=year.cast.municipal_coordinator, at=NOW)


@pytest.mark.parametrize(
    "values",
    [
        {"state": "done"},
        {"state": "cancelled"},
        {"planned_on": None},
        {"minutes": 0},
        {"cancelled_why": "Так"},
    ],
)
def test_the_database_keeps_no_half_written_visit(year: Year, values: dict[str, object]) -> None:
    visit = planned(year.own, year.cycle, year.cast.curator)
    with pytest.raises(IntegrityError), transaction.atomic():
        Visit.objects.filter(pk=visit.pk).update(**values)


@pytest.mark.django_db(transaction=True)
def test_two_people_who_note_at_once_leave_one_note(year: Year) -> None:
    both: list[Actor] = [year.cast.curator, year.cast.municipal_coordinator]
    visit = planned(year.own, year.cycle, year.cast.curator, 0, people=[person_of(by) for by in both])
    came = race(
        *(
            lambda by=by: actions.note_visit(visit=visit, note=note(seen=by.name), by=by, at=NOW)  # type: ignore[misc]
            for by in both
        )
    )
    assert winners(came) == 1
    assert Event.objects.filter(verb="записал(а) посещение").count() == 1
    token = uuid4()
    came = race(*(lambda: visited(year.own, year.cycle, year.cast.curator, token=token) for _ in range(3)))
    assert winners(came) == 3
    assert len({each.pk for each in came}) == 1  # type: ignore[attr-defined]


def test_names_stay_when_people_change_theirs(year: Year) -> None:
    done = visited(year.own, year.cycle, year.cast.curator)
    Person.objects.filter(pk=year.cast.curator.person_id).update(surname="Замужняя")
    assert done.visitors.get().name == year.cast.curator.name
    assert cast().world.school == year.own
