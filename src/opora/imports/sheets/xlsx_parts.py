"""The small XML parts of an XLSX: which sheet lies where, which cell styles show percents."""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass
from xml.etree import ElementTree

from opora.imports.problems import NOWHERE, Problem, register
from opora.imports.sheets.archive import Archive, damaged
from opora.imports.sheets.workbook import refusal

FILE_MACROS = register("file-macros", "В файле макросы (программы).")
EXTERNAL_LINKS = register(
    "external-links",
    "Файл ссылается на другие файлы; взяты сохранённые значения, ссылки не открыты.",
    stops=False,
)
FORMULAS_NOT_RECALCULATED = register(
    "formulas-not-recalculated",
    "Файл сделан программой и не пересчитан: вместо результатов формул могут стоять нули.",
    stops=False,
)

_SMALL = 20 * 1024 * 1024
_BUILT_IN_PERCENTS = {9, 10}
_QUOTED_OR_ESCAPED = re.compile(r"\"[^\"]*\"|\\.|\[[^\]]*\]")


@dataclass(frozen=True, slots=True)
class Book:
    """Sheet name → path of its worksheet part; whether the program left formulas uncalculated."""

    paths: dict[str, str]
    not_recalculated: bool


def refuse_macros() -> Exception:
    """Macros are never needed to hand over a table."""
    return refusal(
        FILE_MACROS,
        "В файле макросы (программы), такие файлы мы не открываем. Сохраните его в Excel как "
        "«Книга Excel (XLSX)», без макросов, и загрузите снова.",
    )


def external_links_warning() -> Problem:
    """Links to other files are ignored and said so."""
    return Problem(
        NOWHERE,
        None,
        EXTERNAL_LINKS,
        "Формулы в файле ссылаются на другие файлы. Мы взяли значения, сохранённые в последний раз; "
        "проверьте, что они не устарели.",
        stops=False,
    )


def not_recalculated_warning() -> Problem:
    """Written by a program with placeholders for results."""
    return Problem(
        NOWHERE,
        None,
        FORMULAS_NOT_RECALCULATED,
        "Файл с формулами сделан программой и ещё не пересчитан: вместо результатов могут стоять нули. "
        "Откройте его в Excel или LibreOffice, сохраните и загрузите снова.",
        stops=False,
    )


def parse(xml: bytes) -> ElementTree.Element:
    """A small part as a tree; raises Unreadable."""
    if len(xml) > _SMALL:
        raise damaged()
    try:
        return ElementTree.fromstring(xml)  # noqa: S314 - the archive refused document types
    except (ElementTree.ParseError, ValueError, RecursionError) as error:
        raise damaged() from error


def local(tag: str) -> str:
    """The name without its namespace: strict and transitional files differ only there."""
    return tag.rpartition("}")[2]


def read_book(archive: Archive) -> Book:
    """Sheets in the workbook's order."""
    workbook = archive.parts.get("xl/workbook.xml")
    if workbook is None:
        raise damaged()
    targets = _targets(archive)
    paths: dict[str, str] = {}
    not_recalculated = False
    for element in parse(workbook).iter():
        kind = local(element.tag)
        if kind == "sheet":
            paths[element.get("name", "")] = targets.get(_relation(element), "")
        elif kind == "calcPr":
            not_recalculated = element.get("fullCalcOnLoad") in {"1", "true"}
    return Book(paths, not_recalculated)


def _relation(sheet: ElementTree.Element) -> str:
    for name, value in sheet.attrib.items():
        if name.endswith("}id"):
            return value
    return ""


def _targets(archive: Archive) -> dict[str, str]:
    relations = archive.parts.get("xl/_rels/workbook.xml.rels")
    if relations is None:
        raise damaged()
    targets: dict[str, str] = {}
    for element in parse(relations).iter():
        target = element.get("Target")
        if local(element.tag) == "Relationship" and target is not None:
            path = target[1:] if target.startswith("/") else target
            if not path.startswith("xl/"):
                path = posixpath.join("xl", path)
            targets[element.get("Id", "")] = posixpath.normpath(path)
    return targets


def percent_styles(archive: Archive) -> frozenset[bytes]:
    """Numbers of the cell styles that show a percent, as they stand in the attribute `s`."""
    styles = archive.parts.get("xl/styles.xml")
    if styles is None:
        return frozenset()
    formats = set(_BUILT_IN_PERCENTS)
    found: set[bytes] = set()
    for element in parse(styles).iter():
        kind = local(element.tag)
        if kind == "numFmt" and shows_percent(element.get("formatCode", "")):
            formats.add(_whole(element.get("numFmtId")))
        elif kind == "cellXfs":
            for number, style in enumerate(element):
                if _whole(style.get("numFmtId")) in formats:
                    found.add(str(number).encode())
    return frozenset(found)


def shows_percent(format_code: str) -> bool:
    """Whether a number format multiplies by a hundred: a % outside quotes."""
    return "%" in _QUOTED_OR_ESCAPED.sub("", format_code)


def _whole(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else -1
