"""Orders as other features point at them."""

from opora.orders.naming import named
from opora.orders.queries.visibility import visible_to
from opora.references import HOMES, Rows, Source

SOURCES: tuple[Source, ...] = (
    Rows("order", "приказ", "order", visible_to, ("number", "date", "title"), named, paths=HOMES),
)
