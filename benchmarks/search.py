"""The search in a region of 3,000 schools and 10,000 people: a rare word, a common one, a surname, a mistyped one.

    ./dev benchmark search [--schools 3000] [--people 10000] [--rounds 5] [--requests 20] [--only NAME …] [--explain]

The floor is the bare view with as many rows as the page shows. Each page asks for other words each time it is opened,
so that nothing is answered from what the last one left behind.
"""

import argparse
import os
import statistics
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

os.environ["OPORA_HOME"] = "/nonexistent"

from harness import Row, analysed, scratch_database, table
from served import LISTS, Browser, milliseconds, rows_on, server, session_of

AT = datetime(2026, 9, 14, 9, 0, tzinfo=UTC)
RARE = ("клавесин", "барометр", "гербарий", "метроном", "телескоп")
COMMON = ("школа", "занятия", "математика", "учитель", "консультации")
SURNAMES = ("Ковал", "Петр", "Сидор", "Кузнец", "Смирн", "Волк", "Сокол", "Лебед", "Козл", "Новик")
SYLLABLES = ("ба", "ве", "ги", "до", "жу", "за", "ка", "ло", "ме", "ни")
WORDS = (
    "Провести занятия по математике с учителями и разобрать с ними итоги диагностики",
    "Консультации для родителей о выборе предмета и о расписании подготовки к экзаменам",
    "Взаимопосещение уроков и обсуждение того, что удалось каждому учителю",
)


@dataclass(frozen=True, slots=True)
class Made:
    """Sessions of those who search."""

    region: str
    municipality: str
    curator: str
    school: str


def surname(number: int) -> str:
    """«Ковалбаве…ова»: ten thousand that differ by a syllable or two."""
    digits = f"{number:04}"
    middle = "".join(SYLLABLES[int(each)] for each in digits[1:])
    return f"{SURNAMES[int(digits[0])]}{middle}ова"


def seed(schools: int, people: int) -> Made:
    """A region with documents, measures, orders, visits, assignments of each school."""
    from factories.organisations import municipality, region
    from factories.people import appointed
    from opora.access import Role
    from opora.config.seeding import seed as seed_installation
    from opora.cycles.models import Cycle
    from opora.organisations.models import Organisation

    seed_installation()
    home = region()
    cycle = Cycle.objects.create(
        code="2026", title="2026/27", starts=date(2026, 9, 1), ends=date(2027, 8, 31)
    )
    places = [municipality(f"{name} округ", home) for name in ("Заречный", "Озёрный", "Лесной", "Полевой")]
    made = Organisation.objects.bulk_create(
        Organisation(
            kind="school", territory=places[n % 4], name=f"{place_name(n)} школа № {n}", key=f"B{n}",
            school_kind="secondary", address=f"улица Школьная, {n}",
        )
        for n in range(schools)
    )  # fmt: skip
    _people(made, people)
    _work(made, cycle)
    return Made(
        session_of(appointed(Role.REGIONAL_COORDINATOR, home, surname="Областная")),
        session_of(appointed(Role.MUNICIPAL_COORDINATOR, places[0], surname="Окружная")),
        session_of(appointed(Role.CURATOR, *made[:5], surname="Кураторова")),
        session_of(appointed(Role.SCHOOL_HEAD, made[0], surname="Директорова")),
    )


def place_name(number: int) -> str:
    return ("Берёзовская", "Луговская", "Сосновая", "Озёрная", "Дальняя")[number % 5]


def _people(schools: Sequence[Any], many: int) -> None:
    from opora.access import Role, ScopeKind
    from opora.appointments.models import Appointment
    from opora.people.models import Person

    made = Person.objects.bulk_create(
        Person(
            login=f"p{n}", surname=surname(n), given_name="Анна", patronymic="Петровна", post="учитель",
            password="!", created_at=AT,
        )
        for n in range(many)
    )  # fmt: skip
    held = Appointment.objects.bulk_create(
        Appointment(person=each, role=Role.TEACHER, scope_kind=ScopeKind.SCHOOL) for each in made
    )
    through = Appointment.schools.through
    through._default_manager.bulk_create(
        through(appointment_id=each.pk, organisation_id=schools[n % len(schools)].pk)
        for n, each in enumerate(held)
    )


def _work(schools: Sequence[Any], cycle: Any) -> None:
    """A document of ten rows and ten measures, an order, two visits, two assignments, two directions of each."""
    from factories.writing import kind_of_document
    from opora.assignments.models import Assignment
    from opora.catalogues.models import Version
    from opora.documents.models import Document
    from opora.documents.models import Row as Kept
    from opora.measures.models import Measure
    from opora.orders.models import Order
    from opora.risks.models import Direction
    from opora.visits.models import Visit

    version = kind_of_document("medium-term")
    visit = Version.objects.filter(definition__kind="visit-kinds").first() or version
    day = AT.date()
    told: dict[str, Any] = {"made_at": AT, "made_by_name": "Школа"}
    changed: dict[str, Any] = {"changed_at": AT, "changed_by_name": "Школа"}
    documents = Document.objects.bulk_create(
        Document(
            cycle=cycle, version=version, kind="medium-term", school=each, title=f"Программа: {each.name}",
            state="confirmed", state_since=day, **told, **changed,
        )
        for each in schools
    )  # fmt: skip
    for n, document in enumerate(documents):
        measures = Measure.objects.bulk_create(
            Measure(
                cycle=cycle,
                school_id=document.school_id,
                title=f"{WORDS[i % 3]} {n}",
                result="Пропусков меньше",
            )
            for i in range(10)
        )
        Kept.objects.bulk_create(
            [
                Kept(
                    document=document, table="goals", code=f"g{i}", position=i, content={"text": _goal(n, i)}, **changed
                )
                for i in range(10)
            ]
            + [
                Kept(document=document, table="measures", code=f"m{i}", position=i, measure=each, **changed)
                for i, each in enumerate(measures)
            ]
        )  # fmt: skip
    Order.objects.bulk_create(
        Order(
            number=str(n), number_key=str(n), date=day, title="О назначении школьных координаторов", level="school",
            school=each, state="issued", state_since=day, **told, **changed,
        )
        for n, each in enumerate(schools)
    )  # fmt: skip
    Visit.objects.bulk_create(
        Visit(
            cycle=cycle, school=each, kind="curator", kind_title="Посещение куратора", version=visit, way="presence",
            state="done", visited_on=day - timedelta(days=i), noted_at=AT, noted_by_name="Кураторова", seen=WORDS[i],
            **told,
        )
        for each in schools
        for i in range(2)
    )  # fmt: skip
    Assignment.objects.bulk_create(
        Assignment(
            cycle=cycle, school=each, what=WORDS[i], executor=each.name, state="given", state_since=AT, given_at=AT,
            given_by_name="Окружная",
        )
        for each in schools
        for i in range(2)
    )  # fmt: skip
    Direction.objects.bulk_create(
        Direction(
            cycle=cycle, school=each, factor_code=code, factor_title=title, state="active", level="high",
            state_since=day,
        )
        for each in schools
        for code, title in (("R08", "Низкая учебная мотивация"), ("R04", "Дефицит педагогов"))
    )  # fmt: skip


def _goal(school: int, number: int) -> str:
    rare = RARE[school % 5] if school < 15 and number == 0 else ""
    return f"Цель {number}: {WORDS[number % 3].lower()} {rare}"


@dataclass(frozen=True, slots=True)
class Search:
    """One kind of search: what is typed in turn, by whom."""

    name: str
    session: str
    typed: tuple[str, ...]
    more: str = ""

    def url(self, number: int) -> str:
        from urllib.parse import quote

        return f"/search/?q={quote(self.typed[number % len(self.typed)])}{self.more}"


def searches(made: Made) -> list[Search]:
    swapped = tuple(
        f"{name[:5]}{name[6]}{name[5]}{name[7:]}" for name in map(surname, range(1234, 9000, 977))
    )
    return [
        Search("a rare word, region", made.region, RARE),
        Search("a common word, region", made.region, COMMON),
        Search("two words, region", made.region, ("занятия математика", "взаимопосещение уроков")),
        Search("a surname, region", made.region, tuple(map(surname, range(100, 9000, 977)))),
        Search("a mistyped surname, region", made.region, swapped),
        Search("nothing, region", made.region, ("щщъщъщ", "ъъщщъщ")),
        Search("one kind, region", made.region, COMMON, "&kind=texts"),
        Search("a common word, municipality", made.municipality, COMMON),
        Search("a common word, curator", made.curator, COMMON),
        Search("a common word, school", made.school, COMMON),
    ]


def measure(search: Search, rounds: int, requests: int) -> Row:
    """Interleaved with the bare view; the median over rounds of the ratio of p50s."""
    browser = Browser(search.session)
    rows = rows_on(browser.page(search.url(0)))
    for number in range(len(search.typed)):
        browser.get(search.url(number))
    ratios, seconds = [], []
    for turn in range(rounds):
        ours, floor = [], []
        for number in range(turn * requests, (turn + 1) * requests):
            ours.append(milliseconds(lambda n=number: browser.get(search.url(n))))  # type: ignore[misc]
            floor.append(milliseconds(lambda: browser.get(f"/bare/{rows}/")))
        ratios.append(statistics.median(ours) / statistics.median(floor))
        seconds.append(statistics.median(ours) / 1000)
    return Row(f"{search.name} ({rows} rows)", statistics.median(seconds), statistics.median(ratios), LISTS)


def by_kind() -> None:
    """How long each kind of things takes for the region's coordinator, in this process."""
    from django.utils import timezone

    from opora.appointments.models import Appointment
    from opora.appointments.session import actor_for
    from opora.search.asking import read
    from opora.search.matching import Sought
    from opora.search.sources import SOURCES
    from opora.search.sources.base import Place
    from opora.search.wording import run

    held = Appointment.objects.filter(role="regional_coordinator").select_related("person")[0]
    actor = actor_for(held.person, on=timezone.localdate())
    for source in SOURCES:
        taken = []
        for word in (*COMMON, *COMMON):
            before = time.perf_counter()
            request = source.asks(actor, Place(), start=0, size=5)
            assert request is not None
            (rows,) = run([request], Sought.of(read(word)))
            part = source.tells(actor, rows, start=0, size=5)
            taken.append((time.perf_counter() - before) * 1000)
        print(f"{source.code:16} {statistics.median(taken):7.1f} ms, of «{word}» {part.total}")


def main() -> int:
    ask = argparse.ArgumentParser()
    ask.add_argument("--schools", type=int, default=3000)
    ask.add_argument("--people", type=int, default=10000)
    ask.add_argument("--rounds", type=int, default=5)
    ask.add_argument("--requests", type=int, default=20)
    ask.add_argument("--only", nargs="*", help="names of the searches to measure")
    ask.add_argument("--explain", action="store_true", help="say how long each kind of things takes")
    asked = ask.parse_args()
    with scratch_database(f"opora_bench_search_{os.getpid()}") as url:
        from django.db import connection

        made = seed(asked.schools, asked.people)
        analysed()
        if asked.explain:
            by_kind()
        connection.close()
        chosen = [
            each for each in searches(made) if not asked.only or any(n in each.name for n in asked.only)
        ]
        with server(url):
            rows = [measure(each, asked.rounds, asked.requests) for each in chosen]
    print(table(rows))
    return int(any(each.ratio and each.limit and each.ratio > each.limit for each in rows))


if __name__ == "__main__":
    sys.exit(main())
