"""Words, dates and figures as Russian documents write them."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from opora.printing import russian


@pytest.mark.parametrize(
    ("count", "words"),
    [
        (0, "0 школ"),
        (1, "1 школа"),
        (2, "2 школы"),
        (5, "5 школ"),
        (11, "11 школ"),
        (12, "12 школ"),
        (21, "21 школа"),
        (104, "104 школы"),
        (111, "111 школ"),
        (12_342, "12 342 школы"),
    ],
)
def test_a_count_takes_the_form_of_its_word(count: int, words: str) -> None:
    assert russian.counted(count, "школа", "школы", "школ") == words.replace(" ", "\u00a0")


@pytest.mark.parametrize(
    ("value", "decimals", "written"),
    [
        (0, None, "0"),
        (-0.0, 1, "0,0"),
        (1234, None, "1234"),
        (12345.5, None, "12\u00a0345,5"),
        (-1_234_567, None, "\u22121\u00a0234\u00a0567"),
        (0.1 + 0.2, 2, "0,30"),
        (2.5, 0, "3"),
        (-0.4, 0, "0"),
        (Decimal("1E+3"), None, "1000"),
        (Decimal("3.10"), None, "3,1"),
        (5e-7, None, "0,0000005"),
        (10**30, None, "1" + "\u00a0000" * 10),
    ],
)
def test_numbers_have_a_comma_and_spaces_that_do_not_break(
    value: float | Decimal, decimals: int | None, written: str
) -> None:
    assert russian.number(value, decimals) == written


@pytest.mark.parametrize(
    ("share", "decimals", "written"),
    [
        (0.3, 0, "30"),
        (0.285, 0, "29"),
        (0.5714, 1, "57,1"),
        (Fraction(1, 3), 2, "33,33"),
        (1, 0, "100"),
        (-0.012, 1, "\u22121,2"),
    ],
)
def test_a_share_is_written_as_percent_with_halves_up(share: float, decimals: int, written: str) -> None:
    assert russian.percent(share, decimals) == f"{written}\u00a0%"


def test_dates() -> None:
    assert russian.long_date(date(2026, 3, 22)) == "22\u00a0марта 2026\u00a0г."
    assert russian.short_date(date(2026, 3, 2)) == "02.03.2026"


@pytest.mark.parametrize(
    ("starts", "ends", "short"),
    [
        (date(2026, 10, 19), date(2026, 10, 30), "19.10 – 30.10.2026"),
        (date(2026, 11, 9), date(2027, 3, 19), "09.11.2026 – 19.03.2027"),
        (date(2026, 11, 9), date(2026, 11, 9), "09.11.2026"),
        (date(2026, 11, 9), None, "с 09.11.2026"),
        (None, date(2026, 11, 9), "до 09.11.2026"),
        (None, None, ""),
    ],
)
def test_periods(starts: date | None, ends: date | None, short: str) -> None:
    assert russian.short_period(starts, ends).replace("\u00a0", " ") == short


def test_a_long_period_has_the_ends_that_are_known() -> None:
    starts, ends = date(2026, 10, 1), date(2027, 5, 31)
    said = [
        russian.long_period(*each) for each in ((starts, ends), (starts, None), (None, ends), (None, None))
    ]
    assert [each.replace("\u00a0", " ") for each in said] == [
        "с 1 октября 2026 г. по 31 мая 2027 г.",
        "с 1 октября 2026 г.",
        "по 31 мая 2027 г.",
        "",
    ]


def test_what_belongs_together_is_not_parted_by_the_end_of_a_line() -> None:
    typed = "Школа № 5, 40 % за 2026 г. Директор И. И. Иванова, Петров П. П. и ещё 3 человека. А. Потом."
    said = "Школа №_5, 40_% за 2026_г. Директор_И._И._Иванова, Петров_П._П. и ещё 3 человека. А._Потом."
    assert russian.bound(typed) == said.replace("_", "\u00a0")
