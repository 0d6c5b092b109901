from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from opora.ui.text import count_ru, date_ru, number, percent, percent_range, ru_plural, signed_points

NBSP, THIN = "\u00a0", "\u202f"


@pytest.mark.parametrize(
    ("value", "places", "written"),
    [
        (0, None, "0"),
        (12400.5, None, f"12{THIN}400,5"),
        (1_000_000, None, f"1{THIN}000{THIN}000"),
        (24.0, None, "24"),
        (-4, None, "−4"),
        (0.285, 2, "0,29"),
        (Decimal("2.50"), 1, "2,5"),
        (None, None, "нет данных"),
    ],
)
def test_numbers_are_written_the_russian_way(value: float | None, places: int | None, written: str) -> None:
    assert number(value, places) == written


@pytest.mark.parametrize(
    ("share", "places", "written"),
    [
        (0.3, 0, f"30{NBSP}%"),
        (0, 0, f"0{NBSP}%"),
        (0.295, 0, f"30{NBSP}%"),
        (0.2949, 1, f"29,5{NBSP}%"),
        (Decimal("0.005"), 0, f"1{NBSP}%"),
        (None, 0, "нет данных"),
    ],
)
def test_a_missing_share_is_not_zero(share: float | None, places: int, written: str) -> None:
    assert percent(share, places) == written


def test_an_interval_needs_both_ends() -> None:
    assert (percent_range(0.22, 0.38), percent_range(None, 0.38)) == ("22–38", "")


@pytest.mark.parametrize(
    ("change", "written"),
    [(0.11, "+11"), (-0.04, "−4"), (0, "0"), (-0.004, "0"), (0.005, "+1")],
)
def test_a_difference_keeps_its_sign_and_never_writes_minus_zero(change: float, written: str) -> None:
    assert signed_points(change) == f"{written}{NBSP}п.{NBSP}п."


def test_words_agree_with_their_number() -> None:
    forms = "школа,школы,школ"
    words = [ru_plural(n, forms) for n in (0, 1, 2, 4, 5, 11, 12, 14, 21, 22, 100, 111, 1001)]
    assert words == [
        *("школ", "школа", "школы", "школы", "школ", "школ", "школ"),
        *("школ", "школа", "школы", "школ", "школ", "школа"),
    ]
    assert count_ru(21, forms) == f"21{NBSP}школа"


def test_dates_are_written_in_words_and_local_time() -> None:
    evening = datetime(2026, 11, 19, 21, 30, tzinfo=UTC)
    assert [
        date_ru(date(2026, 11, 19)),
        date_ru(date(2026, 11, 19), "day"),
        date_ru(date(2026, 11, 19), "time"),
        date_ru(evening, "time"),
        date_ru(None),
    ] == [
        f"19{NBSP}ноября{NBSP}2026",
        f"19{NBSP}ноября",
        f"19{NBSP}ноября{NBSP}2026",
        f"20{NBSP}ноября{NBSP}2026, 00:30",
        "нет данных",
    ]
