"""The converter's HTML put in order: levels of headings, tables as the house draws them, what was cut."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement

from opora.attachments.word.cleaning import BOOKMARK

CUT = "Показано начало документа: остальное — в самом файле."

_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_MARK = "paper-" + BOOKMARK.format("")


def ordered(html: str, *, titles: Sequence[str], is_cut: bool) -> str:
    """The same text: headings from h2 down without a gap, tables named, headed and scrollable."""
    root = ElementTree.fromstring(f"<div>{html}</div>")  # noqa: S314 - our converter wrote it
    _put_headings_in_order(root)
    captions: set[str] = set()
    for number, (parent, table, is_nested) in enumerate(list(_tables(root)), start=1):
        title = _take_mark(table, titles)
        _arrange_cells(table)
        if not is_nested:
            _wrap(parent, table, number, _caption(title, number, captions))
    if is_cut:
        SubElement(root, "p", {"class": "note-line"}).text = CUT
    return "".join(ElementTree.tostring(item, encoding="unicode", method="html") for item in root)


def _put_headings_in_order(root: Element) -> None:
    """The page has its h1; no level is skipped on the way down; an empty heading is none."""
    open_levels: list[int] = []
    for element in root.iter():
        if element.tag not in _HEADINGS:
            continue
        if not "".join(element.itertext()).strip():
            element.tag = "p"
            continue
        level = int(element.tag[1])
        while open_levels and open_levels[-1] >= level:
            open_levels.pop()
        open_levels.append(level)
        element.tag = f"h{min(len(open_levels) + 1, 6)}"


def _tables(root: Element) -> Iterator[tuple[Element, Element, bool]]:
    """The parent, the table, and whether it stands within another."""
    waiting: list[tuple[Element, bool]] = [(root, False)]
    while waiting:
        element, within = waiting.pop()
        for item in element:
            if item.tag == "table":
                yield element, item, within
        waiting.extend((item, within or item.tag == "table") for item in reversed(element))


def _take_mark(table: Element, titles: Sequence[str]) -> str:
    """The bookmark of the table itself leads to its title; it is taken out."""
    first = next((cell for cell in table.iter() if cell.tag in ("th", "td")), None)
    if first is None:
        return ""
    for holder in first.iter():
        for item in holder:
            number = item.get("id", "").removeprefix(_MARK)
            if item.tag == "a" and item.get("id", "").startswith(_MARK) and number.isdigit():
                holder.remove(item)
                return titles[int(number)] if int(number) < len(titles) else ""
    return ""


def _arrange_cells(table: Element) -> None:
    """Cells of the heading say that they head columns, an empty one heads nothing; a lone paragraph is text."""
    for section in table:
        for row in [section] if section.tag == "tr" else section:
            for cell in row:
                if len(cell) == 1 and cell[0].tag == "p" and not (cell.text or cell[0].tail):
                    cell.text = cell[0].text
                    cell[:] = list(cell[0])
                if cell.tag == "th" and "".join(cell.itertext()).strip():
                    cell.set("scope", "colgroup" if "colspan" in cell.attrib else "col")
                else:
                    cell.tag = "td"


def _caption(title: str, number: int, taken: set[str]) -> str:
    """The title of the table or its number; no two regions of a page have the same name."""
    caption = title or f"Таблица {number}"
    if caption in taken:
        caption = f"{caption} ({number})"
    taken.add(caption)
    return caption


def _wrap(parent: Element, table: Element, number: int, title: str) -> None:
    """As `opora.ui.tables` draws them: a named region that a keyboard scrolls."""
    ident = f"paper-caption-{number}"
    caption = Element("caption", {"class": "vh", "id": ident})
    caption.text = title
    table.insert(0, caption)
    region = Element("div", {"class": "table", "role": "region", "tabindex": "0", "aria-labelledby": ident})
    region.tail, table.tail = table.tail, None
    parent[list(parent).index(table)] = region
    region.append(table)
