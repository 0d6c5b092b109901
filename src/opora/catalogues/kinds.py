"""What a kind of definition consists of: plain fields and tables of rows. Pure Python.

Content is a dict that JSON can hold: {field: value, …, table: [{field: value, …}, …]}. Shares are decimal
strings («0.30»): exact, never a float.
"""

import hashlib
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from typing import Any, Literal

type Content = dict[str, Any]
type FieldType = Literal["text", "long", "int", "share", "bool", "choice", "list"]


@dataclass(frozen=True, slots=True)
class Field:
    """One value. `minimum`/`maximum` bound «int» and «share» (as decimal strings); `list` holds texts.

    `group` is the title of the group it stands in on a page. `options` gives (code, title) of what a text may
    name: a page offers and shows titles, the content keeps codes.
    """

    name: str
    title: str
    type: FieldType = "text"
    required: bool = True
    choices: tuple[tuple[str, str], ...] = ()
    help: str = ""
    minimum: str = ""
    maximum: str = ""
    group: str = ""
    options: Callable[[], Iterable[tuple[str, str]]] | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of the same fields; `key` names the field that is unique among them."""

    name: str
    title: str
    fields: tuple[Field, ...]
    help: str = ""
    key: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """Plain fields that belong together, under one heading with plain help."""

    title: str
    help: str = ""


@dataclass(frozen=True, slots=True)
class Mistake:
    """What is wrong in a content: the field, the row (from 0) for a table's field, and the words."""

    where: str
    message: str
    table: str = ""
    row: int | None = None


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of definition.

    `check` adds the kind's own rules to those of the fields and is asked only where these hold. `preview`
    gives safe markup that shows what a content would do (whom a rule selects), or None; it is asked only
    for a content without mistakes, and plain text is escaped. `is_regional` says whether a territory may own a copy.
    `page` names the address of a version's own page, where the kind has one. `is_open`: a territory may have
    definitions beside the released ones.
    Fields that name none of `groups` stand first, without a heading.
    """

    code: str
    title: str
    about: str
    fields: tuple[Field, ...] = ()
    tables: tuple[Table, ...] = ()
    is_regional: bool = True
    check: Callable[[Content], list[Mistake]] | None = None
    preview: Callable[[Any, Content], str | None] | None = None
    groups: tuple[Group, ...] = ()
    page: str = ""
    is_open: bool = False


# what a cell of a spreadsheet surely holds
LONGEST_TEXT = 20_000

_kinds: dict[str, Kind] = {}


def register(kinds: Iterable[Kind]) -> None:
    """Called once, from `config`, with every feature's kinds."""
    for kind in kinds:
        _kinds[kind.code] = kind


def kind_of(code: str) -> Kind:
    """Raises KeyError for a kind that nobody declared."""
    return _kinds[code]


def kinds() -> list[Kind]:
    return [_kinds[code] for code in sorted(_kinds)]


def grouped(kind: Kind) -> list[tuple[Group, tuple[Field, ...]]]:
    """The plain fields as a page shows them, none left out; empty groups are."""
    titles = {group.title for group in kind.groups}
    parts = [(Group(""), tuple(field for field in kind.fields if field.group not in titles))]
    parts += [(g, tuple(field for field in kind.fields if field.group == g.title)) for g in kind.groups]
    return [part for part in parts if part[1]]


def with_titles(kind: Kind) -> Kind:
    """The kind as a page shows it: what names something is a choice among titles. Asks each source once."""
    asked: dict[Any, tuple[tuple[str, str], ...]] = {}

    def shown(field: Field) -> Field:
        if field.options is None:
            return field
        if field.options not in asked:
            asked[field.options] = tuple(field.options())
        return replace(field, type="choice", choices=asked[field.options])

    return replace(
        kind,
        fields=tuple(map(shown, kind.fields)),
        tables=tuple(replace(table, fields=tuple(map(shown, table.fields))) for table in kind.tables),
    )


def canonical(content: Content) -> str:
    """One spelling of a content: keys sorted, no spaces."""
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def content_hash(content: Content) -> str:
    """SHA-256 of the canonical spelling, in hex."""
    return hashlib.sha256(canonical(content).encode()).hexdigest()


def mistakes(kind: Kind, content: Content) -> list[Mistake]:
    """Everything that stops this content from being published; empty where it is right."""
    found = [m for field in kind.fields for m in _mistakes_of(field, content.get(field.name))]
    for table in kind.tables:
        rows = content.get(table.name, [])
        for number, row in enumerate(rows):
            for field in table.fields:
                found += _mistakes_of(field, row.get(field.name), table.name, number)
        if table.key:
            found += _repeated(table, rows)
    if not found and kind.check is not None:
        found = kind.check(content)
    return found


def _repeated(table: Table, rows: list[Content]) -> list[Mistake]:
    seen: set[Any] = set()
    found = []
    for number, row in enumerate(rows):
        value = row.get(table.key)
        if value in seen:
            found.append(Mistake(table.key, f"«{value}» уже есть выше. Уберите повтор.", table.name, number))
        seen.add(value)
    return found


def _mistakes_of(field: Field, value: Any, table: str = "", row: int | None = None) -> list[Mistake]:
    words = _wrong(field, value)
    return [Mistake(field.name, words, table, row)] if words else []


def _wrong(field: Field, value: Any) -> str | None:  # noqa: PLR0911
    if value is None or value in ("", []):
        return f"Заполните «{field.title}»." if field.required and field.type != "bool" else None
    match field.type:
        case "choice":
            allowed = dict(field.choices)
            return None if value in allowed else f"Выберите одно из: {', '.join(allowed.values())}."
        case "bool":
            return None if isinstance(value, bool) else "Нужно «да» или «нет»."
        case "int" if isinstance(value, bool) or not isinstance(value, int):
            return "Нужно целое число."
        case "share" if not isinstance(value, str):
            return "Нужна доля, например 0.30."
        case "int" | "share":
            return _out_of_bounds(field, value)
        case "list":
            is_list = isinstance(value, list) and all(isinstance(each, str) for each in value)
            return None if is_list else "Нужен список строк."
        case _ if not isinstance(value, str):
            return "Нужен текст."
        case _ if len(value) > LONGEST_TEXT:
            return f"Слишком длинно: {len(value)} знаков. Сократите до {LONGEST_TEXT}."
        case _:
            return None


def _out_of_bounds(field: Field, value: Any) -> str | None:
    try:
        number = Decimal(value)
    except InvalidOperation:
        return "Нужно число."
    if not number.is_finite():
        return "Нужно число."
    if field.minimum and number < Decimal(field.minimum):
        return f"Не меньше {field.minimum}."
    if field.maximum and number > Decimal(field.maximum):
        return f"Не больше {field.maximum}."
    return None
