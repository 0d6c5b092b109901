"""A calendar as it is written, read back by a reader that shares nothing with the writer."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opora.calendars.ical import folded, text, written
from opora.diary import Entry

from .reader import Component, Property, read, rows

STAMP = datetime(2026, 9, 14, 9, 30, 15, 123456, tzinfo=UTC)
DAY = date(2026, 9, 14)


def entry(key: str = "stage-1", title: str = "Анкеты", first: date = DAY, **values: object) -> Entry:
    defaults = {"kind": "Этап года", "url": "/years/2026/", "first": first, "last": first}
    return Entry(key=key, title=title, **(defaults | values))  # type: ignore[arg-type]


def calendar(*entries: Entry) -> bytes:
    return written(
        entries,
        name="Опора: куратор",
        host="opora.example.org",
        address="https://opora.example.org",
        stamp=STAMP,
    ).encode()


def event(of: Entry) -> Component:
    (found,) = read(calendar(of)).events()
    return found


def test_a_day_stands_with_all_that_is_known_of_it() -> None:
    found = event(entry(place="Каб. 12; 2-й этаж, налево"))
    assert {(each.name, tuple(each.parameters.items())): each.raw for each in found.properties} == {
        ("UID", ()): "stage-1@opora.example.org",
        ("DTSTAMP", ()): "20260914T093015Z",
        ("DTSTART", (("VALUE", "DATE"),)): "20260914",
        ("DTEND", (("VALUE", "DATE"),)): "20260915",
        ("SUMMARY", ()): "Анкеты",
        ("CATEGORIES", ()): "Этап года",
        ("LOCATION", ()): "Каб. 12\\; 2-й этаж\\, налево",
        ("URL", ()): "https://opora.example.org/years/2026/",
        ("STATUS", ()): "CONFIRMED",
        ("TRANSP", ()): "TRANSPARENT",
    }
    assert found.one("LOCATION").text == "Каб. 12; 2-й этаж, налево"
    assert read(calendar(entry())).one("X-WR-CALNAME").text == "Опора: куратор"


@pytest.mark.parametrize(
    ("first", "last", "start", "end"),
    [
        (date(2028, 2, 28), date(2028, 2, 28), "20280228", "20280229"),
        (date(2028, 2, 29), date(2028, 2, 29), "20280229", "20280301"),
        (date(2027, 2, 28), date(2027, 2, 28), "20270228", "20270301"),
        (date(2026, 12, 30), date(2026, 12, 31), "20261230", "20270101"),
        # a last day before the first one is a mistake of somebody's data, not the end of the feed
        (date(2026, 9, 14), date(2026, 9, 1), "20260914", "20260915"),
        (date(2026, 9, 14), date.max, "20260914", "99991231"),
    ],
)
def test_the_end_is_the_day_after_the_last(first: date, last: date, start: str, end: str) -> None:
    found = event(entry(first=first, last=last))
    assert (found.one("DTSTART").raw, found.one("DTEND").raw) == (start, end)


def test_an_hour_is_told_in_the_time_of_the_world() -> None:
    kamchatka = timezone(timedelta(hours=12))
    found = event(entry(starts_at=datetime(2026, 9, 14, 9, 0, tzinfo=kamchatka)))
    assert (found.one("DTSTART").raw, found.one("DURATION").raw) == ("20260913T210000Z", "PT1H")
    assert not found.has("TRANSP")


def test_several_days_take_the_days_though_an_hour_is_known() -> None:
    found = event(entry(last=date(2026, 9, 16), starts_at=datetime(2026, 9, 14, 9, 0, tzinfo=UTC)))
    assert (found.one("DTSTART").raw, found.one("DTEND").raw) == ("20260914", "20260917")


def test_what_is_off_says_so_and_keeps_its_name() -> None:
    found = event(entry(is_cancelled=True))
    assert (found.one("STATUS").raw, found.one("UID").raw) == ("CANCELLED", "stage-1@opora.example.org")


def test_a_calendar_of_nothing_is_a_calendar() -> None:
    (only,) = read(calendar()).parts
    assert (only.name, only.one("TZID").raw) == ("VTIMEZONE", "UTC")


def test_a_line_is_folded_in_front_of_a_letter_that_does_not_fit() -> None:
    # «SUMMARY:» leaves 67 octets: the 34th letter of two would be torn
    data = calendar(entry(title="Ы" * 100))
    (first, second, third) = [row for row in rows(data) if "Ы".encode() in row]
    assert [len(row) for row in (first, second, third)] == [8 + 33 * 2, 1 + 37 * 2, 1 + 30 * 2]
    assert event(entry(title="Ы" * 100)).one("SUMMARY").text == "Ы" * 100
    assert event(entry(title="😀" * 40)).one("SUMMARY").text == "😀" * 40


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_every_text_comes_back(words: str) -> None:
    (found,) = read(calendar(entry(title=words))).events()
    plain = words.replace("\r\n", "\n").replace("\r", "\n")
    kept = "".join(each for each in plain if each in "\n\t" or (ord(each) >= 32 and each != "\x7f"))
    assert found.one("SUMMARY").text == kept


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"])))
def test_folding_takes_nothing_away(words: str) -> None:
    assert folded(words).replace("\r\n ", "") == words
    assert all(len(row.encode()) <= 75 for row in folded(words).split("\r\n"))


def test_a_break_of_a_title_makes_no_property_of_its_own() -> None:
    found = event(entry(title="Сбор\r\nATTENDEE:mailto:a@b\rX:1\x00"))
    assert found.one("SUMMARY").text == "Сбор\nATTENDEE:mailto:a@b\nX:1"
    assert not found.has("ATTENDEE")
    assert Property("SUMMARY", {}, text("а\\б,в;г")).text == "а\\б,в;г"
