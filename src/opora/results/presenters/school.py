"""A school's results over years: the table, the chart of one procedure, what it means."""

from collections.abc import Sequence

from django.urls import reverse
from django.utils.safestring import SafeString

from opora.organisations.models import Organisation
from opora.results.dynamics import Share, change, weight_words
from opora.results.presenters.cells import change_cell, figure_cell, share_words
from opora.results.queries import Figure, Group, ProcedureRow, SchoolResults, years_shown
from opora.results.queries.school import Measured
from opora.ui.charts import LineChart, Point, Series, draw_lines
from opora.ui.components import Tab
from opora.ui.escaping import as_markup
from opora.ui.markup import link
from opora.ui.tables import Column, Table
from opora.ui.text import signed_points

MEASURES: dict[Measured, str] = {"low": "Доля «2»", "high": "Высокие результаты"}


def results_table(school: Organisation, results: SchoolResults) -> Table:
    """Procedures × years; each figure opens its origin, each procedure its chart."""
    years = years_shown(results)
    columns = [Column("Процедура"), *(Column(str(year), "number") for year in years), Column("Изменение «2»")]
    rows = [_row(school, row, years) for row in results.rows]
    return Table("results", "Доля «2» по годам", columns, rows, wide=True, empty="Результатов пока нет.")


def _row(school: Organisation, row: ProcedureRow, years: Sequence[int]) -> tuple[object, ...]:
    address = reverse("results-school", args=[school.pk])
    title = link(f"{address}?procedure={row.procedure.code}#chart", row.procedure.title)
    cells = [_cell(row.by_year.get(year)) for year in years]
    return title, *cells, change_cell(change({year: figure.low for year, figure in row.by_year.items()}))


def _cell(figure: Figure | None) -> SafeString | None:
    if figure is None:
        return None
    return figure_cell(figure.fact_id, figure.low, figure.high, is_corrected=figure.is_corrected)


def chart(
    school: Organisation, row: ProcedureRow, groups: Sequence[Group], years: Sequence[int], measure: Measured
) -> SafeString:
    """The school's line with intervals, and up to three groups beside it."""
    own = Series(school.name, [_point(year, _share(row.by_year.get(year), measure)) for year in years])
    others = [
        Series(
            group.title,
            [_point(year, group.by_year[year].share if year in group.by_year else None) for year in years],
        )
        for group in groups[:3]
    ]
    notes = [group.note for group in groups[:3] if group.note]
    return draw_lines(
        LineChart(
            id="results-chart",
            title=f"{row.procedure.title}: {MEASURES[measure].lower()}",
            description=f"Доля по годам: {school.name} и группы сравнения. Усы — интервал с вероятностью 95 %.",
            series=[own, *others],
            note=" ".join(notes),
        )
    )


def _share(figure: Figure | None, measure: Measured) -> Share | None:
    return getattr(figure, measure) if figure else None


def _point(year: int, share: Share | None) -> Point:
    if share is None or share.value is None:
        return Point(str(year), None)
    low, high = share.interval or (None, None)
    return Point(str(year), share.value, low, high, share.n, few=share.is_few)


def measure_tabs(school: Organisation, row: ProcedureRow, measure: Measured) -> list[Tab]:
    address = f"{reverse('results-school', args=[school.pk])}?procedure={row.procedure.code}"
    return [
        Tab(title, f"{address}&measure={code}#chart", current=code == measure)
        for code, title in MEASURES.items()
    ]


def meaning(row: ProcedureRow) -> list[str]:
    """What the last year says, in two or three sentences."""
    if not row.by_year:
        return []
    year = max(row.by_year)
    figure = row.by_year[year]
    sentences = [f"В {year} году «2» — {share_words(figure.low)}."]
    if weight := weight_words(figure.low.n):
        sentences.append(f"Школа невелика: {weight}, поэтому доля легко меняется.")
    moved = change({y: f.low for y, f in row.by_year.items()})
    if moved is not None:
        points = signed_points(moved.points / 100)
        sentences.append(f"По сравнению с {moved.since} годом {points} — {moved.words}.")
    elif len(row.by_year) > 1:
        sentences.append("За предыдущий год данных нет, поэтому изменение не считаем.")
    return sentences


def classes_table(row: ProcedureRow, years: Sequence[int]) -> Table | None:
    """The classes of the procedure by year; None where no class is known."""
    if not row.classes:
        return None
    columns = [Column("Класс"), *(Column(str(year), "number") for year in years)]
    rows = [
        (label, *(_class_cell(by_year.get(year)) for year in years)) for label, by_year in row.classes.items()
    ]
    return Table("classes", f"{row.procedure.title}: по классам", columns, rows)


def _class_cell(figure: Figure | None) -> SafeString | None:
    if figure is None:
        return None
    cell = figure_cell(figure.fact_id, figure.low, figure.high, is_corrected=figure.is_corrected)
    weight = weight_words(figure.low.n)
    return as_markup(f"{cell}<br><small>{weight}</small>") if weight else cell
