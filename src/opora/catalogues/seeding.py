"""The definitions of this repository, published in an installation that has not had them yet."""

import tomllib
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.db import transaction
from django.db.models import Max

from opora.access import Actor
from opora.catalogues.kinds import Content, Kind, content_hash, kinds, mistakes
from opora.catalogues.models import Definition, Version
from opora.catalogues.states import Origin, VersionState
from opora.catalogues.telling import PUBLISHED, told
from opora.catalogues.values import tidy
from opora.history.actions import record_all


class SeedIsWrong(ValueError):
    """A definition file of this repository breaks its own kind: a programmer's mistake."""


@dataclass(frozen=True, slots=True)
class Seed:
    """What a file says: `code` is its name, `hash` that of its content."""

    kind: Kind
    code: str
    title: str
    content: Content
    hash: str
    origin: Origin
    source: str
    note: str


@transaction.atomic
def seed_from_files(
    *, root: Path, only: Collection[str] | None = None, by: Actor, at: datetime
) -> list[Version]:
    """Publish what `definitions/<kind>/<code>.toml` hold and this installation has not had yet.

    A content that was ever a version of the base definition is passed over, so a file seeds once and an
    upgrade only adds. Copies of territories are never touched. `only` names kinds: one kind may need another
    to be in force first. Returns the versions made.
    """
    asked = [kind for kind in kinds() if only is None or kind.code in only]
    made = _publish(
        [seed_in(kind, f) for kind in asked for f in sorted((root / kind.code).glob("*.toml"))], by, at
    )
    record_all(told(version, PUBLISHED, by, at) for version in made)
    return made


def seed_in(kind: Kind, file: Path) -> Seed:
    told = tomllib.loads(file.read_text(encoding="utf-8"))
    content = tidy(kind, told["content"])
    return Seed(
        kind,
        file.stem,
        told["title"],
        content,
        content_hash(content),
        Origin(told["origin"]),
        told.get("source", ""),
        told.get("note", ""),
    )


def _publish(seeds: Sequence[Seed], by: Actor, at: datetime) -> list[Version]:
    """Those that are new. Two queries where none is. Raises SeedIsWrong."""
    there = _definitions(seeds)
    had = set(
        Version.objects.filter(definition__in=there.values()).values_list("definition_id", "content_hash")
    )
    found = [(there[each.kind.code, each.code], each) for each in seeds]
    new = [(definition, each) for definition, each in found if (definition.pk, each.hash) not in had]
    if not new:
        return []
    for _, seed in new:
        wrong = mistakes(seed.kind, seed.content)
        if wrong:
            raise SeedIsWrong(f"{seed.code}.toml: {wrong[0]}")
    versions = Version.objects.filter(definition__in=[definition for definition, _ in new])
    last = dict(versions.order_by().values_list("definition").annotate(Max("number")))
    versions.filter(state=VersionState.PUBLISHED).update(state=VersionState.SUPERSEDED, superseded_at=at)
    return Version.objects.bulk_create(
        Version(
            definition=definition,
            number=last.get(definition.pk, 0) + 1,
            state=VersionState.PUBLISHED,
            content=seed.content,
            content_hash=seed.hash,
            origin=seed.origin,
            source=seed.source,
            note=seed.note,
            created_at=at,
            created_by_name=by.name,
            published_at=at,
            published_by_name=by.name,
        )
        for definition, seed in new
    )


def _definitions(seeds: Sequence[Seed]) -> dict[tuple[str, str], Definition]:
    """The base definitions by kind and code; those that are not there yet are made."""
    base = Definition.objects.filter(kind__in={seed.kind.code for seed in seeds}, territory_path="")
    found = {(each.kind, each.code): each for each in base}
    fresh = [
        Definition(kind=seed.kind.code, code=seed.code, title=seed.title)
        for seed in seeds
        if (seed.kind.code, seed.code) not in found
    ]
    return found | {(each.kind, each.code): each for each in Definition.objects.bulk_create(fresh)}
