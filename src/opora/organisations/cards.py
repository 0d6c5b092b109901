"""Panels that later features add to a school's page, so that this package needs none of them.

A feature calls `register(Panel(...))` in its `AppConfig.ready()`. The page asks every panel in order of
`position`; a panel with nothing for this actor or this school answers None and is not shown. The caller
has decided that the school is visible to the actor; what of its own data the actor may see, the panel
decides.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from opora.access import Actor
from opora.organisations.models import Organisation


@dataclass(frozen=True, slots=True)
class Shown:
    """A template fragment and what it reads, under the name `panel`."""

    template: str
    context: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Panel:
    """A titled block. `code` makes its anchor and keeps it from being registered twice.

    `position` under 100 stands above the school's own facts, from 100 on below them.
    """

    code: str
    title: str
    position: int
    render: Callable[[Actor, Organisation], Shown | None]


@dataclass(frozen=True, slots=True)
class Block:
    """A panel as the page draws it."""

    code: str
    title: str
    position: int
    template: str
    context: Mapping[str, object]


_panels: dict[str, Panel] = {}


def register(panel: Panel) -> None:
    """The same code again replaces the panel."""
    _panels[panel.code] = panel


def blocks(actor: Actor, school: Organisation) -> list[Block]:
    """What the features have to say about the school to this actor, in order of position, then code."""
    found: list[Block] = []
    for panel in sorted(_panels.values(), key=lambda p: (p.position, p.code)):
        shown = panel.render(actor, school)
        if shown is not None:
            found.append(Block(panel.code, panel.title, panel.position, shown.template, shown.context))
    return found
