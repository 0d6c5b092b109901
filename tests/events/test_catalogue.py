"""Every form of the sources stands in the catalogue, with one line of its own; mistakes of a copy are told."""

import tomllib
from collections import Counter
from pathlib import Path
from typing import Any

from opora.catalogues.kinds import mistakes
from opora.catalogues.values import tidy
from opora.events.catalogue import GROUPS, WorkForms
from opora.events.kinds import work_forms
from opora.events.states import Sort

FILE = Path(__file__).resolve().parents[2] / "definitions/work-forms/forms.toml"
SAID = tomllib.loads(FILE.read_text(encoding="utf-8"))


def content() -> dict[str, Any]:
    return tidy(work_forms(), SAID["content"])


def test_all_forms_of_the_sources_are_there() -> None:
    forms = WorkForms.parse(content())
    assert Counter(each.group for each in forms.forms.values()) == {
        "methodical": 24,
        "association": 16,
        "teacher": 11,
        "self": 8,
        "game-kinds": 7,
        "support": 8,
    }
    assert [each.sort for each in forms.forms.values() if each.sort is not Sort.EVENT] == [
        Sort.ONE,
        Sort.MANY,
        Sort.COURSE,
    ]
    assert all(each.about.endswith(".") for each in forms.forms.values())
    assert len(forms.steps_of("role-game")) == 5
    assert forms.steps_of("lecture") == forms.steps_of("unknown") == ()
    assert [title for title, _ in forms.grouped()] == list(GROUPS.values())
    titles = [title for _, title in forms.titles()]
    assert len(set(titles)) == len(titles)


def test_the_file_keeps_its_kind() -> None:
    assert mistakes(work_forms(), content()) == []
    assert SAID["origin"] == "ours"


def test_two_of_one_title_in_a_group_are_a_mistake() -> None:
    wrong = content()
    wrong["forms"].append(wrong["forms"][0] | {"code": "other"})
    assert [each.where for each in mistakes(work_forms(), wrong)] == ["title"]
    assert [each.where for each in mistakes(work_forms(), {"forms": [], "steps": []})] == ["forms"]
