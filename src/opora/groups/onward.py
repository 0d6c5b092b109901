"""Where a group's page leads on: features above say so, this package knows none of them."""

from collections.abc import Callable

from opora.access import Actor
from opora.groups.models import Group

#: words of the link and its address; None for those who may not see what is there
type Source = Callable[[Group, Actor], tuple[str, str] | None]

_sources: list[Source] = []


def register(source: Source) -> None:
    """The same source again is asked once."""
    if source not in _sources:
        _sources.append(source)


def of(group: Group, actor: Actor) -> list[tuple[str, str]]:
    """Links for this actor, in order of registering."""
    return [found for source in _sources if (found := source(group, actor)) is not None]
