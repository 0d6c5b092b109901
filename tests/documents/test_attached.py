"""A document the school already has: kept, shown beside, its tables taken over; what is no document is refused."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from docx import Document as Word

from conftest import NOW
from factories.people import signed_in
from opora.documents.actions.steps import send
from opora.documents.models import Document
from opora.documents.programme import Executor, Participant
from opora.documents.taking import guess, taken
from opora.printing import write_pdf
from opora.printing.blocks import Document as Paper

from .conftest import Year
from .making import begun

YEAR = (NOW.date().replace(month=9, day=1), NOW.date().replace(year=2027, month=8, day=31))


def word() -> bytes:
    """A programme with a table of measures, as schools have them."""
    made = Word()
    made.add_heading("Программа школы", 1)
    made.add_paragraph("Дорожная карта")
    rows = [
        ("№", "Мероприятие", "Сроки", "Ответственные", "Ожидаемый результат"),
        (
            "1",
            "Консультации по математике",
            "октябрь–декабрь",
            "учителя математики Петрова А. А.",
            "24 консультации",
        ),
        ("2", "Родительское собрание", "до 25.12.2026", "Заместитель директора", "30 родителей"),
        ("", "", "", "", ""),
        ("3", "Школьный клуб <script>alert(1)</script>", "как получится", "кто сможет", ""),
    ]
    table = made.add_table(len(rows), 5)
    for cells, row in zip(table.rows, rows, strict=True):
        for cell, text in zip(cells.cells, row, strict=True):
            cell.text = text
    out = BytesIO()
    made.save(out)
    return out.getvalue()


def upload(data: bytes, name: str) -> dict[str, SimpleUploadedFile]:
    return {"file": SimpleUploadedFile(name, data)}


@pytest.fixture(autouse=True)
def files(settings: object, tmp_path: object) -> None:
    settings.FILES_ROOT = tmp_path  # type: ignore[attr-defined]


@pytest.fixture
def document(year: Year) -> Document:
    return begun(year.own, year.cycle, year.cast.school_coordinator)


def test_a_word_file_is_shown_and_its_measures_are_taken_over(year: Year, document: Document) -> None:
    browser = signed_in(year.cast.school_coordinator)
    page = f"/documents/{document.pk}/"
    answer = browser.post(f"{page}file/", upload(word(), "программа.docx"))
    assert answer.url == f"{page}tables/"
    shown = browser.get(page).content.decode()
    assert "Дорожная карта" in shown and "<script>alert" not in shown
    listed = browser.get(f"{page}tables/").content.decode()
    assert "Взять: меры" in listed
    take = f"{page}tables/1/measures/"
    form = browser.get(take).content.decode()
    assert "Консультации по математике" in form and "как получится" in form
    columns = {"column1": "title", "column2": "when", "column3": "executors", "column4": "result"}
    assert browser.post(take, columns).status_code == 200  # only shown
    assert not document.rows.exists()
    assert browser.post(take, columns | {"apply": "1"}).status_code == 302
    measures = [row.measure for row in document.rows.all()]
    assert [each.title for each in measures][:2] == ["Консультации по математике", "Родительское собрание"]
    assert measures[0].executors == ["teacher"] and measures[0].when == "октябрь–декабрь"
    assert (measures[1].ends.isoformat(), measures[1].executors) == ("2026-12-25", ["deputy"])
    assert document.versions.get().kept_for == "taking"


def test_two_columns_cannot_be_the_same(year: Year, document: Document) -> None:
    browser = signed_in(year.cast.school_coordinator)
    page = f"/documents/{document.pk}/"
    browser.post(f"{page}file/", upload(word(), "программа.docx"))
    answer = browser.post(f"{page}tables/1/measures/", {"column1": "title", "column2": "title", "apply": "1"})
    assert answer.status_code == 422 and "для двух столбцов" in answer.content.decode()
    assert browser.get(f"{page}tables/7/measures/").status_code == 404
    assert browser.get(f"{page}tables/1/passages/").status_code == 404


def test_a_pdf_is_shown_as_it_is_in_its_own_frame(year: Year, document: Document) -> None:
    browser = signed_in(year.cast.school_coordinator)
    page = f"/documents/{document.pk}/"
    data = write_pdf(Paper(title="Программа", date_of_data=NOW.date(), blocks=()))
    assert browser.post(f"{page}file/", upload(data, "программа.pdf")).url == page
    answer = browser.get(page)
    assert "<iframe" in answer.content.decode()
    assert "frame-src 'self'" in answer["Content-Security-Policy"]
    shown = browser.get(f"{page}attached/")
    assert shown.content == data and shown["X-Frame-Options"] == "SAMEORIGIN"
    assert shown["Content-Disposition"].startswith("inline")
    assert browser.get(f"{page}attached/?download")["Content-Disposition"].startswith("attachment")
    assert "frame-src" not in browser.get(f"{page}check/")["Content-Security-Policy"]


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("программа.docx", b"MZ\x90\x00" + b"\0" * 400),
        ("программа.pdf", b"%PDF-1.7\nbroken"),
        ("программа.docx", b"PK\x03\x04broken"),
        ("программа.docx", b"<html><script>alert(1)</script></html>"),
        ("пусто.docx", b""),
    ],
)
def test_what_is_no_document_is_refused_and_nothing_is_kept(
    year: Year, document: Document, name: str, data: bytes
) -> None:
    browser = signed_in(year.cast.school_coordinator)
    answer = browser.post(f"/documents/{document.pk}/file/", upload(data, name))
    assert answer.status_code == 422
    assert Document.objects.get().file is None


def test_an_attached_document_is_sent_without_rows_and_keeps_its_file(year: Year, document: Document) -> None:
    browser = signed_in(year.cast.school_coordinator)
    browser.post(f"/documents/{document.pk}/file/", upload(word(), "программа.docx"))
    version = send(document=document, by=year.cast.school_coordinator, at=NOW)
    assert version.file is not None
    assert browser.get(f"/documents/{document.pk}/file/").status_code == 409
    curator = signed_in(year.cast.curator)
    assert curator.get(f"/documents/{document.pk}/attached/").status_code == 200
    assert (
        signed_in(year.cast.neighbour_curator).get(f"/documents/{document.pk}/attached/").status_code == 404
    )


def test_headings_are_recognised() -> None:
    assert guess("measures", ["№", "Содержание деятельности", "Сроки", "Ответственные"]) == {
        1: "title", 2: "when", 3: "executors",
    }  # fmt: skip
    assert guess("indicators", ["Показатель", "Ед. изм.", "Исходное", "Целевое значение"]) == {
        0: "title", 1: "unit", 2: "baseline", 3: "target",
    }  # fmt: skip


def test_people_and_terms_are_read_and_doubts_are_told() -> None:
    columns = {0: "title", 1: "executors", 2: "participants", 3: "when"}
    rows = [
        (
            "Мера",
            "Заместитель директора, классный руководитель, педагог-психолог",
            "обучающиеся",
            "до 20.12.2026",
        ),
        ("Ещё", "Директор школы", "все", "потом"),
    ]
    first, second = taken("measures", rows, columns, YEAR)
    assert set(first.row.executors) == {Executor.DEPUTY, Executor.CLASS_TEACHER, Executor.PSYCHOLOGIST}
    assert first.row.participants == (Participant.PUPILS,) and not first.doubts
    assert second.row.executors == (Executor.HEAD,) and len(second.doubts) == 2
