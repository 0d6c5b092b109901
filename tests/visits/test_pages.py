"""Pages of visits: who sees what, what is posted, what is shown."""

import re
from datetime import timedelta
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import load_workbook

from conftest import NOW
from factories.people import actor, signed_in
from opora.access import Actor, Role
from opora.access.actor import operator
from opora.appointments.models import Appointment
from opora.assignments.models import Assignment
from opora.cycles.actions import set_stage
from opora.organisations.models import Organisation
from opora.references import find_many, register
from opora.visits.models import Visit
from opora.visits.references import SOURCES
from opora.visits.states import VisitState

from .conftest import Year, put
from .looking import post, text
from .making import day, planned, verification, visited, written

pytestmark = pytest.mark.django_db


def forming(year: Year) -> None:
    """Roadmaps are still written: schools are visited every week."""
    set_stage(cycle=year.cycle, title="Дорожные карты", term="до 01.12.2026", by=operator(), at=NOW)


def photo() -> SimpleUploadedFile:
    parts = (b"\xff\xd8\xff\xdb\x00\x07table", b"\xff\xda\x00\x08\x01\x01\x00\x00\x3f\x00pixels", b"\xff\xd9")
    return SimpleUploadedFile("снимок.jpg", b"".join(parts), "image/jpeg")


def fields(client_page: str = "", **more: object) -> dict[str, object]:
    return {"visited_on": "2026-09-14", "way": "presence", "seen": "Был на <уроке>.", **more}


def test_from_the_planner_to_the_note(year: Year) -> None:
    forming(year)
    curator = year.cast.curator
    page = text(curator, "/visits/planner/")
    assert "опоздание 6 дней" in page
    assert "координат нет" in page
    url = f"/visits/plan/?school={year.own.pk}"
    assert "Выберите день." in post(curator, url, 422, kind="curator", way="presence")
    data = {"kind": "curator", "way": "presence", "visitors": str(curator.person_id), "purpose": "Уроки"}
    here = post(curator, url, 302, **data, **{f"day_{year.own.pk}": "2026-09-14"})
    visit = Visit.objects.get()
    assert here == f"/visits/{visit.pk}/"
    assert "Уроки" in text(year.cast.school_head, here)
    assert 'name="token"' in text(curator, f"{here}note/")
    said = fields(
        **{"talked_with": ["head"], "mark-lesson": "yes", "words-lesson": "6 «А»", "what-1": "Собрать группу",
           "due-1": "2026-09-21", "private": "Тайное", "is_open_to_school": "on", "photos": photo()}
    )  # fmt: skip
    assert post(curator, f"{here}note/", 302, **said) == here
    shown = text(curator, here)
    assert all(
        word in shown for word in ("&lt;уроке&gt;", "6 «А»", "Собрать группу", "Тайное", "с директором")
    )
    assert Assignment.objects.get().origin_id == visit.pk
    assert "<img" in shown
    of_school = text(year.cast.school_head, here)
    assert "Собрать группу" in of_school
    assert "Тайное" not in of_school
    picture = visit.pictures.get()
    answer = signed_in(year.cast.school_head).get(f"{here}files/{picture.pk}/")
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "image/jpeg")
    for extension in ("pdf", "docx"):
        assert signed_in(curator).get(f"{here}note.{extension}").status_code == 200
    assert post(curator, f"{here}note/", 409, **said)


def test_a_plan_begins_with_the_kind_of_the_note(year: Year) -> None:
    for who in (year.cast.curator, year.cast.municipal_coordinator):
        page = text(who, f"/visits/plan/?school={year.own.pk}")
        assert re.findall(r'<option value="([a-z-]+)" selected', page) == ["curator"]


def test_without_places_the_planner_says_who_writes_them(year: Year) -> None:
    page = text(year.cast.curator, "/visits/planner/")
    assert "попросите школу или координатора вписать широту и долготу" in page
    assert "Откуда едете" not in page
    page = text(year.cast.municipal_coordinator, "/visits/planner/")
    assert "Расстояний нет: впишите широту и долготу в карточки школ." in page
    put(year.own, 56.5, 60.0)
    page = text(year.cast.curator, "/visits/planner/")
    assert "Откуда вы едете, неизвестно: выберите «Откуда едете»." in page
    assert 'name="base"' in page


def test_the_page_sent_twice_is_taken_once(year: Year) -> None:
    curator, token = year.cast.curator, "0d9a2b5e-1f6c-4d5f-8f4a-2f9f2b8f7a11"
    url = f"/visits/schools/{year.own.pk}/note/"
    data = fields(token=token, visitors=str(curator.person_id))
    assert post(curator, url, 302, **data) == post(curator, url, 302, **data)
    assert Visit.objects.count() == 1
    visit = planned(year.own, year.cycle, curator, 0)
    data = fields(token="0d9a2b5e-1f6c-4d5f-8f4a-2f9f2b8f7a12")
    urls = [post(curator, f"/visits/{visit.pk}/note/", 302, **data) for _ in range(2)]
    assert urls == [f"/visits/{visit.pk}/"] * 2


def test_what_is_wrong_in_a_note_is_told_beside_its_field(year: Year) -> None:
    url = f"/visits/schools/{year.own.pk}/note/?kind=control"
    assert "Контроль процедуры оценки" in text(year.cast.curator, url)
    data = {"visited_on": "2026-09-20", "way": "presence", "words-phones": "Да", "due-1": "2026-09-21"}
    page = post(year.cast.curator, url, 422, **data)
    assert "ещё не наступил" in page
    assert "Есть примечание, а ответа нет" in page
    assert "Напишите, о чём договорились" in page
    page = post(year.cast.curator, url, 422, **fields(visitors=[], seen="Был"))
    assert "Отметьте, кто был в школе" in page
    text(year.cast.curator, f"/visits/schools/{year.own.pk}/note/?kind=nothing", 404)


def test_a_closed_note_is_not_for_the_school(year: Year) -> None:
    visit = visited(year.own, year.cycle, year.cast.curator, is_open_to_school=False, seen="Секрет")
    page = text(year.cast.school_head, f"/visits/{visit.pk}/")
    assert "школе не открыли" in page
    assert "Секрет" not in page
    assert "Секрет" not in text(year.cast.school_head, f"/schools/{year.own.pk}/")
    assert signed_in(year.cast.school_head).get(f"/visits/{visit.pk}/note.pdf").status_code == 403
    assert "Секрет" in text(year.cast.methodist, f"/visits/{visit.pk}/")


def test_who_sees_visits(year: Year) -> None:
    url = f"/visits/{visited(year.own, year.cycle, year.cast.curator).pk}/"
    seen = {name: signed_in(who).get(url).status_code for name, who in year.cast.parts().items()}
    assert {name for name, status in seen.items() if status == 200} == {
        *("school_head", "school_coordinator", "working_group_member", "curator", "municipal_coordinator"),
        *("authority_head", "methodist", "regional_coordinator", "regional_project_head", "administrator"),
    }
    assert set(seen.values()) == {200, 404}


def test_the_list_is_narrowed_in_the_link_and_downloaded(year: Year) -> None:
    by = year.cast.municipal_coordinator
    visited(year.own, year.cycle, by, -3)
    visited(year.second, year.cycle, by, -1, code="interview", way="online")
    late = planned(year.second, year.cycle, by, 0, at=NOW - timedelta(days=2))
    page = text(by, "/visits/")
    assert "Ждут записи" in page
    assert "Школа № 1" not in text(by, "/visits/?q=№ 2").replace("Берёзовская школа № 1", "Школа № 1")
    assert "Собеседование" in text(by, "/visits/?way=online")
    assert f"/visits/{late.pk}/" in text(by, "/visits/?show=late")
    assert "Таких посещений нет" in text(by, "/visits/?first=2026-10-01")
    answer = signed_in(by).get("/visits/?as=xlsx&kind=interview")
    rows = list(load_workbook(BytesIO(answer.content)).worksheets[0].iter_rows(values_only=True))
    assert sum("Собеседование с директором" in row for row in rows) == 1
    assert len(signed_in(by).get("/visits/planner/?as=xlsx").content) > 1000


def test_verifications_of_risks_stand_beside_the_visits(year: Year) -> None:
    """The planner counts them, so the list tells them."""
    one = [
        verification(year.cycle, school, code, -2)
        for school in (year.own, year.second)
        for code in ("R01", "R08")
    ]
    verification(year.cycle, year.own, "R03", -9)
    by = year.cast.municipal_coordinator
    page = text(by, "/visits/")
    assert re.search(r"Проверки рисков\s*<[^>]+>3<", page)
    page = text(by, "/visits/?show=verified")
    assert page.count("Проверка рисков: 2 направления") == 2
    assert f"/risks/schools/{year.own.pk}/directions/?cycle={year.cycle.code}" in page
    assert page.index("№ 1") < page.index("№ 2") < page.rindex("№ 1"), "the newest first, schools by name"
    for narrowed, lines in {
        "first=2026-09-10": 2,
        "last=2026-09-10": 1,
        "q=№ 2": 1,
        "way=online": 0,
        "kind=curator": 0,
    }.items():
        found = re.findall(r"Проверка рисков: \d", text(by, f"/visits/?show=verified&{narrowed}"))
        assert len(found) == lines, narrowed
    assert "Проверка рисков" not in text(year.cast.neighbour_municipal_coordinator, "/visits/?show=verified")
    assert text(year.cast.school_head, "/visits/?show=verified").count("Проверка рисков:") == 2
    assert f"/directions/{one[0].direction_id}/" not in page
    book = load_workbook(BytesIO(signed_in(by).get("/visits/?as=xlsx").content))
    assert [row[-2:] for row in book["Проверки рисков"].iter_rows(values_only=True)][-3:] == [
        (2, "К. Кураторова"), (2, "К. Кураторова"), (1, "К. Кураторова"),
    ]  # fmt: skip


def test_trips_and_those_who_go_the_same_way(year: Year) -> None:
    forming(year)
    put(year.own, 56.5, 60.0)
    put(year.second, 56.55, 60.0)
    put(year.neighbour, 56.6, 60.0)
    planned(year.neighbour, year.cycle, year.cast.neighbour_curator, 2)
    curator = actor(Role.CURATOR, year.own, year.second, surname="Дорогина")
    page = text(curator, "/visits/planner/")
    assert "2 школы за одну поездку" in page
    assert "Помощникова Мария Петровна едет в школу «Еловская школа»" in page
    assert f"school={year.own.pk}&amp;school={year.second.pk}" in page
    assert f"/visits/plan/?school={year.neighbour.pk}" not in page
    both = f"/visits/plan/?school={year.own.pk}&school={year.second.pk}"
    days = {f"day_{each.pk}": "2026-09-15" for each in (year.own, year.second)}
    post(curator, both, 302, kind="curator", way="presence", visitors=str(curator.person_id), **days)
    assert Visit.objects.filter(planned_on=day(1)).count() == 2
    text(curator, f"/visits/plan/?school={year.neighbour.pk}", 404)
    text(curator, "/visits/plan/?school=x", 404)


def test_a_visit_is_moved_and_given_up(year: Year) -> None:
    curator = year.cast.curator
    visit = planned(year.own, year.cycle, curator)
    url = f"/visits/{visit.pk}/"
    data = {"on": "2026-09-17", "reason": "Метель", "visitors": str(curator.person_id)}
    assert "Перенести" in text(curator, f"{url}move/")
    post(curator, f"{url}move/", 302, seen_on="2026-09-15", **data)
    page = text(year.cast.school_head, url)
    assert "Метель" in page
    assert post(curator, f"{url}move/", 409, seen_on="2026-09-15", **data)
    post(curator, f"{url}cancel/", 302, reason="Карантин")
    assert "Карантин" in text(year.cast.school_head, url)
    assert Visit.objects.get().state == VisitState.CANCELLED
    text(curator, f"{url}note/", 409)
    text(year.cast.school_head, f"{url}move/", 403)


def test_a_note_is_added_to(year: Year) -> None:
    visit = visited(year.own, year.cycle, year.cast.curator)
    url = f"/visits/{visit.pk}/amend/"
    assert "Был на уроке." in text(year.cast.curator, url)
    post(year.cast.curator, url, 302, **fields(seen="Ещё и в столовой.", revision="1"))
    assert "Ещё и в столовой." in text(year.cast.curator, f"/visits/{visit.pk}/")
    post(year.cast.curator, url, 409, **fields(revision="1"))
    text(year.cast.methodist, url, 403)


def test_the_first_visit_leads_to_the_verification(year: Year) -> None:
    visit = planned(year.own, year.cycle, year.cast.curator, 0, code="first")
    assert f"/risks/schools/{year.own.pk}/directions/" in text(year.cast.curator, f"/visits/{visit.pk}/")
    other = planned(year.own, year.cycle, year.cast.curator, 0)
    assert "подтверждают риски" not in text(year.cast.curator, f"/visits/{other.pk}/")


def test_who_left_is_told_on_the_page(year: Year) -> None:
    visit = planned(year.own, year.cycle, year.cast.curator)
    Appointment.objects.filter(person=year.cast.curator.person_id).update(until=day(-1))
    assert "больше не назначен" in text(year.cast.municipal_coordinator, f"/visits/{visit.pk}/")


def test_the_card_of_a_school_tells_its_visits(year: Year) -> None:
    forming(year)
    planned(year.own, year.cycle, year.cast.curator)
    url = f"/schools/{year.own.pk}/"
    assert "Пора посетить" in text(year.cast.curator, url)
    of_school = text(year.cast.school_head, url)
    assert "Посещение куратора, 15" in of_school
    assert "Пора посетить" not in of_school
    assert "Посещений ещё не было" not in text(year.cast.teacher, url)


def test_others_point_at_a_visit(year: Year) -> None:
    register(SOURCES)
    visit = visited(year.own, year.cycle, year.cast.curator)
    found = find_many(year.cast.curator, [("visit", visit.pk)])
    assert found["visit", visit.pk].title == "Посещение куратора, Берёзовская школа № 1, 14.09.2026"
    assert find_many(year.cast.teacher, [("visit", visit.pk)]) == {}


def test_many_schools_cost_as_many_queries_as_one(year: Year) -> None:
    from .looking import asked

    by = year.cast.municipal_coordinator

    def counted() -> dict[str, int]:
        return {url: asked(by, url) for url in ("/visits/", "/visits/planner/")}

    def more(start: int, end: int) -> None:
        for n in range(start, end):
            school = Organisation.objects.create(
                kind="school", name=f"Школа {n}", territory=year.own.territory, key=f"V{n}",
                latitude=56 + n / 1000, longitude=60,
            )  # fmt: skip
            somebody: Actor = actor(Role.CURATOR, school, surname=f"Кураторова{n}")
            written(school, year.cycle, somebody, day(-5))
            planned(school, year.cycle, by)

    more(0, 2)
    few = counted()
    more(2, 12)
    assert counted() == few
    assert few == {"/visits/": 10, "/visits/planner/": 12}
