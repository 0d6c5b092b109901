"""Every kind of things that is searched, in the order of the page."""

from opora.search.sources import asking, courses, documents, doings, places, rest
from opora.search.sources.base import Source

SOURCES: tuple[Source, ...] = (
    *places.SOURCES,
    *documents.SOURCES,
    *courses.SOURCES,
    *doings.SOURCES,
    *asking.SOURCES,
    *rest.SOURCES,
    *places.GROUPS,
)
