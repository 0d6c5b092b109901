"""XLSX and XLSM: the guard, the look over each sheet, the parser, in this order."""

from __future__ import annotations

from python_calamine import SheetTypeEnum, SheetVisibleEnum

from opora.imports.sheets import engine, xlsx_parts
from opora.imports.sheets.archive import Archive, damaged
from opora.imports.sheets.workbook import Limits, Sheet, Workbook, warn_of_hidden
from opora.imports.sheets.xlsx_scan import Scan, reach, refuse_false_counts, scan

_FOR_PARSER = ("[Content_Types].xml", "_rels/", "xl/")


def read(archive: Archive, limits: Limits) -> Workbook:
    """Every worksheet of the workbook; chart sheets are left out."""
    if archive.has("xl/vbaProject") or archive.has("xl/macrosheets/"):
        raise xlsx_parts.refuse_macros()
    book = xlsx_parts.read_book(archive)
    engine.check_sheet_count(len(book.paths), limits)
    boxes = _boxes(archive, book, limits)
    percents = xlsx_parts.percent_styles(archive)
    workbook = Workbook("xlsx", [])
    parsed = engine.guarded_open(archive.repacked(_FOR_PARSER))
    has_formulas = False
    total = 0
    for index, about in enumerate(parsed.sheets_metadata):
        if about.typ is SheetTypeEnum.MacroSheet:
            raise xlsx_parts.refuse_macros()
        if about.typ is not SheetTypeEnum.WorkSheet:
            continue
        if about.name not in boxes:
            raise damaged()
        sheet = Sheet(about.name, hidden=about.visible is not SheetVisibleEnum.Visible)
        engine.fill(sheet, engine.guarded_sheet(parsed, index))
        total = engine.check_size(
            about.name, len(sheet.rows), len(sheet.rows[0] if sheet.rows else ()), total, limits
        )
        found = scan(archive.parts[book.paths[about.name]], boxes[about.name], percents)
        _apply(sheet, found)
        has_formulas = has_formulas or found.has_formulas
        workbook.sheets.append(sheet)
    if archive.has("xl/externalLinks/"):
        workbook.warnings.append(xlsx_parts.external_links_warning())
    if has_formulas and book.not_recalculated:
        workbook.warnings.append(xlsx_parts.not_recalculated_warning())
    return workbook


def _boxes(archive: Archive, book: xlsx_parts.Book, limits: Limits) -> dict[str, tuple[int, int]]:
    """How far each sheet reaches, all checked before the parser sees any."""
    by_path: dict[str, tuple[int, int]] = {}
    names = {path: name for name, path in book.paths.items()}
    for path, xml in archive.parts.items():
        # whatever holds cells is measured, listed as a sheet or not: the parser may find it otherwise
        if path.startswith("xl/") and b"sheetData" in xml:
            by_path[path] = reach(xml, limits.cells)
            engine.check_size(names.get(path, path), *by_path[path], 0, limits)
        else:
            refuse_false_counts(xml)
    boxes: dict[str, tuple[int, int]] = {}
    total = 0
    for name, path in book.paths.items():
        if path not in archive.parts:
            raise damaged()
        boxes[name] = by_path.get(path, (0, 0))
        total = engine.check_size(name, *boxes[name], total, limits)
    return boxes


def _apply(sheet: Sheet, found: Scan) -> None:
    engine.mark_percents(sheet, found.percents)
    engine.mark_faults(sheet, found.faults)
    sheet.hidden_rows = found.hidden_rows
    sheet.hidden_columns = found.hidden_columns
    warn_of_hidden(sheet)
