"""Levels given from outside, kept as they came."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from opora.access import Actor
from opora.cycles.models import Cycle
from opora.history.actions import record
from opora.indicators.values import Level
from opora.organisations.models import Territory
from opora.risks.models import GivenLevel
from opora.risks.rules import IMPORT_GIVEN


@dataclass(frozen=True, slots=True)
class Given:
    school_id: int
    factor_code: str
    level: Level


@transaction.atomic
def load_given(
    *, cycle: Cycle, territory: Territory, levels: Sequence[Given], source: str, by: Actor, at: datetime
) -> int:
    """Write new and changed levels, leave the same as they are; one event. Answers how many were written."""
    IMPORT_GIVEN.check(by, territory)
    stood = {
        (each.school_id, each.factor_code): each
        for each in GivenLevel.objects.filter(
            cycle=cycle, school_id__in={each.school_id for each in levels}
        ).select_for_update()
    }
    written = [each for each in levels if not _stands(stood, each)]
    GivenLevel.objects.bulk_create(
        [
            GivenLevel(
                cycle=cycle,
                school_id=each.school_id,
                factor_code=each.factor_code,
                level=each.level,
                source=source,
                loaded_at=at,
                loaded_by_name=by.name,
            )
            for each in written
        ],
        update_conflicts=True,
        unique_fields=["cycle", "school", "factor_code"],
        update_fields=["level", "source", "loaded_at", "loaded_by_name"],
    )
    if written:
        record(
            by=by,
            at=at,
            verb="загрузил(а) уровни, данные извне",
            subject_kind="given_levels",
            subject_title=source,
            territory_path=territory.path or "",
            note=f"{cycle.title}, {territory.name}: {len(written)}",
        )
    return len(written)


def _stands(stood: dict[tuple[int, str], GivenLevel], each: Given) -> bool:
    kept = stood.get((each.school_id, each.factor_code))
    return kept is not None and kept.level == each.level
