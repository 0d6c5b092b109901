"""Meetings as other features point at them."""

from datetime import datetime

from opora.catalogues.local_time import local
from opora.meetings.queries.visibility import visible_to
from opora.references import HOMES, Rows, Source


def _title(title: str, starts_at: datetime, zone: str) -> str:
    return f"{title}, {local(starts_at, zone):%d.%m.%Y}"


SOURCES: tuple[Source, ...] = (
    Rows("meeting", "совещание", "meeting", visible_to, ("title", "starts_at", "zone"), _title, paths=HOMES),
)
