"""Tables of many schools, and of the imports they came from."""

from collections.abc import Sequence

from django.urls import reverse

from opora.results.dynamics import Share, change
from opora.results.models import Load
from opora.results.presenters.cells import change_cell, figure_cell
from opora.results.queries import ProcedureLine, TerritoryTable
from opora.ui.markup import link
from opora.ui.tables import Column, Table
from opora.ui.text import count_ru, date_ru, number, percent_range

CHANGES = "цифра,цифры,цифр"


def territory_table(found: TerritoryTable) -> Table:
    """Schools × procedures of one year; a heading opens its procedure."""
    columns = [Column("Школа")]
    for procedure in found.procedures:
        url = f"{reverse('results-procedure', args=[procedure.code])}?year={found.year}"
        columns.append(Column(procedure.title, "number", sort_url=url))
    rows = []
    for school in found.schools:
        cells = [school.cells.get(procedure.pk) for procedure in found.procedures]
        shown = [
            figure_cell(cell.fact_id, cell.low, cell.high, is_corrected=cell.is_corrected) if cell else None
            for cell in cells
        ]
        rows.append((link(reverse("results-school", args=[school.id]), school.name), *shown))
    return Table(
        "results", f"Доля «2», {found.year} год", columns, rows, wide=True, empty="Результатов пока нет."
    )


def procedure_table(lines: Sequence[ProcedureLine], year: int) -> Table:
    """Every school in one procedure and year, with the change since the year before."""
    columns = [
        Column("Школа"),
        Column("Территория"),
        Column(f"«2» в {year - 1}", "number"),
        Column(f"«2» в {year}", "number"),
        Column("С вероятностью 95 %", "number"),
        Column("Изменение «2»"),
    ]
    rows = [
        (
            link(reverse("results-school", args=[line.school_id]), line.school),
            line.territory,
            _percent(line.before),
            figure_cell(line.fact_id, line.low, line.high),
            _interval(line.low),
            change_cell(change({year: line.low} | ({year - 1: line.before} if line.before else {}))),
        )
        for line in lines
    ]
    return Table("schools", f"Школы, {year} год", columns, rows, wide=True)


def _interval(share: Share) -> str | None:
    return f"{percent_range(*share.interval)} %" if share.interval else None


def _percent(share: Share | None) -> str | None:
    if share is None or share.value is None:
        return None
    return f"{number(100 * share.value, 0)} %"


def loads_table(loads: Sequence[Load]) -> Table:
    """Imports: what, who, when, how much."""
    columns = [
        Column("Файл"),
        Column("Когда"),
        Column("Кто"),
        Column("Новых", "number"),
        Column("Изменено", "number"),
        Column("Без изменений", "number"),
    ]
    rows = [
        (
            link(reverse("results-load", args=[load.pk]), load.file_name or "без файла"),
            date_ru(load.applied_at, "time"),
            load.applied_by_name,
            load.facts_new,
            load.facts_changed,
            load.facts_same,
        )
        for load in loads
    ]
    return Table("loads", "Загрузки", columns, rows)


def load_words(load: Load) -> str:
    """«12 цифр: 10 новых, 2 изменены»."""
    total = load.facts_new + load.facts_changed + load.facts_same
    return f"{count_ru(total, CHANGES)}: новых {load.facts_new}, изменено {load.facts_changed}, те же {load.facts_same}"
