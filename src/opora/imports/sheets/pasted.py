"""A table pasted as text: from a spreadsheet (tabs), from Word or mail (spaces), from Markdown (bars)."""

from __future__ import annotations

import re

from opora.imports.problems import register
from opora.imports.sheets import engine
from opora.imports.sheets.delimited import read_text
from opora.imports.sheets.kinds import FILE_EMPTY
from opora.imports.sheets.workbook import Cell, Limits, Sheet, Workbook, refusal

PASTED_NOT_A_TABLE = register("pasted-not-a-table", "Во вставленном тексте не видно столбцов.")

PASTED = "Вставленная таблица"
_GAP = re.compile(r" {2,}")
_RULE = re.compile(r"[\s|:+=-]+")


def read_pasted(text: str, *, limits: Limits | None = None) -> Workbook:
    """One sheet from what a person pasted; raises Unreadable."""
    limits = limits or Limits()
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\N{NO-BREAK SPACE}", " ").lstrip("\ufeff")
    if not text.strip():
        raise refusal(FILE_EMPTY, "Вы ничего не вставили. Скопируйте таблицу и вставьте её в поле ещё раз.")
    if len(text) > limits.file_bytes:
        raise engine.too_many_cells(PASTED, limits.rows, 1, limits)
    return Workbook("text", [_sheet(text, limits)])


def _sheet(text: str, limits: Limits) -> Sheet:
    if "\t" in text:
        return read_text(text, PASTED, limits)
    lines = text.split("\n")
    filled = [line for line in lines if line.strip()]
    if all("|" in line for line in filled):
        return _limited([_between_bars(line) for line in lines if not _is_rule(line)], limits)
    if all(";" in line for line in filled):
        return read_text(text, PASTED, limits)
    rows = _aligned_by_spaces(lines, filled)
    if rows is not None:
        return _limited(rows, limits)
    if all("," in line for line in filled):
        return read_text(text, PASTED, limits)
    raise refusal(
        PASTED_NOT_A_TABLE,
        "Во вставленном тексте не видно столбцов. Скопируйте таблицу прямо из Excel или загрузите её файлом.",
    )


def _aligned_by_spaces(lines: list[str], filled: list[str]) -> list[list[Cell]] | None:
    columns = _columns(filled)
    if columns:
        return [_cut(line, columns) for line in lines]
    if any(_GAP.search(line.strip()) for line in filled):
        return [[part or None for part in _GAP.split(line.strip())] for line in lines]
    # several lines without any separator: one column, a list of names
    if len(filled) > 1 and not any("," in line for line in filled):
        return [[line.strip() or None] for line in lines]
    return None


def _limited(rows: list[list[Cell]], limits: Limits) -> Sheet:
    while rows and not any(rows[-1]):
        rows.pop()
    if len(rows) > limits.rows or sum(map(len, rows)) > limits.cells:
        raise engine.too_many_cells(PASTED, len(rows), max(map(len, rows)), limits)
    return Sheet(PASTED, rows=rows)


def _is_rule(line: str) -> bool:
    return "-" in line and _RULE.fullmatch(line) is not None


def _between_bars(line: str) -> list[Cell]:
    return [part.strip() or None for part in line.strip().removeprefix("|").removesuffix("|").split("|")]


def _columns(lines: list[str]) -> list[tuple[int, int]]:
    """Columns of a table aligned by spaces: stretches between places blank in every line, two wide."""
    if len(lines) < 2:
        return []
    width = max(map(len, lines))
    if width > 2000:
        return []
    blank = [all(at >= len(line) or line[at] == " " for line in lines) for at in range(width)]
    columns: list[tuple[int, int]] = []
    start: int | None = None
    for at in range(width + 1):
        gap = at >= width or (blank[at] and (at + 1 >= width or blank[at + 1]))
        if start is None and not gap and not blank[at]:
            start = at
        elif start is not None and gap:
            columns.append((start, at))
            start = None
    return columns if len(columns) > 1 else []


def _cut(line: str, columns: list[tuple[int, int]]) -> list[Cell]:
    return [line[first:last].strip() or None for first, last in columns]
