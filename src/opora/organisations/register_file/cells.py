"""What one cell of the register's file means."""

import re
from collections.abc import Callable
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator, validate_email

from opora.imports.alphabets import fold_mixed_alphabet, mixed_alphabet_warning
from opora.imports.names import folded, nearest, person_key
from opora.imports.problems import Place, Problem, shown
from opora.imports.sheets.values import BadValue, parse_count, parse_number, parse_percent, text_of
from opora.imports.sheets.workbook import Cell
from opora.organisations.register_file import codes
from opora.organisations.register_file.columns import CHOICES, Heading

_YEAR = re.compile(r"((?:19|20)\d\d)(?:\s*[/–—-]\s*((?:20)?\d\d))?(?:\s*(?:уч\.?|учебный)?\s*(?:г\.?|год)?)?")
_INN = re.compile(r"\d{10}|\d{12}")
_WHOLE_COUNT = 2_000_000
_MOST_DEGREES = {"latitude": 90, "longitude": 180}
_FLAGS = {"да": True, "нет": False, "+": True, "1": True, "0": False, "true": True, "false": False}
_LONGEST = {
    "code": 40,
    "parent": 40,
    "territory": 40,
    "key": 40,
    "name": 300,
    "phone": 60,
    "email": 254,
    "site": 200,
}


# the place of the cell, made only where there is something to tell
type Where = Callable[[], Place]


def read_cell(cell: Cell, heading: Heading, where: Where, problems: list[Problem]) -> object | None:
    """The value of a cell that is not empty; None, and a problem, where it cannot be understood."""
    return _READERS[heading.reads](cell, heading, where, problems)


def _text(cell: Cell, heading: Heading, where: Where, problems: list[Problem]) -> str | None:
    text = text_of(cell)
    longest = _LONGEST.get(heading.key)
    if longest and len(text) > longest:
        message = f"Не больше {longest} знаков, а здесь {len(text)}. Сократите."
        problems.append(Problem(where(), shown(text), codes.TOO_LONG, message))
        return None
    if heading.key == "name" and (warning := mixed_alphabet_warning(text, where())):
        problems.append(warning)
        return fold_mixed_alphabet(text)[0]
    return _checked(text, heading.key, where, problems)


def _checked(text: str, key: str, where: Where, problems: list[Problem]) -> str | None:
    try:
        if key == "email":
            validate_email(text)
        elif key == "site":
            text = text if "://" in text else f"https://{text}"
            URLValidator(schemes=["http", "https"])(text)
        elif key == "inn" and not _INN.fullmatch(text):
            raise ValidationError("")
    except ValidationError:
        words = {"email": "адрес почты", "site": "адрес сайта", "inn": "ИНН из 10 или 12 цифр"}[key]
        message = f"Это не похоже на {words}. Исправьте или очистите ячейку."
        problems.append(Problem(where(), shown(text), codes.BAD_VALUE, message))
        return None
    return text


def _choice(cell: Cell, heading: Heading, where: Where, problems: list[Problem]) -> str | None:
    text, choices = text_of(cell), CHOICES[heading.key]
    for value, label in choices:
        if folded(text) in {folded(label), value}:
            return value
    allowed = tuple(label for _, label in choices)
    near = nearest(text, allowed, n=1, key=person_key)
    hint = f" Может быть, «{near[0]}»?" if near else " Возьмите значение с листа «Значения»."
    problems.append(
        Problem(where(), shown(text), codes.UNKNOWN_VALUE, f"Значения «{shown(text)}» нет.{hint}", allowed)
    )
    return None


def _flag(cell: Cell, _: Heading, where: Where, problems: list[Problem]) -> bool | None:
    text = text_of(cell)
    found = _FLAGS.get(folded(text))
    if found is None:
        problems.append(
            Problem(where(), shown(text), codes.UNKNOWN_VALUE, "Впишите да или нет.", ("да", "нет"))
        )
    return found


def _count(cell: Cell, _: Heading, where: Where, problems: list[Problem]) -> int | None:
    try:
        number = parse_count(cell)
    except BadValue as bad:
        problems.append(bad.at(where()))
        return None
    if number is not None and number > _WHOLE_COUNT:
        problems.append(
            Problem(where(), shown(cell), codes.BAD_VALUE, "Число слишком велико. Проверьте его.")
        )
        return None
    return number


def _share(cell: Cell, _: Heading, where: Where, problems: list[Problem]) -> float | None:
    try:
        percent = parse_percent(cell)
    except BadValue as bad:
        problems.append(bad.at(where()))
        return None
    return None if percent is None else round(float(percent) / 100, 6)


def _degrees(cell: Cell, heading: Heading, where: Where, problems: list[Problem]) -> Decimal | None:
    """As the column of the database keeps it: a row that says the same is the same."""
    try:
        number = parse_number(cell)
    except BadValue as bad:
        problems.append(bad.at(where()))
        return None
    most = _MOST_DEGREES[heading.key]
    if number is not None and not -most <= number <= most:
        message = (
            f"{heading.title} — от −{most} до {most} градусов. Проверьте, не поменялись ли числа местами."
        )
        problems.append(Problem(where(), shown(cell), codes.BAD_VALUE, message))
        return None
    return None if number is None else number.quantize(Decimal("0.000001"))


def _year(cell: Cell, _: Heading, where: Where, problems: list[Problem]) -> int | None:
    text = text_of(cell)
    match = _YEAR.fullmatch(folded(text))
    if match:
        first, second = int(match.group(1)), match.group(2)
        if second is None or int(second) % 100 == (first + 1) % 100:
            return first
    message = "Впишите учебный год так: 2025/26. Один год без черты — это год начала."
    problems.append(Problem(where(), shown(text), codes.BAD_YEAR, message))
    return None


def _names(cell: Cell, _: Heading, where: Where, problems: list[Problem]) -> tuple[str, ...] | None:
    names = tuple(part.strip() for part in text_of(cell).split(";") if part.strip())
    if any(len(name) > 300 for name in names):
        problems.append(
            Problem(where(), shown(cell), codes.TOO_LONG, "Название не длиннее 300 знаков. Сократите.")
        )
        return None
    return names


_READERS: dict[str, Callable[[Cell, Heading, Where, list[Problem]], object | None]] = {
    "text": _text,
    "kind": _choice,
    "school_kind": _choice,
    "locality": _choice,
    "flag": _flag,
    "count": _count,
    "share": _share,
    "year": _year,
    "names": _names,
    "degrees": _degrees,
}
