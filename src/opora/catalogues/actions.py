"""Writes of definitions: seed, draft, publish."""

import tomllib
from datetime import datetime
from pathlib import Path

from django.db import transaction
from django.db.models import Max

from opora.access import Actor, WrongState
from opora.catalogues.kinds import Content, Kind, content_hash, kind_of, kinds, mistakes
from opora.catalogues.models import Definition, Version
from opora.catalogues.rules import EDIT, Copy
from opora.catalogues.states import Origin, VersionState
from opora.history.actions import record


class SeedIsWrong(ValueError):
    """A definition file of this repository breaks its own kind: a programmer's mistake."""


@transaction.atomic
def seed_from_files(*, root: Path, by: Actor, at: datetime) -> list[Version]:
    """Publish what `definitions/<kind>/<code>.toml` hold and this installation has not had yet.

    A content that was ever a version of the base definition is passed over, so a file seeds once and an
    upgrade only adds. Copies of territories are never touched. Returns the versions made.
    """
    made = []
    for kind in kinds():
        for file in sorted((root / kind.code).glob("*.toml")):
            version = _seed(kind, file, by=by, at=at)
            if version is not None:
                made.append(version)
    return made


def _seed(kind: Kind, file: Path, *, by: Actor, at: datetime) -> Version | None:
    told = tomllib.loads(file.read_text(encoding="utf-8"))
    content: Content = told["content"]
    wrong = mistakes(kind, content)
    if wrong:
        raise SeedIsWrong(f"{file.name}: {wrong[0]}")
    definition, _ = Definition.objects.get_or_create(
        kind=kind.code, code=file.stem, territory_path="", defaults={"title": told["title"]}
    )
    if definition.versions.filter(content_hash=content_hash(content)).exists():
        return None
    version = _new_version(
        definition, content, Origin(told["origin"]), told.get("source", ""), told.get("note", ""), by, at
    )
    _put_in_force(version, by, at)
    return version


def _new_version(
    definition: Definition, content: Content, origin: Origin, source: str, note: str, by: Actor, at: datetime
) -> Version:
    last = definition.versions.aggregate(last=Max("number"))["last"] or 0
    return Version.objects.create(
        definition=definition,
        number=last + 1,
        state=VersionState.DRAFT,
        content=content,
        content_hash=content_hash(content),
        origin=origin,
        source=source,
        note=note,
        created_at=at,
        created_by_name=by.name,
    )


def _put_in_force(version: Version, by: Actor, at: datetime) -> None:
    Version.objects.filter(definition=version.definition, state=VersionState.PUBLISHED).update(
        state=VersionState.SUPERSEDED, superseded_at=at
    )
    version.state = VersionState.PUBLISHED
    version.published_at, version.published_by_name = at, by.name
    version.save(update_fields=["state", "published_at", "published_by_name"])
    _record(version, "опубликовал(а) версию", by, at)


def _record(version: Version, verb: str, by: Actor, at: datetime) -> None:
    definition = version.definition
    record(
        by=by,
        at=at,
        verb=f"{verb} {version.number}",
        subject_kind="definition",
        subject_id=definition.pk,
        subject_title=definition.title,
        territory_path=definition.territory_path,
        note=version.note,
    )


def _check(definition: Definition, by: Actor) -> None:
    EDIT.check(by, Copy(kind_of(definition.kind), definition.territory_path))


@transaction.atomic
def start_draft(*, definition: Definition, by: Actor, at: datetime) -> Version:
    """A draft that begins with what is in force; the one that exists where there is one."""
    _check(definition, by)
    draft = definition.versions.filter(state=VersionState.DRAFT).first()
    if draft is not None:
        return draft
    latest = definition.versions.get(state=VersionState.PUBLISHED)
    origin = Origin.REGION if definition.territory_path else Origin(latest.origin)
    draft = _new_version(definition, latest.content, origin, latest.source, "", by, at)
    _record(draft, "начал(а) черновик версии", by, at)
    return draft


@transaction.atomic
def copy_for_territory(
    *, base: Definition, territory_id: int, territory_path: str, territory_name: str, by: Actor, at: datetime
) -> Version:
    """A territory's own copy with a draft of what is in force now. Raises WrongState where it has one."""
    EDIT.check(by, Copy(kind_of(base.kind), territory_path))
    if Definition.objects.filter(kind=base.kind, code=base.code, territory_path=territory_path).exists():
        raise WrongState("У этой территории копия уже есть. Откройте её и правьте.")
    copy = Definition.objects.create(
        kind=base.kind,
        code=base.code,
        title=base.title,
        territory_id=territory_id,
        territory_path=territory_path,
        territory_name=territory_name,
    )
    latest = base.versions.get(state=VersionState.PUBLISHED)
    draft = _new_version(copy, latest.content, Origin.REGION, latest.source, "", by, at)
    _record(draft, "сделал(а) копию территории, черновик версии", by, at)
    return draft


@transaction.atomic
def save_draft(
    *, version: Version, content: Content, note: str | None = None, by: Actor, at: datetime
) -> None:
    """Keep a draft as it is, right or not yet: only publishing asks that it be right."""
    _check(version.definition, by)
    if version.state != VersionState.DRAFT:
        raise WrongState("Опубликованная версия не меняется. Начните черновик новой.")
    version.content, version.content_hash = content, content_hash(content)
    version.note = version.note if note is None else note
    version.save(update_fields=["content", "content_hash", "note"])
    _record(version, "сохранил(а) черновик версии", by, at)


@transaction.atomic
def publish(*, version: Version, by: Actor, at: datetime) -> None:
    """The draft comes into force, the version before it is superseded."""
    _check(version.definition, by)
    if version.state != VersionState.DRAFT:
        raise WrongState("Эта версия уже опубликована.")
    wrong = mistakes(kind_of(version.definition.kind), version.content)
    if wrong:
        raise WrongState(f"В черновике осталось исправить мест: {len(wrong)}. Первое: {wrong[0].message}")
    _put_in_force(version, by, at)


@transaction.atomic
def discard_draft(*, version: Version, by: Actor, at: datetime) -> None:
    """Throw a draft away; a territory's copy that never had a version in force goes with it."""
    _check(version.definition, by)
    if version.state != VersionState.DRAFT:
        raise WrongState("Опубликованную версию нельзя выбросить. Её заменит следующая.")
    definition = version.definition
    _record(version, "выбросил(а) черновик версии", by, at)
    version.delete()
    if not definition.versions.exists():
        definition.delete()
