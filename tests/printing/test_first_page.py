"""The title page in both files, and what keeps together in tables."""

from io import BytesIO

import docx
from docx.document import Document as WordDocument
from docx.oxml.ns import qn
from docx.shared import Pt
from pypdf import PdfReader

from opora.printing import (
    Block,
    Column,
    Document,
    Heading,
    Paragraph,
    Row,
    Section,
    Stamp,
    Table,
    TitlePage,
    write_docx,
    write_pdf,
)
from printing.specimen import DAY

PAGE = TitlePage(
    "Программа развития",
    organisation=("Отдел образования", "Школа № 3"),
    left=(
        Stamp("Согласовано", ("педагогическим советом", "протокол от 08.10.2026 № 3")),
        Stamp("Согласовано", ("Куратор",), signer="", date_line=True),
    ),
    right=(Stamp("Утверждено", ("приказом директора",), signer="И. И. Иванова", date=DAY),),
    subtitles=("на 2026/27 учебный год",),
    place="пос. Заречный\n2026",
    mark="Проект",
)


def _document(*blocks: Block) -> Document:
    return Document("Проба", DAY, blocks, footer="Подвал")


def _pages(*blocks: Block) -> list[str]:
    reader = PdfReader(BytesIO(write_pdf(_document(*blocks))))
    return [" ".join(page.extract_text().split()) for page in reader.pages]


def _word(*blocks: Block) -> WordDocument:
    return docx.Document(BytesIO(write_docx(_document(*blocks))))


def test_the_title_page_is_alone_on_its_sheet_and_has_no_number() -> None:
    first, second = _pages(PAGE, Paragraph("Текст."))
    assert "Программа развития" in first and "Текст." not in first
    assert ("Подвал" in first, "Подвал" in second) == (False, True)
    assert "2 из 2" in second
    word = _word(PAGE, Paragraph("Текст."))
    feet = [" ".join(p.text for p in section.footer.paragraphs).strip() for section in word.sections]
    assert feet == ["пос. Заречный\n2026", ""]
    assert word.sections[1].footer.tables[0].cell(0, 0).text == "Подвал"


def test_the_end_of_a_section_asks_for_no_page_of_its_own() -> None:
    word = _word(PAGE, Paragraph("Текст."))
    ends = [p for p in word.paragraphs if p._p.find(f"{qn('w:pPr')}/{qn('w:sectPr')}") is not None]
    assert [(end.text, end.paragraph_format.line_spacing) for end in ends] == [("", Pt(1))]


def test_what_stands_on_the_page_is_the_same_in_both_files() -> None:
    (first,) = _pages(PAGE)
    assert first.split("СОГЛАСОВАНО")[0] == "ПРОЕКТ Отдел образования Школа № 3 "
    assert first.endswith("на 2026/27 учебный год пос. Заречный 2026")
    word = _word(PAGE)
    left, _, right = (
        [p.text.replace("\u00a0", " ") for p in cell.paragraphs] for cell in word.tables[0].rows[0].cells
    )
    assert left == [
        "СОГЛАСОВАНО",
        "педагогическим советом",
        "протокол от 08.10.2026 № 3",
        "СОГЛАСОВАНО",
        "Куратор",
        "\t / ______________ /",
        "«____» ______________ 20___ г.",
    ]
    assert right == ["УТВЕРЖДЕНО", "приказом директора", "\t И. И. Иванова", "«22» марта 2026 г."]
    for line in (*left, *right):
        assert line.strip("\t ") in first


def test_long_stamps_go_on_to_the_next_page() -> None:
    long = tuple(f"строка{at}" for at in range(120))
    found = _pages(TitlePage("Название", left=(Stamp("Согласовано", long),)))
    assert [word for page in found for word in page.split() if word.startswith("строка")] == list(long)


def test_the_name_of_a_group_never_ends_a_page() -> None:
    rows = tuple(line for at in range(120) for line in (Section(f"Группа{at}"), Row((f"строка{at}",))))
    for gap in range(3):
        above = tuple(Paragraph("абзац") for _ in range(gap))
        pages = _pages(*above, Table((Column("Имя"),), rows))
        assert len(pages) > 2
        for page in pages:
            assert page.rsplit("Подвал", 1)[0].split()[-1].startswith("строка")
    heads = [
        paragraph.find(f"{qn('w:pPr')}/{qn('w:keepNext')}") is not None
        for paragraph in _word(Table((Column("Имя"),), rows)).element.body.iter(qn("w:p"))
        if "".join(paragraph.itertext()).startswith("Группа")
    ]
    assert heads == [True] * 120


def test_a_heading_holds_on_to_the_table_under_it() -> None:
    word = _word(Heading("Меры"), Table((Column("Мера"),), (Row(("Проба",)),)))
    styled = [(p.style.name, p.paragraph_format.keep_with_next) for p in word.paragraphs[:2]]
    assert styled == [("Heading 1", None), ("Промежуток", True)]
    assert word.styles["Heading 1"].paragraph_format.keep_with_next is True


def test_only_a_row_as_tall_as_half_a_page_may_break() -> None:
    table = Table((Column("А"),), (Section("слово " * 900), Row(("слово " * 900,)), Row(("слово",))))
    breaks = [
        row.find(f"{qn('w:trPr')}/{qn('w:cantSplit')}") is None
        for row in _word(table).element.body.iter(qn("w:tr"))
    ]
    assert breaks == [False, True, True, False]
    assert "".join(_pages(table)).count("слово") == 1801
