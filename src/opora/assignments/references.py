"""Assignments as other features point at them."""

from opora.assignments.queries.visibility import visible_to
from opora.references import HOMES, Rows, Source

SOURCES: tuple[Source, ...] = (
    Rows("assignment", "поручение", "assignment", visible_to, ("what",), paths=HOMES),
)
