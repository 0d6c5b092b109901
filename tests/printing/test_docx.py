"""DOCX read back by python-docx and as bare XML."""

from datetime import UTC, date, datetime
from io import BytesIO
from zipfile import ZipFile

import docx
import pytest
from docx.document import Document as WordDocument
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from opora.printing import (
    Annex,
    Column,
    Document,
    Heading,
    Paragraph,
    Row,
    Run,
    Slip,
    Slips,
    Table,
    write_docx,
)
from printing.specimen import DAY, TABLE, protocol


def _read(*blocks: object) -> WordDocument:
    return docx.Document(BytesIO(write_docx(Document("Проба", DAY, blocks))))  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def word() -> WordDocument:
    return docx.Document(BytesIO(write_docx(protocol())))


def test_the_file_says_what_it_is_and_the_date_of_its_data(word: WordDocument) -> None:
    about = word.core_properties
    assert (about.title, about.author, about.comments) == ("Протокол выявления", "Управление образования", "")
    assert (about.created, about.modified) == (datetime(2026, 3, 22, tzinfo=UTC),) * 2
    languages = {found.get(qn("w:val")) for found in word.styles.element.iter(qn("w:lang"))}
    assert languages == {"ru-RU"}


def test_headings_are_styles_of_word(word: WordDocument) -> None:
    headings = [
        (p.style.name, p.text) for p in word.paragraphs if p.style.name.startswith(("Heading", "Title"))
    ]
    assert headings == [
        ("Title", "выявления школ"),
        ("Heading 1", "Как составлен список"),
        ("Heading 2", "Глубже, чем можно"),
        ("Heading 1", "Все школы"),
        ("Heading 2", "Город"),
        ("Heading 1", "Памятка"),
    ]


def test_runs_keep_their_styles(word: WordDocument) -> None:
    found = [p for p in word.paragraphs if p.text == "Доля не менее 30 % в двух процедурах."]
    assert [(run.text, run.bold) for run in found[0].runs] == [
        ("Доля ", None),
        ("не менее 30 %", True),
        (" в двух процедурах.", None),
    ]


def test_each_numbered_list_starts_from_one(word: WordDocument) -> None:
    numbers = [
        p._p.pPr.numPr.numId.val
        for p in word.paragraphs
        if p._p.pPr is not None and p._p.pPr.numPr is not None
    ]
    assert [numbers[0] == numbers[1], numbers[2] == numbers[3], len(set(numbers))] == [True, True, 3]


def test_tables_hold_their_heading_rows_and_figures() -> None:
    table = _read(TABLE).tables[0]
    assert [[cell.text for cell in row.cells] for row in table.rows] == [
        ["Школа", "ВПР, математика, 5 класс", "ВПР, математика, 5 класс", "Основание"],
        ["Школа", "Доля «2»", "Участники, чел.", "Основание"],
        ["Город"] * 4,
        ["Берёзовская СОШ", "31,3\u00a0%", "32", "повтор"],
        ["Ольховская СОШ", "—", "—", "нет данных"],
        ["Всего", "31,0\u00a0%", "12\u00a0345", ""],
    ]
    repeated = [bool(row._tr.findall(f".//{qn('w:tblHeader')}")) for row in table.rows]
    kept = [bool(row._tr.findall(f".//{qn('w:cantSplit')}")) for row in table.rows]
    assert (repeated, kept) == ([True, True, False, False, False, False], [True] * 6)


def test_sections_turn_with_their_annexes_and_keep_official_margins(word: WordDocument) -> None:
    turned = [section.orientation is WD_ORIENT.LANDSCAPE for section in word.sections]
    assert turned == [False, True, False, False]
    first = word.sections[0]
    margins = [first.left_margin, first.right_margin, first.top_margin, first.bottom_margin]
    assert [round(margin.mm) for margin in margins] == [30, 15, 20, 20]
    assert [round(side.mm) for side in (word.sections[1].page_width, word.sections[1].page_height)] == [
        297,
        210,
    ]


def test_footers_count_pages(word: WordDocument) -> None:
    for section in word.sections:
        fields = [each.get(qn("w:instr")) for each in section.footer._element.iter(qn("w:fldSimple"))]
        assert fields == ["PAGE", "NUMPAGES"]
        assert section.footer.tables[0].cell(0, 0).text == "Данные на 22 марта 2026 г."


def test_pictures_are_described(word: WordDocument) -> None:
    described = [found.get("descr") for found in word.element.iter(qn("wp:docPr"))]
    assert described == ["Доля «2» по годам. Снизилась"] + ["QR-код: https://opora.example/i/aB3"] * 3


def test_signs_that_xml_forbids_are_shown_as_such_and_markup_stays_text() -> None:
    typed = "a\x00b\x0bc\ud800 <b>&amp; #set $x$ 😀 \u202eexe"
    shown = "a�b\nc� <b>&amp; #set $x$ 😀 exe"
    word = _read(Paragraph(typed), Table((Column(typed),), (Row((typed,)),)))
    assert [p.text for p in word.paragraphs if p.text] == [shown]
    assert [[cell.text for cell in row.cells] for row in word.tables[0].rows] == [[shown], [shown]]


@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.text(st.characters(codec=None), max_size=40))
def test_no_text_breaks_the_writer(text: str) -> None:
    table = Table((Column(text), Column("Б", group=text)), (Row((text, Run(text, bold=True))),), caption=text)
    slips = Slips((Slip(text, (text,), code=text),))
    _read(Heading(text), Paragraph((text, Run(text))), table, slips, Annex(text, (), 1, text))


def test_a_thousand_rows_are_all_there() -> None:
    table = Table(
        (Column("Школа"), Column("День")), tuple(Row((f"Школа {at}", date(2026, 1, 2))) for at in range(1000))
    )
    data = write_docx(Document("Проба", DAY, (table,)))
    with ZipFile(BytesIO(data)) as container:
        body = container.read("word/document.xml").decode()
    assert (body.count("<w:tr>"), body.count("Школа 999<"), body.count("02.01.2026")) == (1001, 1, 1000)


def test_a_heading_keeps_its_longest_word_and_the_width_of_the_page() -> None:
    columns = (Column("Школа", width=6), Column("Участников"), Column("Год"))
    word = _read(Table(columns, (Row(("Берёзовская СОШ", 7, 2026)),)))
    widths = [int(each.get(qn("w:w"))) for each in word.element.body.iter(qn("w:gridCol"))]
    # a share of 6 : 1 : 1 would cut «Участников»; the width of the text is 165 mm
    assert (widths, sum(widths) <= 9354) == ([6682, 1534, 1138], True)


def test_a_line_with_a_checksum_is_not_stretched() -> None:
    word = _read(Paragraph("Версия данных: " + "0f" * 32), Paragraph("Просто слова."))
    assert [each.alignment for each in word.paragraphs[:2]] == [
        WD_ALIGN_PARAGRAPH.LEFT,
        WD_ALIGN_PARAGRAPH.JUSTIFY,
    ]
