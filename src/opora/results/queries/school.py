"""A school's results over years."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby
from typing import Literal

from django.db import connection

from opora.access import Actor
from opora.organisations.models import Organisation
from opora.results.dynamics import NOTHING, Share
from opora.results.queries.visibility import visible_facts

type Measured = Literal["low", "high"]


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of a school as a page shows it; it opens its origin by `fact_id`."""

    fact_id: int
    procedure_id: int
    year: int
    class_label: str
    low: Share
    high: Share
    mean: Decimal | None
    is_corrected: bool


@dataclass(frozen=True, slots=True)
class Heading:
    """A procedure as tables head their rows and columns with it."""

    pk: int
    code: str
    title: str


@dataclass(frozen=True, slots=True)
class ProcedureRow:
    """A procedure with the school's figures by year; `classes` by label, then year."""

    procedure: Heading
    by_year: dict[int, Figure]
    classes: dict[str, dict[int, Figure]]


@dataclass(frozen=True, slots=True)
class SchoolResults:
    """Everything known of a school: years ascending, procedures in the order of the catalogue."""

    years: tuple[int, ...]
    rows: tuple[ProcedureRow, ...]


_ROWS = """
SELECT p.id, p.code, p.title, f.id, f.year, f.class_label, f.participants, f.low_count, f.high_count,
       f.low_percent, f.high_percent, f.mean_score, f.corrected_at IS NOT NULL
FROM results_fact f JOIN results_procedure p ON p.id = f.procedure_id
WHERE f.school_id = %s AND """
_ORDER = " ORDER BY p.position, p.code, f.class_label, f.year"


def share_of(count: int | None, n: int | None, percent: Decimal | None) -> Share:
    """A share from what is kept: exact by counts, else by the percent; participants stay where known."""
    if count is not None and n:
        return Share(count / n, count, n)
    return Share(float(percent) / 100, None, n) if percent is not None else NOTHING


def school_results(actor: Actor, school: Organisation) -> SchoolResults:
    """The figures of a school that the actor sees. One query."""
    seen, values = visible_facts(actor)
    with connection.cursor() as cursor:
        cursor.execute(_ROWS + seen + _ORDER, [school.pk, *values])
        found = cursor.fetchall()
    rows = []
    for (pk, code, title), own in groupby(found, key=lambda row: row[:3]):
        whole: dict[int, Figure] = {}
        classes: dict[str, dict[int, Figure]] = {}
        for row in own:
            figure = _figure(pk, *row[3:])
            by_year = classes.setdefault(figure.class_label, {}) if figure.class_label else whole
            by_year[figure.year] = figure
        rows.append(ProcedureRow(Heading(pk, code, title), whole, classes))
    return SchoolResults(tuple(sorted({row[4] for row in found})), tuple(rows))


def _figure(
    procedure_id: int,
    pk: int,
    year: int,
    label: str,
    n: int | None,
    low: int | None,
    high: int | None,
    low_percent: Decimal | None,
    high_percent: Decimal | None,
    mean: Decimal | None,
    is_corrected: bool,
) -> Figure:
    return Figure(
        pk,
        procedure_id,
        year,
        label,
        share_of(low, n, low_percent),
        share_of(high, n, high_percent),
        mean,
        is_corrected,
    )


def years_shown(results: SchoolResults, most: int = 5) -> Sequence[int]:
    """The newest years, ascending."""
    return results.years[-most:]
