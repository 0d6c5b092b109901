"""Archives that must not be opened, and what is told about those that may."""

import struct
import zlib
from io import BytesIO

import docx
import pytest

from attachments.making import MAIN, W, cell, field, p, parts, png, programme, relations, saved, table, word
from imports.making import ods, raw_xlsx, zipped
from opora.attachments import NotAPaper, inspect
from opora.attachments.refusals import WORDS
from opora.attachments.word import inspecting
from opora.attachments.word.inspecting import (
    COMMENTS,
    CONTROLS,
    DIAGRAMS,
    FAR_PARTS,
    FAR_PICTURES,
    FORMULAS,
    LINKS,
    OBJECTS,
    REVISIONS,
)

MACRO_TYPE = "application/vnd.ms-word.document.macroEnabled.main+xml"
RELS = "word/_rels/document.xml.rels"
TEMPLATE_TYPE = MAIN.replace("document.main", "template.main")


def refused(data: bytes) -> str:
    with pytest.raises(NotAPaper) as caught:
        inspecting.inspect(data)
    assert caught.value.words.endswith(".")
    return caught.value.code


def notes(body: str, more: dict[str, bytes | str] | None = None) -> list[str]:
    return inspecting.inspect(word(body, more))["notes"]


def test_every_refusal_says_what_to_do_next() -> None:
    assert {
        code: words for code, words in WORDS.items() if ": " not in words or not words.endswith(".")
    } == {}


def test_an_honest_document_is_taken() -> None:
    found = inspect(programme(), "Программа.docx")
    assert (found.kind, found.pages, found.notes) == ("docx", 1, ())
    assert found.content_type == "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (raw_xlsx('<row r="1"/>'), "таблица Excel"),
        (zipped({"ppt/presentation.xml": "<p/>"}), "презентация PowerPoint"),
        (ods(""), "документ OpenDocument"),
        (zipped({"AndroidManifest.xml": b"x"}), "программа для телефона"),
        (zipped({"META-INF/MANIFEST.MF": b"x", "A.class": b"x"}), "программа Java"),
        (zipped({"Программа.docx": programme()}), "архив ZIP"),
        (word(p("Шаблон"), content_type=TEMPLATE_TYPE), "шаблон Word"),
    ],
)
def test_other_archives_are_named(data: bytes, what: str) -> None:
    with pytest.raises(NotAPaper, match=what) as caught:
        inspecting.inspect(data)
    assert caught.value.code == "type"


@pytest.mark.parametrize(
    "data",
    [
        word(p("Макрос"), content_type=MACRO_TYPE),
        word(p("Макрос"), {"word/vbaProject.bin": b"x"}),
        word(p("Макрос"), {"word/VBAproject.BIN": b"x"}),
        word(p("Макрос"), {"word/a.bin": b"x", RELS: relations([("r1", "vbaProject", "a.bin")])}),
        word(p("Макрос"), types='<Default Extension="bin" ContentType="application/vnd.ms-office.vbaProject"/>'),
    ],
)  # fmt: skip
def test_macros_are_refused_however_hidden(data: bytes) -> None:
    assert refused(data) == "macros"


@pytest.mark.parametrize(
    "body",
    [
        field('DDEAUTO c:\\\\windows\\\\system32\\\\cmd.exe "/k calc"'),
        field(" DD", "EAU", "TO cmd "),
        '<w:p><w:fldSimple w:instr="dde excel a b"/></w:p>',
    ],
)
def test_fields_that_start_a_program_are_refused(body: str) -> None:
    assert refused(word(body)) == "starts-program"
    part = body.replace("<w:p>", f'<w:hdr xmlns:w="{W}"><w:p>', 1) + "</w:hdr>"
    assert refused(word(p("Текст"), {"word/header1.xml": part})) == "starts-program"


def test_the_word_itself_starts_nothing() -> None:
    assert notes(p("Протокол DDE больше не нужен") + field(" PAGE ")) == []


@pytest.mark.parametrize(
    "part",
    [
        '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>',
        '<!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><a>&b;</a>',
        '<!DOCTYPE a [<!ENTITY % x SYSTEM "http://example.org/a.dtd"> %x;]><a/>',
        "<!DOCTYPE a><a/>".encode("utf-16"),
        b'<?xml version="1.0" encoding="utf-7"?><a/>',
    ],
)
@pytest.mark.parametrize("where", ["word/document.xml", "word/styles.xml", "docProps/app.xml", "_rels/.rels"])
def test_document_types_and_entities_are_refused(part: bytes | str, where: str) -> None:
    assert refused(word(p("Текст"), {where: part})) == "entities"


def test_bombs_are_refused() -> None:
    assert refused(word(p("Текст"), {"word/media/a.png": bytes(30 * 1024 * 1024)})) == "bomb"
    assert refused(word(p("Текст"), {f"word/{n}.bin": b"" for n in range(10_001)})) == "bomb"
    assert (
        refused(zipped(parts(p("Текст")) | {f"word/{n}.xml": b" " * 2_000_000 for n in range(110)})) == "bomb"
    )


def test_a_password_inside_the_archive_is_told() -> None:
    locked = bytearray(programme())
    locked[6] |= 1
    locked[locked.index(b"PK\x01\x02") + 8] |= 1
    assert refused(bytes(locked)) == "password-docx"


def test_broken_documents_are_refused() -> None:
    good = programme()
    assert refused(good[: len(good) // 2]) == "damaged-docx"
    assert refused(word("<w:p><w:r>")) == "damaged-docx"
    assert (
        refused(
            word(
                p("Текст"),
                {
                    "word/styles.xml": "<a>",
                    "word/_rels/document.xml.rels": relations([("r1", "styles", "styles.xml")]),
                },
            )
        )
        == "damaged-docx"
    )
    without = {name: part for name, part in parts(p("Текст")).items() if name != "word/document.xml"}
    assert refused(zipped(without)) == "damaged-docx"
    flipped = bytearray(good)
    flipped[len(good) // 3] ^= 0xFF
    assert refused(bytes(flipped)) in ("damaged-docx", "bomb")


def test_a_part_longer_than_it_declares_is_refused() -> None:
    """zipfile would stop where the declared size ends, another program would read on."""
    told = b"<a/>"
    data = bytearray(zipped(parts(p("Текст")) | {"word/styles.xml": told + b" " * 100_000}))
    for signature, at_crc, at_name in ((b"PK\x03\x04", 14, 30), (b"PK\x01\x02", 16, 46)):
        at = 0
        while (at := data.find(signature, at)) >= 0:
            if data[at + at_name :].startswith(b"word/styles.xml"):
                struct.pack_into("<L", data, at + at_crc, zlib.crc32(told))
                struct.pack_into("<L", data, at + at_crc + 8, len(told))
            at += 4
    assert refused(bytes(data)) == "damaged-docx"


@pytest.mark.parametrize(
    ("link", "told"),
    [
        (("r1", "hyperlink", "https://example.org/"), [LINKS]),
        (("r1", "image", "https://example.org/spy.png"), [FAR_PICTURES]),
        (("r1", "attachedTemplate", "https://example.org/evil.dotm"), [FAR_PARTS]),
        (("r1", "attachedTemplate", "\\\\10.0.0.1\\share\\evil.dotm"), [FAR_PARTS]),
        (("r1", "oleObject", "mhtml://example.org/x!x"), [FAR_PARTS]),
        (("r1", "attachedTemplate", "file:///C:\\Users\\Zavuch\\Normal.dotm"), []),
    ],
)
def test_links_outside_are_told(link: tuple[str, str, str], told: list[str]) -> None:
    assert notes(p("Текст"), {RELS: relations([link], external=True)}) == told


def test_what_the_preview_leaves_out_is_told() -> None:
    inside = {RELS: relations([("r1", "package", "embeddings/a.xlsx")]), "word/embeddings/a.xlsx": b"x"}
    assert notes(p("Текст"), inside) == [OBJECTS]
    math = f'<w:p><m:oMath xmlns:m="{W}/math"/></w:p>'
    chart = '<w:p><w:r><w:drawing><c:chart xmlns:c="c"/></w:drawing></w:r></w:p>'
    revised = "<w:p><w:del><w:r><w:delText>было</w:delText></w:r></w:del></w:p>"
    noted = "<w:p><w:r><w:commentReference/></w:r></w:p>"
    button = "<w:p><w:r><w:object><w:control/></w:object></w:r></w:p>"
    assert notes(math + chart + revised + noted + button) == [
        CONTROLS,
        FORMULAS,
        DIAGRAMS,
        REVISIONS,
        COMMENTS,
    ]


@pytest.mark.parametrize(
    ("text", "pages"), [("12", 12), ("0", None), ("-1", None), ("1e9", None), ("999999", None)]
)
def test_pages_are_those_the_editor_counted(text: str, pages: int | None) -> None:
    app = f"<Properties><Pages>{text}</Pages></Properties>"
    assert inspecting.inspect(word(p("Текст"), {"docProps/app.xml": app}))["pages"] == pages


def test_a_document_under_another_name_is_found() -> None:
    """Word on the web writes word/document2.xml."""
    moved = {name.replace("document.xml", "document2.xml"): part for name, part in parts(p("Текст")).items()}
    moved = {
        n: c.replace("document.xml", "document2.xml") if isinstance(c, str) else c for n, c in moved.items()
    }
    assert inspecting.inspect(zipped(moved)) == {"pages": None, "notes": []}


def test_depth_and_breadth_do_not_crash() -> None:
    deep = 3_000
    assert notes("<w:tbl><w:tr><w:tc>" * deep + p("Дно") + "</w:tc></w:tr></w:tbl>" * deep) == []
    assert notes(table(*[[cell("я")] for _ in range(5_000)])) == []


def test_a_document_of_pictures_is_taken() -> None:
    document = docx.Document()
    document.add_paragraph("Скан")
    document.add_picture(BytesIO(png(100, 100)))
    assert inspect(saved(document), "Скан.docx").notes == ()
