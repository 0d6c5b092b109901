"""Events as other features point at them."""

from opora.events.queries.visibility import visible_to
from opora.references import HOMES, Rows, Source

KIND = "event"

SOURCES: tuple[Source, ...] = (Rows(KIND, "мероприятие", KIND, visible_to, ("title",), paths=HOMES),)
