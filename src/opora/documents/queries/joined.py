"""Objects of several tables by one statement that is worded once.

What every page and every save begins with: the ORM words a handful of joins ten times longer than the database
answers them, and words them anew each time.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db import connection
from django.db.models import Field, Model


@dataclass(frozen=True)
class Part:
    """A table of the statement: `of` is the part that names it by its field `by`; `but` is read when asked for."""

    name: str
    model: type[Model]
    of: str = ""
    by: str = ""
    but: tuple[str, ...] = ()

    @cached_property
    def fields(self) -> "list[Field[Any, Any]]":
        return [each for each in self.model._meta.concrete_fields if each.attname not in self.but]

    @cached_property
    def names(self) -> list[str]:
        return [each.attname for each in self.fields]

    @cached_property
    def converted(self) -> list[tuple[int, Any]]:
        """The columns that are not yet what the model holds: JSON."""
        return [
            (number, each.from_db_value)
            for number, each in enumerate(self.fields)
            if hasattr(each, "from_db_value")
        ]

    def made(self, values: Sequence[Any]) -> Model | None:
        """The object; None where there is none (the first column of a table is its id)."""
        if values[0] is None:
            return None
        if self.converted:
            values = list(values)
            for number, convert in self.converted:
                values[number] = convert(values[number], None, connection)
        return self.model.from_db("default", self.names, values)


@dataclass(frozen=True)
class Joined:
    """The first part is what is looked for, by `where`; the others hang on it."""

    parts: tuple[Part, ...]
    where: str

    @cached_property
    def statement(self) -> str:
        columns = ", ".join(f'{part.name}."{each.column}"' for part in self.parts for each in part.fields)
        first, *others = self.parts
        joins = " ".join(
            f"LEFT JOIN {part.model._meta.db_table} {part.name} ON {part.name}.id = {part.of}.{part.by}_id"
            for part in others
        )
        of = f"FROM {first.model._meta.db_table} {first.name} {joins}"
        return f"SELECT {columns} {of} WHERE {self.where}"

    def one(self, values: Mapping[str, Any], *, lock: bool = False) -> Any:
        """The first part's object with the others joined to it; None where nothing is found."""
        with connection.cursor() as cursor:
            cursor.execute(self.statement + f" FOR UPDATE OF {self.parts[0].name}" * lock, values)
            row = cursor.fetchone()
        return None if row is None else self._put_together(row)

    def every(self, values: Mapping[str, Any]) -> list[Any]:
        """All that are found, in the order that `where` ends with."""
        with connection.cursor() as cursor:
            cursor.execute(self.statement, values)
            return [self._put_together(row) for row in cursor.fetchall()]

    def _put_together(self, row: Sequence[Any]) -> Model | None:
        made: dict[str, Model | None] = {}
        start = 0
        for part in self.parts:
            end = start + len(part.names)
            found = made[part.name] = part.made(row[start:end])
            owner = made.get(part.of)
            if owner is not None:
                owner._state.fields_cache[part.by] = found
            start = end
        return made[self.parts[0].name]
