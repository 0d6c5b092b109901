"""What is printed of a document that is a file: where it is, and what was entered besides."""

from dataclasses import replace
from datetime import date

import pytest

from documents.printouts.making import DRAFT, anti_risk, outline, pages, programme, word_lines
from opora.documents.printouts.cover import AttachedFile, Cover, signature_of
from opora.documents.printouts.form import NOT_FILLED, office_form
from opora.documents.printouts.title_page import title_page, years_of
from opora.documents.programme import Direction, Executor, Indicator, Measure, Programme
from opora.printing import Heading

FILE = AttachedFile("Программа школы.docx", date(2026, 11, 5))
ATTACHED = replace(DRAFT, attached=FILE)


def test_only_what_was_entered_is_printed_and_the_file_is_named() -> None:
    found = Programme("medium-term", measures=(Measure("m1", title="Кружок «Юный физик»"),))
    document = office_form(found, outline("medium-term"), ATTACHED)
    said = " ".join(pages(document))
    assert "Документ приложен файлом «Программа школы.docx» 5 ноября 2026 г." in said
    assert "Здесь напечатано только то, что внесено в Опору" in said
    assert "Кружок «Юный физик»" in said and NOT_FILLED not in said
    assert [each.text for each in document.blocks if isinstance(each, Heading)] == ["1. Меры"]


def test_a_file_of_which_nothing_was_entered_says_so() -> None:
    document = office_form(Programme("medium-term"), outline("medium-term"), ATTACHED)
    said = " ".join(pages(document))
    assert "В Опору из него пока ничего не внесено." in said and NOT_FILLED not in said
    assert not [each for each in document.blocks if isinstance(each, Heading)]


def test_a_written_document_says_nothing_of_a_file() -> None:
    said = " ".join(pages(office_form(programme(), outline("medium-term"), DRAFT)))
    assert "приложен файлом" not in said


@pytest.mark.parametrize(
    ("name", "signature"),
    [
        ("Белова Ирина Сергеевна", "И.\u00a0С.\u00a0Белова"),
        ("Белова И. С.", "И.\u00a0С.\u00a0Белова"),
        ("Белова И.С.", "И.\u00a0С.\u00a0Белова"),
        ("И. С. Белова", "И. С. Белова"),
        ("Ли Анна", "А. Ли"),
        ("Алиев Али Ахмед оглы", "Алиев Али Ахмед оглы"),
        ("Белова", "Белова"),
        ("", ""),
    ],
)
def test_a_name_as_it_is_signed(name: str, signature: str) -> None:
    assert signature_of(name).replace("\u00a0", " ") == signature.replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("starts", "ends", "years"),
    [
        (date(2026, 9, 1), date(2027, 8, 31), "2026/27 учебный год"),
        (date(2026, 8, 20), date(2027, 6, 1), "2026/27 учебный год"),
        (date(2026, 1, 12), date(2026, 5, 31), "2025/26 учебный год"),
        (date(2026, 1, 1), date(2026, 12, 31), "2026 год"),
        (date(2026, 9, 1), date(2029, 8, 31), "2026–2029 годы"),
        (date(2099, 9, 1), date(2100, 5, 31), "2099/00 учебный год"),
        (None, date(2027, 8, 31), "2026 год"),
    ],
)
def test_the_years_of_a_title_page_are_those_of_the_term(
    starts: date | None, ends: date | None, years: str
) -> None:
    found = replace(anti_risk(), starts=starts, ends=ends)
    assert years_of(found, outline("anti-risk"), Cover(date(2026, 11, 1), period="2026 год")) == years


def test_the_direction_in_the_name_is_not_said_again() -> None:
    named = replace(anti_risk(), title="Антирисковая программа: Низкая учебная мотивация")
    named = replace(named, directions=(Direction("d1", "R08", "Низкая учебная мотивация"),))
    page = title_page(named, outline("anti-risk"), DRAFT)
    assert [each for each in page.subtitles if "мотивация" in each] == []


def test_a_unit_stands_once_and_nobody_twice() -> None:
    found = Programme(
        "medium-term",
        measures=(
            Measure("m1", title="Кружок", executors=(Executor.HEAD,), named=("Директор школы Иванова",)),
            Measure(
                "m2", title="Клуб", executors=(Executor.HEAD, Executor.TEACHER), named=("Иванова И. И.",)
            ),
        ),
        indicators=(Indicator("i1", title="Доля", unit="%", baseline="12,5 %", target="до 60 %"),),
    )
    lines = word_lines(office_form(found, outline("medium-term"), ATTACHED))
    assert [line for line in lines if "Иванова" in line] == [
        "Директор школы Иванова",
        "директор, учителяИванова И. И.",
    ]
    assert [line for line in lines if line in {"12,5", "до 60 %", "%"}] == ["%", "12,5", "до 60 %"]
