"""Words, the sheet and its mirror; that every rule of the book has its check."""

import pytest

from opora.config import released
from opora.documents.checks.base import CHECKS
from opora.documents.checks.mirror import mirror
from opora.documents.checks.quantities import amount, is_counted, share_of
from opora.documents.checks.rulebook import Finding, Hit, Rulebook, Severity
from opora.documents.checks.running import findings
from opora.documents.checks.wording import (
    is_said,
    is_shouted,
    likeness,
    pairs_alike,
    placeholder_in,
)
from opora.documents.exchange import FORMAT, parse
from opora.documents.kinds import documents, expert_sheets, programme_rules


@pytest.fixture(scope="module")
def book() -> Rulebook:
    return released.rulebook()


def test_the_book_words_every_check_and_takes_points_from_known_criteria(book: Rulebook) -> None:
    assert set(book.by_code) == set(CHECKS)
    criteria = {each.code for each in released.expert_sheet().criteria}
    for rule in book.rules:
        assert rule.why and rule.remedy
        assert not rule.points or rule.criterion in criteria
        assert rule.severity is not Severity.ADVICE or not rule.points


def test_released_definitions_hold_their_kinds() -> None:
    outlines = released.outlines()
    assert len(outlines) == 8
    criteria = {each.code for each in released.expert_sheet().criteria}
    for code, outline in outlines.items():
        assert documents().check is not None
        assert outline.sections, code
        assert {section.criterion for section in outline.sections} <= {"", *criteria}
    for kind, name in (
        (programme_rules(), "programme-rules/rules.toml"),
        (expert_sheets(), "expert-sheets/sheet.toml"),
    ):
        assert kind.check is not None
        assert kind.check(released.content_of(name)) == []


def test_an_empty_programme_is_told_what_it_needs(book: Rulebook) -> None:
    programme = parse({"format": FORMAT, "kind": "medium-term"})
    found = findings(programme, released.outlines()["medium-term"], book)
    rules = {each.rule.code for each in found}
    assert {"programme-without-title", "programme-without-term", "section-empty"} <= rules
    assert "no-teachers" not in rules


def test_a_rule_costs_its_points_once_and_a_criterion_no_more_than_it_has(book: Rulebook) -> None:
    sheet = released.expert_sheet()
    dear = [rule for rule in book.rules if rule.criterion == "measures" and rule.points]
    assert sum(rule.points for rule in dear) > 2
    one = Finding(dear[0], Hit("m1", "", ""))
    assert mirror(sheet, [one, one]).total == sheet.points - dear[0].points
    assert mirror(sheet, [Finding(rule, Hit("m1", "", "")) for rule in dear]).total == sheet.points - 2
    assert mirror(sheet, []).zone.code == "green"


@pytest.mark.parametrize(
    ("total", "zone"),
    [(0, "red"), (5, "red"), (6, "yellow"), (10, "yellow"), (11, "green"), (14, "green")],
)
def test_zones_neither_overlap_nor_leave_a_gap(total: int, zone: str) -> None:
    assert released.expert_sheet().zone_of(total).code == zone


@pytest.mark.parametrize("total", [-1, 15])
def test_a_sum_that_the_sheet_cannot_give_has_no_zone(total: int) -> None:
    with pytest.raises(ValueError, match="of 14"):
        released.expert_sheet().zone_of(total)


def test_likeness_folds_endings_and_words_of_form() -> None:
    assert likeness("Работа с учителями школы", "работа учителей в школе") == 100
    assert likeness("Ёлка", "елка") == 100
    assert likeness("", "") == 0
    assert likeness("Консультации по математике", "Встречи с родителями") == 0


def test_pairs_alike_are_those_of_likeness() -> None:
    texts = ["Встреча родителей", "Встречи с родителями", "Урок", "", ""]
    rows = list(enumerate(texts))
    expected = {
        (a, b) for a in range(5) for b in range(a + 1, 5) if texts[a] and likeness(texts[a], texts[b]) >= 80
    }
    assert set(pairs_alike(rows, 80)) == expected == {(0, 1)}


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("до 45 %", (45,)),
        ("12,5", (12.5,)),
        ("1 200", (1200,)),
        ("рост", None),
        ("", None),
        ("3 из 7", (3, 7)),
        ("с 40 до 25", (25,)),
        ("7 классы: 40", (40,)),
        ("рост к 2027 году", None),
        ("Приказ № 84 от 12.10.2026", None),
        ("семинар для учителей 7–8 классов", None),
        ("14 классов", (14,)),
    ],
)
def test_numbers_as_people_write_them(text: str, named: tuple[float, ...] | None) -> None:
    assert amount(text) == named


def test_a_number_may_stand_in_words() -> None:
    assert is_counted("два дня в неделю")
    assert is_counted("больше половины")
    assert not is_counted("семья и школа вместе")


@pytest.mark.parametrize(
    ("text", "unit", "share"),
    [("115", "%", 115), ("115 %", "доля", 115), ("115", "% к прошлому году", None), ("12 из 120", "%", None)],
)
def test_a_share_is_told_from_growth(text: str, unit: str, share: float | None) -> None:
    assert share_of(text, unit) == share


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Приказ от ____", "____"),
        ("Школа ХХХ", "ХХХ"),
        ("[название]", "[название]"),
        ("Приказ № … от мая", "…"),
        ("Да, «а… б»?", ""),
        ("По [1] a < 5 и > 3", ""),
    ],
)
def test_what_was_left_to_fill_in(text: str, left: str) -> None:
    assert placeholder_in(text) == left


def test_a_shout_is_long_and_in_capitals() -> None:
    assert is_shouted("ПОВЫСИТЬ КАЧЕСТВО ОБРАЗОВАНИЯ")
    assert not is_shouted("ВПР")
    assert not is_shouted("Повысить качество образования в школе")


def test_a_dash_says_nothing() -> None:
    assert [is_said(text) for text in ("-", "—", "нет", " ", "Нет.", "нет мест", "ВПР")] == [False] * 5 + [
        True
    ] * 2
