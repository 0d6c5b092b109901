"""How a number, a share, a date and a plural are written in Russian.

Pure functions: templates reach them as filters (`{% load ui %}`), presenters and table cells call
them directly. Missing is not zero: `None` is always written in words, never as 0 or an empty cell.
"""

from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal

from django.utils.timezone import is_aware, localtime

type Figure = int | float | Decimal

NBSP = "\N{NO-BREAK SPACE}"
# Thousands are parted by a narrow space so that «12 400 %» does not fall into three words.
THIN = "\N{NARROW NO-BREAK SPACE}"
MINUS = "\N{MINUS SIGN}"
MISSING = "нет данных"

MONTHS = (
    *("января", "февраля", "марта", "апреля", "мая", "июня"),
    *("июля", "августа", "сентября", "октября", "ноября", "декабря"),
)


_RUSSIAN = str.maketrans({",": THIN, ".": ",", "-": MINUS})


def _rounded(value: Figure, places: int) -> Decimal:
    # str() first: 0.285 must round as the figure a person sees, not as its binary neighbour.
    exact = value if isinstance(value, Decimal) else Decimal(str(value))
    return exact.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)


def number(value: Figure | None, places: int | None = None) -> str:
    """`12400.5` → «12 400,5». Without `places` keeps what is there; `None` → «нет данных»."""
    if value is None:
        return MISSING
    if type(value) is int and not places:  # most cells of most tables: no need of decimals
        return f"{value:,d}".translate(_RUSSIAN)
    exact = Decimal(str(value)) if places is None else _rounded(value, places)
    if places is None and exact == exact.to_integral_value():
        exact = exact.quantize(Decimal(1))
    return f"{exact:,f}".translate(_RUSSIAN)


def percent(share: Figure | None, places: int = 0) -> str:
    """A share 0–1 as a percent: `0.3` → «30 %»; `None` → «нет данных»."""
    if share is None:
        return MISSING
    return f"{number(Decimal(str(share)) * 100, places)}{NBSP}%"


def percent_range(low: Figure | None, high: Figure | None, places: int = 0) -> str:
    """An interval of shares without the sign: «22–38»; empty when either end is missing."""
    if low is None or high is None:
        return ""
    ends = (number(Decimal(str(end)) * 100, places) for end in (low, high))
    return "–".join(ends)


def signed_points(change: Figure | None, places: int = 0) -> str:
    """A difference of two shares in percentage points: `-0.04` → «−4 п. п.»."""
    if change is None:
        return MISSING
    points = _rounded(Decimal(str(change)) * 100, places)
    sign = "+" if points > 0 else ""
    # abs(): a rounded minus zero must not be written «−0».
    return f"{sign}{number(points if points else abs(points))}{NBSP}п.{NBSP}п."


def ru_plural(count: int, forms: str) -> str:
    """The form that agrees with `count`; `forms` is «школа,школы,школ»."""
    one, few, many = (form.strip() for form in forms.split(","))
    tail, teen = abs(count) % 10, abs(count) % 100
    if 11 <= teen <= 14 or tail == 0 or tail >= 5:
        return many
    return one if tail == 1 else few


def count_ru(count: int, forms: str) -> str:
    """`21`, «школа,школы,школ» → «21 школа»."""
    return f"{number(count)}{NBSP}{ru_plural(count, forms)}"


def date_ru(value: date | datetime | None, style: str = "full") -> str:
    """«19 ноября 2026»; style `day` leaves the year out, `time` adds «14:05» in local time."""
    if value is None:
        return MISSING
    if isinstance(value, datetime) and is_aware(value):
        value = localtime(value)
    text = f"{value.day}{NBSP}{MONTHS[value.month - 1]}"
    if style != "day":
        text += f"{NBSP}{value.year}"
    if style == "time" and isinstance(value, datetime):
        text += f", {value:%H:%M}"
    return text
