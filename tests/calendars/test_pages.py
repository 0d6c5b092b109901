"""The page of the calendar: a month, a day, kinds, addresses that somebody wrote by hand."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from factories.people import cast, person, signed_in

from .conftest import Diary, entry

pytestmark = pytest.mark.django_db


def test_a_month_shows_what_stands_on_its_days(in_diary: Diary) -> None:
    today = timezone.localdate()
    in_diary(entry(1, today), entry(2, today + timedelta(days=70)), entry(3, today, is_cancelled=True))
    page = signed_in(cast().curator).get("/calendar/").text
    assert re.findall(r'<a href="(/m/\d/)">(Встреча \d)</a>(</s> <small>отменено)?', page) == [
        ("/m/1/", "Встреча 1", ""),
        ("/m/3/", "Встреча 3", "</s> <small>отменено"),
    ]
    assert page.count('id="today" aria-current="date"') == page.count('href="#today"') == 1
    assert f'href="/calendar/?day={today.isoformat()}"' in page


def test_months_are_turned_and_the_kind_goes_along(in_diary: Diary) -> None:
    in_diary(entry(1), entry(2, kind="Опрос"))
    browser = signed_in(cast().curator)
    page = browser.get("/calendar/", {"month": "2026-09", "kind": "Опрос"}).text
    assert ("Встреча 2" in page, "Встреча 1" in page) == (True, False)
    assert "<h1>Календарь: сентябрь 2026</h1>" in page
    links = re.findall(r'<a rel="(?:prev|next)" href="([^"]*)">([^<]*)</a>', page)
    assert [words for _, words in links] == ["← Август 2026", "Октябрь 2026 →"]
    assert all("kind=%D0%9E%D0%BF%D1%80%D0%BE%D1%81" in url for url, _ in links)
    assert ("Сегодня" in page, 'href="#today"' in page) == (True, False)


def test_an_empty_month_says_what_will_stand_there(in_diary: Diary) -> None:
    browser = signed_in(cast().curator)
    assert "В этом месяце ничего не назначено" in browser.get("/calendar/").text
    assert "В этом месяце такого нет" in browser.get("/calendar/", {"kind": "Опрос' OR \"1"}).text
    assert "На этот день ничего не назначено" in browser.get("/calendar/?day=2026-09-14").text


def test_a_day_shows_all_of_it(in_diary: Diary) -> None:
    in_diary(*(entry(number) for number in range(20)))
    page = signed_in(cast().curator).get("/calendar/?day=2026-09-14").text
    assert "<h1>Понедельник, 14\xa0сентября\xa02026</h1>" in page
    assert page.count("/m/") == 20
    assert 'href="/calendar/?month=2026-09"' in page


@pytest.mark.parametrize(
    "query",
    [
        *(
            "month=",
            "month=2026-13",
            "month=1999-12",
            "month=2100-01",
            "month=сентябрь",
            "month=2026-09-01-01",
        ),
        *("day=2026-02-30", "day=0001-01-01", "day=9999-12-31", "day=%F0", "day=2026-9"),
    ],
)
def test_what_is_no_day_is_the_present_month(in_diary: Diary, query: str) -> None:
    in_diary(entry(1, timezone.localdate()))
    page = signed_in(cast().curator).get(f"/calendar/?{query}")
    assert page.status_code == 200
    assert 'aria-current="date"' in page.text


@pytest.mark.parametrize(("month", "links"), [("2000-01", ["next"]), ("2099-12", ["prev"])])
def test_the_first_and_the_last_month_have_one_neighbour(
    in_diary: Diary, month: str, links: list[str]
) -> None:
    page = signed_in(cast().curator).get(f"/calendar/?month={month}").text
    assert re.findall(r'<a rel="(\w+)"', page) == links


def test_who_is_appointed_nowhere_has_an_empty_calendar() -> None:
    page = signed_in(person("Ничья")).get("/calendar/")
    assert (page.status_code, "ничего не назначено" in page.text) == (200, True)


def test_the_calendar_asks_as_much_of_ten_things_as_of_one(in_diary: Diary) -> None:
    browser = signed_in(cast().curator)
    asked = []
    for many in (1, 10, 100):
        in_diary(*(entry(number) for number in range(many)))
        browser.get("/calendar/?month=2026-09")
        with CaptureQueriesContext(connection) as queries:
            browser.get("/calendar/?month=2026-09")
        asked.append(len(queries))
    assert asked == [3, 3, 3]
