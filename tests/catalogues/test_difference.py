from typing import Any

from opora.catalogues.difference import Change, difference
from opora.catalogues.kinds import Content, Field, Kind, Table

KIND = Kind(
    code="k",
    title="К",
    about="",
    fields=(
        Field("threshold", "Порог", "share"),
        Field("mode", "Связь", "choice", choices=(("or", "или"), ("and", "и"))),
        Field("strict", "Строго", "bool"),
    ),
    tables=(
        Table("rows", "Строки", (Field("code", "Код"), Field("weight", "Вес", "int")), key="code"),
        Table("steps", "Шаги", (Field("words", "Слова"), Field("must", "Надо", "bool"))),
    ),
)


def rows(**weights: int) -> list[Content]:
    return [{"code": code, "weight": weight} for code, weight in weights.items()]


def steps(*words: str) -> list[Content]:
    return [{"words": each} for each in words]


def changed(old: dict[str, Any], new: dict[str, Any]) -> list[tuple[str, str | None, str | None]]:
    return [(change.place, change.old, change.new) for change in difference(KIND, old, new)]


def test_values_are_told_in_words() -> None:
    assert difference(
        KIND, {"threshold": "0.30", "mode": "or"}, {"threshold": "0.305", "mode": "and", "strict": True}
    ) == [
        Change("Порог", "30\N{NO-BREAK SPACE}%", "30,5\N{NO-BREAK SPACE}%"),
        Change("Связь", "или", "и"),
        Change("Строго", "нет", "да"),
    ]


def test_an_unmarked_box_and_a_share_written_longer_are_no_difference() -> None:
    assert (
        changed({"threshold": "0.3"}, {"threshold": "0.30", "strict": False, "rows": [], "steps": []}) == []
    )


def test_a_row_is_the_same_by_its_key_wherever_it_stands() -> None:
    assert changed({"rows": rows(a=1, b=2, c=0)}, {"rows": rows(b=2, a=5, d=0)}) == [
        ("Строки, «a»: Вес", "1", "5"),
        ("Строки, строка", "c · 0", None),
        ("Строки, строка", None, "d · 0"),
        ("Строки, порядок строк", "прежний", "новый"),
    ]


def test_rows_without_a_key_are_aligned_like_lines() -> None:
    assert changed({"steps": steps("раз", "два", "три")}, {"steps": steps("раз", "2", "три", "четыре")}) == [
        ("Шаги, строка 2: Слова", "два", "2"),
        ("Шаги, строка", None, "четыре"),
    ]


def test_a_key_written_twice_is_compared_line_by_line() -> None:
    twice = [{"code": "a", "weight": 1}, {"code": "a", "weight": 2}]
    assert changed({"rows": rows(a=1)}, {"rows": twice}) == [("Строки, строка", None, "a · 2")]
