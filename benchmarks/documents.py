"""A programme of 8 directions, 60 measures, 68 indicators and 200 remarks: opened, written, checked, compared, printed.

    ./dev benchmark documents [--rounds 5] [--requests 40] [--pages 40] [--profile]

Pages and saves have the floors of `pages` (a bare view with as many rows, a bare one-row write). Checks and the
difference are processor time against a limit of their own; the PDF is that of `printouts`.
"""

import argparse
import cProfile
import os
import pstats
import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from io import BytesIO
from typing import TYPE_CHECKING

os.environ["OPORA_HOME"] = "/nonexistent"

from harness import Row, analysed, scratch_database, table
from programmes import large, remarked, stored
from served import OBJECTS, SAVES, Browser, Fields, Page, measured, server, session_of

if TYPE_CHECKING:
    from django.test import Client

CHECKS, DIFFERENCE, PDF = 0.050, 0.100, 1.0
RUNS = 15


@dataclass(frozen=True, slots=True)
class Made:
    """Two such documents: one the school mends, one its curator reads; what each signs in by."""

    written: int
    reviewed: int
    row: str
    section: str
    writer: str
    curator: str
    rows: int


def seed() -> Made:
    from django.utils import timezone

    from factories.organisations import municipality, school
    from factories.people import actor_for, appointed
    from opora.access import Role
    from opora.config.seeding import seed as seed_installation
    from opora.cycles.models import Cycle
    from opora.documents.actions.remarks import remark
    from opora.documents.actions.steps import open_version, return_to_school, send
    from opora.organisations.models import Organisation

    seed_installation()
    place = municipality("Заречный округ")
    cycle = Cycle.objects.create(
        code="2026", title="2026/27", starts=date(2026, 9, 1), ends=date(2027, 8, 31)
    )
    first, second = school("Школа № 1", place), school("Школа № 2", place)
    # the bare view shows as many of them as the page has rows
    Organisation.objects.bulk_create(
        Organisation(
            kind="school", territory=place, name=f"Школа № {n}", key=f"B{n}", school_kind="secondary"
        )
        for n in range(3, 1000)
    )
    now = timezone.now()
    writer = appointed(Role.SCHOOL_COORDINATOR, first, surname="Школьная")
    sender = appointed(Role.SCHOOL_COORDINATOR, second, surname="Другая")
    curator = appointed(Role.CURATOR, first, second, surname="Кураторова")
    acts = {each.pk: actor_for(each, on=now.date()) for each in (writer, sender, curator)}
    found = []
    for of, who in ((first, writer), (second, sender)):
        document = stored(of, cycle, large(), by=acts[who.pk], at=now)
        version = send(document=document, by=acts[who.pk], at=now)
        open_version(version=version, by=acts[curator.pk], at=now)
        goal = document.rows.filter(table="goals").order_by("position")[0]
        remark(document=document, row=goal.code, text="К какому дню?", by=acts[curator.pk], at=now)
        remarked(document, version, now, among_helpers=who is sender)
        found.append(document)
    return_to_school(document=found[0], words="", by=acts[curator.pk], at=now)
    row = found[0].rows.filter(table="measures").order_by("position")[30]
    section = found[0].rows.filter(table="passages").order_by("position")[0]
    many = found[0].rows.count()
    return Made(
        found[0].pk, found[1].pk, row.code, section.code, session_of(writer), session_of(curator), many
    )


def _measure(form: Fields, number: int) -> Fields:
    return form | {"result": f"{number + 2} занятия до 20 декабря", "resources": f"{number} ч"}


def _text(form: Fields, number: int) -> Fields:
    return form | {"text": f"{form['text']} {number}"[-4000:]}


def pages_of(made: Made) -> tuple[list[Page], list[Page]]:
    """What the school opens and saves; what the curator opens."""
    one, other = f"/documents/{made.written}/", f"/documents/{made.reviewed}/"
    row, text = f"{one}rows/measures/{made.row}/", f"{one}rows/passages/{made.section}/"
    school = [
        Page("programme, the school that mends it", one, OBJECTS),
        Page("its checks", f"{one}check/", OBJECTS),
        Page("its remarks", f"{one}remarks/", OBJECTS),
        Page("step with its table of measures", f"{one}write/measures/", OBJECTS),
        Page("a measure", row, OBJECTS, rows=made.rows),
        Page("save: a measure", row, SAVES, _measure),
        Page("save: a measure, while typing", row, SAVES, _measure, typing=True),
        Page("save: a section, while typing", text, SAVES, _text, typing=True),
    ]
    curator = [
        Page("programme, the curator", other, OBJECTS),
        Page("review", f"{other}review/", OBJECTS),
        Page("version against what stands now", f"{other}versions/1/", OBJECTS, rows=made.rows),
    ]
    return school, curator


def cpu(name: str, limit: float, work: Callable[[], object]) -> Row:
    """The median of processor time; the ratio is to the limit itself."""
    work()
    taken = []
    for _ in range(RUNS):
        before = time.process_time()
        work()
        taken.append(time.process_time() - before)
    seconds = statistics.median(taken)
    return Row(name, seconds, seconds / limit, 1)


def reckoned(made: Made) -> list[Row]:
    """Checks and differences in this process, nothing remembered from the run before."""
    from opora.documents.checks.mirror import mirror
    from opora.documents.checks.running import findings
    from opora.documents.difference import difference
    from opora.documents.exchange import dump, parse
    from opora.documents.models import Document
    from opora.documents.presenters.versions import changes
    from opora.documents.queries.checking import checked
    from opora.documents.queries.definitions import expert_sheet, rulebook

    document = Document.objects.select_related(
        "school__territory", "territory", "cycle", "version__definition"
    ).get(pk=made.written)
    looked = checked(document)
    path = document.territory_path
    book, sheet = rulebook(path), expert_sheet(path)
    now = dump(looked.programme)
    before = dump(_half_rewritten(looked.programme))

    def check() -> None:
        mirror(sheet, findings(parse(now), looked.outline, book))

    def compare() -> None:
        old, new = parse(before), parse(now)
        found = difference(old, new)
        assert len(found) > 60, len(found)
        changes(old, new, found, looked.outline)

    print(f"{len(looked.findings)} findings, mirror {looked.mirror.total}, {len(looked.rows)} rows")
    return [
        cpu("all checks afresh, with reading the programme (limit 50 ms)", CHECKS, check),
        cpu("difference of two versions, half of the rows changed (limit 100 ms)", DIFFERENCE, compare),
    ]


def _half_rewritten(programme):  # type: ignore[no-untyped-def]
    """Every second measure and indicator said otherwise, every tenth gone."""
    return replace(
        programme,
        measures=tuple(
            replace(each, title=f"{each.title} — раньше", result="иначе") if n % 2 else each
            for n, each in enumerate(programme.measures)
        ),
        indicators=tuple(
            replace(each, target="99") if n % 2 else each for n, each in enumerate(programme.indicators)
        ),
        passages=tuple(replace(each, text=each.text[: len(each.text) // 2]) for each in programme.passages),
    )


def _client(session: str) -> "Client":
    from django.test import Client

    client = Client(headers={"host": "127.0.0.1"})
    client.cookies["sessionid"] = session
    return client


def looks_while_saving(made: Made) -> str:
    """How often all checks run for one save: in this process, by the test client."""
    from opora.documents.models import Row as Kept
    from opora.documents.queries import checking

    client = _client(made.writer)
    url = f"/documents/{made.written}/rows/measures/{made.row}/"
    ran: list[float] = []
    findings = checking.findings

    def counted(*given: object) -> object:
        before = time.process_time()
        found = findings(*given)  # type: ignore[arg-type]
        ran.append(time.process_time() - before)
        return found

    checking.findings = counted  # type: ignore[assignment]
    try:
        saves = 5
        for number in range(saves):
            kept = Kept.objects.get(document=made.written, code=made.row, table="measures")
            form = {"title": f"Занятия {number}", "revision": kept.revision, "code": made.row}
            answer = client.post(url, form, headers={"HX-Request": "true"})
            assert b"id_revision" in answer.content, answer.content[:500]
    finally:
        checking.findings = findings
    each = statistics.median(ran) * 1000 if ran else 0
    return f"{len(ran)} runs of all checks in {saves} saves while typing, {each:.1f} ms each"


def profiled(made: Made) -> None:
    """Where a page and a save spend their time, by cProfile in this process."""
    for name, session, url in (
        ("programme, the school", made.writer, f"/documents/{made.written}/"),
        ("review", made.curator, f"/documents/{made.reviewed}/review/"),
        ("a measure", made.writer, f"/documents/{made.written}/rows/measures/{made.row}/"),
    ):
        client = _client(session)
        client.get(url)
        profile = cProfile.Profile()
        profile.enable()
        for _ in range(10):
            assert client.get(url).status_code == 200
        profile.disable()
        print(f"\n=== {name}, 10 times")
        pstats.Stats(profile).sort_stats("cumulative").print_stats(70)


def of_forty_pages(pages: int) -> list[Row]:
    """The PDF of the `printouts` benchmark against a second."""
    import printouts

    found, rows = printouts.measured(pages)
    pdf = next(each for each in rows if each.name.endswith("PDF"))
    return [Row(f"{found} pages as PDF (limit 1 s)", pdf.seconds, pdf.seconds / PDF, 1)]


def printed(browser: Browser, made: Made) -> Row:
    """The large programme as its page gives it: over HTTP, checks and all. Each time a text differs."""
    from pypdf import PdfReader

    taken, pages = [], 0
    for number in range(5):
        url = f"/documents/{made.written}/rows/measures/{made.row}/"
        browser.post(url, _measure(_fields(browser, url), 1000 + number))
        before = time.perf_counter()
        pdf = browser.get(f"/documents/{made.written}/programme.pdf")
        taken.append(time.perf_counter() - before)
        pages = len(PdfReader(BytesIO(pdf)).pages)
    seconds = statistics.median(taken)
    return Row(f"this programme as PDF from its page, {pages} pages (limit 1 s)", seconds, seconds / PDF, 1)


def _fields(browser: Browser, url: str) -> Fields:
    from served import fields_of

    return fields_of(browser.page(url))


def main() -> int:
    ask = argparse.ArgumentParser()
    ask.add_argument("--rounds", type=int, default=5)
    ask.add_argument("--requests", type=int, default=40)
    ask.add_argument("--pages", type=int, default=40)
    ask.add_argument("--profile", action="store_true", help="say where the time of the pages goes")
    ask.add_argument("--only", help="only the pages and saves whose name has these words")
    asked = ask.parse_args()
    with scratch_database(f"opora_bench_documents_{os.getpid()}") as url:
        from django.db import connection

        made = seed()
        analysed()
        connection.close()
        if asked.profile:
            profiled(made)
        school, curator = pages_of(made)
        if asked.only:
            school, curator = ([page for page in of if asked.only in page.name] for of in (school, curator))
        with server(url):
            rows = measured(Browser(made.writer), school, asked.rounds, asked.requests)
            rows += measured(Browser(made.curator), curator, asked.rounds, asked.requests)
            if not asked.only:
                rows.append(printed(Browser(made.writer), made))
        print(looks_while_saving(made))
        if not asked.only:
            rows += reckoned(made)
    if not asked.only:
        rows += of_forty_pages(asked.pages)
    print(f"\n{table(rows)}")
    return int(any(each.ratio and each.limit and each.ratio > each.limit for each in rows))


if __name__ == "__main__":
    sys.exit(main())
