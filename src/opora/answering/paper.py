"""What stands on a paper sheet or in a half-filled form: blanks are allowed, impossible values are not. Pure Python."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from opora.questionnaires.instrument import Instrument, Question, QuestionType
from opora.questionnaires.reading import Checked, Raw, checked

#: with so many options each answer is one digit
ONE_DIGIT = 9


@dataclass(frozen=True, slots=True)
class Difference:
    """A field that was keyed in twice and not alike."""

    name: str
    title: str
    first: str
    second: str


def possible(instrument: Instrument, raw: Raw) -> Checked:
    """As `checked`, but a blank is no mistake: on paper people leave out what they will."""
    found = checked(instrument, raw)
    mistakes = {name: words for name, words in found.mistakes.items() if _given(raw, name)}
    return Checked(found.answers, mistakes)


def from_keys(instrument: Instrument, keyed: Mapping[str, str]) -> dict[str, list[str]]:
    """What was keyed in, as a form sends it: «135» or «1 3 5» are three answers of several."""
    raw: dict[str, list[str]] = {}
    for question in instrument.questions:
        for name in question.fields:
            text = keyed.get(name, "").strip()
            if text:
                raw[name] = _several(text, question) if question.type is QuestionType.SEVERAL else [text]
    return raw


def digits(question: Question) -> int:
    """How many digits fill a field, after which the next one comes by itself; 0 where it cannot be said."""
    match question.type:
        case QuestionType.SEVERAL | QuestionType.TEXT:
            return 0
        case QuestionType.SCALE | QuestionType.NUMBER:
            return len(str(question.maximum))
        case _:
            return len(str(len(question.options)))


def differences(
    instrument: Instrument, first: Mapping[str, str], second: Mapping[str, str]
) -> list[Difference]:
    """Fields keyed in differently, in the order of the sheet; «13» and «1 3» are alike."""
    one, two = from_keys(instrument, first), from_keys(instrument, second)
    return [
        Difference(name, title, first.get(name, ""), second.get(name, ""))
        for name, title in titles(instrument)
        if sorted(one.get(name, ())) != sorted(two.get(name, ()))
    ]


def titles(instrument: Instrument) -> Iterable[tuple[str, str]]:
    """(field, what it is called on paper), in order."""
    for number, question in enumerate(instrument.in_order(), 1):
        for row, name in enumerate(question.fields):
            yield name, f"{number}. {question.rows[row] if question.rows else question.text}"


def _several(text: str, question: Question) -> list[str]:
    parts = re.findall(r"[^\s,;.]+", text)
    if len(question.options) <= ONE_DIGIT:
        parts = [digit for part in parts for digit in (part if part.isdigit() else [part])]
    return parts


def _given(raw: Raw, name: str) -> bool:
    return any(value.strip() for value in raw.get(name, ()))
