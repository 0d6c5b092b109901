"""A new DOCX, made from scratch of what is shown: the converter gets this one, never the stranger's."""

from __future__ import annotations

import zipfile
from dataclasses import dataclass
from io import BytesIO
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement

from opora.attachments.papers import NotAPaper
from opora.attachments.word import grids, outline, trimming
from opora.attachments.word.cleaning import PICTURE_RELATION, Cleaner, Mark, blocks
from opora.attachments.word.opening import Opened
from opora.attachments.word.pictures import Picture, Pictures
from opora.imports.sheets.xlsx_parts import local

_RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    f'<Relationship Id="{PICTURE_RELATION}" Type="image" Target="media/1.png"/></Relationships>'
)
# what of numbering tells bullets from numbers
_NUMBERING = {"numbering", "abstractNum", "lvl", "numFmt", "pStyle", "num", "abstractNumId"}
_MOST_NUMBERING = 20_000
# elements and signs of footnotes and endnotes together
_OF_NOTES = (10_000, 50_000)
_NOTES = (("footnotes", "footnoteReference"), ("endnotes", "endnoteReference"))


@dataclass(frozen=True, slots=True)
class Parcel:
    """The new archive, its pictures by number, titles of its tables by number, whether it is cut."""

    data: bytes
    pictures: list[Picture]
    titles: list[str]
    is_cut: bool


def parcel(opened: Opened, tree: Element) -> Parcel:
    """Within the budget of `trimming`; raises NotAPaper where a part is broken."""
    space = tree.tag.removesuffix("document")
    pictures, budget = Pictures(opened), trimming.Budget()
    had = trimming.cut_tables(tree)
    content = ElementTree.tostring(tree, encoding="utf-8") if had else opened.archive.parts[opened.main]
    titles, marks = _marks(opened, tree, content)
    cleaner = Cleaner(space, opened.main, pictures, outline.heading_styles(opened), marks)
    body = Element(cleaner.tag("body"))
    found = outline.child(tree, "body")
    body.extend(trimming.fitting(blocks(tree if found is None else found), cleaner, budget, had))
    document = Element(tree.tag)
    document.append(body)
    parts = {"word/document.xml": document}
    below = trimming.Budget(*_OF_NOTES)
    for kind, reference in _NOTES:
        notes = _notes(opened, kind, space, pictures, below)
        kept = {outline.value(note, "id") for note in notes}
        _drop_dangling(body, reference, kept)
        parts[f"word/{kind}.xml"] = notes
    parts |= _numbering(opened)
    return Parcel(_packed(parts), pictures.taken, titles, budget.is_cut or below.is_cut)


def _marks(opened: Opened, tree: Element, content: bytes) -> tuple[list[str], dict[int, Mark]]:
    """Titles by number, and for each table element its mark; nothing where there are too many cells."""
    try:
        found = grids.found(opened, tree, content)
    except NotAPaper:
        return [], {}
    # words above a table without names of columns are seldom its caption: a line for signatures
    titles = [standing.title if heading.rows else "" for standing, _, heading in found]
    return titles, {
        id(standing.element): Mark(number, heading.rows)
        for number, (standing, _, heading) in enumerate(found)
    }


def _notes(opened: Opened, kind: str, space: str, pictures: Pictures, budget: trimming.Budget) -> Element:
    """Footnotes or endnotes as far as there is room for them."""
    part = opened.beside(kind)
    made = Element(f"{space}{kind}")
    if part is None:
        return made
    cleaner = Cleaner(space, part, pictures, {}, {})
    for note in opened.tree(part):
        if budget.is_cut:
            break
        if outline.value(note, "type") in ("", "normal"):
            kept = SubElement(made, note.tag, {f"{space}id": outline.value(note, "id")})
            kept.extend(trimming.fitting(blocks(note), cleaner, budget))
    return made


def _drop_dangling(body: Element, reference: str, kept: set[str]) -> None:
    """Without references to notes that are not there."""
    for run in [item for item in body.iter() if local(item.tag) == "r"]:
        run[:] = [i for i in run if local(i.tag) != reference or outline.value(i, "id") in kept]


def _numbering(opened: Opened) -> dict[str, Element]:
    """What tells bullets from numbers, nothing where there is none or too much of it."""
    part = opened.beside("numbering")
    if part is None:
        return {}
    tree = opened.tree(part)
    for element in list(tree.iter())[:]:
        element[:] = [item for item in element if local(item.tag) in _NUMBERING]
    numbers = [
        item for item in tree if local(item.tag) != "num" or outline.child(item, "abstractNumId") is not None
    ]
    tree[:] = numbers
    return {"word/numbering.xml": tree} if sum(1 for _ in tree.iter()) <= _MOST_NUMBERING else {}


def _packed(parts: dict[str, Element]) -> bytes:
    made = BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, element in parts.items():
            archive.writestr(name, ElementTree.tostring(element, encoding="utf-8"))
        for name in ("document", *(kind for kind, _ in _NOTES)):
            archive.writestr(f"word/_rels/{name}.xml.rels", _RELATIONS)
    return made.getvalue()
