"""The stages of a year as reports ask for them: which there are, which is the one to report about now."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from django.db.models import QuerySet

from opora.access.paths import chain
from opora.catalogues.models import Version
from opora.catalogues.states import VersionState
from opora.cycles.models import Cycle
from opora.reports.kinds import SUMMARY, SUMMARY_TITLE, due_of_summary, is_summary
from opora.roadmaps import stages as definition
from opora.roadmaps.queries.visibility import stages_of
from opora.statements import every


@dataclass(frozen=True, slots=True)
class StageOf:
    """A stage in a year; the whole year has no code."""

    code: str
    title: str
    due: date | None

    @property
    def is_whole_year(self) -> bool:
        return not self.code


def stages(territory_path: str, cycle: Cycle) -> list[StageOf]:
    """Those in force for the territory, in their order, or the whole year where none is published; the year in sum
    is the last. One query."""
    return _with_year(stages_of(territory_path), (cycle.starts, cycle.ends))


def _with_year(found: Iterable[definition.Stage], year: tuple[date, date]) -> list[StageOf]:
    own = [StageOf(each.code, each.title, each.due(year)) for each in found]
    return [*(own or [StageOf("", "", year[1])]), StageOf(SUMMARY, SUMMARY_TITLE, due_of_summary(year))]


def stages_at(paths: tuple[str, ...], year: tuple[date, date]) -> dict[str, list[StageOf]]:
    """The same at each of the paths. One query, one more for a definition that was not met before."""
    published = every(_published, tuple(sorted({each for path in paths for each in ("", *chain(path))})))
    found = {}
    for path in paths:
        above = {"", *chain(path)}
        # a longer path is nearer and comes later
        content = next((content for at, content in reversed(published) if at in above), "")
        found[path] = _with_year(_read(path, content) if content else (), year)
    return found


def _published(paths: tuple[str, ...]) -> QuerySet[Version, tuple[str, str]]:
    found = Version.objects.filter(
        state=VersionState.PUBLISHED,
        definition__kind=definition.KIND,
        definition__code=definition.CODE,
        definition__territory_path__in=paths,
    )
    return found.order_by("definition__territory_path").values_list(
        "definition__territory_path", "content_hash"
    )


@lru_cache(maxsize=512)
def _read(territory_path: str, content_hash: str) -> tuple[definition.Stage, ...]:
    """What was published never changes: read once for the process."""
    del content_hash  # of what is kept
    return stages_of(territory_path)


def current(found: list[StageOf], on: date) -> StageOf:
    """The one whose term ends next; after all of them the last. A school year need not begin with the first. The year
    in sum only where nothing else is left."""
    among = [each for each in found if not is_summary(each.code)] or found
    ahead = [(each.due, each) for each in among if each.due is not None and each.due >= on]
    return min(ahead, key=lambda each: each[0])[1] if ahead else among[-1]


def stage_of(found: list[StageOf], code: str) -> StageOf | None:
    return next((each for each in found if each.code == code), None)
