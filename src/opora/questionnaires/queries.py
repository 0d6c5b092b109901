"""Reads of questionnaires: a version as somebody may see it."""

from opora.access import Actor
from opora.catalogues.models import Definition, Version
from opora.catalogues.queries import may_edit, visible_to
from opora.catalogues.states import VersionState
from opora.questionnaires.instrument import KIND_CODE


def version_seen(actor: Actor, pk: int) -> Version | None:
    """The version with its definition; None where the actor sees none: drafts are seen by those who edit."""
    seen = visible_to(actor).filter(kind=KIND_CODE)
    version = Version.objects.select_related("definition").filter(pk=pk, definition__in=seen).first()
    if version is None:
        return None
    is_hidden = version.state == VersionState.DRAFT and not may_edit(actor, version.definition)
    return None if is_hidden else version


def in_force(actor: Actor) -> list[Version]:
    """The questionnaires in force that the actor sees: by title, the base before the copies. One query."""
    seen = visible_to(actor).filter(kind=KIND_CODE)
    found = Version.objects.select_related("definition").filter(
        definition__in=seen, state=VersionState.PUBLISHED
    )
    order = ("definition__sort_name", "definition__code", "definition__territory_path")
    return list(found.order_by(*order))


def begun_with(definition: Definition) -> Version:
    """What an edit of it begins with: the draft, else what is in force."""
    versions = {
        version.state: version for version in definition.versions.exclude(state=VersionState.SUPERSEDED)
    }
    return versions.get(VersionState.DRAFT) or versions[VersionState.PUBLISHED]
