"""How many have answered: counts of used codes against how many are expected. Never who, never when.

It may be read while people answer: it counts codes, not answers.
"""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db import connection

from opora.access import Actor
from opora.organisations.queries import school_ids
from opora.questionnaires.instrument import Audience

#: more than so many times the expected through a poster is flagged, never refused
POSTER_LIMIT = 1.2


@dataclass(frozen=True, slots=True)
class Coverage:
    """One cohort: people expected, codes used, those who came by the poster."""

    cohort_id: int
    school_id: int
    audience: Audience
    class_label: str
    expected: int
    used: int
    by_poster: int
    minimum: int

    @property
    def answered(self) -> int:
        return self.used + self.by_poster

    @property
    def is_awaited(self) -> bool:
        """A group that can never reach the minimum is not waited for."""
        return self.expected >= self.minimum

    @property
    def is_small(self) -> bool:
        """People who are left out of every total; a group of nobody leaves nobody out."""
        return 0 < self.expected < self.minimum

    @property
    def is_flooded(self) -> bool:
        """More by the poster than could have come."""
        return self.by_poster > self.expected * POSTER_LIMIT

    @property
    def is_full(self) -> bool:
        return self.counted >= self.expected

    @property
    def counted(self) -> int:
        """What counts towards the expected: no group answers for another."""
        return min(self.answered, self.expected)


@dataclass(frozen=True, slots=True)
class Total:
    """Of several cohorts; only those awaited count. `share` 0–1, None where nobody is expected.

    `small` says how many groups were left out because they are below the minimum.
    """

    expected: int
    counted: int
    by_poster: int
    cohorts: int
    full: int
    small: int

    @property
    def share(self) -> float | None:
        return self.counted / self.expected if self.expected else None


def total(cohorts: Collection[Coverage]) -> Total:
    awaited = [each for each in cohorts if each.is_awaited]
    return Total(
        expected=sum(each.expected for each in awaited),
        counted=sum(each.counted for each in awaited),
        by_poster=sum(each.by_poster for each in awaited),
        cohorts=len(awaited),
        full=sum(each.is_full for each in awaited),
        small=sum(each.is_small for each in cohorts),
    )


_COUNTED = """
WITH asked AS (SELECT cohort.*, minimum_group AS minimum
               FROM surveys_cohort cohort JOIN surveys_campaign campaign ON campaign.id = campaign_id
               WHERE campaign.id = %s AND {of_schools}),
     poster AS (SELECT cohort_id, count(*) AS came FROM surveys_poster
                WHERE cohort_id IN (SELECT id FROM asked WHERE by_poster IS NULL) GROUP BY cohort_id),
     counted AS (
         SELECT id, school_id, audience, class_label, expected, coalesce(code.used, 0) AS used,
                coalesce(by_poster, poster.came, 0) AS by_poster, minimum
         FROM asked LEFT JOIN poster ON poster.cohort_id = id {and_codes})
"""
# all codes of a campaign are counted in one go, those of a few cohorts by the index: a tenth of the time each
_OF_MANY = """LEFT JOIN (
    SELECT cohort_id, count(*) AS used FROM surveys_code
    WHERE is_used AND cohort_id IN (SELECT id FROM asked) GROUP BY cohort_id) code ON code.cohort_id = id"""
_OF_FEW = """CROSS JOIN LATERAL (
    SELECT count(*) AS used FROM surveys_code WHERE is_used AND cohort_id = asked.id) code"""
_EACH = f"""{_COUNTED}
SELECT * FROM counted ORDER BY school_id, audience, length(class_label), class_label, id
"""  # noqa: S608 (names of our own)
_TOGETHER = f"""{_COUNTED}
SELECT coalesce(sum(expected) FILTER (WHERE expected >= minimum), 0),
       coalesce(sum(least(used + by_poster, expected)) FILTER (WHERE expected >= minimum), 0),
       coalesce(sum(by_poster) FILTER (WHERE expected >= minimum), 0),
       count(*) FILTER (WHERE expected >= minimum),
       count(*) FILTER (WHERE expected >= minimum AND used + by_poster >= expected),
       count(*) FILTER (WHERE expected > 0 AND expected < minimum)
FROM counted
"""  # noqa: S608 (names of our own)


def coverage(actor: Actor, campaign_id: int, *, schools: Collection[int] | None = None) -> list[Coverage]:
    """Cohorts of the schools that the actor sees, in order of school, audience and class. One query.

    `schools`: of these alone; the caller has decided that they are visible.
    """
    if schools is None:
        text, values = _seen(actor)
        statement = _EACH.format(of_schools=text, and_codes=_OF_MANY)
    else:
        values = (list(schools),)
        statement = _EACH.format(of_schools="school_id = ANY(%s::bigint[])", and_codes=_OF_FEW)
    with connection.cursor() as cursor:
        cursor.execute(statement, [campaign_id, *values])
        return [Coverage(row[0], row[1], Audience(row[2]), *row[3:]) for row in cursor.fetchall()]


def total_seen(actor: Actor, campaign_id: int) -> Total:
    """`total` of all the cohorts of `coverage`, summed up by the database. One query."""
    text, values = _seen(actor)
    with connection.cursor() as cursor:
        cursor.execute(_TOGETHER.format(of_schools=text, and_codes=_OF_MANY), [campaign_id, *values])
        return Total(*(int(each) for each in cursor.fetchone()))


def _seen(actor: Actor) -> tuple[str, tuple[Any, ...]]:
    """The schools that the actor sees, as a condition and its values."""
    found = school_ids(actor)
    return f"school_id IN ({found.sql})", tuple(found.params)
