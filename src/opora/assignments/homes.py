"""Where something is to lie: a school or a territory as an address names it, and those to choose among."""

from django.db.models import Q

from opora.access import Actor
from opora.assignments.rules import Home
from opora.ordering import folded
from opora.organisations.models import Organisation, Territory
from opora.organisations.queries import schools_visible_to, territories_visible_to

#: a longer choice is no choice: one narrows it by a word
MOST_HOMES = 40
_DIGITS_OF_ID = 18


def is_id(text: str) -> bool:
    """Whether it is a number that a row may have."""
    return text.isascii() and text.isdigit() and len(text) <= _DIGITS_OF_ID


def code_of(home: Home) -> str:
    """«o12» of a school, «t5» of a territory."""
    return f"{'t' if isinstance(home, Territory) else 'o'}{home.pk}"


def home_of_code(actor: Actor, code: str) -> Home | None:
    """The visible place of this code. One query."""
    kind, number = code[:1], code[1:]
    if kind not in {"o", "t"} or not is_id(number):
        return None
    if kind == "o":
        return schools_visible_to(actor).select_related("territory").filter(pk=int(number)).first()
    return territories_visible_to(actor).filter(pk=int(number)).first()


def only_home(actor: Actor) -> Home | None:
    """The one school of who acts for one school; None for the others. One query or none."""
    scope = actor.scope
    if scope is None or scope.territory_paths or len(scope.school_ids) != 1:
        return None
    return schools_visible_to(actor).select_related("territory").filter(pk__in=scope.school_ids).first()


def homes_like(actor: Actor, words: str) -> list[Home]:
    """Territories, then open schools of the scope that have all the words in their names: one more than are shown.

    Two queries.
    """
    schools = schools_visible_to(actor).filter(closed_on__isnull=True).order_by("sort_name", "id")
    territories = territories_visible_to(actor).order_by("path")
    for word in folded(words).split():
        schools = schools.filter(Q(sort_name__contains=word) | Q(key__iexact=word))
        territories = territories.filter(sort_name__contains=word)
    above: list[Territory] = list(territories[: MOST_HOMES + 1])
    below: list[Organisation] = list(schools[: MOST_HOMES + 1])
    found: list[Home] = []
    found += above
    found += below
    return found[: MOST_HOMES + 1]
