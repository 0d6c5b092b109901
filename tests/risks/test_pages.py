"""Who sees whose profile, what the pages say and what they ask of the database."""

import io
from datetime import date

import openpyxl
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from conftest import NOW
from factories.people import school_of, signed_in
from opora.risks.actions import Visit, verify
from opora.risks.models import Direction
from opora.risks.states import DirectionState, Outcome

from .conftest import Year
from .looking import names, text
from .making import direction, profiled

SEES_OWN = {
    *("school_head", "school_coordinator", "working_group_member", "teacher", "curator"),
    *("municipal_coordinator", "authority_head", "methodist", "regional_coordinator"),
    *("regional_project_head", "expert", "federal_operator", "administrator"),
}
OF_ONE_SCHOOL = {"school_head", "school_coordinator", "working_group_member", "teacher", "curator"}


def seen_by(year: Year, url: str) -> set[str]:
    statuses = {part: signed_in(who).get(url).status_code for part, who in year.cast.parts().items()}
    assert set(statuses.values()) <= {200, 404}
    return {part for part, status in statuses.items() if status == 200}


def asked(client: Client, url: str) -> int:
    client.get(url)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url).status_code == 200
    return len(captured)


def test_who_sees_a_profile_and_its_factor(found: Year) -> None:
    page = f"/risks/schools/{found.own.pk}/"
    for url in (page, f"{page}factors/R08/", f"{page}directions/", f"{page}profile.docx"):
        assert seen_by(found, url) == SEES_OWN
    assert seen_by(found, f"/risks/schools/{found.second.pk}/") == SEES_OWN - OF_ONE_SCHOOL


def test_who_sees_a_direction(found: Year) -> None:
    own = Direction.objects.get(school=found.own)
    other = direction(found.second, found.cycle)
    assert seen_by(found, f"/risks/directions/{own.pk}/") == SEES_OWN
    assert seen_by(found, f"/risks/directions/{other.pk}/") == SEES_OWN - OF_ONE_SCHOOL


def test_an_observer_has_the_public_page_and_no_risks(found: Year) -> None:
    observer, chosen = found.cast.observer, direction(found.own, found.cycle)
    for url in ("/risks/", "/risks/heatmap.xlsx", "/risks/factors/R08/", "/risks/directions/"):
        assert "Рисковые профили видят школа и те, кто ей помогает" in text(observer, url, 403)
    for url in ("/risks/alike/", "/risks/causes/"):
        text(observer, url, 403)
    for url in ("", "choose/", "directions/", "profile.pdf", "factors/R08/"):
        text(observer, f"/risks/schools/{found.own.pk}/{url}", 404)
    for url in ("", "verify/", "dates/", "causes/", "move/verified/"):
        text(observer, f"/risks/directions/{chosen.pk}/{url}", 404)
    assert "Рисковый профиль" not in text(observer, f"/schools/{found.own.pk}/")


def cells(page: str) -> str:
    """The body of the heatmap without its markup."""
    body = page[page.index("<tbody>") : page.index("</tbody>")]
    for mark in ("<i>", "</i>", '<span class="vh">нет данных</span>', "</a></th>", "</tr>"):
        body = body.replace(mark, "")
    return body


def test_the_heatmap_shows_signs_and_figures_that_never_contradict(found: Year) -> None:
    page = cells(text(found.cast.municipal_coordinator, "/risks/"))
    assert '<td class="low">● 12<td class="high">▲ 72<td class="mid">■ 47<td class="none">мало' in page
    # a phone sees the sums first
    assert "<small>▲\N{NO-BREAK SPACE}1 ■\N{NO-BREAK SPACE}1</small>" in page
    # 59.9 is middle and is not written 60
    assert '<td class="high">▲ 81<td class="low">● 20<td class="mid">■ 59<td class="low">● 33' in page
    assert found.neighbour.name not in page


def test_filters_and_orders_of_the_heatmap(found: Year) -> None:
    schools = (found.own, found.second, found.neighbour)
    regional = found.cast.regional_coordinator

    def shown(query: str) -> list[str]:
        page = text(regional, f"/risks/?{query}")
        return names(cells(page), *schools) if "<tbody>" in page else []

    own, second, neighbour = (each.name for each in schools)
    assert shown("") == [own, second, neighbour]
    assert shown("territory=M2") == [neighbour]
    assert shown("level=high&group=climate") == [neighbour]
    assert shown("level=low&group=climate") == [second]
    assert shown("order=risk") == [neighbour, second, own]
    assert shown("territory=nowhere&level=odd") == [own, second, neighbour]
    page = text(regional, "/risks/?group=climate")
    assert "3\N{NO-BREAK SPACE}школы × 1\N{NO-BREAK SPACE}фактор" in page


def test_the_workbook_holds_the_figures_of_the_page(found: Year) -> None:
    client = signed_in(found.cast.municipal_coordinator)
    data = client.get("/risks/heatmap.xlsx").content
    book = openpyxl.load_workbook(io.BytesIO(data))
    rows = [[cell.value for cell in row] for row in book["Риски"].iter_rows()]
    place = found.place.name
    assert rows[0] == [
        "Школа",
        "Муниципалитет",
        "Оснащение",
        "Учебная мотивация",
        "Риск неуспешности",
        "Участие родителей",
    ]
    assert rows[1:] == [
        [found.own.name, place, 12, 72.4, 47.9, "группа слишком мала"],
        [found.second.name, place, 81, 20, 59.9, 33],
    ]
    rows = [[cell.value for cell in row] for row in book["По строкам"].iter_rows()]
    assert len(rows) == 9
    assert rows[0][4:9] == ["Риск", "Интервал от", "Интервал до", "Уровень", "Из скольких"]
    assert rows[2] == [
        found.own.name,
        place,
        "R08",
        "Учебная мотивация",
        72.4,
        66.4,
        78.4,
        "высокий",
        40,
        None,
    ]
    assert rows[4][4:] == [None, None, None, None, None, "группа слишком мала"]


def test_people_of_one_school_go_straight_to_its_profile(found: Year) -> None:
    for part in ("school_head", "teacher"):
        answer = signed_in(found.cast.parts()[part]).get("/risks/")
        assert answer.headers["Location"] == f"/risks/schools/{found.own.pk}/"
    assert names(text(found.cast.curator, "/risks/"), found.own, found.second) == [found.own.name]


def test_a_factor_across_schools_stands_by_risk(found: Year) -> None:
    page = text(found.cast.regional_coordinator, "/risks/factors/R08/")
    assert names(page, found.own, found.second, found.neighbour) == [
        *(found.neighbour.name, found.own.name, found.second.name)
    ]
    assert "Разбирать ошибки" in page
    text(found.cast.regional_coordinator, "/risks/factors/R99/", 404)


def test_alike_schools_and_who_helps(found: Year) -> None:
    third, fourth = (school_of(found.place, f"K{n}", f"Школа {n}") for n in (3, 4))
    profiled(third, found.cycle, R08=70.0, R12=70.0)
    profiled(fourth, found.cycle, R08=65.0, R12=20.0)
    page = text(found.cast.municipal_coordinator, "/risks/alike/")
    assert "у всех высок риск «Учебная мотивация»." in page
    assert names(page, found.own, third, fourth, found.second) == [
        *(found.own.name, third.name, fourth.name, found.second.name)
    ]
    assert found.neighbour.name not in page
    assert "у всех высок риск «Оснащение»." not in page
    profiled(third, found.cycle, R01=70.0)
    profiled(fourth, found.cycle, R08=20.0)
    # among a few schools two are enough
    assert "у всех высок риск «Оснащение»." in text(found.cast.municipal_coordinator, "/risks/alike/")
    text(found.cast.school_head, "/risks/alike/", 403)
    text(found.cast.teacher, "/risks/causes/", 403)


def test_from_choosing_to_closing_by_hand(found: Year) -> None:
    people = found.cast
    today = timezone.localdate().isoformat()
    head, curator = signed_in(people.school_head), signed_in(people.curator)
    coordinator = signed_in(people.municipal_coordinator)
    choose = f"/risks/schools/{found.own.pk}/choose/?cycle=2026"
    empty = head.post(choose, {"happened_on": today})
    assert (empty.status_code, "Выберите: берёте это направление" in empty.text) == (422, True)
    unsaid = {"R08-decision": "leave", "R08-opinion": "agrees", "happened_on": today}
    assert "Напишите почему" in head.post(choose, unsaid).text
    assert "Взять ещё направление" in head.get(choose).text
    early = {"R08-decision": "take", "R08-opinion": "disagrees", "R08-words": "Дело в подвозе"}
    assert head.post(choose, early | {"happened_on": "2999-01-01"}).status_code == 422
    done = head.post(choose, early | {"happened_on": today}, follow=True)
    assert "Выбор записан" in done.text

    own = Direction.objects.get(school=found.own)
    page = f"/risks/directions/{own.pk}/"
    assert "Записать первичный визит" in curator.get(page).text
    assert "Записать первичный визит" not in head.get(page).text
    visit = {"visited_on": today, "seen": "yes", "seen_note": "Были на уроках", "outcome": "refined"}
    assert curator.post(f"{page}verify/", visit).status_code == 422
    visit |= {"level": "middle", "reason": "В шестых классах иначе"}
    assert "Визит записан" in curator.post(f"{page}verify/", visit, follow=True).text
    words = head.get(page).text
    for said in ("не согласна", "Дело в подвозе", "Были на уроках", "В шестых классах иначе"):
        assert said in words
    assert "подробно школа говорит о себе в самодиагностике" in words.lower()

    assert head.get(f"{page}move/active/").status_code == 403
    assert "активировано" in coordinator.post(f"{page}move/active/", {"happened_on": today}, follow=True).text
    assert coordinator.post(f"{page}move/active/", {"happened_on": today}).status_code == 409
    head.post(f"{page}move/under_way/", {"happened_on": today})
    assert head.post(f"{page}move/closed/", {"happened_on": today}).status_code == 422
    head.post(f"{page}move/closed/", {"happened_on": today, "words": "Доля упала до 25 %"})
    own.refresh_from_db()
    assert own.state == DirectionState.CLOSED
    assert head.get(f"{page}move/nowhere/").status_code == 404


def test_dates_and_causes_by_hand(found: Year) -> None:
    curator = signed_in(found.cast.curator)
    own = Direction.objects.get(school=found.own)
    page = f"/risks/directions/{own.pk}/"
    odd = curator.post(f"{page}dates/", {"what": "activation", "when": "когда-нибудь"})
    assert (odd.status_code, "Не поняли срок" in odd.text) == (422, True)
    curator.post(f"{page}dates/", {"what": "activation", "when": "до 06.09.2026"})
    words = curator.get(page).text
    assert "Даты противоречат друг другу" in words
    assert "Активация — до 06.09.2026, а анализ профиля — 10.09.2026" in words
    forget = f"{page}dates/{own.milestones.get().pk}/forget/"
    assert "Убрать дату?" in curator.get(forget).text
    curator.post(forget)
    assert "Даты противоречат" not in curator.get(page).text
    assert curator.post(forget).status_code == 404

    assert "Задания слишком трудны" in curator.get(f"{page}causes/").text
    curator.post(f"{page}causes/", {"picked": ["Нет обратной связи"], "own": "Автобус  один\n\n"})
    assert list(own.causes.values_list("text", "is_own")) == [
        ("Нет обратной связи", False),
        ("Автобус один", True),
    ]
    assert signed_in(found.cast.teacher).get(f"{page}causes/").status_code == 403


def test_the_evidence_is_read_by_those_who_see_the_direction(found: Year) -> None:
    chosen = direction(found.own, found.cycle)
    visit = Visit(
        date(2026, 9, 13),
        Outcome.CONFIRMED,
        seen=True,
        file_name="фото.jpg",
        file_type="image/jpeg",
        file_data=b"JPG",
    )
    made = verify(direction=chosen, visit=visit, by=found.cast.curator, at=NOW)
    url = f"/risks/verifications/{made.pk}/file/"
    assert signed_in(found.cast.school_head).get(url).content == b"JPG"
    statuses = {part: signed_in(who).get(url).status_code for part, who in found.cast.parts().items()}
    refused = {"teacher", "federal_operator"}
    assert {part for part, status in statuses.items() if status == 200} == SEES_OWN - refused
    assert {part for part, status in statuses.items() if status == 403} == refused
    for part, is_shown in (("school_head", True), ("teacher", False)):
        page = text(found.cast.parts()[part], f"/risks/directions/{chosen.pk}/")
        assert ("Открыть приложенный файл" in page) is is_shown
    other = verify(
        direction=direction(found.own, found.cycle, code="R12"),
        visit=Visit(date(2026, 9, 13), Outcome.CONFIRMED, seen=True),
        by=found.cast.curator,
        at=NOW,
    )
    text(found.cast.school_head, f"/risks/verifications/{other.pk}/file/", 404)


def test_the_board_says_whose_move_it_is(found: Year) -> None:
    direction(found.second, found.cycle, DirectionState.VERIFIED)
    page = text(found.cast.municipal_coordinator, "/risks/directions/")
    assert "ваш ход с\N{NO-BREAK SPACE}11\N{NO-BREAK SPACE}сентября" in page
    assert "ход школы с\N{NO-BREAK SPACE}10" in page
    only = text(found.cast.municipal_coordinator, "/risks/directions/?state=verified")
    assert names(only, found.own, found.second) == [found.second.name]
    by_factor = text(found.cast.regional_coordinator, "/risks/directions/?factor=R12")
    assert names(by_factor, found.second, found.neighbour) == [found.neighbour.name]


def test_the_card_of_a_school_tells_its_risks(found: Year) -> None:
    words = text(found.cast.municipal_coordinator, f"/schools/{found.own.pk}/")
    assert "Высокий риск: Учебная мотивация (72)." in words


QUERIES = {
    "/risks/": 8,
    "/risks/factors/R08/": 7,
    "/risks/alike/": 7,
    "/risks/directions/": 7,
    "/risks/causes/": 6,
    "/risks/schools/{school}/": 12,
    "/risks/schools/{school}/factors/R08/": 14,
    "/risks/schools/{school}/directions/": 7,
    "/risks/directions/{direction}/": 10,
}


@pytest.mark.parametrize("size", [1, 3, 60])
def test_a_page_asks_as_much_of_many_schools_as_of_one(year: Year, size: int) -> None:
    for number in range(size):
        school = school_of(year.place, f"K{number}", f"Школа {number}")
        profiled(school, year.cycle, R01=70.0, R08=72.0, R11=66.0, R12=40.0)
    profiled(year.own, year.cycle, R08=72.0, R12=66.0)
    own = direction(year.own, year.cycle)
    client = signed_in(year.cast.municipal_coordinator)
    found = {url: asked(client, url.format(school=year.own.pk, direction=own.pk)) for url in QUERIES}
    assert found == QUERIES
