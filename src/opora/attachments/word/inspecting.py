"""What a DOCX holds besides its text: told in notes, or refused where opening it starts a program."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TypedDict
from xml.etree.ElementTree import Element

from opora.attachments.refusals import refused
from opora.attachments.word.opening import Opened, Relation, open_document, parsed
from opora.imports.sheets.xlsx_parts import local

# dynamic data exchange: a field that names a program and what to tell it
_STARTS_PROGRAM = re.compile(r"\bDDE(AUTO)?\b", re.IGNORECASE)
_FAR = re.compile(r"^(https?|ftp|mhtml|file)://[^/]|^\\\\|^file:/*\\\\", re.IGNORECASE)
_OBJECTS = {"oleObject", "package", "aFChunk", "subDocument"}

LINKS = "Внешние ссылки убраны из просмотра: в нём остался их текст."
FAR_PICTURES = "Картинки, которые лежат не в самом файле, в просмотре не показаны."
FAR_PARTS = "Документ подгружает части с внешнего адреса: мы их не запрашиваем, в просмотре их нет."
OBJECTS = "В документ вложены другие файлы или объекты: в просмотре их нет."
CONTROLS = "Элементы управления (кнопки, поля ActiveX) в просмотре не показаны."
FORMULAS = "Формулы в просмотре не показаны: смотрите их в самом файле."
DIAGRAMS = "Диаграммы и схемы в просмотре не показаны: смотрите их в самом файле."
REVISIONS = "В документе есть непринятые исправления: просмотр показывает текст так, будто они приняты."
COMMENTS = "Примечания на полях в просмотре не показаны."

_BY_NAME: tuple[tuple[frozenset[str], str], ...] = (
    (frozenset({"control"}), CONTROLS),
    (frozenset({"oMath"}), FORMULAS),
    (frozenset({"chart", "relIds"}), DIAGRAMS),
    (frozenset({"ins", "del", "moveFrom", "moveTo"}), REVISIONS),
    (frozenset({"commentReference"}), COMMENTS),
)
# parts that a reader of the document goes through
_SHOWN = ("styles", "numbering", "footnotes", "endnotes")


class Told(TypedDict):
    """What the parent process gets: pages as the last editor counted them, and notes."""

    pages: int | None
    notes: list[str]


def inspect(data: bytes) -> Told:
    """Everything is opened and parsed once; raises NotAPaper."""
    opened = open_document(data)
    tree = opened.tree(opened.main)
    for kind in _SHOWN:
        part = opened.beside(kind)
        if part is not None:
            opened.tree(part)
    if any(_STARTS_PROGRAM.search(field) for field in _fields(opened, tree)):
        raise refused("starts-program")
    names = {local(element.tag) for element in tree.iter()}
    told = [*_of_relations(opened.relations), *(note for marks, note in _BY_NAME if marks & names)]
    return {"pages": _pages(opened), "notes": told}


def _of_relations(relations: tuple[Relation, ...]) -> Iterator[str]:
    outside = {relation for relation in relations if relation.is_external}
    if any(relation.kind == "hyperlink" for relation in outside):
        yield LINKS
    if any(relation.kind == "image" for relation in outside):
        yield FAR_PICTURES
    # a template on the author's own disk is what Word writes into every second document
    if any(r.kind not in ("hyperlink", "image") and _FAR.match(r.target) for r in outside):
        yield FAR_PARTS
    if any(relation.kind in _OBJECTS and not relation.is_external for relation in relations):
        yield OBJECTS


def _fields(opened: Opened, tree: Element) -> Iterator[str]:
    """Codes of fields: a program's name may be spread over many pieces, so a part gives one text."""
    yield from _fields_of(tree)
    for name, content in opened.archive.parts.items():
        if name != opened.main and (b"instrText" in content or b"fldSimple" in content):
            yield from _fields_of(parsed(content))


def _fields_of(tree: Element) -> Iterator[str]:
    pieces: list[str] = []
    for element in tree.iter():
        match local(element.tag):
            case "instrText":
                pieces.append(element.text or "")
            case "fldChar":
                pieces.append(" ")
            case "fldSimple":
                yield next((text for name, text in element.attrib.items() if local(name) == "instr"), "")
    yield "".join(pieces)


def _pages(opened: Opened) -> int | None:
    content = opened.archive.parts.get("docProps/app.xml")
    if content is None or len(content) > 100_000:
        return None
    for element in parsed(content):
        text = (element.text or "").strip()
        if local(element.tag) == "Pages" and text.isascii() and text.isdigit() and len(text) < 6:
            return int(text) or None
    return None
