"""Which paragraphs are headings, and what a paragraph says."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from xml.etree.ElementTree import Element

from opora.attachments.word.opening import Opened
from opora.imports.sheets.xlsx_parts import local

type Levels = Mapping[str, int]
"""Style identifiers of headings, each with its level 1–6."""

DEEPEST = 6
_NAMED = re.compile(r"(?:heading|заголовок)\s*([1-9])", re.IGNORECASE)
_TITLES = {"title", "название", "heading", "заголовок"}
_MOST_INHERITED = 12

NOT_TEXT = {"del", "moveFrom", "Fallback", "txbxContent"}
"""Deleted and moved-away text, the second copy of drawings for old programs, text boxes."""


def child(element: Element, *names: str) -> Element | None:
    """The first child so named, its first child so named, and so on down."""
    found: Element | None = element
    for name in names:
        if found is None:
            return None
        found = next((item for item in found if local(item.tag) == name), None)
    return found


def value(element: Element | None, attribute: str = "val") -> str:
    """An attribute whatever its namespace, "" where there is none."""
    if element is not None:
        for name, text in element.attrib.items():
            if local(name) == attribute:
                return text
    return ""


def heading_styles(opened: Opened) -> Levels:
    """Styles that are headings by their name, their outline level or the style they stand on."""
    part = opened.beside("styles")
    if part is None:
        return {}
    levels: dict[str, int] = {}
    parents: dict[str, str] = {}
    for style in opened.tree(part):
        if local(style.tag) != "style" or value(style, "type") != "paragraph":
            continue
        ident = value(style, "styleId")
        parents[ident] = value(child(style, "basedOn"))
        level = _by_name(value(child(style, "name"))) or outline_level(child(style, "pPr"))
        if level is not None:
            levels[ident] = level
    return {ident: level for ident in parents if (level := _inherited(ident, levels, parents))}


def heading_level(paragraph: Element, levels: Levels) -> int | None:
    """The level of a heading 1–6, None for any other paragraph."""
    properties = child(paragraph, "pPr")
    if properties is None:
        return None
    style = levels.get(value(child(properties, "pStyle")))
    if child(properties, "outlineLvl") is not None:
        return outline_level(properties)
    return style


def outline_level(properties: Element | None) -> int | None:
    """The level that paragraph properties state themselves; level 10 is the body text."""
    if properties is None:
        return None
    text = value(child(properties, "outlineLvl"))
    return min(int(text) + 1, DEEPEST) if text.isascii() and text.isdigit() and int(text) < 9 else None


def text_of(paragraph: Element) -> str:
    """The words of a paragraph in one line."""
    return " ".join("".join(_pieces(paragraph)).split())


def _by_name(name: str) -> int | None:
    name = name.strip().lower()
    if name in _TITLES:
        return 1
    found = _NAMED.fullmatch(name)
    return min(int(found[1]), DEEPEST) if found else None


def _inherited(ident: str, levels: Levels, parents: Mapping[str, str]) -> int | None:
    for _ in range(_MOST_INHERITED):
        if ident in levels:
            return levels[ident]
        ident = parents.get(ident, "")
    return None


def _pieces(paragraph: Element) -> Iterator[str]:
    waiting = list(reversed(paragraph))
    while waiting:
        element = waiting.pop()
        match local(element.tag):
            case "t":
                yield element.text or ""
            case "tab" | "br" | "cr":
                yield " "
            case "noBreakHyphen":
                yield "-"
            case "p" | "tbl" | "pPr" | "rPr":
                continue
            case name if name not in NOT_TEXT:
                waiting.extend(reversed(element))
