"""What changed between two versions, and that applying it to the earlier gives the later one."""

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from opora.documents.difference import Change, Turn, difference
from opora.documents.exchange import FORMAT, parse
from opora.documents.programme import ROWS, Programme

BASE: dict[str, Any] = {"format": FORMAT, "kind": "anti-risk", "title": "Программа"}


def programme(**parts: Any) -> Programme:
    return parse(BASE | parts)


def test_the_same_programme_has_no_difference() -> None:
    one = programme(goals=[{"id": "g1", "text": "Цель"}, {"id": "g2"}])
    assert difference(one, one) == []
    other_order = programme(goals=[{"id": "g2"}, {"id": "g1", "text": "Цель"}])
    assert difference(one, other_order) == []


def test_only_the_fields_that_differ_are_told() -> None:
    before = programme(
        passages=[{"section": "analysis", "text": "Было."}],
        goals=[{"id": "g1", "text": "Повысить"}],
        measures=[{"id": "m1", "title": "Мера", "executors": ["deputy"]}],
    )
    after = programme(
        title="Программа школы",
        passages=[{"section": "analysis", "text": "Стало."}, {"section": "passport", "text": ""}],
        goals=[{"id": "g1", "text": "Повысить до 45 %"}],
        measures=[{"id": "m2", "title": "Другая"}],
    )
    assert difference(before, after) == [
        Change("programme", "", Turn.CHANGED, {"title": "Программа"}, {"title": "Программа школы"}),
        Change("passages", "analysis", Turn.CHANGED, {"text": "Было."}, {"text": "Стало."}),
        Change("goals", "g1", Turn.CHANGED, {"text": "Повысить"}, {"text": "Повысить до 45 %"}),
        Change("measures", "m1", Turn.REMOVED, {"title": "Мера", "executors": ("deputy",)}, {}),
        Change("measures", "m2", Turn.ADDED, {}, {"title": "Другая"}),
    ]


_GOALS = st.dictionaries(st.sampled_from(["g1", "g2", "g3", "g4"]), st.text("абв ", max_size=3), max_size=4)


@settings(deadline=None)
@given(_GOALS, _GOALS)
def test_the_difference_leads_from_one_version_to_the_other(
    one: dict[str, str], other: dict[str, str]
) -> None:
    before = programme(goals=[{"id": pk, "text": text} for pk, text in one.items()])
    after = programme(goals=[{"id": pk, "text": text} for pk, text in other.items()])
    led = dict(one)
    for change in difference(before, after):
        assert change.table in ROWS
        if change.turn is Turn.REMOVED:
            del led[change.row]
        else:
            led[change.row] = change.now.get("text", "")
    assert led == other
