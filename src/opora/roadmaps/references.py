"""Measures that are carried out, by the id of their course, and stages of the year as others point at them."""

from opora.references import Rows, Source
from opora.roadmaps.queries.visibility import checkpoints_visible_to, works_visible_to

SOURCES: tuple[Source, ...] = (
    Rows("work", "мера", "roadmap-measure", works_visible_to, ("measure__title",)),
    Rows(
        "checkpoint",
        "этап дорожной карты",
        "roadmap-checkpoint",
        checkpoints_visible_to,
        ("school__name", "title"),
        "{}: {}".format,
    ),
)
