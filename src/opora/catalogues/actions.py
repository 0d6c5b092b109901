"""Writes of definitions: draft, publish."""

import secrets
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max

from opora.access import Actor, Conflict, WrongState
from opora.catalogues.kinds import Content, content_hash, kind_of, mistakes
from opora.catalogues.models import Definition, Version
from opora.catalogues.rules import EDIT, Copy
from opora.catalogues.states import Origin, VersionState
from opora.catalogues.telling import PUBLISHED, told
from opora.catalogues.values import tidy
from opora.history.actions import record_all


@dataclass(frozen=True, slots=True)
class Provenance:
    """What a version says of itself: whose it is, by which document and clause, and why."""

    origin: Origin
    source: str = ""
    note: str = ""


def _new_version(
    definition: Definition, content: Content, about: Provenance, by: Actor, at: datetime
) -> Version:
    last = definition.versions.aggregate(last=Max("number"))["last"] or 0
    return Version.objects.create(
        definition=definition,
        number=last + 1,
        state=VersionState.DRAFT,
        content=content,
        content_hash=content_hash(content),
        origin=about.origin,
        source=about.source,
        note=about.note,
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
    _record(version, PUBLISHED, by, at)


def _record(version: Version, verb: str, by: Actor, at: datetime) -> None:
    record_all([told(version, verb, by, at)])


def _lock(definition: Definition, by: Actor) -> None:
    """Ask for the right, then let nobody else write this definition until the end of the transaction."""
    EDIT.check(by, Copy(kind_of(definition.kind), definition.territory_path))
    list(Definition.objects.select_for_update().filter(pk=definition.pk))


def _lock_draft(version: Version, by: Actor, otherwise: str) -> None:
    """The version as it stands now must be a draft. Raises WrongState with the words given."""
    _lock(version.definition, by)
    try:
        version.refresh_from_db()
    except Version.DoesNotExist:
        raise WrongState("Этот черновик уже выбросили. Откройте каталог и начните новый.") from None
    if version.state != VersionState.DRAFT:
        raise WrongState(otherwise)


def _draft_of(definition: Definition) -> Version | None:
    return definition.versions.filter(state=VersionState.DRAFT).first()


@transaction.atomic
def start_draft(*, definition: Definition, by: Actor, at: datetime) -> Version:
    """A draft that begins with what is in force; the one that exists where there is one.

    It is not official until somebody names the document: an edited text is no longer what was signed.
    """
    _lock(definition, by)
    draft = _draft_of(definition)
    if draft is not None:
        return draft
    latest = definition.versions.get(state=VersionState.PUBLISHED)
    origin = Origin.REGION if definition.territory_path else Origin.OURS
    draft = _new_version(definition, latest.content, Provenance(origin, latest.source), by, at)
    _record(draft, "начал(а) черновик версии", by, at)
    return draft


@transaction.atomic
def copy_for_territory(
    *, base: Definition, territory_id: int, territory_path: str, territory_name: str, by: Actor, at: datetime
) -> Version:
    """A territory's own copy with a draft of what is in force now. Raises WrongState where it has one."""
    EDIT.check(by, Copy(kind_of(base.kind), territory_path))
    copy, is_new = Definition.objects.get_or_create(
        kind=base.kind,
        code=base.code,
        territory_path=territory_path,
        defaults={"title": base.title, "territory_id": territory_id, "territory_name": territory_name},
    )
    if not is_new:
        raise WrongState("У этой территории копия уже есть. Откройте её и правьте.")
    latest = base.versions.get(state=VersionState.PUBLISHED)
    draft = _new_version(copy, latest.content, Provenance(Origin.REGION, latest.source), by, at)
    _record(draft, "сделал(а) копию территории, черновик версии", by, at)
    return draft


@transaction.atomic
def begin_own(
    *,
    base: Definition,
    title: str,
    territory_id: int,
    territory_path: str,
    territory_name: str,
    by: Actor,
    at: datetime,
) -> Version:
    """A definition that only a territory has, with a draft of what another one says now.

    Raises WrongState where the kind has none beside the released ones, ValidationError for a title it has already.
    """
    kind = kind_of(base.kind)
    EDIT.check(by, Copy(kind, territory_path))
    if not kind.is_open:
        raise WrongState("В этом каталоге своего не заводят: сделайте копию и правьте её.")
    there = Definition.objects.filter(kind=base.kind, territory_path__in=("", territory_path))
    if there.filter(title__iexact=title).exists():
        raise ValidationError({"title": "Так уже что-то называется. Придумайте другое название."})
    definition = Definition.objects.create(
        kind=base.kind,
        # never given twice: what is written by it keeps its code
        code=f"own-{secrets.token_hex(6)}",
        title=title,
        territory_id=territory_id,
        territory_path=territory_path,
        territory_name=territory_name,
    )
    latest = base.versions.get(state=VersionState.PUBLISHED)
    draft = _new_version(definition, latest.content, Provenance(Origin.REGION, ""), by, at)
    _record(draft, f"завёл(а) на основе «{base.title}», черновик версии", by, at)
    return draft


@transaction.atomic
def write_draft(
    *,
    definition: Definition,
    content: Content,
    about: Provenance | None = None,
    seen_hash: str | None = None,
    by: Actor,
    at: datetime,
) -> Version:
    """Keep what the editor holds: in the draft that exists, or in a new one.

    `seen_hash` is the content that the person began with; where another one stands now, raises Conflict
    and keeps nothing.
    """
    _lock(definition, by)
    begun = _draft_of(definition) or definition.versions.get(state=VersionState.PUBLISHED)
    if seen_hash is not None and begun.content_hash != seen_hash:
        raise Conflict(
            "Пока вы правили, черновик изменил кто-то другой. Сверьте отличия и сохраните ещё раз."
        )
    draft = start_draft(definition=definition, by=by, at=at)
    save_draft(version=draft, content=content, about=about, by=by, at=at)
    return draft


@transaction.atomic
def save_draft(
    *, version: Version, content: Content, about: Provenance | None = None, by: Actor, at: datetime
) -> None:
    """Keep a draft as it is, right or not yet: only publishing asks that it be right.

    Nothing is written where nothing changed.
    """
    _lock_draft(version, by, "Опубликованная версия не меняется. Начните черновик новой.")
    content = tidy(kind_of(version.definition.kind), content)
    if version.content == content and about in (None, _provenance(version)):
        return
    version.content, version.content_hash = content, content_hash(content)
    if about is not None:
        # a territory's copy is its own decision, whatever the form said
        is_copy = bool(version.definition.territory_path)
        version.origin = Origin.REGION if is_copy else about.origin
        version.source, version.note = about.source, about.note
    version.save(update_fields=["content", "content_hash", "origin", "source", "note"])
    _record(version, "сохранил(а) черновик версии", by, at)


def _provenance(version: Version) -> Provenance:
    return Provenance(Origin(version.origin), version.source, version.note)


@transaction.atomic
def publish(*, version: Version, seen_hash: str | None = None, by: Actor, at: datetime) -> None:
    """The draft comes into force, the version before it is superseded.

    Raises Conflict where the draft is no longer the one that the person looked at.
    """
    _lock_draft(version, by, "Эта версия уже опубликована.")
    if seen_hash is not None and version.content_hash != seen_hash:
        raise Conflict("Пока вы читали, черновик изменили. Прочитайте его ещё раз и публикуйте.")
    wrong = mistakes(kind_of(version.definition.kind), version.content)
    if wrong:
        raise WrongState(f"В черновике осталось исправить мест: {len(wrong)}. Первое: {wrong[0].message}")
    if version.origin == Origin.OFFICIAL and not version.source:
        raise WrongState("«Официально» требует источника: впишите в черновик документ и пункт.")
    _put_in_force(version, by, at)


@transaction.atomic
def discard_draft(*, version: Version, by: Actor, at: datetime) -> None:
    """Throw a draft away; a territory's copy that never had a version in force goes with it."""
    _lock_draft(version, by, "Опубликованную версию нельзя выбросить. Её заменит следующая.")
    definition = version.definition
    _record(version, "выбросил(а) черновик версии", by, at)
    version.delete()
    if not definition.versions.exists():
        definition.delete()
