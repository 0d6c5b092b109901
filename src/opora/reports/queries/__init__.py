"""Reads of reports."""

from opora.reports.queries.visibility import visible_to
from opora.reports.queries.waiting import waiting_for

__all__ = ["visible_to", "waiting_for"]
