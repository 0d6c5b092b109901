"""The tables of answers, by name. They have no models, no keys, no triggers and no time.

    surveys_inbox      sealed answers as they came: one partition a campaign, while it is open
    surveys_sheet      what was answered: one partition a campaign, once it is gathered
    surveys_words      what was written in words, apart from the rest of a sheet
    surveys_poster     sendings by a poster's link, to store each once; emptied at closing

While a campaign is open, what has left its inbox lies in *trays*: pairs of plain tables shaped like the last
two, which nobody but `gathering` reads. Row-level security shows sheets, words and trays only where the
setting `READING` is on, and `reading` alone turns it on. (A superuser is above it; the embedded
server's role is none.)
"""

import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper

READING = "opora.reads_answers"
SHEETS, WORDS, INBOX = "surveys_sheet", "surveys_words", "surveys_inbox"
_TRAY = re.compile(r"surveys_sheet_(\d+)_tray_([0-9a-f]{8})")


@dataclass(frozen=True, slots=True)
class Tray:
    """A pair of tables with what was gathered so far."""

    sheets: str
    words: str


def inbox_of(campaign_id: int) -> str:
    return f"{INBOX}_{int(campaign_id)}"


def make_inbox(cursor: CursorWrapper, campaign_id: int) -> None:
    """The campaign's partition, if it has none. What is sealed does not shrink: nobody tries."""
    table = inbox_of(campaign_id)
    cursor.execute(
        f"CREATE TABLE IF NOT EXISTS {table} PARTITION OF {INBOX} FOR VALUES IN ({int(campaign_id)})"
    )
    cursor.execute(f"ALTER TABLE {table} ALTER COLUMN sealed SET STORAGE EXTERNAL")


def has_inbox(cursor: CursorWrapper, campaign_id: int) -> bool:
    cursor.execute("SELECT to_regclass(%s) IS NOT NULL", [inbox_of(campaign_id)])
    return bool(cursor.fetchone()[0])


def drop_inbox(cursor: CursorWrapper, campaign_id: int) -> None:
    cursor.execute(f"DROP TABLE IF EXISTS {inbox_of(campaign_id)}")


def make_tray(cursor: CursorWrapper, campaign_id: int) -> Tray:
    """Empty, under a name that tells no order."""
    mark = f"{int(campaign_id)}_tray_{secrets.token_hex(4)}"
    tray = Tray(f"{SHEETS}_{mark}", f"{WORDS}_{mark}")
    for table, like in ((tray.sheets, SHEETS), (tray.words, WORDS)):
        cursor.execute(f"CREATE TABLE {table} (LIKE {like})")
        _guard(cursor, table)
    return tray


def trays_of(cursor: CursorWrapper, campaign_id: int) -> dict[Tray, int]:
    """The campaign's trays and how many sheets each holds."""
    cursor.execute(
        "SELECT relname FROM pg_class WHERE relkind = 'r' AND relname ~ %s ORDER BY relname",
        [rf"^{SHEETS}_{int(campaign_id)}_tray_[0-9a-f]{{8}}$"],
    )
    names = [name for (name,) in cursor.fetchall() if _TRAY.fullmatch(name)]
    found: dict[Tray, int] = {}
    for name in names:
        cursor.execute(f"SELECT count(*) FROM {name}")  # noqa: S608 (a name of our own form)
        found[Tray(name, name.replace(SHEETS, WORDS, 1))] = int(cursor.fetchone()[0])
    return found


def drop_tray(cursor: CursorWrapper, tray: Tray) -> None:
    cursor.execute(f"DROP TABLE {tray.sheets}, {tray.words}")


def attach(cursor: CursorWrapper, campaign_id: int, tray: Tray) -> None:
    """The tray becomes the campaign's partition of sheets and of words."""
    for table, parent in ((tray.sheets, SHEETS), (tray.words, WORDS)):
        name = f"{parent}_{int(campaign_id)}"
        cursor.execute(f"ALTER TABLE {table} RENAME TO {name}")
        cursor.execute(f"ALTER TABLE {parent} ATTACH PARTITION {name} FOR VALUES IN ({int(campaign_id)})")
        cursor.execute(f"ANALYZE {name}")


@contextmanager
def reading() -> Iterator[CursorWrapper]:
    """A transaction in which sheets can be read; the only place that lifts the row-level security."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT set_config(%s, 'yes', true)", [READING])
        yield cursor
        cursor.execute("SELECT set_config(%s, '', true)", [READING])


def _guard(cursor: CursorWrapper, table: str) -> None:
    """Row-level security, for the table's owner too. Parents get the same in the migration."""
    cursor.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY")
    cursor.execute(
        f"CREATE POLICY shown ON {table} FOR SELECT USING (current_setting('{READING}', true) = 'yes')"
    )
    cursor.execute(f"CREATE POLICY filled ON {table} FOR INSERT WITH CHECK (true)")
