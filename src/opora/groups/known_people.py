"""Whom an actor may name as a member with an account.

Who is appointed where is known above this package: `config` says here how to find them. Until it does,
members are written by name only.
"""

from collections.abc import Callable

from django.db.models import QuerySet

from opora.access import Actor
from opora.people.models import Person

type Finder = Callable[[Actor], QuerySet[Person]]

_finders: list[Finder] = []


def use(finder: Finder) -> None:
    """`finder` gives the people that an actor may see; the last one said is used."""
    _finders[:] = [finder]


def people_for(actor: Actor) -> QuerySet[Person]:
    return _finders[0](actor) if _finders else Person.objects.none()
