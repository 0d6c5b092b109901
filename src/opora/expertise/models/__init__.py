"""Rounds with their documents; assignments, sheets and what follows from them."""

from opora.expertise.models.assignment import Assignment, ExpertSheet, Reconciliation
from opora.expertise.models.recommendation import Recommendation
from opora.expertise.models.round import Entry, Panelist, Round

__all__ = [
    "Assignment",
    "Entry",
    "ExpertSheet",
    "Panelist",
    "Recommendation",
    "Reconciliation",
    "Round",
]
