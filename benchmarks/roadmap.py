"""Half-way through a year at 3,000 schools: desks, roadmaps of ten and two hundred measures, lists, territories.

    ./dev benchmark roadmap [--schools 3000] [--rounds 5] [--requests 20] [--only NAME …] [--queries]

Each page against the bare view with as many rows as it shows: desk and lists 4 ×, a school, a roadmap and a
territory of two hundred schools 6 ×, saves 3 × a bare one-row write.
"""

import argparse
import os
import statistics
import sys
import time
from collections.abc import Iterable

os.environ["OPORA_HOME"] = "/nonexistent"

from halfway import LONG_ROADMAP, Region, region
from harness import Row, analysed, scratch_database, table
from served import LISTS, OBJECTS, SAVES, Browser, Fields, Page, measured, server, session_of


def pages_of(of: Region) -> dict[str, tuple[object, list[Page]]]:
    """{whose: (the person, pages they open)}."""
    from opora.roadmaps.models import Work

    long, short, place = of.schools[0].pk, of.schools[1].pk, of.places[0].pk
    of_long = f"/roadmaps/schools/{long}/"
    work = Work.objects.filter(school_id=short, state="running").order_by("pk")[0].pk
    to_decide = Work.objects.filter(school_id=short, state="reported").order_by("pk")[0].pk
    school = [
        Page("desk, school", "/", LISTS),
        Page("school card, its school", f"/schools/{short}/", OBJECTS),
        Page("roadmap of 10, its school", f"/roadmaps/schools/{short}/", OBJECTS),
        Page("measure, its school", f"/roadmaps/measures/{work}/", OBJECTS),
        Page("calendar, school", "/calendar/", LISTS),
        Page("save: measure, people", f"/roadmaps/measures/{work}/people/", SAVES, _place),
    ]
    curator = [
        Page("desk, curator", "/", LISTS),
        Page("roadmaps, curator", "/roadmaps/", LISTS),
        Page("measure to confirm, curator", f"/roadmaps/measures/{to_decide}/", OBJECTS),
        Page(f"roadmap of {LONG_ROADMAP}, table", of_long, OBJECTS),
        Page(f"roadmap of {LONG_ROADMAP}, calendar", f"{of_long}?view=calendar", OBJECTS),
        Page(f"roadmap of {LONG_ROADMAP}, timeline", f"{of_long}?view=timeline", OBJECTS),
        Page(f"roadmap of {LONG_ROADMAP}, board", f"{of_long}?view=board", OBJECTS),
        Page("school card, curator", f"/schools/{short}/", OBJECTS),
        Page("visits, curator", "/visits/", LISTS),
        Page("calendar, curator", "/calendar/", LISTS),
    ]
    municipal = [
        Page("desk, municipal coordinator", "/", LISTS),
        Page("territory of 200 schools", f"/territories/{place}/", OBJECTS),
        # it counts every school of the territory and shows fifty: the floor has as many as it counts
        Page("territory at a glance, 200 schools", f"/territories/{place}/overview/", OBJECTS, rows=200),
        Page("roadmaps, municipal coordinator", "/roadmaps/", LISTS),
        Page("assignments, municipal coordinator", "/assignments/", LISTS),
        Page("orders, municipal coordinator", "/orders/", LISTS),
        Page("expected orders", "/orders/expected/", LISTS),
        Page("meetings", "/meetings/", LISTS),
        Page("events", "/events/", LISTS),
        Page("decisions", "/decisions/", LISTS),
        Page("plans", "/plans/", LISTS),
        Page("requests to schools", "/burden/inquiries/", LISTS),
        Page("burden of 200 schools", "/burden/", LISTS),
        Page("curators", "/curators/", LISTS),
        Page("reports", "/reports/", LISTS),
        Page("school card, municipal coordinator", f"/schools/{short}/", OBJECTS),
    ]
    regional = [
        Page("desk, regional coordinator", "/", LISTS),
        Page("roadmaps, region", "/roadmaps/", LISTS),
        Page("visits, region", "/visits/", LISTS),
        Page("region at a glance", f"/territories/{of.home.pk}/overview/", OBJECTS, rows=len(of.schools)),
        Page("calendar, region", "/calendar/", LISTS),
    ]
    return {
        "school": (of.coordinators[1], school),
        "curator": (of.curators[0], curator),
        "municipality": (of.municipal[0], municipal),
        "region": (of.regional, regional),
    }


def _place(form: Fields, number: int) -> Fields:
    return form | {"cost": str(1000 + number)}


def queries(sessions: dict[str, str], pages: Iterable[tuple[str, Page]]) -> None:
    """How many statements each page asks, how long they take and how long this process works at the page.

    With OPORA_SQL=N the first N letters of each.
    """
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    for whose, page in pages:
        client = Client(headers={"host": "127.0.0.1"})
        client.cookies["sessionid"] = sessions[whose]
        busy = []
        for _ in range(9):
            before = time.process_time()
            client.get(page.url)
            busy.append((time.process_time() - before) * 1000)
        with CaptureQueriesContext(connection) as captured:
            answer = client.get(page.url)
        asked = [(float(each["time"]) * 1000, each["sql"]) for each in captured.captured_queries]
        took = sum(each for each, _ in asked)
        print(
            f"{page.name:40} {answer.status_code} {len(asked):3} queries, {took:6.0f} ms, {len(answer.content):7} bytes,"
            f" {statistics.median(busy):6.1f} ms of this process"
        )
        if os.environ.get("OPORA_SQL"):
            for taken, sql in asked:
                print(f"    {taken:5.1f} {sql[: int(os.environ['OPORA_SQL'])]}")


def main() -> int:
    ask = argparse.ArgumentParser()
    ask.add_argument("--schools", type=int, default=3000)
    ask.add_argument("--rounds", type=int, default=5)
    ask.add_argument("--requests", type=int, default=20)
    ask.add_argument("--only", nargs="*", help="names of the pages to measure")
    ask.add_argument(
        "--queries", action="store_true", help="say how many statements each page asks, and stop"
    )
    asked = ask.parse_args()
    with scratch_database(f"opora_bench_roadmap_{os.getpid()}") as url:
        from django.db import connection
        from django.utils import timezone

        of = region(asked.schools, timezone.now(), coordinators=10)
        analysed()
        whose = pages_of(of)
        sessions = {name: session_of(person) for name, (person, _) in whose.items()}  # type: ignore[arg-type]
        chosen = {
            name: [p for p in pages if not asked.only or any(only in p.name for only in asked.only)]
            for name, (_, pages) in whose.items()
        }
        if asked.queries:
            queries(sessions, ((name, page) for name, pages in chosen.items() for page in pages))
            return 0
        connection.close()
        rows: list[Row] = []
        with server(url):
            for name, pages in chosen.items():
                rows += measured(Browser(sessions[name]), pages, asked.rounds, asked.requests)
    print(table(rows))
    return int(any(each.ratio and each.limit and each.ratio > each.limit for each in rows))


if __name__ == "__main__":
    sys.exit(main())
