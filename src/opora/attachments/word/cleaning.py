"""The text of a DOCX reduced to what is shown: the converter sees nothing else of a stranger's making."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from xml.etree.ElementTree import Element, SubElement

from opora.attachments.word import outline
from opora.attachments.word.pictures import BOX, Pictures, outside_boxes
from opora.imports.sheets.xlsx_parts import local

HEADING_STYLE = "opora-h{}"
BOOKMARK = "table-{}"

_WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_PIC = "{http://schemas.openxmlformats.org/drawingml/2006/picture}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"

PICTURE_RELATION = "picture"

# what is read of each group of properties; the rest says how text looks
_PROPERTIES: dict[str, set[str]] = {
    "rPr": {"b", "i", "strike", "vertAlign", "del"},
    "pPr": {"pStyle", "numPr", "rPr"},
    "trPr": {"tblHeader", "del"},
    "tcPr": {"gridSpan", "vMerge"},
    "numPr": {"ilvl", "numId"},
}
_LEAVES = {"b", "i", "strike", "vertAlign", "tblHeader", "gridSpan", "vMerge", "ilvl", "numId", "pStyle"}
_TEXTS = {
    "t",
    "tab",
    "br",
    "cr",
    "noBreakHyphen",
    "softHyphen",
    "sym",
    "footnoteReference",
    "endnoteReference",
}
_HOLDERS = {"p", "r", "tbl", "tr", "tc"}
# what only encloses: taken away, its content stays
_AROUND = {
    "hyperlink",
    "ins",
    "moveTo",
    "smartTag",
    "customXml",
    "sdt",
    "sdtContent",
    "fldSimple",
    "dir",
    "bdo",
    "AlternateContent",
}
_DRAWINGS = {"drawing", "pict", "object"}
_WIDEST_SPAN = 63
# texts longer than this are not lengthened any more: each time would copy the whole
_JOINED = 2_000
_HEXADECIMAL = re.compile(r"[0-9A-Fa-f]{2,5}")


@dataclass(frozen=True, slots=True)
class Mark:
    """What is known of a table: its number among those found, how many rows head it."""

    number: int
    header_rows: int


class Cleaner:
    """Copies elements, leaving out what is not named above."""

    def __init__(
        self, space: str, part: str, pictures: Pictures, levels: outline.Levels, marks: Mapping[int, Mark]
    ) -> None:
        self._space, self._part, self._pictures = space, part, pictures
        self._levels, self._marks = levels, marks

    def tag(self, name: str) -> str:
        """The name in the document's own namespace, strict or transitional."""
        return f"{self._space}{name}"

    def paragraph(self, words: str) -> Element:
        """A paragraph that says the words."""
        paragraph = Element(self.tag("p"))
        SubElement(paragraph, self.tag("r")).append(self._plain(words))
        return paragraph

    def copy(self, element: Element, *, in_table: bool = False) -> Element:
        """A paragraph, table, row, cell or run as it is shown; headings only outside tables."""
        name = local(element.tag)
        made = Element(self.tag(name))
        in_table = in_table or name == "tbl"
        for item in self._inside(element):
            inner = local(item.tag)
            if inner in _PROPERTIES:
                made.extend(self._properties(item))
            elif inner == "r":
                self._add_run(made, self.copy(item, in_table=in_table))
            elif inner in _HOLDERS:
                made.append(self.copy(item, in_table=in_table))
            elif inner in _TEXTS:
                made.append(self._text(item, inner))
            elif inner == "fldChar":
                made.extend(self._ticked(item))
            elif inner in _DRAWINGS:
                made.extend(self._drawing(item))
        if name == "p" and not in_table:
            self._head(element, made)
        if name == "tbl" and id(element) in self._marks:
            self._mark(made, self._marks[id(element)])
        return made

    def _inside(self, element: Element) -> Iterator[Element]:
        """Children, with what only encloses them taken away; of two copies of a drawing the one for old programs."""
        waiting = list(reversed(element))
        while waiting:
            item = waiting.pop()
            name = local(item.tag)
            if name == "AlternateContent":
                copies = [outline.child(item, copy) for copy in ("Fallback", "Choice")]
                waiting.extend(reversed(next((copy for copy in copies if copy is not None), [])))
            elif name in _AROUND:
                waiting.extend(reversed(item))
            else:
                yield item

    def _add_run(self, paragraph: Element, run: Element) -> None:
        """Editors split a line into many runs that look the same: they become one."""
        last = paragraph[-1] if len(paragraph) else None
        if last is None or local(last.tag) != "r" or _look(last) != _look(run):
            paragraph.append(run)
            return
        for item in run:
            match local(item.tag):
                case "rPr":
                    continue
                case "t" if len(last) and local(last[-1].tag) == "t" and len(last[-1].text or "") < _JOINED:
                    last[-1].text = (last[-1].text or "") + (item.text or "")
                case _:
                    last.append(item)

    def _properties(self, element: Element) -> Iterator[Element]:
        """The group without what is not shown; nothing where nothing is left."""
        name = local(element.tag)
        made = Element(self.tag(name))
        for item in element:
            inner = local(item.tag)
            if inner not in _PROPERTIES[name]:
                continue
            if inner in _PROPERTIES:
                made.extend(self._properties(item))
            elif inner not in _LEAVES or self._is_sound(item, inner):
                self._leaf(made, item, inner)
        if len(made):
            yield made

    def _leaf(self, made: Element, item: Element, name: str) -> None:
        leaf = SubElement(made, self.tag(name))
        value = outline.value(item)
        if value:
            leaf.set(self.tag("val"), value)

    @staticmethod
    def _is_sound(item: Element, name: str) -> bool:
        value = outline.value(item)
        match name:
            case "gridSpan":
                return value.isascii() and value.isdigit() and 0 < int(value[:6]) <= _WIDEST_SPAN
            case "tblHeader" | "b" | "i" | "strike":
                return value not in ("0", "false", "off")
        return True

    def _text(self, item: Element, name: str) -> Element:
        if name == "t":
            return self._plain(item.text or "")
        made = Element(self.tag("br" if name == "cr" else name))
        for attribute in ("type", "font", "char", "id"):
            value = outline.value(item, attribute)
            if value:
                made.set(self.tag(attribute), value)
        if name == "sym" and not _HEXADECIMAL.fullmatch(made.get(self.tag("char"), "")):
            return self._plain("")
        return made

    def _ticked(self, field: Element) -> Iterator[Element]:
        """A box to tick, of the old kind of forms."""
        box = outline.child(field, "ffData", "checkBox")
        if box is not None:
            state = outline.child(box, "checked")
            state = outline.child(box, "default") if state is None else state
            is_ticked = state is not None and outline.value(state) not in ("0", "false", "off")
            yield self._plain("☑" if is_ticked else "☐")

    def _drawing(self, element: Element) -> Iterator[Element]:
        """Pictures as the converter wants them, words for the others, then the texts of its boxes."""
        for found in self._pictures.within(element, self._part):
            yield self._picture(found) if isinstance(found, int) else self._plain(found)
        for item in outside_boxes(element):
            if local(item.tag) == BOX:
                made = Element(self.tag("pict"))
                made.extend(self.copy(block, in_table=True) for block in blocks(item))
                yield made

    def _plain(self, words: str) -> Element:
        text = Element(self.tag("t"))
        text.text = words
        return text

    def _picture(self, number: int) -> Element:
        drawing = Element(self.tag("drawing"))
        inline = SubElement(drawing, f"{_WP}inline")
        SubElement(inline, f"{_WP}docPr", {"descr": str(number)})
        data = SubElement(SubElement(inline, f"{_A}graphic"), f"{_A}graphicData")
        fill = SubElement(SubElement(data, f"{_PIC}pic"), f"{_PIC}blipFill")
        SubElement(fill, f"{_A}blip", {f"{_R}embed": PICTURE_RELATION})
        return drawing

    def _mark(self, table: Element, mark: Mark) -> None:
        """The number rides through the converter as a bookmark; those of the document are not copied."""
        rows = [item for item in table if local(item.tag) == "tr"]
        for index, row in enumerate(rows):
            properties = outline.child(row, "trPr")
            if properties is None:
                properties = SubElement(row, self.tag("trPr"))
            properties[:] = [item for item in properties if local(item.tag) != "tblHeader"]
            if index < mark.header_rows:
                SubElement(properties, self.tag("tblHeader"))
        cell = next((item for row in rows for item in row if local(item.tag) == "tc"), None)
        if cell is not None:
            paragraph = next((item for item in cell if local(item.tag) == "p"), None)
            paragraph = SubElement(cell, self.tag("p")) if paragraph is None else paragraph
            name = {self.tag("name"): BOOKMARK.format(mark.number)}
            SubElement(paragraph, self.tag("bookmarkStart"), name)

    def _head(self, element: Element, made: Element) -> None:
        level = outline.heading_level(element, self._levels)
        if level is None:
            return
        properties = outline.child(made, "pPr")
        if properties is None:
            properties = SubElement(made, self.tag("pPr"))
        # a number in front would make a list of the heading
        properties[:] = [item for item in properties if local(item.tag) not in ("pStyle", "numPr")]
        SubElement(properties, self.tag("pStyle"), {self.tag("val"): HEADING_STYLE.format(level)})


def _look(run: Element) -> list[tuple[str, str]]:
    properties = outline.child(run, "rPr")
    return [(item.tag, outline.value(item)) for item in properties] if properties is not None else []


def blocks(element: Element) -> Iterator[Element]:
    """Paragraphs and tables in order, taken out of whatever encloses them."""
    waiting = list(reversed(element))
    while waiting:
        item = waiting.pop()
        name = local(item.tag)
        if name in ("p", "tbl"):
            yield item
        elif name in _AROUND:
            waiting.extend(reversed(item))
