"""Risk directions as other features point at them."""

from opora.references import Rows, Source
from opora.risks.queries.visibility import directions_visible_to

KIND = "direction"

SOURCES: tuple[Source, ...] = (
    Rows(
        KIND,
        "направление работы с риском",
        KIND,
        directions_visible_to,
        ("school__name", "factor_title"),
        "{}: {}".format,
    ),
)
