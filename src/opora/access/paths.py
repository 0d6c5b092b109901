"""Territory paths: the chain of ids from the root, each followed by «/»."""

from collections.abc import Iterable
from functools import reduce
from operator import or_

from django.db.models import Q


def inside(field: str, paths: Iterable[str]) -> Q:
    """The condition that the path in `field` is one of `paths` or below one; of no paths nothing is."""
    conditions = [Q((f"{field}__startswith", path)) for path in paths]
    return reduce(or_, conditions) if conditions else Q(pk__in=())


def chain(path: str) -> list[str]:
    """The paths from the root down to `path` itself: «1/5/» gives «1/» and «1/5/»; «» gives none."""
    steps = path.strip("/").split("/") if path else []
    return ["/".join(steps[: i + 1]) + "/" for i in range(len(steps))]
