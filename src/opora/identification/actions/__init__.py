"""Writes of yearly lists."""

from opora.identification.actions.approval import approve, close_window, open_window
from opora.identification.actions.decisions import decide, take_decision_back
from opora.identification.actions.drafts import discard, draw_up, redraw
from opora.identification.actions.imported import Listed, load_list

__all__ = [
    "Listed",
    "approve",
    "close_window",
    "decide",
    "discard",
    "draw_up",
    "load_list",
    "open_window",
    "redraw",
    "take_decision_back",
]
