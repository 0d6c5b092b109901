"""Writes: campaigns, classes, opening and closing. Answers are taken elsewhere: `opora.surveys.entry`."""

from opora.surveys.actions.campaigns import (
    add_schools,
    change_campaign,
    choose_schools,
    discard_campaign,
    make_campaign,
    reschedule,
)
from opora.surveys.actions.cohorts import Group, add_codes, fill_in
from opora.surveys.actions.turns import close_campaign, close_overdue, mark_reported, open_campaign

__all__ = [
    "Group",
    "add_codes",
    "add_schools",
    "change_campaign",
    "choose_schools",
    "close_campaign",
    "close_overdue",
    "discard_campaign",
    "fill_in",
    "make_campaign",
    "mark_reported",
    "open_campaign",
    "reschedule",
]
