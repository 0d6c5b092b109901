"""Tables of a DOCX as grids of texts for mapping."""

from itertools import pairwise

import pytest

from attachments.making import cell, p, programme, table, word
from opora.attachments import FoundTable, NotAPaper, Place, tables
from opora.attachments.word import grids

DOWN = '<w:vMerge w:val="restart"/>'
STILL = "<w:vMerge/>"


def across(count: int) -> str:
    return f'<w:gridSpan w:val="{count}"/>'


def only(body: str) -> grids.Told:
    (found,) = grids.tables(word(body))
    return found


def test_a_roadmap_is_ready_for_mapping() -> None:
    assert tables(programme()) == [
        FoundTable(
            number=1,
            title="Таблица 1 — Дорожная карта",
            rows=(
                ("№", "Задача", "Мероприятие", "Срок", "Показатель", "Показатель"),
                ("№", "Задача", "Мероприятие", "Срок", "план", "факт"),
                ("1", "2", "3", "4", "5", "6"),
                ("Риск: низкая учебная мотивация", "", "", "", "", ""),
                ("1", "Поднять интерес", "Кружок «Юный физик»", "сентябрь", "12", "10"),
                ("2", "Поднять интерес", "Встречи с выпускниками", "октябрь–май", "4", ""),
            ),
            header_rows=3,
            columns=("№", "Задача", "Мероприятие", "Срок", "Показатель · план", "Показатель · факт"),
            bands=(3,),
        )
    ]


def test_the_body_leaves_out_heading_and_bands_and_knows_its_places() -> None:
    (found,) = tables(programme())
    assert [(index, row[2]) for index, row in found.body] == [
        (4, "Кружок «Юный физик»"),
        (5, "Встречи с выпускниками"),
    ]
    assert found.place(4, 2) == Place(1, 5, 3)
    assert str(found.place(4, 2)) == "таблица 1, строка 5, столбец 3"


def test_a_title_over_the_whole_width_is_part_of_the_heading() -> None:
    found = only(table([cell("Дорожная карта", across(2))], ["Мера", "Срок"], ["Кружок", "май"]))
    assert (found["header_rows"], found["columns"], found["bands"]) == (2, ["Мера", "Срок"], [])


@pytest.mark.parametrize(
    ("rows", "header_rows"),
    [
        ([["Мера", "Срок"], ["Кружок", "май"]], 1),
        ([["Мера", "Срок"]], 0),
        ([["Мера"], ["Кружок"]], 0),
        ([["1", "Кружок"], ["2", "Встречи"]], 0),
        (
            [
                ["Наименование", "Программа повышения качества образования школы № 7 на 2026 год"],
                ["Сроки", "2026"],
            ],
            0,
        ),
        ([["Мера", "", ""], ["Кружок", "май", "12"]], 0),
        ([["", "Срок", "Кто"], ["Кружок", "май", "Иванова"]], 0),
    ],
)
def test_the_heading_is_guessed(rows: list[list[str]], header_rows: int) -> None:
    assert only(table(*rows))["header_rows"] == header_rows


def test_a_marked_heading_is_believed() -> None:
    marked = table(["2025", "2026"], ["12", "13"]).replace(
        "<w:tr>", "<w:tr><w:trPr><w:tblHeader/></w:trPr>", 1
    )
    assert only(marked)["header_rows"] == 1
    every = table(["а", "б"], ["в", "г"]).replace("<w:tr>", "<w:tr><w:trPr><w:tblHeader/></w:trPr>")
    assert only(every)["header_rows"] == 1


def test_merges_downwards_fill_every_row_and_across_only_the_first_cell() -> None:
    found = only(
        table(
            ["Задача", "Мера", "Срок"],
            [cell("Первая", DOWN), "Кружок", "май"],
            [cell("", STILL), cell("Встречи и беседы", across(2))],
            ["Вторая", "Урок", "июнь"],
        )
    )
    assert found["rows"][1:] == [
        ["Первая", "Кружок", "май"],
        ["Первая", "Встречи и беседы", ""],
        ["Вторая", "Урок", "июнь"],
    ]


def test_rows_of_different_length_are_made_equal() -> None:
    found = only(table(["а", "б", "в"], ["г"], ["д", "е"]))
    assert found["rows"] == [["а", "б", "в"], ["г", "", ""], ["д", "е", ""]]


@pytest.mark.parametrize(
    ("above", "title"),
    [
        (p("Раздел", '<w:outlineLvl w:val="0"/>') + p("длинный текст " * 30), "Раздел"),
        (p("Раздел", '<w:outlineLvl w:val="0"/>') + p("") + p(""), "Раздел"),
        (p("Раздел", '<w:outlineLvl w:val="0"/>') + p("Таблица 3. Меры"), "Таблица 3. Меры"),
        ("<w:sdt><w:sdtContent>" + p("Из формы") + "</w:sdtContent></w:sdt>", "Из формы"),
        (p("длинный текст " * 30), ""),
        ("", ""),
    ],
)
def test_the_title_stands_above(above: str, title: str) -> None:
    assert only(above + table(["а", "б"], ["в", "г"]))["title"] == title


def test_words_above_belong_to_the_first_table_below_them() -> None:
    two = p("Меры") + table(["а", "б"], ["в", "г"]) + table(["д", "е"], ["ж", "з"])
    assert [found["title"] for found in grids.tables(word(two))] == ["Меры", ""]


def test_a_table_in_a_cell_stands_after_its_holder() -> None:
    inner = f"<w:tc><w:tcPr/>{p('снаружи')}{table(['внутри', 'тут'], ['1', '2'])}</w:tc>"
    found = grids.tables(word(p("Меры") + table(["а", "б"], [inner, "в"])))
    assert [(f["nested"], f["title"], f["rows"]) for f in found] == [
        (False, "Меры", [["а", "б"], ["снаружи", "в"]]),
        (True, "", [["внутри", "тут"], ["1", "2"]]),
    ]


def test_deleted_tables_and_second_copies_are_left_out() -> None:
    mc = "http://schemas.openxmlformats.org/markup-compatibility/2006"
    grid = table(["а", "б"], ["в", "г"])
    body = (
        f"<w:del>{grid}</w:del>"
        f'<mc:AlternateContent xmlns:mc="{mc}"><mc:Choice>{grid}</mc:Choice><mc:Fallback>{grid}</mc:Fallback>'
        "</mc:AlternateContent>"
    )
    assert len(grids.tables(word(body))) == 1


def test_no_tables_is_an_empty_list() -> None:
    assert tables(word(p("Текст"))) == []


def test_five_thousand_rows_are_read() -> None:
    rows = [["№", "Мера"], *([str(n), f"мера {n}"] for n in range(1, 5_001))]
    (found,) = tables(word(table(*rows)))
    assert (len(found.rows), found.header_rows, found.rows[-1]) == (5_001, 1, ("5000", "мера 5000"))


def test_more_cells_than_anybody_maps_are_refused() -> None:
    row = table([cell("", across(16_000))])[7:-8]
    with pytest.raises(NotAPaper) as caught:
        tables(word(f"<w:tbl>{row * 20}</w:tbl>"))
    assert caught.value.code == "too-many-cells"


def test_a_broken_document_is_told_to_whoever_takes_its_tables_over() -> None:
    with pytest.raises(NotAPaper) as caught:
        tables(programme()[:9_000])
    assert caught.value.code == "not-taken-over"


def test_places_of_rows_follow_the_document() -> None:
    (found,) = tables(programme())
    assert all(before < after for before, after in pairwise(index for index, _ in found.body))


def test_a_long_text_merged_down_over_many_rows_is_carried_once() -> None:
    """Written out in each row it would be more than the child may answer."""
    long = "Задача " * 2_000
    rows = [[cell("Задача"), cell("Мера"), cell("Срок")], [cell(long, DOWN), cell("мера 0"), cell("май")]]
    rows += [[cell("", STILL), cell(f"мера {n}"), cell("май")] for n in range(1, 3_000)]
    (found,) = tables(word(table(*rows)))
    assert (len(found.rows), found.rows[-1][1:]) == (3_001, ("мера 2999", "май"))
    assert found.rows[1][0] is found.rows[-1][0] and len(found.rows[1][0]) > 13_000


def test_more_text_than_a_child_may_answer_is_refused_in_words() -> None:
    rows = [["Мера", "Срок"], *([f"{n} " + "щ" * 18_000, "май"] for n in range(400))]
    with pytest.raises(NotAPaper) as caught:
        tables(word(table(*rows)))
    assert (caught.value.code, "слишком много текста" in caught.value.words) == ("too-much-text", True)


def test_a_number_and_a_text_merged_over_the_rest_are_a_band() -> None:
    found = only(
        table(
            ["№", "Мера", "Срок", "Кто"],
            ["1.", cell("Задача 1. Поднять интерес", across(3))],
            ["1.1", "Кружок", "май", "учитель"],
            ["2", cell("Беседа", across(2)), "учитель"],
        )
    )
    assert (found["header_rows"], found["bands"]) == (1, [1])
