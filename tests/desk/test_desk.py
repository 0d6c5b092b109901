from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, datetime
from pathlib import Path

import pytest
from django.conf import settings

from factories.people import Cast, actor, cast, person, signed_in
from factories.results import all_procedures, fact
from opora.access import Role
from opora.access.actor import operator
from opora.appointments.helping import helpers_of
from opora.catalogues.actions import seed_from_files
from opora.desk.waiting import Waiting, waiting_for
from opora.identification.actions import draw_up, open_window
from opora.identification.queries import rule_for
from opora.people.models import Person

type Queries = Callable[[int], AbstractContextManager[object]]

pytestmark = pytest.mark.django_db


@pytest.fixture
def listed(now: datetime) -> Cast:
    """The school of the cast stands in a draft that is open to objections."""
    all_procedures()
    seed_from_files(root=Path(settings.DEFINITIONS_ROOT), by=operator(), at=now)
    people = cast()
    w = people.world
    fact(w.school, "vpr-ma-5", 2026, participants=10, low=5)
    fact(w.school, "vpr-ma-6", 2026, participants=10, low=4)
    year_list = draw_up(
        cycle=w.cycle, territory=w.municipality, rule=rule_for(w.municipality.path), by=operator(), at=now
    )
    open_window(year_list=year_list, by=operator(), at=now)
    return people


def test_a_school_sees_its_move_its_way_and_a_phone(listed: Cast) -> None:
    Person.objects.filter(pk=listed.curator.person_id).update(phone="+7 000 111-22-33")
    page = signed_in(listed.school_coordinator).get("/").content.decode()
    assert [w.reason for w in waiting_for(listed.school_coordinator)] == ["Списки школ"]
    assert "Берёзовская школа № 1 — в проекте списка ШНОР" in page
    assert "ваш ход с" in page
    assert "+7 000 111-22-33" in page
    assert "Шаг 2 из 8" in page


def test_the_coordinator_sees_what_to_approve_and_the_neighbour_nothing(listed: Cast) -> None:
    assert [w.action for w in waiting_for(listed.municipal_coordinator)] == ["Утвердить список"]
    assert waiting_for(listed.neighbour_municipal_coordinator) == []
    page = signed_in(listed.neighbour_municipal_coordinator).get("/").content.decode()
    assert "Сейчас от вас ничего не ждут" in page
    assert "Берёзовская" not in page


def test_who_helps_is_named_curator_first(listed: Cast) -> None:
    school = listed.world.school
    actor(Role.CURATOR, listed.world.neighbour_school, surname="Чужая")
    found = helpers_of(school, today=date(2026, 9, 14))
    assert [(h.role, h.name.split()[0]) for h in found] == [
        ("Куратор", "Кураторова"),
        ("Школьный координатор", "Школьная"),
        ("Муниципальный координатор", "Окружная"),
        ("Методист", "Методистова"),
        ("Руководитель органа управления образованием", "Начальникова"),
        ("Региональный координатор", "Областная"),
    ]


def test_nobody_is_told_to_call_themselves(listed: Cast, django_assert_num_queries: Queries) -> None:
    me = listed.school_coordinator.person_id
    with django_assert_num_queries(1):
        found = helpers_of(listed.world.school, today=date(2026, 9, 14), but=me)
    assert [h.name.split()[0] for h in found][:2] == ["Кураторова", "Окружная"]


def test_the_card_names_whom_to_call_to_those_who_see_the_school(listed: Cast) -> None:
    Person.objects.filter(pk=listed.curator.person_id).update(phone="+7 000 111-22-33")
    url = f"/schools/{listed.world.school.pk}/"
    page = signed_in(listed.municipal_coordinator).get(url).text
    assert ("Кому позвонить" in page, "+7 000 111-22-33" in page) == (True, True)
    assert "+7 000 111-22-33" not in signed_in(listed.neighbour_school_head).get(url).text


def test_without_an_appointment_one_learns_whom_to_ask() -> None:
    page = signed_in(person("Ничья")).get("/")
    assert page.status_code == 200
    assert "Вас ещё никуда не назначили" in page.content.decode()


def test_deadlines_are_late_soon_or_far() -> None:
    def due(day: int) -> Waiting:
        return Waiting("", "", "", "", due=date(2026, 9, day))

    today = date(2026, 9, 14)
    assert [(w.is_late(today), w.is_soon(today)) for w in (due(13), due(14), due(28), due(29))] == [
        (True, False),
        (False, True),
        (False, True),
        (False, False),
    ]


def test_a_curator_finds_the_own_schools_with_their_phones(listed: Cast) -> None:
    listed.world.school.phone = "+7 000 333-22-11"
    listed.world.school.save()
    page = signed_in(listed.curator).get("/").content.decode()
    assert "Ваши школы · 1" in page
    assert "+7 000 333-22-11" in page
    assert "Еловская школа" not in page
