"""One cheap look over a worksheet's XML, beside the fast parser: how far the sheet reaches, hidden
rows and columns, errors, formulas without a result, cells shown as percents.

Works on bytes with literal-prefixed patterns, because a second real parse would double the time.
The parser lays the sheet out as a full rectangle, so two cells in opposite corners would cost
gigabytes: the reach is therefore established before it is called.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from xml.parsers import expat

from opora.imports.sheets.archive import damaged
from opora.imports.sheets.workbook import FORMULA_WITHOUT_VALUE, Fault, column_number

_DIMENSION = re.compile(rb"<(?:[\w.-]+:)?dimension\s+ref=\"(?:[A-Z]+\d+:)?([A-Z]{1,3})([1-9]\d{0,6})\"")
_CELL = re.compile(rb"<(?:[\w.-]+:)?c(?=[\s/>])([^>]*)")
_TEXTS = re.compile(rb"<(?:[\w.-]+:)?sst\b[^>]*")
_BELIEVABLE_TEXTS = 5_000_000
_COUNT = re.compile(rb"[cC]ount\s*=\s*[\"']\s*\+?(\d+)")
_REF = re.compile(rb"([A-Za-z]{1,3})0*([1-9]\d{0,6})")
_ROW_HIDDEN = re.compile(rb"<(?:[\w.-]+:)?row\s([^>]*?\bhidden\s*=\s*[\"'](?:1|true)[\"'][^>]*)")
_COL = re.compile(rb"<(?:[\w.-]+:)?col\s([^>]*)")
_ATTRIBUTE = re.compile(rb"\s+([\w:.-]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")
_ATTRIBUTES = re.compile(rb"(?:\s+[\w:.-]+\s*=\s*(?:\"[^\"]*\"|'[^']*'))*\s*/?")
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
    """From every cell's own address; where any cell has none, from a walk through the elements."""
    last_row = last_column = 0
    for match in _CELL.finditer(xml):
        attributes = match.group(1)
        position = _position(attributes)
        if position is None:
            return _walked_reach(xml)
        if not attributes.endswith(b"/"):
            last_row, last_column = max(last_row, position[0]), max(last_column, position[1])
    return last_row, last_column


def _walked_reach(xml: bytes) -> tuple[int, int]:
    """Cells without an address follow one another; counted by a parser that accepts no sloppy XML."""
    last_row = last_column = row = column = 0

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal last_row, last_column, row, column
        kind = name.rpartition(":")[2]
        if kind == "row":
            row = _row_number(attributes["r"].encode()) - 1 if "r" in attributes else row
        elif kind == "c":
            address = attributes.get("r")
            at_row, column = (row + 1, column + 1) if address is None else _address(address.encode())
            last_row, last_column = max(last_row, at_row), max(last_column, column)

    def end(name: str) -> None:
        nonlocal row, column
        if name.rpartition(":")[2] == "row":
            row, column = row + 1, 0

    parser = expat.ParserCreate()
    parser.StartElementHandler, parser.EndElementHandler = start, end
    try:
        parser.Parse(xml, True)
    except (expat.ExpatError, ValueError) as error:
        raise damaged() from error
    return last_row, last_column


def refuse_false_counts(xml: bytes) -> None:
    """The table of shared texts declares its length, and the parser reserves memory for it unseen."""
    for match in _TEXTS.finditer(xml):
        counts = [int(number[:12]) for number in _COUNT.findall(match.group())]
        if any(count > max(len(xml), _BELIEVABLE_TEXTS) for count in counts):
            raise damaged()


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
    """Read one after another, so that text inside a value is never taken for an attribute."""
    if _ATTRIBUTES.fullmatch(text) is None:
        raise damaged()
    return {name: double or single for name, double, single in _ATTRIBUTE.findall(text)}


def _position(attributes: bytes) -> Position | None:
    """The address of a cell element, None where it has none; one that cannot be understood is damage."""
    address = _attributes(attributes).get(b"r")
    return None if address is None else _address(address)


def _address(address: bytes) -> Position:
    ref = _REF.fullmatch(address)
    if ref is None:
        raise damaged()
    return int(ref.group(2)), column_number(ref.group(1).decode())


def _row_number(number: bytes) -> int:
    if not number.isdigit() or len(number) > 7:
        raise damaged()
    return int(number)


def _hidden_rows(xml: bytes, last: int) -> tuple[int, ...]:
    found = [_attributes(b" " + match.group(1)).get(b"r", b"") for match in _ROW_HIDDEN.finditer(xml)]
    numbers = {_row_number(number) for number in found if number}
    return tuple(sorted(number for number in numbers if number <= last))


def _hidden_columns(xml: bytes, last: int) -> tuple[int, ...]:
    head = xml[: max(xml.find(b"sheetData"), 0)]
    numbers: set[int] = set()
    for match in _COL.finditer(head):
        column = _attributes(b" " + match.group(1))
        if column.get(b"hidden") in {b"1", b"true"}:
            first, final = column.get(b"min", b""), column.get(b"max", b"")
            if first.isdigit() and final.isdigit() and len(first + final) < 20:
                numbers.update(range(int(first), min(int(final), last) + 1))
    return tuple(sorted(numbers))


def _collect_errors(xml: bytes, found: Scan) -> None:
    for match in _ERROR.finditer(xml):
        position = _position(b" " + match.group(1))
        if position:
            found.faults[position] = Fault(match.group(2).decode("utf-8", "replace"))


def _collect_missing_values(xml: bytes, found: Scan) -> None:
    for match in _NO_VALUE.finditer(xml):
        attributes = b" " + match.group(1)
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
