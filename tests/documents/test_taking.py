"""Rows of a table: which are headings, which stand in the document already, which a person leaves out."""

import pytest

from attachments.making import cell, table, word
from conftest import NOW
from factories.people import signed_in
from opora.documents.exchange import MOST_ROWS
from opora.documents.forms.attaching import MOST_TICKED
from opora.documents.models import Document
from opora.documents.programme import Cause, Executor, Measure, Programme
from opora.documents.repeated import new_to
from opora.documents.responsible import read, said
from opora.documents.taking import taken
from opora.ui.text import count_ru

from .attacking import text_of, upload
from .conftest import Year
from .making import begun

YEAR = (NOW.date().replace(month=9, day=1), NOW.date().replace(year=2027, month=8, day=31))
COLUMNS = {0: "title", 1: "when", 2: "executors"}
FORM = {"column0": "title", "column1": "when", "column2": "executors"}
HEAD = ("Мероприятие", "Сроки", "Ответственные")
BAND = [cell("Задача 1. Поднять интерес", '<w:gridSpan w:val="3"/>')]
ROWS = [
    ["Кружок «Юный физик»", "октябрь–декабрь", "учителя физики"],
    ["Родительское собрание", "до 25.12.2026", "Заместитель директора по УВР Петрова П.П."],
]


@pytest.fixture(autouse=True)
def files(settings: object, tmp_path: object) -> None:
    settings.FILES_ROOT = tmp_path  # type: ignore[attr-defined]


@pytest.fixture
def document(year: Year) -> Document:
    return begun(year.own, year.cycle, year.cast.school_coordinator)


def attached(year: Year, document: Document, *rows: list[str]) -> tuple[object, str]:
    """A browser of the school, the page of the first table."""
    browser = signed_in(year.cast.school_coordinator)
    data = word(table(HEAD, *rows))
    assert browser.post(f"/documents/{document.pk}/file/", upload(data)).status_code == 302
    return browser, f"/documents/{document.pk}/tables/1/measures/"


def titles(document: Document) -> list[str]:
    return [row.measure.title for row in document.rows.order_by("position") if row.measure]


# Twice


def test_a_table_taken_twice_adds_nothing_the_second_time(year: Year, document: Document) -> None:
    browser, take = attached(year, document, *ROWS)
    assert "уже есть" not in text_of(browser.get(take))  # type: ignore[attr-defined]
    first = browser.post(take, FORM | {"apply": "1"}, follow=True)  # type: ignore[attr-defined]
    assert "Добавлено строк: 2." in text_of(first)
    again = text_of(browser.get(take))  # type: ignore[attr-defined]
    assert "2\xa0строки уже есть в документе, они не добавятся." in again
    assert again.count('<span class="badge none">уже есть</span>') == 2
    second = browser.post(take, FORM | {"apply": "1"}, follow=True)  # type: ignore[attr-defined]
    assert "Ничего не добавлено. 2\xa0строки уже было" in text_of(second)
    assert titles(document) == ["Кружок «Юный физик»", "Родительское собрание"]
    assert document.versions.count() == 1


def test_the_same_measure_at_another_time_is_another_one() -> None:
    there = Measure("m1", title="Педсовет", when="Октябрь")
    rows = [("педсовет.", "октябрь", ""), ("Педсовет", "март", ""), ("Педсовет", "", "")]
    given = Programme("x", measures=tuple(each.row for each in taken("measures", rows, COLUMNS, YEAR)))
    left = new_to(Programme("x", measures=(there,)), given)
    assert [each.when for each in left.measures] == ["март", ""]


def test_days_alone_are_the_same_term_as_the_words_they_were_read_from() -> None:
    (found,) = taken("measures", [("Собрание", "до 25.12.2026", "")], COLUMNS, YEAR)
    there = Measure("m1", title="Собрание", starts=found.row.starts, ends=found.row.ends)
    left = new_to(Programme("x", measures=(there,)), Programme("x", measures=(found.row,)))
    assert found.row.ends is not None and left.measures == ()


def test_texts_are_compared_without_case_and_spaces() -> None:
    standing = Programme("x", causes=(Cause("c1", text="Учёба  не интересна."),))
    given = Programme("x", causes=(Cause("n1", text="учеба не интересна"), Cause("n2", text="Нет кадров")))
    assert [each.id for each in new_to(standing, given).causes] == ["n2"]


# Headings and ticks


def test_a_row_with_words_in_one_cell_only_is_a_heading() -> None:
    rows = [
        ("Задача 1", "", ""),
        *(tuple(row) for row in ROWS),
        ("", "", ""),
        ("", "Направление 2", ""),
        ("Беседа", "май", ""),
    ]
    found = taken("measures", rows, COLUMNS, YEAR)
    assert [(each.number, each.row.title, each.is_heading) for each in found] == [
        (0, "Задача 1", True),
        (1, "Кружок «Юный физик»", False),
        (2, "Родительское собрание", False),
        (4, "Направление 2", True),
        (5, "Беседа", False),
    ]


def test_a_table_of_one_column_of_words_has_no_headings() -> None:
    found = taken("causes", [("", "Нет кадров"), ("", "Нет интереса"), ("1", "Нет книг")], {1: "text"}, YEAR)
    assert [each.is_heading for each in found] == [False, False, False]


def test_headings_wait_to_be_ticked_and_any_row_can_be_left_out(year: Year, document: Document) -> None:
    browser, take = attached(year, document, BAND, *ROWS)
    shown = text_of(browser.get(take))  # type: ignore[attr-defined]
    assert '<input type="checkbox" name="row" value="0"> Задача 1. Поднять интерес' in shown
    assert '<input type="checkbox" name="row" value="1" checked> Кружок' in shown
    assert "1\xa0строка похожа на заголовок группы" in shown
    ticked = FORM | {"ticks": "1", "row": ["0", "2"]}
    kept = text_of(browser.post(take, ticked))  # type: ignore[attr-defined]
    assert 'value="0" checked' in kept and 'value="1"> Кружок' in kept
    browser.post(take, ticked | {"apply": "1"})  # type: ignore[attr-defined]
    assert titles(document) == ["Задача 1. Поднять интерес", "Родительское собрание"]


def test_nothing_ticked_is_refused_in_words(year: Year, document: Document) -> None:
    browser, take = attached(year, document, *ROWS)
    answer = browser.post(take, FORM | {"ticks": "1", "row": ["x", "99"], "apply": "1"})  # type: ignore[attr-defined]
    assert answer.status_code == 422 and "Ни одной строки не отмечено" in text_of(answer)
    assert not document.rows.exists()


def test_rows_past_those_with_a_box_are_taken_and_told(year: Year, document: Document) -> None:
    rows = [[f"Мера {n}", "май", "директор"] for n in range(MOST_TICKED + 20)]
    browser, take = attached(year, document, *rows)
    shown = text_of(browser.get(take))  # type: ignore[attr-defined]
    assert shown.count('type="checkbox" name="row"') == MOST_TICKED
    assert f"Ниже первые {MOST_TICKED} строк. Остальные (20) возьмём все" in shown
    browser.post(take, FORM | {"ticks": "1", "row": ["3"], "apply": "1"})  # type: ignore[attr-defined]
    assert titles(document) == ["Мера 3", *(f"Мера {n}" for n in range(MOST_TICKED, MOST_TICKED + 20))]


def test_more_rows_than_a_document_has_are_told(year: Year, document: Document) -> None:
    rows = [[f"Мера {n}", "май", ""] for n in range(MOST_ROWS + 3)]
    browser, take = attached(year, document, *rows)
    shown = text_of(browser.get(take))  # type: ignore[attr-defined]
    assert f"Что получится: {count_ru(MOST_ROWS, 'строка,строки,строк')}" in shown
    assert "Последние 3\xa0строки таблицы не возьмём: в документе бывает до 2000 строк." in shown


# Files that are not read to the end


def test_a_text_carried_down_over_thousands_of_rows_is_shown(year: Year, document: Document) -> None:
    down, still = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    rows = [[cell("Задача " * 2_000, down), "Мера 0", "май"]]
    rows += [[cell("", still), f"Мера {n}", "май"] for n in range(1, 1_500)]
    browser, take = attached(year, document, *rows)
    assert browser.get(f"/documents/{document.pk}/tables/").status_code == 200  # type: ignore[attr-defined]
    assert browser.get(take).status_code == 200  # type: ignore[attr-defined]


@pytest.mark.parametrize(("start", "status"), [("import no_such_library", 409), ("print('{')", 422)])
def test_a_reader_that_ends_without_an_answer_is_told(
    year: Year, document: Document, monkeypatch: pytest.MonkeyPatch, start: str, status: int
) -> None:
    browser, take = attached(year, document, *ROWS)
    monkeypatch.setattr("opora.attachments.isolation._START", start)
    for url in (f"/documents/{document.pk}/tables/", take):
        answer = browser.get(url)  # type: ignore[attr-defined]
        assert answer.status_code == status and "Вернуться" in text_of(answer)
    again = browser.post(f"/documents/{document.pk}/file/", upload(word(table(HEAD, *ROWS))))  # type: ignore[attr-defined]
    assert again.status_code == 422


# People


@pytest.mark.parametrize(
    ("text", "parts", "more"),
    [
        (
            "Заместитель директора по УВР Петрова П.П., учителя математики",
            (Executor.DEPUTY, Executor.TEACHER),
            ("Петрова П.П. (по УВР)", "учителя математики"),
        ),
        ("директор, Директор школы Иванова", (Executor.HEAD,), ("Иванова",)),
        ("Директор школы", (Executor.HEAD,), ()),
        ("Зам. директора по УВР и ВР", (Executor.DEPUTY,), ("Зам. директора по УВР и ВР",)),
        ("педагоги и родители", (Executor.TEACHER, Executor.PARENT), ()),
        ("И.о. директора Сидоров С.С.", (Executor.HEAD,), ("Сидоров С.С. (И.о.)",)),
        ("Педагог-психолог (Смирнова О.Л.)", (Executor.PSYCHOLOGIST,), ("Смирнова О.Л.",)),
        ("Администрация школы", (Executor.DEPUTY,), ("Администрация школы",)),
        ("Социальный педагог, логопед", (Executor.SPECIALIST,), ("Социальный педагог", "логопед")),
        ("Директорова А.А.\nкто сможет", (), ("Директорова А.А.", "кто сможет")),
        ("социальные партнёры", (Executor.PARTNER,), ()),
        ("", (), ()),
    ],
)
def test_people_are_read_once(text: str, parts: tuple[Executor, ...], more: tuple[str, ...]) -> None:
    assert read(text) == (parts, more)


def test_nobody_is_said_twice() -> None:
    parts, more = read("Заместитель директора по УВР Петрова П.П., учителя математики")
    assert said(parts, more) == ["заместитель директора", "Петрова П.П. (по УВР)", "учителя математики"]
    assert said((Executor.HEAD,), ("Директор школы Иванова",)) == ["Директор школы Иванова"]
    assert said((Executor.HEAD,), ("Иванова И. И.",)) == ["директор", "Иванова И. И."]
