"""Results as a workbook in the long layout: the exported file is an import file."""

import io
from collections.abc import Iterator, Mapping
from typing import Any

import xlsxwriter

from opora.access import Actor
from opora.printing.sheets.about import finish
from opora.results.blanks import DATA, LONG_HEADINGS, MADE
from opora.results.models import FIGURES
from opora.results.queries.visibility import facts_visible_to

_FIELDS = (
    "school__key",
    "school__name",
    "school__territory__name",
    "procedure__title",
    "class_label",
    "year",
    *FIGURES,
)
_TEXTS = 5


def export_results(
    actor: Actor,
    *,
    territory_path: str = "",
    year: int | None = None,
    test: str = "",
    procedure_code: str = "",
    school_id: int | None = None,
) -> bytes:
    """Every visible figure (of a territory, year, test, procedure, school where given) as XLSX.

    Texts are written as texts: nothing that a person typed can run as a formula. The same figures give the
    same bytes.
    """
    wanted = {
        "school__territory__path__startswith": territory_path or None,
        "year": year,
        "procedure__test": test or None,
        "procedure__code": procedure_code or None,
        "school": school_id,
    }
    rows = _rows(actor, {name: value for name, value in wanted.items() if value is not None})
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "constant_memory": True}) as book:
        sheet = book.add_worksheet(DATA)
        heading = book.add_format({"bold": True, "text_wrap": True, "valign": "vcenter", "bottom": 1})
        sheet.set_column(0, 0, 12)
        sheet.set_column(1, 3, 30)
        sheet.set_column(4, len(_FIELDS), 12)
        sheet.freeze_panes(1, 2)
        sheet.repeat_rows(0)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        for column, title in enumerate(LONG_HEADINGS):
            sheet.write_string(0, column, title, heading)
        for number, row in enumerate(rows, 1):
            for column, value in enumerate(row):
                if value is None or value == "":
                    continue
                if column < _TEXTS:
                    sheet.write_string(number, column, str(value))
                else:
                    sheet.write_number(number, column, float(value))  # type: ignore[arg-type]
        finish(book, created=MADE)
    return out.getvalue()


def _rows(actor: Actor, wanted: Mapping[str, Any]) -> Iterator[tuple[object, ...]]:
    ordered = (
        facts_visible_to(actor)
        .filter(**wanted)
        .order_by(
            "school__sort_name", "school_id", "procedure__position", "procedure_id", "year", "class_label"
        )
    )
    yield from ordered.values_list(*_FIELDS).iterator(chunk_size=5000)
