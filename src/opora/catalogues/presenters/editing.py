"""The editor's page: fields with their mistakes, tables as rows of fields."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString

from opora.catalogues.inputs import cell_name, control, count_name, field_name
from opora.catalogues.kinds import Content, Field, Kind, Mistake, Table, grouped
from opora.catalogues.values import as_text, in_words
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
class EditedTable:
    """A table of fields: its rows are `blocks` where texts are long, else lines of `body`."""

    id: str
    name: str
    title: str
    help: str
    headings: tuple[Field, ...]
    body: SafeString
    blocks: list[EditedBlock]
    count_name: str
    count: int


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


def edited_tables(
    kind: Kind, content: Content, wrong: Sequence[Mistake], focus: str = ""
) -> list[EditedTable]:
    """`focus` is the id of the field that takes the cursor: of the row just added."""
    places = _by_place(wrong)
    return [_edited_table(table, content.get(table.name, []), places, focus) for table in kind.tables]


def _edited_table(table: Table, rows: list[Content], wrong: Wrong, focus: str) -> EditedTable:
    is_long = any(field.type == "long" for field in table.fields)
    sizes = {field.name: _size(field, rows) for field in table.fields}
    lines = [] if is_long else [_line(table, each, row, wrong, sizes, focus) for each, row in enumerate(rows)]
    blocks = [_block(table, each, row, wrong, focus) for each, row in enumerate(rows)] if is_long else []
    return EditedTable(
        id=f"table-{table.name}",
        name=table.name,
        title=table.title,
        help=table.help,
        headings=table.fields,
        body=as_markup("".join(lines)),
        blocks=blocks,
        count_name=count_name(table),
        count=len(rows),
    )


def _size(field: Field, rows: list[Content]) -> int:
    """One width for a column: its longest value, within reason."""
    longest = max((len(as_text(row.get(field.name))) for row in rows), default=0)
    return max(10, min(36, longest + 1))


def _block(table: Table, number: int, row: Content, wrong: Wrong, focus: str) -> EditedBlock:
    fields = []
    for field in table.fields:
        name = cell_name(table, number, field)
        error = wrong.get((table.name, number, field.name), "")
        fields.append(_edited_field(field, row, name, error, focus))
    key = next((field for field in table.fields if field.name == table.key), table.fields[0])
    title = in_words(key, row.get(key.name)) or "новая строка"
    buttons = as_markup(_buttons(table, number))
    return EditedBlock(number + 1, title if len(title) <= 60 else title[:59] + "…", fields, buttons)


def _line(table: Table, number: int, row: Content, wrong: Wrong, sizes: dict[str, int], focus: str) -> str:
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
        cells.append(f"<td>{_complained(name, error, made) if error else made}</td>")
    # no row heading: each control says its row, and a heading would stand fixed over half a phone
    heading = f'<td class="n">{number + 1}</td>'
    return f"<tr>{heading}{''.join(cells)}<td>{_buttons(table, number)}</td></tr>"


def _complained(name: str, error: str, made: SafeString) -> str:
    words = f'<p class="errors" id="{name}_error">{esc(error)}</p>'
    return f'<div class="field bad">{words}{made}</div>'


def _buttons(table: Table, number: int) -> str:
    up = _button(f"up:{table.name}:{number}", "↑", f"Поднять строку {number + 1}") if number else ""
    drop = _button(f"drop:{table.name}:{number}", "×", f"Убрать строку {number + 1}")
    return f'<div class="nowrap">{up} {drop}</div>'


def _button(order: str, sign: str, words: str) -> str:
    marks = f'type="submit" name="do" value="{order}" aria-label="{words}" title="{words}"'
    return f'<button class="btn quiet" {marks}>{sign}</button>'


def complaints(kind: Kind, wrong: Sequence[Mistake]) -> list[Complaint]:
    """The summary above the form, in the order of the page."""
    return [_complaint(kind, mistake) for mistake in wrong]


def _complaint(kind: Kind, mistake: Mistake) -> Complaint:
    tables = {table.name: table for table in kind.tables}
    if mistake.table:
        table = tables[mistake.table]
        field = next((each for each in table.fields if each.name == mistake.where), None)
        if mistake.row is None or field is None:
            return Complaint(f"#table-{table.name}", table.title, mistake.message)
        place = f"{table.title}, строка {mistake.row + 1}, «{field.title}»"
        return Complaint(f"#{cell_name(table, mistake.row, field)}", place, mistake.message)
    if mistake.where in tables:
        return Complaint(f"#table-{mistake.where}", tables[mistake.where].title, mistake.message)
    found = next((each for each in kind.fields if each.name == mistake.where), None)
    if found is None:
        return Complaint("#editor", kind.title, mistake.message)
    return Complaint(f"#{field_name(found)}", found.title, mistake.message)
