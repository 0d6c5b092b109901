"""Where a campaign leads on: features above say so, this package knows none of them.

A feature calls `register(source)` in its `AppConfig.ready()`; the campaign's page asks every source and shows
what it answers. The caller has decided that the actor sees the campaign; whether they may see what the link
leads to, the source decides.
"""

from collections.abc import Callable
from dataclasses import dataclass

from opora.access import Actor
from opora.surveys.models import Campaign


@dataclass(frozen=True, slots=True)
class Onward:
    """A link below a campaign's title."""

    title: str
    url: str


type Source = Callable[[Campaign, Actor], Onward | None]

_sources: list[Source] = []


def register(source: Source) -> None:
    """The same source again is asked once."""
    if source not in _sources:
        _sources.append(source)


def of(campaign: Campaign, actor: Actor) -> tuple[Onward, ...]:
    """Links for this actor, in order of registering."""
    return tuple(found for source in _sources if (found := source(campaign, actor)) is not None)
