"""Opening a DOCX: which part is the document, what it points to, and what must not be opened at all."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from opora.attachments.papers import MEGABYTE, NotAPaper
from opora.attachments.refusals import AS_DOCX, refused, wrong_type
from opora.imports.sheets.archive import Archive, open_archive
from opora.imports.sheets.workbook import Limits, Unreadable

LIMITS = Limits(inflated_bytes=200 * MEGABYTE)
_MOST_XML = 50 * MEGABYTE
"""Inflated bytes of one XML part: a tree takes ten times as much."""

_TYPES = "[Content_Types].xml"
_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_WORD = ("wordprocessingml", "ms-word")
_MACROS = ("macroenabled", "vbaproject")
_CODES = {
    "file-encrypted": "password-docx",
    "file-bomb": "bomb",
    "file-entities": "entities",
    "file-damaged": "damaged-docx",
}
# what other archives hold: the beginning of a member's name, what it then is, what to do
_OTHERS: tuple[tuple[str, str, str], ...] = (
    ("xl/", "таблица Excel", "загрузите её на странице «Загрузка» или вставьте в документ Word"),
    ("ppt/", "презентация PowerPoint", "загрузите сам документ, в DOCX или PDF"),
    ("visio/", "чертёж Visio", "загрузите сам документ, в DOCX или PDF"),
    ("Index/", "документ Apple (Pages, Numbers)", "выгрузите его в Word или PDF и загрузите снова"),
    ("AndroidManifest.xml", "программа для телефона", "выберите сам документ, в DOCX или PDF"),
    ("META-INF/MANIFEST.MF", "программа Java", "выберите сам документ, в DOCX или PDF"),
)


@dataclass(frozen=True, slots=True)
class Relation:
    """A link of a part: `kind` is the last word of its type («image», «hyperlink»)."""

    part: str
    ident: str
    kind: str
    target: str
    is_external: bool


@dataclass(frozen=True, slots=True)
class Opened:
    """A checked archive, the name of its document part, and every relation of every part."""

    archive: Archive
    main: str
    relations: tuple[Relation, ...]

    def tree(self, part: str) -> Element:
        """The part's XML; raises NotAPaper where it is missing, too large or not well-formed."""
        content = self.archive.parts.get(part)
        if content is None:
            raise refused("damaged-docx")
        return parsed(content)

    def beside(self, kind: str) -> str | None:
        """The part of that kind that the document points to («styles», «footnotes»), if it is there."""
        for relation in self.relations:
            if relation.part == self.main and relation.kind == kind and not relation.is_external:
                target = resolved(self.main, relation.target)
                return target if target in self.archive.parts else None
        return None


def open_document(data: bytes) -> Opened:
    """Everything inflated within limits and checked; raises NotAPaper."""
    try:
        archive = open_archive(data, LIMITS)
    except Unreadable as error:
        raise refused(_CODES.get(error.problem.code, "damaged-docx")) from error
    relations = tuple(_relations(archive))
    main, content_type = _main(archive, relations)
    if _has_macros(archive, relations):
        raise refused("macros")
    if content_type != _MAIN:
        raise wrong_type("шаблон Word", AS_DOCX)
    return Opened(archive, main, relations)


def parsed(content: bytes) -> Element:
    """XML without a document type, of bounded size; raises NotAPaper."""
    if len(content) > _MOST_XML:
        raise refused("bomb")
    try:
        return ElementTree.fromstring(content)  # noqa: S314 - the archive refused document types
    except (ElementTree.ParseError, ValueError) as error:
        raise refused("damaged-docx") from error


def resolved(part: str, target: str) -> str:
    """The member that a relation of the part points to: «media/a.png» of word/document.xml."""
    return posixpath.normpath(posixpath.join("/", posixpath.dirname(part), target)).lstrip("/")


def _relations(archive: Archive) -> list[Relation]:
    found: list[Relation] = []
    for name, content in archive.parts.items():
        folder, base = posixpath.split(name)
        if not base.endswith(".rels") or posixpath.basename(folder) != "_rels":
            continue
        part = posixpath.join(posixpath.dirname(folder), base.removesuffix(".rels"))
        for item in parsed(content):
            given = item.attrib
            found.append(
                Relation(
                    part=part,
                    ident=given.get("Id", ""),
                    kind=given.get("Type", "").rpartition("/")[2],
                    target=given.get("Target", ""),
                    is_external=given.get("TargetMode", "").lower() == "external",
                )
            )
    return found


def _main(archive: Archive, relations: tuple[Relation, ...]) -> tuple[str, str]:
    """The part that is the document, and its content type; raises NotAPaper where it is no Word file."""
    for relation in relations:
        if relation.part == "" and relation.kind == "officeDocument" and not relation.is_external:
            main = resolved("", relation.target)
            content_type = _content_type(archive, main)
            if main in archive.parts and any(word in content_type for word in _WORD):
                return main, content_type
    raise _not_word(archive)


def _content_type(archive: Archive, part: str) -> str:
    """What the package declares the part to be, "" where it does not."""
    if _TYPES not in archive.parts:
        return ""
    by_extension = ""
    for item in parsed(archive.parts[_TYPES]):
        if item.get("PartName", "").lower() == f"/{part}".lower():
            return item.get("ContentType", "")
        if item.get("Extension", "").lower() == part.rpartition(".")[2].lower():
            by_extension = item.get("ContentType", "")
    return by_extension


def _not_word(archive: Archive) -> NotAPaper:
    declared = archive.parts.get("mimetype", b"")
    if declared.startswith(b"application/vnd.oasis.opendocument"):
        return wrong_type("документ OpenDocument", AS_DOCX)
    for beginning, what, remedy in _OTHERS:
        if archive.has(beginning):
            return wrong_type(what, remedy)
    if _TYPES in archive.parts:
        return refused("damaged-docx")
    return wrong_type("архив ZIP", "распакуйте его и загрузите сам документ")


def _has_macros(archive: Archive, relations: tuple[Relation, ...]) -> bool:
    """Named, typed or pointed to: any trace of macros is enough."""
    types = archive.parts[_TYPES].decode("utf-8", "replace").lower()
    return (
        any(word in types for word in _MACROS)
        or any("vbaproject" in info.filename.lower() for info in archive.members)
        or any(relation.kind.lower() in ("vbaproject", "wordvbadata") for relation in relations)
    )
