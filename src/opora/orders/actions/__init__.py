"""Writes of orders: one verb each, keyword-only, atomic, one event of history."""

from opora.orders.actions.drafting import draft, reword
from opora.orders.actions.keeping import About, begin, change, delete_draft, levels_of, register
from opora.orders.actions.linking import link, relate, unlink, unrelate
from opora.orders.actions.papers import add_annex, attach, detach, remove_annex
from opora.orders.actions.signing import enter, lapse, restore, sign

__all__ = [
    "About",
    "add_annex",
    "attach",
    "begin",
    "change",
    "delete_draft",
    "detach",
    "draft",
    "enter",
    "lapse",
    "levels_of",
    "link",
    "register",
    "relate",
    "remove_annex",
    "restore",
    "reword",
    "sign",
    "unlink",
    "unrelate",
]
