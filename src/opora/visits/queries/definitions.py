"""The definitions in force for schools of several territories at once."""

from collections.abc import Collection, Iterable

from opora.access.paths import chain
from opora.catalogues import queries as catalogues
from opora.catalogues.models import Version
from opora.visits.kinds import KINDS, RHYTHMS, RHYTHMS_CODE, Rhythm, VisitKind


def kinds_for(territory_path: str) -> dict[str, VisitKind]:
    """The kinds in force for a territory, by code, in order of titles. One query."""
    found = catalogues.all_current(KINDS, territory_path)
    return {
        each.code: VisitKind.parse(each.version_id, each.code, each.title, each.content) for each in found
    }


def kind_of(version: Version) -> VisitKind:
    """The kind as this version says it; the definition is joined."""
    definition = version.definition
    return VisitKind.parse(version.pk, definition.code, definition.title, version.content)


def common_kinds(paths: Iterable[str]) -> dict[str, VisitKind]:
    """Kinds for visits of several schools at once: those in force at the nearest place above all of them."""
    return kinds_for(common_path(paths))


def common_path(paths: Iterable[str]) -> str:
    """«1/5/» of «1/5/7/» and «1/5/8/»; «» of no paths."""
    chains = [chain(path) for path in paths]
    if not chains:
        return ""
    common = ""
    for steps in zip(*chains, strict=False):
        if len(set(steps)) > 1:
            break
        common = steps[0]
    return common


def rhythms_for(paths: Collection[str]) -> dict[str, Rhythm]:
    """The rhythm in force at each of the paths. One query however many; a path without one is left out."""
    return catalogues.in_force_at(RHYTHMS, RHYTHMS_CODE, paths, Rhythm.parse)
