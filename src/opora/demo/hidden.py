"""What the fictional schools truly are: hidden values of factors, and the answers and cards these make."""

from collections.abc import Iterator

import numpy as np

from opora.demo.world import SCHOOLS, School
from opora.indicators.catalogue import RiskFactors, Source
from opora.indicators.simulate import sheets_for
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


def card_of(instrument: Instrument, catalogue: RiskFactors, school: School) -> dict[str, list[str]]:
    """The head's form of a school as a form sends it: figures that fit its size and its troubles."""
    figures = _sizes(school)
    truth = _truth(school, catalogue)
    for each in catalogue.indicators:
        if each.source is Source.CARD and each.base_item in figures:
            share = each.full / 100 * truth[each.factor] / 100
            part = round(figures[each.base_item] * share)
            figures[each.item] = figures[each.base_item] - part if each.reverse else part
    return {
        name: [value]
        for question in instrument.questions
        for name in question.fields
        if (value := _said(question, figures.get(name)))
    }


def _sizes(school: School) -> dict[str, int]:
    """What the shares of a card are taken of, by the question of the form."""
    classes = max(9, round(school.pupils / 22))
    return {
        "h01": school.pupils,
        "h02": round(school.pupils / 5),
        "h03": classes,
        "h08": round(school.pupils * 0.04),
        "h10": round(school.pupils * 0.1),
        "h12": school.teachers,
        "h14": max(1, school.under_35 // 2),
        "h16": school.over_55,
        "h17": classes * 29,
        "h33": 4,
        "h35": 3 if school.pupils > 300 else 2,
        "h39": classes + 4,
        "h40": classes,
        "h41": classes + 2,
        "h42": max(12, school.pupils // 9),
    }


def _truth(school: School, catalogue: RiskFactors) -> dict[str, float]:
    """Every factor: the trouble of this school, else something ordinary that stays the same each time."""
    rng = np.random.default_rng([SEED, SCHOOLS.index(school)])
    ordinary = np.clip(ORDINARY + 9 * rng.standard_normal(len(catalogue.factors)), 3, 45)
    named = {factor.code: float(value) for factor, value in zip(catalogue.factors, ordinary, strict=True)}
    return named | TROUBLES[school.key]


def _said(question: Question, figure: int | None) -> str:
    """A figure within what the form allows; of choices the first; what nobody knows stays empty."""
    if question.type in (QuestionType.SINGLE, QuestionType.MATRIX):
        return "1"
    if question.type is not QuestionType.NUMBER or (figure is None and not question.required):
        return ""
    return str(min(question.maximum, max(question.minimum, figure or 0)))


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
