"""The exchange format: what goes out comes back; what no programme can be is refused with its place."""

from datetime import date
from typing import Any

import pytest

from opora.documents.exchange import FORMAT, MOST_ROWS, Malformed, dump, parse
from opora.documents.programme import Executor, Participant

WHOLE: dict[str, Any] = {
    "format": FORMAT,
    "kind": "medium-term",
    "title": "Программа",
    "school": "ZAR-03",
    "cycle": "2026",
    "starts": "2026-10-01",
    "ends": "2027-05-31",
    "passages": [{"section": "analysis", "text": "Слова."}],
    "directions": [{"id": "d1", "factor": "R08", "title": "Риск", "staff": ["psychologist"]}],
    "causes": [{"id": "c1", "direction": "d1", "text": "Причина"}],
    "goals": [{"id": "g1", "direction": "d1", "text": "Цель"}],
    "tasks": [{"id": "t1", "goal": "g1", "text": "Задача", "causes": ["c1"]}],
    "measures": [
        {
            "id": "m1",
            "task": "t1",
            "title": "Мера",
            "form": "staffing",
            "starts": "2026-10-15",
            "executors": ["teacher", "deputy"],
            "participants": ["parents"],
        }
    ],
    "indicators": [{"id": "i1", "of": "m1", "title": "Доля", "by": "2027-05-20"}],
    "results": [{"id": "r1", "text": "Итог", "goals": ["g1"], "indicators": ["i1"]}],
}


def test_a_whole_programme_goes_out_as_it_came() -> None:
    found = parse(WHOLE)
    assert found.starts == date(2026, 10, 1)
    assert found.measures[0].executors == (Executor.TEACHER, Executor.DEPUTY)
    assert found.measures[0].participants == (Participant.PARENTS,)
    assert found.measures[0].hires
    assert found.directions[0].state == "active"
    assert dump(found)["directions"] == [{**WHOLE["directions"][0], "state": "active"}]
    assert parse(dump(found)) == found


@pytest.mark.parametrize(
    ("changed", "place", "said"),
    [
        ({"format": "opora-programme/9"}, "format", "opora-programme/1"),
        ({"kind": ""}, "kind", "что это за документ"),
        ({"kind": 7}, "kind", "Ждали текст"),
        ({"extra": 1}, "", "Такого поля нет: extra"),
        ({"starts": "2026-13-01"}, "starts", "Даты такой нет"),
        ({"goals": {"id": "g1"}}, "goals", "Ждали список"),
        ({"goals": ["g1"]}, "goals[0]", "Ждали строку"),
        ({"goals": [{"text": "без номера"}]}, "goals[0].id", "обязательно"),
        ({"goals": [{"id": "g1", "colour": "red"}]}, "goals[0]", "colour"),
        ({"directions": [{"id": "d1"}]}, "directions[0]", "factor, title"),
        ({"goals": [{"id": "g1"}, {"id": "g1"}]}, "goals[1].id", "уже есть"),
        ({"goals": [{"id": "c1"}], "tasks": []}, "goals[0].id", "уже есть"),
        ({"tasks": [{"id": "t1", "goal": "g9"}]}, "tasks[0].goal", "«g9»"),
        ({"tasks": [{"id": "t1", "goal": "d1"}]}, "tasks[0].goal", "«d1»"),
        ({"measures": [{"id": "m1", "executors": ["janitor"]}]}, "measures[0].executors", "janitor"),
        ({"measures": [{"id": "m1", "executors": "teacher"}]}, "measures[0].executors", "список"),
        ({"causes": [{"id": "c1", "text": "я" * 20_001}]}, "causes[0].text", "длиннее"),
        ({"goals": [{"id": f"x{n}"} for n in range(MOST_ROWS + 1)]}, "goals", "не одна программа"),
    ],
)
def test_what_no_programme_can_be_is_refused_with_its_place(
    changed: dict[str, Any], place: str, said: str
) -> None:
    with pytest.raises(Malformed) as refused:
        parse(WHOLE | changed)
    assert refused.value.place == place
    assert said in refused.value.words


@pytest.mark.parametrize("data", [None, [], "текст", 7])
def test_what_is_no_object_is_no_programme(data: object) -> None:
    with pytest.raises(Malformed):
        parse(data)
