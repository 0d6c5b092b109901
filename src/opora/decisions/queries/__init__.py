"""Reads of decisions. Everything a view shows comes through `visible_to`."""

from opora.decisions.queries.facts import DecisionFact, facts
from opora.decisions.queries.visibility import decision_of, visible_to
from opora.decisions.queries.waiting import waiting_for

__all__ = ["DecisionFact", "decision_of", "facts", "visible_to", "waiting_for"]
