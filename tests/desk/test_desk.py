import gc
import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from weakref import ref

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from factories.people import Cast, actor, cast, person, signed_in
from factories.results import all_procedures, fact, load
from opora import inbox
from opora.access import Role
from opora.access.actor import operator
from opora.appointments.helping import helpers_of
from opora.catalogues.role_texts import role_texts
from opora.catalogues.seeding import seed_from_files
from opora.desk.figures import figures_of
from opora.desk.presenters import FIRST, groups
from opora.desk.views import PER_PAGE
from opora.identification.actions import approve, draw_up, open_window
from opora.identification.models import YearList
from opora.identification.queries import rule_for
from opora.inbox import Reason, Waiting, waiting_for
from opora.people.models import Person

type Queries = Callable[[int], AbstractContextManager[object]]

pytestmark = pytest.mark.django_db


@pytest.fixture
def listed(now: datetime) -> Cast:
    """The school of the cast stands in a draft that is open to objections."""
    all_procedures()
    seed_from_files(root=Path(settings.DEFINITIONS_ROOT), by=operator(), at=now)
    people = cast(everybody=True)
    w = people.world
    fact(w.school, "vpr-ma-5", 2026, participants=10, low=5)
    fact(w.school, "vpr-ma-6", 2026, participants=10, low=4)
    year_list = draw_up(
        cycle=w.cycle, territory=w.municipality, rule=rule_for(w.municipality.path), by=operator(), at=now
    )
    open_window(year_list=year_list, by=operator(), at=now)
    return people


def test_what_is_kept_of_a_desk_does_not_keep_the_request(listed: Cast) -> None:
    request = ref(signed_in(listed.school_coordinator).get("/").wsgi_request)
    gc.collect()
    assert request() is None


def test_a_school_sees_its_move_its_way_and_a_phone(listed: Cast) -> None:
    Person.objects.filter(pk=listed.curator.person_id).update(phone="+7 000 111-22-33")
    page = signed_in(listed.school_coordinator).get("/").content.decode()
    assert [w.reason for w in waiting_for(listed.school_coordinator)] == [Reason.CHECK]
    assert "Берёзовская школа № 1 — в проекте списка ШНОР" in page
    assert "ваш ход с" in page
    assert "+7 000 111-22-33" in page
    assert "Шаг 2 из 8" in page


def test_the_coordinator_sees_what_to_approve_and_the_neighbour_nothing(
    listed: Cast, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    # on this day no stage ends soon: nobody reports yet
    monkeypatch.setattr(timezone, "now", lambda: now + timedelta(days=30))
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
    """Its head before others: it is the school that one asks about."""
    Person.objects.filter(pk=listed.curator.person_id).update(phone="+7 000 111-22-33")
    Person.objects.filter(pk=listed.school_head.person_id).update(phone="+7 000 444-55-66")
    url = f"/schools/{listed.world.school.pk}/"
    page = signed_in(listed.municipal_coordinator).get(url).text.partition("Кому позвонить")[2]
    assert 0 < page.find("+7 000 444-55-66") < page.find("+7 000 111-22-33")
    assert "+7 000 444-55-66" not in signed_in(listed.school_head).get(url).text
    assert "+7 000 111-22-33" not in signed_in(listed.neighbour_school_head).get(url).text


def test_without_an_appointment_one_learns_whom_to_ask() -> None:
    page = signed_in(person("Ничья")).get("/")
    assert page.status_code == 200
    assert "Вас ещё никуда не назначили" in page.content.decode()


def test_deadlines_are_late_soon_or_far() -> None:
    def due(day: int) -> Waiting:
        return Waiting(Reason.DO, "", "", "", due=date(2026, 9, day))

    today = date(2026, 9, 14)
    assert [(w.is_late(today), w.is_soon(today)) for w in (due(13), due(14), due(28), due(29))] == [
        (True, False),
        (False, True),
        (False, True),
        (False, False),
    ]


def test_groups_stand_in_the_order_of_what_presses() -> None:
    def thing(reason: Reason, title: str, action: str = "Открыть", **values: Any) -> Waiting:
        return Waiting(reason, title, action, f"/{title}/", **values)

    past, today = date(2026, 9, 1), date(2026, 9, 14)
    found = groups(
        [
            thing(Reason.DO, "урок"),
            thing(Reason.ANSWER, "приём", due=past, is_urgent=True),
            thing(Reason.CONFIRM, "список", "Утвердить", due=past),
            thing(Reason.CHECK, "лист", "Проверить", due=past),
            thing(Reason.CHECK, "программа", due=today),
            thing(Reason.CHECK, "план"),
        ],
        today,
    )
    assert [(group.title, [item.title for item in group.items]) for group in found] == [
        ("Срочно", ["приём"]),
        ("Просрочено", ["список", "лист"]),
        ("Проверить", ["программа", "план"]),
        ("Выполнить", ["урок"]),
    ]
    # what stands apart from its reason says it, once
    assert [item.detail for group in found for item in group.items] == [
        *("ответить", "подтвердить", ""),
        *("", "", ""),
    ]
    assert [item.title for group in found for item in group.items if item.main] == ["приём"]
    assert groups([], today) == []


def test_a_long_group_stands_with_its_first_things_and_opens_whole(listed: Cast) -> None:
    kept, who = list(inbox._sources), signed_in(listed.municipal_coordinator)
    many = FIRST + PER_PAGE
    things = [Waiting(Reason.CHECK, f"лист {n:03}", "Открыть", f"/{n}/") for n in range(many)]
    try:
        inbox.register([lambda _: things])
        desk, whole = who.get("/").text, who.get("/?all=check").text
        last = who.get("/?all=check&page=2").text
        empty, unknown = who.get("/?all=sign").text, who.get("/?all=x").text
    finally:
        inbox.register(kept)
    assert (desk.count(">лист "), whole.count(">лист "), last.count(">лист ")) == (FIRST, PER_PAGE, FIRST)
    assert f'<a href="?all=check">Ещё {PER_PAGE}: проверить</a>' in desk
    assert f"Проверить · {many}" in desk
    assert f"Проверить · {many}</h1>" in whole
    assert 'rel="next" href="?all=check&amp;page=2"' in whole
    assert "Что сейчас за вами" in empty
    assert "Что сейчас за вами" in unknown


def test_many_reasons_are_led_to_from_above(listed: Cast) -> None:
    kept = list(inbox._sources)
    things = [
        Waiting(reason, reason.value, "Открыть", "/") for reason in (Reason.CHECK, Reason.SIGN, Reason.DO)
    ]
    try:
        inbox.register([lambda _: things])
        page = signed_in(listed.curator).get("/").text
        inbox.register([lambda _: things[:2]])
        few = signed_in(listed.curator).get("/").text
    finally:
        inbox.register(kept)
    assert re.findall(r'<a href="#(\w+)">(\w+) <span class="count">1</span>', page) == [
        ("check", "Проверить"),
        ("sign", "Подписать"),
        ("do", "Выполнить"),
    ]
    assert re.findall(r'<section class="card" id="(\w+)">', page) == ["check", "sign", "do"]
    assert 'href="#check"' not in few


def test_a_curator_finds_the_own_schools_with_their_phones(listed: Cast) -> None:
    listed.world.school.phone = "+7 000 333-22-11"
    listed.world.school.save()
    page = signed_in(listed.curator).get("/").content.decode()
    assert "Ваши школы · 1" in page
    assert "+7 000 333-22-11" in page
    assert "Еловская школа" not in page


FIGURES = r'<dt>(.*?)</dt><dd>(?:<b class="none">(.*?)</b>|<b><a href="(.*?)">(.*?)</a></b>)'


def test_a_coordinator_finds_the_figures_of_the_own_scope(listed: Cast, now: datetime) -> None:
    w = listed.world
    before = re.findall(FIGURES, signed_in(listed.municipal_coordinator).get("/").text)
    assert [(label, none, value) for label, none, _, value in before][:3] == [
        ("Школ", "", "2"),
        ("В списке ШНОР", "нет данных", ""),
        ("Процедур", "", "2"),
    ]
    year_list = YearList.objects.get()
    approve(year_list=year_list, by=operator(), at=now + timedelta(days=30))
    made, foreign = load(), load(applied_at=now + timedelta(days=31))
    fact(w.school, "vpr-ru-5", 2025, participants=10, low=5, load=made)
    fact(w.neighbour_school, "vpr-ru-5", 2025, participants=10, low=5, load=foreign)

    page = signed_in(listed.municipal_coordinator).get("/").text
    found = re.findall(FIGURES, page)
    assert [(label, url) for label, _, url, _ in found] == [
        ("Школ", "/schools/"),
        ("В списке ШНОР", f"/lists/{year_list.pk}/"),
        ("Процедур", "/results/"),
    ]
    assert [value for *_, value in found][:3] == ["2", "1", "2"]
    assert f'Последняя загрузка результатов: <a href="/results/loads/{made.pk}/">' in page
    # the neighbour has schools of the own, and nothing of these
    mine = figures_of(listed.neighbour_municipal_coordinator)
    assert mine is not None
    assert (mine.listed, mine.procedures, mine.load_id) == (None, 0, foreign.pk)
    assert figures_of(listed.school_coordinator) is None


@pytest.mark.parametrize("name", ["municipal_coordinator", "school_coordinator", "curator"])
def test_the_desk_tells_what_the_role_does(listed: Cast, name: str) -> None:
    who = listed.parts()[name]
    assert who.role is not None
    text = role_texts()[who.role]
    page = signed_in(who).get("/").text
    assert (text.does in page, text.first_step in page) == (True, True)


@pytest.mark.parametrize(("name", "most"), [("municipal_coordinator", 5), ("school_coordinator", 8)])
def test_the_desk_asks_little(listed: Cast, name: str, most: int) -> None:
    client = signed_in(listed.parts()[name])
    client.get("/")
    with CaptureQueriesContext(connection) as asked:
        assert client.get("/").status_code == 200
    assert len(asked) == most
