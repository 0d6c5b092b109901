"""Documents for the tests, honest and nasty: by python-docx and typst, or part by part where no library would."""

import struct
import zlib
from collections.abc import Mapping, Sequence
from io import BytesIO

import docx
import typst
from docx.document import Document
from pypdf import PdfWriter
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, NumberObject, TextStringObject

from imports.making import zipped

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"

type Parts = dict[str, bytes | str]


def relations(links: Sequence[tuple[str, str, str]], *, external: bool = False) -> str:
    """`links`: identifier, last word of the type, target."""
    mode = ' TargetMode="External"' if external else ""
    return (
        f'<Relationships xmlns="{PACKAGE}/relationships">'
        + "".join(
            f'<Relationship Id="{ident}" Type="{R}/{kind}" Target="{target}"{mode}/>'
            for ident, kind, target in links
        )
        + "</Relationships>"
    )


def parts(body: str, *, content_type: str = MAIN, types: str = "") -> Parts:
    """Parts of the smallest document that Word opens."""
    return {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{content_type}"/>{types}</Types>',
        "_rels/.rels": relations([("r1", "officeDocument", "word/document.xml")]),
        "word/document.xml": f'<w:document xmlns:w="{W}" xmlns:r="{R}"><w:body>{body}</w:body></w:document>',
    }


def word(body: str, more: Mapping[str, bytes | str] | None = None, **settings: str) -> bytes:
    return zipped(parts(body, **settings) | dict(more or {}))


def p(text: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"


def field(*pieces: str) -> str:
    """A field whose code is spread over runs."""
    code = "".join(f"<w:r><w:instrText>{piece}</w:instrText></w:r>" for piece in pieces)
    return f'<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r>{code}<w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'


def cell(text: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{p(text)}</w:tc>"


def table(*rows: Sequence[str]) -> str:
    """Rows of texts, or of ready cells."""
    return (
        "<w:tbl>"
        + "".join(
            "<w:tr>" + "".join(c if c.startswith("<w:tc>") else cell(c) for c in row) + "</w:tr>"
            for row in rows
        )
        + "</w:tbl>"
    )


def saved(document: Document) -> bytes:
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def png(width: int = 2, height: int = 2) -> bytes:
    """A picture that states this size, its points grey."""

    def chunk(name: bytes, content: bytes) -> bytes:
        return (
            struct.pack(">L", len(content)) + name + content + struct.pack(">L", zlib.crc32(name + content))
        )

    points = zlib.compress((b"\x00" + b"\x80" * width) * height) if width * height < 10**6 else b""
    head = struct.pack(">LLBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", points) + chunk(b"IEND", b"")


def programme() -> bytes:
    """A school's programme as schools write them: headings, lists, a picture, tables with merged names."""
    document = docx.Document()
    document.add_heading("Среднесрочная программа развития", 0)
    document.add_heading("1. Анализ", 1)
    document.add_paragraph("Школа № 7 «Заречная» вошла в список: доля «2» по математике — 31 %.")
    document.add_paragraph("низкая мотивация", style="List Bullet")
    document.add_paragraph("дефицит кадров", style="List Bullet")
    document.add_heading("Пропущен уровень", 3)
    document.add_picture(BytesIO(png(40, 30)))
    document.add_heading("2. Меры", 1)
    document.add_paragraph("Таблица 1 — Дорожная карта")
    names = ("№", "Задача", "Мероприятие", "Срок", "Показатель", "")
    grid = document.add_table(rows=0, cols=6)
    for row in (
        names,
        ("", "", "", "", "план", "факт"),
        ("1", "2", "3", "4", "5", "6"),
        ("Риск: низкая учебная мотивация", "", "", "", "", ""),
        ("1", "Поднять интерес", "Кружок «Юный физик»", "сентябрь", "12", "10"),
        ("2", "", "Встречи с выпускниками", "октябрь–май", "4", ""),
    ):
        for place, text in zip(grid.add_row().cells, row, strict=True):
            place.text = text
    for column in range(4):
        grid.cell(0, column).merge(grid.cell(1, column))
    grid.cell(0, 4).merge(grid.cell(0, 5))
    grid.cell(3, 0).merge(grid.cell(3, 5))
    grid.cell(4, 1).merge(grid.cell(5, 1))
    return saved(document)


def pdf(pages: int = 1) -> bytes:
    source = "\n#pagebreak()\n".join(f"Страница {number}" for number in range(1, pages + 1))
    return typst.compile(source.encode())


def acting_pdf(**action: str) -> bytes:
    """A page and an action on opening: names of PDF, texts in brackets."""
    writer = PdfWriter()
    writer.add_blank_page(200, 200)
    told = {
        NameObject(f"/{name}"): TextStringObject(value[1:-1]) if value.startswith("(") else NameObject(value)
        for name, value in action.items()
    }
    writer.root_object[NameObject("/OpenAction")] = writer._add_object(DictionaryObject(told))
    return written(writer)


def packed_pdf(opens_with: str) -> bytes:
    """A page and what is done on opening, all of it in one compressed stream of objects."""
    objects = (
        "<</Type /Catalog /Pages 2 0 R /OpenAction 4 0 R>>",
        "<</Type /Pages /Kids [3 0 R] /Count 1>>",
        "<</Type /Page /Parent 2 0 R /MediaBox [0 0 9 9]>>",
        opens_with,
    )
    places, at = [], 0
    for number, text in enumerate(objects, start=1):
        places.append(f"{number} {at}")
        at += len(text) + 1
    head = " ".join(places) + " "
    content = zlib.compress((head + " ".join(objects)).encode())
    out = b"%PDF-1.5\n"
    stream = (
        f"5 0 obj <</Type /ObjStm /N 4 /First {len(head)} /Filter /FlateDecode /Length {len(content)}>>\n"
    )
    first = len(out)
    out += stream.encode() + b"stream\n" + content + b"\nendstream endobj\n"
    table = b"\x00\x00\x00\x00" + b"".join(bytes((2, 0, 5, index)) for index in range(4))
    table += struct.pack(">BHB", 1, first, 0) + struct.pack(">BHB", 1, len(out), 0)
    start = len(out)
    told = f"6 0 obj <</Type /XRef /W [1 2 1] /Size 7 /Root 1 0 R /Length {len(table)}>>\nstream\n"
    return out + told.encode() + table + f"\nendstream endobj\nstartxref\n{start}\n%%EOF".encode()


def form_pdf() -> bytes:
    """An XFA form."""
    writer = PdfWriter()
    writer.add_blank_page(200, 200)
    form = DictionaryObject(
        {NameObject("/XFA"): ArrayObject([NumberObject(1)]), NameObject("/Fields"): ArrayObject()}
    )
    writer.root_object[NameObject("/AcroForm")] = writer._add_object(form)
    return written(writer)


def written(writer: PdfWriter) -> bytes:
    out = BytesIO()
    writer.write(out)
    return out.getvalue()
