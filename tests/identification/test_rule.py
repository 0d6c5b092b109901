"""Reading the content of a rule, and the definition that ships with the repository."""

import tomllib
from decimal import Decimal
from pathlib import Path

import pytest
from django.conf import settings

from factories.results import all_procedures
from opora.catalogues.kinds import mistakes
from opora.identification.kinds import identification_rules
from opora.identification.rule import BadRule, Rule, parse_rule, version_of
from opora.identification.states import Mode


def shipped() -> dict[str, object]:
    file = Path(settings.DEFINITIONS_ROOT) / "identification-rules" / "shnor.toml"
    content: dict[str, object] = tomllib.loads(file.read_text("utf-8"))["content"]
    return content


def test_the_shipped_rule_is_the_published_one() -> None:
    rule = parse_rule(shipped())

    assert (rule.threshold, rule.mode, rule.count, rule.last_year) == (Decimal("0.30"), Mode.OR, 2, None)
    assert rule.procedures == ("vpr-ma-5", "vpr-ma-6", "vpr-ru-5", "vpr-ru-6", "oge-ma", "oge-ru")
    assert (rule.quartile, rule.ege, rule.minimum_participants) == (False, False, 0)


@pytest.mark.django_db
def test_the_shipped_rule_passes_its_own_kind() -> None:
    all_procedures()
    kind = identification_rules()

    assert mistakes(kind, shipped()) == []
    wrong = shipped() | {
        "procedures": [{"code": "vpr-ma-5"}, {"code": "нет такой"}],
        "boundaries": [{"procedure": "vpr-ma-5", "three": 9, "four": 8, "five": 20}],
    }
    assert [(m.table, m.row) for m in mistakes(kind, wrong)] == [("procedures", 1), ("boundaries", 0)]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("threshold", "0"),
        ("threshold", "1.2"),
        ("threshold", "треть"),
        ("threshold", "0.3333333"),
        ("mode", "xor"),
        ("procedures", []),
        ("procedures", [{"code": "a"}, {"code": "a"}]),
        ("procedures", [{"code": f"p{n}"} for n in range(61)]),
        ("years", 1),
    ],
)
def test_a_rule_that_cannot_be_used_is_told(field: str, value: object) -> None:
    with pytest.raises(BadRule):
        parse_rule(shipped() | {field: value})


def test_a_rule_is_tried_with_another_threshold_and_mode() -> None:
    rule = Rule(procedures=("a",))
    tried = rule.tried(mode="and", threshold="0,25")
    assert (tried.mode, tried.threshold) == (Mode.AND, Decimal("0.25"))
    assert rule.tried() == rule
    for wrong in ({"mode": "или"}, {"threshold": "30 %"}, {"threshold": "2"}):
        with pytest.raises(BadRule):
            rule.tried(**wrong)


def test_the_version_follows_the_content_not_its_spelling() -> None:
    one = version_of("shnor", 1, {"a": 1, "b": 2})
    assert one == version_of("shnor", 1, {"b": 2, "a": 1})
    assert one != version_of("shnor", 1, {"a": 1, "b": 3})
