"""Questions and answers as people write them. Pure Python."""

import re
from datetime import date
from decimal import Decimal, InvalidOperation

from django.core.exceptions import ValidationError

from opora.burden.states import QuestionKind
from opora.ui.text import date_ru, number

LONGEST_ANSWER, LONGEST_QUESTION = 4000, 500
#: what no school counts up to
_MOST = Decimal(10) ** 12

_NUMBERED = re.compile(r"^\s*(?:\d{1,2}[.)]|[-–—•*])\s*")
_GUESSES: tuple[tuple[re.Pattern[str], QuestionKind], ...] = (
    (re.compile(r"приложите|прикрепите|пришлите|скан\b|фото\b", re.IGNORECASE), QuestionKind.FILE),
    (
        re.compile(r"сколько|скольк|количество|число|численность|доля|процент|сумма", re.IGNORECASE),
        QuestionKind.NUMBER,
    ),
    (re.compile(r"^когда|^дата|какого числа", re.IGNORECASE), QuestionKind.DATE),
    (
        re.compile(
            r"^(?:есть|имеет|имеют|нуж)|\bли\b|^(?:создан|издан|утвержд|проведен|разработан)", re.IGNORECASE
        ),
        QuestionKind.YES_NO,
    ),
)


def questions_of(text: str) -> list[tuple[str, QuestionKind]]:
    """One question from each line, without the number before it; the kind of its answer is guessed by its words."""
    lines = (_NUMBERED.sub("", " ".join(line.split())) for line in text.splitlines())
    return [(line, guessed(line)) for line in lines if line]


def guessed(question: str) -> QuestionKind:
    plain = question.replace("ё", "е")
    return next((kind for pattern, kind in _GUESSES if pattern.search(plain)), QuestionKind.TEXT)


def written(kind: str, raw: str) -> str:
    """An answer as it is kept; «» for nothing. Raises ValidationError with what to do."""
    text = raw.strip()
    if not text:
        return ""
    match QuestionKind(kind):
        case QuestionKind.NUMBER:
            return _number(text)
        case QuestionKind.YES_NO:
            if text not in {"yes", "no"}:
                raise ValidationError("Выберите «да» или «нет».")
            return text
        case QuestionKind.DATE:
            return _day(text)
        case _:
            if len(text) > LONGEST_ANSWER:
                raise ValidationError(
                    f"Ответ длиннее {LONGEST_ANSWER} знаков. Напишите короче или приложите файл."
                )
            return text.replace("\0", "")


def _number(text: str) -> str:
    plain = re.sub(r"[\s\u202f\u00a0]", "", text).replace(",", ".").replace("−", "-").rstrip("%")
    try:
        found = Decimal(plain)
    except InvalidOperation as wrong:
        raise ValidationError("Впишите число цифрами: 12 или 12,5.") from wrong
    if not found.is_finite() or abs(found) > _MOST:
        raise ValidationError("Такого числа не бывает. Проверьте, нет ли лишних цифр.")
    plain = f"{found:f}"
    plain = plain.rstrip("0").rstrip(".") if "." in plain else plain
    return "0" if plain in {"-0", ""} else plain


def _day(text: str) -> str:
    try:
        found = date.fromisoformat(text)
    except ValueError as wrong:
        raise ValidationError("Впишите дату: день, месяц, год.") from wrong
    if not 1900 <= found.year <= 2100:
        raise ValidationError("Проверьте год.")
    return found.isoformat()


def spoken(kind: str, value: str, unit: str = "") -> str:
    """An answer as people read it: «1 200 чел.», «да», «23 ноября 2026»."""
    match QuestionKind(kind):
        case QuestionKind.NUMBER:
            try:
                return f"{number(Decimal(value))} {unit}".strip()
            except InvalidOperation:
                return value
        case QuestionKind.YES_NO:
            return {"yes": "да", "no": "нет"}.get(value, value)
        case QuestionKind.DATE:
            try:
                return date_ru(date.fromisoformat(value))
            except ValueError:
                return value
        case _:
            return value
