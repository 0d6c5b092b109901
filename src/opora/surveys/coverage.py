"""How many have answered: counts of used codes against how many are expected. Never who, never when.

It may be read while people answer: it counts codes, not answers.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import connection

from opora.access import Actor
from opora.organisations.queries import school_ids
from opora.questionnaires.instrument import Audience

#: more than so many times the expected through a poster is flagged, never refused
POSTER_LIMIT = 1.2


@dataclass(frozen=True, slots=True)
class Coverage:
    """One cohort: people expected, codes made, codes used, those who came by the poster."""

    cohort_id: int
    school_id: int
    audience: Audience
    class_label: str
    expected: int
    codes: int
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
    """Of several cohorts; only those awaited count. `share` 0–1, None where nobody is expected."""

    expected: int
    counted: int
    answered: int
    cohorts: int
    full: int

    @property
    def share(self) -> float | None:
        return self.counted / self.expected if self.expected else None


def total(cohorts: Iterable[Coverage]) -> Total:
    awaited = [each for each in cohorts if each.is_awaited]
    return Total(
        expected=sum(each.expected for each in awaited),
        counted=sum(each.counted for each in awaited),
        answered=sum(each.answered for each in awaited),
        cohorts=len(awaited),
        full=sum(each.is_full for each in awaited),
    )


_COUNTED = """
SELECT cohort.id, cohort.school_id, cohort.audience, cohort.class_label, cohort.expected,
       coalesce(code.made, 0), coalesce(code.used, 0),
       coalesce(cohort.by_poster, (SELECT count(*) FROM surveys_poster p WHERE p.cohort_id = cohort.id)),
       campaign.minimum_group
FROM surveys_cohort cohort
JOIN surveys_campaign campaign ON campaign.id = cohort.campaign_id
LEFT JOIN (
    SELECT c.cohort_id, count(*) AS made, count(*) FILTER (WHERE c.is_used) AS used
    FROM surveys_code c JOIN surveys_cohort o ON o.id = c.cohort_id WHERE o.campaign_id = %s {within}
    GROUP BY c.cohort_id) code ON code.cohort_id = cohort.id
WHERE cohort.campaign_id = %s {outer}
ORDER BY cohort.school_id, cohort.audience, length(cohort.class_label), cohort.class_label, cohort.id
"""


def coverage(actor: Actor, campaign_id: int, *, school_id: int | None = None) -> list[Coverage]:
    """Cohorts of the schools that the actor sees, in order of school, audience and class. One query."""
    if school_id is not None:
        text, values = "{0}.school_id = %s", (school_id,)
    else:
        seen = school_ids(actor)
        text, values = f"{{0}}.school_id IN ({seen.sql})", tuple(seen.params)
    statement = _COUNTED.format(within="AND " + text.format("o"), outer="AND " + text.format("cohort"))
    with connection.cursor() as cursor:
        cursor.execute(statement, [campaign_id, *values, campaign_id, *values])
        return [Coverage(row[0], row[1], Audience(row[2]), *row[3:]) for row in cursor.fetchall()]
