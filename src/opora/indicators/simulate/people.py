"""Made-up respondents: their answers to an instrument, driven by what their school truly has."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from operator import eq, ge, gt, le, lt, ne

import numpy as np
import numpy.typing as npt

from opora.indicators.catalogue import Indicator, RiskFactors, Source
from opora.indicators.simulate.region import Real, Whole, quantile, risks
from opora.questionnaires.conditions import Comparison, Condition, Not
from opora.questionnaires.instrument import Audience, Instrument, Question, QuestionType

#: a value that was not given
MISSING = -32_768
#: how alike the answers of one person are, and of one class (share of the variance they have in common)
OF_PERSON, OF_CLASS = 0.15, 0.05
PASSED_OVER = 0.02
OUTSIDE_BASE = 0.08
FOLLOWED = 0.8
# nobody writes thousands where a number is asked in passing
_WIDEST = 60

type Columns = dict[str, npt.NDArray[np.int64]]
type Held = npt.NDArray[np.bool_]

_COMPARED: dict[str, Callable[[Whole, int], Held]] = {
    "=": eq,
    "!=": ne,
    "<": lt,
    "<=": le,
    ">": gt,
    ">=": ge,
}


@dataclass(frozen=True, slots=True)
class Crowd:
    """People who answer: the school (row of `risk`) and the class of each; `risk` is schools × indicators."""

    school: Whole
    group: Whole
    risk: Real

    def __len__(self) -> int:
        return len(self.school)


def sheets_for(
    instrument: Instrument,
    catalogue: RiskFactors,
    truth: Mapping[str, float],
    count: int,
    rng: np.random.Generator,
) -> list[dict[str, int]]:
    """Items of `count` made-up people of one class, where the factors are `truth` (0–100, 50 if not named).

    Skip logic is kept: a question that would not be asked gives no item.
    """
    hidden = np.array([[truth.get(factor.code, 50.0) / 100 for factor in catalogue.factors]])
    crowd = Crowd(np.zeros(count, np.int64), np.zeros(count, np.int64), risks(hidden, catalogue, rng))
    columns = answers(instrument, catalogue, crowd, rng)
    rows = zip(*(values.tolist() for values in columns.values()), strict=True)
    return [
        {item: value for item, value in zip(columns, row, strict=True) if value != MISSING} for row in rows
    ]


def answers(
    instrument: Instrument, catalogue: RiskFactors, crowd: Crowd, rng: np.random.Generator
) -> Columns:
    """Every item of the instrument as a column of what each person answered, in the order of questions."""
    leaning = _leaning(crowd, rng)
    driven = _driven(catalogue, instrument.audience)
    followed = _followed(instrument)
    columns: Columns = {}
    for question in instrument.in_order():
        if question.type is QuestionType.TEXT:
            continue
        given = _given(question, driven, followed, crowd, leaning, rng)
        asked = np.ones(len(crowd), bool) if question.show_if is None else _holds(question.show_if, columns)
        if not question.required:
            asked &= rng.random(len(crowd)) >= PASSED_OVER
        columns |= {item: np.where(asked, values, MISSING) for item, values in given.items()}
    return columns


def _leaning(crowd: Crowd, rng: np.random.Generator) -> Real:
    """What a person and their class have in common over all answers; of unit variance with the rest."""
    persons = rng.standard_normal(len(crowd))
    groups = rng.standard_normal(int(crowd.group.max(initial=0)) + 1)
    found: Real = np.sqrt(OF_PERSON) * persons + np.sqrt(OF_CLASS) * groups[crowd.group]
    return found


def _driven(catalogue: RiskFactors, audience: Audience) -> dict[str, tuple[int, Indicator]]:
    """The indicator that drives an item: the first that reads it."""
    found: dict[str, tuple[int, Indicator]] = {}
    for number, each in enumerate(catalogue.indicators):
        if each.source is Source.ANSWERS and each.audience == audience:
            found.setdefault(each.item, (number, each))
    return found


def _given(
    question: Question,
    driven: Mapping[str, tuple[int, Indicator]],
    followed: Mapping[str, int],
    crowd: Crowd,
    leaning: Real,
    rng: np.random.Generator,
) -> Columns:
    values = {
        item: _driven_values(question, driven[item], crowd, leaning, rng)
        if item in driven
        else _free_values(question, followed.get(question.code), len(crowd), rng)
        for item in question.item_codes
    }
    if question.type is QuestionType.SEVERAL:
        # who chose nothing gave no answer at all
        chose = np.any(np.stack(list(values.values())) == 1, axis=0)
        values = {item: np.where(chose, each, MISSING) for item, each in values.items()}
    return values


def _possible(question: Question) -> Whole:
    match question.type:
        case QuestionType.SEVERAL:
            return np.arange(2)
        case QuestionType.SINGLE | QuestionType.MATRIX:
            return np.arange(1, len(question.options) + 1)
        case QuestionType.SCALE:
            return np.arange(question.minimum, question.maximum + 1)
        case _:
            return np.arange(question.minimum, min(question.maximum, question.minimum + _WIDEST) + 1)


def _free_values(question: Question, followed: int | None, count: int, rng: np.random.Generator) -> Whole:
    """An answer that no indicator reads; where later questions hang on one, it is given more often."""
    possible = _possible(question)
    if question.type is QuestionType.SEVERAL:
        return (rng.random(count) < 0.3).astype(np.int64)
    drawn = possible[rng.integers(0, len(possible), count)]
    return drawn if followed is None else np.where(rng.random(count) < FOLLOWED, followed, drawn)


def _driven_values(
    question: Question, by: tuple[int, Indicator], crowd: Crowd, leaning: Real, rng: np.random.Generator
) -> Whole:
    """A risk answer with the probability that the school truly has, alike within persons and classes."""
    number, indicator = by
    possible = _possible(question)
    is_risk = (possible >= indicator.risk_from) & (possible <= indicator.risk_to)
    is_base = np.ones(len(possible), bool)
    if indicator.base_from is not None and indicator.base_to is not None:
        is_base = (possible >= indicator.base_from) & (possible <= indicator.base_to)
    share = crowd.risk[crowd.school, number] * indicator.full / 100
    if indicator.reverse:
        share = 1 - share
    own = rng.standard_normal(len(crowd)) * np.sqrt(1 - OF_PERSON - OF_CLASS)
    # a reverse indicator's risk is the answer that is missing: who leans to risk gives the other
    lean = -leaning if indicator.reverse else leaning
    takes_risk = own - lean < quantile(share)
    values = np.where(
        takes_risk, _one_of(possible[is_risk], crowd, rng), _one_of(possible[is_base & ~is_risk], crowd, rng)
    )
    outside = possible[~is_base]
    if not len(outside):
        return values
    return np.where(rng.random(len(crowd)) < OUTSIDE_BASE, _one_of(outside, crowd, rng), values)


def _one_of(values: Whole, crowd: Crowd, rng: np.random.Generator) -> Whole:
    if not len(values):
        return np.full(len(crowd), MISSING)
    return values[rng.integers(0, len(values), len(crowd))]


def _followed(instrument: Instrument) -> dict[str, int]:
    """Answers on which later questions hang: t01 = 1."""
    return {
        question.show_if.code: question.show_if.number
        for question in instrument.questions
        if isinstance(question.show_if, Comparison) and question.show_if.word == "="
    }


def _holds(condition: Condition, columns: Columns) -> Held:
    """A condition over columns: what was not answered does not hold."""
    if isinstance(condition, Not):
        return ~_holds(condition.inner, columns)
    if not isinstance(condition, Comparison):
        parts = [_holds(part, columns) for part in condition.parts]
        return np.all(parts, axis=0) if condition.word == "and" else np.any(parts, axis=0)
    if condition.word == "has":
        column = columns.get(f"{condition.code}.{condition.number}")
        return column == 1 if column is not None else _nobody(columns)
    if condition.word == "answered":
        parts = [
            each != MISSING
            for item, each in columns.items()
            if item == condition.code or item.startswith(f"{condition.code}.")
        ]
        return np.any(parts, axis=0) if parts else _nobody(columns)
    column = columns.get(condition.code)
    if column is None:
        return _nobody(columns)
    held: Held = (column != MISSING) & _COMPARED[condition.word](column, condition.number)
    return held


def _nobody(columns: Columns) -> Held:
    return np.zeros(len(next(iter(columns.values()), np.zeros(0))), bool)
