from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opora.cycles.periods import Rhythm, Span, occurrences, parse

CALENDAR = (date(2021, 1, 1), date(2021, 12, 31))
SCHOOL = (date(2021, 9, 1), date(2022, 8, 31))


def days(text: str, within: tuple[date, date] = CALENDAR) -> list[tuple[str | None, str | None]]:
    period = parse(text, within=within)
    return [
        (span.first.isoformat() if span.first else None, span.last.isoformat() if span.last else None)
        for span in period.spans
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("март–апрель 2021", [("2021-03-01", "2021-04-30")]),
        ("Март – апрель 2022 года", [("2022-03-01", "2022-04-30")]),
        ("до 26.03.2021", [(None, "2021-03-26")]),
        ("до 26.03", [(None, "2021-03-26")]),
        ("с 22.03 по 22.04", [("2021-03-22", "2021-04-22")]),
        ("22 марта – 22 апреля", [("2021-03-22", "2021-04-22")]),
        ("20–30 марта", [("2021-03-20", "2021-03-30")]),
        ("10-15 марта 2021 г.", [("2021-03-10", "2021-03-15")]),
        ("июнь, сентябрь", [("2021-06-01", "2021-06-30"), ("2021-09-01", "2021-09-30")]),
        ("май 2021", [("2021-05-01", "2021-05-31")]),
        ("9 мая", [("2021-05-09", "2021-05-09")]),
        ("13.04.2021", [("2021-04-13", "2021-04-13")]),
        ("01.02.21", [("2021-02-01", "2021-02-01")]),
        ("с 1 сентября", [("2021-09-01", None)]),
        ("Февраль 2022 года", [("2022-02-01", "2022-02-28")]),
        ("декабрь–январь 2022", [("2021-12-01", "2022-01-31")]),
        ("II квартал", [("2021-04-01", "2021-06-30")]),
        ("2021", [("2021-01-01", "2021-12-31")]),
        ("2021–2022 учебный год", [("2021-09-01", "2022-08-31")]),
        ("31.02", [("2021-02-28", "2021-02-28")]),
        ("по запросу", []),
        ("когда-нибудь", []),
        ("", []),
    ],
)
def test_terms_of_the_sources_are_read(text: str, expected: list[tuple[str | None, str | None]]) -> None:
    assert days(text) == expected


def test_a_month_without_a_year_lies_in_the_programme_year() -> None:
    assert days("март", SCHOOL) == [("2022-03-01", "2022-03-31")]
    assert days("октябрь–ноябрь", SCHOOL) == [("2021-10-01", "2021-11-30")]
    assert days("декабрь – январь", SCHOOL) == [("2021-12-01", "2022-01-31")]


@pytest.mark.parametrize(
    ("text", "rhythm", "times", "weekday"),
    [
        ("еженедельно", Rhythm.WEEKLY, 1, None),
        ("По графику еженедельно -четверг 12:00", Rhythm.WEEKLY, 1, 3),
        ("по четвергам", Rhythm.WEEKLY, 1, 3),
        ("2 раза в месяц", Rhythm.MONTHLY, 2, None),
        ("1 раз в месяц", Rhythm.MONTHLY, 1, None),
        ("не реже 1 раза в месяц", Rhythm.MONTHLY, 1, None),
        ("дважды в год", Rhythm.YEARLY, 2, None),
        ("в течение года", Rhythm.THROUGHOUT, 1, None),
        ("По запросу", Rhythm.ON_REQUEST, 1, None),
        ("13.04.2021", Rhythm.ONCE, 1, None),
    ],
)
def test_rhythms_are_read(text: str, rhythm: Rhythm, times: int, weekday: int | None) -> None:
    period = parse(text, within=CALENDAR)
    assert (period.rhythm, period.times, period.weekday, period.understood) == (rhythm, times, weekday, True)


def test_a_rhythm_without_dates_fills_the_year_and_prints_as_written() -> None:
    period = parse(" Еженедельно ", within=CALENDAR)
    assert period.spans == (Span(*CALENDAR),)
    assert period.text == "Еженедельно"


def test_what_cannot_be_read_is_kept_and_said() -> None:
    period = parse("после дождичка", within=CALENDAR)
    assert (period.text, period.spans, period.understood) == ("после дождичка", (), False)


def test_terms_sort_by_day_then_rhythm_then_undated() -> None:
    texts = ["по запросу", "июнь", "до 26.03", "еженедельно", "с 22.03 по 22.04"]
    ordered = sorted((parse(text, within=CALENDAR) for text in texts), key=lambda p: p.sort_key)
    assert [p.text for p in ordered] == ["еженедельно", "с 22.03 по 22.04", "до 26.03", "июнь", "по запросу"]


def test_weekly_thursdays_show_on_the_calendar() -> None:
    march = (date(2021, 3, 1), date(2021, 3, 31))
    assert [d.day for d in occurrences(parse("по четвергам", within=march), within=march)] == [4, 11, 18, 25]
    monthly = parse("ежемесячно с 31.01", within=CALENDAR)
    assert [d.month for d in occurrences(monthly, within=CALENDAR)] == list(range(1, 13))


@given(st.text(alphabet="абвмартйюня 0123456789.–-спо,до", max_size=40))
def test_no_words_break_the_reader(text: str) -> None:
    period = parse(text, within=CALENDAR)
    assert period.text == text.strip()
    assert all(s.first is None or s.last is None or s.first <= s.last for s in period.spans)
    occurrences(period, within=CALENDAR)
