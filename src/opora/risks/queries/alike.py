"""Groups of schools with alike profiles, and who is strong where others are weak."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from opora.access import Actor
from opora.cycles.models import Cycle
from opora.indicators.similar import FEWEST_ALIKE, alike
from opora.indicators.values import FactorValue, Hidden, Level, SchoolProfile
from opora.organisations.models import Organisation
from opora.risks.models import Profile, ProfileFactor
from opora.risks.queries.heatmap import Asked, Heatmap, Line, heatmap

MOST_HELPERS = 3
#: among so few schools two that are alike are worth naming, among more it takes three
SMALL_TERRITORY = 30


@dataclass(frozen=True, slots=True)
class Helper:
    """A school that is strong at a factor."""

    school_id: int
    name: str
    factor: str
    value: float


@dataclass(frozen=True, slots=True)
class Alike:
    """A group: the factors high in every school of it, the schools by name, who could help, by factor."""

    shared: tuple[str, ...]
    schools: tuple[Line, ...]
    helpers: tuple[Helper, ...]


def alike_groups(actor: Actor, cycle: Cycle, territory_path: str = "") -> tuple[Heatmap | None, list[Alike]]:
    """The largest reasons first. Only schools of the actor's scope are looked at and named. Two queries."""
    found = heatmap(actor, cycle, Asked(territory_path=territory_path))
    if found is None or not found.lines:
        return found, []
    by_id = {line.id: line for line in found.lines}
    low = _low(found)
    groups = []
    fewest = 2 if len(found.lines) <= SMALL_TERRITORY else FEWEST_ALIKE
    for group in alike([_profile(line, found.codes) for line in found.lines], fewest=fewest):
        schools = tuple(sorted((by_id[pk] for pk in group.schools), key=lambda line: line.name))
        helpers = tuple(
            helper for code in group.shared for helper in _of(low.get(code, ()), but=set(group.schools))
        )
        groups.append(Alike(group.shared, schools, helpers))
    return found, groups


def _profile(line: Line, codes: Sequence[str]) -> SchoolProfile:
    return SchoolProfile(
        line.id,
        tuple(
            FactorValue(
                code,
                value,
                Level(level) if level else None,
                0,
                None,
                Hidden(hidden) if hidden else None,
            )
            for code, value, level, hidden in zip(codes, line.values, line.levels, line.hidden, strict=True)
        ),
    )


def _low(found: Heatmap) -> Mapping[str, list[Helper]]:
    """Schools by factor where their risk is low, the lowest first."""
    low: dict[str, list[Helper]] = {}
    for line in found.lines:
        for code, value, level in zip(found.codes, line.values, line.levels, strict=True):
            if level == Level.LOW and value is not None:
                low.setdefault(code, []).append(Helper(line.id, line.name, code, value))
    return {code: sorted(rows, key=lambda each: (each.value, each.name)) for code, rows in low.items()}


def _of(helpers: Sequence[Helper], *, but: set[int]) -> list[Helper]:
    return [each for each in helpers if each.school_id not in but][:MOST_HELPERS]


def who_helps(school: Organisation, profile: Profile, code: str) -> list[str]:
    """Names of schools of the same municipality where this risk is low: the name and nothing else. One query.

    The municipality's coordinator sees their profiles and can bring the schools together.
    """
    strong = ProfileFactor.objects.filter(
        profile__is_current=True,
        profile__cycle=profile.cycle_id,
        profile__school__territory=school.territory_id,
        profile__school__closed_on=None,
        code=code,
        level=Level.LOW,
    ).exclude(profile__school=school.pk)
    names = strong.order_by("value", "profile__school__sort_name", "profile__school_id")
    return list(names.values_list("profile__school__name", flat=True)[:MOST_HELPERS])
