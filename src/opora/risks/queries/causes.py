"""Causes that schools name, summed up; what the catalogue offers for one direction.

What few schools named is not told one by one.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Count, QuerySet

from opora.indicators.kinds import VISIT_TITLES
from opora.indicators.queries import factors_in_force
from opora.risks.models import CauseNamed, Direction

#: a cause named by fewer schools is added up with others like it
FEWEST_SCHOOLS = 5


@dataclass(frozen=True, slots=True)
class CauseLine:
    """A cause and how many schools named it.

    `text` is empty and `schools` None for the rare ones taken together; `kinds` is how many they are.
    """

    factor_code: str
    factor_title: str
    text: str
    schools: int | None
    kinds: int = 1


def causes_summary(directions: QuerySet[Direction], *, fewest: int = FEWEST_SCHOOLS) -> list[CauseLine]:
    """By factor, the most named first; those named by fewer than `fewest` schools are one line. Two queries."""
    rows = (
        CauseNamed.objects.filter(direction__in=directions.order_by())
        .order_by()
        .values("direction__factor_code", "text")
        .annotate(schools=Count("direction__school", distinct=True))
    )
    titles = dict(
        directions.order_by("factor_code", "id").values_list("factor_code", "factor_title").distinct()
    )
    by_factor: dict[str, list[tuple[str, int]]] = {}
    for row in rows:
        by_factor.setdefault(row["direction__factor_code"], []).append((row["text"], row["schools"]))
    found = []
    for code in sorted(by_factor):
        told = sorted((c for c in by_factor[code] if c[1] >= fewest), key=lambda c: (-c[1], c[0]))
        rare = [each for each in by_factor[code] if each[1] < fewest]
        found += [CauseLine(code, titles[code], text, schools) for text, schools in told]
        if rare:
            found.append(CauseLine(code, titles[code], "", None, len(rare)))
    return found


def causes_offered(direction: Direction) -> list[str]:
    """What the catalogue in force where the school lies names for this factor. One query, two at first."""
    catalogue = factors_in_force(direction.school.territory.path or "")
    return [each.text for each in catalogue.causes_of(direction.factor_code)] if catalogue else []


def hints_offered(direction: Direction) -> Mapping[str, Sequence[str]]:
    """What the same catalogue tells a curator: to see, to read, to talk about; empty where it tells nothing."""
    catalogue = factors_in_force(direction.school.territory.path or "")
    if catalogue is None:
        return {}
    return {part: catalogue.hints_of(direction.factor_code, part) for part in VISIT_TITLES}
