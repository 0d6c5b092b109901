"""The editor's form: a content as fields of a page, and what came back as a content.

Written apart from Django's forms: a definition is a tree of rows, and a wrong value must stay as it was
typed.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from django import forms

from opora.catalogues.actions import Provenance
from opora.catalogues.inputs import cell_name, count_name, field_name
from opora.catalogues.kinds import Content, Field, Kind, Table
from opora.catalogues.places import Place
from opora.catalogues.states import Origin
from opora.catalogues.values import from_text


def read_content(kind: Kind, sent: Mapping[str, str], *, first: int = 0) -> Content:
    """What the page shows, its empty rows included; its rows are numbered from `first`."""
    content = _read(kind.fields, {field.name: field_name(field) for field in kind.fields}, sent)
    for table in kind.tables:
        content[table.name] = [
            _read(table.fields, {field.name: cell_name(table, row, field) for field in table.fields}, sent)
            for row in range(first, first + _rows_sent(table, sent))
        ]
    return content


def _rows_sent(table: Table, sent: Mapping[str, str]) -> int:
    said = sent.get(count_name(table), "")
    # no more rows than fields came: the number is not to be trusted
    return min(int(said), len(sent)) if said.isascii() and said.isdigit() and len(said) < 7 else 0


def _read(fields: tuple[Field, ...], names: Mapping[str, str], sent: Mapping[str, str]) -> Content:
    values: Content = {}
    for field in fields:
        value = from_text(field, sent.get(names[field.name], ""))
        if field.type == "bool":
            # a browser sends nothing for a box that is not marked
            value = value is True
        if value is not None:
            values[field.name] = value
    return values


def read_about(sent: Mapping[str, str], *, is_copy: bool) -> Provenance:
    """Whose the version is, by which document, and why."""
    said = sent.get("origin", "")
    origin = (
        Origin.REGION if is_copy else Origin(said) if said in (Origin.OFFICIAL, Origin.OURS) else Origin.OURS
    )
    return Provenance(origin, sent.get("source", "").strip(), sent.get("note", "").strip())


@dataclass(frozen=True, slots=True)
class Order:
    """What the pressed button asks: save, publish, show, or something about a row of a table."""

    what: str
    table: str = ""
    row: int = 0


def read_order(sent: Mapping[str, str]) -> Order:
    what, _, rest = sent.get("do", "save").partition(":")
    table, _, row = rest.partition(":")
    return Order(what, table, int(row) if row.isascii() and row.isdigit() and len(row) < 7 else 0)


def rearranged(kind: Kind, content: Content, order: Order, *, end: int | None = None) -> Content:
    """The content with a row added (before `end`), dropped or moved up as the button asked."""
    table = next((table for table in kind.tables if table.name == order.table), None)
    if table is None:
        return content
    rows = list(content[table.name])
    if order.what == "add":
        rows.insert(len(rows) if end is None else end, {})
    elif order.row < len(rows) and order.what == "drop":
        del rows[order.row]
    elif 0 < order.row < len(rows) and order.what == "up":
        rows.insert(order.row - 1, rows.pop(order.row))
    return content | {table.name: rows}


class CopyForm(forms.Form):
    """For which of the own territories."""

    territory = forms.TypedChoiceField(label="Для какой территории", coerce=int)

    def __init__(self, *args: object, places: list[Place], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["territory"].choices = [(place.id, place.name) for place in places]  # type: ignore[attr-defined]


class OwnForm(CopyForm):
    """How the new one is called, and for which of the own territories."""

    title = forms.CharField(label="Название", max_length=200)
    field_order = ("title", "territory")


class UploadForm(forms.Form):
    """A workbook that was written here and edited in a spreadsheet; `seen` is what it would replace."""

    seen = forms.CharField(widget=forms.HiddenInput)

    file = forms.FileField(
        label="Файл с таблицей",
        help_text="XLSX или ODS: скачайте действующую версию, исправьте и загрузите.",
        error_messages={"required": "Выберите файл.", "empty": "Файл пуст. Выберите другой."},
    )
