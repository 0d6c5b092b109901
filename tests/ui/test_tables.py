"""Markup made in Python escapes what people typed and keeps missing apart from zero."""

from datetime import date
from typing import Literal
from xml.etree import ElementTree

import pytest

from opora.ui.markup import Level, badge, level_badge, link, missing, move_chip, share
from opora.ui.tables import Column, Table, render_table

ATTACK = '<script>alert("1")</script>'


def texts(markup: str) -> list[str]:
    """Text of every cell, row by row, as a reader gets it."""
    root = ElementTree.fromstring(markup)
    return [" ".join("".join(cell.itertext()).split()) for cell in root.iter() if cell.tag in {"th", "td"}]


def table(**changes: object) -> Table:
    values: dict[str, object] = {
        "id": "t",
        "caption": "Школы",
        "columns": [Column("Школа"), Column("Учеников", "number"), Column("Доля «2»", "number")],
        "rows": [(link("/1", ATTACK), 1240, share(0.3, n=24, low=0.15, high=0.49)), (ATTACK, None, 0)],
    }
    return Table(**(values | changes))  # type: ignore[arg-type]


def test_a_table_reads_back_with_figures_formatted_and_text_as_typed() -> None:
    assert texts(render_table(table(foot=[("Всего", 1240, None)]))) == [
        *("Школа", "Учеников", "Доля «2»"),
        *(ATTACK, "1 240", "30 % 15–49 из 24"),
        *(ATTACK, "—нет данных", "0"),
        *("Всего", "1 240", "—нет данных"),
    ]


def test_a_long_word_of_a_heading_stands_above_its_value_on_a_phone() -> None:
    def classes(*titles: str, kind: Literal["text", "number"] = "text") -> str:
        columns = [Column("Школа"), *(Column(title, kind) for title in titles)]
        return table(columns=columns, rows=[]).classes

    assert classes("Срок", "Кто", "О создании координационной группы") == "table stack over"
    assert classes("Срок", "Кто", "О создании групп") == "table stack"
    assert classes("Год", "Школ", "Муниципалитет", kind="number") == "table stack"
    assert classes("Год", "Школ", "Предметно-методических", kind="number") == "table stack"
    assert classes("Год", "Школ", "Муниципалитетов", kind="number") == "table stack over"
    assert classes("Муниципалитетов") == "table"


def test_nothing_typed_becomes_an_element() -> None:
    hostile = table(caption=ATTACK, columns=[Column(ATTACK, unit=ATTACK, sort_url='"><b>')], rows=[(ATTACK,)])
    tags = {element.tag for element in ElementTree.fromstring(render_table(hostile)).iter()}
    assert tags == {"div", "table", "caption", "thead", "tbody", "tr", "th", "small", "a", "span"}


def test_a_table_without_rows_says_what_to_do() -> None:
    empty = render_table(table(rows=[], empty="Загрузите список."))
    assert empty == '<p class="empty-line"><b>Школы.</b> Загрузите список.</p>'
    untitled = render_table(table(rows=[], empty="Загрузите список.", caption_hidden=True))
    assert untitled == '<p class="empty-line">Загрузите список.</p>'


def test_a_row_of_another_width_is_refused() -> None:
    with pytest.raises(ValueError, match="zip"):
        render_table(table(rows=[("Заречная СОШ", 1)]))


def test_the_sorted_column_says_so() -> None:
    columns = [Column("Школа", sort_url="?sort=-name", order="ascending")]
    head = render_table(table(columns=columns, rows=[("Заречная СОШ",)]))
    assert ElementTree.fromstring(head).findall(".//th[@aria-sort='ascending']/a[@href='?sort=-name']") != []


def test_levels_carry_a_sign_and_a_word() -> None:
    read = ["".join(ElementTree.fromstring(level_badge(level)).itertext()) for level in Level]
    assert read == ["▲высокий", "■средний", "●низкий", "мало данных"]


def test_a_chip_says_whose_move_it_is_since_when() -> None:
    chips = [move_chip("", date(2026, 11, 19), mine=True), move_chip("куратора"), badge(ATTACK)]
    assert ["".join(ElementTree.fromstring(chip).itertext()) for chip in chips] == [
        "→ваш ход с\u00a019\u00a0ноября",
        "ход куратора",
        ATTACK,
    ]


def test_a_share_without_data_is_a_dash_with_words() -> None:
    assert share(None, n=0) == missing()
