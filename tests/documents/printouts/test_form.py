"""A programme in office form, read back by readers that are not ours."""

from dataclasses import fields, replace
from pathlib import Path

import pytest
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn

from documents.printouts.making import (
    APPROVED,
    DRAFT,
    anti_risk,
    as_pdf,
    as_word,
    corpus,
    outline,
    pages,
    programme,
    read,
    with_measures,
    word_lines,
)
from opora.documents.outline import Part
from opora.documents.people_words import EXECUTOR_TITLES, PARTICIPANT_TITLES
from opora.documents.printouts.form import NOT_FILLED, office_form
from opora.documents.programme import Executor, Indicator, Measure, Participant, Programme, Result
from opora.printing import (
    Annex,
    BulletList,
    Document,
    Heading,
    NumberedList,
    Paragraph,
    Section,
    Table,
    write_docx,
    write_pdf,
)
from opora.printing.text import plain

#: links and codes are shown by other words
_NOT_TEXT = {"id", "direction", "goal", "task", "of", "form", "factor", "state", "level", "section", "when"}


def _said(document: Document) -> str:
    """Every word of the tree but of the title page, spaces made equal."""
    texts: list[object] = []
    for block in (*document.blocks[1:], *(inner for each in document.blocks for inner in _inside(each))):
        match block:
            case Paragraph() | Heading():
                texts.append(plain(block.text))
            case BulletList() | NumberedList():
                texts += [plain(each) for each in block.items]
            case Table():
                for row in block.rows:
                    texts += [row.text] if isinstance(row, Section) else map(_shown, row.cells)
    return " ".join(" ".join(map(str, texts)).split())


def _inside(block: object) -> tuple[object, ...]:
    return block.blocks if isinstance(block, Annex) else ()


def _shown(value: object) -> object:
    return plain(value) if isinstance(value, str | tuple) else value  # type: ignore[arg-type]


def _own_words(found: Programme) -> list[str]:
    """The texts of rows whose part of the chain the outline has."""
    of = outline(found.kind)
    tables = [
        part.value for part in Part if part.value in {each.name for each in fields(found)} and of.has(part)
    ]
    rows = [row for table in tables for row in getattr(found, table)]
    return [
        value
        for row in rows
        for name in (each.name for each in fields(row))
        if name not in _NOT_TEXT and isinstance(value := getattr(row, name), str) and value.strip()
    ]


@pytest.mark.parametrize("path", corpus(), ids=lambda path: path.stem)
def test_no_word_of_a_programme_is_lost(path: Path) -> None:
    found = read(path)
    said = _said(office_form(found, outline(found.kind), DRAFT))
    sections = {each.code for each in outline(found.kind).sections}
    passages = [line for each in found.passages if each.section in sections for line in each.text.split("\n")]
    lost = [text for text in (*_own_words(found), *passages) if " ".join(text.split()) not in said]
    assert lost == []


def test_sections_stand_in_the_order_of_the_kind_with_numbers() -> None:
    document = office_form(programme(), outline("medium-term"), APPROVED)
    headings = [each.text for each in document.blocks if isinstance(each, Heading)]
    assert headings == [
        "1. Паспорт программы",
        "2. Что происходит сейчас",
        "3. Направления, которые мы выбрали",
        "4. Причины рисков",
        "5. Цели на год",
        "6. Задачи",
        "7. Меры",
        "8. Показатели",
        "9. Ожидаемые результаты",
        "10. Как собираем сведения",
        "11. Исполнители и ресурсы",
        "12. Как следим и когда меняем",
    ]


def test_a_section_that_may_be_left_out_is_asked_for_in_a_draft_only() -> None:
    found = anti_risk()
    of = outline("anti-risk")
    optional = [each.title for each in of.sections if not each.required and not found.texts.get(each.code)]
    drafted = _said(office_form(found, of, DRAFT))
    settled = _said(office_form(found, of, APPROVED))
    assert len(optional) == drafted.count(NOT_FILLED) == 2
    assert [title in drafted for title in optional] == [True, True]
    assert [title in settled for title in optional] == [False, False]
    assert NOT_FILLED not in settled


def test_rows_call_each_other_by_number() -> None:
    tables = [each for each in office_form(programme(), outline("medium-term"), APPROVED).blocks
              if isinstance(each, Table)]  # fmt: skip
    causes, goals, tasks, measures, indicators, results = tables
    assert goals.rows[0] == Section("Направление «Высокая доля обучающихся с рисками учебной неуспешности»")
    assert tasks.rows[3] == Section(
        "Цель 2. К 20 мая доля учеников 7–8 классов, которым интересно на уроке, — 55\u00a0% вместо 41\u00a0%."
    )
    assert tasks.rows[4].cells[2] == "4. На 11 из 16 посещённых уроков задание одно на всех, выбора нет."  # type: ignore[union-attr]
    assert causes.rows[-1].cells == (4, "На 11 из 16 посещённых уроков задание одно на всех, выбора нет.")  # type: ignore[union-attr]
    first = measures.rows[1]
    assert first.cells == (  # type: ignore[union-attr]
        1,
        "Входная и повторная проверка по 12 темам 5–6 классов",
        "19.10\u00a0– 30.10.2026",
        "учителя",
        "ученики с учебными рисками",
        "карта пробелов на 25 учеников",
        None,
    )
    assert plain(indicators.rows[0].cells[1]).endswith("\nк цели 1")  # type: ignore[union-attr, arg-type]
    assert results.rows[0].cells[2:] == ("1", "1. Доля «2» за контрольную по математике, 7 классы")  # type: ignore[union-attr]


def test_a_few_measures_stand_in_the_text_and_many_in_a_landscape_annex() -> None:
    few = office_form(programme(), outline("medium-term"), APPROVED)
    assert [each for each in few.blocks if isinstance(each, Annex)] == []
    document = office_form(with_measures(60), outline("medium-term"), APPROVED)
    read_pages = pages(document)
    annex = next(at for at, page in enumerate(read_pages) if page.startswith("Приложение 1"))
    assert "к среднесрочной программе развития Дорожная карта" in read_pages[annex]
    assert sum("Дорожная карта (60 мер) приведена в приложении 1." in page for page in read_pages) == 1
    turned = [page.mediabox.width > page.mediabox.height for page in as_pdf(document).pages]
    assert turned == [at >= annex for at in range(len(read_pages))]
    assert len(read_pages) - annex > 2
    # the head of the table is on every page, and each measure once
    assert ["Ожидаемый результат" in page.replace("- ", "") for page in read_pages[annex:]] == [True] * (
        len(read_pages) - annex
    )
    assert [word for page in read_pages for word in page.split() if word.startswith("мера0")] == [
        f"мера{at:04}" for at in _printed_order(60)
    ]


def _printed_order(count: int) -> list[int]:
    """Measures go by their tasks: t1, t1, t2, t2, t3, t3, t4, t4 and round again."""
    return sorted(range(count), key=lambda at: (at % 8 // 2, at))


def test_word_repeats_the_heads_and_turns_the_annex() -> None:
    word = as_word(office_form(with_measures(60), outline("medium-term"), APPROVED))
    assert [each.orientation for each in word.sections] == [
        WD_ORIENT.PORTRAIT,
        WD_ORIENT.PORTRAIT,
        WD_ORIENT.LANDSCAPE,
    ]
    heads = [len(list(table._tbl.iter(qn("w:tblHeader")))) for table in word.tables[1:]]
    # causes, goals, tasks, results, measures; the first table of the file holds the stamps
    assert heads == [1, 1, 1, 1, 1]
    titles = [p.text for p in word.paragraphs if p.style.name == "Heading 1"]
    assert (titles[0], titles[-1]) == ("1. Паспорт программы", "Дорожная карта")


def test_pages_are_counted_from_the_second() -> None:
    document = office_form(programme(), outline("medium-term"), APPROVED)
    read_pages = pages(document)
    foot = "Среднесрочная программа развития школы № 3 посёлка Заречного на 2026/27 учебный… Версия 4. Синтетические данные."
    assert [foot in page for page in read_pages] == [False] + [True] * (len(read_pages) - 1)
    assert [f"{at} из {len(read_pages)}" in page for at, page in enumerate(read_pages, 1)] == [False] + [
        True
    ] * (len(read_pages) - 1)
    feet = [
        [each.get(qn("w:instr")) for each in section.footer._element.iter(qn("w:fldSimple"))]
        for section in as_word(document).sections
    ]
    assert feet == [[], ["PAGE", "NUMPAGES"]]


def test_an_unfinished_chain_prints_with_dashes_and_says_what_hangs_on_nothing() -> None:
    found = programme()
    loose = replace(
        found,
        tasks=(replace(found.tasks[0], goal="", causes=()), *found.tasks[1:]),
        measures=(Measure("m1"), *found.measures[1:]),
        indicators=(Indicator("i1"),),
        results=(Result("r1"),),
    )
    document = office_form(loose, outline("medium-term"), DRAFT)
    tables = [each for each in document.blocks if isinstance(each, Table)]
    assert Section("Задачи без цели") in tables[2].rows
    assert Section("Меры без задачи") in tables[3].rows
    assert tables[3].rows[-1].cells == (8, None, None, None, None, None, None)  # type: ignore[union-attr]
    lines = word_lines(document)
    assert lines[lines.index("Меры без задачи") + 1 :][:7] == ["8", "—", "—", "—", "—", "—", "—"]
    text = " ".join(pages(document))
    assert "None" not in text + " ".join(lines)
    assert text.count(NOT_FILLED) == lines.count(NOT_FILLED) == 2


@pytest.mark.parametrize(
    "kind", ["anti-risk", "concept", "gia-plan", "municipal-programme", "self-diagnosis"]
)
def test_an_empty_programme_is_a_form_to_fill_in(kind: str) -> None:
    of = outline(kind)
    document = office_form(Programme(kind), of, DRAFT)
    lines = word_lines(document)
    assert lines.count(NOT_FILLED) == len(of.sections)
    assert of.title in lines
    assert " ".join(pages(document)).count(NOT_FILLED) == len(of.sections)


def test_facts_stand_in_their_section() -> None:
    of = outline("self-diagnosis")
    document = office_form(
        Programme("self-diagnosis"), of, APPROVED, {"profile": (Paragraph("Рисков три."),)}
    )
    at = [each.text if isinstance(each, Heading | Paragraph) else "" for each in document.blocks].index(
        "Рисков три."
    )
    heading = document.blocks[at - 1]
    assert isinstance(heading, Heading) and heading.text.endswith("Что показал рисковый профиль")


def test_the_same_programme_gives_the_same_bytes() -> None:
    def made() -> tuple[bytes, bytes]:
        document = office_form(programme(), outline("medium-term"), APPROVED)
        return write_pdf(document), write_docx(document)

    assert made() == made()


def test_everybody_has_a_name() -> None:
    assert set(EXECUTOR_TITLES) == set(Executor)
    assert set(PARTICIPANT_TITLES) == set(Participant)
