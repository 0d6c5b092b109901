"""«Переход к вопросу N»: skip logic as a person follows it with a pen. Pure Python.

A jump stands beside an answer after which the next questions are surely hidden. Where the jumps do not lead
past every hidden question, the question itself says when to answer it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from opora.questionnaires.instrument import Instrument, Question, QuestionType

_JUMPED_FROM = frozenset({QuestionType.SINGLE, QuestionType.SCALE})


@dataclass(frozen=True, slots=True)
class Jumps:
    """`after` gives for a question the place (from 0) to go to after an answer; one past the last is the end.

    `said` are the questions whose condition must stand in words.
    """

    after: Mapping[str, Mapping[int, int]] = field(default_factory=dict)
    said: frozenset[str] = frozenset()


def jumps(instrument: Instrument) -> Jumps:
    asked = list(instrument.in_order())
    after = {question.code: found for at, question in enumerate(asked) if (found := _after(asked, at))}
    said = {
        question.code
        for at, question in enumerate(asked)
        if question.show_if is not None and not _is_led_past(asked, at, after)
    }
    return Jumps(after, frozenset(said))


def _after(asked: Sequence[Question], at: int) -> dict[int, int]:
    """Where each answer leads, if not to the next question."""
    question = asked[at]
    if question.type not in _JUMPED_FROM:
        return {}
    targets = {value: _next(asked, at, value) for value in _values(question)}
    return {value: target for value, target in targets.items() if target > at + 1}


def _next(asked: Sequence[Question], at: int, value: int) -> int:
    """The first question after `at` that this answer alone does not surely hide."""
    code = asked[at].code
    for place in range(at + 1, len(asked)):
        shown = asked[place].show_if
        if shown is None or shown.codes != {code} or shown.holds({code: value}):
            return place
    return len(asked)


def _is_led_past(asked: Sequence[Question], at: int, after: Mapping[str, Mapping[int, int]]) -> bool:
    """True where nobody comes to this question by mistake: every answer that hides it jumps over it."""
    shown = asked[at].show_if
    assert shown is not None
    if len(shown.codes) != 1:
        return False
    code = next(iter(shown.codes))
    source = next(question for question in asked if question.code == code)
    if source.type not in _JUMPED_FROM or source.show_if is not None:
        return False
    if not source.required and not shown.holds({}):
        return False
    leads = after.get(code, {})
    return all(shown.holds({code: value}) or leads.get(value, 0) > at for value in _values(source))


def _values(question: Question) -> range:
    if question.type is QuestionType.SCALE:
        return question.steps
    return range(1, len(question.options) + 1)
