"""Measures that are carried out as other features point at them, by the id of their course."""

from opora.references import Rows, Source
from opora.roadmaps.queries.visibility import works_visible_to

SOURCES: tuple[Source, ...] = (
    Rows("work", "мера", "roadmap-measure", works_visible_to, ("measure__title",)),
)
