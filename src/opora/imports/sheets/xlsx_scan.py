"""One cheap look over a worksheet's XML, beside the fast parser: how far the sheet reaches, hidden
rows and columns, errors, formulas without a result, cells shown as percents.

Works on bytes with literal-prefixed patterns, because a second real parse would double the time.
The parser lays the sheet out as a full rectangle, so two cells in opposite corners would cost
gigabytes: the reach is therefore established before it is called.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from opora.imports.sheets.archive import damaged
from opora.imports.sheets.workbook import FORMULA_WITHOUT_VALUE, Fault, column_number

_DIMENSION = re.compile(rb"<(?:[\w.-]+:)?dimension\s+ref=\"(?:[A-Z]+\d+:)?([A-Z]{1,3})([1-9]\d{0,6})\"")
_ELEMENT = re.compile(rb"<(?:[\w.-]+:)?(row|c)(?=[\s/>])([^>]*)")
_REF = re.compile(rb"(?:^|\s)r\s*=\s*[\"']([A-Za-z]{0,3})0*(\d{1,7})[\"']")
_ROW_HIDDEN = re.compile(rb"<(?:[\w.-]+:)?row\s([^>]*?\bhidden\s*=\s*[\"'](?:1|true)[\"'][^>]*)")
_COL = re.compile(rb"<(?:[\w.-]+:)?col\s([^>]*)")
_ATTRIBUTE = re.compile(rb"([\w:]+)\s*=\s*[\"']([^\"']*)[\"']")
_ERROR = re.compile(
    rb"<(?:[\w.-]+:)?c\s([^>]*?\bt\s*=\s*[\"']e[\"'][^>]*)>(?:(?!</(?:[\w.-]+:)?c>).)*?"
    rb"<(?:[\w.-]+:)?v>([^<]*)<",
    re.DOTALL,
)
_NO_VALUE = re.compile(
    rb"<(?:[\w.-]+:)?c\s([^>]*)>\s*<((?:[\w.-]+:)?)f(?:\s[^>]*/>|/>|(?:\s[^>]*)?>[^<]*</\2f>)\s*"
    rb"(?:<\2v\s*/>|<\2v>\s*</\2v>)?\s*</\2c>"
)
_PREFIXED_CELL = re.compile(rb":c[\s/>]")

type Position = tuple[int, int]


@dataclass(slots=True)
class Scan:
    """What the look found; rows and columns counted from 1."""

    last_row: int
    last_column: int
    hidden_rows: tuple[int, ...] = ()
    hidden_columns: tuple[int, ...] = ()
    faults: dict[Position, Fault] = field(default_factory=dict)
    percents: list[Position] = field(default_factory=list)
    has_formulas: bool = False


def reach(xml: bytes, most_cells: int) -> tuple[int, int]:
    """Last row and last column that may hold a value, never too small.

    Trusts the declared dimension only after one search finds no cell element beyond it; otherwise
    looks at every cell.
    """
    declared = _DIMENSION.search(xml[:4096])
    if declared:
        rows, columns = int(declared.group(2)), column_number(declared.group(1).decode())
        checked_rows, row_pattern = _at_most_row(declared.group(2))
        checked_columns, column_pattern = _at_most_column(declared.group(1))
        canonical = rb'<c(?=[\s/>])(?! r="' + column_pattern + row_pattern + rb'"[ />])'
        if (
            rows * columns <= most_cells
            and checked_rows * checked_columns <= 4 * most_cells
            and not _has_prefixed_cells(xml)
            and re.search(canonical, xml) is None
        ):
            return rows, columns
    return _exact_reach(xml)


def _holds(xml: bytes, rare: bytes, wanted: tuple[bytes, ...], start: int = 0) -> bool:
    """Whether any of the two-byte words occurs, found by hopping over its rarer byte.

    A search for one byte is ten times faster than for two; where the byte is not rare after all,
    the plain search takes over.
    """
    back = wanted[0].index(rare)
    at = start
    for _ in range(1000):
        at = xml.find(rare, at)
        if at < 0:
            return False
        if xml[at - back : at - back + 2] in wanted:
            return True
        at += 1
    return any(xml.find(word, at - 1) >= 0 for word in wanted)


def _has_prefixed_cells(xml: bytes) -> bool:
    return _holds(xml, b":", (b":c",)) and _PREFIXED_CELL.search(xml) is not None


def _at_most_row(number: bytes) -> tuple[int, bytes]:
    """A pattern for row numbers up to the next round one: 50321 → up to 59999."""
    first, more = number[:1], len(number) - 1
    shorter = rb"[1-9]\d{0,%d}" % (more - 1) if more else rb"(?!)"
    return (int(first) + 1) * 10**more - 1, rb"(?:[1-%b]\d{%d}|%b)" % (first, more, shorter)


def _at_most_column(letters: bytes) -> tuple[int, bytes]:
    """A pattern for column letters up to the last one with the same first letter: AJ → up to AZ."""
    first, more = letters[:1], len(letters) - 1
    shorter = rb"|[A-Z]{1,%d}" % more if more else b""
    last = column_number((first + b"Z" * more).decode())
    return last, rb"(?:[A-%b][A-Z]{%d}%b)" % (first, more, shorter)


def _exact_reach(xml: bytes) -> tuple[int, int]:
    last_row = last_column = row = column = 0
    for match in _ELEMENT.finditer(xml):
        name, attributes = match.groups()
        if attributes.count(b'"') % 2 or attributes.count(b"'") % 2:
            raise damaged()
        ref = _REF.search(attributes)
        if name == b"row":
            row, column = int(ref.group(2)) if ref else row + 1, 0
            continue
        if ref and ref.group(1):
            row, column = int(ref.group(2)), column_number(ref.group(1).decode())
        else:
            column += 1
        if attributes.endswith(b"/"):
            continue
        last_row, last_column = max(last_row, row), max(last_column, column)
    return last_row, last_column


def scan(xml: bytes, box: tuple[int, int], percent_styles: frozenset[bytes]) -> Scan:
    """Everything else, each part only where a quick search says it is there."""
    found = Scan(*box)
    found.hidden_columns = _hidden_columns(xml, box[1])
    cells_from = max(xml.find(b"sheetData"), 0)
    if xml.find(b"hidden=", cells_from) >= 0:
        found.hidden_rows = _hidden_rows(xml, box[0])
    if b"#" in xml:
        _collect_errors(xml, found)
    found.has_formulas = _holds(xml, b"f", (b"<f", b":f"), cells_from)
    if found.has_formulas:
        _collect_missing_values(xml, found)
    if percent_styles:
        found.percents = _percents(xml, percent_styles)
    return found


def _attributes(text: bytes) -> dict[bytes, bytes]:
    return dict(_ATTRIBUTE.findall(text))


def _position(attributes: bytes) -> Position | None:
    ref = _REF.search(attributes)
    if ref is None or not ref.group(1):
        return None
    return int(ref.group(2)), column_number(ref.group(1).decode())


def _hidden_rows(xml: bytes, last: int) -> tuple[int, ...]:
    numbers = {
        int(ref.group(2))
        for match in _ROW_HIDDEN.finditer(xml)
        if (ref := _REF.search(match.group(1))) is not None
    }
    return tuple(sorted(number for number in numbers if number <= last))


def _hidden_columns(xml: bytes, last: int) -> tuple[int, ...]:
    head = xml[: max(xml.find(b"sheetData"), 0)]
    numbers: set[int] = set()
    for match in _COL.finditer(head):
        column = _attributes(match.group(1))
        if column.get(b"hidden") in {b"1", b"true"}:
            first, final = column.get(b"min", b""), column.get(b"max", b"")
            if first.isdigit() and final.isdigit() and len(first + final) < 20:
                numbers.update(range(int(first), min(int(final), last) + 1))
    return tuple(sorted(numbers))


def _collect_errors(xml: bytes, found: Scan) -> None:
    for match in _ERROR.finditer(xml):
        position = _position(match.group(1))
        if position:
            found.faults[position] = Fault(match.group(2).decode("utf-8", "replace"))


def _collect_missing_values(xml: bytes, found: Scan) -> None:
    for match in _NO_VALUE.finditer(xml):
        attributes = match.group(1)
        # an empty text is a result; an empty number is none
        if _attributes(attributes).get(b"t") in {b"str", b"e"}:
            continue
        position = _position(attributes)
        if position:
            found.faults[position] = Fault("", FORMULA_WITHOUT_VALUE)


def _percents(xml: bytes, styles: frozenset[bytes]) -> list[Position]:
    any_style = b"|".join(sorted(styles, key=int))
    pattern = re.compile(
        rb"<(?:[\w.-]+:)?c\s+r=[\"']([A-Z]{1,3})(\d{1,7})[\"']\s+s=[\"'](?:"
        + any_style
        + rb")[\"'](?:\s+t=[\"']n[\"'])?\s*>"
    )
    columns: dict[bytes, int] = {}
    positions: list[Position] = []
    for letters, row in pattern.findall(xml):
        if letters not in columns:
            columns[letters] = column_number(letters.decode())
        positions.append((int(row), columns[letters]))
    return positions
