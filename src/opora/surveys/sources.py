"""Answers for analytics: of campaigns for the profile, closed and gathered, read inside `reading()`.

    with reading() as cursor, cursor.copy(f"COPY ({answers_sql(cycle.pk)}) TO STDOUT (FORMAT binary)") as copy: ...

Sheets are guarded by row-level security: outside `reading()` these statements find nothing (unless the role
is a superuser).
"""

from collections import defaultdict
from dataclasses import dataclass

from opora.questionnaires.instrument import Audience, Purpose
from opora.surveys.storage import SHEETS, WORDS, reading
from opora.surveys.suppression import Shown, suppress

#: columns of `answers_sql` and their types, as the Parquet source has them
COLUMNS = (("school", "int4"), ("audience", "text"), ("item", "text"), ("value", "int2"))


def answers_sql(cycle_id: int) -> str:
    """(school, audience, item, value) of every item answered in a year, sorted by school."""
    return (
        "SELECT s.school_id::int4 AS school, s.audience, i.key AS item, i.value::int2 AS value"  # noqa: S608
        f" FROM {SHEETS} s JOIN ({_counted_sql(cycle_id)}) counted"
        " USING (school_id, audience, campaign_id)"
        " CROSS JOIN LATERAL jsonb_each_text(s.items) i"
        " ORDER BY s.school_id, s.audience, i.key, i.value"
    )


@dataclass(frozen=True, slots=True)
class Counted:
    """Whose answers of one audience of a school count in a year: `n` sheets of one campaign."""

    campaign_id: int
    n: int


def respondents(cycle_id: int) -> dict[int, dict[Audience, Counted]]:
    """How many answered, by school and audience. Not for showing: see `shown_respondents`."""
    found: dict[int, dict[Audience, Counted]] = defaultdict(dict)
    with reading() as cursor:
        cursor.execute(_counted_sql(cycle_id))
        for school, audience, campaign, count in cursor.fetchall():
            found[school][Audience(audience)] = Counted(campaign, count)
    return dict(found)


def shown_respondents(counts: dict[int, dict[Audience, int]], *, minimum: int) -> dict[Audience, Shown[int]]:
    """By audience: the schools whose counts may stand beside their sum. No sum of a school may stand there."""
    return {
        audience: suppress({school: of.get(audience, 0) for school, of in counts.items()}, minimum=minimum)
        for audience in Audience
        if any(audience in of for of in counts.values())
    }


@dataclass(frozen=True, slots=True)
class Words:
    """What one person wrote to one question; nothing says which other words or answers are theirs."""

    audience: Audience
    question: str
    words: str


def words_of(campaign_id: int, school_id: int, *, minimum: int) -> list[Words]:
    """What was written in a school, by audience and question, then in alphabetical order.

    Only of audiences from whom at least `minimum` sheets came.
    """
    with reading() as cursor:
        cursor.execute(
            f"SELECT w.audience, w.question, w.words FROM {WORDS} w"  # noqa: S608
            " JOIN surveys_campaign c ON c.id = w.campaign_id AND c.is_gathered"
            " WHERE w.campaign_id = %s AND w.school_id = %s AND w.audience IN ("
            f"  SELECT audience FROM {SHEETS} WHERE campaign_id = %s AND school_id = %s"
            "  GROUP BY audience HAVING count(*) >= %s)"
            " ORDER BY w.audience, w.question, w.words",
            [campaign_id, school_id, campaign_id, school_id, minimum],
        )
        return [Words(Audience(row[0]), row[1], row[2]) for row in cursor.fetchall()]


def _counted_sql(cycle_id: int) -> str:
    """(school_id, audience, campaign_id, n): an audience asked twice in a year counts as it answered last."""
    return (
        "SELECT DISTINCT ON (g.school_id, g.audience) g.school_id, g.audience, g.campaign_id, g.n"  # noqa: S608
        " FROM (SELECT s.school_id, s.audience, s.campaign_id, count(*)::int4 AS n"
        f"  FROM {SHEETS} s GROUP BY 1, 2, 3) g JOIN surveys_campaign c ON c.id = g.campaign_id"
        f" WHERE c.cycle_id = {int(cycle_id)} AND c.is_gathered AND c.purpose = '{Purpose.PROFILE}'"
        " ORDER BY g.school_id, g.audience, c.closes DESC, c.id DESC"
    )
