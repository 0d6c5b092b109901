"""A discussion of one thing: two comments, one of them with a file."""

from datetime import datetime
from typing import Any

from factories.events import PNG
from opora.access import Actor
from opora.discussions.actions import Upload, say
from opora.references import Reference


def discussed_at(about: Reference, by: Actor, *, now: datetime) -> dict[str, dict[str, Any]]:
    """{address or beginning of addresses: keyword arguments}; the kind of `about` is registered, `by` sees it."""
    first = say(about=about, text="Когда придёте?", uploads=[Upload("a.png", PNG)], by=by, at=now)
    say(about=about, text="В среду.", by=by, at=now)
    thing = {"kind": about.kind, "thing_id": about.id}
    return {
        "discussion": thing,
        "discussion-read": thing,
        "discussion-withdraw": {"pk": first.pk},
        "discussion-file": {"pk": first.files.get().pk},
    }
