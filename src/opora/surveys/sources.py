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


def answers_sql(cycle_id: int, campaign_id: int | None = None) -> str:
    """(school, audience, item, value) of every item answered in a year, sorted by school."""
    return (
        "SELECT s.school_id::int4 AS school, s.audience, i.key AS item, i.value::int2 AS value"  # noqa: S608
        f" FROM {SHEETS} s JOIN surveys_campaign c ON c.id = s.campaign_id"
        " CROSS JOIN LATERAL jsonb_each_text(s.items) i"
        f" WHERE {_gathered(cycle_id, campaign_id)} ORDER BY s.school_id, s.audience, i.key, i.value"
    )


def respondents_sql(cycle_id: int, campaign_id: int | None = None) -> str:
    """(school, audience, n) of those who answered in a year, sorted by school."""
    return (
        "SELECT s.school_id::int4 AS school, s.audience, count(*)::int4 AS n"  # noqa: S608
        f" FROM {SHEETS} s JOIN surveys_campaign c ON c.id = s.campaign_id"
        f" WHERE {_gathered(cycle_id, campaign_id)} GROUP BY s.school_id, s.audience"
        " ORDER BY s.school_id, s.audience"
    )


def respondents(cycle_id: int, *, campaign_id: int | None = None) -> dict[int, dict[Audience, int]]:
    """How many answered, by school and audience. Not for showing: see `shown_respondents`."""
    found: dict[int, dict[Audience, int]] = defaultdict(dict)
    with reading() as cursor:
        cursor.execute(respondents_sql(cycle_id, campaign_id))
        for school, audience, count in cursor.fetchall():
            found[school][Audience(audience)] = count
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


def _gathered(cycle_id: int, campaign_id: int | None) -> str:
    of = f"c.cycle_id = {int(cycle_id)} AND c.is_gathered AND c.purpose = '{Purpose.PROFILE}'"
    return of if campaign_id is None else f"{of} AND c.id = {int(campaign_id)}"
