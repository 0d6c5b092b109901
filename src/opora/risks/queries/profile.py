"""The profile of one school: this year, the year before, what was given from outside, its directions."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from opora.access import Actor
from opora.cycles.models import Cycle
from opora.indicators.values import FEW_ANSWERS, Hidden, Level
from opora.organisations.models import Organisation
from opora.risks.guide import Guide, guide_of
from opora.risks.models import Direction, GivenLevel, Profile, ProfileFactor, ProfileIndicator
from opora.risks.queries.visibility import profiles_visible_to


@dataclass(frozen=True, slots=True)
class Figure:
    """A factor of a school as it was stored: see `indicators.values.FactorValue`."""

    code: str
    value: float | None
    level: Level | None
    low: float | None
    high: float | None
    n: int
    hidden: Hidden | None
    groups_disagree: bool

    @property
    def has_few_answers(self) -> bool:
        return self.value is not None and self.n < FEW_ANSWERS


def figure_of(row: ProfileFactor) -> Figure:
    return Figure(
        row.code,
        row.value,
        Level(row.level) if row.level else None,
        row.low,
        row.high,
        row.n,
        Hidden(row.hidden) if row.hidden else None,
        row.groups_disagree,
    )


@dataclass(frozen=True, slots=True)
class SchoolRisks:
    """Everything the profile page says of a school. `previous` and `given` are by factor code.

    `is_same_method` is False where the year before was reckoned by another version of the catalogue.
    """

    profile: Profile
    guide: Guide
    figures: tuple[Figure, ...]
    cycles: tuple[Cycle, ...]
    previous_title: str = ""
    previous: dict[str, Figure] = field(default_factory=dict)
    is_same_method: bool = True
    given: dict[str, GivenLevel] = field(default_factory=dict)
    directions: dict[str, Direction] = field(default_factory=dict)

    def figure(self, code: str) -> Figure | None:
        return next((each for each in self.figures if each.code == code), None)

    @property
    def by_risk(self) -> list[Figure]:
        """The highest first, what is hidden last."""
        return sorted(self.figures, key=lambda each: (each.value is None, -(each.value or 0.0)))


def school_risks(actor: Actor, school: Organisation, cycle_code: str = "") -> SchoolRisks | None:
    """The newest year or the one asked for; None where no profile of the school was computed. Five queries."""
    found = list(
        profiles_visible_to(actor)
        .filter(school=school)
        .select_related("cycle", "version", "campaign")
        .defer("version__content")
        .order_by("-cycle__starts", "-cycle_id")
    )
    chosen = next((each for each in found if each.cycle.code == cycle_code), None) if cycle_code else None
    if chosen is None and (cycle_code or not found):
        return None
    profile = chosen or found[0]
    before = next((each for each in found if each.cycle.starts < profile.cycle.starts), None)
    rows = ProfileFactor.objects.filter(profile_id__in=[each.pk for each in (profile, before) if each])
    own = tuple(figure_of(row) for row in rows if row.profile_id == profile.pk)
    earlier = {row.code: figure_of(row) for row in rows if row.profile_id != profile.pk}
    of_year = {"cycle": profile.cycle, "school": school}
    return SchoolRisks(
        profile=profile,
        guide=guide_of(profile.version),
        figures=own,
        cycles=tuple(each.cycle for each in found),
        previous_title=before.cycle.title if before else "",
        previous=earlier,
        is_same_method=before is None or before.version.content_hash == profile.version.content_hash,
        given={each.factor_code: each for each in GivenLevel.objects.filter(**of_year)},
        directions={
            each.factor_code: each
            for each in Direction.objects.filter(**of_year).prefetch_related("verifications")
        },
    )


def given_to(school: Organisation) -> list[GivenLevel]:
    """Levels given from outside to a school that has no profile of ours, the newest year's. One query."""
    rows = list(
        GivenLevel.objects.filter(school=school)
        .select_related("cycle")
        .order_by("-cycle__starts", "factor_code")
    )
    return [each for each in rows if each.cycle_id == rows[0].cycle_id]


def indicators_of(profile: Profile, codes: Sequence[str]) -> dict[str, ProfileIndicator]:
    """One query."""
    return {each.code: each for each in profile.indicators.filter(code__in=codes)}
