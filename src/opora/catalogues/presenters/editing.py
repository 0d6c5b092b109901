"""The editor's page: fields with their mistakes, tables as rows of fields."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString

from opora.catalogues.inputs import cell_name, control, count_name, field_name
from opora.catalogues.kinds import Content, Field, Kind, Mistake, Table, grouped
from opora.catalogues.values import as_text, in_words
from opora.catalogues.windows import Window, end_of, windows
from opora.ui.escaping import as_markup, esc

type Wrong = dict[tuple[str, int | None, str], str]


@dataclass(frozen=True, slots=True)
class EditedField:
    """A field with its label above; a box stands before its label. `look` is its class."""

    id: str
    title: str
    help: str
    error: str
    is_required: bool
    is_box: bool
    look: str
    control: SafeString


@dataclass(frozen=True, slots=True)
class EditedGroup:
    """Fields under one heading; without a title where the kind groups nothing."""

    id: str
    title: str
    help: str
    fields: list[EditedField]


@dataclass(frozen=True, slots=True)
class EditedBlock:
    """A row whose texts are too long for cells: its fields one under another."""

    number: int
    title: str
    fields: list[EditedField]
    buttons: SafeString


@dataclass(frozen=True, slots=True)
class EditedPart:
    """Some rows of a long table; `is_here` is the page that shows them."""

    url: str
    title: str
    about: str
    is_here: bool


@dataclass(frozen=True, slots=True)
class EditedTable:
    """A table of fields: its rows are `blocks` where texts are long, else lines of `body`.

    A table too long for the page has neither: its `parts` lead to pages of some rows each.
    """

    id: str
    name: str
    title: str
    help: str
    headings: tuple[Field, ...]
    body: SafeString
    blocks: list[EditedBlock]
    count_name: str
    count: int
    parts: list[EditedPart]


@dataclass(frozen=True, slots=True)
class Complaint:
    """A line of the summary: the mistake and the link to its place."""

    url: str
    place: str
    message: str


def edited_groups(kind: Kind, content: Content, wrong: Sequence[Mistake]) -> list[EditedGroup]:
    """The plain fields under their headings."""
    places = _by_place(wrong)
    return [
        EditedGroup(
            id=f"group-{number}",
            title=group.title,
            help=group.help,
            fields=[
                _edited_field(field, content, field_name(field), places.get(("", None, field.name), ""))
                for field in fields
            ],
        )
        for number, (group, fields) in enumerate(grouped(kind), start=1)
    ]


def _by_place(wrong: Sequence[Mistake]) -> Wrong:
    return {(mistake.table, mistake.row, mistake.where): mistake.message for mistake in wrong}


def _edited_field(field: Field, content: Content, name: str, error: str, focus: str = "") -> EditedField:
    about = [f"{name}_helptext"] if field.help else []
    about += [f"{name}_error"] if error else []
    return EditedField(
        id=name,
        title=field.title,
        help=field.help,
        error=error,
        is_required=field.required and field.type != "bool",
        is_box=field.type == "bool",
        look={"bool": "checkbox", "int": "number", "share": "number"}.get(field.type, "text"),
        control=control(
            field,
            content.get(field.name),
            name=name,
            about=" ".join(about),
            bad=bool(error),
            first=name == focus,
        ),
    )


@dataclass(frozen=True, slots=True)
class Shown:
    """What of a content the page shows: of a `window` the rows `first` … `end`; `stored` tells what is long."""

    stored: Content
    window: Window | None = None
    focus: str = ""


def edited_tables(kind: Kind, content: Content, wrong: Sequence[Mistake], shown: Shown) -> list[EditedTable]:
    """The tables of the page; `shown.focus` is the id of the field that takes the cursor."""
    places = _by_place(wrong)
    tables = [each for each in kind.tables if shown.window is None or each.name == shown.window.table]
    return [_edited_table(table, content, places, shown) for table in tables]


def _edited_table(table: Table, content: Content, wrong: Wrong, shown: Shown) -> EditedTable:
    parts = _parts(table, shown)
    rows = list(enumerate(content.get(table.name, [])))
    if shown.window is not None:
        rows = rows[shown.window.first : end_of(shown.window, shown.stored, content)]
    elif parts:
        rows = []
    first = rows[0][0] if rows else 0
    sizes = {field.name: _size(field, [row for _, row in rows]) for field in table.fields}
    is_long = any(field.type == "long" for field in table.fields)
    lines = [] if is_long else [_line(table, *each, wrong, sizes, shown.focus, first) for each in rows]
    return EditedTable(
        id=f"table-{table.name}",
        name=table.name,
        title=table.title,
        help=table.help,
        headings=table.fields,
        body=as_markup("".join(lines)),
        blocks=[_block(table, *each, wrong, shown.focus, first) for each in rows] if is_long else [],
        count_name=count_name(table),
        count=len(rows),
        parts=parts,
    )


def _parts(table: Table, shown: Shown) -> list[EditedPart]:
    rows = shown.stored.get(table.name, [])
    return [
        EditedPart(
            url=f"?rows={each.table}:{each.page}",
            title=f"{each.first + 1}–{each.last}",
            about=f"{_title(table, rows[each.first])} … {_title(table, rows[each.last - 1])}",
            is_here=each == shown.window,
        )
        for each in windows(table, rows)
    ]


def _title(table: Table, row: Content) -> str:
    """What a row is called: its «title» where it has one, else its key, else its first field."""
    named = {field.name: field for field in table.fields}
    field = named.get("title") or named.get(table.key) or table.fields[0]
    title = in_words(field, row.get(field.name)) or "новая строка"
    return title if len(title) <= 60 else title[:59] + "…"


def _size(field: Field, rows: list[Content]) -> int:
    """One width for a column: its longest value, within reason."""
    longest = max((len(as_text(row.get(field.name))) for row in rows), default=0)
    return max(10, min(36, longest + 1))


def _block(table: Table, number: int, row: Content, wrong: Wrong, focus: str, first: int) -> EditedBlock:
    fields = []
    for field in table.fields:
        name = cell_name(table, number, field)
        error = wrong.get((table.name, number, field.name), "")
        fields.append(_edited_field(field, row, name, error, focus))
    return EditedBlock(number + 1, _title(table, row), fields, as_markup(_buttons(table, number, first)))


def _line(
    table: Table, number: int, row: Content, wrong: Wrong, sizes: dict[str, int], focus: str, first: int
) -> str:
    cells = []
    for field in table.fields:
        name = cell_name(table, number, field)
        error = wrong.get((table.name, number, field.name), "")
        made = control(
            field,
            row.get(field.name),
            name=name,
            label=f"{field.title}, строка {number + 1}",
            about=f"{name}_error" if error else "",
            bad=bool(error),
            first=name == focus,
            size=sizes[field.name],
        )
        shown = _complained(name, error, made) if error else made
        cells.append(f'<td data-l="{esc(field.title)}">{shown}</td>')
    # no row heading: each control says its row, and a heading would stand fixed over half a phone
    heading = f'<td class="n" data-l="Строка">{number + 1}</td>'
    return f"<tr>{heading}{''.join(cells)}<td>{_buttons(table, number, first)}</td></tr>"


def _complained(name: str, error: str, made: SafeString) -> str:
    words = f'<p class="errors" id="{name}_error">{esc(error)}</p>'
    return f'<div class="field bad">{words}{made}</div>'


def _buttons(table: Table, number: int, first: int) -> str:
    """No row goes up past the first one shown."""
    up = _button(f"up:{table.name}:{number}", "↑", f"Поднять строку {number + 1}") if number > first else ""
    drop = _button(f"drop:{table.name}:{number}", "×", f"Убрать строку {number + 1}")
    return f'<div class="nowrap">{up} {drop}</div>'


def _button(order: str, sign: str, words: str) -> str:
    marks = f'type="submit" name="do" value="{order}" aria-label="{words}" title="{words}"'
    return f'<button class="btn quiet" {marks}>{sign}</button>'


def complaints(kind: Kind, content: Content, wrong: Sequence[Mistake], shown: Shown) -> list[Complaint]:
    """The summary above the form, in the order of the page; what another page shows is linked there."""
    return [_complaint(kind, content, mistake, shown) for mistake in wrong]


def _complaint(kind: Kind, content: Content, mistake: Mistake, shown: Shown) -> Complaint:
    everything = "" if shown.window is None else "?"
    table = next((each for each in kind.tables if each.name == (mistake.table or mistake.where)), None)
    if table is not None:
        field = next((each for each in table.fields if each.name == mistake.where), None)
        if mistake.row is None or field is None:
            return Complaint(f"{everything}#table-{table.name}", table.title, mistake.message)
        place = f"{table.title}, строка {mistake.row + 1}, «{field.title}»"
        page = _page_of(table, mistake.row, content, shown)
        return Complaint(f"{page}#{cell_name(table, mistake.row, field)}", place, mistake.message)
    found = next((each for each in kind.fields if each.name == mistake.where), None)
    if found is None:
        return Complaint("#editor", kind.title, mistake.message)
    return Complaint(f"{everything}#{field_name(found)}", found.title, mistake.message)


def _page_of(table: Table, row: int, content: Content, shown: Shown) -> str:
    """The beginning of the link to the page that shows a row; nothing where it is this one."""
    here = shown.window
    if here and here.table == table.name and here.first <= row < end_of(here, shown.stored, content):
        return ""
    parts = windows(table, shown.stored.get(table.name, []))
    if not parts:
        return "" if here is None else "?"
    part = next((each for each in parts if row < each.last), parts[-1])
    return f"?rows={table.name}:{part.page}"
