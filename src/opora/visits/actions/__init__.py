"""Writes on visits: one verb each, one event on the school's timeline."""

from opora.visits.actions.noting import Agreed, Answer, Note, amend_note, note_unplanned, note_visit
from opora.visits.actions.planning import Day, Plan, cancel_visit, move_visit, plan_visits

__all__ = [
    "Agreed",
    "Answer",
    "Day",
    "Note",
    "Plan",
    "amend_note",
    "cancel_visit",
    "move_visit",
    "note_unplanned",
    "note_visit",
    "plan_visits",
]
