"""The corpus of programmes: clean ones raise no alarm, planted defects are found, each of them and nothing else.

`clean/` are programmes as a good school writes them. `planted/` are programmes with defects, and `planted.toml`
says of each file what was planted: rule, row, field.
"""

import json
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from opora.documents.checks.rulebook import Rulebook
from opora.documents.checks.running import findings
from opora.documents.exchange import dump, parse
from opora.documents.outline import Outline
from opora.documents.programme import Programme

HERE = Path(__file__).parent
DEFINITIONS = HERE.parents[1] / "definitions"
#: those of the demonstration are clean too
CLEAN = [
    *sorted((HERE / "clean").glob("*.json")),
    *sorted((HERE.parents[1] / "samples/programmes").glob("*.json")),
]
PLANTED = sorted((HERE / "planted").glob("*.json"))

#: rule, row, field
type Found = tuple[str, str, str]


def toml(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))


@cache
def book() -> Rulebook:
    return Rulebook.parse(toml(DEFINITIONS / "programme-rules" / "rules.toml")["content"])


@cache
def outline(kind: str) -> Outline:
    read = toml(DEFINITIONS / "documents" / f"{kind}.toml")
    return Outline.parse(kind, read["title"], read["content"])


@cache
def planted() -> dict[str, frozenset[Found]]:
    read = toml(HERE / "planted.toml")
    return {
        stem: frozenset((rule, row, field) for rule, row, field in each["found"])
        for stem, each in read.items()
    }


def load(path: Path) -> Programme:
    return parse(json.loads(path.read_text(encoding="utf-8")))


def found(path: Path) -> set[Found]:
    programme = load(path)
    return {
        (each.rule.code, each.hit.row, each.hit.field)
        for each in findings(programme, outline(programme.kind), book())
    }


def stem(path: Path) -> str:
    return path.stem


@pytest.mark.parametrize("path", CLEAN, ids=stem)
def test_a_clean_programme_raises_no_alarm(path: Path) -> None:
    assert found(path) == set()


@pytest.mark.parametrize("path", PLANTED, ids=stem)
def test_what_was_planted_is_found_and_nothing_else(path: Path) -> None:
    assert found(path) == planted()[path.stem]


@pytest.mark.parametrize("path", CLEAN + PLANTED, ids=stem)
def test_a_programme_comes_back_from_the_file_as_it_went(path: Path) -> None:
    data = json.loads(path.read_text(encoding="utf-8"))
    assert dump(parse(data)) == data


def test_every_rule_of_the_book_is_planted() -> None:
    assert {rule for each in planted().values() for rule, _, _ in each} == set(book().by_code)


def test_every_file_is_told_and_every_told_file_is_there() -> None:
    assert {path.stem for path in PLANTED} == set(planted())
    assert all(planted().values())


def test_the_corpus_is_large_enough() -> None:
    assert len(CLEAN) >= 20
    assert len(PLANTED) >= 60


def test_every_risk_factor_stands_in_a_clean_programme() -> None:
    factors = {
        each["code"] for each in toml(DEFINITIONS / "risk-factors" / "factors.toml")["content"]["factors"]
    }
    assert {each.factor for path in CLEAN for each in load(path).directions} == factors
