"""Pages of decisions as people of each part walk them."""

from datetime import date
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from conftest import NOW
from factories.decisions import decision, decisions_at, finish_tasks
from factories.organisations import school
from factories.people import Cast, signed_in
from opora.assignments.states import AssignmentState
from opora.decisions.actions import (
    Task,
    give_task,
)
from opora.decisions.models import Decision
from opora.decisions.queries import facts, waiting_for
from opora.decisions.states import MOVES, TRANSITIONS, DecisionState

from .looking import asked, post, text
from .making import DAY, adopted

pytestmark = pytest.mark.django_db
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360606060000000"
    "050001a5f645400000000049454e44ae426082"
)


def test_from_an_object_to_a_decision_and_its_effect(people: Cast) -> None:
    w, who = people.world, people.municipal_coordinator
    ground = decision(w.school, w.cycle, text="Провести анализ")
    url = f"{reverse('decision-new')}?ground=decision:{ground.pk}"
    page = text(who, url)
    assert ["Провести анализ" in page, w.school.name in page] == [True, True]
    refused = post(who, url, 422, text="", decided_by="", decided_on="", what="")
    assert "Напишите, кто решил" in refused
    said_now = {"text": "Открыть консультации", "decided_by": "Начальник", "decided_on": "2026-09-10"}
    location = post(who, url, **said_now, what="Составить график", executor="Школа", when="сентябрь")
    made = Decision.objects.exclude(pk=ground.pk).get()
    assert location == reverse("decision", args=[made.pk])
    page = text(who, location)
    assert "Составить график" in page
    assert "Отметить исполненным</a>" not in page
    post(who, reverse("decision-task", args=[made.pk]), what="Вторая мера", executor="Кто-то")
    finish_tasks(made, state=AssignmentState.ACCEPTED)
    post(who, reverse("decision-execute", args=[made.pk]), day="2026-09-12")
    answer = signed_in(who).post(
        reverse("decision-outcome", args=[made.pk]),
        {
            "on": "2026-09-13",
            "words": "Двоек меньше",
            "figure": "Доля «2»",
            "before": "40,5",
            "after": "31",
            "unit": "%",
            "source": "Протоколы",
            "material": SimpleUploadedFile("итог.png", PNG),
        },
    )
    assert answer.status_code == 302, answer.text[:3000]
    page = text(who, location)
    assert ["40,5" in page, "Протоколы" in page, "итог.png" in page] == [True, True, True]
    outcome = made.outcomes.get()
    given = signed_in(people.curator).get(reverse("decision-outcome-file", args=[made.pk, outcome.pk]))
    assert (given.status_code, given.headers["Content-Type"]) == (200, "application/octet-stream")


def test_a_ground_that_is_not_seen_is_not_found(people: Cast) -> None:
    foreign = decision(people.world.foreign_school, people.world.cycle)
    for ground in (f"decision:{foreign.pk}", "nothing:1", "decision:x", "decision"):
        text(people.municipal_coordinator, f"/decisions/new/?ground={ground}", 404)
    for home in ("s999999", "t", "x1", f"s{people.world.foreign_school.pk}"):
        text(people.municipal_coordinator, f"/decisions/new/?home={home}", 404)


def test_whom_it_is_about_is_asked_where_there_is_a_choice(people: Cast) -> None:
    w = people.world
    where = post(people.municipal_coordinator, "/decisions/new/", home=f"t{w.municipality.pk}")
    assert where == f"/decisions/new/?home=t{w.municipality.pk}"
    post(people.municipal_coordinator, "/decisions/new/", 422, home="t0")
    answer = signed_in(people.school_head).get("/decisions/new/")
    assert answer.headers["Location"] == f"/decisions/new/?home=s{w.school.pk}"
    text(people.curator, "/decisions/new/", 403)
    text(people.expert, "/decisions/new/", 403)


def test_the_list_is_narrowed_in_the_link_and_goes_out_as_it_is_shown(people: Cast) -> None:
    w, who = people.world, people.municipal_coordinator
    decision(w.school, w.cycle, text="Первое", ground="По ВПР")
    busy = decision(w.second_school, w.cycle, text="Второе", ground="По анкетам")
    give_task(decision=busy, task=Task("Мера"), by=who, at=NOW)
    decision(w.municipality, w.cycle, text="Третье", state=DecisionState.EXECUTED)
    decision(w.foreign_school, w.cycle, text="Чужое")
    titles = ("Первое", "Второе", "Третье", "Чужое")
    queries = (
        "",
        "q=анкетам",
        "home=школа+№+1",
        "state=executed",
        "show=idle",
        "show=unassessed",
        "state=нет",
    )
    assert {
        query: [title for title in titles if title in text(who, f"/decisions/?{query}")] for query in queries
    } == {
        "": ["Первое", "Второе", "Третье"],
        "q=анкетам": ["Второе"],
        "home=школа+№+1": ["Первое"],
        "state=executed": ["Третье"],
        "show=idle": ["Первое"],
        "show=unassessed": ["Третье"],
        "state=нет": ["Первое", "Второе", "Третье"],
    }
    answer = signed_in(who).get("/decisions/?home=школа&as=xlsx")
    sheet = load_workbook(BytesIO(answer.content)).worksheets[0]
    words = [row[3] for row in sheet.iter_rows(values_only=True) if row[3]]
    assert words == ["Что решили", "Второе", "Первое"]
    assert "Решений пока нет" in text(people.neighbour_school_head, "/decisions/")


def test_pages_of_one_decision_for_those_without_a_part(people: Cast) -> None:
    w = people.world
    bag = decisions_at(w.municipality, w.school, w.cycle, now=NOW)
    own = bag["decision"]["pk"]
    for name in ("decision", "decision-edit", "decision-task", "decision-execute", "decision-cancel"):
        text(people.neighbour_school_head, reverse(name, args=[own]), 404)
        text(people.teacher, reverse(name, args=[own]), 403)
        text(people.curator, reverse(name, args=[own]), 200 if name == "decision" else 403)
        text(people.school_head, reverse(name, args=[own]))
    text(people.municipal_coordinator, reverse("decision-outcome", args=[own]), 409)
    text(people.municipal_coordinator, reverse("decision-outcome", kwargs=bag["decision-outcome"]))


def test_editing_and_cancelling_on_the_pages(people: Cast) -> None:
    made, who = adopted(people), people.municipal_coordinator
    url = reverse("decision-edit", args=[made.pk])
    words = {"text": "Иначе", "ground": "По ВПР", "decided_by": "Начальник", "decided_on": "2026-09-10"}
    post(who, url, 409, **words)
    post(who, url, 409, **words, seen="7")
    post(who, url, **words, seen="0")
    post(who, reverse("decision-cancel", args=[made.pk]), 422, reason="")
    post(who, reverse("decision-cancel", args=[made.pk]), reason="Нет денег")
    assert "Нет денег" in text(who, reverse("decision", args=[made.pk]))


def test_what_people_type_is_never_markup(people: Cast) -> None:
    evil = "<script>alert(1)</script>"
    w = people.world
    made = decision(w.school, w.cycle, text=evil, ground=evil, decided_by=evil)
    for url in ("/decisions/", reverse("decision", args=[made.pk])):
        page = text(people.school_head, url)
        assert evil not in page
        assert "&lt;script&gt;" in page


def test_facts_of_a_year(people: Cast) -> None:
    w = people.world
    done = decision(w.school, w.cycle, state=DecisionState.ASSESSED)
    decision(w.school, w.cycle, state=DecisionState.CANCELLED)
    decision(w.foreign_school, w.cycle)
    assert [(each.id, each.executed_on, each.is_assessed, each.school_id) for each in facts(
        cycle_id=w.cycle.pk, path=w.municipality.path or ""
    )] == [(done.pk, DAY, True, w.school.pk)]  # fmt: skip


def test_the_database_holds_what_a_decision_is(people: Cast) -> None:
    made = decision(people.world.school, people.world.cycle)
    for wrong in (
        {"territory": people.world.municipality},
        {"state": DecisionState.EXECUTED},
        {"state": DecisionState.CANCELLED},
        {"executed_on": DAY},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Decision.objects.filter(pk=made.pk).update(**wrong)


def test_every_state_has_its_steps_and_its_mover() -> None:
    assert set(TRANSITIONS) == set(MOVES) == set(DecisionState)


PINNED = {"list": 7, "xlsx": 6, "one": 10, "desk": 1}


@pytest.mark.parametrize("size", [1, 30])
def test_pages_ask_as_much_of_thirty_as_of_one(people: Cast, size: int) -> None:
    w, who = people.world, people.municipal_coordinator
    for n in range(size):
        made = decision(school(f"Школа {n}", w.municipality), w.cycle)
        give_task(decision=made, task=Task("Мера"), by=who, at=NOW)
        decision(w.municipality, w.cycle, state=DecisionState.EXECUTED, executed_on=date(2026, 1, 1),
                 decided_on=date(2026, 1, 1))  # fmt: skip
    for _ in range(size):
        give_task(decision=made, task=Task("Мера"), by=who, at=NOW)
    with CaptureQueriesContext(connection) as captured:
        waiting_for(who)
    found = {
        "list": asked(who, "/decisions/"),
        "xlsx": asked(who, "/decisions/?as=xlsx"),
        "one": asked(who, reverse("decision", args=[made.pk])),
        "desk": len(captured),
    }
    assert found == PINNED
