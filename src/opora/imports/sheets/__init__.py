"""From uploaded bytes to sheets of cells with places; whatever cannot or must not be read is refused."""

from opora.imports.sheets.annotating import annotate
from opora.imports.sheets.pasted import read_pasted
from opora.imports.sheets.reading import FIX_LIST, read_workbook
from opora.imports.sheets.values import (
    BadValue,
    is_missing,
    looks_like_date_serial,
    parse_count,
    parse_number,
    parse_percent,
    percent_scale,
    text_of,
    unclear_scale,
)
from opora.imports.sheets.workbook import (
    Cell,
    Fault,
    Limits,
    Merged,
    Sheet,
    ShownAsPercent,
    Unreadable,
    Workbook,
    column_letter,
    column_number,
    fill_merged,
    put,
)

__all__ = [
    "FIX_LIST",
    "BadValue",
    "Cell",
    "Fault",
    "Limits",
    "Merged",
    "Sheet",
    "ShownAsPercent",
    "Unreadable",
    "Workbook",
    "annotate",
    "column_letter",
    "column_number",
    "fill_merged",
    "is_missing",
    "looks_like_date_serial",
    "parse_count",
    "parse_number",
    "parse_percent",
    "percent_scale",
    "put",
    "read_pasted",
    "read_workbook",
    "text_of",
    "unclear_scale",
]
