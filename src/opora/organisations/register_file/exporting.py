"""The register as the file that can be imported back."""

from collections.abc import Sequence

from opora.access import Actor
from opora.organisations.models import FormerName, Organisation, Territory, YearFigures
from opora.organisations.passport import PassportItem, passport_items
from opora.organisations.queries import territories_visible_to, visible_to
from opora.organisations.register_file.columns import (
    CARD,
    CHOICES,
    FIGURES,
    ORGANISATIONS,
    TERRITORIES,
    TERRITORY,
    VALUES,
    Heading,
    passport_headings,
)
from opora.organisations.register_file.figures import COUNTS
from opora.printing import Align, Column, Row, Sheet, Table, write_xlsx
from opora.printing.tables import Value

EXAMPLE: tuple[Value, ...] = (
    "S-001", "Школа", "Луговская ООШ", "МКОУ «Луговская ООШ»", "M-01", "Основная школа", "Село", "", "да", 24,
    56.8389, 60.6057, "с. Луговое, ул. Школьная, 1", "+7 000 000-00-00", "school@example.org", "", "Луговская школа",
    "2025/26", 84, 14, 2, 6,
)  # fmt: skip
_FIGURES = frozenset({"count", "share", "degrees"})


def export_organisations(actor: Actor, territory_path: str = "") -> bytes:
    """Open organisations that the actor sees below a territory: a row for each year with figures."""
    found = visible_to(actor).filter(closed_on=None, territory__path__startswith=territory_path)
    rows = list(
        found.select_related("territory").order_by(
            "territory__sort_name", "territory_id", "kind", "sort_name", "id"
        )
    )
    items = passport_items(territory_path)
    places = territories_visible_to(actor).filter(path__startswith=territory_path)
    return _book(_rows(rows, items), _places(list(places.select_related("parent").order_by("path"))), items)


def template(items: Sequence[PassportItem]) -> bytes:
    """The headings alone, an example on a sheet of its own that the import passes by, the allowed values."""
    return _book([], [], items, with_example=True)


def _rows(found: Sequence[Organisation], items: Sequence[PassportItem]) -> list[tuple[Value, ...]]:
    ids = [row.pk for row in found]
    figures: dict[int, list[YearFigures]] = {}
    for row in YearFigures.objects.filter(organisation__in=ids).order_by("organisation_id", "-year"):
        figures.setdefault(row.organisation_id, []).append(row)
    former: dict[int, list[str]] = {}
    names = FormerName.objects.filter(organisation__in=ids).order_by("organisation_id", "-until", "id")
    for organisation_id, name in names.values_list("organisation_id", "name"):
        former.setdefault(organisation_id, []).append(name)
    rows: list[tuple[Value, ...]] = []
    for each in found:
        card = _card(each, former.get(each.pk, []))
        years = [_figures(year, items) for year in figures.get(each.pk, [])]
        rows += [(*card, *year) for year in years or [_figures(None, items)]]
    return rows


def _card(row: Organisation, former: Sequence[str]) -> tuple[Value, ...]:
    return (
        row.key,
        row.get_kind_display(),
        row.name,
        row.official_name or None,
        row.territory.code,
        row.get_school_kind_display() or None,
        row.get_locality_display() or None,
        row.inn or None,
        "да" if row.is_legal_entity else "нет",
        row.distance_km,
        row.latitude,
        row.longitude,
        row.address or None,
        row.phone or None,
        row.email or None,
        row.site or None,
        "; ".join(former) or None,
    )


def _figures(row: YearFigures | None, items: Sequence[PassportItem]) -> tuple[Value, ...]:
    if row is None:
        return (None,) * (len(FIGURES) + len(items))
    label = f"{row.year}/{(row.year + 1) % 100:02}"
    return (label, *(getattr(row, name) for name in COUNTS), *(_item(row, item) for item in items))


def _item(row: YearFigures, item: PassportItem) -> Value:
    value = row.passport.get(item.code)
    if value is None:
        return None
    return round(float(value) * 100, 4) if item.unit == "share" else int(value)


def _places(rows: Sequence[Territory]) -> list[tuple[Value, ...]]:
    return [(row.code, row.name, row.parent.code) for row in rows if row.parent]


def _sheet(name: str, headings: Sequence[Heading], rows: Sequence[tuple[Value, ...]]) -> Sheet:
    columns = tuple(
        Column(
            heading.title,
            align=Align.RIGHT if heading.reads in _FIGURES else Align.LEFT,
            hint=heading.hint,
            as_typed=heading.reads not in _FIGURES,
        )
        for heading in headings
    )
    return Sheet(
        name,
        Table(columns, tuple(Row(row) for row in rows), missing="", empty=""),
        widths=tuple(heading.width for heading in headings),
        frozen_columns=min(3, len(headings) - 1),
    )


def _book(
    rows: Sequence[tuple[Value, ...]],
    places: Sequence[tuple[Value, ...]],
    items: Sequence[PassportItem],
    *,
    with_example: bool = False,
) -> bytes:
    headings = (*CARD, *FIGURES, *passport_headings(items))
    allowed = tuple(
        Row((title, label))
        for title, key in (("Вид", "kind"), ("Вид школы", "school_kind"), ("Город или село", "locality"))
        for _, label in CHOICES[key]
    )
    values = Sheet(
        VALUES, Table((Column("Столбец"), Column("Допустимое значение")), allowed), widths=(20, 40)
    )
    sheets = [_sheet(ORGANISATIONS, headings, rows), _sheet(TERRITORIES, TERRITORY, places), values]
    if with_example:
        told = tuple(Row((h.title, v, h.hint)) for h, v in zip(headings, EXAMPLE, strict=False))
        columns = (Column("Столбец"), Column("Пример"), Column("Что писать"))
        sheets.append(Sheet("Пример", Table(columns, told, missing=""), widths=(24, 40, 60)))
    return write_xlsx(sheets, title="Организации и территории")
