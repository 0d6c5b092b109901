"""Reads about territories and organisations. Everything a view shows comes through `visible_to`."""

from opora.organisations.queries.card import Card, card_of
from opora.organisations.queries.comparison import Compared, compared
from opora.organisations.queries.likeness import similar_schools
from opora.organisations.queries.names import Match, SchoolIndex, find_school, school_index
from opora.organisations.queries.schools import (
    SchoolFilter,
    SchoolRow,
    SchoolTotals,
    school_rows,
    school_totals,
)
from opora.organisations.queries.territories import TerritoryRow, chain_of, territory_rows
from opora.organisations.queries.visibility import (
    school_ids,
    schools_visible_to,
    territories_visible_to,
    visible_ids,
    visible_to,
)

__all__ = [
    "Card",
    "Compared",
    "Match",
    "SchoolFilter",
    "SchoolIndex",
    "SchoolRow",
    "SchoolTotals",
    "TerritoryRow",
    "card_of",
    "chain_of",
    "compared",
    "find_school",
    "school_ids",
    "school_index",
    "school_rows",
    "school_totals",
    "schools_visible_to",
    "similar_schools",
    "territories_visible_to",
    "territory_rows",
    "visible_ids",
    "visible_to",
]
