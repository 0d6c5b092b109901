"""A version as a reader sees it: facts, tables, what changed, who did what."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.safestring import SafeString

from opora.catalogues.difference import Change
from opora.catalogues.kinds import Content, Field, Kind, grouped, kinds
from opora.catalogues.kinds import Table as Rows
from opora.catalogues.models import Version
from opora.catalogues.queries import ListedDefinition, Shelf
from opora.catalogues.states import Origin, VersionState
from opora.catalogues.values import in_words
from opora.history.queries import Entry
from opora.ui.components import Event, Fact
from opora.ui.escaping import as_markup, esc
from opora.ui.markup import Tone, badge, link, missing
from opora.ui.tables import Column, Table
from opora.ui.text import date_ru

_ORIGINS: dict[Origin, tuple[Tone, str]] = {
    Origin.OFFICIAL: ("low", "✓"),
    Origin.OURS: ("mid", "!"),
    Origin.REGION: ("none", ""),
}
_STATES: dict[VersionState, tuple[Tone, str]] = {
    VersionState.DRAFT: ("move", "✎"),
    VersionState.PUBLISHED: ("low", "✓"),
    VersionState.SUPERSEDED: ("none", ""),
}
# a table wider or longer than this scrolls inside its own frame
# a longer table is read some rows at a time
_WHOLE, _AT_ONCE = 60, 20
_WIDE_FROM, _LONG_FROM = 6, 25


def origin_badge(origin: str) -> SafeString:
    tone, sign = _ORIGINS[Origin(origin)]
    return badge(Origin(origin).label, tone, sign)


def state_badge(state: str) -> SafeString:
    tone, sign = _STATES[VersionState(state)]
    return badge(VersionState(state).label, tone, sign)


@dataclass(frozen=True, slots=True)
class Section:
    """A kind in the list of catalogues with its definitions."""

    title: str
    about: str
    table: Table


def sections(rows: Sequence[ListedDefinition]) -> list[Section]:
    """Every kind that has something to read, in order of its title."""
    by_kind: dict[str, list[ListedDefinition]] = {}
    for row in rows:
        by_kind.setdefault(row.kind, []).append(row)
    shown = sorted(
        (kind for kind in kinds() if kind.code in by_kind), key=lambda kind: (kind.title, kind.code)
    )
    return [Section(kind.title, kind.about, _listed(kind, by_kind[kind.code])) for kind in shown]


def _listed(kind: Kind, rows: list[ListedDefinition]) -> Table:
    columns = (
        Column("Каталог"),
        Column("Чья редакция"),
        Column("Версия", "number"),
        Column("Откуда"),
        Column("Действует с"),
    )
    return Table(
        f"kind-{kind.code}", kind.title, columns, [_listed_row(row) for row in rows], caption_hidden=True
    )


def _listed_row(row: ListedDefinition) -> tuple[object, ...]:
    name = str(link(reverse("catalogue", args=[row.pk]), row.title))
    if row.has_draft:
        name += f" {badge('есть черновик', 'move', '✎')}"
    return (
        as_markup(name),
        row.territory or "исходная",
        missing("ещё не опубликован") if row.number is None else row.number,
        row.origin or missing("ещё не опубликован"),
        missing("ещё не опубликован") if row.published_at is None else date_ru(row.published_at),
    )


@dataclass(frozen=True, slots=True)
class FactGroup:
    """Plain values under one heading; without a title where the kind groups nothing."""

    id: str
    title: str
    help: str
    facts: list[Fact]


def fact_groups(kind: Kind, content: Content) -> list[FactGroup]:
    return [
        FactGroup(f"group-{number}", group.title, group.help, _facts(fields, content))
        for number, (group, fields) in enumerate(grouped(kind), start=1)
    ]


def _facts(fields: Sequence[Field], content: Content) -> list[Fact]:
    return [Fact(field.title, _words(field, content.get(field.name)), field.help) for field in fields]


@dataclass(frozen=True, slots=True)
class Part:
    """A run of rows of a table that is too long for one page."""

    title: str
    url: str
    is_here: bool


@dataclass(frozen=True, slots=True)
class ReadTable:
    """A table as a page shows it; `parts` where it is shown in parts."""

    table: Table
    parts: Sequence[Part] = ()


def tables(kind: Kind, content: Content, asked: str = "") -> list[ReadTable]:
    """`asked` names a part of one long table, as «indicators:2»; of the others the first part is shown."""
    return [_read(table, content.get(table.name, []), asked) for table in kind.tables]


def _read(table: Rows, rows: list[Content], asked: str) -> ReadTable:
    if len(rows) <= _WHOLE:
        return ReadTable(_table(table, rows))
    name, _, number = asked.partition(":")
    count = -(-len(rows) // _AT_ONCE)
    here = int(number) if name == table.name and number.isdecimal() and 1 <= int(number) <= count else 1
    parts = [
        Part(
            f"{(n - 1) * _AT_ONCE + 1}–{min(n * _AT_ONCE, len(rows))}",
            f"?part={table.name}:{n}#table-{table.name}",
            n == here,
        )
        for n in range(1, count + 1)
    ]
    return ReadTable(_table(table, rows[(here - 1) * _AT_ONCE : here * _AT_ONCE]), parts)


def _table(table: Rows, rows: list[Content]) -> Table:
    columns = [
        Column(field.title, "number" if field.type in ("int", "share") else "text") for field in table.fields
    ]
    return Table(
        f"table-{table.name}",
        table.title,
        columns,
        [[_cell(field, row.get(field.name)) for field in table.fields] for row in rows],
        wide=len(columns) > _WIDE_FROM or len(rows) > _LONG_FROM,
        empty="Строк нет.",
    )


def _cell(field: Field, value: Any) -> object:
    return missing("не заполнено") if (words := _words(field, value)) is None else words


def _words(field: Field, value: Any) -> SafeString | str | None:
    """None where nothing was written; line breaks stay line breaks."""
    words = in_words(field, value)
    return as_markup(esc(words).replace("\n", "<br>")) if "\n" in words else words or None


def changes_table(ident: str, caption: str, changes: Sequence[Change]) -> Table:
    columns = (Column("Место"), Column("Было"), Column("Стало"))
    rows = [
        (
            change.place,
            missing("не было") if change.old is None else as_markup(f"<del>{esc(change.old)}</del>"),
            missing("убрано") if change.new is None else as_markup(f"<ins>{esc(change.new)}</ins>"),
        )
        for change in changes
    ]
    return Table(ident, caption, columns, rows, empty="Отличий нет.")


@dataclass(frozen=True, slots=True)
class VersionLine:
    """A version in the list beside the page."""

    title: str
    url: str
    state: SafeString
    when: str
    note: str
    is_current: bool


def version_lines(shelf: Shelf, shown: Version) -> list[VersionLine]:
    """Newest first."""
    return [
        VersionLine(
            title=f"Версия {version.number}",
            url=reverse("catalogue_version", args=[shelf.definition.pk, version.number]),
            state=state_badge(version.state),
            when=_when(version),
            note=version.note,
            is_current=version.pk == shown.pk,
        )
        for version in shelf.versions
    ]


def _when(version: Version) -> str:
    if version.published_at is None:
        return f"черновик от {date_ru(version.created_at)}, {version.created_by_name}"
    return f"{date_ru(version.published_at)}, {version.published_by_name}"


def events(entries: Sequence[Entry]) -> list[Event]:
    """Without notes: the list of versions beside it tells them."""
    return [Event(entry.at, entry.by, entry.verb) for entry in entries]
