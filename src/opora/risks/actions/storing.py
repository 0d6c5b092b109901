"""Keeping computed profiles: what did not change stays as it stands, what changed takes its place."""

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import connection, transaction
from django.db.models import Model

from opora.catalogues.models import Version
from opora.cycles.models import Cycle
from opora.indicators.values import Level, SchoolProfile
from opora.risks.models import Direction, Profile, ProfileFactor, ProfileIndicator
from opora.risks.states import DirectionState

_AT_ONCE = 500
_TURN = 500_2027


@dataclass(frozen=True, slots=True)
class Stored:
    """How many profiles are new or changed, and how many stand as they were."""

    written: int
    same: int


@dataclass(frozen=True, slots=True)
class Basis:
    """What the profiles were computed by. `campaigns` by school; `answered` as `Profile.answered`, by school."""

    cycle: Cycle
    version: Version
    engine: str
    titles: Mapping[str, str]
    campaigns: Mapping[int, int | None] = field(default_factory=dict)
    answered: Mapping[int, Mapping[str, Sequence[int]]] = field(default_factory=dict)


def nobody(_done: int, _total: int) -> None:
    """Progress that nobody watches."""


@transaction.atomic
def store_profiles(
    basis: Basis,
    profiles: Sequence[SchoolProfile],
    *,
    on: date,
    progress: Callable[[int, int], None] = nobody,
) -> Stored:
    """Write changed profiles as current, keep older ones and those of other years; the same again writes nothing.

    Factors with a high risk become directions «выявлено»; such a direction that nobody touched goes again where
    the risk is high no more.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [_TURN, basis.cycle.pk])
    digests = {each.school: digest(basis, each) for each in profiles}
    stood = dict(
        Profile.objects.filter(cycle=basis.cycle, is_current=True, school_id__in=digests).values_list(
            "school_id", "digest"
        )
    )
    changed = [each for each in profiles if stood.get(each.school) != digests[each.school]]
    Profile.objects.filter(
        cycle=basis.cycle, is_current=True, school_id__in=[each.school for each in changed]
    ).update(is_current=False)
    for start in range(0, len(changed), _AT_ONCE):
        some = changed[start : start + _AT_ONCE]
        _write(basis, some, digests, on)
        _find_directions(basis, some, on)
        progress(start + len(some), len(changed))
    return Stored(len(changed), len(profiles) - len(changed))


def digest(basis: Basis, profile: SchoolProfile) -> str:
    """SHA-256 of the figures, of the catalogue they were computed by, of the campaign and who answered."""
    said = [
        basis.version.content_hash,
        basis.campaigns.get(profile.school),
        basis.answered.get(profile.school, {}),
        [
            [
                *(
                    each.code,
                    each.value,
                    each.level,
                    each.n,
                    each.interval,
                    each.hidden,
                    each.groups_disagree,
                ),
                [[i.code, i.numerator, i.denominator, i.risk] for i in each.indicators],
            ]
            for each in profile.factors
        ],
    ]
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()


def _write(basis: Basis, some: Sequence[SchoolProfile], digests: Mapping[int, str], on: date) -> None:
    made = Profile.objects.bulk_create(
        Profile(
            cycle=basis.cycle,
            school_id=each.school,
            campaign_id=basis.campaigns.get(each.school),
            version=basis.version,
            engine=basis.engine,
            computed_on=on,
            answered={audience: list(pair) for audience, pair in basis.answered.get(each.school, {}).items()},
            digest=digests[each.school],
        )
        for each in some
    )
    pairs = list(zip(made, some, strict=True))
    _copy(ProfileFactor, _FACTOR, (row for kept, each in pairs for row in _factors(kept.pk, each)))
    _copy(ProfileIndicator, _INDICATOR, (row for kept, each in pairs for row in _indicators(kept.pk, each)))


_FACTOR = (
    *("profile_id", "position", "code", "value", "level", "low", "high", "n", "hidden", "groups_disagree"),
)
_INDICATOR = ("profile_id", "position", "code", "numerator", "denominator", "risk")


def _factors(profile_id: int, profile: SchoolProfile) -> Iterator[tuple[Any, ...]]:
    for place, each in enumerate(profile.factors):
        low, high = each.interval or (None, None)
        level, hidden = str(each.level or ""), str(each.hidden or "")
        yield (
            *(profile_id, place, each.code, each.value, level, low, high),
            *(each.n, hidden, each.groups_disagree),
        )


def _indicators(profile_id: int, profile: SchoolProfile) -> Iterator[tuple[Any, ...]]:
    for place, each in enumerate(i for factor in profile.factors for i in factor.indicators):
        yield profile_id, place, each.code, each.numerator, each.denominator, each.risk


def _copy(table: type[Model], columns: tuple[str, ...], rows: Iterable[tuple[Any, ...]]) -> None:
    """Write rows by COPY: a region has hundreds of thousands of them."""
    statement = f"COPY {table._meta.db_table} ({', '.join(columns)}) FROM STDIN"
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        for row in rows:
            copy.write_row(row)


def _find_directions(basis: Basis, some: Sequence[SchoolProfile], on: date) -> None:
    found = {
        (each.school, factor.code): factor
        for each in some
        for factor in each.factors
        if factor.level is Level.HIGH
    }
    untouched = Direction.objects.filter(
        cycle=basis.cycle,
        school_id__in=[each.school for each in some],
        state=DirectionState.FOUND,
        milestones=None,
    )
    Direction.objects.filter(
        pk__in=[
            pk
            for pk, school, code in untouched.values_list("pk", "school_id", "factor_code")
            if (school, code) not in found
        ]
    ).delete()
    Direction.objects.bulk_create(
        (
            Direction(
                cycle=basis.cycle,
                school_id=school,
                factor_code=code,
                factor_title=basis.titles.get(code, code),
                value=factor.value,
                level=factor.level or "",
                state_since=on,
            )
            for (school, code), factor in found.items()
        ),
        ignore_conflicts=True,
    )
