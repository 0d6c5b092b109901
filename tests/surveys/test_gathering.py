"""Answers move on in groups, lose what could name a small one, and none is lost or doubled."""

import json
import secrets

import pytest
from django.db import connection

from factories.surveys import ANSWERS, TODAY, Asked, open_campaign, rows, waiting
from opora.questionnaires.instrument import Audience
from opora.surveys import codes, entry, gathering, keys, posters, storage, tasks
from opora.surveys.models import Cohort
from opora.surveys.states import CampaignState

pytestmark = pytest.mark.django_db


def _answer(asked: Asked, cohort: Cohort, numbers: range) -> None:
    for number in numbers:
        asked.answer(cohort, number, q1=number % 5 + 1)


def _trays(asked: Asked) -> list[int]:
    with storage.reading() as cursor:
        return sorted(storage.trays_of(cursor, asked.campaign.pk).values())


def _everything(asked: Asked) -> int:
    """Answers anywhere: in the inbox, in trays, in the campaign's partition."""
    with storage.reading() as cursor:
        inbox = waiting(asked.campaign) if storage.has_inbox(cursor, asked.campaign.pk) else 0
    return inbox + sum(_trays(asked)) + len(rows("surveys_sheet"))


def test_fewer_than_five_of_a_cohort_wait() -> None:
    asked = open_campaign(pupils={"6А": 8, "6Б": 8})
    _answer(asked, asked.cohort(Audience.PUPIL, "6А"), range(1, 5))
    _answer(asked, asked.cohort(Audience.PUPIL, "6Б"), range(1, 5))
    assert (gathering.gather(asked.campaign.pk), waiting(asked.campaign)) == (0, 8)


def test_five_of_a_cohort_move_on_and_the_others_stay() -> None:
    asked = open_campaign(pupils={"6А": 8, "6Б": 8})
    _answer(asked, asked.cohort(Audience.PUPIL, "6А"), range(1, 7))
    _answer(asked, asked.cohort(Audience.PUPIL, "6Б"), range(1, 5))
    assert gathering.gather(asked.campaign.pk) == 6
    assert (waiting(asked.campaign), _trays(asked), rows("surveys_sheet")) == (4, [6], [])
    assert gathering.gather(asked.campaign.pk) == 0


def test_trays_double_in_size_so_a_row_is_seldom_rewritten(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = open_campaign(pupils={"6А": 70})
    cohort = asked.cohort(Audience.PUPIL, "6А")
    seen = []
    for start in range(1, 61, 5):
        _answer(asked, cohort, range(start, start + 5))
        gathering.gather(asked.campaign.pk)
        seen.append(_trays(asked))
    assert seen[:4] == [[5], [10], [5, 10], [20]]
    assert sum(seen[-1]) == 60


def test_a_batch_takes_whole_cohorts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gathering, "BATCH", 6)
    asked = open_campaign(pupils={"6А": 8, "6Б": 8, "7А": 8})
    for label in ("6А", "6Б", "7А"):
        _answer(asked, asked.cohort(Audience.PUPIL, label), range(1, 8))
    assert [gathering.gather(asked.campaign.pk) for _ in range(4)] == [7, 7, 7, 0]
    assert waiting(asked.campaign) == 0


def test_closing_gathers_all_and_what_is_kept_is_what_was_answered() -> None:
    asked = open_campaign(pupils={"6А": 8}, teachers=6)
    _answer(asked, asked.cohort(Audience.PUPIL, "6А"), range(1, 8))
    gathering.gather(asked.campaign.pk)
    _answer(asked, asked.cohort(Audience.TEACHER), range(1, 6))
    asked.close()
    tasks.gather(asked.campaign.pk)
    asked.campaign.refresh_from_db()
    assert (asked.campaign.is_gathered, asked.campaign.state) == (True, CampaignState.CLOSED)
    items = {"q2.1": 1, "q2.2": 0, "q2.3": 1, "q3.1": 2}
    pupils, teachers = asked.cohort(Audience.PUPIL, "6А").pk, asked.cohort(Audience.TEACHER).pk
    expected = [
        *((asked.campaign.pk, pupils, asked.school.pk, "pupil", "ru", n % 5 + 1) for n in range(1, 8)),
        *((asked.campaign.pk, teachers, asked.school.pk, "teacher", "ru", n % 5 + 1) for n in range(1, 6)),
    ]
    found = [(*row[:5], row[5]) for row in rows("surveys_sheet")]
    kept = [(*row[:5], (json.loads(row[5]) if isinstance(row[5], str) else row[5])) for row in found]
    assert sorted((*row[:5], row[5]["q1"]) for row in kept) == sorted(expected)
    assert all(row[5] == items | {"q1": row[5]["q1"]} for row in kept)
    words = rows("surveys_words", order="audience")
    assert words == [
        *[(asked.campaign.pk, asked.school.pk, "pupil", "q4", ANSWERS["q4"])] * 7,
        *[(asked.campaign.pk, asked.school.pk, "teacher", "q4", ANSWERS["q4"])] * 5,
    ]


def test_a_cohort_that_ends_below_the_minimum_loses_its_name() -> None:
    asked = open_campaign(pupils={"6А": 8, "6Б": 8})
    _answer(asked, asked.cohort(Audience.PUPIL, "6А"), range(1, 8))
    _answer(asked, asked.cohort(Audience.PUPIL, "6Б"), range(1, 4))
    asked.close()
    assert gathering.finish(asked.campaign.pk)
    named = asked.cohort(Audience.PUPIL, "6А").pk
    assert sorted(rows("surveys_sheet", "cohort_id", "1"), key=str) == [(named,)] * 7 + [(None,)] * 3


def test_after_gathering_nothing_is_left_beside_the_sheets() -> None:
    asked = open_campaign(pupils={"6А": 8}, teachers=6)
    cohort, teachers = asked.cohort(Audience.PUPIL, "6А"), asked.cohort(Audience.TEACHER)
    _answer(asked, cohort, range(1, 8))
    token = posters.token_of(teachers.pk)
    for _ in range(3):
        entry.accept(
            code=None,
            poster=token,
            retry_key=secrets.token_bytes(16),
            language="ru",
            answers=ANSWERS,
            on=TODAY,
        )
    asked.close()
    tasks.gather(asked.campaign.pk)
    with connection.cursor() as cursor:
        cursor.execute("SELECT relname FROM pg_class WHERE relname ~ %s", [f"_{asked.campaign.pk}(_|$)"])
        assert sorted(name for (name,) in cursor.fetchall() if name.startswith("surveys")) == sorted(
            [f"surveys_sheet_{asked.campaign.pk}", f"surveys_words_{asked.campaign.pk}"]
        )
        cursor.execute("SELECT count(*) FROM surveys_code WHERE retry IS NOT NULL")
        assert cursor.fetchone() == (0,)
    assert rows("surveys_poster", "cohort_id") == []
    teachers.refresh_from_db()
    assert teachers.by_poster == 3
    assert not keys.is_here(bytes(asked.campaign.public_key))


def test_gathering_twice_changes_nothing() -> None:
    asked = open_campaign(pupils={"6А": 8})
    _answer(asked, asked.cohort(Audience.PUPIL, "6А"), range(1, 8))
    asked.close()
    assert [gathering.finish(asked.campaign.pk), gathering.finish(asked.campaign.pk)] == [True, False]
    tasks.gather_all()
    assert len(rows("surveys_sheet")) == 7


def test_a_campaign_nobody_answered_is_gathered_too() -> None:
    asked = open_campaign(pupils={"6А": 8})
    asked.close()
    assert gathering.finish(asked.campaign.pk)
    assert rows("surveys_sheet") == []


def test_without_the_key_nothing_is_lost(caplog: pytest.LogCaptureFixture) -> None:
    asked = open_campaign(pupils={"6А": 8})
    cohort = asked.cohort(Audience.PUPIL, "6А")
    _answer(asked, cohort, range(1, 8))
    place = keys.folder() / next(each.name for each in keys.folder().glob("*.key"))
    kept = place.read_bytes()
    place.unlink()
    tasks.gather_all()
    assert (waiting(asked.campaign), _everything(asked)) == (7, 7)
    asked.close()
    with pytest.raises(keys.KeyIsLost):
        gathering.finish(asked.campaign.pk)
    place.write_bytes(kept)
    assert gathering.finish(asked.campaign.pk)
    assert len(rows("surveys_sheet")) == 7


def test_a_restored_installation_makes_a_new_key_for_an_empty_inbox() -> None:
    asked = open_campaign(pupils={"6А": 8})
    cohort = asked.cohort(Audience.PUPIL, "6А")
    keys.throw_away(bytes(asked.campaign.public_key))
    with connection.cursor() as cursor:
        storage.drop_inbox(cursor, asked.campaign.pk)  # a backup leaves it out
    tasks.gather_all()
    entry.forget()
    _answer(asked, cohort, range(1, 6))
    asked.close()
    assert gathering.finish(asked.campaign.pk)
    assert len(rows("surveys_sheet")) == 5


def test_a_restored_installation_knows_the_slips_that_it_prints_anew(
    settings: object, tmp_path: object
) -> None:
    asked = open_campaign(pupils={"6А": 8})
    cohort = asked.cohort(Audience.PUPIL, "6А")
    asked.answer(cohort, 1)
    old = codes.code_of(cohort.pk, 2)
    settings.HOME = tmp_path / "elsewhere"  # type: ignore[attr-defined, operator]
    with connection.cursor() as cursor:
        cursor.execute(f"TRUNCATE {storage.inbox_of(asked.campaign.pk)}")  # a backup leaves it out
    for _ in range(2):
        tasks.gather_all()
    entry.forget()
    assert entry.by_code(codes.code_of(cohort.pk, 2), on=TODAY).cohort_id == cohort.pk
    with pytest.raises(entry.UnknownCode):
        entry.by_code(old, on=TODAY)
    assert cohort.codes.filter(is_used=True).count() == 1


def test_a_large_campaign_gets_its_codes_from_the_job(monkeypatch: pytest.MonkeyPatch) -> None:
    from opora.surveys.actions import turns

    monkeypatch.setattr(turns, "AT_ONCE", 5)
    asked = open_campaign(pupils={"6А": 8, "6Б": 20})
    cohort = asked.cohort(Audience.PUPIL, "6Б")
    assert cohort.codes.count() == 0
    for _ in range(2):
        tasks.issue_codes(asked.campaign.pk)
    assert [cohort.codes.count(), asked.cohort(Audience.PUPIL, "6А").codes.count()] == [22, 10]
    assert entry.by_code(codes.code_of(cohort.pk, 22), on=TODAY).cohort_id == cohort.pk
