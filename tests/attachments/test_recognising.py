"""What a file is, told by its first bytes; the name under which it is kept."""

import pytest

from attachments.making import p, pdf, word
from imports.making import compound, zipped
from opora.attachments import NotAPaper, inspect, preview, tables
from opora.attachments.papers import MOST_BYTES
from opora.attachments.recognising import recognise, safe_name


def refused(data: bytes) -> tuple[str, str]:
    with pytest.raises(NotAPaper) as caught:
        recognise(data)
    assert caught.value.words.endswith(".")
    return caught.value.code, caught.value.words


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"MZ\x90\x00\x03" + bytes(200), "программа Windows"),
        (b"\x7fELF\x02\x01" + bytes(200), "программа Linux"),
        (b"#!/bin/sh\nrm -rf /", "сценарий (программа)"),
        (b"\x89PNG\r\n\x1a\n" + bytes(50), "картинка PNG"),
        (b"Rar!\x1a\x07\x00" + bytes(50), "архив RAR"),
        (b"{\\rtf1\\ansi ...}", "документ RTF"),
        (b"<html><script>alert(1)</script>", "веб-страница"),
        (b"<svg onload=alert(1)>", "картинка SVG"),
        (b'{"a": 1}', "данные JSON"),
        ("Программа развития".encode(), "простой текст"),
        (b"\x01\x02\x00\x03" * 100, "файл неизвестного вида"),
        (compound({"PowerPoint Document": b"x"}), "презентация PowerPoint"),
        (compound({"__properties_version1.0": b"x"}), "письмо Outlook"),
        (compound({"Workbook": b"x"}), "файл Microsoft Office старого вида"),
    ],
)
def test_what_is_no_document_is_named_whatever_its_name(data: bytes, what: str) -> None:
    code, words = refused(data)
    assert (code, words.startswith(f"Это {what}, а не документ Word или PDF, какое бы имя")) == ("type", True)


def test_executables_keep_nothing_behind_a_good_name() -> None:
    with pytest.raises(NotAPaper, match="программа Windows"):
        inspect(b"MZ\x90\x00" + bytes(100), "программа развития.docx")


@pytest.mark.parametrize("data", [b"", b" \r\n\t", b"\x00" * 30, b"\xef\xbb\xbf", b"PK\x05\x06" + bytes(18)])
def test_an_empty_file_is_told(data: bytes) -> None:
    assert refused(data)[0] == "empty"


def test_too_large_is_told_with_both_sizes() -> None:
    code, words = refused(b"%PDF-1.7" + bytes(MOST_BYTES))
    assert (code, "51 МБ" in words, "50 МБ" in words) == ("large", True, True)


def test_old_word_and_passwords_are_told_apart() -> None:
    assert refused(compound({"WordDocument": b"x"})) == (
        "old-word",
        "Это документ Word старого формата (DOC): откройте его в Word или LibreOffice, сохраните как DOCX "
        "и загрузите снова.",
    )
    assert refused(compound({"EncryptedPackage": b"x"}))[0] == "password-docx"


def test_the_kind_is_told_by_content() -> None:
    assert recognise(pdf()) == "pdf"
    assert recognise(b"\xef\xbb\xbf\r\n%PDF-1.4\n") == "pdf"
    assert recognise(zipped({"a": b""})) == "docx"


def test_a_program_in_front_of_a_pdf_is_a_program() -> None:
    assert refused(b"MZ\x90\x00" + bytes(16) + pdf())[1].startswith("Это программа Windows")


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("Программа.docx", "Программа.docx"),
        ("C:\\Мои документы\\Программа  2026.DOCX", "Программа 2026.docx"),
        ("../../etc/passwd", "passwd.docx"),
        ("программа.exe", "программа.docx"),
        ("Программа.2026", "Программа.2026.docx"),
        ("прог\u202excod.exe", "прогxcod.docx"),
        ("две\r\nстроки\x00.pdf", "две строки.docx"),
        ("...", "документ.docx"),
        ("", "документ.docx"),
        ("а" * 500, "а" * 120 + ".docx"),
    ],
)
def test_a_name_is_made_safe(given: str, kept: str) -> None:
    assert safe_name(given, "docx") == kept


def test_another_extension_is_told() -> None:
    found = inspect(pdf(), "Программа.docx")
    assert (found.kind, found.name, found.pages) == ("pdf", "Программа.pdf", 1)
    assert found.notes == ("По содержанию это PDF, поэтому файл назван «Программа.pdf».",)
    assert inspect(word(p("Текст")), "ПРОГРАММА.DOCX").notes == ()


def test_a_pdf_is_shown_by_the_browser_and_has_no_tables() -> None:
    with pytest.raises(NotAPaper, match="он показывается как есть"):
        preview(pdf())
    assert tables(pdf()) == []
