"""Reads of events."""

from opora.events.queries.facts import Facts, facts, facts_by_kind, facts_by_link
from opora.events.queries.visibility import event_of, visible_to

__all__ = ["Facts", "event_of", "facts", "facts_by_kind", "facts_by_link", "visible_to"]
