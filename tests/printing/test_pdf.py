"""PDF read back by a reader that is not ours."""

import re
from datetime import UTC, datetime
from io import BytesIO

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pypdf import PageObject, PdfReader
from pypdf.generic import ArrayObject, DictionaryObject

from factories.examples import examples
from opora.printing import (
    Align,
    Annex,
    Cell,
    Column,
    Document,
    Figure,
    Heading,
    Orientation,
    Paragraph,
    Row,
    Run,
    Slip,
    Slips,
    Table,
    write_pdf,
)
from opora.printing.pdf.repertoire import LETTERS_WITH_MARKS, MARKS, drawable, ranges
from opora.printing.pdf.words import with_breaks
from printing.specimen import CHART, DAY, protocol

MARKUP = r"#set text(red) $x^2$ *b* _i_ <b> \ `code` [x] @ref // /* #import \"a\" ${x} ~ --- 'q' \u{41}"


def _read(*blocks: object) -> PdfReader:
    return PdfReader(BytesIO(write_pdf(Document("Проба", DAY, blocks))))  # type: ignore[arg-type]


def _words(page: PageObject) -> str:
    return " ".join(page.extract_text().split())


def _elements(node: object) -> list[DictionaryObject]:
    """Every structure element under the node, in reading order."""
    node = node.get_object() if hasattr(node, "get_object") else node
    if isinstance(node, ArrayObject):
        return [found for child in node for found in _elements(child)]
    if not isinstance(node, DictionaryObject) or ("/S" not in node and "/K" not in node):
        return []
    own = [node] if "/S" in node else []
    return own + (_elements(node["/K"]) if "/K" in node else [])


def _tags(reader: PdfReader) -> list[DictionaryObject]:
    return _elements(reader.trailer["/Root"]["/StructTreeRoot"])  # type: ignore[index]


def test_file_is_archival_accessible_and_dated_by_its_data() -> None:
    reader = PdfReader(BytesIO(write_pdf(protocol())))
    root = reader.trailer["/Root"]
    about = root["/Metadata"].get_object().get_data().decode()  # type: ignore[index]
    assert [
        f"<pdfaid:{tag}>{value}</pdfaid:{tag}>" in about
        for tag, value in (("part", "2"), ("conformance", "A"))
    ] == [True, True]
    assert "<pdfuaid:part>1</pdfuaid:part>" in about
    assert (root["/Lang"], root["/MarkInfo"]["/Marked"]) == ("ru", True)  # type: ignore[index]
    assert reader.metadata is not None
    assert (reader.metadata.title, reader.metadata.author) == ("Протокол выявления", "Управление образования")
    assert reader.metadata.creation_date == datetime(2026, 3, 22, tzinfo=UTC)


def test_markup_stays_text() -> None:
    table = Table((Column(MARKUP),), (Row((MARKUP,)),), caption=MARKUP)
    reader = _read(Paragraph(MARKUP, align=Align.LEFT), Heading(MARKUP), table)
    text = "".join(reader.pages[0].extract_text().split()).replace("\u00ad", "").replace("\u200b", "")
    assert text.count("".join(MARKUP.split())) == 5


def test_headings_never_skip_a_level_and_annexes_are_first_level() -> None:
    headings = [
        tag["/S"] for tag in _tags(PdfReader(BytesIO(write_pdf(protocol())))) if str(tag["/S"])[:2] == "/H"
    ]
    assert headings == ["/H1", "/H2", "/H1", "/H2", "/H1"]


def test_pictures_are_described() -> None:
    alternatives = [tag["/Alt"] for tag in _tags(PdfReader(BytesIO(write_pdf(protocol())))) if "/Alt" in tag]
    qr = "QR-код: https://opora.example/i/aB3"
    assert alternatives == ["Доля «2» по годам. Снизилась", qr, qr, qr]


def test_what_a_screen_reader_needs_is_there() -> None:
    reader = PdfReader(BytesIO(write_pdf(protocol())))
    tags = _tags(reader)
    heads = [tag for tag in tags if tag["/S"] == "/TH"]
    scopes = [[part["/Scope"] for part in tag["/A"] if "/Scope" in part] for tag in heads]
    # ten of columns and a section in each of two tables
    assert scopes == [["/Column"]] * 12
    # words stand in paragraphs, headings, items and cells, never bare in a grouping element
    assert [tag["/S"] for tag in tags if tag["/S"] in {"/Document", "/Div"} and _has_words(tag)] == []
    fonts = [found for page in reader.pages for found in _font_files(page)]
    assert {bool(file) for file in fonts} == {True}
    assert reader.trailer["/Root"]["/ViewerPreferences"]["/DisplayDocTitle"].value  # type: ignore[index]


def _has_words(tag: DictionaryObject) -> bool:
    """Whether marked content hangs on the element itself."""
    content = tag.get("/K", ArrayObject())
    return any(isinstance(each, int) for each in (content if isinstance(content, ArrayObject) else [content]))


def _font_files(page: PageObject) -> list[set[str]]:
    """The embedded programs of each font of the page."""
    fonts = [font.get_object() for font in page["/Resources"].get("/Font", {}).values()]  # type: ignore[union-attr]
    inner = [font["/DescendantFonts"][0].get_object() for font in fonts]
    return [{"/FontFile2", "/FontFile3"} & set(font["/FontDescriptor"]) for font in inner]


def test_annexes_start_pages_and_turn_them() -> None:
    pages = PdfReader(BytesIO(write_pdf(protocol()))).pages
    turned = [page.mediabox.width > page.mediabox.height for page in pages]
    starts = {
        name: [name in _words(page) for page in pages].index(True)
        for name in ("Приложение 1", "Приложение 2")
    }
    assert turned[starts["Приложение 1"]] and not turned[starts["Приложение 2"]]
    assert starts["Приложение 2"] == starts["Приложение 1"] + 1
    assert "После приложений." in _words(pages[starts["Приложение 2"] + 1])
    assert f"{len(pages)} из {len(pages)}" in _words(pages[-1])


def test_a_thousand_rows_repeat_their_heading_and_lose_none() -> None:
    columns = (Column("Школа"), Column("Доля «2»", Align.RIGHT, percent=True, group="ОГЭ"))
    reader = _read(Table(columns, tuple(Row((f"школа{at:04}", 0.3)) for at in range(1000))))
    pages = [_words(page) for page in reader.pages]
    assert [page.count("Доля «2»") for page in pages] == [1] * len(pages)
    found = [word for page in pages for word in page.split() if word.startswith("школа")]
    assert found == [f"школа{at:04}" for at in range(1000)]


def test_a_cell_longer_than_a_page_goes_on_over_it() -> None:
    long = " ".join(f"слово{at}" for at in range(3000))
    reader = _read(Table((Column("А"), Column("Б")), (Row((long, "")),)))
    text = "".join("".join(page.extract_text().split()) for page in reader.pages).replace("-", "")
    assert len(reader.pages) > 3 and "слово2999" in text


def test_an_empty_table_says_so() -> None:
    assert "Строк нет" in _words(_read(Table((Column("Школа"),), ())).pages[0])


def _marked_letters() -> list[str]:
    """Every common letter under every common mark."""
    signs = [chr(at) for at in range(0x41, 0x452)]
    letters = [sign for sign in signs if re.fullmatch(f"[{LETTERS_WITH_MARKS}]", sign)]
    marks = [chr(at) for at in range(0x300, 0x370) if re.fullmatch(f"[{MARKS}]", chr(at))]
    return [letter + mark for letter in letters for mark in marks]


def test_every_letter_of_the_repertoire_is_drawn_in_every_style() -> None:
    letters = "".join(chr(at) for first, last in ranges() for at in range(first, last + 1))
    spaced = " ".join(f"а{letter}" for letter in letters) + " " + " ".join(_marked_letters())
    _read(
        *(
            Paragraph(Run(spaced, bold=bold, italic=italic))
            for bold in (False, True)
            for italic in (False, True)
        )
    )


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("Ёлка — №1 ≥ 30 %", "Ёлка — №1 ≥ 30 %"),
        ("да👍🏽", "да□"),
        ("🏻", "□"),
        ("\u0489", "□"),
        ("за́мок", "за́мок"),
        ("за\u0489мок", "замок"),
        ("и\u0306", "й"),
        ("中文", "□□"),
        ("ｆｕｌｌ", "full"),
        ("Әлфия Ҡ", "Әлфия Ҡ"),
    ],
)
def test_what_no_bundled_font_has_becomes_a_box(typed: str, printed: str) -> None:
    assert drawable(typed) == printed


@settings(max_examples=examples(60), deadline=None, suppress_health_check=list(HealthCheck))
@given(st.text(st.characters(codec=None), max_size=40))
def test_no_text_breaks_the_writer(text: str) -> None:
    slip = Slip(text, (text,), "https://opora.example", text)
    table = Table(
        (Column(text), Column("Б", group=text)), (Row((text, Cell(Run(text, bold=True)))),), caption=text
    )
    _read(
        Paragraph((text, Run(text, italic=True))),
        Heading(text),
        table,
        Slips((slip,)),
        Annex(text, (), 1, text),
    )


def test_no_label_of_a_chart_breaks_the_writer() -> None:
    figures = (
        Figure(CHART, "Диаграмма"),
        Annex("А", (Figure(CHART, "Она же"),), orientation=Orientation.LANDSCAPE),
    )
    assert len(_read(*figures).pages) == 2


def test_words_wider_than_their_column_may_break_anywhere_but_russian_ones_are_hyphenated() -> None:
    assert with_breaks("общеобразовательная abcd", 3) == "общеобразовательная a\u200bb\u200bc\u200bd"
    assert with_breaks("22.03.2026–22.04.2026", 21) == "22.03.2026–22.04.2026"
    assert with_breaks("22.03.2026 22.03. 1234567890", 5) == "22.03.2026 22.03. " + "\u200b".join(
        "1234567890"
    )
