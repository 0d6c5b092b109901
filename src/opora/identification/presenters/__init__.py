"""What templates of the selection get: tables, figures, tabs, words."""

from opora.identification.presenters.entries import (
    doubt_lines,
    evidence_table,
    ground_lines,
    schools_table,
)
from opora.identification.presenters.lists import (
    changed_table,
    lists_table,
    next_dates,
    preview_table,
    state_chip,
    stats,
    tabs,
)
from opora.identification.presenters.plot import evidence_plot

__all__ = [
    "changed_table",
    "doubt_lines",
    "evidence_plot",
    "evidence_table",
    "ground_lines",
    "lists_table",
    "next_dates",
    "preview_table",
    "schools_table",
    "state_chip",
    "stats",
    "tabs",
]
