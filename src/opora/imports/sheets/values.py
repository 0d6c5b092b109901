"""What a cell means: a number, a percent, a count, or nothing; what it cannot mean is said why.

Figures come out as Decimal, exactly as the person sees them: the threshold of 30 percent must not be
missed because a file holds 0.30000000000000004.
"""

from __future__ import annotations

import datetime
import math
import re
from collections.abc import Iterable
from decimal import Decimal
from typing import Literal

from opora.imports.problems import Place, Problem, register, shown
from opora.imports.sheets.workbook import FORMULA_WITHOUT_VALUE, Cell, Fault, ShownAsPercent

NOT_A_NUMBER = register("not-a-number", "В ячейке не число.")
NOT_WHOLE = register("not-whole", "Здесь считают людей или работы, а число дробное.")
NEGATIVE = register("negative", "Число меньше нуля.")
PERCENT_OUT_OF_RANGE = register("percent-out-of-range", "Процент меньше 0 или больше 100.")
PERCENT_OR_SHARE = register(
    "percent-or-share", "По столбцу не понять, проценты в нём (0–100) или доли (0–1).", stops=False
)
DATE_NOT_NUMBER = register("date-not-number", "В ячейке дата, а нужно число.")
FORMULA_AS_TEXT = register("formula-as-text", "Формула записана как текст, значения у неё нет.")

_MISSING = frozenset(
    ("", "-", "–", "—", "−", "‑", "--", "н/д", "нд", "н.д.", "н/у", "нет данных", "...", "…", "x", "х", "n/a")
)
_SPACES = dict.fromkeys(map(ord, "\u00a0\u2007\u2009\u202f\t\n\r"), " ")
_NUMBER = re.compile(r"([+-]?)([0-9]+|[0-9]{1,3}(?: [0-9]{3})+)(?:[.,]([0-9]+))?")
_LETTERS_FOR_DIGITS = str.maketrans({"О": "0", "о": "0", "O": "0", "o": "0", "З": "3", "l": "1", "I": "1"})
_LONGEST = 40
_FIRST_SERIAL, _LAST_SERIAL = 36_526, 54_789  # 1 January 2000 and 1 January 2050
_SERIAL_EPOCH = datetime.date(1899, 12, 30)


class BadValue(Exception):
    """The cell cannot mean what its column needs; `at` makes it a Problem with its place."""

    def __init__(self, code: str, message: str, value: Cell, allowed: tuple[str, ...] | None = None) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.value = value
        self.allowed = allowed

    def at(self, place: Place) -> Problem:
        """The problem at its place."""
        return Problem(place, shown(self.value), self.code, self.message, self.allowed)


def is_missing(cell: Cell) -> bool:
    """Empty, a dash, «н/д» and the like: not known, which is not zero. A Fault is not missing."""
    if cell is None:
        return True
    if not isinstance(cell, str) or isinstance(cell, Fault):
        return False
    return len(cell) <= _LONGEST and cell.translate(_SPACES).strip().casefold() in _MISSING


def text_of(cell: Cell) -> str:
    """The cell as a person reads it, in one line; empty for an empty cell, a date as 12.03.2025."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "да" if cell else "нет"
    if isinstance(cell, datetime.date):
        return f"{cell:%d.%m.%Y}"
    if isinstance(cell, ShownAsPercent):
        return f"{_decimal(cell * 100).normalize():f} %".replace(".", ",")
    if isinstance(cell, float):
        return f"{_decimal(cell).normalize():f}".replace(".", ",")
    return " ".join(str(cell).split())


def looks_like_date_serial(cell: Cell) -> datetime.date | None:
    """The date a whole number may stand for in a spreadsheet (45000 is 15.03.2023), 2000–2049 only."""
    if isinstance(cell, bool) or not isinstance(cell, int | float) or cell != cell // 1:
        return None
    if not _FIRST_SERIAL <= cell < _LAST_SERIAL:
        return None
    return _SERIAL_EPOCH + datetime.timedelta(days=int(cell))


def parse_number(cell: Cell) -> Decimal | None:
    """The number, None where there is none; raises BadValue. A percent sign is not a number here."""
    number, percent = _read(cell)
    if percent:
        raise BadValue(
            NOT_A_NUMBER, f"Здесь нужно число, а стоит процент «{text_of(cell)}». Впишите число.", cell
        )
    return number


def parse_percent(cell: Cell, *, share: bool = False) -> Decimal | None:
    """Percent 0–100, None where there is none; raises BadValue.

    `share=True` for a column that holds shares 0–1 (see `percent_scale`); a percent sign, typed or
    shown by the spreadsheet, is believed over it.
    """
    number, percent = _read(cell)
    if number is None:
        return None
    if share and not percent:
        number *= 100
    if not 0 <= number <= 100:
        wanted = "нужна доля от 0 до 1" if share and not percent else "нужен процент от 0 до 100"
        raise BadValue(
            PERCENT_OUT_OF_RANGE,
            f"Здесь {wanted}, а стоит «{text_of(cell)}». Исправьте число; если данных нет, очистите ячейку.",
            cell,
        )
    return number


def parse_count(cell: Cell) -> int | None:
    """A whole number of people or works, None where there is none; raises BadValue."""
    number, percent = _read(cell)
    if number is None:
        return None
    if percent:
        raise BadValue(
            NOT_A_NUMBER, f"Здесь нужно количество, а стоит процент «{text_of(cell)}». Впишите число.", cell
        )
    if number < 0:
        raise BadValue(
            NEGATIVE,
            f"Количество не может быть меньше нуля, а стоит «{text_of(cell)}». Исправьте число.",
            cell,
        )
    if number != number.to_integral_value():
        raise BadValue(
            NOT_WHOLE,
            f"Здесь нужно целое количество, а стоит «{text_of(cell)}». "
            "Впишите целое число; возможно, это процент из соседнего столбца.",
            cell,
        )
    return int(number)


def percent_scale(cells: Iterable[Cell]) -> Literal["percent", "share", "unclear"]:
    """What a column of percents holds: 0–100, shares 0–1, or impossible to tell.

    Cells with a percent sign are clear in themselves and do not count. «percent» also for a column
    without any number; «unclear» where every number is 0 or 1, or where a lone number above 1 stands
    beside shares.
    """
    numbers = [number for cell in cells if (number := _bare(cell)) is not None]
    above = sum(number > 1 for number in numbers)
    between = sum(0 < number < 1 for number in numbers)
    if not numbers or (above and not between):
        return "percent"
    if between and not above:
        return "share"
    if not above:
        return "percent" if all(number == 0 for number in numbers) else "unclear"
    return "percent" if above >= between else "unclear"


def unclear_scale(place: Place) -> Problem:
    """The warning for a column whose scale cannot be told."""
    return Problem(
        place,
        None,
        PERCENT_OR_SHARE,
        "По столбцу не понять, проценты в нём или доли: есть числа и меньше, и больше единицы. Мы считаем "
        "их процентами (0–100). Если это доли, поставьте у чисел знак % или умножьте их на 100.",
        stops=False,
    )


def _bare(cell: Cell) -> Decimal | None:
    if isinstance(cell, ShownAsPercent):
        return None
    try:
        number, percent = _read(cell)
    except BadValue:
        return None
    return None if percent else number


def _decimal(number: float) -> Decimal:
    # fifteen digits are what a spreadsheet shows; the sixteenth is noise of binary fractions
    return Decimal(f"{number:.15g}")


def _read(cell: Cell) -> tuple[Decimal | None, bool]:
    """The number and whether a percent sign stood with it."""
    if cell is None:
        return None, False
    # the two kinds that nearly every cell is, first
    if cell.__class__ is int:
        return Decimal(cell), False
    if cell.__class__ is float and math.isfinite(cell):
        return _decimal(cell), False
    if isinstance(cell, str):
        return (None, False) if is_missing(cell) else _read_text(cell)
    if isinstance(cell, ShownAsPercent) and math.isfinite(cell):
        return _decimal(cell) * 100, True
    return _finite(cell), False


def _finite(cell: Cell) -> Decimal:
    """What is left: exact numbers, and values that are no numbers at all."""
    if isinstance(cell, Decimal) and cell.is_finite():
        return cell
    if isinstance(cell, bool):
        raise BadValue(NOT_A_NUMBER, "Здесь нужно число, а стоит логическое значение. Впишите число.", cell)
    if isinstance(cell, datetime.date):
        raise _date_instead(cell)
    raise BadValue(
        NOT_A_NUMBER, "Число в ячейке слишком велико, чтобы быть верным. Впишите число заново.", cell
    )


def _read_text(cell: str) -> tuple[Decimal | None, bool]:
    if isinstance(cell, Fault):
        raise _fault(cell)
    text = cell.translate(_SPACES).strip().replace("−", "-").replace("–", "-")
    percent = text.endswith("%")
    number = _number(text.removesuffix("%").rstrip())
    if number is None:
        raise _not_a_number(cell, text)
    return number, percent


def _number(text: str) -> Decimal | None:
    match = _NUMBER.fullmatch(text) if len(text) <= _LONGEST else None
    if match is None:
        return None
    sign, whole, fraction = match.groups()
    digits = whole.replace(" ", "")
    return Decimal(f"{sign}{digits}.{fraction}" if fraction else sign + digits)


def _fault(cell: Fault) -> BadValue:
    if cell.code == FORMULA_WITHOUT_VALUE:
        return BadValue(
            cell.code,
            "В ячейке формула без сохранённого результата. Откройте файл в Excel или LibreOffice, "
            "сохраните его и загрузите снова либо впишите само значение.",
            cell,
        )
    return BadValue(cell.code, f"В ячейке ошибка «{cell}». Исправьте формулу или впишите число.", cell)


def _not_a_number(cell: str, text: str) -> BadValue:
    if text.startswith("="):
        return BadValue(FORMULA_AS_TEXT, "Формула записана как текст. Впишите вместо неё число.", cell)
    hint = ""
    meant = text.translate(_LETTERS_FOR_DIGITS)
    if meant != text and any(sign.isdigit() for sign in text) and _number(meant.removesuffix("%").rstrip()):
        hint = f" Похоже, вместо цифры стоит буква: {meant}?"
    return BadValue(
        NOT_A_NUMBER,
        f"Здесь нужно число, а стоит «{shown(cell)}».{hint} Впишите число; если данных нет, очистите ячейку.",
        cell,
    )


def _date_instead(cell: datetime.date) -> BadValue:
    offers = date_typed_as_number(cell)
    return BadValue(
        DATE_NOT_NUMBER,
        f"В ячейке дата {cell:%d.%m.%Y}, а нужно число. "
        f"Похоже, Excel превратил {' или '.join(offers)} в дату: "
        "задайте ячейке числовой формат и впишите число с запятой.",
        cell,
        offers,
    )


def date_typed_as_number(cell: datetime.date) -> tuple[str, ...]:
    """What a person may have typed before the spreadsheet made a date of it: 12 March ← «12,3».

    «1,25» becomes the first of January 2025, so a first day offers the month and year too.
    """
    offers = (f"{cell.day},{cell.month}",)
    return (*offers, f"{cell.month},{cell.year % 100:02d}") if cell.day == 1 else offers
