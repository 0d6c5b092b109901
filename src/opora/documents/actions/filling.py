"""Putting a whole programme into a document: rows that are new to it, or the rows of one of its versions."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError

from opora.access import Actor
from opora.documents.actions.writing import LETTERS, content_of, put, remove
from opora.documents.exchange import MOST_ROWS, Malformed, dump_row, parse_row
from opora.documents.models import Document, Row
from opora.documents.programme import LINKS, Programme
from opora.documents.queries.content import OWN_TABLES, PASSAGES
from opora.documents.queries.loading import rows_of


def fill(document: Document, programme: Programme, *, by: Actor, at: datetime) -> None:
    """Add the rows of a programme as new ones, behind those that are there: each gets a number of this document.

    Links follow; one to a direction that the document does not know is left empty. Text of a section that has
    text already is put behind it. The caller counts the change (`touch`).
    """
    kept = {(row.table, row.code): row for row in rows_of(document)}
    ends: dict[str, int] = {}
    for table, _ in kept:
        ends[table] = ends.get(table, 0) + 1
    for each in programme.passages:
        row = kept.get((PASSAGES, each.section)) or _row(document, PASSAGES, each.section, ends)
        before = row.content.get("text", "")
        text = f"{before}\n\n{each.text}" if before and before != each.text else each.text
        put(row, replace(each, text=text), by=by, at=at)
    codes = {each.id: each.id for each in programme.directions}
    many = len(kept) + len(programme.passages) + sum(len(getattr(programme, table)) for table in LETTERS)
    if many > MOST_ROWS:
        raise ValidationError(f"Строк стало бы больше {MOST_ROWS}: это не одна программа. Возьмите часть.")
    # a link names a row of an earlier table
    for table, letter in LETTERS.items():
        for each in getattr(programme, table):
            document.last_code += 1
            code = codes[each.id] = f"{letter}{document.last_code}"
            put(_row(document, table, code, ends), _linked(table, _sound(table, each), codes), by=by, at=at)


def _sound(table: str, row: Any) -> Any:
    """The row, if it can be read again: what cannot must not be written. Raises ValidationError."""
    try:
        return parse_row(table, dump_row(row))
    except Malformed as wrong:
        words = " ".join(str(getattr(row, "title", "") or getattr(row, "text", "")).split())[:60]
        raise ValidationError(f"Строка «{words}…» не подходит: {wrong.words}") from wrong


def _row(document: Document, table: str, code: str, ends: dict[str, int]) -> Row:
    position = ends.get(table, 0)
    ends[table] = position + 1
    return Row(document=document, table=table, code=code, position=position)


def _linked(table: str, row: Any, codes: Mapping[str, str]) -> Any:
    changes: dict[str, Any] = {}
    for owner, field in LINKS:
        if owner == table:
            value = getattr(row, field)
            changes[field] = (
                codes.get(value, "")
                if isinstance(value, str)
                else tuple(codes[each] for each in value if each in codes)
            )
    return replace(row, **changes)


def replace_all(document: Document, programme: Programme, *, by: Actor, at: datetime) -> None:
    """Make the rows of a document those of one of its versions; what is the same stays untouched."""
    kept = {(row.table, row.code): row for row in rows_of(document)}
    wanted: dict[tuple[str, str], Any] = {}
    for table in OWN_TABLES:
        for each in getattr(programme, table):
            wanted[table, each.section if table == PASSAGES else each.id] = each
    for key in set(kept) - set(wanted):
        remove(kept[key], by=by, at=at)
    places: dict[str, int] = {}
    for (table, code), each in wanted.items():
        position = places[table] = places.get(table, -1) + 1
        # a row that comes back goes on from a revision that nobody has seen
        row = kept.get((table, code)) or Row(
            document=document, table=table, code=code, revision=document.revision
        )
        if row.pk is None or row.position != position or row.measure or content_of(each) != row.content:
            row.position = position
            put(row, each, by=by, at=at)
