"""Writes of expertise: rounds, assignments, sheets, closing, recommendations."""

from opora.expertise.actions.closing import close_round, move_round, reconcile
from opora.expertise.actions.following import follow
from opora.expertise.actions.giving import assign_by_hand, decline, drop_entry, fill_vacancies, withdraw
from opora.expertise.actions.opening import Settings, change_round, make_round, start_round
from opora.expertise.actions.sheets import (
    Mark,
    Written,
    save_sheet,
    save_sheets,
    send_sheet,
    written_of,
)

__all__ = [
    "Mark",
    "Settings",
    "Written",
    "assign_by_hand",
    "change_round",
    "close_round",
    "decline",
    "drop_entry",
    "fill_vacancies",
    "follow",
    "make_round",
    "move_round",
    "reconcile",
    "save_sheet",
    "save_sheets",
    "send_sheet",
    "start_round",
    "withdraw",
    "written_of",
]
