"""The statements that take an answer. One round trip each, no row ever says which answer came by which code.

Each names the campaign's own inbox, so it waits for nobody but the moment in which that inbox is emptied,
and finds no inbox once the campaign is closed. The inbox is locked before any code: who empties it never
waits for somebody who waits for it.
"""

from dataclasses import dataclass
from datetime import date

import psycopg
from django.db import ProgrammingError, connection

from opora.surveys.states import CampaignState
from opora.surveys.storage import inbox_of

type Bound = int | str | bytes | date


@dataclass(frozen=True, slots=True)
class Letter:
    """A sealed answer and the digest of its sending; the two go to different tables."""

    campaign_id: int
    cohort_id: int
    sealed: bytes
    retry: bytes
    on: date


_OPEN = "SELECT 1 FROM surveys_campaign WHERE id = %s AND state = %s AND %s BETWEEN opens AND closes"

_BY_CODE = f"""
WITH taken AS (
    UPDATE surveys_code SET is_used = true, retry = %s
    WHERE digest = %s AND NOT is_used AND cohort_id = %s AND EXISTS ({_OPEN})
    RETURNING cohort_id)
INSERT INTO {{inbox}} (campaign_id, cohort_id, sealed) SELECT %s, cohort_id, %s FROM taken
"""  # noqa: S608 (no word of a person)

_BY_POSTER = f"""
WITH taken AS (
    INSERT INTO surveys_poster (cohort_id, retry) SELECT %s, %s WHERE EXISTS ({_OPEN})
    ON CONFLICT DO NOTHING RETURNING cohort_id)
INSERT INTO {{inbox}} (campaign_id, cohort_id, sealed) SELECT %s, cohort_id, %s FROM taken
"""  # noqa: S608 (no word of a person)


def store(letter: Letter, digest: bytes | None) -> bool:
    """Mark the code (or note the poster's sending) and store the answer. False: neither was done."""
    is_open: list[Bound] = [letter.campaign_id, CampaignState.OPEN.value, letter.on]
    kept: list[Bound] = [letter.campaign_id, letter.sealed]
    values: list[Bound]
    if digest is None:
        text, values = _BY_POSTER, [letter.cohort_id, letter.retry, *is_open, *kept]
    else:
        text, values = _BY_CODE, [letter.retry, digest, letter.cohort_id, *is_open, *kept]
    try:
        with connection.cursor() as cursor:
            cursor.execute(text.format(inbox=inbox_of(letter.campaign_id)), values)
            return bool(cursor.rowcount == 1)
    except ProgrammingError as error:
        if isinstance(error.__cause__, psycopg.errors.UndefinedTable):
            return False
        raise


def was_stored(letter: Letter, digest: bytes | None) -> bool:
    """Whether this very sending was stored before."""
    with connection.cursor() as cursor:
        if digest is None:
            cursor.execute(
                "SELECT EXISTS (SELECT 1 FROM surveys_poster WHERE cohort_id = %s AND retry = %s)",
                [letter.cohort_id, letter.retry],
            )
        else:
            cursor.execute(
                "SELECT EXISTS (SELECT 1 FROM surveys_code WHERE digest = %s AND retry = %s)",
                [digest, letter.retry],
            )
        return bool(cursor.fetchone()[0])


def code_is_used(digest: bytes) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT is_used FROM surveys_code WHERE digest = %s", [digest])
        row = cursor.fetchone()
    return bool(row and row[0])
