"""Which known fact a question asks for, by its words. Pure Python."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from opora.burden.known.base import Fact
from opora.burden.known.wording import Stems
from opora.burden.states import QuestionKind

#: less alike is not offered; as alike is taken for the same question
LEAST, SAME = 0.4, 0.75
#: of one question no more is offered
MOST = 3
#: a phrase that only resembles the question counts less than one that stands in it
_RESEMBLES = 0.9


@dataclass(frozen=True, slots=True)
class Match:
    """`likeness` 0–1; 1 where the question has just these words."""

    fact: Fact
    likeness: float

    @property
    def is_same(self) -> bool:
        return self.likeness >= SAME


def likeness(question: Stems, phrase: Stems) -> float:
    """How much of the question the phrase is, 0–1; 0 where they speak of different things.

    Figures tell things apart («учителя», «учителя до 35 лет»): those of the question must stand in the phrase.
    """
    if not question or not phrase:
        return 0.0
    if any(word.isdigit() and word not in phrase for word in question):
        return 0.0
    if phrase <= question:
        return len(phrase) / len(question)
    return len(phrase & question) / len(phrase | question) * _RESEMBLES


def matches(
    text: str, kind: QuestionKind, facts: Iterable[Fact], stems: Mapping[str, Stems]
) -> Sequence[Match]:
    """The facts nearest to a question that can be an answer of its kind, the nearest first."""
    question = stems[text]
    found = [
        Match(fact, best)
        for fact in facts
        if kind in fact.kinds
        and (best := max(likeness(question, stems[phrase]) for phrase in fact.phrases)) >= LEAST
    ]
    found.sort(key=lambda match: (-match.likeness, match.fact.title, match.fact.code))
    return found[:MOST]
