"""Places of a programme: a row («m3») and its field, a section («passages.analysis»), a table. Pure Python."""

import re
from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from opora.documents.programme import ROWS

PASSAGES, WHOLE = "passages", "programme"
_LONGEST = 300
_OWN = frozenset({"title", "starts", "ends"})


def quote(content: Mapping[str, Any], row: str, field: str) -> str:
    """What stands at a place of a programme in the exchange format; empty where nothing does."""
    value = _value(content, row, field)
    text = ", ".join(map(str, value)) if isinstance(value, list) else str(value or "")
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"


def _value(content: Mapping[str, Any], row: str, field: str) -> object:
    if row == WHOLE:
        return content.get(field) if field in _OWN else ""
    section = section_at(row)
    if section:
        found = (each.get("text") for each in content.get(PASSAGES, ()) if each["section"] == section)
        return next(found, "")
    for table in ROWS:
        for each in content.get(table, ()):
            if each["id"] == row:
                return each.get(field) if field else each.get("title") or each.get("text")
    return ""


def stands_in(content: Mapping[str, Any], row: str, field: str) -> bool:
    """Whether a programme has the place: a row and a field of it, a section, a table, its own field."""
    if row == WHOLE:
        return field in {"", *_OWN}
    if section_at(row):
        return not field and _CODE.fullmatch(section_at(row)) is not None
    if row in ROWS:
        return not field
    for table, shape in ROWS.items():
        if any(each["id"] == row for each in content.get(table, ())):
            return not field or field in {each.name for each in fields(shape)} - {"id"}
    return False


_CODE = re.compile(r"[a-z0-9_-]{1,40}")


def section_at(row: str) -> str:
    """The section of a place of free text; empty for any other place."""
    return row.removeprefix(f"{PASSAGES}.") if row.startswith(f"{PASSAGES}.") else ""


def place_of_section(section: str) -> str:
    return f"{PASSAGES}.{section}"
