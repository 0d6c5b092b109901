"""ODS (LibreOffice): read straight from its XML, since only so hidden, merged and faulty cells are seen."""

from __future__ import annotations

from xml.parsers import expat

from opora.imports.problems import register
from opora.imports.sheets import engine, xlsx_parts
from opora.imports.sheets.archive import Archive, damaged
from opora.imports.sheets.kinds import encrypted
from opora.imports.sheets.ods_cells import OFFICE, STYLE, TABLE, TEXT, repeated, value_of, whole
from opora.imports.sheets.workbook import (
    Cell,
    Fault,
    Limits,
    Merged,
    Sheet,
    Workbook,
    put_fault,
    refusal,
    warn_of_hidden,
)

# Parts of a sheet that hold cells or texts which are not its cells.
_ASIDE = {
    OFFICE + "annotation",
    TABLE + "tracked-changes",
    TABLE + "shapes",
    TABLE + "dde-link",
    OFFICE + "forms",
}
_CELLS = {TABLE + "table-cell", TABLE + "covered-table-cell"}
_MOST_COLUMNS = 16_384

FILE_NO_TABLES = register("file-no-tables", "В документе нет ни одной таблицы.")


def read(archive: Archive, limits: Limits) -> Workbook:
    """Every sheet of the document; raises Unreadable."""
    if b"encryption-data" in archive.parts.get("META-INF/manifest.xml", b""):
        raise encrypted()
    if _has_macros(archive):
        raise xlsx_parts.refuse_macros()
    content = archive.parts.get("content.xml")
    if content is None:
        raise damaged()
    reader = _Reader(limits)
    reader.parse(content)
    if not reader.sheets:
        raise refusal(
            FILE_NO_TABLES, "В документе нет ни одного листа с таблицей. Проверьте, тот ли это файл."
        )
    for sheet in reader.sheets:
        warn_of_hidden(sheet)
    return Workbook("ods", reader.sheets)


def _has_macros(archive: Archive) -> bool:
    """LibreOffice always writes lists of libraries; a program is a further file beside them."""
    for info in archive.members:
        folder, _, rest = info.filename.partition("/")
        if folder == "Scripts" and rest:
            return True
        if folder == "Basic" and not rest.endswith(("script-lc.xml", "script-lb.xml", "dialog-lc.xml")):
            return not rest.endswith("dialog-lb.xml")
    return False


class _Reader:
    """Callbacks of the XML parser; keeps one row and one cell open at a time. Counts from 0."""

    def __init__(self, limits: Limits) -> None:
        self.sheets: list[Sheet] = []
        self._limits = limits
        self._cells = 0
        self._hidden_styles: set[str] = set()
        self._style = ""
        self._aside = 0
        self._open: dict[str, str] | None = None
        self._text: list[str] = []
        self._paragraph = False
        self._forget_sheet()

    def _forget_sheet(self) -> None:
        self._row: list[Cell] = []
        self._row_number = self._column = self._declared_columns = 0
        self._row_repeated = 1
        self._hidden_rows: list[int] = []
        self._hidden_columns: list[int] = []
        self._faults: list[tuple[int, int, Fault]] = []

    def parse(self, content: bytes) -> None:
        """Fill `sheets`; raises Unreadable."""
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._characters
        try:
            parser.Parse(content, True)
        except (expat.ExpatError, ValueError, OverflowError) as error:
            raise damaged() from error

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if self._aside or name in _ASIDE:
            self._aside += 1
        elif name in _CELLS:
            self._open, self._text = attributes, []
        elif self._open is not None:
            self._start_text(name, attributes)
        elif name == TABLE + "table-row":
            self._start_row(attributes)
        elif name == TABLE + "table-column":
            self._add_columns(attributes)
        elif name == TABLE + "table":
            self._start_sheet(attributes)
        elif name == STYLE + "style":
            self._style = attributes.get(STYLE + "name", "")
        elif name == STYLE + "table-properties" and attributes.get(TABLE + "display") == "false":
            self._hidden_styles.add(self._style)

    def _start_text(self, name: str, attributes: dict[str, str]) -> None:
        if name == TEXT + "p":
            self._paragraph = True
            if self._text:
                self._text.append("\n")
        elif name == TEXT + "s":
            self._text.append(" " * min(whole(attributes.get(TEXT + "c")) or 1, 100))
        elif name in (TEXT + "tab", TEXT + "line-break"):
            self._text.append(" ")

    def _end(self, name: str) -> None:
        if self._aside:
            self._aside -= 1
        elif name == TEXT + "p":
            self._paragraph = False
        elif name in _CELLS:
            self._end_cell()
        elif name == TABLE + "table-row":
            self._end_row()
        elif name == TABLE + "table" and self.sheets:
            self._end_sheet()

    def _characters(self, data: str) -> None:
        if self._paragraph and self._open is not None and not self._aside:
            self._text.append(data)

    def _start_sheet(self, attributes: dict[str, str]) -> None:
        engine.check_sheet_count(len(self.sheets) + 1, self._limits)
        name = attributes.get(TABLE + "name", f"Лист {len(self.sheets) + 1}")
        self.sheets.append(Sheet(name, hidden=attributes.get(TABLE + "style-name") in self._hidden_styles))
        self._forget_sheet()

    def _sheet(self) -> Sheet:
        if not self.sheets:
            raise damaged()
        return self.sheets[-1]

    def _add_columns(self, attributes: dict[str, str]) -> None:
        first = self._declared_columns
        self._declared_columns += min(repeated(attributes, "columns"), _MOST_COLUMNS)
        if _is_hidden(attributes) and self._declared_columns <= _MOST_COLUMNS:
            self._hidden_columns += range(first + 1, self._declared_columns + 1)

    def _start_row(self, attributes: dict[str, str]) -> None:
        self._row, self._column = [], 0
        self._row_repeated = repeated(attributes, "rows")
        last = self._row_number + self._row_repeated
        if _is_hidden(attributes) and last <= self._limits.rows:
            self._hidden_rows += range(self._row_number + 1, last + 1)

    def _end_cell(self) -> None:
        attributes, self._open = self._open or {}, None
        first, self._column = self._column, self._column + repeated(attributes, "columns")
        value = value_of(attributes, "".join(self._text))
        if value is not None:
            if self._column > _MOST_COLUMNS:
                raise damaged()
            self._row.extend([None] * (first - len(self._row)))
            self._row.extend([value] * (self._column - first))
        columns = whole(attributes.get(TABLE + "number-columns-spanned")) or 1
        rows = whole(attributes.get(TABLE + "number-rows-spanned")) or 1
        if columns > 1 or rows > 1:
            top = self._row_number
            self._sheet().merged.append(Merged(top, first, top + rows - 1, first + columns - 1))

    def _end_row(self) -> None:
        sheet, first = self._sheet(), self._row_number
        self._row_number += self._row_repeated
        if not self._row:
            return
        self._cells += len(self._row) * self._row_repeated
        if self._row_number > self._limits.rows or self._cells > self._limits.cells:
            raise engine.too_many_cells(sheet.name, self._row_number, len(self._row), self._limits)
        sheet.rows.extend([] for _ in range(first - len(sheet.rows)))
        sheet.rows.extend(list(self._row) for _ in range(self._row_repeated))
        self._faults += [
            (number, column, value)
            for column, value in enumerate(self._row)
            if isinstance(value, Fault)
            for number in range(first, self._row_number)
        ]

    def _end_sheet(self) -> None:
        sheet = self._sheet()
        for row, column, fault in sorted(self._faults):
            put_fault(sheet, row, column, fault)
        width = max((len(row) for row in sheet.rows), default=0)
        sheet.hidden_rows = tuple(n for n in self._hidden_rows if n <= len(sheet.rows))
        sheet.hidden_columns = tuple(n for n in self._hidden_columns if n <= width)
        self._forget_sheet()


def _is_hidden(attributes: dict[str, str]) -> bool:
    return attributes.get(TABLE + "visibility") in {"collapse", "filter"}
