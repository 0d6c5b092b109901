"""Who sees which list and when; what a page asks of the database; the way of a list by hand."""

import re
from datetime import date, datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from factories.organisations import authority
from factories.people import school_of, signed_in
from factories.results import detail, fact, group_fact
from opora.identification import actions
from opora.identification.models import YearList
from opora.identification.states import ListState
from opora.people.models import Person
from opora.results.models import Procedure

from .conftest import Year
from .making import approved, draft, names

SEES_DRAFT = {
    "municipal_coordinator",
    "authority_head",
    "regional_coordinator",
    "regional_project_head",
    "federal_operator",
    "administrator",
}
SEES_OPENED = SEES_DRAFT | {"school_head", "school_coordinator"}
SEES_APPROVED = SEES_OPENED | {
    "working_group_member",
    "teacher",
    "curator",
    "methodist",
    "expert",
    "observer",
}


def seen_by(year: Year, url: str) -> set[str]:
    statuses = {name: signed_in(actor).get(url).status_code for name, actor in year.cast.parts().items()}
    assert set(statuses.values()) <= {200, 404}
    return {name for name, status in statuses.items() if status == 200}


def test_who_sees_a_list_and_a_row_of_it_in_each_state(year: Year, drawn: YearList, now: datetime) -> None:
    entry = drawn.entries.get(school=year.low)
    other = drawn.entries.get(school=year.twice)
    page, row = f"/lists/{drawn.pk}/", f"/lists/{drawn.pk}/schools/{entry.pk}/"
    assert seen_by(year, page) == seen_by(year, row) == SEES_DRAFT

    actions.open_window(year_list=drawn, by=year.cast.municipal_coordinator, at=now)
    assert seen_by(year, page) == seen_by(year, row) == SEES_OPENED

    actions.approve(year_list=drawn, by=year.cast.authority_head, at=now + timedelta(days=11))
    assert seen_by(year, page) == seen_by(year, row) == SEES_APPROVED
    # another school's row stays hidden from those who see one school
    assert seen_by(year, f"/lists/{drawn.pk}/schools/{other.pk}/") == SEES_APPROVED - {
        "school_head",
        "school_coordinator",
        "working_group_member",
        "teacher",
        "curator",
    }


def test_a_school_sees_no_other_school_on_the_list(year: Year, now: datetime) -> None:
    done = approved(year, now)
    assert year.twice.name in signed_in(year.cast.observer).get(f"/lists/{done.pk}/?show=all").text
    for part in (year.cast.school_head, year.cast.curator):
        text = signed_in(part).get(f"/lists/{done.pk}/?show=all").text
        assert year.low.name in text
        assert year.twice.name not in text
        assert year.well.name not in text


def test_what_is_refused_to_whom(year: Year, drawn: YearList, now: datetime) -> None:
    entry = drawn.entries.get(school=year.low)
    urls = {
        "try": f"/lists/{drawn.pk}/try/",
        "open": f"/lists/{drawn.pk}/open/",
        "approve": f"/lists/{drawn.pk}/approve/",
        "discard": f"/lists/{drawn.pk}/discard/",
        "decide": f"/lists/{drawn.pk}/schools/{entry.pk}/decide/",
        "protocol": f"/lists/{drawn.pk}/protocol.xlsx",
        "new": "/lists/new/",
    }
    wanted = {
        "municipal_coordinator": dict.fromkeys(urls, 200),
        "authority_head": dict.fromkeys(urls, 200),
        "federal_operator": dict.fromkeys(urls, 403) | {"try": 200, "protocol": 200},
        "neighbour_municipal_coordinator": dict.fromkeys(urls, 404) | {"new": 200},
        "school_head": dict.fromkeys(urls, 404) | {"new": 403},
        "stranger": dict.fromkeys(urls, 404) | {"new": 403},
    }
    parts = year.cast.parts()
    assert {
        name: {code: signed_in(parts[name]).get(url).status_code for code, url in urls.items()}
        for name in wanted
    } == wanted

    actions.open_window(year_list=drawn, by=year.cast.municipal_coordinator, at=now)
    head = signed_in(year.cast.school_head)
    assert {code: head.get(url).status_code for code, url in urls.items()} == dict.fromkeys(urls, 403)


def test_wrong_state_is_409(year: Year, now: datetime) -> None:
    done = approved(year, now)
    client = signed_in(year.cast.municipal_coordinator)
    entry = done.entries.get(school=year.low)
    for url in ("open/", "close/", "approve/", "discard/", f"schools/{entry.pk}/decide/"):
        assert client.get(f"/lists/{done.pk}/{url}").status_code == 409


def test_the_way_of_a_list_by_hand(year: Year) -> None:
    client = signed_in(year.cast.municipal_coordinator)
    asked = {"cycle": year.cycle.pk, "territory": year.place.pk, "mode": "", "percent": "29"}
    looked = client.get("/lists/new/", asked)
    assert "в списке 3 из 4" in looked.text
    assert YearList.objects.count() == 0

    made = client.post("/lists/new/", asked, follow=True)
    found = YearList.objects.get()
    assert made.redirect_chain == [(f"/lists/{found.pk}/", 302)]
    assert names(found) == ["Берёзовская школа № 1", "Ёлкинская школа", "Озёрная школа"]

    tried = client.get(f"/lists/{found.pk}/try/", {"percent": "30"})
    assert "Озёрная школа" in tried.text
    client.post(f"/lists/{found.pk}/try/", {"percent": "30", "mode": "or"})
    assert names(found) == ["Берёзовская школа № 1", "Ёлкинская школа"]

    entry = found.entries.get(school=year.near)
    decide = f"/lists/{found.pk}/schools/{entry.pk}/decide/"
    assert client.post(decide, {"listed": "yes", "reason": ""}).status_code == 422
    client.post(decide, {"listed": "yes", "reason": "Попросила сама школа"})
    assert names(found)[-1] == "Озёрная школа"

    assert client.post(f"/lists/{found.pk}/open/", {"until": "2020-01-01"}).status_code == 422
    assert client.post(f"/lists/{found.pk}/approve/", {"order_number": "5"}).status_code == 302
    found.refresh_from_db()
    assert found.state == ListState.APPROVED
    assert "Попросила сама школа" in client.get(f"/lists/{found.pk}/schools/{entry.pk}/").text


def test_a_bad_threshold_is_told(year: Year, drawn: YearList) -> None:
    client = signed_in(year.cast.municipal_coordinator)
    for url in ("/lists/new/", f"/lists/{drawn.pk}/try/"):
        asked = {"cycle": year.cycle.pk, "territory": year.place.pk, "percent": "300"}
        assert client.get(url, asked).status_code == 422


def test_approval_of_a_draft_that_schools_saw_asks_for_a_reason(
    year: Year, drawn: YearList, now: datetime
) -> None:
    coordinator = year.cast.municipal_coordinator
    actions.open_window(year_list=drawn, by=coordinator, at=now)
    actions.close_window(year_list=drawn, by=coordinator, at=now)
    client = signed_in(year.cast.authority_head)
    page = f"/lists/{drawn.pk}/"

    text = client.get(page).text
    assert ("Школы видели прежний проект" in text, "Удалить проект" in text) == (True, False)
    assert client.post(f"{page}approve/", {"unasked_reason": ""}).status_code == 422
    assert client.post(f"{page}discard/").status_code == 409
    assert client.post(f"{page}approve/", {"unasked_reason": "Опечатка"}).status_code == 302
    assert "Без нового срока для возражений: Опечатка" in client.get(page).text


def test_a_draft_of_the_year_is_offered_instead_of_a_second_one(
    year: Year, drawn: YearList, now: datetime
) -> None:
    client = signed_in(year.cast.municipal_coordinator)
    asked = {"cycle": year.cycle.pk, "territory": year.place.pk}

    same = client.get("/lists/new/", asked).text
    assert f'<a class="btn" href="/lists/{drawn.pk}/">Открыть проект</a>' in same
    assert "Ответ правила в нём тот же." in same
    assert "Сохранить проект списка" not in same

    other = client.get("/lists/new/", asked | {"percent": "29"}).text
    assert "войдут: Озёрная школа" in other
    assert f'href="/lists/{drawn.pk}/try/?percent=29"' in other
    assert client.post("/lists/new/", asked).status_code == 409


def test_every_link_of_the_lists_says_which_list_it_is(year: Year, now: datetime) -> None:
    approved(year, now)
    drawn = draft(year, now)
    text = signed_in(year.cast.municipal_coordinator).get("/lists/").text
    place = year.place.name
    assert re.findall(r'<a href="/lists/\d+/">(.*?)</a>', text) == [
        f'ШНОР, {year.cycle.title}, {place}, № {drawn.number}<span class="vh">, проект</span>',
        f'ШНОР, {year.cycle.title}, {place}<span class="vh">, утверждён</span>',
    ]


def test_the_school_finds_people_and_dates_beside(year: Year, drawn: YearList, now: datetime) -> None:
    Person.objects.filter(pk=year.cast.curator.person_id).update(phone="+7 000 444-55-66")
    year.cycle.stages.create(
        position=1, title="Анкетирование", term="до 26.03", starts=None, ends=date(2027, 3, 26)
    )
    actions.open_window(year_list=drawn, by=year.cast.municipal_coordinator, at=now)
    entry = drawn.entries.get(school=year.low)

    page = signed_in(year.cast.school_head).get(f"/lists/{drawn.pk}/schools/{entry.pk}/").text

    aside = page[page.index("<aside") :]
    for words in ("Кто поможет", "Куратор", "+7 000 444-55-66", "Ближайшие сроки", "Анкетирование"):
        assert words in aside, words


def test_the_chart_speaks_of_the_threshold_and_of_no_level(year: Year, now: datetime) -> None:
    fact(year.low, "oge-ma", 2026, participants=100, low=90)
    drawn = draft(year, now)
    entry = drawn.entries.get(school=year.low)
    page = signed_in(year.cast.municipal_coordinator).get(f"/lists/{drawn.pk}/schools/{entry.pk}/").text
    plot = page[page.index('class="intervals"') : page.index('id="evidence"')]
    words = re.findall(r'<span class="badge (\w+)">.*?</span>(.*?)</span>', plot)
    assert words == [
        ("mid", "порог внутри интервала"),
        ("mid", "порог внутри интервала"),
        ("high", "выше порога"),
    ]
    assert "средний" not in page


def test_the_school_reads_why_in_plain_words(year: Year, drawn: YearList, now: datetime) -> None:
    authority("Управление образования", year.place, phone="+7 000 111-22-33")
    actions.open_window(year_list=drawn, by=year.cast.municipal_coordinator, at=now)
    entry = drawn.entries.get(school=year.low)

    page = signed_in(year.cast.school_head).get(f"/lists/{drawn.pk}/schools/{entry.pk}/").text

    for words in (
        "Почему мы в списке",
        "В 2026 году порог достигнут по 2 процедурам",
        "50 % (5 из 10)",
        "30 % (3 из 10)",
        "ровно на пороге",
        "Один ученик = 10 пунктов",
        "порог внутри него",
        "Это не наказание",
        "+7 000 111-22-33",
    ):
        assert words in page.replace("\xa0", " "), words


def test_unknown_participants_are_told(year: Year, drawn: YearList) -> None:
    entry = drawn.entries.get(school=year.twice)
    page = signed_in(year.cast.municipal_coordinator).get(f"/lists/{drawn.pk}/schools/{entry.pk}/").text
    assert "45 % (число участников неизвестно)" in page.replace("\xa0", " ")


def test_doubtful_stands_apart_from_low(year: Year, now: datetime) -> None:
    region = year.cast.world.region
    group_fact(region, "vpr-ma-5", 2026, participants=1000, low=100, high=400)
    group_fact(region, "oge-ma", 2026, participants=1000, low=100, high=500)
    fact(year.well, "oge-ma", 2026, participants=30, low=0, high=9)
    year.well.facts.filter(procedure__code="vpr-ma-5").update(high_count=45)
    shares = {str(n): 90 - 10 * n for n in range(1, 8)}
    detail(region, "tasks", "vpr-ma-5", 2026, shares)
    detail(year.well, "tasks", "vpr-ma-5", 2026, dict.fromkeys(shares, 50), participants=50)
    drawn = draft(year, now)

    entry = drawn.entries.get(school=year.well)
    assert entry.listed is False
    assert [doubt["sign"] for doubt in entry.outcome["doubtful"]] == ["above_region", "easy_hard"]
    client = signed_in(year.cast.municipal_coordinator)
    page = client.get(f"/lists/{drawn.pk}/?show=doubtful").text
    assert ("внутренний признак, не перечень Рособрнадзора" in page, year.well.name in page) == (True, True)
    own = client.get(f"/lists/{drawn.pk}/schools/{entry.pk}/").text
    assert "Внутренний признак, не перечень Рособрнадзора" in own


def test_changed_data_are_told_on_the_page(year: Year, now: datetime) -> None:
    done = approved(year, now)
    client = signed_in(year.cast.authority_head)
    assert "Данные изменились" not in client.get(f"/lists/{done.pk}/").text

    fact(year.near, "vpr-ru-5", 2026, participants=10, low=9)

    page = client.get(f"/lists/{done.pk}/").text
    assert "Данные изменились после утверждения" in page
    assert "вошли бы: Озёрная школа" in page


def queries_of(client: Client, url: str) -> int:
    client.get(url)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert client.get(url).status_code == 200
    return len(asked)


@pytest.mark.parametrize("more", [0, 9])
def test_pages_ask_the_same_whatever_the_number_of_schools(year: Year, now: datetime, more: int) -> None:
    procedure = Procedure.objects.get(code="vpr-ma-5")
    for number in range(more):
        school = school_of(year.place, f"X{number}", f"Лесная школа № {number}")
        fact(school, procedure, 2026, participants=10, low=9)
        fact(school, "vpr-ru-5", 2026, participants=10, low=9)
    done = approved(year, now)
    entry = done.entries.get(school=year.low)
    client = signed_in(year.cast.municipal_coordinator)

    assert queries_of(client, "/lists/") == LISTS
    assert queries_of(client, f"/lists/{done.pk}/?show=all") == LIST
    assert queries_of(client, f"/lists/{done.pk}/schools/{entry.pk}/") == SCHOOL


LISTS = 5
LIST = 10
SCHOOL = 9


def test_a_long_list_turns_pages(year: Year, now: datetime) -> None:
    for number in range(52):
        school = school_of(year.place, f"X{number}", f"Лесная школа № {number:02}")
        fact(school, "vpr-ma-5", 2026, participants=10, low=9)
        fact(school, "vpr-ru-5", 2026, participants=10, low=9)
    client = signed_in(year.cast.municipal_coordinator)
    url = f"/lists/{draft(year, now).pk}/"

    first, second = (client.get(url, {"page": page}).text for page in (1, 2))

    assert (first.count('<th scope="row">'), second.count('<th scope="row">')) == (50, 4)
    assert "1–50 из 54" in first
    assert [name in second for name in ("Лесная школа № 47", "Лесная школа № 48")] == [False, True]
