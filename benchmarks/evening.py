"""The evening of a deadline: schools write their programmes, experts score those of other schools.

    ./dev benchmark evening [--seconds 60] [--schools 300] [--experts 30] [--every 10] [--measures 20]

The published run is of 300 seconds. A save of each school every ten seconds from the first to the last; between
them they open rows, their document, its checks; the last tenth sends. Every tenth programme is a large one. Experts
look at the sum, keep a draft and send a sheet about once a minute. No error, p95 under half a second, and afterwards
every acknowledged save is there with its revision and its history. The server is one that `opora up` starts, with a
database of its own; the load comes from one process on the same cores, its share is told.
"""

import argparse
import random
import signal
import sys
import threading
import time
from datetime import date
from functools import partial
from pathlib import Path

import served
from evening_crowd import Expert, School
from evening_seed import Written, municipalities, schools_in, scoring, writing
from evening_whole import lost
from harness import analysed
from installed import PORT, Web, installation
from loads import Processors, told_of
from visitors import Told, Visitor, started, together

MOST_P95 = 0.5
AT_A_MUNICIPALITY, DOCUMENTS_EACH, WARMED_BY = 30, 20, 12
RAMP = 30.0


def main() -> int:
    ask = argparse.ArgumentParser()
    ask.add_argument("--seconds", type=float, default=60)
    ask.add_argument("--schools", type=int, default=300)
    ask.add_argument("--experts", type=int, default=30)
    ask.add_argument("--every", type=float, default=10, help="seconds between two saves of a school")
    ask.add_argument("--measures", type=int, default=20, help="of a usual programme; every tenth has 60")
    given = ask.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    with installation("bare_settings") as folder:
        from django.db import connection
        from django.utils import timezone

        from factories.organisations import region
        from opora.config.seeding import seed
        from opora.cycles.models import Cycle

        seed()
        now = timezone.now()
        cycle = Cycle.objects.create(
            code="2026", title="2026/27", starts=date(2026, 9, 1), ends=date(2027, 8, 31)
        )
        places = municipalities(-(-given.schools // AT_A_MUNICIPALITY))
        begun = writing(cycle, schools_in(places, given.schools, "W"), given.measures, now)
        scored = schools_in(places, given.experts * DOCUMENTS_EACH, "E")
        _, people = scoring(cycle, region(), scored, given.experts, now)
        experts_in = [served.session_of(each) for each in people]
        analysed()
        connection.close()
        print(
            f"ready: {len(begun)} schools write, {len(experts_in)} experts score {len(scored)} documents",
            flush=True,
        )
        told, web = Told(), Web()
        schools = [School(Visitor(PORT, each.session, told), each.document, each.places) for each in begun]
        experts = [Expert(Visitor(PORT, each, told)) for each in experts_in]
        web.start()
        try:
            warm(begun, experts_in)
            wall, shares = _evening(web, folder, schools, experts, given)
        finally:
            web.kill()
        wrong = told_of(told, wall, lambda _: MOST_P95)
        print(shares)
        wrong += lost(schools, experts, begun)
        connection.close()
    print("ok" if not wrong else "\n".join(["WRONG:", *wrong[:20]]))
    return int(bool(wrong))


def warm(begun: list[Written], experts: list[str]) -> None:
    """Every kind of page a few times on each of the server's processes: templates are read once, not that evening."""
    nobody = Told()

    def look(session: str, urls: list[str]) -> None:
        visitor = Visitor(PORT, session, nobody)
        for url in urls * 3:
            visitor.get("", url)

    jobs = []
    for each in begun[:WARMED_BY]:
        document, place = f"/documents/{each.document}/", each.places[0]
        row = f"{document}rows/{place.table}/{place.code}/"
        jobs.append(
            partial(look, each.session, [document, f"{document}check/", f"{document}write/measures/", row])
        )
    jobs += [partial(look, each, ["/expertise/queue/"]) for each in experts[:WARMED_BY]]
    together(jobs)


def _evening(
    web: Web, folder: Path, schools: list[School], experts: list[Expert], given: argparse.Namespace
) -> tuple[float, str]:
    """Everybody at once; how long it took, and who used the cores meanwhile."""
    processors = Processors(folder, web.pid)
    threading.stack_size(512 * 1024)
    chance = random.Random(1)
    # everybody opens what they go on with before it begins, each in a moment of their own
    start = time.perf_counter() + RAMP
    end, last = start + given.seconds, len(schools) // 10

    def moments() -> tuple[float, float, float, float]:
        opens = start - RAMP * (0.2 + 0.8 * chance.random())
        return opens, start + chance.random() * given.every, end, given.every

    jobs = [partial(each.run, *moments(), turn=n % 6, sends=n < last) for n, each in enumerate(schools)]
    jobs += [partial(each.run, *moments(), turn=n % 6) for n, each in enumerate(experts)]
    threads = started(jobs)
    time.sleep(max(0.0, start - time.perf_counter()))
    processors.begin()
    for thread in threads:
        thread.join()
    return processors.end()


if __name__ == "__main__":
    sys.exit(main())
