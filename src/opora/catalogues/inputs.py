"""Fields of the editor: their names, and their markup. A table of fifty rows has five hundred of them."""

from typing import Any

from django.utils.safestring import SafeString

from opora.catalogues.kinds import Field, Table
from opora.catalogues.values import as_text
from opora.ui.escaping import as_markup, esc


def field_name(field: Field) -> str:
    return f"f.{field.name}"


def cell_name(table: Table, row: int, field: Field) -> str:
    return f"t.{table.name}.{row}.{field.name}"


def count_name(table: Table) -> str:
    return f"n.{table.name}"


def control(
    field: Field,
    value: Any,
    *,
    name: str,
    label: str = "",
    about: str = "",
    bad: bool = False,
    first: bool = False,
    size: int = 50,
) -> SafeString:
    """The field's control. `label` names it where no label stands beside it (a cell of a table);
    `about` are the ids of its help and its mistake; `first` takes the cursor; `size` is in characters."""
    marks = f' id="{esc(name)}" name="{esc(name)}"'
    if label:
        marks += f' aria-label="{esc(label)}"'
    if about:
        marks += f' aria-describedby="{esc(about)}"'
    if bad:
        marks += ' aria-invalid="true"'
    if first:
        marks += " autofocus"
    return as_markup(_tag(field, value, marks, size))


def _tag(field: Field, value: Any, marks: str, size: int) -> str:
    text = esc(as_text(value))
    match field.type:
        case "bool":
            return f'<input type="checkbox" value="да"{" checked" if value is True else ""}{marks}>'
        case "choice":
            return f"<select{marks}>{_options(field, value)}</select>"
        case "long" | "list":
            # a browser swallows the first line break of a text area
            return f'<textarea rows="{_lines(text)}" cols="{min(size, 28)}"{marks}>\n{text}</textarea>'
        case "int":
            return f'<input inputmode="numeric" size="6" value="{text}" autocomplete="off"{marks}>'
        case "share":
            return f'<input inputmode="decimal" size="6" value="{text}" autocomplete="off"{marks}>'
        case _:
            return f'<input size="{size}" value="{text}" autocomplete="off"{marks}>'


def _lines(text: str) -> int:
    """Enough to read what stands there: some fifty characters go into a line of a page."""
    return max(2, min(8, sum(1 + len(line) // 50 for line in text.split("\n"))))


def _options(field: Field, value: Any) -> str:
    known = dict(field.choices)
    offered = [("", "—"), *field.choices]
    if value and value not in known:
        offered.insert(1, (as_text(value), as_text(value)))
    # HTML lets the closing tag out, and a column of choices repeats it a thousand times
    return "".join(
        f'<option value="{esc(code)}"{" selected" if code == (value or "") else ""}>{esc(title)}'
        for code, title in offered
    )
