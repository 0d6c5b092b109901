"""Reads of assignments."""

from opora.assignments.queries.desk import waiting_for
from opora.assignments.queries.diary import diary_of
from opora.assignments.queries.listing import Chosen, Line, Show, counts, lines, of_origin, of_origins
from opora.assignments.queries.orphans import Orphaned, held_by, orphaned
from opora.assignments.queries.visibility import assignment_seen_by, loaded, visible_to

__all__ = [
    "Chosen",
    "Line",
    "Orphaned",
    "Show",
    "assignment_seen_by",
    "counts",
    "diary_of",
    "held_by",
    "lines",
    "loaded",
    "of_origin",
    "of_origins",
    "orphaned",
    "visible_to",
    "waiting_for",
]
