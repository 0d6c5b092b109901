"""Reads of orders. Everything a view shows comes through `visible_to`."""

from opora.orders.queries.facts import OrderFact, facts
from opora.orders.queries.visibility import order_of, visible_to

__all__ = ["OrderFact", "facts", "order_of", "visible_to"]
