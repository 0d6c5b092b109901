"""Which thing of another feature a page is about, told by its address."""

import re

from opora.access import Actor
from opora.references import Reference, find_many, kinds

_MOST = 5


def thing_at(actor: Actor, path: str) -> Reference | None:
    """The thing whose page this is, if the actor sees it. One query for each kind that is offered."""
    ids = [int(number) for number in re.findall(r"(?<!\d)\d{1,18}(?!\d)", path)][:_MOST]
    found = find_many(actor, [(kind, pk) for kind in kinds() for pk in ids])
    return next((each for each in found.values() if each.url == path), None)
