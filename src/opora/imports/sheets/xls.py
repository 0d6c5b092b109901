"""XLS (Excel 97–2003): a look over the records, then the parser."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

from python_calamine import SheetTypeEnum, SheetVisibleEnum

from opora.imports.sheets import engine, xlsx_parts
from opora.imports.sheets.archive import damaged
from opora.imports.sheets.compound import Compound, pack
from opora.imports.sheets.kinds import encrypted, not_a_table
from opora.imports.sheets.workbook import ZERO_OR_TEXT, Fault, Limits, Sheet, Workbook, warn_of_hidden

_BOF, _EOF, _FILEPASS, _BOUNDSHEET, _DIMENSIONS = 0x809, 0x0A, 0x2F, 0x85, 0x200
_FORMAT, _XF, _ROW, _COLINFO, _SUPBOOK, _SST = 0x41E, 0xE0, 0x208, 0x7D, 0x1AE, 0xFC
_NUMBER, _RK, _LABELSST, _LABEL, _MULRK = 0x203, 0x27E, 0xFD, 0x204, 0xBD
_FORMULA, _BOOLERR = {0x06, 0x206, 0x406}, 0x205
_CELLS = {_NUMBER, _RK, _LABELSST, _LABEL, _BOOLERR} | _FORMULA
_MACRO_SHEET = 1
_ZERO = bytes(8)
_EXCEL = b"Microsoft Excel"
_ERRORS = {
    0x00: "#ПУСТО!",
    0x07: "#ДЕЛ/0!",
    0x0F: "#ЗНАЧ!",
    0x17: "#ССЫЛКА!",
    0x1D: "#ИМЯ?",
    0x24: "#ЧИСЛО!",
    0x2A: "#Н/Д",
}


@dataclass(slots=True)
class _Found:
    """What the records of one sheet say, rows and columns counted from 1."""

    rows: int = 0
    columns: int = 0
    hidden_rows: list[int] = field(default_factory=list)
    hidden_columns: list[int] = field(default_factory=list)
    faults: dict[tuple[int, int], Fault] = field(default_factory=dict)
    percents: list[tuple[int, int]] = field(default_factory=list)


@dataclass(slots=True)
class _Scan:
    """What all records say; sheets by the offset at which they begin."""

    names: dict[int, str] = field(default_factory=dict)
    sheets: dict[int, _Found] = field(default_factory=dict)
    percent_formats: set[int] = field(default_factory=lambda: {9, 10})
    percent_styles: set[int] = field(default_factory=set)
    styles: int = 0
    links_out: bool = False
    is_from_excel: bool = False


def read(data: bytes, limits: Limits) -> Workbook:
    """Every worksheet; raises Unreadable."""
    try:
        container = Compound(data)
        stream = container.stream("Workbook", "Book")
        if stream is None:
            raise not_a_table("файл Microsoft Office неизвестного вида")
        if any(entry.name.upper() in {"_VBA_PROJECT_CUR", "_VBA_PROJECT"} for entry in container.entries):
            raise xlsx_parts.refuse_macros()
        seen = _scan(stream, is_from_excel=_EXCEL in (container.stream("\x05SummaryInformation") or b""))
        packed = pack("Workbook", _tamed(stream))
    except (struct.error, IndexError, ValueError) as error:
        raise damaged() from error
    return _read_sheets(packed, seen, limits)


def _read_sheets(data: bytes, seen: _Scan, limits: Limits) -> Workbook:
    engine.check_sheet_count(len(seen.names), limits)
    total = 0
    for offset, name in seen.names.items():
        if offset not in seen.sheets:
            raise damaged()
        found = seen.sheets[offset]
        total = engine.check_size(name, found.rows, found.columns, total, limits)
    parsed = engine.guarded_open(data)
    if len(parsed.sheets_metadata) != len(seen.names):
        raise damaged()
    workbook = Workbook("xls", [])
    for index, (about, offset) in enumerate(zip(parsed.sheets_metadata, seen.names, strict=True)):
        if about.typ is SheetTypeEnum.MacroSheet:
            raise xlsx_parts.refuse_macros()
        if about.typ is not SheetTypeEnum.WorkSheet:
            continue
        sheet = Sheet(about.name, hidden=about.visible is not SheetVisibleEnum.Visible)
        engine.fill(sheet, engine.guarded_sheet(parsed, index))
        _apply(sheet, seen.sheets[offset])
        workbook.sheets.append(sheet)
    if seen.links_out:
        workbook.warnings.append(xlsx_parts.external_links_warning())
    return workbook


def _apply(sheet: Sheet, found: _Found) -> None:
    engine.mark_percents(sheet, found.percents)
    engine.mark_faults(sheet, found.faults)
    sheet.hidden_rows = tuple(sorted(n for n in set(found.hidden_rows) if n <= found.rows))
    sheet.hidden_columns = tuple(sorted(n for n in set(found.hidden_columns) if n <= found.columns))
    warn_of_hidden(sheet)


def _tamed(stream: bytes) -> bytes:
    """The stream without the two declared sizes for which the parser reserves memory unseen.

    It takes the size of a sheet from a record of its own and the count of texts from the head of
    their table; neither is needed, since the cells and texts are counted as they come.
    """
    tamed = bytearray(stream)
    for offset, kind, content in _records(stream):
        if kind == _DIMENSIONS:
            tamed[offset + 4 : offset + 4 + len(content)] = bytes(len(content))
        elif kind == _SST and int.from_bytes(content[4:8], "little") > len(stream) // 3:
            raise damaged()
    return bytes(tamed)


def _records(stream: bytes) -> Iterator[tuple[int, int, bytes]]:
    """(offset, kind, content) of every record."""
    at, end = 0, len(stream)
    while at + 4 <= end:
        kind, length = struct.unpack_from("<HH", stream, at)
        yield at, kind, stream[at + 4 : at + 4 + length]
        at += 4 + length


def _scan(stream: bytes, *, is_from_excel: bool) -> _Scan:
    seen = _Scan(is_from_excel=is_from_excel)
    sheet: _Found | None = None
    for offset, kind, content in _records(stream):
        if kind == _BOF and offset in seen.names:
            sheet = seen.sheets.setdefault(offset, _Found())
        elif kind == _EOF:
            # the parser stops here too, so what follows belongs to no sheet
            sheet = None
        elif sheet is None:
            _note_global(seen, kind, content)
        elif kind in _CELLS or kind == _MULRK:
            _note_cell(seen, sheet, kind, content)
        else:
            _note_layout(sheet, kind, content)
    return seen


def _note_global(seen: _Scan, kind: int, content: bytes) -> None:
    if kind == _FILEPASS:
        raise encrypted()
    if kind == _BOUNDSHEET:
        if content[5] == _MACRO_SHEET:
            raise xlsx_parts.refuse_macros()
        wide = len(content) > 7 and content[7] & 1
        name = content[8:].decode("utf-16-le" if wide else "latin-1", "replace")
        seen.names[struct.unpack_from("<L", content)[0]] = name[: content[6]]
    elif kind == _FORMAT and len(content) > 5:
        code = content[5:].decode("utf-16-le" if content[4] & 1 else "latin-1", "replace")
        if xlsx_parts.shows_percent(code):
            seen.percent_formats.add(struct.unpack_from("<H", content)[0])
    elif kind == _XF:
        if struct.unpack_from("<H", content, 2)[0] in seen.percent_formats:
            seen.percent_styles.add(seen.styles)
        seen.styles += 1
    elif kind == _SUPBOOK and content[2:4] not in (b"\x01\x04", b"\x01\x3a"):
        seen.links_out = True


def _note_cell(seen: _Scan, sheet: _Found, kind: int, content: bytes) -> None:
    row, column, style = struct.unpack_from("<HHH", content)
    last = struct.unpack_from("<H", content, len(content) - 2)[0] if kind == _MULRK else column
    sheet.rows, sheet.columns = max(sheet.rows, row + 1), max(sheet.columns, last + 1)
    if kind == _MULRK:
        for number, at in enumerate(range(4, len(content) - 2, 6)):
            if struct.unpack_from("<H", content, at)[0] in seen.percent_styles:
                sheet.percents.append((row + 1, column + 1 + number))
    elif kind in _FORMULA and content[6] == 2 and content[12:14] == b"\xff\xff":
        _note_error(sheet, row, column, content[8])
    elif kind in _FORMULA and content[6:14] == _ZERO and not seen.is_from_excel:
        # LibreOffice saves the text of a formula as 0 where it has not calculated it anew
        sheet.faults[row + 1, column + 1] = Fault("0", ZERO_OR_TEXT)
    elif kind == _BOOLERR and content[7]:
        _note_error(sheet, row, column, content[6])
    elif style in seen.percent_styles:
        sheet.percents.append((row + 1, column + 1))


def _note_error(sheet: _Found, row: int, column: int, code: int) -> None:
    sheet.faults[row + 1, column + 1] = Fault(_ERRORS.get(code, "#ОШИБКА"))


def _note_layout(sheet: _Found, kind: int, content: bytes) -> None:
    if kind == _ROW:
        if struct.unpack_from("<H", content, 12)[0] & 0x20:
            sheet.hidden_rows.append(struct.unpack_from("<H", content)[0] + 1)
    elif kind == _COLINFO:
        first, last, _width, _style, options = struct.unpack_from("<HHHHH", content)
        if options & 1:
            sheet.hidden_columns.extend(range(first + 1, min(last, 255) + 2))
    elif kind == _FILEPASS:
        raise encrypted()
