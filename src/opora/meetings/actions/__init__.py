"""Writes about meetings: one verb each, one history event."""

from opora.meetings.actions.calling import (
    Call,
    call_meeting,
    cancel_meeting,
    change_meeting,
    move_meeting,
    repeat_meeting,
)
from opora.meetings.actions.holding import Mark, hold_meeting, invite, mark_attendance, remove_invited
from opora.meetings.actions.minutes import (
    Item,
    assign,
    missing_of,
    reopen_minutes,
    sign_minutes,
    write_minutes,
)
from opora.meetings.actions.rhythms import set_rhythm

__all__ = [
    "Call",
    "Item",
    "Mark",
    "assign",
    "call_meeting",
    "cancel_meeting",
    "change_meeting",
    "hold_meeting",
    "invite",
    "mark_attendance",
    "missing_of",
    "move_meeting",
    "remove_invited",
    "reopen_minutes",
    "repeat_meeting",
    "set_rhythm",
    "sign_minutes",
    "write_minutes",
]
