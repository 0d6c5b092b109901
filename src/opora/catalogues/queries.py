"""Reads of definitions."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from django.db.models import Prefetch, Q, QuerySet
from django.db.models.functions import Length

from opora.access import Actor
from opora.access.paths import chain
from opora.catalogues import places
from opora.catalogues.kinds import Content, kind_of, kinds
from opora.catalogues.models import Definition, Version
from opora.catalogues.rules import EDIT, Copy
from opora.catalogues.states import Origin, VersionState
from opora.statements import every


class NotPublished(LookupError):
    """No published version of this definition exists: the installation was not seeded."""


@dataclass(frozen=True, slots=True)
class Published:
    """The version in force for somebody: `territory_name` is empty for the base one."""

    definition_id: int
    version_id: int
    kind: str
    code: str
    title: str
    number: int
    content: Content
    content_hash: str
    origin: Origin
    source: str
    territory_name: str

    @property
    def label(self) -> str:
        """«Название, версия 2 (наше, не официально)»."""
        return f"{self.title}, версия {self.number} ({self.origin.label})"


def _prefixes(path: str) -> list[str]:
    """The path itself and those above it, and the base («»)."""
    return ["", *chain(path)]


def all_current(kind: str, territory_path: str = "") -> list[Published]:
    """Of every definition of a kind the nearest published copy, in order of titles. One query."""
    found = (
        Version.objects.filter(
            state=VersionState.PUBLISHED,
            definition__kind=kind,
            definition__territory_path__in=_prefixes(territory_path),
        )
        .select_related("definition")
        .order_by("definition__territory_path")
    )
    # a longer path is nearer and comes later
    nearest = {each.definition.code: each for each in found}
    return [
        as_published(each)
        for each in sorted(nearest.values(), key=lambda v: (v.definition.sort_name, v.definition.code))
    ]


def current(kind: str, code: str, territory_path: str = "") -> Published:
    """The nearest published copy up the territory path, else the base. Raises NotPublished."""
    found = Version.objects.filter(
        state=VersionState.PUBLISHED,
        definition__kind=kind,
        definition__code=code,
        definition__territory_path__in=_prefixes(territory_path),
    ).select_related("definition")
    nearest = max(found, key=lambda version: len(version.definition.territory_path), default=None)
    if nearest is None:
        raise NotPublished(f"{kind}/{code}")
    return as_published(nearest)


def _hashes(kind: str, code: str, paths: tuple[str, ...]) -> QuerySet[Version, tuple[str, str]]:
    """(path of the copy, hash of its content) of what is published at any of the paths, the nearest first."""
    found = Version.objects.filter(
        state=VersionState.PUBLISHED,
        definition__kind=kind,
        definition__code=code,
        definition__territory_path__in=paths,
    )
    nearest = Length("definition__territory_path").desc()
    return found.order_by(nearest, "pk").values_list("definition__territory_path", "content_hash")


type Parser[T] = Callable[[Any], T]


def in_force[T](kind: str, code: str, territory_path: str, parse: Parser[T]) -> T | None:
    """The definition in force for a territory as `parse` reads its content; None where nothing is published.

    What was published never changes, so its parsed form is kept by the hash of its content: which version is
    in force is asked each time, without its content. The answer is shared: nobody may change it. One query,
    two where this content was not met before.
    """
    return in_force_at(kind, code, [territory_path], parse).get(territory_path)


def in_force_at[T](kind: str, code: str, paths: Collection[str], parse: Parser[T]) -> dict[str, T]:
    """As `in_force` at each of the paths; one where nothing is published is left out.

    One query however many, one more for each content that was not met before.
    """
    above = sorted({each for path in paths for each in _prefixes(path)})
    published = every(_hashes, kind, code, tuple(above))
    found: dict[str, T] = {}
    for path in set(paths):
        nearest = next((content for copy, content in published if path.startswith(copy)), None)
        if nearest is not None:
            found[path] = _parsed(nearest, kind, code, path, parse)
    return found


@lru_cache(maxsize=512)
def _parsed(_: str, kind: str, code: str, territory_path: str, parse: Parser[Any]) -> Any:
    return parse(current(kind, code, territory_path).content)


def as_published(version: Version) -> Published:
    definition = version.definition
    return Published(
        definition_id=definition.pk,
        version_id=version.pk,
        kind=definition.kind,
        code=definition.code,
        title=definition.title,
        number=version.number,
        content=version.content,
        content_hash=version.content_hash,
        origin=Origin(version.origin),
        source=version.source,
        territory_name=definition.territory_name,
    )


def visible_to(actor: Actor) -> QuerySet[Definition]:
    """The base definitions, and the copies of territories above or inside the actor's scope.

    A school lies in a territory, so its people see the copies that are in force for them.
    """
    declared = Definition.objects.filter(kind__in=[kind.code for kind in kinds()])
    if actor.is_operator:
        return declared
    if actor.scope is None:
        return declared.none()
    seen = Q(territory_path="")
    for path in actor.scope.territory_paths:
        seen |= Q(territory_path__startswith=path) | Q(territory_path__in=_prefixes(path))
    if actor.scope.school_ids:
        for path in places.of_schools(sorted(actor.scope.school_ids)):
            seen |= Q(territory_path__in=_prefixes(path))
    return declared.filter(seen)


def may_edit(actor: Actor, definition: Definition) -> bool:
    return EDIT.can(actor, copy_of(definition))


def copy_of(definition: Definition) -> Copy:
    """The definition as a permission asks about it."""
    return Copy(kind_of(definition.kind), definition.territory_path)


@dataclass(frozen=True, slots=True)
class ListedDefinition:
    """A definition in the list of catalogues; `has_draft` only where the reader may edit it."""

    pk: int
    kind: str
    title: str
    territory: str
    origin: str
    number: int | None
    published_at: datetime | None
    has_draft: bool


def listing(actor: Actor) -> list[ListedDefinition]:
    """In order of kind, then title, the base before the copies; two queries whatever the number."""
    versions = Version.objects.defer("content").exclude(state=VersionState.SUPERSEDED)
    found = visible_to(actor).order_by("kind", "sort_name", "code", "territory_path")
    rows = (_listed(actor, each) for each in found.prefetch_related(Prefetch("versions", versions)))
    return [row for row in rows if row is not None]


def _listed(actor: Actor, definition: Definition) -> ListedDefinition | None:
    """None for a draft that is nobody's business yet."""
    by_state = {version.state: version for version in definition.versions.all()}
    in_force, edits = by_state.get(VersionState.PUBLISHED), may_edit(actor, definition)
    if in_force is None and not edits:
        return None
    return ListedDefinition(
        pk=definition.pk,
        kind=definition.kind,
        title=definition.title,
        territory=definition.territory_name,
        origin=Origin(in_force.origin).label if in_force else "",
        number=in_force.number if in_force else None,
        published_at=in_force.published_at if in_force else None,
        has_draft=edits and VersionState.DRAFT in by_state,
    )


@dataclass(frozen=True, slots=True)
class Shelf:
    """A definition with its versions, newest first, as one reader may see them. Contents are whole."""

    definition: Definition
    versions: tuple[Version, ...]
    may_edit: bool

    @property
    def in_force(self) -> Version | None:
        return next((each for each in self.versions if each.state == VersionState.PUBLISHED), None)

    @property
    def draft(self) -> Version | None:
        return next((each for each in self.versions if each.state == VersionState.DRAFT), None)

    def numbered(self, number: int) -> Version | None:
        return next((each for each in self.versions if each.number == number), None)

    def before(self, version: Version) -> Version | None:
        """The version that this one replaced or would replace."""
        return next((each for each in self.versions if each.number < version.number), None)


def shelf(actor: Actor, pk: int) -> Shelf | None:
    """None where the reader sees nothing of it: drafts are seen by those who edit."""
    definition = visible_to(actor).filter(pk=pk).first()
    if definition is None:
        return None
    edits = may_edit(actor, definition)
    found = definition.versions.all() if edits else definition.versions.exclude(state=VersionState.DRAFT)
    versions = tuple(found)
    return Shelf(definition, versions, edits) if versions else None


def base_of(copy: Definition) -> Version | None:
    """What is in force as the base where this territory has its own copy."""
    return Version.objects.filter(
        definition__kind=copy.kind,
        definition__code=copy.code,
        definition__territory_path="",
        state=VersionState.PUBLISHED,
    ).first()


def own_places(actor: Actor) -> list[places.Place]:
    """The actor's own territories, in order of names."""
    if actor.scope is None:
        return []
    return places.territories([path for path in actor.scope.territory_paths if path])


def places_for_copy(actor: Actor, definition: Definition) -> list[places.Place]:
    """The actor's own territories that have no copy of this definition yet, in order of names."""
    own = own_places(actor)
    taken = set(
        Definition.objects.filter(kind=definition.kind, code=definition.code).values_list(
            "territory_path", flat=True
        )
    )
    return [place for place in own if place.path not in taken]
