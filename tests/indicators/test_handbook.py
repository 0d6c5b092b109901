"""A profile can be reckoned by hand from docs/indicators.md: a reader of the page does it here."""

import re
import tempfile
import tomllib
from collections import defaultdict
from dataclasses import replace
from fractions import Fraction
from functools import cache
from math import sqrt
from pathlib import Path

import pytest

from indicators.plain import Rows
from indicators.small import CATALOGUE
from indicators.sources import written
from opora.analytics.engines import duckdb_engine
from opora.indicators.catalogue import Indicator, RiskFactors, Source
from opora.indicators.handbook import sample, text
from opora.indicators.profile import profiles
from opora.questionnaires.instrument import Audience, Instrument

DEFINITIONS = Path(__file__).parents[2] / "definitions"
OF_INDICATOR = re.compile(r"^\| `(\S+)` \| .* \| (\d+) % \| (\d+) \| [^|]*\|$", re.MULTILINE)
OF_EXAMPLE = re.compile(
    r"^\| `(\S+)` \| (\S+) \| (\d+) / (\d+) \| ([^|]+) \| (\S+) \| (\S+) \|$", re.MULTILINE
)
OF_VALUE = re.compile(r"= \*\*([\d,]+)\*\*, уровень (\S+), интервал ([\d,]+)–([\d,]+)\.")


@cache
def content(path: str) -> dict[str, object]:
    found: dict[str, object] = tomllib.loads((DEFINITIONS / path).read_text(encoding="utf-8"))["content"]
    return found


def real() -> RiskFactors:
    return RiskFactors.parse(content("risk-factors/factors.toml"))


def forms() -> list[Instrument]:
    return [
        Instrument.parse(content(f"questionnaires/{code}.toml"))
        for code in ("teacher", "pupil", "parent", "head")
    ]


def number(words: str) -> float:
    return float(words.replace(",", "."))


def chapters(page: str) -> dict[str, str]:
    found = re.split(r"^## (\S+)\. .*$", page, flags=re.MULTILINE)[1:]
    return dict(zip(found[::2], found[1::2], strict=True))


def by_hand(chapter: str) -> tuple[float, float, float]:
    """Value and interval from the shares of the example and the rules in words, in exact fractions."""
    full = {code: (int(at), int(weight)) for code, at, weight in OF_INDICATOR.findall(chapter)}
    weights, risks = 0, Fraction(0)
    of_group: dict[str, float] = defaultdict(float)
    for code, group, part, whole, risk, weight, told in OF_EXAMPLE.findall(chapter):
        if weight == "—":
            continue
        at, own = full[code]
        assert own == int(weight)
        share = min(Fraction(1), Fraction(int(part), int(whole)) * 100 / at)
        assert abs(float(share) - number(risk)) < 2e-6
        weights, risks = weights + own, risks + own * share
        of_group[group] += own * number(told)
        if number(told):
            p = (int(part) + 1.9208) / (int(whole) + 3.8416)
            assert abs(sqrt(p * (1 - p) / (int(whole) + 3.8416)) * 100 / at - number(told)) < 2e-6
    half = 196 * sqrt(sum(each**2 for each in of_group.values())) / weights
    value = float(100 * risks / weights)
    return value, max(0.0, value - half), min(100.0, value + half)


@pytest.mark.parametrize("catalogue", [CATALOGUE, real()], ids=["small", "real"])
def test_the_examples_can_be_reckoned_by_hand(catalogue: RiskFactors) -> None:
    found = chapters(text(catalogue, forms()))
    assert list(found) == [factor.code for factor in catalogue.factors]
    for code, chapter in found.items():
        told = OF_VALUE.search(chapter)
        assert told is not None, code
        value, low, high = by_hand(chapter)
        assert abs(number(told[1]) - value) < 0.0501
        assert abs(number(told[3]) - low) < 0.06
        assert abs(number(told[4]) - high) < 0.06


def rows_of(catalogue: RiskFactors, code: str) -> Rows:
    """A school whose figures are those of the example."""
    rows = Rows(schools=[(1, "1/2/", "basic", "village", 90, "")])
    for each, turned, whole in sample(catalogue, code):
        part = whole - turned if each.reverse else turned
        if each.source is Source.ANSWERS:
            rest = outside_risk(each)
            values = [each.risk_from] * part + [rest] * (whole - part)
            rows.answers += [(1, str(each.audience), each.item, value) for value in values]
        elif each.source is Source.RESULTS:
            rows.results.append((1, each.item.replace("*", "5"), 2026, whole, part))
        else:
            rows.cards += [(1, each.item, part), (1, each.base_item, whole)]
    return rows


def outside_risk(each: Indicator) -> int:
    least, most = (-100, 100) if each.base_from is None else (each.base_from, each.base_to or 0)
    return next(value for value in range(least, most + 1) if not each.risk_from <= value <= each.risk_to)


def test_the_engine_finds_the_values_of_the_examples() -> None:
    catalogue = real()
    page = chapters(text(catalogue, forms()))
    found = {}
    for factor in catalogue.factors:
        rows = rows_of(catalogue, factor.code)
        if len({(school, item) for school, item, _ in rows.cards}) < len(rows.cards):
            continue  # two indicators share a field of the card: no one card gives both examples
        with tempfile.TemporaryDirectory() as folder, duckdb_engine(written(Path(folder), rows)) as engine:
            (profile,) = profiles(engine, catalogue, 2026)
        each = profile.factor(factor.code)
        assert each.value is not None
        assert each.interval is not None
        found[factor.code] = (each.value, *each.interval)
    told = {code: OF_VALUE.search(page[code]) for code in found}
    assert found == {
        code: (number(match[1]), number(match[3]), number(match[4])) for code, match in told.items() if match
    }
    assert len(found) >= 15


def test_the_words_of_questions_and_answers_are_there() -> None:
    page = text(real(), forms())
    teacher = next(form for form in forms() if form.audience is Audience.TEACHER)
    each = next(i for i in real().indicators if i.source is Source.ANSWERS and i.item == "t21")
    question = teacher.by_code["t21"]
    chosen = ", ".join(f"«{option}»" for option in question.options[each.risk_from - 1 : each.risk_to])
    assert f"| ответили: {chosen} | все ответившие | педагоги, `t21` «{question.text}» |" in page


def test_a_factor_without_indicators_says_so() -> None:
    bare = replace(CATALOGUE, indicators=())
    assert "Показателей пока нет: значения не будет." in chapters(text(bare, []))["A"]
