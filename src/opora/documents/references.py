"""Documents as other features point at them."""

from opora.documents.queries.visibility import documents_visible_to
from opora.references import HOMES, Rows, Source

KIND = "document"

SOURCES: tuple[Source, ...] = (Rows(KIND, "документ", KIND, documents_visible_to, ("title",), paths=HOMES),)
