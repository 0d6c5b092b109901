"""Pages of assignments: what they show and refuse, bad input, the workbook, query counts."""

from datetime import date, timedelta
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from conftest import NOW
from factories.assignments import assignment, person_of
from factories.people import Cast, appointed, signed_in
from opora import references
from opora.access import Actor, Role
from opora.assignments.actions import report
from opora.assignments.models import Assignment, ReportFile
from opora.assignments.references import SOURCES
from opora.organisations.models import Organisation

pytestmark = pytest.mark.django_db
JPEG = b"\xff\xd8\xff\xe0\x00\x04AB\xff\xda\x00\x02data\xff\xd9"


@pytest.fixture
def given(people: Cast) -> Assignment:
    return assignment(
        people.world.school,
        people.world.cycle,
        what="Провести <b>педсовет</b>",
        person=person_of(people.teacher),
        due=timezone.localdate() + timedelta(days=5),
        by=people.municipal_coordinator,
        at=NOW,
    )


def text(who: Actor, url: str, status: int = 200) -> str:
    answer = signed_in(who).get(url)
    assert answer.status_code == status, (answer.status_code, answer.text[:2000])
    return answer.text


def post(who: Actor, url: str, status: int = 302, /, **data: Any) -> str:
    answer = signed_in(who).post(url, data)
    assert answer.status_code == status, (answer.status_code, answer.text[:3000])
    return answer.text if status != 302 else answer.headers["Location"]


def step(name: str, given: Assignment) -> str:
    return reverse(f"assignment-{name}", args=[given.pk])


def test_the_list_has_tabs_filters_and_says_what_is_near(people: Cast, given: Assignment) -> None:
    assignment(people.world.neighbour_school, people.world.cycle, what="Чужое", at=NOW)
    late = assignment(
        people.world.second_school, people.world.cycle, what="Ёлка", due=date(2026, 9, 20), at=NOW
    )
    page = text(people.municipal_coordinator, "/assignments/")
    assert "Провести &lt;b&gt;педсовет&lt;/b&gt;" in page
    assert "Чужое" not in page
    assert "просрочено, срок был" in page
    assert "«Скоро» — до срока" in page
    for query, wanted in (
        ("q=елка", {late.what}),
        ("school=школа № 2", {late.what}),
        ("show=late", {late.what}),
        ("show=soon", {"педсовет"}),
        ("show=given", {"педсовет"}),
        ("show=mine", set()),
        ("state=accepted", set()),
        ("show=безумие&state=никакое&page=99&cycle=нет", {late.what, "педсовет"}),
        (f"territory={people.world.municipality.code}", {late.what, "педсовет"}),
    ):
        page = text(people.municipal_coordinator, f"/assignments/?{query}")
        assert {what for what in (late.what, "педсовет") if what in page.split("<main")[1]} == wanted, query


def test_the_list_is_for_those_who_work_with_schools(people: Cast, given: Assignment) -> None:
    assert text(people.teacher, "/assignments/")
    for who in (people.observer, people.expert, people.federal_operator, people.administrator):
        text(who, "/assignments/", 403)


def test_the_workbook_has_what_the_list_shows(people: Cast, given: Assignment) -> None:
    answer = signed_in(people.municipal_coordinator).get("/assignments/?as=xlsx&show=soon")
    sheet = load_workbook(BytesIO(answer.content)).worksheets[0]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert rows[0][:3] == ["Что сделать", "Исполнитель", "Где"]
    assert rows[1][:3] == ["Провести <b>педсовет</b>", "Учителева Мария Петровна", people.world.school.name]
    assert len(rows) == 2


def test_one_assignment_and_its_buttons(people: Cast, given: Assignment) -> None:
    page = text(people.municipal_coordinator, f"/assignments/{given.pk}/")
    for words in ("Перенести срок", "Снять", "Передать", people.world.school.name):
        assert words in page
    assert "Принять или вернуть" not in page
    page = text(people.teacher, f"/assignments/{given.pk}/")
    assert "Исполнено" in page
    assert "Снять" not in page
    text(people.neighbour_school_head, f"/assignments/{given.pk}/", 404)
    text(people.methodist, step("report", given), 403)


def test_the_executor_reports_with_a_photograph_and_it_opens(people: Cast, given: Assignment) -> None:
    page = post(people.teacher, step("report", given), 422, words="")
    assert "Напишите, что сделано" in page
    bad = SimpleUploadedFile("virus.exe", b"MZ\x00\x00")
    page = post(people.teacher, step("report", given), 422, words="Провели", materials=[bad])
    assert "virus.exe" in page
    photo = SimpleUploadedFile("../снимок.jpg", JPEG, "image/jpeg")
    post(people.teacher, step("report", given), words="Провели", materials=[photo], seen="0")
    file = ReportFile.objects.get().file
    assert (file.name, file.content_type) == ("снимок.jpg", "image/jpeg")
    url = reverse("assignment-file", args=[given.pk, ReportFile.objects.get().pk])
    answer = signed_in(people.curator).get(url)
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "image/jpeg")
    text(people.neighbour_curator, url, 404)
    assert "снимок.jpg" in text(people.curator, f"/assignments/{given.pk}/")


def test_an_answer_on_a_phone(people: Cast, given: Assignment) -> None:
    report(assignment=given, words="Провели", by=people.teacher, at=NOW)
    url = step("answer", given)
    assert "Провели" in text(people.curator, url)
    assert "чего не хватает" in post(people.curator, url, 422, decision="return", words="")
    post(people.curator, url, decision="return", words="Где протокол?", seen="1")
    page = text(people.teacher, f"/assignments/{given.pk}/")
    assert "возвращено" in page
    assert "Где протокол?" in page
    text(people.curator, url, 409)


def test_a_stale_form_changes_nothing(people: Cast, given: Assignment) -> None:
    report(assignment=given, words="Провели", by=people.teacher, at=NOW)
    signed_in(people.municipal_coordinator).post(step("answer", given), {"decision": "accept", "seen": "0"})
    given.refresh_from_db()
    assert given.state == "reported"


def test_a_term_is_moved_and_a_task_cancelled(people: Cast, given: Assignment) -> None:
    post(people.curator, step("postpone", given), 422, new_due="вчера", reason="")
    day = timezone.localdate() + timedelta(days=30)
    post(people.curator, step("postpone", given), new_due=day.isoformat(), reason="Карантин", seen="0")
    assert "Карантин" in text(people.curator, f"/assignments/{given.pk}/")
    post(people.curator, step("cancel", given), 422, reason=" ")
    post(people.curator, step("cancel", given), reason="Уже не нужно", seen="1")
    assert "Почему снято" in text(people.curator, f"/assignments/{given.pk}/")


def test_a_new_one_is_given_at_ones_own_school_or_in_a_chosen_place(people: Cast) -> None:
    page = text(people.school_head, "/assignments/new/")
    assert "Учителева" not in page
    assert people.teacher
    assert "Учителева Мария Петровна" in text(people.school_head, "/assignments/new/")
    url = post(people.school_head, "/assignments/new/", what="Собрать анкеты", when="до 01.12.2026")
    made = Assignment.objects.get()
    assert (url, made.executor, made.due) == (
        f"/assignments/{made.pk}/",
        people.world.school.name,
        date(2026, 12, 1),
    )
    page = text(people.municipal_coordinator, "/assignments/new/")
    assert f"?home=o{people.world.school.pk}" in page
    assert people.world.neighbour_school.name not in page
    assert "Никого не нашлось" in text(people.municipal_coordinator, "/assignments/new/?q=нет такой")
    home = f"/assignments/new/?home=t{people.world.municipality.pk}"
    assert "Назовите исполнителя" in post(people.municipal_coordinator, home, 422, what="Свод")
    post(people.municipal_coordinator, home, what="Свод", executor="Методический центр")
    for bad in ("home=o999999", "home=x1", f"home=o{people.world.neighbour_school.pk}", "home=o" + "9" * 30):
        text(people.municipal_coordinator, f"/assignments/new/?{bad}", 404)
    text(people.observer, "/assignments/new/", 403)
    text(people.methodist, "/assignments/new/", 403)


def test_a_new_one_comes_of_a_thing_that_one_sees(people: Cast, given: Assignment) -> None:
    references.register(SOURCES)
    page = text(people.curator, f"/assignments/new/?origin=assignment:{given.pk}")
    assert people.world.school.name in page
    post(people.curator, f"/assignments/new/?origin=assignment:{given.pk}", what="Ещё одно")
    made = Assignment.objects.get(what="Ещё одно")
    assert (made.origin_kind, made.origin_id, made.school_id) == ("assignment", given.pk, given.school_id)
    for bad in (f"assignment:{given.pk}0", "assignment:x", "nothing:1", ":"):
        text(people.neighbour_curator, f"/assignments/new/?origin={bad}", 404)


def test_handing_over_by_a_page(people: Cast) -> None:
    left = appointed(Role.SCHOOL_COORDINATOR, people.world.school, surname="Ушедшая")
    one = assignment(people.world.school, people.world.cycle, person=left, at=NOW)
    left.appointments.update(until=date(2026, 1, 1))
    who, url = people.municipal_coordinator, reverse("assignment-hand-over", args=[left.pk])
    assert "Исполнитель ушёл" in text(who, "/assignments/")
    assert "Провести педсовет" in text(who, "/assignments/?show=orphaned")
    page = text(who, url)
    assert "Провести педсовет" in page
    to = person_of(people.school_head)
    assert "Выберите, кому передать" in post(who, url, 422, assignments=[one.pk])
    post(who, url, assignments=[one.pk], to=to.pk)
    one.refresh_from_db()
    assert one.person == to
    text(who, url, 404)
    text(people.curator, url, 403)


@pytest.mark.parametrize("size", [1, 10])
def test_pages_ask_as_much_of_ten_as_of_one(people: Cast, size: int) -> None:
    w, who = people.world, people.municipal_coordinator
    for n in range(size):
        school = Organisation.objects.create(
            kind="school", name=f"Школа {n}", territory=w.municipality, key=f"K{n}"
        )
        left = appointed(Role.SCHOOL_HEAD, school, surname=f"Ушедшая{n}")
        one = assignment(school, w.cycle, person=left, due=timezone.localdate(), by=who, at=NOW)
        left.appointments.update(until=date(2026, 1, 1))
    client = signed_in(who)
    urls = {"list": "/assignments/", "one": f"/assignments/{one.pk}/", "workbook": "/assignments/?as=xlsx"}
    found = {}
    for name, url in urls.items():
        client.get(url)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(url).status_code == 200
        found[name] = len(captured)
    assert found == {"list": 7, "one": 8, "workbook": 5}
