"""CSV and TSV: which encoding, which separator, then rows of texts. Nothing is guessed about values."""

from __future__ import annotations

import codecs
import csv
import re
from collections import Counter
from io import StringIO
from itertools import islice

from opora.imports.problems import Place, register
from opora.imports.sheets import engine
from opora.imports.sheets.kinds import not_a_table
from opora.imports.sheets.workbook import Cell, Limits, Sheet, Unreadable, Workbook, refusal

TEXT_QUOTES = register("text-quotes", "В файле CSV кавычка открыта и не закрыта.")
TEXT_ENCODING = register("text-encoding", "Не удалось понять кодировку текстового файла.")

# In this order where several fit equally well: a decimal comma is more common than a comma between columns.
SEPARATORS = ("\t", ";", "|", ",")
_SAMPLE = 100
_MOST_LINES = 50
_CYRILLIC_GUESSES = ("cp1251", "cp866", "koi8_r")
_COMMON_LETTERS = frozenset("оеаинтсрвлкмдпу")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
_ANNOUNCED = re.compile(r"sep=(.)(?:\r\n|\n|\r|$)", re.IGNORECASE)  # Excel never shows this line as a row
_FORCED_TEXT = re.compile(r'="([^"]*)"')


def read(data: bytes, limits: Limits, *, sheet_name: str = "CSV") -> Workbook:
    """One sheet with every line as a row; raises Unreadable."""
    text = decode(data)
    if _CONTROL.search(text):
        raise not_a_table("файл неизвестного вида")
    return Workbook("csv", [read_text(text, sheet_name, limits)])


def decode(data: bytes) -> str:
    """UTF-8 and UTF-16 with or without a mark, else the Cyrillic encoding whose text looks Russian."""
    if data.startswith(codecs.BOM_UTF8):
        return _strictly(data, "utf-8-sig")
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return _strictly(data, "utf-16")
    if b"\x00" in data[:4096]:
        return _strictly(data, _utf16_order(data[:4096]))
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        guesses = _cyrillic_guesses(data)
        return max(guesses, key=_looks_russian) if guesses else _undecodable()


def _strictly(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return _undecodable()


def _undecodable() -> str:
    raise refusal(
        TEXT_ENCODING,
        "Не удалось понять кодировку текста. Откройте файл в Excel или LibreOffice, сохраните его "
        "как XLSX или как «CSV UTF-8» и загрузите снова.",
    )


def _utf16_order(sample: bytes) -> str:
    """Zeros at odd places come from Latin text with the low byte first."""
    return "utf-16-le" if sample[1::2].count(0) >= sample[::2].count(0) else "utf-16-be"


def _cyrillic_guesses(data: bytes) -> list[str]:
    guesses: list[str] = []
    for encoding in _CYRILLIC_GUESSES:
        try:
            guesses.append(data.decode(encoding))
        except UnicodeDecodeError:
            continue
    return guesses


def _looks_russian(text: str) -> int:
    """Common small letters for, box-drawing and odd signs against; counted on the beginning."""
    sample = text[:20_000]
    good = sum(letter in _COMMON_LETTERS for letter in sample)
    odd = sum(sign > "\u2200" or "\x80" <= sign <= "\x9f" or sign in "ЃѓЉЊЌЋЏђ‰" for sign in sample)
    return good - 3 * odd


def read_text(text: str, name: str, limits: Limits) -> Sheet:
    """A sheet from text in which a separator divides the columns."""
    announced = _ANNOUNCED.match(text)
    if announced:
        text = text[announced.end() :]
    separator = announced.group(1) if announced else find_separator(text)
    rows = _read_rows(text, separator, name, limits)
    while rows and not any(rows[-1]):
        rows.pop()
    return Sheet(name, rows=rows)


def find_separator(text: str) -> str:
    """The sign that cuts the most lines into the same number of columns."""
    sample = text[:200_000]
    best, best_score = SEPARATORS[-1], 0.0
    for separator in SEPARATORS:
        score = _agreement(sample, separator) if separator in sample else 0.0
        if score > best_score:
            best, best_score = separator, score
    return best


def _agreement(sample: str, separator: str) -> float:
    """Share of the first rows that have the most frequent number of columns, if that is at least two."""
    widths: Counter[int] = Counter()
    try:
        for row in islice(csv.reader(StringIO(sample, newline=""), delimiter=separator), _SAMPLE):
            if any(row):
                widths[len(row)] += 1
    except csv.Error:
        return 0.0
    several = [count for width, count in widths.items() if width > 1]
    return max(several, default=0) / max(widths.total(), 1)


def _read_rows(text: str, separator: str, name: str, limits: Limits) -> list[list[Cell]]:
    """Rows of texts, strictly by the rules of quotes if the text keeps them, else leniently."""
    rows: list[list[Cell]] = []
    try:
        _parse(rows, text, separator, name, limits, strict=True)
    except csv.Error as error:
        if "end of data" in str(error):
            raise _quotes(name, len(rows) + 1) from error
        rows = []
        try:
            _parse(rows, text, separator, name, limits, strict=False)
        except csv.Error as again:
            raise _quotes(name, len(rows) + 1) from again
    return rows


def _parse(
    rows: list[list[Cell]], text: str, separator: str, name: str, limits: Limits, *, strict: bool
) -> None:
    cells = 0
    for row in csv.reader(StringIO(text, newline=""), delimiter=separator, strict=strict):
        cells += len(row)
        if len(rows) >= limits.rows or cells > limits.cells:
            raise engine.too_many_cells(name, len(rows) + 1, len(row), limits)
        # a lenient reader swallows the rest of the file after a stray quote
        if not strict and any(value.count("\n") > _MOST_LINES for value in row):
            raise _quotes(name, len(rows) + 1)
        rows.append([_cell(value) for value in row])


def _cell(value: str) -> Cell:
    """Excel forces a text by writing ="0012"; everything else is taken as it stands."""
    if value.startswith('="') and (forced := _FORCED_TEXT.fullmatch(value)):
        return forced.group(1)
    return value or None


def _quotes(name: str, row: int) -> Unreadable:
    return refusal(
        TEXT_QUOTES,
        f"Похоже, в строке {row} кавычка открыта и не закрыта, поэтому столбцы не разобрать. "
        "Исправьте кавычки или сохраните таблицу как XLSX и загрузите снова.",
        place=Place(name, row),
    )
