"""Writes of events."""

from opora.events.actions.days import (
    Day,
    add_days,
    cancel_day,
    correct_day,
    hold_day,
    move_day,
)
from opora.events.actions.making import Written, cancel_event, change_event, finish_event, make_event
from opora.events.actions.things import add_link, add_material, remove_link, remove_material

__all__ = [
    "Day",
    "Written",
    "add_days",
    "add_link",
    "add_material",
    "cancel_day",
    "cancel_event",
    "change_event",
    "correct_day",
    "finish_event",
    "hold_day",
    "make_event",
    "move_day",
    "remove_link",
    "remove_material",
]
