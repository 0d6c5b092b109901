"""«Ничего из этого»: an option of several that cannot stand beside another. Pure Python.

No field of an instrument marks it, so the rule is narrow: the last option, where its words begin with a word
that says «none» in a language we know. What it misses is merely not checked, and no answer is ever changed.
"""

import re
from collections.abc import Mapping

from opora.questionnaires.conditions import Answers
from opora.questionnaires.instrument import Instrument, Question, QuestionType

_NONE = re.compile(
    r"(сейчас |пока |у меня )?(ничего|ничто|никто|никого|никому|ни один)\b|(none|nothing|nobody|no one)\b",
    re.I,
)


def alone(question: Question) -> int | None:
    """The number of the option that excludes the others."""
    if question.type is not QuestionType.SEVERAL or not _NONE.match(question.options[-1].strip()):
        return None
    return len(question.options)


def contradictions(instrument: Instrument, answers: Answers) -> Mapping[str, str]:
    """By question, what is wrong where «ничего из этого» was chosen together with something."""
    return {
        question.code: f"Отмечено и «{question.options[-1]}», и что-то ещё. Оставьте одно из двух."
        for question in instrument.questions
        if isinstance(chosen := answers.get(question.code), list)
        and len(chosen) > 1
        and alone(question) in chosen
    }
