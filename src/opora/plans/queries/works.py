"""The definition of works in force for a territory."""

from opora.catalogues.queries import in_force
from opora.plans.kinds import WORKS, WORKS_CODE
from opora.plans.works import NO_WORKS, Works


def works_for(path: str) -> Works:
    """One query, two where this content was not met before; nothing published: no work is recognised."""
    return in_force(WORKS, WORKS_CODE, path, Works.parse) or NO_WORKS
