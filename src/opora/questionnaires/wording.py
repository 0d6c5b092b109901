"""Skip logic in Russian words. Questions are called by the number they have on paper. Pure Python."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from opora.questionnaires.conditions import Comparison, Condition, Joined, Not, compares
from opora.questionnaires.instrument import Instrument, Question, QuestionType

_SAID = {"=": "{0}", "!=": "не {0}", "<": "меньше {0}", "<=": "{0} или меньше", ">": "больше {0}"}
_SAID[">="] = "{0} или больше"
_JOINED = {"and": " и ", "or": " или "}


def numbered(instrument: Instrument) -> dict[str, int]:
    """The number of each question, counted through all sections."""
    return {question.code: number for number, question in enumerate(instrument.in_order(), 1)}


@dataclass(frozen=True)
class Wording:
    """Says the conditions of one instrument, in its language of reading."""

    instrument: Instrument

    @cached_property
    def numbers(self) -> Mapping[str, int]:
        return numbered(self.instrument)

    def when(self, found: Condition) -> str:
        """«если на вопрос 5 ответили «да»»."""
        return f"если {self._said(found)}"

    def _said(self, found: Condition) -> str:
        match found:
            case Comparison():
                return self._test(found, is_denied=False)
            case Not(inner=Comparison() as test):
                return self._test(test, is_denied=True)
            case Not():
                return f"неверно, что {self._part(found.inner)}"
            case Joined():
                return _JOINED[found.word].join(map(self._part, found.parts))

    def _part(self, found: Condition) -> str:
        return f"({self._said(found)})" if isinstance(found, Joined) else self._said(found)

    def _test(self, test: Comparison, *, is_denied: bool) -> str:
        number = self.numbers[test.code]
        question = self.instrument.by_code[test.code]
        denial = "не " if is_denied else ""
        match test.word:
            case "answered":
                return f"на вопрос {number} {denial}ответили"
            case "has":
                return f"в вопросе {number} {denial}отметили {_quoted(question, test.number)}"
            case _ if question.type is QuestionType.SINGLE:
                return f"на вопрос {number} {denial}ответили {_chosen(question, test)}"
            case _:
                return f"на вопрос {number} {denial}ответили {_SAID[test.word].format(test.number)}"


def _chosen(question: Question, test: Comparison) -> str:
    """The answers of a single choice that the test means, by their words."""
    if test.word == "!=":
        return f"что-то кроме {_quoted(question, test.number)}"
    options = range(1, len(question.options) + 1)
    meant = [number for number in options if compares(test.word, number, test.number)]
    return " или ".join(_quoted(question, number) for number in meant)


def _quoted(question: Question, number: int) -> str:
    return f"«{question.options[number - 1]}»"
