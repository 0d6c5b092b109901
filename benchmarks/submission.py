"""Answers of sixty questions, sent to a served installation with all of its anonymity.

    ./dev benchmark submission [--seconds 60] [--rounds 7] [--kills 6]

The floor is a bare Django view that stores the same array in the same PostgreSQL on the same server with the
same middleware. At least 300 a second and 40 % of the floor; the inbox is gathered meanwhile and must not
grow; 30 phones in a minute and 300 at once without an error, p99 under a second. Then the server and the
database are killed with -9 again and again while phones retry: every acknowledged answer is stored exactly
once, and on that very database one tries to find out who answered what.

It starts a database of its own in a scratch folder: one that it may kill.
"""

import argparse
import itertools
import os
import random
import signal
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

from harness import analysed
from installed import PORT, Web, installation
from submission_crowd import (
    QUESTIONS,
    Measured,
    Sent,
    answer,
    at_once,
    bare_body,
    sustained,
    until_acknowledged,
)
from submission_whole import check_whole

SEND, BARE = "/a/send/", "/bare/"
LEAST_RATE, LEAST_SHARE, MOST_P99 = 300, 0.40, 1.0
PHONES, CLASS = 8, 25


def floor_table() -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE bare_answer (id bigserial PRIMARY KEY, answers jsonb NOT NULL)")
    connection.close()


def campaign(codes_needed: int) -> tuple[int, list[str]]:
    """An open campaign of schools with classes of twenty-five; its id and codes in random order."""
    from django.db import connection

    from factories.people import world
    from factories.surveys import AT, version
    from opora.access.actor import operator
    from opora.organisations.models import Organisation
    from opora.questionnaires.instrument import Audience
    from opora.surveys import actions, codes
    from opora.surveys.issuing import issue
    from opora.surveys.models import Code, Cohort

    w = world()
    schools = [
        Organisation.objects.create(kind="school", territory=w.municipality, name=f"Школа {n}", key=f"b{n}")
        for n in range(-(-codes_needed // (CLASS * 40)))
    ]
    today = date.today()  # noqa: DTZ011
    made = actions.make_campaign(
        cycle=w.cycle,
        territory=w.municipality,
        title="Измерение",
        opens=today - timedelta(days=1),
        closes=today + timedelta(days=1),
        instruments={Audience.PUPIL: version(Audience.PUPIL, questions=_questions())},
        schools=schools,
        by=operator(),
        at=AT,
    )
    letters = "АБВГДЕЖИ"
    labels = [f"{grade}{letter}" for grade in range(5, 10) for letter in letters]
    Cohort.objects.bulk_create(
        Cohort(campaign=made, school=school, audience="pupil", class_label=label, expected=CLASS)
        for school in schools
        for label in labels
    )
    actions.open_campaign(campaign=made, by=operator(), at=AT)
    issue(list(made.cohorts.all()))
    known = Code.objects.filter(cohort__campaign=made, number__lte=CLASS).values_list("cohort_id", "number")
    made_codes = [codes.in_address(codes.code_of(cohort, number)) for cohort, number in known]
    random.Random(7).shuffle(made_codes)
    analysed()
    connection.close()
    return made.pk, made_codes


def _questions() -> list[dict[str, object]]:
    scales = [
        {"code": f"q{n:02}", "section": "a", "type": "scale", "text": "?", "minimum": 1, "maximum": 5}
        for n in range(1, QUESTIONS)
    ]
    return [*scales, {"code": "q60", "section": "a", "type": "text", "text": "?"}]


class Gatherer:
    """The worker's part: gathers what waits every few seconds, beside everything else."""

    def __init__(self, campaign_id: int, every: float) -> None:
        self.campaign_id, self.every = campaign_id, every
        self.seconds: list[float] = []
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run)

    def __enter__(self) -> "Gatherer":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join()

    def _run(self) -> None:
        while not self._stop.wait(self.every):
            before = time.perf_counter()
            _in_a_process(
                f"from opora.surveys import gathering\nwhile gathering.gather({self.campaign_id}): pass"
            )
            self.seconds.append(time.perf_counter() - before)


def _in_a_process(program: str) -> None:
    """As a worker would: not on the crowd's own interpreter. A killed database makes it fail, and try later."""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path[:3])}
    subprocess.run(
        [sys.executable, "-c", f"import django\ndjango.setup()\n{program}"],
        env=environment,
        check=False,
        stderr=subprocess.DEVNULL,
    )


def waiting(campaign_id: int) -> int:
    """Answers that could move on and have not: groups of fewer than five wait on purpose."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT coalesce(sum(n), 0) FROM (SELECT count(*) AS n FROM surveys_inbox_{campaign_id}"
            " GROUP BY cohort_id HAVING count(*) >= 5) groups"
        )
        found = int(cursor.fetchone()[0])
    connection.close()
    return found


def compare(bodies: Iterator[str], *, rounds: int, seconds: float) -> tuple[list[float], list[float]]:
    """Answers a second of the house and of the floor, in turn."""
    house, floor = [], []
    bare = map(bare_body, itertools.count())
    sustained(PORT, BARE, bare, seconds=1, phones=PHONES)
    sustained(PORT, SEND, bodies, seconds=1, phones=PHONES)
    for _ in range(rounds):
        floor.append(sustained(PORT, BARE, bare, seconds=seconds, phones=PHONES).rate)
        house.append(sustained(PORT, SEND, bodies, seconds=seconds, phones=PHONES).rate)
    return house, floor


def kill_and_retry(web: Web, answers: list[Sent], *, kills: int) -> int:
    """Phones send until they are heard, while the server and the database are killed in turn."""
    stop = threading.Event()

    def killing() -> None:
        for turn in range(kills):
            if stop.wait(random.uniform(0.5, 1.5)):
                return
            if turn % 2:
                kill_database()
            else:
                web.kill()
                web.start()

    thread = threading.Thread(target=killing)
    thread.start()
    sendings = until_acknowledged(PORT, SEND, answers, phones=PHONES)
    stop.set()
    thread.join()
    return sendings


def kill_database() -> None:
    """The postmaster with -9; the installation's keeper starts it again."""
    pid = int(next(Path(os.environ["OPORA_HOME"]).rglob("postmaster.pid")).read_text().split()[0])
    os.kill(pid, signal.SIGKILL)


def report(name: str, found: Measured) -> str:
    return (
        f"| {name} | {len(found.seconds)} | {found.failed} | {found.rate:.0f} | {found.percentile(0.5) * 1000:.0f} |"
        f" {found.percentile(0.99) * 1000:.0f} | {max(found.seconds) * 1000:.0f} |"
    )


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--round-seconds", type=float, default=5)
    parser.add_argument("--kills", type=int, default=6)
    parser.add_argument("--gather-every", type=float, default=10)
    given = parser.parse_args()
    # ended from outside, it still takes its server and its database with it
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    needed = int(900 * (given.seconds + given.rounds * given.round_seconds + 5)) + 5000
    with installation("submission_settings"):
        floor_table()
        campaign_id, made = campaign(needed)
        answers = [answer(number, code) for number, code in enumerate(made)]
        supply = iter(answers)
        sent: list[Sent] = []

        def bodies() -> Iterator[str]:
            for each in supply:
                sent.append(each)
                yield each.body

        body = bodies()
        web = Web()
        web.start()
        try:
            house, floor = compare(body, rounds=given.rounds, seconds=given.round_seconds)
            with Gatherer(campaign_id, given.gather_every) as gatherer:
                steady = sustained(PORT, SEND, body, seconds=given.seconds, phones=PHONES)
            _in_a_process(f"from opora.surveys import gathering\nwhile gathering.gather({campaign_id}): pass")
            backlog = waiting(campaign_id)
            minute = at_once(PORT, SEND, list(itertools.islice(body, 30)), within=min(60.0, given.seconds))
            crowd = at_once(PORT, SEND, list(itertools.islice(body, 300)))
            before = len(sent)
            last = list(itertools.islice(supply, 4000))
            with Gatherer(campaign_id, 2):
                sendings = kill_and_retry(web, last, kills=given.kills)
        finally:
            web.kill()
        # what a phone of the first parts was not told of, it sends again
        web.start()
        try:
            until_acknowledged(PORT, SEND, sent[:before], phones=PHONES)
        finally:
            web.kill()
        wrong = check_whole(campaign_id, {each.number for each in [*sent, *last]})
    rows = {
        f"sustained for {given.seconds:g} s, gathered meanwhile": steady,
        "30 phones within a minute": minute,
        "300 phones at once": crowd,
    }
    print(
        f"\nleft in the inbox of what could move on: {backlog}; gatherings took {_said(gatherer.seconds)} s"
    )
    print(f"killed {given.kills} times: {len(last)} answers in {sendings} sendings")
    wrong += verdict(rows, house, floor)
    wrong += [] if backlog == 0 else ["a backlog grows"]
    print("ok" if not wrong else "\n".join(["WRONG:", *wrong]))
    sys.exit(bool(wrong))


def verdict(rows: dict[str, Measured], house: list[float], floor: list[float]) -> list[str]:
    """Print what was measured; what does not keep its limit, in words."""
    print(
        "\n| what | taken | failed | a second | p50, ms | p99, ms | longest, ms |\n|---|---:|---:|---:|---:|---:|---:|"
    )
    for name, found in rows.items():
        print(report(name, found))
    share = statistics.median(a / b for a, b in zip(house, floor, strict=True))
    print(
        f"\nhouse {statistics.median(house):.0f} a second, floor {statistics.median(floor):.0f}: {share:.0%} of it"
    )
    wrong = [f"failed or slow: {n}" for n, f in rows.items() if f.failed or f.percentile(0.99) >= MOST_P99]
    if next(iter(rows.values())).rate < LEAST_RATE:
        wrong.append(f"fewer than {LEAST_RATE} a second")
    if share < LEAST_SHARE:
        wrong.append(f"less than {LEAST_SHARE:.0%} of the floor")
    return wrong


def _said(seconds: list[float]) -> str:
    return ", ".join(f"{each:.1f}" for each in seconds) or "none"


if __name__ == "__main__":
    main()
