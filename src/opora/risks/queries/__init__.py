"""Reads of profiles and directions. Everything a view shows comes through `visibility`."""

from opora.risks.queries.beside import Beside, beside
from opora.risks.queries.board import BoardFilter, BoardRow, Totals, board_rows, board_totals
from opora.risks.queries.causes import CauseLine, causes_summary
from opora.risks.queries.directions import (
    directions_of,
    doubts_of,
    is_mine,
    milestones_of,
    waiting_for,
)
from opora.risks.queries.heatmap import (
    Asked,
    FactorLine,
    Heatmap,
    Line,
    cycles_with_profiles,
    factor_lines,
    heatmap,
    municipalities_seen,
    newest_version,
    schools_without_profile,
)
from opora.risks.queries.profile import (
    Figure,
    SchoolRisks,
    given_to,
    indicators_of,
    school_risks,
)
from opora.risks.queries.visibility import (
    direction_seen_by,
    directions_visible_to,
    profiles_visible_to,
    refreshes_told_to,
    refreshes_visible_to,
    school_seen_by,
)

__all__ = [
    "Asked",
    "Beside",
    "BoardFilter",
    "BoardRow",
    "CauseLine",
    "FactorLine",
    "Figure",
    "Heatmap",
    "Line",
    "SchoolRisks",
    "Totals",
    "beside",
    "board_rows",
    "board_totals",
    "causes_summary",
    "cycles_with_profiles",
    "direction_seen_by",
    "directions_of",
    "directions_visible_to",
    "doubts_of",
    "factor_lines",
    "given_to",
    "heatmap",
    "indicators_of",
    "is_mine",
    "milestones_of",
    "municipalities_seen",
    "newest_version",
    "profiles_visible_to",
    "refreshes_told_to",
    "refreshes_visible_to",
    "school_risks",
    "school_seen_by",
    "schools_without_profile",
    "waiting_for",
]
