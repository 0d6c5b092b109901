"""Reads of visits."""

from opora.visits.queries.diary import diary_of
from opora.visits.queries.regularity import Regularity, regularity
from opora.visits.queries.visibility import school_seen_by, visible_to, visit_seen_by
from opora.visits.queries.waiting import waiting_for

__all__ = [
    "Regularity",
    "diary_of",
    "regularity",
    "school_seen_by",
    "visible_to",
    "visit_seen_by",
    "waiting_for",
]
