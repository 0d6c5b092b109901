"""Writes of exam results: one verb each, one history event."""

from opora.results.actions.correction import CHANGED, correct_figure
from opora.results.actions.loading import Batch, Written, compare, take_turn, write
from opora.results.actions.procedures import sync_procedures

__all__ = [
    "CHANGED",
    "Batch",
    "Written",
    "compare",
    "correct_figure",
    "sync_procedures",
    "take_turn",
    "write",
]
