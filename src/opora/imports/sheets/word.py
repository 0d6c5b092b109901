"""DOCX: every table of the document as a sheet «Таблица 1», «Таблица 2»…"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.etree import ElementTree

from opora.imports.problems import register
from opora.imports.sheets import engine, xlsx_parts
from opora.imports.sheets.archive import Archive, damaged
from opora.imports.sheets.workbook import Cell, Limits, Merged, Sheet, Workbook, refusal
from opora.imports.sheets.xlsx_parts import local

DOCUMENT_WITHOUT_TABLES = register("document-without-tables", "В документе Word нет ни одной таблицы.")

# Deleted and moved-away text, and the second copy of drawings for old programs.
_NOT_READ = {"del", "moveFrom", "Fallback", "txbxContent"}
_MOST_COLUMNS = 16_384


@dataclass(slots=True)
class _Grid:
    """A table being read: rows, merged ranges, and for each column the merge still open downwards."""

    rows: list[list[Cell]] = field(default_factory=list)
    merged: list[Merged] = field(default_factory=list)
    downwards: dict[int, Merged] = field(default_factory=dict)

    def close_merge(self, column: int) -> None:
        area = self.downwards.pop(column, None)
        if area is not None and (area.bottom > area.top or area.right > area.left):
            self.merged.append(area)


def read(archive: Archive, limits: Limits) -> Workbook:
    """Tables in the order of the document, nested ones after the one that holds them."""
    if archive.has("word/vbaProject"):
        raise xlsx_parts.refuse_macros()
    content = archive.parts.get("word/document.xml")
    if content is None:
        raise damaged()
    try:
        root = ElementTree.fromstring(content)  # noqa: S314 - the archive refused document types
    except (ElementTree.ParseError, ValueError) as error:
        raise damaged() from error
    tables = [element for element in root.iter() if local(element.tag) == "tbl"]
    if not tables:
        raise refusal(
            DOCUMENT_WITHOUT_TABLES,
            "В документе Word нет ни одной таблицы. Если таблица вставлена картинкой, "
            "перенесите её в Excel и загрузите как XLSX.",
        )
    engine.check_sheet_count(len(tables), limits)
    sheets: list[Sheet] = []
    cells = 0
    for number, table in enumerate(tables, start=1):
        sheet = _read_table(f"Таблица {number}", table, limits, cells)
        cells += sum(len(row) for row in sheet.rows)
        sheets.append(sheet)
    return Workbook("docx", sheets)


def _inside(element: ElementTree.Element, wanted: str) -> Iterator[ElementTree.Element]:
    """Descendants of a kind, not looking into tables within and into what is not read."""
    waiting = list(reversed(element))
    while waiting:
        child = waiting.pop()
        name = local(child.tag)
        if name == wanted:
            yield child
        elif name not in _NOT_READ and name != "tbl":
            waiting.extend(reversed(child))


def _read_table(name: str, table: ElementTree.Element, limits: Limits, before: int) -> Sheet:
    grid = _Grid()
    cells = before
    for row in _inside(table, "tr"):
        _read_row(grid, row)
        cells += len(grid.rows[-1])
        if cells > limits.cells or len(grid.rows) > limits.rows:
            raise engine.too_many_cells(name, len(grid.rows), len(grid.rows[-1]), limits)
    for column in list(grid.downwards):
        grid.close_merge(column)
    merged = sorted(grid.merged, key=lambda area: (area.top, area.left))
    return Sheet(name, rows=grid.rows, merged=merged)


def _read_row(grid: _Grid, row: ElementTree.Element) -> None:
    number = len(grid.rows)
    values: list[Cell] = [None] * _property(row, "trPr", "gridBefore", 0)
    for cell in _inside(row, "tc"):
        column, width = len(values), _property(cell, "tcPr", "gridSpan", 1)
        if column + width > _MOST_COLUMNS:
            raise damaged()
        continues = _continues_from_above(cell)
        values += [None if continues else _text(cell)] + [None] * (width - 1)
        area = grid.downwards.get(column)
        if continues and area is not None:
            grid.downwards[column] = Merged(area.top, area.left, number, area.right)
        else:
            grid.close_merge(column)
            grid.downwards[column] = Merged(number, column, number, column + width - 1)
    grid.rows.append(values)


def _property(element: ElementTree.Element, group: str, name: str, otherwise: int) -> int:
    for properties in element:
        if local(properties.tag) == group:
            for item in properties:
                if local(item.tag) == name:
                    return _value(item, otherwise)
    return otherwise


def _value(item: ElementTree.Element, otherwise: int) -> int:
    for name, text in item.attrib.items():
        if local(name) == "val" and text.isascii() and text.isdigit() and len(text) < 6:
            return max(int(text), otherwise)
    return otherwise


def _continues_from_above(cell: ElementTree.Element) -> bool:
    for properties in cell:
        if local(properties.tag) == "tcPr":
            for item in properties:
                if local(item.tag) == "vMerge":
                    return "restart" not in item.attrib.values()
    return False


def _text(cell: ElementTree.Element) -> str | None:
    paragraphs = ["".join(_pieces(paragraph)).strip() for paragraph in _inside(cell, "p")]
    return "\n".join(text for text in paragraphs if text) or None


def _pieces(paragraph: ElementTree.Element) -> Iterator[str]:
    for run in _inside(paragraph, "r"):
        for piece in run:
            match local(piece.tag):
                case "t":
                    yield piece.text or ""
                case "tab" | "br" | "cr":
                    yield " "
                case "noBreakHyphen":
                    yield "-"
