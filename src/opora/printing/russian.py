"""Numbers, dates and counted words as Russian documents write them."""

from __future__ import annotations

import re
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

NBSP = "\u00a0"
MINUS = "\u2212"

MONTHS_GENITIVE = (
    "января", "февраля", "марта", "апреля", "мая", "июня",
    "июля", "августа", "сентября", "октября", "ноября", "декабря",
)  # fmt: skip

type Figure = int | float | Decimal | Fraction


_INSEPARABLE = re.compile(
    r"(?<=№) (?=\w)"  # № 5
    r"|(?<=\d) (?=[%‰])"  # 40 %
    r"|(?<=\d) (?=(?:г|гг|кл|руб|тыс|млн)\.)"  # 2026 г.
    r"|(?<=\b[А-ЯЁ]\.) (?=[А-ЯЁ])"  # И. И. Иванова
    r"|(?<=[а-яё]) (?=[А-ЯЁ]\. ?[А-ЯЁ]\.)"  # Иванова И. И.
)


def bound(text: str) -> str:
    """The text with spaces that don't break where a line must not end: «№ 5», «40 %», «И. И. Иванова»."""
    return _INSEPARABLE.sub(NBSP, text)


def plural(count: int, one: str, few: str, many: str) -> str:
    """The form that goes with the count: 1 школа, 2 школы, 5 школ, 11 школ, 21 школа."""
    tens, units = abs(count) % 100, abs(count) % 10
    if units == 1 and tens != 11:
        return one
    if units in (2, 3, 4) and tens not in (12, 13, 14):
        return few
    return many


def counted(count: int, one: str, few: str, many: str) -> str:
    """The count and its word, kept on one line: «5 школ»."""
    return f"{number(count)}{NBSP}{plural(count, one, few, many)}"


def long_date(day: date) -> str:
    """«22 марта 2026 г.»; the year keeps its «г.», the day keeps its month."""
    return f"{day.day}{NBSP}{MONTHS_GENITIVE[day.month - 1]} {day.year}{NBSP}г."


def short_date(day: date) -> str:
    """«22.03.2026»."""
    return f"{day.day:02}.{day.month:02}.{day.year:04}"


def short_period(starts: date | None, ends: date | None) -> str:
    """«19.10.2026», «19.10 – 30.10.2026», «09.11.2026 – 19.03.2027», «с 19.10.2026», «до 30.10.2026», «»."""
    if starts is None or ends is None:
        return f"с{NBSP}{short_date(starts)}" if starts else f"до{NBSP}{short_date(ends)}" if ends else ""
    if starts == ends:
        return short_date(ends)
    first = f"{starts.day:02}.{starts.month:02}" if starts.year == ends.year else short_date(starts)
    return f"{first}{NBSP}– {short_date(ends)}"


def long_period(starts: date | None, ends: date | None) -> str:
    """«с 1 октября 2026 г. по 31 мая 2027 г.», or the end that is known."""
    first = f"с{NBSP}{long_date(starts)}" if starts else ""
    last = f"по{NBSP}{long_date(ends)}" if ends else ""
    return " ".join(filter(None, (first, last)))


def number(value: Figure, decimals: int | None = None) -> str:
    """«12 345,6»; thousands apart from five digits on. ``decimals`` None writes the value as it is."""
    exact = _exact(value)
    if decimals is not None:
        exact = _rounded(exact, decimals)
    elif exact == exact.to_integral_value():
        exact = exact.quantize(Decimal(1)) if abs(exact) < Decimal(10) ** 27 else exact
    else:
        exact = exact.normalize()
    sign = MINUS if exact < 0 else ""
    whole, _, fraction = f"{abs(exact):f}".partition(".")
    if len(whole) > 4:
        whole = f"{int(whole):,}".replace(",", NBSP)
    return f"{sign}{whole},{fraction}" if fraction else f"{sign}{whole}"


def percent(share: Figure, decimals: int = 0) -> str:
    """A share 0–1 as «30 %», a half rounded up, with the space that doesn't break."""
    exact = _exact(share) * 100
    return f"{number(_rounded(exact, decimals), decimals)}{NBSP}%"


def _exact(value: Figure) -> Decimal:
    """A float as it is written, not as it is stored: 0.285 is a tie, 0.28499999999999998 is not."""
    if isinstance(value, Fraction):
        return Decimal(value.numerator) / Decimal(value.denominator)
    return Decimal(repr(value)) if isinstance(value, float) else Decimal(value)


def _rounded(value: Decimal, decimals: int) -> Decimal:
    return value.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
