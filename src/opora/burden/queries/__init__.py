"""Reads: the ledger, inquiries, what is known, what waits."""

from opora.burden.queries.diary import diary_of
from opora.burden.queries.visibility import inquiries_visible_to, replies_visible_to
from opora.burden.queries.waiting import waiting_for

__all__ = ["diary_of", "inquiries_visible_to", "replies_visible_to", "waiting_for"]
