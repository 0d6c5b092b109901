"""A decision with its ground, those who carry it out and what it led to: actions, rights, pages, the desk."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from conftest import NOW
from factories.decisions import decision, finish_tasks
from factories.people import Cast
from opora import references
from opora.access import Actor, Conflict, Refused, WrongState
from opora.appointments.models import Appointment
from opora.assignments.models import Assignment
from opora.decisions.actions import (
    Measured,
    Task,
    adopt,
    assess,
    cancel,
    change,
    give_task,
    mark_executed,
)
from opora.decisions.queries import visible_to, waiting_for
from opora.decisions.queries.listing import of_ground
from opora.decisions.rules import DECIDE, EDIT
from opora.decisions.states import DecisionState
from opora.history.models import Event
from opora.inbox import Reason
from opora.people.models import Person

from .looking import text
from .making import DAY, adopted, said

pytestmark = pytest.mark.django_db
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360606060000000"
    "050001a5f645400000000049454e44ae426082"
)


def test_a_decision_goes_from_the_word_to_what_it_led_to(people: Cast) -> None:
    who = people.municipal_coordinator
    teacher = Person.objects.get(pk=people.teacher.person_id)
    made = adopted(people, tasks=[Task("Составить график", person=teacher, when="до 20.09")])
    assert made.state == DecisionState.EXECUTING
    task = Assignment.objects.get()
    assert (task.person, task.due, task.school, task.origin_kind, task.origin_id, task.origin_title) == (
        teacher,
        date(2026, 9, 20),
        people.world.school,
        "decision",
        made.pk,
        "Решение «Открыть консультации»",
    )
    with pytest.raises(WrongState, match="незакрытые"):
        mark_executed(decision=made, day=DAY, by=who, at=NOW)
    with pytest.raises(WrongState, match="когда оно исполнено"):
        assess(decision=made, measured=Measured(DAY, "Лучше"), by=who, at=NOW)
    finish_tasks(made)
    done = mark_executed(decision=made, day=DAY, by=who, at=NOW)
    assert (done.state, done.executed_on) == (DecisionState.EXECUTED, DAY)
    outcome = assess(
        decision=made,
        measured=Measured(DAY, "Двоек меньше", "Доля «2»", Decimal("40.5"), Decimal(31), "%", "Протоколы"),
        by=who,
        at=NOW,
    )
    assert (outcome.before, outcome.after, outcome.decision.state) == (
        Decimal("40.5"),
        Decimal(31),
        DecisionState.ASSESSED,
    )
    assert list(
        Event.objects.filter(subject_kind="decision").order_by("pk").values_list("verb", flat=True)
    ) == [
        "записал(а) решение",
        "отметил(а), что решение исполнено",
        "записал(а), к чему привело решение",
    ]
    # one more measure takes it back to work
    give_task(decision=made, task=Task("Ещё мера", executor="Школа"), by=who, at=NOW)
    made.refresh_from_db()
    assert (made.state, made.executed_on) == (DecisionState.EXECUTING, None)


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"text": " "}, "text"),
        ({"decided_by": " "}, "decided_by"),
        ({"ground": " "}, "ground"),
        ({"decided_on": date(2026, 9, 15)}, "decided_on"),
    ],
)
def test_what_is_wrong_is_told_by_field(people: Cast, values: dict[str, object], field: str) -> None:
    w = people.world
    with pytest.raises(ValidationError) as told:
        adopt(home=w.school, cycle=w.cycle, said=said(**values), by=people.school_head, at=NOW)
    assert set(told.value.message_dict) == {field}


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"words": " "}, "words"),
        ({"before": Decimal(1), "source": "Протоколы"}, "figure"),
        ({"after": Decimal(1), "figure": "Доля"}, "source"),
        ({"on": date(2026, 9, 15)}, "on"),
        ({"on": date(2026, 8, 1)}, "on"),
    ],
)
def test_a_figure_needs_its_name_and_its_source(people: Cast, values: dict[str, object], field: str) -> None:
    made = decision(people.world.school, people.world.cycle, state=DecisionState.EXECUTED)
    measured = Measured(**({"on": DAY, "words": "Лучше"} | values))  # type: ignore[arg-type]
    with pytest.raises(ValidationError) as told:
        assess(decision=made, measured=measured, by=people.school_head, at=NOW)
    assert set(told.value.message_dict) == {field}


def test_a_thing_is_ground_enough_and_stays_named_when_it_is_not_seen(people: Cast) -> None:
    w = people.world
    earlier = decision(w.municipality, w.cycle, text="Изучить результаты")
    thing = references.find(people.municipal_coordinator, "decision", earlier.pk)
    assert thing is not None
    made = adopt(
        home=w.school,
        cycle=w.cycle,
        said=said(ground=""),
        grounds=[thing, thing],
        by=people.municipal_coordinator,
        at=NOW,
    )
    assert [(each.kind, each.thing_id, each.title) for each in made.grounds.all()] == [
        ("decision", earlier.pk, "Решение «Изучить результаты»")
    ]
    assert of_ground(people.municipal_coordinator, "decision", earlier.pk) == [made]
    assert of_ground(people.neighbour_municipal_coordinator, "decision", earlier.pk) == []
    url = reverse("decision", args=[made.pk])
    assert f"/decisions/{earlier.pk}/" in text(people.municipal_coordinator, url)
    page = text(people.school_head, url)
    assert ("Изучить результаты" in page, f"/decisions/{earlier.pk}/" in page) == (True, False)


def test_two_who_correct_at_once_do_not_overwrite(people: Cast) -> None:
    made = adopted(people)
    change(decision=made, said=said(text="Иначе"), seen=0, by=people.school_head, at=NOW)
    with pytest.raises(Conflict):
        change(decision=made, said=said(text="Ещё иначе"), seen=0, by=people.municipal_coordinator, at=NOW)
    made.refresh_from_db()
    assert (made.text, made.revision) == ("Иначе", 1)
    event = Event.objects.filter(verb="изменил(а) решение").get()
    assert event.note == "было: Открыть консультации"


def test_cancelling_needs_a_reason_and_no_open_task(people: Cast) -> None:
    who, made = people.municipal_coordinator, adopted(people)
    with pytest.raises(ValidationError):
        cancel(decision=made, reason=" ", by=who, at=NOW)
    give_task(decision=made, task=Task("Мера"), by=who, at=NOW)
    with pytest.raises(WrongState, match="снимите"):
        cancel(decision=made, reason="Нет денег", by=who, at=NOW)
    finish_tasks(made)
    cancel(decision=made, reason="Нет денег", by=who, at=NOW)
    for again in (
        lambda: give_task(decision=made, task=Task("Мера"), by=who, at=NOW),
        lambda: mark_executed(decision=made, day=DAY, by=who, at=NOW),
    ):
        with pytest.raises(WrongState):
            again()


def test_executed_is_not_before_decided_nor_to_come(people: Cast) -> None:
    made = adopted(people)
    for day in (DAY - timedelta(days=1), NOW.date() + timedelta(days=1)):
        with pytest.raises(ValidationError):
            mark_executed(decision=made, day=day, by=people.municipal_coordinator, at=NOW)


def test_who_decides_about_what(people: Cast) -> None:
    w = people.world
    about = decision(w.municipality, w.cycle)
    may = {
        name: (DECIDE.can(actor, w.school), DECIDE.can(actor, w.municipality), EDIT.can(actor, about))
        for name, actor in people.parts().items()
    }
    assert {name: rights for name, rights in may.items() if any(rights)} == {
        "school_head": (True, False, False),
        "school_coordinator": (True, False, False),
        "municipal_coordinator": (True, True, True),
        "authority_head": (True, True, True),
        "regional_coordinator": (True, True, True),
        "regional_project_head": (True, True, True),
    }
    with pytest.raises(Refused):
        adopt(home=w.school, cycle=w.cycle, said=said(), by=people.curator, at=NOW)


def test_who_sees_what(people: Cast) -> None:
    w = people.world
    own, above, foreign = (decision(home, w.cycle) for home in (w.school, w.municipality, w.foreign_school))
    seen = {name: set(visible_to(actor)) for name, actor in people.parts().items()}
    assert {
        "school_head": {own},
        "working_group_member": {own},
        "curator": {own},
        "teacher": set(),
        "municipal_coordinator": {own, above},
        "methodist": {own, above},
        "regional_coordinator": {own, above},
        "federal_operator": {own, above, foreign},
        "neighbour_school_head": set(),
        "observer": set(),
        "expert": set(),
        "stranger": set(),
    }.items() <= seen.items()


def test_the_desk_asks_for_the_end_and_then_for_the_effect(
    people: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    who, w = people.municipal_coordinator, people.world
    made = adopted(people, tasks=[Task("Мера")])
    assert waiting_for(who) == []
    finish_tasks(made)
    assert [(each.reason, each.title, each.url) for each in waiting_for(who)] == [
        (
            Reason.CONFIRM,
            "Поручения закрыты: Берёзовская школа № 1: Открыть консультации",
            f"/decisions/{made.pk}/executed/",
        )
    ]
    # whoever wrote it down is asked, not the school
    assert waiting_for(people.school_head) == []
    mark_executed(decision=made, day=DAY, by=who, at=NOW)
    for day, many in ((DAY + timedelta(days=89), 0), (DAY + timedelta(days=90), 1)):
        monkeypatch.setattr("django.utils.timezone.localdate", lambda *_, day=day: day)
        found = waiting_for(who)
        assert [(each.reason, each.since, each.url) for each in found] == [
            (Reason.FILL, DAY + timedelta(days=90), f"/decisions/{made.pk}/outcome/")
        ][:many]
    own = decision(w.municipality, w.cycle, state=DecisionState.EXECUTED, executed_on=date(2026, 9, 2))
    assert [each.url for each in waiting_for(people.authority_head)] == [f"/decisions/{own.pk}/outcome/"]
    for nobody in (people.curator, people.teacher, people.observer, people.stranger):
        with CaptureQueriesContext(connection) as captured:
            assert waiting_for(nobody) == []
        assert len(captured) == 0


def test_a_decision_whose_author_left_waits_for_the_place(people: Cast) -> None:
    w, today = people.world, timezone.localdate()
    values = {
        "state": DecisionState.EXECUTED,
        "executed_on": date(2026, 1, 1),
        "decided_on": date(2026, 1, 1),
    }
    own = decision(w.school, w.cycle, made_by_id=people.school_head.person_id, **values)
    decision(w.neighbour_school, w.cycle, made_by_id=people.neighbour_school_head.person_id, **values)
    asked = [f"/decisions/{own.pk}/outcome/"]

    def told(who: Actor) -> list[str]:
        return [each.url for each in waiting_for(who)]

    assert (told(people.school_head), told(people.municipal_coordinator)) == (asked, [])
    held = Appointment.objects.filter(person=people.school_head.person_id)
    held.update(until=today - timedelta(days=1))
    assert told(people.municipal_coordinator) == asked
    held.update(until=today)
    assert told(people.municipal_coordinator) == []
    # in office, but elsewhere: the decision is out of reach
    held.get().schools.set([w.neighbour_school])
    assert told(people.municipal_coordinator) == asked
    assert told(people.regional_coordinator) == []
