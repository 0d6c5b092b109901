"""Terms as writers of plans put them."""

from datetime import date

import pytest

from opora.cycles.periods import Rhythm
from opora.plans.terms import read

YEAR = (date(2021, 1, 1), date(2021, 12, 31))
LATER = (date(2026, 1, 1), date(2026, 12, 31))


@pytest.mark.parametrize(
    ("text", "starts", "ends", "begins_by"),
    [
        ("январь 2021", date(2021, 1, 1), date(2021, 1, 31), date(2021, 1, 31)),
        ("февраль-апрель", date(2021, 2, 1), date(2021, 4, 30), date(2021, 2, 28)),
        ("март -апрель 2021г.", date(2021, 3, 1), date(2021, 4, 30), date(2021, 3, 31)),
        ("1 марта 2021г.", date(2021, 3, 1), date(2021, 3, 1), date(2021, 3, 1)),
        ("10.03.2021- 15.03.2021", date(2021, 3, 10), date(2021, 3, 15), date(2021, 3, 10)),
        ("с 22.03.2021 по 22 04 2021", date(2021, 3, 22), date(2021, 4, 22), date(2021, 3, 22)),
        ("с 20.03.2021г. - по 30.03.2021г.", date(2021, 3, 20), date(2021, 3, 30), date(2021, 3, 20)),
        ("01.04.2021г. - 30.04.2021г.", date(2021, 4, 1), date(2021, 4, 30), date(2021, 4, 1)),
        ("до 06.03.2021г.", None, date(2021, 3, 6), date(2021, 3, 6)),
        ("июнь, сентябрь 2021", date(2021, 6, 1), date(2021, 9, 30), date(2021, 6, 30)),
        ("апрель - июнь. 2 раза месяц", date(2021, 4, 1), date(2021, 6, 30), date(2021, 4, 30)),
    ],
)
def test_days_are_read_and_how_surely_they_begin(
    text: str, starts: date | None, ends: date, begins_by: date
) -> None:
    term = read(text, YEAR)
    assert (term.starts, term.ends, term.begins_by) == (starts, ends, begins_by)
    assert term.is_understood and term.is_stated and not term.is_reversed


def test_the_year_that_is_named_is_believed_also_beside_the_letter() -> None:
    """«2021г.» in a plan loaded into another year is still 2021: the guard tells it, nothing moves it."""
    assert read("до 06.03.2021г.", LATER).ends == date(2021, 3, 6)


@pytest.mark.parametrize(
    ("text", "rhythm"),
    [
        ("еженедельно и по мере необходимости", Rhythm.WEEKLY),
        ("По графику еженедельно -четверг 12:00", Rhythm.WEEKLY),
        ("1 раз в месяц", Rhythm.MONTHLY),
        ("В течение года", Rhythm.THROUGHOUT),
    ],
)
def test_what_repeats_lasts_all_year_and_says_no_day(text: str, rhythm: Rhythm) -> None:
    term = read(text, YEAR)
    assert (term.rhythm, term.starts, term.ends, term.begins_by) == (rhythm, *YEAR, None)
    assert not term.is_stated


@pytest.mark.parametrize(
    "text",
    [
        "не реже 1 раза в неделю на стадии формирования; не реже 1 раза в 3-4 недели на стадии реализации",
        "Заседание муниципальной группы проходит один раз в две недели",
        "по согласованию",
    ],
)
def test_what_is_not_read_stays_words(text: str) -> None:
    term = read(text, YEAR)
    assert (term.text, term.starts, term.ends, term.rhythm) == (text, None, None, Rhythm.ONCE)
    assert not term.is_understood


def test_an_end_before_the_start_is_seen() -> None:
    assert read("с 30.04.2021 по 10.04.2021", YEAR).is_reversed
    assert not read("10.04.2021, 30.03.2021", YEAR).is_reversed
    assert not read("с 32.04.2021 по 10.04.2021", YEAR).is_reversed


def test_nothing_is_nothing() -> None:
    term = read("  ", YEAR)
    assert (term.text, term.is_understood, term.is_stated) == ("", True, False)
