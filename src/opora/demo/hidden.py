"""What the fictional schools truly are: hidden values of factors, and the answers and cards these make."""

from collections.abc import Iterator, Sequence

import numpy as np

from opora.demo.world import SCHOOLS, School
from opora.indicators.catalogue import RiskFactors
from opora.indicators.simulate import sheets_for
from opora.indicators.simulate.figures import cards
from opora.indicators.simulate.region import Region, risks
from opora.questionnaires.conditions import Answers
from opora.questionnaires.instrument import Audience, Instrument, Question, QuestionType
from opora.questionnaires.reading import checked

SEED = 500
ORDINARY = 25.0
#: factors that weigh on a school, 0–100; the others stand near `ORDINARY`
TROUBLES: dict[str, dict[str, float]] = {
    "ZAR-01": {"R02": 70, "R08": 85, "R10": 66, "R11": 80, "R12": 74, "U04": 48},
    "ZAR-02": {"R08": 78, "R11": 72, "R12": 70, "U01": 55, "U08": 68},
    "ZAR-03": {"R01": 72, "R03": 66, "R05": 75, "U05": 50},
    "ZAR-04": {"R02": 82, "R03": 70, "R05": 64, "R11": 76, "U07": 70},
    "ZAR-05": {"R01": 78, "R02": 66, "R09": 50},
    "ZAR-06": {"R04": 52, "R07": 55},
    "ZAR-07": {"R12": 50},
    "ZAR-08": {"R01": 80, "R02": 75, "R11": 70},
    "HOL-01": {"U08": 52},
    "HOL-02": {"R02": 74, "R05": 68, "R12": 66},
    "HOL-03": {"R01": 62, "R09": 58},
}
GRADES = (6, 9)
CLASS_SIZE = 26
ANSWERING = {Audience.TEACHER: 0.88, Audience.PUPIL: 0.93, Audience.PARENT: 0.62}


def groups(school: School) -> list[tuple[Audience, str, int]]:
    """Who is asked at a school and how many there are: (audience, class, people)."""
    found = [(Audience.TEACHER, "", school.teachers)]
    per_grade = max(2, round(school.pupils / 10.5))
    for grade in GRADES:
        classes = -(-per_grade // CLASS_SIZE)
        for number in range(classes):
            size = per_grade // classes + (number < per_grade % classes)
            label = f"{grade}{'АБВ'[number]}" if classes > 1 else str(grade)
            found += [(Audience.PUPIL, label, size), (Audience.PARENT, label, size)]
    return found


def answers_of(
    instrument: Instrument, catalogue: RiskFactors, school: School, count: int, salt: int
) -> Iterator[Answers]:
    """What `count` people of one class of this school would say."""
    rng = np.random.default_rng([SEED, SCHOOLS.index(school), salt])
    truth = _truth(school, catalogue)
    for items in sheets_for(instrument, catalogue, truth, count, rng):
        yield checked(instrument, _raw(instrument, items)).answers


def cards_of(
    instrument: Instrument, catalogue: RiskFactors, instruments: Sequence[Instrument]
) -> dict[str, dict[str, list[str]]]:
    """The head's form of every school, as a form sends it, by the school's code."""
    rng = np.random.default_rng(SEED)
    hidden = np.array(
        [[_truth(school, catalogue)[f.code] / 100 for f in catalogue.factors] for school in SCHOOLS]
    )
    made = Region(
        territories=[school.territory for school in SCHOOLS],
        localities=[school.locality for school in SCHOOLS],
        pupils=np.array([school.pupils for school in SCHOOLS]),
        clusters=["" for _ in SCHOOLS],
        hidden=hidden,
        risk=risks(hidden, catalogue, rng),
    )
    filled = cards(made, catalogue, instruments, rng)
    return {
        school.key: {
            name: [value]
            for question in instrument.questions
            for name in question.fields
            if (value := _said(question, name, {item: int(v[place]) for item, v in filled.items()}))
        }
        for place, school in enumerate(SCHOOLS)
    }


def _truth(school: School, catalogue: RiskFactors) -> dict[str, float]:
    """Every factor: the trouble of this school, else something ordinary that stays the same each time."""
    rng = np.random.default_rng([SEED, SCHOOLS.index(school)])
    ordinary = np.clip(ORDINARY + 9 * rng.standard_normal(len(catalogue.factors)), 3, 45)
    named = {factor.code: float(value) for factor, value in zip(catalogue.factors, ordinary, strict=True)}
    return named | TROUBLES[school.key]


def _said(question: Question, name: str, filled: dict[str, int]) -> str:
    if question.type is QuestionType.TEXT:
        return ""
    if question.type is QuestionType.NUMBER:
        return str(min(question.maximum, max(question.minimum, filled.get(name, question.minimum))))
    return "1"


def _raw(instrument: Instrument, items: dict[str, int]) -> dict[str, list[str]]:
    """Items back to what a form sends."""
    raw: dict[str, list[str]] = {}
    for question in instrument.questions:
        if question.type is QuestionType.SEVERAL:
            raw[question.code] = [
                str(number) for number, item in enumerate(question.item_codes, 1) if items.get(item)
            ]
        else:
            raw |= {item: [str(items[item])] for item in question.item_codes if item in items}
    return raw
