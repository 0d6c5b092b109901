"""Words that the search knows beside those typed: of one meaning, and names near a mistyped one."""

from collections.abc import Collection, Sequence
from functools import lru_cache
from typing import Any

from django.db.models import Q, QuerySet
from django.db.models.functions import Length, Substr
from django.utils import timezone

from opora.access import Actor
from opora.appointments.queries import visible_to as people_visible_to
from opora.catalogues import places
from opora.catalogues.queries import in_force
from opora.ordering import FoldedName
from opora.organisations.models import Leader, Organisation
from opora.organisations.queries import visible_ids
from opora.search.asking import Meanings, words_of
from opora.search.kinds import CODE, SEARCH_WORDS, meanings
from opora.search.sources.places import sees_people
from opora.search.spelling import SHORTEST, allowed
from opora.statements import every


def meanings_for(actor: Actor) -> Meanings:
    """The words of one meaning in force where the actor works. One query; a second for somebody of a school."""
    return in_force(SEARCH_WORDS, CODE, _path(actor), meanings) or Meanings()


def _path(actor: Actor) -> str:
    scope = actor.scope
    if scope is None:
        return ""
    if scope.territory_paths:
        return scope.territory_paths[0]
    found = places.of_schools(sorted(scope.school_ids))
    return found[0] if found else ""


def names_near(actor: Actor, words: Collection[str]) -> list[str]:
    """Surnames and words of schools' names, folded, that a mistyped word may have been meant for.

    Only of people and schools that the actor sees: what is offered tells nothing else. Those whose first or second
    letter is one of the word's first two, of about its length. Three queries, none for short words.
    """
    mistyped = [word for word in words if allowed(word)]
    if not mistyped:
        return []
    return list(dict.fromkeys([*_surnames(actor, mistyped), *_of_schools(actor)]))


def _surnames(actor: Actor, words: Collection[str]) -> list[str]:
    firsts = sorted({letter for word in words for letter in word[:2]})
    found: list[str] = []
    if sees_people(actor):
        longest = max(len(word) + allowed(word) for word in words)
        shortest = min(len(word) - allowed(word) for word in words)
        people = people_visible_to(actor).annotate(folded=FoldedName("surname"), many=Length("surname"))
        near = _beginning(people, firsts).filter(many__gte=shortest, many__lte=longest)
        found += near.order_by().values_list("folded", flat=True).distinct()
    today = timezone.localdate()
    leaders = Leader.objects.filter(Q(until=None) | Q(until__gte=today), organisation__in=visible_ids(actor))
    heads = _beginning(leaders.annotate(folded=FoldedName("name")), firsts).order_by()
    names = heads.values_list("folded", flat=True).distinct()
    return found + [said[0] for name in names if (said := words_of(name))]


def _beginning(found: QuerySet[Any], letters: Sequence[str]) -> QuerySet[Any]:
    """Those whose first or second letter is one of these."""
    marked: QuerySet[Any] = found.alias(one=Substr("folded", 1, 1), two=Substr("folded", 2, 1))
    kept: QuerySet[Any] = marked.filter(Q(one__in=letters) | Q(two__in=letters))
    return kept


def _of_schools(actor: Actor) -> list[str]:
    words = dict.fromkeys(word for (name,) in every(_names, actor) for word in _words_of(name))
    return [word for word in words if len(word) > SHORTEST and word.isalpha()]


def _names(actor: Actor) -> QuerySet[Organisation, tuple[str]]:
    return Organisation.objects.filter(pk__in=visible_ids(actor)).order_by().values_list("sort_name")


#: names of schools are the same from one search to the next
_words_of = lru_cache(maxsize=20_000)(words_of)
