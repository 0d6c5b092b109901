"""Reading what a form sent into answers: each value checked, each mistake with its field. Pure Python."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from opora.catalogues.values import clean
from opora.questionnaires.conditions import Answers, Value
from opora.questionnaires.instrument import Instrument, Question, QuestionType

LONGEST_ANSWER = 2000
#: an item is kept in two bytes
LARGEST_NUMBER = 32_767
_LONGEST_NUMBER = 9

type Raw = Mapping[str, Sequence[str]]


class Impossible(ValueError):
    """A value that this question cannot have; the words say what to do."""

    def __init__(self, field: str, words: str) -> None:
        super().__init__(words)
        self.field, self.words = field, words


@dataclass(frozen=True, slots=True)
class Checked:
    """The answers that hold, and by the name of a form's field what is wrong."""

    answers: dict[str, Value]
    mistakes: dict[str, str]


def checked(instrument: Instrument, raw: Raw, section: str = "") -> Checked:
    """What was sent, read question by question in the order they are asked.

    `raw` names values by `Question.fields`; unknown names and those of hidden questions are passed over. A
    required question that is asked must be answered. With `section`, only its questions may be mistaken:
    those of other sections are read for the sake of skip logic.
    """
    answers: dict[str, Value] = {}
    mistakes: dict[str, str] = {}
    for question in instrument.in_order():
        if question.show_if is not None and not question.show_if.holds(answers):
            continue
        is_asked = section in ("", question.section)
        try:
            value = _READERS[question.type](question, raw)
        except Impossible as impossible:
            if is_asked:
                mistakes[impossible.field] = impossible.words
            continue
        if value is not None:
            answers[question.code] = value
        if is_asked and question.required:
            mistakes |= _missing(question, value)
    return Checked(answers, mistakes)


def raw_of(instrument: Instrument, answers: Answers) -> dict[str, list[str]]:
    """The answers as a form sends them: `checked` reads the same back."""
    raw: dict[str, list[str]] = {}
    for code, value in answers.items():
        if code not in instrument.by_code:
            continue
        match value:
            case list():
                raw[code] = [str(each) for each in value]
            case Mapping():
                raw |= {f"{code}.{row}": [str(option)] for row, option in value.items()}
            case _:
                raw[code] = [str(value)]
    return raw


def _missing(question: Question, value: Value | None) -> dict[str, str]:
    if question.type is QuestionType.MATRIX:
        rows = value if isinstance(value, Mapping) else {}
        return {
            name: "Ответьте на эту строку." for row, name in enumerate(question.fields, 1) if row not in rows
        }
    return {question.code: "Ответьте на этот вопрос."} if value is None else {}


def _one(raw: Raw, name: str) -> str:
    values = raw.get(name) or ("",)
    return clean(values[-1])


def _whole(name: str, text: str) -> int:
    bare = text.replace("\N{MINUS SIGN}", "-")
    if not re.fullmatch(r"-?[0-9]+", bare):
        raise Impossible(name, f"«{text[:20]}» не число. Напишите число цифрами.")
    return int(bare) if len(bare) <= _LONGEST_NUMBER else LARGEST_NUMBER + 1


def _choice(name: str, text: str, most: int) -> int:
    number = _whole(name, text)
    if not 1 <= number <= most:
        raise Impossible(name, f"Ответа {text[:20]} нет. Выберите от 1 до {most}.")
    return number


def _single(question: Question, raw: Raw) -> Value | None:
    text = _one(raw, question.code)
    return _choice(question.code, text, len(question.options)) if text else None


def _several(question: Question, raw: Raw) -> Value | None:
    texts = [text for each in raw.get(question.code, ()) if (text := clean(each))]
    most = len(question.options)
    return sorted({_choice(question.code, text, most) for text in texts}) or None


def _bounded(question: Question, raw: Raw) -> Value | None:
    text = _one(raw, question.code)
    if not text:
        return None
    number = _whole(question.code, text)
    if not question.minimum <= number <= question.maximum:
        raise Impossible(question.code, f"Нужно число от {question.minimum} до {question.maximum}.")
    return number


def _matrix(question: Question, raw: Raw) -> Value | None:
    most = len(question.options)
    given = {row: (name, _one(raw, name)) for row, name in enumerate(question.fields, 1)}
    return {row: _choice(name, text, most) for row, (name, text) in given.items() if text} or None


def _text(question: Question, raw: Raw) -> Value | None:
    text = _one(raw, question.code)
    if len(text) > LONGEST_ANSWER:
        raise Impossible(question.code, f"Слишком длинно: {len(text)} знаков. Сократите до {LONGEST_ANSWER}.")
    return text or None


_READERS: dict[QuestionType, Callable[[Question, Raw], Value | None]] = {
    QuestionType.SINGLE: _single,
    QuestionType.SEVERAL: _several,
    QuestionType.SCALE: _bounded,
    QuestionType.NUMBER: _bounded,
    QuestionType.MATRIX: _matrix,
    QuestionType.TEXT: _text,
}
