"""Whose order a row of a registry is: of a school named in it, of a territory named in it, of the one chosen."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Self

from opora.access import Actor
from opora.ordering import folded
from opora.orders.queries.places import authority_names
from opora.orders.reading import Row
from opora.orders.rules import OF_SCHOOL, Home
from opora.orders.states import OrderLevel
from opora.organisations.models import Organisation, Territory
from opora.organisations.queries import territories_visible_to
from opora.organisations.queries.names import SchoolIndex, school_index


@dataclass(frozen=True, slots=True)
class Doubt:
    """Why no home was found, in which column, and what there is to choose from."""

    column: str
    words: str
    allowed: tuple[str, ...] = ()


@dataclass(slots=True)
class Homes:
    """Places of the actor's scope by name and code; `code` is the territory chosen for the whole file."""

    territories: list[Territory]
    code: str = ""
    only: Organisation | None = None
    _schools: list[SchoolIndex] | None = None
    _kept: dict[int, Organisation] = field(default_factory=dict)
    _bodies: dict[int, set[str]] | None = None

    @classmethod
    def of(cls, actor: Actor, code: str = "") -> Self:
        """Two queries at most."""
        territories = list(territories_visible_to(actor).order_by("path"))
        own = None
        if actor.acts_as(*OF_SCHOOL) and actor.scope is not None and len(actor.scope.school_ids) == 1:
            own = Organisation.objects.select_related("territory").get(pk=next(iter(actor.scope.school_ids)))
        return cls(territories, code, own)

    @property
    def is_unknown(self) -> bool:
        return bool(self.code) and self.chosen is None

    @property
    def chosen(self) -> Territory | None:
        return next((each for each in self.territories if each.code == self.code), None)

    def find(self, cells: Row) -> Home | Doubt:
        """By the school, by the level, by the territory; the only one there is where nothing is said."""
        if cells.text("school"):
            return self._school(cells.text("school"), "school")
        if cells.level is OrderLevel.SCHOOL:
            if cells.text("issuer"):
                return self._school(cells.text("issuer"), "issuer")
            return self.only or Doubt("issuer", "Впишите школу: название или код.")
        if cells.text("territory"):
            return self._territory(cells.text("territory"))
        if self.only is not None:
            return self.only
        return self._default()

    def column_of(self, cells: Row) -> str:
        """Where a row says whose order it is."""
        if cells.text("school"):
            return "school"
        return "issuer" if cells.level is OrderLevel.SCHOOL else "territory"

    def is_home(self, issuer: str, home: Home) -> bool:
        """Whether these words name the home itself: a school by any of its names, the authority of a territory."""
        if not issuer:
            return True
        if isinstance(home, Organisation):
            return any(
                found.school is not None and found.school.id == home.pk
                for found in (index.find(issuer) for index in self._indexes())
            )
        if self._bodies is None:
            self._bodies = authority_names([each.pk for each in self.territories])
        return folded(issuer) in self._bodies.get(home.pk, ())

    def _default(self) -> Home | Doubt:
        if self.chosen is not None:
            return self.chosen
        towns = [each for each in self.territories if each.kind == "municipality"]
        for among in (self.territories, towns):
            if len(among) == 1:
                return among[0]
        words = "Впишите территорию или школу, чей это приказ. В командной строке — ключ --territory КОД."
        return Doubt("territory", words, self._offered(self.territories))

    def _territory(self, said: str) -> Home | Doubt:
        wanted = folded(said)
        found = [each for each in self.territories if wanted in {folded(each.name), folded(each.code)}]
        if len(found) == 1:
            return found[0]
        words = "Такой территории в вашем охвате нет. Впишите её название или код."
        return Doubt("territory", words, self._offered(found or self.territories))

    @staticmethod
    def _offered(found: Sequence[Territory]) -> tuple[str, ...]:
        return tuple(f"{each.code} ({each.name})" for each in found[:20])

    def _school(self, said: str, column: str) -> Home | Doubt:
        found = [index.find(said) for index in self._indexes()]
        schools = [match.school for match in found if match.school is not None]
        if len(schools) != 1:
            words = "Такой школы в вашем охвате нет. Исправьте название или впишите её код."
            return Doubt(column, words, tuple(name for match in found for name in match.nearest))
        pk = schools[0].id
        if pk not in self._kept:
            self._kept[pk] = Organisation.objects.select_related("territory").get(pk=pk)
        return self._kept[pk]

    def _indexes(self) -> list[SchoolIndex]:
        """One for each territory that no other of the scope holds; built on the first school."""
        if self._schools is None:
            places = [self.only.territory] if self.only is not None else self.territories
            paths = [each.path or "" for each in places]
            tops = [
                path for path in paths if not any(path != other and path.startswith(other) for other in paths)
            ]
            self._schools = [school_index(path) for path in tops]
        return self._schools
