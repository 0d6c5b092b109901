"""Reads of exam results. Everything a view shows comes through `visibility`."""

from opora.results.queries.groups import Group, comparison_groups
from opora.results.queries.origin import Older, figure, figure_to_correct, older
from opora.results.queries.school import (
    Figure,
    ProcedureRow,
    SchoolResults,
    school_results,
    years_shown,
)
from opora.results.queries.territory import (
    ProcedureLine,
    SchoolLine,
    TerritoryTable,
    loads,
    procedure_lines,
    procedure_years,
    procedures_seen,
    seen_by,
    territories,
    territory_table,
)
from opora.results.queries.visibility import details_visible_to, facts_visible_to, loads_visible_to

__all__ = [
    "Figure",
    "Group",
    "Older",
    "ProcedureLine",
    "ProcedureRow",
    "SchoolLine",
    "SchoolResults",
    "TerritoryTable",
    "comparison_groups",
    "details_visible_to",
    "facts_visible_to",
    "figure",
    "figure_to_correct",
    "loads",
    "loads_visible_to",
    "older",
    "procedure_lines",
    "procedure_years",
    "procedures_seen",
    "school_results",
    "seen_by",
    "territories",
    "territory_table",
    "years_shown",
]
