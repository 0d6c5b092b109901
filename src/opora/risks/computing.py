"""From the database to stored profiles: sources out, metrics over them, figures back."""

import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from opora.access.actor import operator
from opora.analytics.engines import Engine, duckdb_engine
from opora.catalogues.models import Version
from opora.cycles.models import Cycle
from opora.indicators.catalogue import RiskFactors
from opora.indicators.profile import profiles
from opora.indicators.queries import factors_published
from opora.indicators.values import SchoolProfile
from opora.risks.actions.storing import Basis, Stored, nobody, store_profiles
from opora.risks.sources import Participants, participants, write_sources
from opora.surveys.actions import mark_reported
from opora.surveys.models import Campaign
from opora.surveys.states import CampaignState

type Progress = Callable[[int, int], None]


@contextmanager
def private_folder() -> Iterator[Path]:
    """A folder of the installation that only its owner reads, gone at the end: answers lie in it."""
    root = Path(settings.HOME) / "analytics"
    root.mkdir(mode=0o700, parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(dir=root))
    try:
        yield folder
    finally:
        shutil.rmtree(folder)


type OpenEngine = Callable[[Path], AbstractContextManager[Engine]]


@dataclass(frozen=True, slots=True)
class Computed:
    """Profiles of the schools that take part, not stored yet, and what they were computed by.

    `engine` is empty where no school takes part: then none was opened.
    """

    profiles: list[SchoolProfile]
    taking: Participants
    catalogue: RiskFactors
    version_id: int
    version: int
    engine: str


def computed(cycle: Cycle, territory_path: str = "", *, open_engine: OpenEngine = duckdb_engine) -> Computed:
    """Compute the profiles of the schools below a territory; writes nothing. Raises NotPublished.

    Hiding looks at whole municipalities, so a territory is never less than one.
    """
    published = factors_published(territory_path)
    catalogue = RiskFactors.parse(published.content)
    taking = participants(cycle, territory_path, minimum=catalogue.minimum_group)
    found: list[SchoolProfile] = []
    name = ""
    if taking.campaigns:
        with private_folder() as folder:
            write_sources(folder, cycle, taking.schools)
            with open_engine(folder) as engine:
                found, name = profiles(engine, catalogue, cycle.last_result_year), engine.name
    return Computed(found, taking, catalogue, published.version_id, published.number, name)


@transaction.atomic
def refresh(cycle: Cycle, territory_path: str, *, at: datetime, progress: Progress = nobody) -> Stored:
    """Compute the profiles of the schools below a territory and store them; their campaigns are reported.

    Raises NotPublished.
    """
    found = computed(cycle, territory_path)
    basis = Basis(
        cycle=cycle,
        version=Version.objects.defer("content").get(pk=found.version_id),
        engine=found.engine,
        titles={each.code: each.title for each in found.catalogue.factors},
        campaigns=found.taking.campaigns,
        answered=found.taking.answered,
    )
    stored = store_profiles(basis, found.profiles, on=timezone.localdate(at), progress=progress)
    for campaign in Campaign.objects.filter(pk__in=found.taking.whole, state=CampaignState.CLOSED):
        mark_reported(campaign=campaign, by=operator("Опора"), at=at)
    return stored
