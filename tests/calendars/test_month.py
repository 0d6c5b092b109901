"""A month as weeks, without a database."""

from datetime import UTC, date, datetime, timedelta
from urllib.parse import urlencode

import pytest

from opora.calendars.presenters import lines, longs, tabs, term, weeks
from opora.diary import Entry
from opora.ui.months import first_of, following, last_of, preceding

TODAY = date(2026, 9, 14)


def entry(title: str, first: date, last: date | None = None, **values: object) -> Entry:
    defaults = {"key": title, "kind": "Встреча", "url": f"/{title}/", "last": last or first}
    return Entry(title=title, first=first, **(defaults | values))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("month", "first", "last"),
    [
        (date(2028, 2, 1), date(2028, 1, 31), date(2028, 3, 5)),
        (date(2027, 2, 1), date(2027, 2, 1), date(2027, 2, 28)),
        (date(2026, 12, 31), date(2026, 11, 30), date(2027, 1, 3)),
    ],
)
def test_a_page_is_whole_weeks(month: date, first: date, last: date) -> None:
    assert (first_of(month), last_of(month)) == (first, last)
    days = [cell.day for week in weeks([], month, TODAY) for cell in week]
    assert days == [first + timedelta(days=n) for n in range((last - first).days + 1)]
    assert [cell.is_inside for week in weeks([], month, TODAY) for cell in week].count(True) == (
        following(month) - month.replace(day=1)
    ).days


def test_months_turn() -> None:
    assert (following(date(2026, 12, 31)), preceding(date(2026, 1, 31))) == (
        date(2027, 1, 1),
        date(2025, 12, 1),
    )


def shown(*entries: Entry, month: date = TODAY) -> dict[int, list[tuple[str, str, str]]]:
    return {
        cell.day.day: [(item.time, item.title, item.note) for item in cell.items]
        for week in weeks(entries, month, TODAY)
        for cell in week
        if cell.items and cell.is_inside
    }


def test_hours_stand_before_what_takes_the_day() -> None:
    day = date(2026, 9, 16)
    assert shown(
        entry("срок", day),
        entry("совещание", day, starts_at=datetime(2026, 9, 16, 11, 30, tzinfo=UTC)),
        entry("встреча", day, starts_at=datetime(2026, 9, 16, 6, 5, tzinfo=UTC)),
    ) == {16: [("09:05", "встреча", ""), ("14:30", "совещание", ""), ("", "срок", "")]}


def test_a_week_fills_its_days_and_what_is_longer_only_its_ends() -> None:
    week = entry("неделя", date(2026, 8, 30), date(2026, 9, 5))
    longer = entry("анкеты", date(2026, 9, 8), date(2026, 9, 15))
    assert list(shown(week)) == [1, 2, 3, 4, 5]
    assert shown(longer) == {8: [("", "анкеты", "начало")], 15: [("", "анкеты", "последний день")]}
    assert [(each.title, each.term) for each in longs([week, longer], TODAY)] == [
        ("анкеты", "8\xa0сентября\xa0– 15\xa0сентября\xa02026")
    ]
    # what touches only the days of the months beside is no matter of this month
    assert longs([entry("лето", date(2026, 6, 1), date(2026, 8, 31))], TODAY) == []


def test_a_day_of_many_leads_to_the_rest() -> None:
    day = date(2026, 9, 16)
    (cell,) = (
        cell
        for week in weeks([entry(f"дело {n}", day) for n in range(20)], TODAY, TODAY)
        for cell in week
        if cell.items
    )
    assert ([item.title for item in cell.items][:2], len(cell.items), cell.more) == (
        ["дело 0", "дело 1"],
        5,
        15,
    )
    (full,) = (
        cell
        for week in weeks([entry(f"дело {n}", day) for n in range(6)], TODAY, TODAY)
        for cell in week
        if cell.items
    )
    assert (len(full.items), full.more) == (6, 0)


def test_words_of_days() -> None:
    day = date(2026, 12, 30)
    assert term(entry("а", day)) == "30\xa0декабря\xa02026"
    assert term(entry("а", day, date(2027, 1, 9))) == "30\xa0декабря\xa02026\xa0– 9\xa0января\xa02027"
    (line,) = lines([entry("а", day, starts_at=datetime(2026, 12, 30, 7, 0, tzinfo=UTC), place="Каб. 3")])
    assert (line.title, line.detail) == ("а", "10:00 · Встреча · Каб. 3")


def test_kinds_stand_as_tabs_where_there_is_a_choice() -> None:
    found = [entry("а", TODAY), entry("б", TODAY, kind="Опрос"), entry("в", TODAY, kind="Опрос")]
    assert [
        (each.title, each.count, each.current, each.url)
        for each in tabs(found, "Опрос", "/c/", month="2026-09")
    ] == [
        ("Всё", 3, False, "/c/?month=2026-09"),
        ("Встреча", 1, False, "/c/?month=2026-09&kind=%D0%92%D1%81%D1%82%D1%80%D0%B5%D1%87%D0%B0"),
        ("Опросы", 2, True, "/c/?month=2026-09&kind=%D0%9E%D0%BF%D1%80%D0%BE%D1%81"),
    ]
    assert tabs(found[:1], "", "/c/") == []
    named = [entry("а", TODAY, kind="поручение"), entry("б", TODAY, kind="Опрос")]
    shown = [(each.title, each.url) for each in tabs(named, "", "/c/")]
    assert shown[1:] == [("Опросы", f"/c/?{urlencode({'kind': 'Опрос'})}"),
                         ("Поручения", f"/c/?{urlencode({'kind': 'поручение'})}")]  # fmt: skip
    assert [(each.title, each.count) for each in tabs(found[:1], "Нет", "/c/")] == [
        ("Всё", 1),
        ("Встреча", 1),
        ("Нет", 0),
    ]
