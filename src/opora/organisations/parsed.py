"""Published definitions, parsed once per process.

What was published never changes, so its parsed form is kept by the hash of its content; which version is in
force is asked each time, without its content.
"""

from collections.abc import Callable
from functools import lru_cache
from typing import Any

from django.db import connection

from opora.catalogues.queries import current
from opora.catalogues.states import VersionState

# the nearest copy up the territory path, else the base, whose path is empty: as `catalogues.queries.current`
_IN_FORCE = """
SELECT v.content_hash FROM catalogues_version v JOIN catalogues_definition d ON d.id = v.definition_id
WHERE v.state = %s AND d.kind = %s AND d.code = %s AND starts_with(%s, d.territory_path)
ORDER BY length(d.territory_path) DESC LIMIT 1
"""

type Parser[T] = Callable[[Any], T]


def in_force[T](kind: str, code: str, territory_path: str, parse: Parser[T]) -> T | None:
    """The definition in force for a territory as `parse` reads its content; None where nothing is published.

    The answer is shared: nobody may change it. One query, two where this content was not met before.
    """
    with connection.cursor() as cursor:
        cursor.execute(_IN_FORCE, [VersionState.PUBLISHED.value, kind, code, territory_path])
        found = cursor.fetchone()
    if found is None:
        return None
    kept: T = _parsed(found[0], kind, code, territory_path, parse)
    return kept


@lru_cache(maxsize=512)
def _parsed(_: str, kind: str, code: str, territory_path: str, parse: Parser[Any]) -> Any:
    return parse(current(kind, code, territory_path).content)
