"""Photographs, papers and tables that people show their work with."""

import struct
import zipfile
import zlib
from io import BytesIO

import pytest

from opora.attachments import NotAPaper
from opora.attachments.materials import MOST_BYTES, material
from opora.attachments.photographs import bare_jpeg


def _segment(marker: int, body: bytes) -> bytes:
    return bytes((0xFF, marker)) + (len(body) + 2).to_bytes(2) + body


def exif(*, way: int, order: str = "<") -> bytes:
    """An Exif segment with an orientation and, after it, words that stand for a place."""
    mark = b"II*\0" if order == "<" else b"MM\0*"
    entry = struct.pack(order + "HHLHH", 0x0112, 3, 1, way, 0)
    return b"Exif\0\0" + mark + struct.pack(order + "LH", 8, 1) + entry + b"\0\0\0\0GPS 55.75 37.61"


def jpeg(*segments: bytes) -> bytes:
    scan = _segment(0xDA, b"\x01\x01\x00\x00\x3f\x00") + b"pixels\xff\x00more" + b"\xff\xd9"
    return b"\xff\xd8" + b"".join(segments) + _segment(0xDB, b"table") + scan


def png(*chunks: tuple[bytes, bytes]) -> bytes:
    def chunk(name: bytes, body: bytes) -> bytes:
        return len(body).to_bytes(4) + name + body + zlib.crc32(name + body).to_bytes(4)

    return b"\x89PNG\r\n\x1a\n" + b"".join(chunk(*each) for each in (*chunks, (b"IEND", b"")))


def office(main: str, *more: str) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in ("[Content_Types].xml", main, *more):
            archive.writestr(name, "<x/>")
    return out.getvalue()


@pytest.mark.parametrize("order", ["<", ">"])
def test_a_photograph_loses_its_place_and_keeps_its_way_up(order: str) -> None:
    taken = jpeg(_segment(0xE1, exif(way=6, order=order)), _segment(0xFE, b"phone 12"))
    kept = material(taken, "IMG_1.JPG")
    assert (kept.kind, kept.name, kept.content_type) == ("jpg", "IMG_1.jpg", "image/jpeg")
    assert b"GPS" not in kept.data
    assert b"phone 12" not in kept.data
    assert b"pixels\xff\x00more\xff\xd9" in kept.data
    assert struct.pack(">HHLH", 0x0112, 3, 1, 6) in kept.data
    assert bare_jpeg(kept.data) == kept.data, "what was bared is as bare as it gets"


def test_a_photograph_the_right_way_up_needs_no_exif() -> None:
    assert b"Exif" not in material(jpeg(_segment(0xE1, exif(way=1))), "a.jpg").data


def test_a_broken_exif_goes_too() -> None:
    assert b"Exif" not in material(jpeg(_segment(0xE1, b"Exif\0\0II*\0\xff\xff\xff\xff")), "a.jpg").data


def test_a_png_loses_its_texts() -> None:
    kept = material(png((b"IHDR", b"x" * 13), (b"tEXt", b"Author\0Somebody"), (b"IDAT", b"dots")), "a.png")
    assert b"Somebody" not in kept.data
    assert b"dots" in kept.data


@pytest.mark.parametrize(
    "torn", [jpeg()[:9], b"\xff\xd8\xff\xe0\x00\x01", png((b"IDAT", b"dots"))[:-14], b"\xff\xd8\xff"]
)
def test_a_torn_picture_is_refused_in_words(torn: bytes) -> None:
    with pytest.raises(NotAPaper, match="Снимите её ещё раз"):
        material(torn, "a.jpg")


@pytest.mark.parametrize(("main", "kind"), [("xl/workbook.xml", "xlsx"), ("ppt/presentation.xml", "pptx")])
def test_tables_and_presentations_are_taken(main: str, kind: str) -> None:
    assert material(office(main), "отчёт.zip").name == f"отчёт.{kind}"


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "Файл пуст"),
        (b"MZ\x90\x00" + b"\x00" * 100, "программа Windows"),
        (office("readme.txt"), "Распакуйте его"),
        (office("xl/workbook.xml", "xl/vbaProject.bin"), "макросы"),
        (b"PK\x03\x04broken", "повреждён"),
        (b"\x00\x00\x00\x18ftypheic" + b"\x00" * 50, "Наиболее совместимые"),
        (b"<svg onload=alert(1)>", "картинка SVG"),
        (b"just words", "Приложите фотографию"),
        (b"x" * (MOST_BYTES + 1), "20 МБ"),
    ],
)
def test_everything_else_is_refused_with_what_to_do(data: bytes, words: str) -> None:
    with pytest.raises(NotAPaper) as refused:
        material(data, "photo.jpg")
    assert words in refused.value.words
