"""The door: bytes a person uploaded in, a workbook or one clear refusal out."""

from __future__ import annotations

from opora.imports.sheets import delimited, kinds, ods, word, xls, xlsx
from opora.imports.sheets.archive import Archive, damaged, open_archive
from opora.imports.sheets.workbook import Limits, Unreadable, Workbook
from opora.printing.sheets.about import ABOUT_MARK

FIX_LIST = "Что исправить"
"""Name of the first sheet of an annotated file: it is ours and is left out when the file comes back."""

FIX_LIST_MARK = "Опора: что исправить"

# sheets that we add ourselves and that hold nothing to take in
_NOT_DATA = (FIX_LIST_MARK, ABOUT_MARK)

_OTHER_ARCHIVES: tuple[tuple[str, str, str], ...] = (
    ("xl/workbook.bin", "таблица в двоичном формате XLSB", "Сохраните её в Excel как XLSX."),
    ("ppt/", "презентация PowerPoint", kinds.SAVE_AS),
    ("visio/", "чертёж Visio", kinds.SAVE_AS),
    ("Index/", "документ Apple (Numbers, Pages)", "Выгрузите таблицу из Numbers в Excel и загрузите XLSX."),
    ("AndroidManifest.xml", "программа для телефона", kinds.SAVE_AS),
    ("META-INF/MANIFEST.MF", "программа Java", kinds.SAVE_AS),
)
_OPEN_DOCUMENT = b"application/vnd.oasis.opendocument."


def read_workbook(data: bytes, name: str, *, limits: Limits | None = None) -> Workbook:
    """Read a table of any supported kind; the kind is told by content, `name` only names a CSV's sheet.

    Raises Unreadable with one problem: what the file is or what is wrong with it, and what to do.
    Nothing else is raised for any bytes whatever.
    """
    limits = limits or Limits()
    try:
        workbook = _read(data, name, limits)
    except Unreadable:
        raise
    except (MemoryError, RecursionError) as error:
        raise damaged() from error
    workbook.sheets = [sheet for sheet in workbook.sheets if sheet.cell(0, 0) not in _NOT_DATA]
    return workbook


def _read(data: bytes, name: str, limits: Limits) -> Workbook:
    kind = kinds.recognise(data, limits)
    if kind == "xls":
        return xls.read(data, limits)
    if kind == "text":
        return delimited.read(data, limits, sheet_name=_sheet_name(name))
    return _read_archive(open_archive(data, limits), limits)


def _sheet_name(name: str) -> str:
    """A CSV has no sheets: the file's own name stands for one, as spreadsheets do it."""
    stem = name.replace("\\", "/").rpartition("/")[2]
    stem = stem.rpartition(".")[0] or stem
    return " ".join(stem.split())[:31] or "CSV"


def _read_archive(archive: Archive, limits: Limits) -> Workbook:
    if "xl/workbook.xml" in archive.parts:
        return xlsx.read(archive, limits)
    if "word/document.xml" in archive.parts:
        return word.read(archive, limits)
    declared = archive.parts.get("mimetype", b"")
    if declared.startswith(_OPEN_DOCUMENT + b"spreadsheet"):
        return ods.read(archive, limits)
    if declared.startswith(_OPEN_DOCUMENT):
        raise kinds.not_a_table("документ или презентация OpenDocument")
    for beginning, what, remedy in _OTHER_ARCHIVES:
        if archive.has(beginning):
            raise kinds.not_a_table(what, remedy)
    raise kinds.not_a_table("архив ZIP", "Распакуйте его и загрузите саму таблицу.")
