"""Reads of definitions."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from opora.access import Actor
from opora.catalogues.kinds import Content
from opora.catalogues.models import Definition, Version
from opora.catalogues.states import Origin, VersionState


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
    parts = path.strip("/").split("/") if path else []
    return ["", *("/".join(parts[: i + 1]) + "/" for i in range(len(parts)))]


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
    """The base definitions, and the copies of territories above or inside the actor's scope."""
    if actor.is_operator:
        return Definition.objects.all()
    if actor.scope is None:
        return Definition.objects.none()
    seen = Q(territory_path="")
    for path in actor.scope.territory_paths:
        seen |= Q(territory_path__startswith=path) | Q(territory_path__in=_prefixes(path))
    return Definition.objects.filter(seen)


@dataclass(frozen=True, slots=True)
class ListedDefinition:
    """A definition in the list of catalogues."""

    pk: int
    kind: str
    title: str
    territory: str
    origin: str
    number: int | None
    published_at: datetime | None
    has_draft: bool


def listing(actor: Actor) -> list[ListedDefinition]:
    """In order of kind, then title; two queries whatever the number."""
    found = visible_to(actor).prefetch_related("versions")
    rows = []
    for definition in found:
        versions = list(definition.versions.all())
        in_force = next((v for v in versions if v.state == VersionState.PUBLISHED), None)
        rows.append(
            ListedDefinition(
                pk=definition.pk,
                kind=definition.kind,
                title=definition.title,
                territory=definition.territory_name,
                origin=Origin(in_force.origin).label if in_force else "",
                number=in_force.number if in_force else None,
                published_at=in_force.published_at if in_force else None,
                has_draft=any(v.state == VersionState.DRAFT for v in versions),
            )
        )
    return rows
