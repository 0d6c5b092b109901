"""Moving answers on so that nobody can tell who gave which, or when.

While a campaign is open, `gather` opens what waits in its inbox, at least `minimum_group` answers of a cohort
at once, and pours it into a new tray together with every tray that is not larger, in random order; the old
trays are dropped and the inbox is emptied into a new file with what stays, shuffled. A row is rewritten at
most once for each doubling of what is gathered, so a million sheets cost twenty rewrites, not one for every
gathering. `finish` pours the trays and the rest of the inbox into the campaign's partition once more, so
that after closing neither `xmin` nor a place nor a table tells anything of the order; cohorts below the
minimum lose their name.

Each is one transaction: killed at any moment it has done nothing, and is done again. Whoever answers waits
only while the inbox is emptied, which is after all the work.
"""

import json
import logging
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import accumulate

import psycopg
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from django.db import OperationalError
from django.db.backends.utils import CursorWrapper

from opora.surveys import keys, storage
from opora.surveys.models import Campaign
from opora.surveys.sealing import unseal
from opora.surveys.states import CampaignState
from opora.surveys.storage import Tray, inbox_of

log = logging.getLogger(__name__)

#: the first half of the advisory lock of a campaign's gathering
TURN = 500_0010
#: sealed answers opened at once: 30 MB, ten seconds
BATCH = 20_000
#: how long people who answer may wait behind somebody else's lock on the inbox, such as a backup's
PATIENCE = "200ms"


@dataclass(frozen=True, slots=True)
class _Waiting:
    """A sealed answer and its place in the inbox's file."""

    place: str
    cohort_id: int
    sealed: bytes


def gather(campaign_id: int) -> int:
    """One batch of an open campaign; how many answers moved on. 0: none can, or somebody else gathers."""
    try:
        with _turn(campaign_id) as (cursor, campaign):
            if campaign is None or campaign.state == CampaignState.DRAFT or campaign.is_gathered:
                return 0
            return _gather(cursor, campaign)
    except OperationalError as error:
        if isinstance(error.__cause__, psycopg.errors.LockNotAvailable):
            return 0  # a backup holds the inbox: the next turn will do it
        raise


def finish(campaign_id: int) -> bool:
    """All that a closed campaign has left becomes its partition of sheets. True: it is gathered now."""
    while gather(campaign_id):
        pass
    with _turn(campaign_id) as (cursor, campaign):
        if campaign is None or campaign.state != CampaignState.CLOSED or campaign.is_gathered:
            return False
        _finish(cursor, campaign)
    keys.throw_away(bytes(campaign.public_key))
    return True


@contextmanager
def _turn(campaign_id: int) -> Iterator[tuple[CursorWrapper, Campaign | None]]:
    """A transaction that alone gathers this campaign; None where another one does."""
    with storage.reading() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s, %s)", [TURN, campaign_id % 2**31])
        is_ours = bool(cursor.fetchone()[0])
        yield cursor, Campaign.objects.filter(pk=campaign_id).first() if is_ours else None


def _gather(cursor: CursorWrapper, campaign: Campaign) -> int:
    if not storage.has_inbox(cursor, campaign.pk):
        return 0
    cohorts = _batch(_sizes(cursor, campaign.pk, least=campaign.minimum_group))
    _make_room(cursor)
    moved = _open(cursor, campaign, cohorts)
    if not moved:
        return 0
    trays = storage.trays_of(cursor, campaign.pk)
    merged, total = [], len(moved)
    for tray, size in sorted(trays.items(), key=lambda pair: pair[1]):
        if size <= total:
            merged.append(tray)
            total += size
    _pour(cursor, campaign.pk, merged)
    _empty(cursor, campaign.pk, moved)
    return len(moved)


def _finish(cursor: CursorWrapper, campaign: Campaign) -> None:
    _make_room(cursor)
    if storage.has_inbox(cursor, campaign.pk):
        cursor.execute(f"LOCK TABLE {inbox_of(campaign.pk)} IN ACCESS EXCLUSIVE MODE")
        left = _sizes(cursor, campaign.pk)
        while left:
            batch = _batch(left)
            if len(_open(cursor, campaign, batch)) < sum(left.pop(cohort) for cohort in batch):
                raise keys.KeyIsLost(f"campaign {campaign.pk}")
    trays = list(storage.trays_of(cursor, campaign.pk))
    whole = _pour(cursor, campaign.pk, trays, least=campaign.minimum_group)
    storage.attach(cursor, campaign.pk, whole)
    storage.drop_inbox(cursor, campaign.pk)
    _forget_sendings(cursor, campaign.pk)
    campaign.is_gathered = True
    campaign.save(update_fields=["is_gathered"])


def _sizes(cursor: CursorWrapper, campaign_id: int, *, least: int = 1) -> dict[int, int]:
    """How many answers of each cohort wait."""
    cursor.execute(
        f"SELECT cohort_id, count(*) FROM {inbox_of(campaign_id)}"  # noqa: S608
        " GROUP BY cohort_id HAVING count(*) >= %s ORDER BY cohort_id",
        [least],
    )
    return dict(cursor.fetchall())


def _batch(sizes: Mapping[int, int]) -> list[int]:
    """The first cohorts with `BATCH` answers together, at least one."""
    before = accumulate(sizes.values(), initial=0)
    return [cohort for cohort, sofar in zip(sizes, before, strict=False) if sofar < BATCH]


_TEMPORARY = (
    "CREATE TEMPORARY TABLE opened_sheet (cohort_id bigint, language text, items jsonb) ON COMMIT DROP",
    "CREATE TEMPORARY TABLE opened_words (cohort_id bigint, question text, words text) ON COMMIT DROP",
    "CREATE TEMPORARY TABLE moved (place tid) ON COMMIT DROP",
)


def _make_room(cursor: CursorWrapper) -> None:
    """Temporary tables for what is opened: no log of the database holds them."""
    cursor.execute(
        "DROP TABLE IF EXISTS pg_temp.opened_sheet, pg_temp.opened_words, pg_temp.moved, pg_temp.staying"
    )
    for statement in _TEMPORARY:
        cursor.execute(statement)


def _open(cursor: CursorWrapper, campaign: Campaign, cohorts: Sequence[int]) -> list[str]:
    """Unseal what waits of these cohorts; the places in the inbox of what could be opened."""
    if not cohorts:
        return []
    try:
        private = keys.private_of(bytes(campaign.public_key))
    except keys.KeyIsLost:
        log.error("the key of campaign %s is not in the folder: its answers stay sealed", campaign.pk)
        return []
    cursor.execute(
        f"SELECT ctid::text, cohort_id, sealed FROM {inbox_of(campaign.pk)} WHERE cohort_id = ANY(%s)",  # noqa: S608
        [list(cohorts)],
    )
    waiting = [_Waiting(place, cohort, bytes(sealed)) for place, cohort, sealed in cursor.fetchall()]
    opened = [(each.place, *rows) for each in waiting if (rows := _rows_of(each, campaign.pk, private))]
    _copy(cursor, "opened_sheet", (sheet for _, sheet, _words in opened))
    _copy(cursor, "opened_words", (row for _, _sheet, words in opened for row in words))
    if len(opened) < len(waiting):
        log.error("campaign %s: %s answers cannot be opened", campaign.pk, len(waiting) - len(opened))
    return [place for place, _, _ in opened]


def _copy(cursor: CursorWrapper, table: str, rows: Iterable[tuple[object, ...]]) -> None:
    with cursor.copy(f"COPY {table} FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)


type _Rows = tuple[tuple[int, str, str], list[tuple[int, str, str]]]


def _rows_of(each: _Waiting, campaign_id: int, private: X25519PrivateKey) -> _Rows | None:
    try:
        sheet = unseal(each.sealed, private, campaign_id=campaign_id, cohort_id=each.cohort_id)
    except (InvalidTag, ValueError):
        return None
    words = [(each.cohort_id, code, text) for code, text in sheet.words.items()]
    return (each.cohort_id, sheet.language, json.dumps(sheet.items)), words


def _pour(cursor: CursorWrapper, campaign_id: int, trays: Sequence[Tray], *, least: int = 0) -> Tray:
    """What was opened and these trays into a new one, in random order. `least`: smaller cohorts lose their name."""
    new = storage.make_tray(cursor, campaign_id)
    sheets = [
        f"SELECT {int(campaign_id)}::bigint AS campaign_id, cohort_id, school_id, audience, language, items"  # noqa: S608
        " FROM opened_sheet o JOIN surveys_cohort c ON c.id = o.cohort_id",
        *(f"SELECT * FROM {tray.sheets}" for tray in trays),  # noqa: S608
    ]
    words = [
        f"SELECT {int(campaign_id)}::bigint AS campaign_id, school_id, audience, question, words"  # noqa: S608
        " FROM opened_words o JOIN surveys_cohort c ON c.id = o.cohort_id",
        *(f"SELECT * FROM {tray.words}" for tray in trays),  # noqa: S608
    ]
    named = f"CASE WHEN count(*) OVER (PARTITION BY cohort_id) >= {int(least)} THEN cohort_id END"
    cursor.execute(
        f"INSERT INTO {new.sheets} SELECT campaign_id, {named if least else 'cohort_id'}, school_id, audience,"  # noqa: S608
        f" language, items FROM ({' UNION ALL '.join(sheets)}) s ORDER BY random()"
    )
    cursor.execute(f"INSERT INTO {new.words} SELECT * FROM ({' UNION ALL '.join(words)}) w ORDER BY random()")  # noqa: S608
    for tray in trays:
        storage.drop_tray(cursor, tray)
    return new


def _empty(cursor: CursorWrapper, campaign_id: int, moved: Sequence[str]) -> None:
    """A new file for the inbox, with what came meanwhile and what is too few, in random order."""
    inbox = inbox_of(campaign_id)
    _copy(cursor, "moved", ((place,) for place in moved))
    cursor.execute(f"SET LOCAL lock_timeout = '{PATIENCE}'")
    cursor.execute(f"LOCK TABLE {inbox} IN ACCESS EXCLUSIVE MODE")
    cursor.execute("SET LOCAL lock_timeout = DEFAULT")
    cursor.execute(
        f"CREATE TEMPORARY TABLE staying ON COMMIT DROP AS SELECT i.* FROM {inbox} i"  # noqa: S608
        " WHERE NOT EXISTS (SELECT FROM moved WHERE place = i.ctid)"
    )
    cursor.execute(f"TRUNCATE {inbox}")
    cursor.execute(f"INSERT INTO {inbox} SELECT * FROM staying ORDER BY random()")  # noqa: S608


def _forget_sendings(cursor: CursorWrapper, campaign_id: int) -> None:
    """The digests of sendings go; how many came by posters stays."""
    cohorts = "SELECT id FROM surveys_cohort WHERE campaign_id = %s"
    cursor.execute(
        f"UPDATE surveys_code SET retry = NULL WHERE retry IS NOT NULL AND cohort_id IN ({cohorts})",  # noqa: S608
        [campaign_id],
    )
    cursor.execute(
        "UPDATE surveys_cohort SET by_poster = (SELECT count(*) FROM surveys_poster p WHERE p.cohort_id = id)"
        " WHERE campaign_id = %s",
        [campaign_id],
    )
    cursor.execute(f"DELETE FROM surveys_poster WHERE cohort_id IN ({cohorts})", [campaign_id])  # noqa: S608
