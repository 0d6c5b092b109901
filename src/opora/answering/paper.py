"""What stands on a paper sheet or in a half-filled form: blanks are allowed, impossible values are not. Pure Python."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from opora.questionnaires.instrument import Instrument, Question, QuestionType
from opora.questionnaires.reading import Checked, Raw, checked

#: with so many options each answer is one digit
ONE_DIGIT = 9
#: what may be chosen where two entries differ, instead of typing what is right
FIRST, SECOND, BLANK = "1", "2", "0"
UNDECIDED = "Введите, что на листе, или отметьте «пусто»."
UNDECIDED_WORDS = "Выберите одну из двух записей или введите заново."


@dataclass(frozen=True, slots=True)
class Difference:
    """A field that was keyed in twice and not alike."""

    name: str
    title: str
    first: str
    second: str
    is_text: bool = False


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
        Difference(name, title, first.get(name, ""), second.get(name, ""), _is_text(instrument, name))
        for name, title in titles(instrument)
        if sorted(one.get(name, ())) != sorted(two.get(name, ()))
    ]


def decided(
    differing: Iterable[Difference], typed: Mapping[str, str], chosen: Mapping[str, str]
) -> tuple[dict[str, str], dict[str, str]]:
    """What stands on the sheet where two entries differ, and by field where nobody has said it.

    Neither entry is taken for right: the field is typed a third time, or chosen; words one of the two, a
    number only as blank. Who types what somebody chose types it anew.
    """
    values: dict[str, str] = {}
    mistakes: dict[str, str] = {}
    for each in differing:
        choices = {FIRST: each.first, SECOND: each.second} if each.is_text else {BLANK: ""}
        choice = chosen.get(each.name, "")
        if value := typed.get(each.name, "").strip():
            values[each.name] = value
        elif choice in choices:
            values[each.name] = choices[choice]
        else:
            mistakes[each.name] = UNDECIDED_WORDS if each.is_text else UNDECIDED
    return values, mistakes


def titles(instrument: Instrument) -> Iterable[tuple[str, str]]:
    """(field, what it is called on paper), in order."""
    for number, question in enumerate(instrument.in_order(), 1):
        for row, name in enumerate(question.fields):
            yield name, f"{number}. {question.rows[row] if question.rows else question.text}"


def _is_text(instrument: Instrument, name: str) -> bool:
    return instrument.by_code[name.split(".", maxsplit=1)[0]].type is QuestionType.TEXT


def _several(text: str, question: Question) -> list[str]:
    parts = re.findall(r"[^\s,;.]+", text)
    if len(question.options) <= ONE_DIGIT:
        parts = [digit for part in parts for digit in (part if part.isdigit() else [part])]
    return parts


def _given(raw: Raw, name: str) -> bool:
    return any(value.strip() for value in raw.get(name, ()))
