"""A round of expertise of three thousand schools: the expert's queue and sheet, the round, its results.

    ./dev benchmark expertise [--schools 3000] [--experts 30] [--rounds 5] [--requests 10]

The floor of a page that reckons over the round is the bare view with as many rows as the round has documents. Beside
each page: how many queries it asks, and how many it asks of a round of thirty schools.
"""

import argparse
import os
import random
import sys
import time
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TYPE_CHECKING

os.environ["OPORA_HOME"] = "/nonexistent"

from evening_seed import municipalities, schools_in, scoring
from harness import Row, analysed, scratch_database, table
from served import LISTS, OBJECTS, Browser, Page, measured, server, session_of

if TYPE_CHECKING:
    from opora.cycles.models import Cycle
    from opora.expertise.models import Round

FEW = 30


@dataclass(frozen=True, slots=True)
class Made:
    """A round under way, who runs it and one of its experts."""

    round: "Round"
    runner: str
    expert: str
    sheet: str
    schools: int


def seed(cycle: "Cycle", name: str, schools: int, experts: int, now: datetime) -> Made:
    """Half of the first sheets are sent."""
    from factories.organisations import region
    from factories.people import appointed
    from opora.access import Role
    from opora.expertise.models import Assignment

    place = region(name)
    made = schools_in(municipalities(max(1, schools // 30), place), schools, name)
    of, people = scoring(cycle, place, made, experts, now)
    runner = appointed(Role.REGIONAL_COORDINATOR, place, surname=f"Областная{name}")
    waiting = list(Assignment.objects.filter(entry__round=of).order_by("pk"))
    fill_in(waiting[: len(waiting) // 2], now)
    own = next(each for each in waiting[len(waiting) // 2 :] if each.person_id == people[0].pk)
    url = f"/expertise/sheets/{own.key}/"
    return Made(of, session_of(runner), session_of(people[0]), url, schools)


def fill_in(assignments, now: datetime) -> None:  # type: ignore[no-untyped-def]
    """Sheets sent, as experts write them: written straight to the tables."""
    from opora.documents.queries.definitions import expert_sheet
    from opora.expertise.models import Assignment, ExpertSheet
    from opora.expertise.states import AssignmentState

    sheet = expert_sheet("")
    criteria, weak = [each.code for each in sheet.criteria], [each.code for each in sheet.weaknesses]
    sheets = []
    for each in assignments:
        given = random.Random(each.pk)
        marks = {code: given.choice([0, 1, 1, 2, 2]) for code in criteria}
        sheets.append(
            ExpertSheet(
                assignment=each,
                marks={
                    c: {"points": n, "words": "Назовите число, день и источник."} for c, n in marks.items()
                },
                weaknesses=given.sample(weak, 3),
                advice=[{"criterion": criteria[0], "text": f"Назовите источник ({each.pk})."}],
                revision=1,
                saved_at=now,
                sent_at=now,
                total=sum(marks.values()),
            )
        )
    ExpertSheet.objects.bulk_create(sheets, batch_size=500)
    pks = [each.pk for each in assignments]
    Assignment.objects.filter(pk__in=pks).update(state=AssignmentState.SENT, ended_at=now)


def finish(made: Made, now: datetime) -> float:
    """The other sheets, second ones where the round wants them; seconds of closing."""
    from opora.access.actor import operator
    from opora.expertise.actions import close_round, move_round
    from opora.expertise.models import Assignment, Round
    from opora.expertise.states import AssignmentState, RoundState

    waits = Assignment.objects.filter(entry__round=made.round, state=AssignmentState.WAITING)
    fill_in(list(waits.order_by("pk")), now)
    Round.objects.filter(pk=made.round.pk).update(allowed_difference=14)
    of = move_round(of=made.round, target=RoundState.RECONCILING, by=operator(), at=now)
    before = time.perf_counter()
    close_round(of=of, words="Закрываем без вторых листов.", by=operator(), at=now)
    return time.perf_counter() - before


def under_way(made: Made) -> tuple[list[Page], list[Page]]:
    """The expert's pages, the pages of who runs the round."""
    expert = [
        Page("the expert's queue", "/expertise/queue/", LISTS),
        Page("a sheet with its document", made.sheet, OBJECTS),
    ]
    runner = [Page("the round under way", f"/expertise/rounds/{made.round.pk}/", LISTS, rows=made.schools)]
    return expert, runner


def closed(made: Made) -> list[Page]:
    return [
        Page("results of the round", f"/expertise/rounds/{made.round.pk}/results/", LISTS, rows=made.schools),
        Page("results as XLSX", f"/expertise/rounds/{made.round.pk}/results.xlsx", LISTS, rows=made.schools),
        Page("results of schools", "/expertise/schools/", LISTS, rows=made.schools),
    ]


def asked(session: str, url: str) -> int:
    """Queries of a page, the second time it is opened."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    client = Client(headers={"host": "127.0.0.1"})
    client.cookies["sessionid"] = session
    client.get(url)
    with CaptureQueriesContext(connection) as captured:
        answer = client.get(url)
    assert answer.status_code == 200, (url, answer.status_code)
    return len(captured)


def with_queries(rows: list[Row], many: list[int], few: list[int]) -> list[Row]:
    return [
        replace(row, name=f"{row.name}, {n} queries (of {FEW} schools {m})")
        for row, n, m in zip(rows, many, few, strict=True)
    ]


def main() -> int:
    ask = argparse.ArgumentParser()
    ask.add_argument("--schools", type=int, default=3000)
    ask.add_argument("--experts", type=int, default=30)
    ask.add_argument("--rounds", type=int, default=5)
    ask.add_argument("--requests", type=int, default=10)
    given = ask.parse_args()
    with scratch_database(f"opora_bench_expertise_{os.getpid()}") as url:
        from django.utils import timezone

        from opora.config.seeding import seed as seed_installation
        from opora.cycles.models import Cycle

        seed_installation()
        now = timezone.now()
        cycle = Cycle.objects.create(
            code="2026", title="2026/27", starts=date(2026, 9, 1), ends=date(2027, 8, 31)
        )
        before = time.perf_counter()
        made = seed(cycle, "Большая", given.schools, given.experts, now)
        few = seed(cycle, "Малая", FEW, 3, now)
        print(f"seeded in {time.perf_counter() - before:.0f} s", flush=True)
        analysed()
        (expert, runner), (few_expert, few_runner) = under_way(made), under_way(few)
        many = [asked(made.expert, p.url) for p in expert] + [asked(made.runner, p.url) for p in runner]
        few_of = [asked(few.expert, p.url) for p in few_expert] + [
            asked(few.runner, p.url) for p in few_runner
        ]
        with server(url):
            rows = measured(Browser(made.expert), expert, given.rounds, given.requests)
            rows += measured(Browser(made.runner), runner, given.rounds, given.requests)
            rows = with_queries(rows, many, few_of)
            seconds = finish(made, now)
            finish(few, now)
            pages = closed(made)
            after = measured(Browser(made.runner), pages, given.rounds, given.requests)
            many = [asked(made.runner, page.url) for page in pages]
            rows += with_queries(after, many, [asked(few.runner, page.url) for page in closed(few)])
        rows.append(Row(f"closing the round of {given.schools}", seconds))
    print(table(rows))
    return int(any(each.ratio and each.limit and each.ratio > each.limit for each in rows))


if __name__ == "__main__":
    sys.exit(main())
