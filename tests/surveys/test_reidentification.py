"""Trying to find out who gave which answer, with everything a superuser of the database has."""

import hashlib
import itertools
import logging
import re
import secrets
from statistics import fmean

import pytest
from django.db import connection, transaction

from factories.surveys import TODAY, Asked, open_campaign, rows
from opora.questionnaires.instrument import Audience
from opora.surveys import codes, gathering, storage

pytestmark = pytest.mark.django_db

SIZE = 60


@pytest.fixture
def asked() -> Asked:
    """Sixty pupils answer in the order of their codes; what each says is a number that tells who it was."""
    return open_campaign(pupils={"6А": SIZE})


def _all_answer(asked: Asked) -> None:
    cohort = asked.cohort(Audience.PUPIL, "6А")
    for number in range(1, SIZE + 1):
        asked.answer(cohort, number, q4=f"я номер {number:02}")
        if number % 12 == 0:
            gathering.gather(asked.campaign.pk)


def _words_in_place(table: str) -> list[int]:
    with storage.reading() as cursor:
        cursor.execute(f"SELECT words FROM {table} ORDER BY ctid")
        return [int(words.split()[-1]) for (words,) in cursor.fetchall()]


def _columns(table: str) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped"
            " ORDER BY attnum",
            [table],
        )
        return [name for (name,) in cursor.fetchall()]


def _correlation(order: list[int]) -> float:
    """Spearman's, of a permutation of 1…n with the order in which people answered."""
    n = len(order)
    return 1 - 6 * sum((value - place) ** 2 for place, value in enumerate(order, 1)) / (n * (n * n - 1))


def test_the_tables_have_nothing_that_could_name_anybody() -> None:
    assert _columns("surveys_inbox") == ["campaign_id", "cohort_id", "sealed"]
    assert _columns("surveys_sheet") == [
        "campaign_id",
        "cohort_id",
        "school_id",
        "audience",
        "language",
        "items",
    ]
    assert _columns("surveys_words") == ["campaign_id", "school_id", "audience", "question", "words"]
    assert _columns("surveys_poster") == ["cohort_id", "retry"]
    assert _columns("surveys_code") == ["id", "number", "digest", "is_used", "retry", "cohort_id"]


def test_no_trigger_and_no_history_touches_codes_or_answers(asked: Asked) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgrelid::regclass::text FROM pg_trigger WHERE NOT tgisinternal"
            " AND tgrelid::regclass::text LIKE 'surveys%%'"
        )
        assert cursor.fetchall() == []
        cursor.execute("SELECT count(*) FROM history_event")
        before = cursor.fetchone()
        asked.answer(asked.cohort(Audience.PUPIL, "6А"), 1)
        cursor.execute("SELECT count(*) FROM history_event")
        assert cursor.fetchone() == before


def test_no_column_of_time_stands_beside_an_answer() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name, column_name FROM information_schema.columns WHERE table_name LIKE 'surveys%%'"
            " AND (data_type LIKE 'timestamp%%' OR data_type LIKE 'time%%' OR column_default LIKE 'now%%')"
        )
        assert cursor.fetchall() == []


def test_the_place_of_a_sheet_tells_nothing_of_its_turn(asked: Asked) -> None:
    _all_answer(asked)
    asked.close()
    gathering.finish(asked.campaign.pk)
    order = _words_in_place(f"surveys_words_{asked.campaign.pk}")
    assert sorted(order) == list(range(1, SIZE + 1))
    assert abs(_correlation(order)) < 0.5  # chance exceeds this once in ten thousand runs
    fives = [order[start : start + 12] for start in range(0, SIZE, 12)]
    spread = [len({(number - 1) // 12 for number in part}) for part in fives]
    assert fmean(spread) > 2  # no batch stays together


def test_words_stand_in_another_order_than_sheets(asked: Asked) -> None:
    cohort = asked.cohort(Audience.PUPIL, "6А")
    for number in range(1, SIZE + 1):
        asked.answer(cohort, number, q1=number % 5 + 1, q4=f"я номер {number:02}")
    asked.close()
    gathering.finish(asked.campaign.pk)
    words = _words_in_place(f"surveys_words_{asked.campaign.pk}")
    sheets = [value for (value,) in rows(f"surveys_sheet_{asked.campaign.pk}", "(items->>'q1')::int", "ctid")]
    alike = sum(number % 5 + 1 == value for number, value in zip(words, sheets, strict=True))
    assert alike < SIZE / 2


def test_every_row_of_a_campaign_was_written_by_one_transaction(asked: Asked) -> None:
    _all_answer(asked)
    with storage.reading() as cursor:
        for tray in storage.trays_of(cursor, asked.campaign.pk):
            cursor.execute(f"SELECT count(DISTINCT xmin::text) FROM {tray.sheets}")
            assert cursor.fetchone() == (1,)
    asked.close()
    gathering.finish(asked.campaign.pk)
    for table in (f"surveys_sheet_{asked.campaign.pk}", f"surveys_words_{asked.campaign.pk}"):
        assert rows(table, "count(DISTINCT xmin::text), bool_and(xmax = 0)") == [(1, True)]


def test_no_dead_row_stays_in_the_inbox_or_in_the_sheets(asked: Asked) -> None:
    cohort = asked.cohort(Audience.PUPIL, "6А")
    for number in range(1, 10):
        asked.answer(cohort, number)
    assert _pages(storage.inbox_of(asked.campaign.pk)) > 0
    gathering.gather(asked.campaign.pk)
    assert _pages(storage.inbox_of(asked.campaign.pk)) == 0


def _pages(table: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_relation_size(%s::regclass) / 8192", [table])
        return int(cursor.fetchone()[0])


def test_what_waits_is_shuffled_and_written_anew_at_each_gathering() -> None:
    asked = open_campaign(pupils={"6А": 12, "6Б": 12})
    small, large = asked.cohort(Audience.PUPIL, "6А"), asked.cohort(Audience.PUPIL, "6Б")
    for number in range(1, 5):
        asked.answer(small, number)
    for number in range(1, 6):
        asked.answer(large, number)
    gathering.gather(asked.campaign.pk)
    inbox = storage.inbox_of(asked.campaign.pk)
    assert rows(inbox, "count(*), count(DISTINCT xmin::text), count(DISTINCT cohort_id)") == [(4, 1, 1)]


def test_a_sealed_answer_tells_nothing_by_its_length_or_content(asked: Asked) -> None:
    cohort = asked.cohort(Audience.PUPIL, "6А")
    asked.answer(cohort, 1, q4="да")
    asked.answer(cohort, 2, q4="да" * 300)
    asked.answer(cohort, 3, q4="да")
    sealed = [bytes(each) for (each,) in rows(storage.inbox_of(asked.campaign.pk), "sealed")]
    assert (len({len(each) for each in sealed}), len(set(sealed))) == (2, 3)
    assert not any("да".encode() in each or b'"q1"' in each for each in sealed)


def test_the_code_and_the_retry_key_are_nowhere_in_the_database(asked: Asked) -> None:
    cohort, retry = asked.cohort(Audience.PUPIL, "6А"), secrets.token_bytes(16)
    code = codes.code_of(cohort.pk, 1)
    asked.answer(cohort, 1, retry=retry)
    secret = [code.encode(), codes.in_address(code).encode(), retry, retry.hex().encode()]
    guessed = [hashlib.sha256(each).digest() for each in secret]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relkind IN ('r', 'p') AND relnamespace = 'public'::regnamespace"
        )
        tables = [name for (name,) in cursor.fetchall()]
        for table in tables:
            cursor.execute(f'SELECT t::text FROM "{table}" t')
            for (said,) in cursor.fetchall():
                found = said.encode()
                bare = [bytes.fromhex(each) for each in re.findall(r"\\x((?:[0-9a-f]{2})+)", said)]
                assert not any(s in found or any(s in b for b in bare) for s in [*secret, *guessed]), table


def test_nothing_is_logged_of_an_answer(asked: Asked, caplog: pytest.LogCaptureFixture) -> None:
    cohort = asked.cohort(Audience.PUPIL, "6А")
    code = codes.code_of(cohort.pk, 1)
    with caplog.at_level(logging.INFO):
        asked.answer(cohort, 1)
        with pytest.raises(Exception, match=r".") as refused:
            asked.answer(cohort, 1)
    said = caplog.text + repr(refused.value) + str(refused.value)
    assert not any(each in said for each in (code, codes.shown(code), codes.in_address(code)))


def test_sheets_are_hidden_from_whoever_does_not_read_them_on_purpose(asked: Asked) -> None:
    """For every role but a superuser, also the tables' owner."""
    cohort = asked.cohort(Audience.PUPIL, "6А")
    for number in range(1, 8):
        asked.answer(cohort, number)
    gathering.gather(asked.campaign.pk)
    with storage.reading() as cursor:
        (tray,) = storage.trays_of(cursor, asked.campaign.pk)
    asked.close()
    counts = []
    with transaction.atomic(), connection.cursor() as cursor:
        tables = (tray.sheets, tray.words)
        cursor.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")
        if cursor.fetchone()[0]:
            cursor.execute("CREATE ROLE opora_plain_reader")
            cursor.execute(f"GRANT SELECT ON {', '.join(tables)} TO opora_plain_reader")
            cursor.execute(f"ALTER TABLE {tray.sheets} OWNER TO opora_plain_reader")
            cursor.execute("SET LOCAL ROLE opora_plain_reader")
        for reads in ("", "yes"):
            cursor.execute("SELECT set_config('opora.reads_answers', %s, true)", [reads])
            for table in tables:
                cursor.execute(f"SELECT count(*) FROM {table}")
                counts.append(cursor.fetchone()[0])
        transaction.set_rollback(True)
    assert counts == [0, 0, 7, 7]


def test_coverage_and_sheets_agree_but_no_count_names_a_person(asked: Asked) -> None:
    """Row counts: a batch is never smaller than the minimum, so a difference of two looks is a group."""
    cohort, seen = asked.cohort(Audience.PUPIL, "6А"), [0]
    for number in range(1, 24):
        asked.answer(cohort, number, on=TODAY)
        gathering.gather(asked.campaign.pk)
        with storage.reading() as cursor:
            seen.append(sum(storage.trays_of(cursor, asked.campaign.pk).values()))
    steps = [after - before for before, after in itertools.pairwise(seen) if after != before]
    assert steps == [5, 5, 5, 5]
