"""A hundred people at work in a region of 3,000 schools, half-way through its year.

    ./dev benchmark crowd [--seconds 300] [--schools 3000] [--people 100] [--think 5]

A closed model: everybody opens or sends one thing, reads the answer, thinks for five seconds (between a half and
three halves of that) and goes on. Sixty school coordinators mark measures as done, twenty-five curators confirm them
and note visits, ten municipal coordinators look over two hundred schools each and give tasks, five coordinators of
the region. No error, p95 under 300 ms for what is read and 500 ms for what is written, and afterwards everything
that was acknowledged is there. The server is one that `opora up` starts; the load comes from one process on the same
cores, its share is told.
"""

import argparse
import random
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING
from urllib.parse import quote

import served
from harness import analysed
from installed import PORT, Web, installation
from loads import Processors, told_of
from visitors import BEFORE, Told, Visitor, sleep_until, started, together

if TYPE_CHECKING:
    from halfway import Region

READ, WRITTEN = 0.3, 0.5
RAMP = 30.0
#: of a hundred
SCHOOLS, CURATORS, MUNICIPAL = 60, 25, 10
WRITES = ("a measure reported", "a measure decided", "a visit noted", "a task given")
WORDS = quote("консультации")


def limit_of(kind: str) -> float:
    return WRITTEN if kind in WRITES or kind == f"all within {WRITTEN * 1000:.0f} ms" else READ


@dataclass
class Acknowledged:
    """What the server said it has done: numbers of measures by what was done, how many notes and tasks."""

    reported: set[str] = field(default_factory=set)
    decided: set[str] = field(default_factory=set)
    notes: int = 0
    tasks: int = 0


type Turn = Callable[[], None]


@dataclass
class Worker:
    """Somebody with a browser: `turns` is what they do one after another, again and again."""

    visitor: Visitor
    done: Acknowledged
    turns: Iterator[Turn] = field(init=False)

    def run(self, start: float, end: float, think: float, chance: random.Random) -> None:
        # everybody has opened their desk before the day begins, each in a moment of their own
        sleep_until(start - RAMP * (0.1 + 0.9 * chance.random()))
        self.visitor.get(BEFORE, "/")
        at = start + chance.random() * think
        for turn in self.turns:
            sleep_until(at)
            if time.perf_counter() >= end:
                return
            turn()
            at = time.perf_counter() + think * (0.5 + chance.random())

    def read(self, kind: str, url: str) -> str:
        return self.visitor.get(kind, url) or ""

    def send(self, kind: str, url: str, page: str, **said: str) -> bool:
        """The page's form with what is said in it; whether the server went on from it."""
        form = served.fields_of(page) | said
        onward = self.visitor.post(kind, url, form)
        if onward is None or not onward.startswith("/"):
            self.visitor.told.fail(f"{kind}: not taken at {url}")
            return False
        return True


class AtSchool(Worker):
    """Looks at the desk, the roadmap, a measure; says that one was done."""

    def __init__(self, visitor: Visitor, done: Acknowledged, school: int, open_ones: Sequence[int]) -> None:
        super().__init__(visitor, done)
        self.school, self.open_ones = school, list(open_ones)
        self.turns = self._turns()

    def _turns(self) -> Iterator[Turn]:
        while True:
            yield partial(self.read, "desk", "/")
            yield partial(self.read, "roadmap", f"/roadmaps/schools/{self.school}/")
            if self.open_ones:
                here = f"/roadmaps/measures/{self.open_ones.pop(0)}/"
                yield partial(self.read, "measure", here)
                yield partial(self._report, here)
            yield partial(self.read, "calendar", "/calendar/")
            yield partial(self.read, "school card", f"/schools/{self.school}/")
            yield partial(self.read, "roadmap", f"/roadmaps/schools/{self.school}/?view=calendar")
            yield partial(self.read, "list", "/documents/")
            yield partial(self.read, "list", "/assignments/")

    def _report(self, here: str) -> None:
        page = self.read("form", f"{here}report/")
        if page and self.send("a measure reported", f"{here}report/", page, words="Провели, пришли все."):
            self.done.reported.add(here)


class Curator(Worker):
    """Confirms what waits in five schools, notes visits."""

    def __init__(
        self, visitor: Visitor, done: Acknowledged, schools: Sequence[int], waiting: Sequence[int]
    ) -> None:
        super().__init__(visitor, done)
        self.schools, self.waiting = schools, list(waiting)
        self.turns = self._turns()

    def _turns(self) -> Iterator[Turn]:
        number = 0
        while True:
            school = self.schools[number % len(self.schools)]
            yield partial(self.read, "desk", "/")
            yield partial(self.read, "list", "/roadmaps/")
            yield partial(self.read, "roadmap", f"/roadmaps/schools/{school}/?state=reported")
            if self.waiting:
                yield partial(self._decide, f"/roadmaps/measures/{self.waiting.pop(0)}/")
            yield partial(self.read, "school card", f"/schools/{school}/")
            yield partial(self.read, "list", "/visits/")
            if number % 3 == 0:
                yield partial(self._note, f"/visits/schools/{school}/note/")
            yield partial(self.read, "calendar", "/calendar/")
            number += 1

    def _decide(self, here: str) -> None:
        page = self.read("measure", here)
        if page and self.send(
            "a measure decided", f"{here}decide/", page, words="Видела сама.", what="confirm"
        ):
            self.done.decided.add(here)

    def _note(self, here: str) -> None:
        page = self.read("form", here)
        if page and self.send("a visit noted", here, page, seen="Были на двух уроках.", way="presence"):
            self.done.notes += 1


class Municipal(Worker):
    """Two hundred schools at a glance, what waits, what is missing; gives a task now and then."""

    def __init__(self, visitor: Visitor, done: Acknowledged, place: int, schools: Sequence[int]) -> None:
        super().__init__(visitor, done)
        self.place, self.schools = place, schools
        self.turns = self._turns()

    def _turns(self) -> Iterator[Turn]:
        number = 0
        while True:
            yield partial(self.read, "desk", "/")
            yield partial(self.read, "territory at a glance", f"/territories/{self.place}/overview/")
            yield partial(self.read, "list", "/roadmaps/")
            yield partial(self.read, "school card", f"/schools/{self.schools[number % len(self.schools)]}/")
            yield partial(self.read, "list", "/assignments/")
            if number % 2 == 0:
                yield partial(self._give, number)
            yield partial(self.read, "list", "/orders/expected/")
            yield partial(self.read, "search", f"/search/?q={WORDS}")
            yield partial(self.read, "list", "/schools/")
            yield partial(self.read, "calendar", "/calendar/")
            number += 1

    def _give(self, number: int) -> None:
        here = f"/assignments/new/?home=o{self.schools[number % len(self.schools)]}"
        page = self.read("form", here)
        said = {"what": f"Прислать график, {number}", "executor": "Школьная А. П."}
        if page and self.send("a task given", here, page, **said):
            self.done.tasks += 1


class Regional(Worker):
    def __init__(self, visitor: Visitor, done: Acknowledged, home: int) -> None:
        super().__init__(visitor, done)
        self.home = home
        self.turns = self._turns()

    def _turns(self) -> Iterator[Turn]:
        while True:
            yield partial(self.read, "desk", "/")
            yield partial(self.read, "territory", f"/territories/{self.home}/")
            yield partial(self.read, "list", "/roadmaps/")
            yield partial(self.read, "list", "/visits/")
            yield partial(self.read, "search", f"/search/?q={WORDS}")
            yield partial(self.read, "calendar", "/calendar/")
            yield partial(self.read, "list", "/curators/")
            yield partial(self.read, "list", "/plans/")


def workers(of: "Region", people: int, told: Told) -> tuple[list[Worker], Acknowledged]:
    """So many of each part as a hundred people have; the last is one region's coordinator in several browsers."""
    from opora.roadmaps.models import Work

    done = Acknowledged()
    schools, curators, municipal = (people * part // 100 for part in (SCHOOLS, CURATORS, MUNICIPAL))
    found: list[Worker] = []
    for person, school in zip(of.coordinators[:schools], of.schools, strict=False):
        own = Work.objects.filter(school=school, state__in=("planned", "running"))
        found.append(
            AtSchool(
                _visitor(person, told),
                done,
                school.pk,
                list(own.order_by("pk").values_list("pk", flat=True)[:9]),
            )
        )
    # curators of other schools than those: nobody takes a measure from under another's hands
    first = schools // 5 + 1
    for number in range(first, first + curators):
        five = of.schools[number * 5 : number * 5 + 5]
        waiting = Work.objects.filter(school__in=five, state="reported").order_by("pk")
        found.append(
            Curator(
                _visitor(of.curators[number], told), done, [each.pk for each in five],
                list(waiting.values_list("pk", flat=True)),
            )
        )  # fmt: skip
    for number in range(municipal):
        at = number % len(of.places)
        inside = [each.pk for each in of.schools[at * 200 : at * 200 + 200]]
        found.append(Municipal(_visitor(of.municipal[at], told), done, of.places[at].pk, inside))
    while len(found) < people:
        found.append(Regional(_visitor(of.regional, told), done, of.home.pk))
    return found, done


def _visitor(person: object, told: Told) -> Visitor:
    return Visitor(PORT, served.session_of(person), told)  # type: ignore[arg-type]


def warm(found: Sequence[Worker]) -> None:
    """Templates are read on both of the server's processes before the day begins."""

    def look(one: Worker) -> None:
        for url in ("/", "/roadmaps/", "/calendar/", "/visits/", "/assignments/"):
            if isinstance(one, AtSchool) and url == "/visits/":
                continue
            one.visitor.get(BEFORE, url)

    together([partial(look, one) for one in found[::4]])


def lost(done: Acknowledged, before: tuple[int, int]) -> list[str]:
    """What was acknowledged and is not there."""
    from opora.assignments.models import Assignment
    from opora.roadmaps.models import Verdict, Work
    from opora.visits.models import Visit

    def numbers(urls: set[str]) -> set[int]:
        return {int(url.rstrip("/").rsplit("/", 1)[1]) for url in urls}

    wrong = []
    reported = set(
        Work.objects.filter(pk__in=numbers(done.reported), state="reported").values_list("pk", flat=True)
    )
    decided = set(Verdict.objects.filter(work__in=numbers(done.decided)).values_list("work_id", flat=True))
    for name, said, there in (("reported", done.reported, reported), ("decided", done.decided, decided)):
        if numbers(said) != there:
            wrong.append(f"{name}: {numbers(said) ^ there} not there")
    visits, tasks = Visit.objects.count() - before[0], Assignment.objects.count() - before[1]
    if (visits, tasks) != (done.notes, done.tasks):
        wrong.append(f"visits {visits} of {done.notes}, tasks {tasks} of {done.tasks}")
    print(
        f"acknowledged and there: {len(reported)} measures reported, {len(decided)} decided, {visits} visits, {tasks} tasks"
    )
    return wrong


def main() -> int:
    ask = argparse.ArgumentParser()
    ask.add_argument("--seconds", type=float, default=300)
    ask.add_argument("--schools", type=int, default=3000)
    ask.add_argument("--people", type=int, default=100)
    ask.add_argument("--think", type=float, default=5)
    given = ask.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    with installation("bare_settings") as folder:
        from django.db import connection
        from django.utils import timezone

        from halfway import region
        from opora.assignments.models import Assignment
        from opora.visits.models import Visit

        of = region(given.schools, timezone.now(), coordinators=given.people)
        told, web = Told(), Web()
        found, done = workers(of, given.people, told)
        before = Visit.objects.count(), Assignment.objects.count()
        analysed()
        connection.close()
        print(f"ready: {len(found)} people, {given.schools} schools", flush=True)
        web.start()
        try:
            warm(found)
            processors = Processors(folder, web.pid)
            threading.stack_size(512 * 1024)
            start = time.perf_counter() + RAMP
            chance = random.Random(1)
            jobs = [
                partial(each.run, start, start + given.seconds, given.think, random.Random(chance.random()))
                for each in found
            ]
            threads = started(jobs)
            sleep_until(start)
            processors.begin()
            for thread in threads:
                thread.join()
            wall, shares = processors.end()
        finally:
            web.kill()
        wrong = told_of(told, wall, limit_of)
        print(shares)
        wrong += lost(done, before)
        connection.close()
    print("ok" if not wrong else "\n".join(["WRONG:", *wrong[:20]]))
    return int(bool(wrong))


if __name__ == "__main__":
    sys.exit(main())
