"""What a definition of an expert sheet may say of parts and weak places, and how it is read."""

from copy import deepcopy
from typing import Any

import pytest

from opora.catalogues.kinds import mistakes
from opora.config import released
from opora.documents.checks.sheet import Part, Sheet
from opora.documents.kinds import expert_sheets

NAME = "expert-sheets/sheet.toml"


def content() -> dict[str, Any]:
    return deepcopy(released.content_of(NAME))


def told(said: dict[str, Any]) -> list[tuple[str, str, int | None]]:
    return [(each.table, each.where, each.row) for each in mistakes(expert_sheets(), said)]


def test_the_released_sheet_has_the_published_parts_and_weak_places() -> None:
    sheet = released.expert_sheet()
    with_parts = {each.code: each.parts for each in sheet.criteria if each.parts}
    assert with_parts == {
        "results": (
            Part("full", "раскрыты в полной мере"),
            Part("goals", "соответствуют целям и задачам"),
            Part("profile", "соотносятся с рисковым профилем"),
        )
    }
    assert [each.code for each in sheet.weaknesses] == [
        *("causes", "decomposition", "link", "risks", "executors", "parents", "staffing", "measurable"),
        "layout",
    ]
    assert {each.criterion for each in sheet.weaknesses} <= {each.title for each in sheet.criteria}
    assert told(content()) == []


def test_a_version_from_before_these_tables_has_neither() -> None:
    said = content()
    del said["parts"], said["weaknesses"]
    assert told(said) == []
    sheet = Sheet.parse("Лист", said)
    assert sheet.weaknesses == ()
    assert all(each.parts == () for each in sheet.criteria)


@pytest.mark.parametrize(
    ("table", "row", "where"),
    [
        ("parts", {"criterion": "unknown", "code": "new", "title": "Новое"}, "criterion"),
        ("parts", {"criterion": "results", "code": "full", "title": "Новое"}, "code"),
        ("parts", {"criterion": "results", "code": "new", "title": "Раскрыты в полной мере"}, "title"),
        ("parts", {"criterion": "", "code": "new", "title": "Новое"}, "criterion"),
        ("weaknesses", {"criterion": "unknown", "code": "new", "title": "Новое"}, "criterion"),
        ("weaknesses", {"code": "layout", "title": "Новое"}, "code"),
        ("weaknesses", {"code": "new", "title": "небрежное оформление"}, "title"),
        ("criteria", {"code": "again", "title": "Оформление", "points": 1}, "title"),
    ],
)
def test_an_unknown_criterion_and_what_is_named_twice_are_refused(
    table: str, row: dict[str, Any], where: str
) -> None:
    said = content()
    said[table].append(row)
    if table == "criteria":
        said["words"] += [{"criterion": "again", "points": n, "words": "Слова"} for n in (0, 1)]
    assert told(said) == [(table, where, len(said[table]) - 1)]


def test_a_part_of_another_criterion_may_have_the_same_title_and_a_weak_place_no_criterion() -> None:
    said = content()
    said["parts"].append({"criterion": "goals", "code": "new", "title": "раскрыты в полной мере"})
    said["weaknesses"].append({"code": "free", "title": "Списано у соседей"})
    assert told(said) == []
    sheet = Sheet.parse("Лист", said)
    assert sheet.weaknesses[-1].criterion == ""
