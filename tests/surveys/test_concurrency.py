"""Many at once: two tabs, a class in one minute, gathering and closing meanwhile, a process killed."""

import os
import secrets
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import pytest
from django.conf import settings
from django.db import connection, connections

from factories.surveys import Asked, open_campaign, waiting
from opora.questionnaires.instrument import Audience
from opora.surveys import gathering, storage, tasks
from opora.surveys.entry import CodeExpired, CodeUsed
from opora.surveys.models import Code

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _tables_of_answers() -> Iterator[None]:
    """They have no models: what empties the others between such tests passes them over."""
    yield
    with connection.cursor() as cursor:
        cursor.execute(
            "TRUNCATE surveys_inbox, surveys_sheet, surveys_words, surveys_poster, procrastinate_jobs CASCADE"
        )


def _at_once[T](jobs: list[Callable[[], T]]) -> list[T]:
    """Each job in a thread with a connection of its own, all starting together."""
    start = threading.Barrier(len(jobs))

    def run(job: Callable[[], T]) -> T:
        start.wait()
        try:
            return job()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(jobs)) as pool:
        return list(pool.map(run, jobs))


@contextmanager
def _meanwhile(job: Callable[[], object]) -> Iterator[None]:
    """The job again and again in a thread until the block ends; its failure is raised here."""
    stop, failed = threading.Event(), []

    def run() -> None:
        try:
            while not stop.is_set():
                job()
        except Exception as error:
            failed.append(error)
        finally:
            connections.close_all()

    thread = threading.Thread(target=run)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()
    if failed:
        raise failed[0]


def test_two_tabs_with_one_code_store_one_answer() -> None:
    asked = open_campaign(pupils={"6А": 8})
    cohort = asked.cohort(Audience.PUPIL, "6А")

    def send() -> str:
        try:
            return "again" if asked.answer(cohort, 1).again else "stored"
        except CodeUsed:
            return "used"

    assert Counter(_at_once([send] * 8)) == {"stored": 1, "used": 7}
    assert waiting(asked.campaign) == 1


def test_one_sending_repeated_at_once_gets_one_word() -> None:
    asked = open_campaign(pupils={"6А": 8})
    cohort, retry = asked.cohort(Audience.PUPIL, "6А"), secrets.token_bytes(16)
    receipts = _at_once([lambda: asked.answer(cohort, 1, retry=retry)] * 8)
    assert (len({each.word for each in receipts}), sorted(each.again for each in receipts)) == (
        1,
        [False] + [True] * 7,
    )
    assert waiting(asked.campaign) == 1


def test_nothing_is_lost_or_doubled_while_the_inbox_is_emptied() -> None:
    asked = open_campaign(pupils={"6А": 40, "6Б": 40, "7А": 40})
    cohorts = [asked.cohort(Audience.PUPIL, label) for label in ("6А", "6Б", "7А")]

    def send(part: int) -> None:
        for cohort in cohorts:
            for number in range(part + 1, 41, 4):
                asked.answer(cohort, number, q1=number % 5 + 1)

    with _meanwhile(lambda: (gathering.gather(asked.campaign.pk), time.sleep(0.01))):
        _at_once([lambda part=part: send(part) for part in range(4)])
    asked.close()
    tasks.gather(asked.campaign.pk)
    assert _by_cohort() == {cohort.pk: 40 for cohort in cohorts}


def _by_cohort() -> dict[int, int]:
    with storage.reading() as cursor:
        cursor.execute("SELECT cohort_id, count(*) FROM surveys_sheet GROUP BY 1 ORDER BY 1")
        return dict(cursor.fetchall())


def test_closing_while_people_send_keeps_exactly_what_was_acknowledged() -> None:
    asked = open_campaign(pupils={"6А": 200})
    cohort = asked.cohort(Audience.PUPIL, "6А")
    acknowledged: list[int] = []

    def send(part: int) -> None:
        for number in range(part + 1, 201, 4):
            try:
                asked.answer(cohort, number)
            except CodeExpired:
                continue
            acknowledged.append(number)

    def close() -> None:
        while len(acknowledged) < 40:
            time.sleep(0.001)
        asked.close()
        tasks.gather(asked.campaign.pk)

    _at_once([*(lambda part=part: send(part) for part in range(4)), close])
    used = list(Code.objects.filter(is_used=True).order_by("number").values_list("number", flat=True))
    assert used == sorted(acknowledged)
    assert _by_cohort() == {cohort.pk: len(acknowledged)}


def test_two_gatherings_at_once_move_each_answer_once() -> None:
    asked = open_campaign(pupils={"6А": 30})
    cohort = asked.cohort(Audience.PUPIL, "6А")
    for number in range(1, 21):
        asked.answer(cohort, number)
    assert sorted(_at_once([lambda: gathering.gather(asked.campaign.pk)] * 3)) == [0, 0, 20]
    asked.close()
    assert sorted(_at_once([lambda: gathering.finish(asked.campaign.pk)] * 3)) == [False, False, True]
    assert _by_cohort() == {cohort.pk: 20}


def test_a_backup_that_holds_the_inbox_delays_gathering_and_nobody_else() -> None:
    asked = open_campaign(pupils={"6А": 30})
    cohort = asked.cohort(Audience.PUPIL, "6А")
    for number in range(1, 8):
        asked.answer(cohort, number)
    reads, done = threading.Event(), threading.Event()

    def back_up() -> None:
        with storage.reading() as cursor:
            cursor.execute(f"LOCK TABLE {storage.inbox_of(asked.campaign.pk)} IN ACCESS SHARE MODE")
            reads.set()
            done.wait(20)

    def gather() -> int:
        reads.wait(20)
        moved = gathering.gather(asked.campaign.pk)
        asked.answer(cohort, 8)
        done.set()
        return moved

    assert _at_once([back_up, gather]) == [None, 0]
    assert gathering.gather(asked.campaign.pk) == 8


_ANSWERING = """
import sys, django
django.setup()
from datetime import date
from opora.surveys import codes, entry
cohort, first, last, day = int(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]), date.fromisoformat(sys.argv[4])
for number in range(first, last):
    receipt = entry.accept(code=codes.code_of(cohort, number), poster=None,
                           retry_key=number.to_bytes(16, "big"), language="ru", answers={"q1": number % 5 + 1},
                           on=day)
    print(number, flush=True)
"""
_GATHERING = """
import sys, django
django.setup()
from opora.surveys import gathering
while True:
    gathering.gather(int(sys.argv[1]))
    print("done", flush=True)
"""


def _start(program: str, *arguments: object) -> subprocess.Popen[str]:
    name = connection.settings_dict["NAME"]
    base, _, _ = os.environ["DATABASE_URL"].rpartition("/")
    environment = {
        **os.environ,
        "DATABASE_URL": f"{base}/{name}",
        "OPORA_HOME": str(settings.HOME),
        "DJANGO_SETTINGS_MODULE": "opora.config.settings",
        "PYTHONPATH": "src",
    }
    return subprocess.Popen(
        [sys.executable, "-c", program, *map(str, arguments)],
        env=environment,
        stdout=subprocess.PIPE,
        text=True,
    )


@pytest.mark.slow
def test_killed_at_any_moment_every_acknowledged_answer_is_stored_once() -> None:
    """Answering and gathering are killed again and again; the phones send the same once more."""
    asked = open_campaign(pupils={"6А": 300})
    cohort = asked.cohort(Audience.PUPIL, "6А")
    first = 1
    while first < 300:
        answering = _start(_ANSWERING, cohort.pk, first, 300, asked.campaign.opens)
        gatherer = _start(_GATHERING, asked.campaign.pk)
        assert answering.stdout is not None
        for line in answering.stdout:
            first = int(line)
            if secrets.randbelow(60) == 0:
                break
        for process in (answering, gatherer):
            process.send_signal(signal.SIGKILL)
            process.communicate()
        if first == 299:
            break
    asked.close()
    tasks.gather(asked.campaign.pk)
    with storage.reading() as cursor:
        cursor.execute("SELECT (items->>'q1')::int, count(*) FROM surveys_sheet GROUP BY 1 ORDER BY 1")
        found = dict(cursor.fetchall())
    assert found == dict(sorted(Counter(number % 5 + 1 for number in range(1, 300)).items()))


def test_a_class_and_its_teachers_answer_in_one_moment() -> None:
    asked: Asked = open_campaign(pupils={"6А": 30}, teachers=10)
    teachers, pupils = asked.cohort(Audience.TEACHER), asked.cohort(Audience.PUPIL, "6А")
    jobs = [lambda n=n: asked.answer(pupils, n) for n in range(1, 9)]
    jobs += [lambda n=n: asked.answer(teachers, n) for n in range(1, 5)]
    assert [each.again for each in _at_once(jobs)] == [False] * 12
    assert waiting(asked.campaign) == 12
