"""Attacks by files: what is no document, what asks the world, what would run in the page."""

import zipfile
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from attachments.making import acting_pdf, field, p, parts, pdf, relations, word
from imports.making import zipped
from opora.documents.models import Document
from opora.files.models import StoredFile

from .attacking import DOCX, browser, page, table, text_of, upload
from .conftest import Year
from .making import begun, chained


@pytest.fixture
def written(year: Year) -> Document:
    document = begun(year.own, year.cycle, year.cast.school_coordinator)
    chained(document, year.cast.school_coordinator, year.motivation)
    return document


# Files


def _macros() -> bytes:
    return zipped(parts(p("x")) | {"word/vbaProject.bin": b"macro"})


def _bomb() -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts(p("x")).items():
            archive.writestr(name, content)
        for number in range(3):
            archive.writestr(f"word/media/{number}.png", b"\0" * (80 * 2**20))
    return out.getvalue()


def _entities() -> bytes:
    evil = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
    return zipped(parts("") | {"word/document.xml": evil + str(parts(p("&e;"))["word/document.xml"])})


@pytest.mark.parametrize(
    ("data", "name", "words"),
    [
        (b"MZ\x90\0" + b"\0" * 600, "программа.docx", "программ"),
        (b"\x7fELF" + b"\0" * 600, "программа.pdf", ""),
        (b"<html><script>alert(1)</script>", "программа.docx", "веб-страница"),
        (b"{\\rtf1 x}", "программа.docx", "RTF"),
        (b"", "программа.docx", "пустой"),
        (b"\0" * 64, "программа.pdf", "пуст"),
        (_macros(), "программа.docx", "макросы"),
        (_bomb(), "программа.docx", "слишком большой объём"),
        (_entities(), "программа.docx", "объявления"),
        (word(field("DDE", "AUTO c:\\\\calc.exe")), "программа.docx", "запускает"),
        (acting_pdf(S="/Launch", F="(calc.exe)"), "программа.pdf", "запускает"),
        (pdf()[:300], "программа.pdf", "повреждён"),
    ],
    ids=["exe", "elf", "html", "rtf", "empty", "zeros", "macros", "bomb", "xxe", "dde", "launch", "cut"],
)
def test_a_dangerous_file_is_refused_in_words_and_not_kept(
    year: Year, written: Document, data: bytes, name: str, words: str
) -> None:
    answer = browser(year.cast.school_coordinator).post(page(written, "file/"), upload(data, name))
    assert answer.status_code == 422 and words in text_of(answer)
    assert not StoredFile.objects.exists() and Document.objects.get().form == "written"


def test_a_file_over_the_limit_is_refused(year: Year, written: Document) -> None:
    data = b"%PDF-1.7" + b"\0" * (50 * 2**20)
    answer = browser(year.cast.school_coordinator).post(page(written, "file/"), upload(data, "большой.pdf"))
    assert answer.status_code == 422 and "50 МБ" in text_of(answer)
    assert not StoredFile.objects.exists()


def test_a_document_that_asks_the_world_is_shown_without_asking(year: Year, written: Document) -> None:
    links = [("r1", "hyperlink", "javascript:alert(1)"), ("r2", "image", "http://evil.example/p.png")]
    body = '<w:p><w:hyperlink r:id="r1"><w:r><w:t>ссылка</w:t></w:r></w:hyperlink></w:p>' + p(
        "&lt;script&gt;alert(1)&lt;/script&gt;"
    )
    data = word(body, {"word/_rels/document.xml.rels": relations(links, external=True)})
    mine = browser(year.cast.school_coordinator)
    assert mine.post(page(written, "file/"), upload(data)).status_code == 302
    shown = text_of(mine.get(page(written)))
    assert "ссылка" in shown and "&lt;script&gt;alert(1)" in shown
    assert "evil.example" not in shown and "javascript:" not in shown


def test_a_file_is_handed_out_so_that_it_runs_nothing(year: Year, written: Document) -> None:
    mine = browser(year.cast.school_coordinator)
    mine.post(page(written, "file/"), upload(table(("Мера", "Срок")), "..\\../\u202exod.exe\r\nX: y.docx"))
    answer = mine.get(page(written, "attached/"))
    assert answer["Content-Type"] == DOCX
    assert answer["Content-Disposition"].startswith("attachment;") and "X:" not in answer
    assert not {"/", "\\", "\r", "\n", "\u202e"} & set(Document.objects.get().file.name)  # type: ignore[union-attr]
    mine.post(page(written, "file/"), upload(pdf(), "п.pdf"))
    answer = mine.get(page(written, "attached/"))
    assert (answer["Content-Type"], answer["X-Content-Type-Options"]) == ("application/pdf", "nosniff")
    assert (answer["X-Frame-Options"], answer["Content-Security-Policy"]) == (
        *("SAMEORIGIN", "frame-ancestors 'self'"),
    )
    policy = mine.get(page(written))["Content-Security-Policy"]
    assert "script-src 'self';" in policy and "unsafe" not in policy and "frame-src 'self'" in policy


def test_a_pdf_with_a_page_inside_stays_a_pdf(year: Year, written: Document) -> None:
    mine = browser(year.cast.school_coordinator)
    data = pdf().replace(b"\n", b"\n<html><script>alert(1)</script>\n", 1)
    answer = mine.post(page(written, "file/"), upload(data, "п.html"))
    if answer.status_code == 302:
        shown = mine.get(page(written, "attached/"))
        assert shown["Content-Type"] == "application/pdf" and shown["X-Content-Type-Options"] == "nosniff"
        assert Document.objects.get().file.name == "п.pdf"  # type: ignore[union-attr]


def test_two_files_at_once_are_one(year: Year, written: Document) -> None:
    files = [SimpleUploadedFile("первый.pdf", pdf(1)), SimpleUploadedFile("второй.pdf", pdf(2))]
    answer = browser(year.cast.school_coordinator).post(page(written, "file/"), {"file": files})
    assert answer.status_code == 302 and StoredFile.objects.count() == 1
    assert Document.objects.get().file.name == "второй.pdf"  # type: ignore[union-attr]
