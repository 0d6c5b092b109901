"""Pictures of a DOCX: what a browser shows safely becomes a data address, the rest the words «[рисунок]»."""

from __future__ import annotations

import base64
import struct
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from xml.etree.ElementTree import Element

from opora.attachments.papers import MEGABYTE
from opora.attachments.word import outline
from opora.attachments.word.opening import Opened, resolved
from opora.imports.sheets.xlsx_parts import local

BOX = "txbxContent"
PICTURE = "[рисунок]"
DIAGRAM = "[диаграмма]"

_MOST_BYTES = 2 * MEGABYTE
_MOST_TOGETHER = 4 * MEGABYTE
_MOST = 200
_LONGEST_SIDE = 10_000
_MOST_POINTS = 40_000_000
_EMU_PER_PIXEL = 9525
_WIDEST = 1200
_LONGEST_ALT = 300

_SIZE = struct.Struct(">LL")
_JPEG_SIZE = struct.Struct(">HH")
# start of frame: everything from C0 to CF but tables and the like
_FRAMES = set(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}


@dataclass(frozen=True, slots=True)
class Picture:
    """What an <img> says."""

    source: str
    alt: str
    width: str


class Pictures:
    """Pictures met so far; each gets a number that stands for it until the page is made."""

    def __init__(self, opened: Opened) -> None:
        self._opened = opened
        self._targets = {
            (relation.part, relation.ident): resolved(relation.part, relation.target)
            for relation in opened.relations
            if relation.kind == "image" and not relation.is_external
        }
        self._sizes = {info.filename: info.file_size for info in opened.archive.members}
        self._left = _MOST_TOGETHER
        self._sources: dict[str, str | None] = {}
        self.taken: list[Picture] = []

    def within(self, element: Element, part: str) -> list[int | str]:
        """For a drawing: numbers of pictures that are shown, words for those that are not."""
        found: list[int | str] = []
        alt, width = _alt(element), _width(element)
        for item in outside_boxes(element):
            match local(item.tag):
                case "blip" | "imagedata":
                    ident = outline.value(item, "embed") or outline.value(item, "id")
                    found.append(self._take(part, ident, alt, width))
                case "chart" | "relIds":
                    found.append(DIAGRAM)
        return found

    def _take(self, part: str, ident: str, alt: str, width: str) -> int | str:
        source = self._source(self._targets.get((part, ident), ""))
        if source is None or len(self.taken) >= _MOST:
            return PICTURE
        self.taken.append(Picture(source, alt or f"Рисунок {len(self.taken) + 1}", width))
        return len(self.taken) - 1

    def _source(self, member: str) -> str | None:
        """The data address of a member, None for what is not shown; the same picture counts once."""
        if member not in self._sources:
            self._sources[member] = self._read(member)
        return self._sources[member]

    def _read(self, member: str) -> str | None:
        size = self._sizes.get(member)
        if size is None or size > min(_MOST_BYTES, self._left):
            return None
        with zipfile.ZipFile(BytesIO(self._opened.archive.data)) as archive:
            content = archive.read(member)
        kind = shown_kind(content)
        if kind is None:
            return None
        self._left -= size
        return f"data:image/{kind};base64,{base64.b64encode(content).decode()}"


def outside_boxes(element: Element) -> Iterator[Element]:
    """Everything within but what stands inside of text boxes; the boxes themselves too."""
    waiting = [element]
    while waiting:
        item = waiting.pop()
        yield item
        if local(item.tag) != BOX:
            waiting.extend(reversed(item))


def shown_kind(content: bytes) -> str | None:
    """«png», «jpeg» or «gif» for a picture of bearable size; None for anything else."""
    kind, width, height = _measured(content)
    bearable = 0 < width <= _LONGEST_SIDE and 0 < height <= _LONGEST_SIDE and width * height <= _MOST_POINTS
    return kind if bearable else None


def _measured(content: bytes) -> tuple[str, int, int]:
    if content.startswith(b"\x89PNG\r\n\x1a\n") and content[12:16] == b"IHDR" and len(content) > 24:
        return "png", *_SIZE.unpack_from(content, 16)
    if content.startswith((b"GIF87a", b"GIF89a")) and len(content) > 10:
        return "gif", int.from_bytes(content[6:8], "little"), int.from_bytes(content[8:10], "little")
    if content.startswith(b"\xff\xd8\xff"):
        return _jpeg(content)
    return "", 0, 0


def _jpeg(content: bytes) -> tuple[str, int, int]:
    """Segments are walked to the one that states the size."""
    at = 2
    while at + 9 < len(content) and content[at] == 0xFF:
        mark = content[at + 1]
        if mark in _FRAMES:
            height, width = _JPEG_SIZE.unpack_from(content, at + 5)
            return "jpeg", width, height
        at += 2 + max(int.from_bytes(content[at + 2 : at + 4], "big"), 2) if mark != 0xFF else 1
    return "", 0, 0


def _alt(element: Element) -> str:
    """What the author wrote of the picture."""
    for item in element.iter():
        if local(item.tag) in ("docPr", "imagedata", "cNvPr"):
            words = outline.value(item, "descr") or outline.value(item, "title")
            if words.strip():
                return " ".join(words.split())[:_LONGEST_ALT]
    return ""


def _width(element: Element) -> str:
    """Pixels as the document shows it, "" where it does not say or says nonsense."""
    for item in element.iter():
        if local(item.tag) == "extent":
            text = outline.value(item, "cx")
            if text.isascii() and text.isdigit() and len(text) < 10:
                pixels = int(text) // _EMU_PER_PIXEL
                return str(min(pixels, _WIDEST)) if pixels else ""
    return ""
