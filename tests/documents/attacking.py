"""What the attacks on documents share: a browser that shows errors, odd texts, files of tables."""

from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from docx import Document as Word

from factories.people import signed_in
from opora.access import Actor
from opora.documents.models import Document

SCRIPT = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>{{ 7|add:7 }}"
#: what people, programs and rogues type
ODD = {
    "formula": '=HYPERLINK("http://evil.example";"x")|\' /C calc\'!A0',
    "control": "до\x01\x02\x0b\x1b[31mпосле",
    "turned": "отчёт\u202exslx.exe\u2066\u200f",
    "emoji": "👨\u200d👩\u200d👧\u200d👦 🏫 e\u0301\u0301\u0301 ﷽ 𝔘",
    "noncharacters": "\ufffe\uffff\ufdd0 \u2028\u2029 \x85",
    "typst": '#let x = 1; #image("/etc/passwd") $x$ @ref <label> *_`\\u{0}` // /*',
    "word": "</w:t></w:r><w:instrText>DDEAUTO</w:instrText>&lt;&#x0;",
    "long": "длинно " * 2857,
    "one-word": "щ" * 20_000,
}
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def browser(actor: Actor) -> Client:
    """Sees a broken page as its user does."""
    made = signed_in(actor)
    made.raise_request_exception = False
    return made


def page(document: Document, rest: str = "") -> str:
    return f"/documents/{document.pk}/{rest}"


def text_of(answer: object) -> str:
    return answer.content.decode()  # type: ignore[attr-defined,no-any-return]


def upload(data: bytes, name: str = "программа.docx") -> dict[str, SimpleUploadedFile]:
    return {"file": SimpleUploadedFile(name, data)}


def table(*rows: tuple[str, ...]) -> bytes:
    made = Word()
    grid = made.add_table(len(rows), len(rows[0]))
    for cells, texts in zip(grid.rows, rows, strict=True):
        for cell, text in zip(cells.cells, texts, strict=True):
            cell.text = text
    out = BytesIO()
    made.save(out)
    return out.getvalue()
