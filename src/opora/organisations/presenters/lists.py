"""Tables of schools and of territories, on screen and as a sheet."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import QueryDict
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from opora.organisations.forms.filters import year_label
from opora.organisations.queries import SchoolRow, SchoolTotals, TerritoryRow
from opora.organisations.queries.schools import SchoolFilter
from opora.organisations.states import Locality, SchoolKind
from opora.printing import Align, Sheet, write_xlsx
from opora.printing import Column as SheetColumn
from opora.printing import Row as SheetRow
from opora.printing import Table as SheetTable
from opora.ui import markup
from opora.ui.components import Stat
from opora.ui.tables import Column, Table
from opora.ui.text import count_ru, number

_KINDS: dict[str, str] = dict(SchoolKind.choices)
_LOCALITIES: dict[str, str] = dict(Locality.choices)
# an em space a level: the tree reads in print and without styles too
INDENT = "\N{EM SPACE}"


@dataclass(frozen=True, slots=True)
class Address:
    """The page's own address, to turn the order of a column."""

    query: QueryDict
    chosen: SchoolFilter

    def sorted_by(self, order: str) -> str:
        """The same page in another order; a second click turns it round."""
        query = self.query.copy()
        query.pop("page", None)
        turned = self.chosen.order == order and not self.chosen.descending
        query["sort"] = f"-{order}" if turned else order
        return f"?{query.urlencode()}"

    def column(self, title: str, order: str, **more: str) -> Column:
        now = ""
        if self.chosen.order == order:
            now = "descending" if self.chosen.descending else "ascending"
        return Column(title, sort_url=self.sorted_by(order), order=now, **more)  # type: ignore[arg-type]


def _school_cell(row: SchoolRow) -> SafeString:
    link = markup.link(reverse("school", args=[row.id]), row.name)
    return link if row.is_open else format_html("{} {}", link, markup.badge("закрыта"))


def _pick(row: SchoolRow) -> SafeString:
    return format_html(
        '<input type="checkbox" name="school" value="{}" aria-label="Сравнить: {}">', row.id, row.name
    )


def school_table(
    rows: Sequence[SchoolRow], totals: SchoolTotals, address: Address, *, in_territory: bool, caption: str
) -> Table:
    """The list; with shares of the territory's pupils where all rows are of one territory."""
    columns = [address.column("Школа", "name"), Column("Сравнить")]
    if not in_territory:
        columns.append(address.column("Территория", "territory"))
    columns += [
        address.column("Вид", "kind"),
        Column("Где"),
        address.column("До центра", "distance", kind="number", unit="км"),
        address.column("Обучающиеся", "pupils", kind="number"),
    ]
    if in_territory:
        columns.append(Column("Доля", kind="number", unit="от территории"))
    columns.append(address.column("Учителя", "teachers", kind="number"))
    return Table(
        "schools",
        caption,
        columns,
        [_school_cells(row, totals, in_territory) for row in rows],
        empty="По этим условиям школ нет. Сбросьте фильтры.",
    )


def _school_cells(row: SchoolRow, totals: SchoolTotals, in_territory: bool) -> list[object]:
    cells: list[object] = [_school_cell(row), _pick(row)]
    if not in_territory:
        cells.append(row.territory)
    kind = _KINDS.get(row.school_kind) or None
    cells += [kind, _LOCALITIES.get(row.locality) or None, row.distance_km, row.pupils]
    if in_territory:
        cells.append(markup.share(_share(row, totals)))
    cells.append(row.teachers)
    return cells


def _share(row: SchoolRow, totals: SchoolTotals) -> float | None:
    if row.pupils is None or not totals.all_pupils or not row.is_open:
        return None
    return row.pupils / totals.all_pupils


def known_of(known: int, schools: int) -> str:
    """What stands under a sum: over how many of the schools it runs."""
    if known == schools:
        return f"по всем школам: {schools}"
    return f"по {known} из {schools}; остальные не сообщили"


def totals_stats(totals: SchoolTotals, year: int | None) -> list[Stat]:
    """The row of figures above a list."""
    label = f", {year_label(year)}" if year else ""
    return [
        Stat("Школы", _number(totals.schools), note=f"юридических лиц: {totals.legal_entities}"),
        Stat(
            f"Обучающиеся{label}", _number(totals.pupils), note=known_of(totals.pupils_known, totals.schools)
        ),
        Stat(
            f"Учителя{label}", _number(totals.teachers), note=known_of(totals.teachers_known, totals.schools)
        ),
    ]


def _number(value: int | None) -> str | None:
    return None if value is None else number(value)


def territory_table(rows: Sequence[TerritoryRow], *, caption: str) -> Table:
    """The tree: deeper nodes are set in; shares are of the first row, the whole."""
    whole = rows[0] if rows else None
    return Table(
        "territories",
        caption,
        [
            Column("Территория"),
            Column("Школы", kind="number"),
            Column("Юридические лица", kind="number"),
            Column("Обучающиеся", kind="number"),
            Column("Доля", kind="number", unit="от всех"),
            Column("Учителя", kind="number"),
            Column("Доля", kind="number", unit="от всех"),
        ],
        [_territory_cells(row, whole) for row in rows],
        empty="Территорий пока нет.",
    )


def _territory_cells(row: TerritoryRow, whole: TerritoryRow | None) -> list[object]:
    link = format_html(
        '{}<a href="{}">{}</a>',
        INDENT * row.depth,
        reverse("territory", args=[row.id]),
        row.name,
    )
    return [
        link,
        row.schools,
        row.legal_entities,
        _partly(row.pupils, row.pupils_known, row.schools),
        markup.share(_part(row.pupils, whole.pupils if whole else None)),
        _partly(row.teachers, row.teachers_known, row.schools),
        markup.share(_part(row.teachers, whole.teachers if whole else None)),
    ]


def _partly(value: int | None, known: int, schools: int) -> object:
    if value is None or known == schools:
        return value
    return format_html("{} <small>по {} из {}</small>", number(value), known, schools)


def _part(value: int | None, whole: int | None) -> float | None:
    return None if value is None or not whole else value / whole


def schools_sheet(
    rows: Sequence[SchoolRow], totals: SchoolTotals, *, title: str, year: int | None, in_territory: bool
) -> bytes:
    """What stands on the screen as XLSX: the same filter and order, all pages of it."""
    label = f", {year_label(year)}" if year else ""
    table = SheetTable(
        columns=(
            SheetColumn("Код", width=1.2, as_typed=True),
            SheetColumn("Школа", width=3),
            SheetColumn("Территория", width=2),
            SheetColumn("Вид", width=1.6),
            SheetColumn("Где", width=1),
            SheetColumn("До центра", align=Align.RIGHT, unit="км"),
            SheetColumn("Юридическое лицо"),
            SheetColumn(f"Обучающиеся{label}", align=Align.RIGHT),
            SheetColumn("Доля обучающихся территории", align=Align.RIGHT, percent=True, decimals=1),
            SheetColumn(f"Учителя{label}", align=Align.RIGHT),
        ),
        rows=tuple(_sheet_row(row, totals, in_territory) for row in rows),
        caption=f"{title}: {count_ru(len(rows), 'школа,школы,школ')}",
    )
    return write_xlsx([Sheet("Школы", table)])


def _sheet_row(row: SchoolRow, totals: SchoolTotals, in_territory: bool) -> SheetRow:
    return SheetRow(
        (
            row.key,
            row.name,
            row.territory,
            _KINDS.get(row.school_kind),
            _LOCALITIES.get(row.locality),
            row.distance_km,
            "да" if row.is_legal_entity else "нет",
            row.pupils,
            _share(row, totals) if in_territory else None,
            row.teachers,
        )
    )
