"""A document with its school, territory, year, direction, kind and file: one statement, written out.

Every page and every save begins with it, and the ORM words these seven joins ten times longer than the database
answers them.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.db import connection
from django.db.models import Model

from opora.catalogues.models import Definition, Version
from opora.cycles.models import Cycle
from opora.documents.models import Document
from opora.files.models import StoredFile
from opora.organisations.models import Organisation, Territory
from opora.risks.models import Direction


@dataclass(frozen=True, slots=True)
class _Part:
    """A table of the statement: `of` is the part that names it by its field `by`; `but` is read when asked for."""

    name: str
    model: type[Model]
    of: str = ""
    by: str = ""
    but: tuple[str, ...] = ()

    @property
    def columns(self) -> list[str]:
        return [each.column for each in self.model._meta.concrete_fields if each.attname not in self.but]

    @property
    def fields(self) -> list[str]:
        return [each.attname for each in self.model._meta.concrete_fields if each.attname not in self.but]


_OF_SCHOOL = (
    *("inn", "locality", "is_legal_entity", "distance_km", "address", "phone", "email", "site"),
    *("letterhead", "closed_on", "school_kind", "sort_name"),
)
_PARTS = (
    _Part("document", Document, but=("cover",)),
    _Part("school", Organisation, "document", "school", _OF_SCHOOL),
    _Part("place", Territory, "school", "territory", ("sort_name",)),
    _Part("territory", Territory, "document", "territory", ("sort_name",)),
    _Part("cycle", Cycle, "document", "cycle"),
    _Part("direction", Direction, "document", "direction"),
    _Part("version", Version, "document", "version", ("content",)),
    _Part("definition", Definition, "version", "definition"),
    _Part("file", StoredFile, "document", "file"),
)


@cache
def _statement() -> str:
    columns = ", ".join(f'{part.name}."{column}"' for part in _PARTS for column in part.columns)
    first, *others = _PARTS
    joins = " ".join(
        f"LEFT JOIN {part.model._meta.db_table} {part.name} ON {part.name}.id = {part.of}.{part.by}_id"
        for part in others
    )
    of = f"FROM {first.model._meta.db_table} {first.name} {joins}"
    return f"SELECT {columns} {of} WHERE {first.name}.id = %s"


def load(pk: int, *, lock: bool = False) -> Document | None:
    """None where there is no such document. With `lock` nobody else changes it until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute(_statement() + " FOR UPDATE OF document" * lock, [pk])
        row = cursor.fetchone()
    if row is None:
        return None
    made = dict(_made(row))
    for part in _PARTS[1:]:
        owner = made[part.of]
        if owner is not None:
            owner._state.fields_cache[part.by] = made[part.name]
    found = made["document"]
    assert isinstance(found, Document)
    return found


def _made(row: Sequence[Any]) -> Iterator[tuple[str, Model | None]]:
    """Each part by its name; None where the document has none."""
    start = 0
    for part in _PARTS:
        names = _fields(part)
        values = row[start : start + len(names)]
        start += len(names)
        # the first column of a table is its id
        yield part.name, None if values[0] is None else part.model.from_db("default", names, values)


@cache
def _fields(part: _Part) -> list[str]:
    return part.fields
