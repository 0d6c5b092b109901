"""The stage report of a municipality of sixteen schools as DOCX, from nothing to bytes.

    ./dev benchmark report [--schools 16] [--many 200] [--runs 7]

Facts are gathered anew every time, as for a draft; beside it the same for two hundred schools, with the number of
queries, which is not to grow, and the processor time of this process, which a busy machine does not stretch.
"""

import argparse
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

os.environ["OPORA_HOME"] = tempfile.mkdtemp()

import served  # noqa: F401  # finds the factories of the tests
from harness import Row, analysed, interleaved, scratch_database, table

if TYPE_CHECKING:
    from opora.organisations.models import Organisation
    from opora.printing import Document
    from opora.reports.models import Report

LIMIT_SECONDS = 1.0
NOW = datetime(2026, 9, 14, 9, 30, tzinfo=UTC)
MEASURES, ORDERS, EVENTS, VISITS = 20, 12, 30, 4


@dataclass(frozen=True, slots=True)
class Made:
    """A draft that is not kept, of a municipality with its schools."""

    report: "Report"

    def letter(self) -> "Document":
        from opora.reports.composing import composed, gathered_for

        return composed(self.report, gathered_for(self.report, today=NOW.date()))

    def docx(self) -> bytes:
        from opora.printing import write_docx

        return write_docx(self.letter())

    def pdf(self) -> bytes:
        from opora.printing import write_pdf

        return write_pdf(self.letter())


def municipality(name: str, schools: int) -> Made:
    """Profiles, measures, orders, events and visits of every school."""
    from factories.crowd_asked import asked_everywhere
    from factories.organisations import authority, figures
    from factories.organisations import municipality as place_of
    from factories.organisations import school as school_of
    from opora.access.actor import operator
    from opora.cycles.actions import add_programme, set_participation
    from opora.cycles.models import Cycle
    from opora.cycles.states import Level, Mode
    from opora.reports.models import Report

    cycle, _ = Cycle.objects.get_or_create(
        code="2026",
        defaults={"title": "2026/27", "starts": date(2026, 9, 1), "ends": date(2027, 8, 31)},
    )
    place = place_of(name)
    authority(f"Управление образования: {name}", place)
    programme = add_programme(
        name=f"500+ {name}", level=Level.MUNICIPAL, territory=place, by=operator(), at=NOW
    )
    made = [school_of(f"{name}: школа {n}", place) for n in range(schools)]
    asked_everywhere(place, cycle, made, NOW)
    for each in made:
        figures(each, 2026)
        set_participation(
            programme=programme, cycle=cycle, school=each, mode=Mode.ACTIVE, by=operator(), at=NOW
        )
        worked_at(each, cycle)
    held_at(place, cycle)
    return Made(
        Report(
            territory=place,
            cycle=cycle,
            stage="second",
            stage_title="Этап 2: реализация",
            subject="О предоставлении отчёта",
            texts={
                "problem": "Нет методической службы.\n" * 5,
                "achievement": "Школы приняли дефициты.\n" * 5,
            },
        )
    )


def worked_at(school: "Organisation", cycle: object) -> None:
    from factories.roadmaps import work_of
    from opora.risks.models import CauseNamed, Direction
    from opora.roadmaps.states import WorkState
    from opora.visits.models import Visit
    from opora.visits.queries.definitions import kinds_for
    from opora.visits.states import VisitState, Way

    states = list(WorkState)
    for n in range(MEASURES):
        due = NOW.date() + timedelta(days=n - MEASURES // 2)
        work_of(school, cycle, f"Мера {n}", due=due, state=states[n % len(states)], now=NOW)  # type: ignore[arg-type]
    for direction in Direction.objects.filter(school=school):
        for n in range(3):
            CauseNamed.objects.create(
                direction=direction, text=f"Причина {n}", named_at=NOW, named_by_name="Школа"
            )
    kind = kinds_for(school.territory.path or "")["curator"]
    Visit.objects.bulk_create(
        Visit(
            cycle=cycle,
            school=school,
            kind=kind.code,
            kind_title=kind.title,
            version_id=kind.version_id,
            way=Way.PRESENCE if n % 2 else Way.ONLINE,
            state=VisitState.DONE,
            visited_on=NOW.date() - timedelta(days=n),
            made_at=NOW,
            made_by_name="Куратор",
            noted_at=NOW,
            noted_by_name="Куратор",
        )
        for n in range(VISITS)
    )


def held_at(place: object, cycle: object) -> None:
    from factories.events import event_of
    from factories.orders import order
    from opora.access.actor import operator
    from opora.events.actions import hold_day

    for n in range(ORDERS):
        order(place, cycle, title=f"О работе со школами, часть {n}", now=NOW)  # type: ignore[arg-type]
    for n in range(EVENTS):
        made = event_of(place, cycle, date(2026, 9, 1 + n % 13), title=f"Семинар {n}", now=NOW)  # type: ignore[arg-type]
        hold_day(session=made.sessions.get(), revision=None, came=20, by=operator(), at=NOW)


def queries(of: Callable[[], object]) -> int:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as captured:
        of()
    return len(captured)


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--schools", type=int, default=16)
    parser.add_argument("--many", type=int, default=200)
    parser.add_argument("--runs", type=int, default=7)
    given = parser.parse_args()
    with scratch_database("opora_bench_report"):
        from django.conf import settings

        from opora.access.actor import operator
        from opora.catalogues.seeding import seed_from_files

        seed_from_files(root=settings.DEFINITIONS_ROOT, by=operator(), at=NOW)
        few, many = municipality("Малый округ", given.schools), municipality("Большой округ", given.many)
        analysed()
        taken = interleaved(
            {"letter": few.letter, "docx": few.docx, "pdf": few.pdf, "many": many.docx}, runs=given.runs
        )
        asked = queries(few.letter), queries(many.letter)
        before = time.process_time()
        few.docx()
        busy = time.process_time() - before
    seconds = {name: statistics.median(each) for name, each in taken.items()}
    rows = [
        Row(f"facts of {given.schools} schools", seconds["letter"]),
        Row(f"{given.schools} schools as DOCX", seconds["docx"]),
        Row(f"{given.schools} schools as PDF", seconds["pdf"]),
        Row(f"{given.many} schools as DOCX", seconds["many"]),
    ]
    print(
        f"{table(rows)}\n\nqueries: {asked[0]} of {given.schools} schools, {asked[1]} of {given.many}"
        f"; {busy * 1000:.0f} ms of the processor for a DOCX of {given.schools}"
    )
    return int(seconds["docx"] > LIMIT_SECONDS or asked[0] != asked[1])


if __name__ == "__main__":
    sys.exit(main())
