"""The catalogue of factors: what may be published, and how it is read."""

from copy import deepcopy
from typing import Any

import pytest

from indicators.small import CATALOGUE, CONTENT, by_answers, indicator
from opora.catalogues.kinds import mistakes
from opora.config.released import factors
from opora.indicators.catalogue import Cause, Measure, RiskFactors
from opora.indicators.kinds import LONGEST_HINT, VISIT_TITLES, risk_factors
from opora.indicators.values import Level
from opora.questionnaires.instrument import Audience


def hint(factor: str, part: str = "see", text: str = "Зайдите.") -> dict[str, str]:
    return {"factor": factor, "part": part, "text": text}


def wrong(**changed: Any) -> list[tuple[str, str, int | None]]:
    found = mistakes(risk_factors(), deepcopy(CONTENT) | changed)
    return [(each.where, each.table, each.row) for each in found]


def test_the_small_catalogue_may_be_published() -> None:
    assert wrong() == []


@pytest.mark.parametrize(
    ("changed", "place"),
    [
        ({"bound_middle": 60}, ("bound_high", "", None)),
        ({"bound_high": 101}, ("bound_high", "", None)),
        ({"minimum_group": 2}, ("minimum_group", "", None)),
        ({"factors": [], "indicators": [], "causes": [], "measures": []}, ("factors", "", None)),
        ({"causes": [{"factor": "Z", "text": "Нет."}]}, ("factor", "causes", 0)),
        ({"measures": [{"factor": "Z", "text": "Да.", "result": "Есть."}]}, ("factor", "measures", 0)),
        ({"visits": [hint("Z")]}, ("factor", "visits", 0)),
        ({"visits": [hint("A"), hint("A", "ask")]}, ("part", "visits", 1)),
        ({"visits": [hint("A", text="о" * (LONGEST_HINT + 1))]}, ("text", "visits", 0)),
    ],
)
def test_what_the_whole_must_fulfil(changed: dict[str, Any], place: tuple[str, str, int | None]) -> None:
    assert wrong(**changed) == [place]


@pytest.mark.parametrize(
    ("row", "where"),
    [
        (indicator("Z.1", "results", "vpr-*"), "factor"),
        (indicator("A.1", "answers", "p1", risk_from=1, risk_to=2), "audience"),
        (indicator("A.1", "answers", "p1", audience="head", risk_from=1, risk_to=2), "audience"),
        (indicator("A.1", "answers", "p1", audience="pupil"), "risk_to"),
        (by_answers("A.1", "pupil", "p1", (3, 2)), "risk_to"),
        (by_answers("A.1", "pupil", "p1", (1, 2), base_from=1), "base_to"),
        (by_answers("A.1", "pupil", "p1", (1, 2), base_from=4, base_to=1), "base_to"),
        (by_answers("A.1", "pupil", "p1", (1, 2), base_from=2, base_to=4), "base_to"),
        (by_answers("A.1", "pupil", "p1", (1, 2), base_item="p2"), "base_item"),
        (by_answers("A.1", "pupil", "p1", (1, 2), weight=0), "weight"),
        (by_answers("A.1", "pupil", "p1", (1, 2), full=0), "full"),
        (indicator("A.1", "results", "vpr-*", audience="pupil"), "audience"),
        (indicator("A.1", "results", "vpr-*", base_item="h1"), "base_item"),
        (indicator("A.1", "card", "h1"), "base_item"),
        (indicator("A.1", "card", "h1", base_item="h2", risk_from=1), "risk_from"),
    ],
)
def test_what_an_indicator_must_fulfil(row: dict[str, Any], where: str) -> None:
    assert wrong(indicators=[row]) == [(where, "indicators", 0)]


def test_an_indicator_has_a_code_of_its_own() -> None:
    row = by_answers("A.1", "pupil", "p1", (1, 2))
    assert wrong(indicators=[row, row]) == [("code", "indicators", 1)]


def test_a_catalogue_is_read() -> None:
    assert [each.code for each in CATALOGUE.of("A")] == ["A.1", "A.2", "A.3"]
    first, _, third = CATALOGUE.of("A")
    assert (first.audience, first.base_from, first.full, first.reverse) == (Audience.PUPIL, 1, 100, False)
    assert (third.base_from, third.full, third.reverse) == (None, 50, True)
    assert CATALOGUE.causes_of("A") == (Cause("A", "Не хватает людей."),)
    assert CATALOGUE.measures_of("A") == (Measure("A", "Позвать людей.", "Вакансий нет."),)
    assert CATALOGUE.causes_of("B") == ()


def test_hints_for_a_visit_may_be_left_out() -> None:
    assert CATALOGUE.hints_of("A", "see") == ()
    said = RiskFactors.parse(CONTENT | {"visits": [hint("A"), hint("B"), hint("A", text="Спросите.")]})
    assert said.hints_of("A", "see") == ("Зайдите.", "Спросите.")
    assert said.hints_of("A", "talk") == ()


def test_every_factor_of_ours_has_two_or_three_hints_of_each_part() -> None:
    ours = factors()
    many = {
        (each.code, part): len(ours.hints_of(each.code, part))
        for each in ours.factors
        for part in VISIT_TITLES
    }
    assert {place: count for place, count in many.items() if count not in {2, 3}} == {}
    assert len({each.text for each in ours.hints}) == len(ours.hints) == sum(many.values())


def test_procedures_are_named_with_a_star() -> None:
    each = CATALOGUE.of("B")[0]
    assert [each.takes(name) for name in ("vpr-ru-5", "oge-ru", "VPR-ru-5")] == [True, False, False]


def test_a_bound_belongs_to_the_higher_level() -> None:
    levels = [CATALOGUE.level_of(value) for value in (0, 34.9, 35, 59.9, 60, 100)]
    assert levels == [Level.LOW, Level.LOW, Level.MIDDLE, Level.MIDDLE, Level.HIGH, Level.HIGH]
