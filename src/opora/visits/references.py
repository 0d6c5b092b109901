"""Visits as other features point at them."""

from datetime import date

from opora.references import Rows, Source
from opora.visits.queries.visibility import visible_to

KIND = "visit"


def _title(kind: str, school: str, visited: date | None, planned: date | None) -> str:
    return f"{kind}, {school}, {visited or planned:%d.%m.%Y}"


SOURCES: tuple[Source, ...] = (
    Rows(
        KIND,
        "посещение",
        KIND,
        visible_to,
        ("kind_title", "school__name", "visited_on", "planned_on"),
        _title,
    ),
)
