"""What changed between two contents, in words. Pure Python."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

from opora.catalogues.kinds import Content, Field, Kind, Table, canonical
from opora.catalogues.values import in_words


@dataclass(frozen=True, slots=True)
class Change:
    """One place that differs; `old` None: it was not there, `new` None: it is there no more."""

    place: str
    old: str | None
    new: str | None


def difference(kind: Kind, old: Content, new: Content) -> list[Change]:
    """Every difference a reader can see, in the order of the page; empty where there is none.

    Rows of a table with a key are the same row where the key is the same; without a key, rows are
    aligned like lines of a text.
    """
    found = list(_fields(kind.fields, old, new, ""))
    for table in kind.tables:
        before, after = old.get(table.name, []), new.get(table.name, [])
        keyed = bool(table.key) and _is_unique(table, before) and _is_unique(table, after)
        found += _by_key(table, before, after) if keyed else _by_place(table, before, after)
    return found


def _fields(fields: tuple[Field, ...], old: Content, new: Content, place: str) -> Iterator[Change]:
    for field in fields:
        before, after = in_words(field, old.get(field.name)), in_words(field, new.get(field.name))
        if before != after:
            yield Change(f"{place}{field.title}", before or None, after or None)


def _is_unique(table: Table, rows: list[Content]) -> bool:
    keys = Counter(row.get(table.key) for row in rows)
    return None not in keys and all(count == 1 for count in keys.values())


def _by_key(table: Table, old: list[Content], new: list[Content]) -> Iterator[Change]:
    before = {row[table.key]: row for row in old}
    after = {row[table.key]: row for row in new}
    for key, row in before.items():
        if key in after:
            place = f"{table.title}, «{_name(table, row)}»: "
            yield from _fields(table.fields, row, after[key], place)
        else:
            yield Change(f"{table.title}, строка", _line(table, row), None)
    for key, row in after.items():
        if key not in before:
            yield Change(f"{table.title}, строка", None, _line(table, row))
    stayed = [key for key in before if key in after]
    if stayed != [key for key in after if key in before]:
        yield Change(f"{table.title}, порядок строк", "прежний", "новый")


def _by_place(table: Table, old: list[Content], new: list[Content]) -> Iterator[Change]:
    lines = SequenceMatcher(None, [canonical(row) for row in old], [canonical(row) for row in new], False)
    for tag, i, to_i, j, to_j in lines.get_opcodes():
        if tag == "equal":
            continue
        pairs = min(to_i - i, to_j - j)
        for step in range(pairs):
            place = f"{table.title}, строка {j + step + 1}: "
            yield from _fields(table.fields, old[i + step], new[j + step], place)
        for row in old[i + pairs : to_i]:
            yield Change(f"{table.title}, строка", _line(table, row), None)
        for row in new[j + pairs : to_j]:
            yield Change(f"{table.title}, строка", None, _line(table, row))


def _name(table: Table, row: Content) -> str:
    field = next(field for field in table.fields if field.name == table.key)
    return in_words(field, row.get(table.key))


def _line(table: Table, row: Content) -> str:
    """A whole row in one line: what is filled, unmarked boxes left out."""
    filled = (field for field in table.fields if row.get(field.name) not in (None, "", []))
    return " · ".join(in_words(field, row[field.name]) for field in filled if row[field.name] is not False)
