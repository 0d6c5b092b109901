"""A region half-way through a year: roadmaps under way, visits, tasks, orders, requests. Written in bulk.

Municipalities of two hundred schools, a curator for five of them, a coordinator in each school. The first school
of the first municipality has a roadmap of two hundred measures, so that one is measured too.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

IN_A_MUNICIPALITY, TO_A_CURATOR = 200, 5
MEASURES, LONG_ROADMAP, VISITS, TASKS = 10, 200, 3, 3
TITLES = (
    "Консультации по математике для шестых классов",
    "Семинар учителей о чтении на всех уроках",
    "Встреча с родителями об итогах диагностики",
    "Взаимопосещение уроков в паре с наставником",
)


@dataclass(frozen=True, slots=True)
class Region:
    """The places, and the people of each part in order of their places: the n-th curator has the n-th five schools."""

    home: Any
    places: list[Any]
    schools: list[Any]
    cycle: Any
    regional: Any
    municipal: list[Any]
    curators: list[Any]
    coordinators: list[Any]


def region(schools: int, now: datetime, *, coordinators: int = 0) -> Region:
    """`coordinators`: of how many schools somebody can sign in; all schools when 0."""
    from factories.organisations import region as of_home
    from factories.people import appointed
    from opora.access import Role
    from opora.config.seeding import seed
    from opora.cycles.models import Cycle

    seed()
    home = of_home()
    year = now.date().year - (now.month < 9)
    cycle = Cycle.objects.create(
        code=str(year), title=f"{year}/{year + 1}", starts=date(year, 9, 1), ends=date(year + 1, 8, 31)
    )
    places, made = _schools(home, schools)
    fives = [made[n : n + TO_A_CURATOR] for n in range(0, len(made), TO_A_CURATOR)]
    curators = [appointed(Role.CURATOR, *five, surname=f"Кураторова{n}") for n, five in enumerate(fives)]
    writers = [
        appointed(Role.SCHOOL_COORDINATOR, each, surname=f"Школьная{n}")
        for n, each in enumerate(made[: coordinators or len(made)])
    ]
    found = Region(
        home, places, made, cycle,
        appointed(Role.REGIONAL_COORDINATOR, home, surname="Областная"),
        [appointed(Role.MUNICIPAL_COORDINATOR, each, surname=f"Окружная{n}") for n, each in enumerate(places)],
        curators, writers,
    )  # fmt: skip
    _takes_part(found)
    _roadmaps(found, now)
    _visits(found, now)
    _tasks(found, now)
    _orders(found, now)
    return found


def _schools(home: Any, many: int) -> tuple[list[Any], list[Any]]:
    from factories.organisations import municipality
    from opora.organisations.models import Organisation

    places = [municipality(f"Округ {n}", home) for n in range(-(-many // IN_A_MUNICIPALITY))]
    return places, Organisation.objects.bulk_create(
        Organisation(
            kind="school", school_kind="secondary", territory=places[n // IN_A_MUNICIPALITY], key=f"H{n}",
            name=f"Школа № {n}", address=f"улица Школьная, {n}",
        )
        for n in range(many)
    )  # fmt: skip


def _takes_part(of: Region) -> None:
    from opora.cycles.models import Participation, Programme
    from opora.cycles.states import Level

    programme = Programme.objects.create(name="500+", level=Level.REGIONAL, territory=of.home)
    Participation.objects.bulk_create(
        Participation(programme=programme, cycle=of.cycle, school=each) for each in of.schools
    )


def _roadmaps(of: Region, now: datetime) -> None:
    """A confirmed programme of each school with its measures in every state, evidence and words of the curator."""
    from factories.writing import kind_of_document
    from opora.documents.models import Document, Row
    from opora.measures.models import Measure
    from opora.roadmaps.models import Work

    told: dict[str, Any] = {"changed_at": now, "changed_by_name": "Школа"}
    documents = Document.objects.bulk_create(
        Document(
            cycle=of.cycle, version=kind_of_document("medium-term"), kind="medium-term", school=each,
            title="Среднесрочная программа", state="confirmed", state_since=now.date(), made_at=now,
            made_by_name="Школа", **told,
        )
        for each in of.schools
    )  # fmt: skip
    counts = [LONG_ROADMAP if n == 0 else MEASURES for n in range(len(documents))]
    places = [(document, i) for document, many in zip(documents, counts, strict=True) for i in range(many)]
    measures = Measure.objects.bulk_create(
        [
            Measure(
                cycle=of.cycle, school_id=document.school_id, title=f"{TITLES[i % 4]}, часть {i}",
                executors=["deputy"], result="Пропусков меньше на 10 %", ends=_due(i, now),
            )
            for document, i in places
        ],
        batch_size=2000,
    )  # fmt: skip
    Row.objects.bulk_create(
        [
            Row(document=document, table="measures", code=f"m{i}", position=i, measure=measure, **told)
            for (document, i), measure in zip(places, measures, strict=True)
        ],
        batch_size=2000,
    )
    works = Work.objects.bulk_create(
        [
            Work(
                measure=measure, document=document, school_id=document.school_id, cycle=of.cycle,
                state=_state(i), due=_due(i, now), first_due=_due(i, now), state_since=now.date(),
                agreed={"title": measure.title},
            )
            for (document, i), measure in zip(places, measures, strict=True)
        ],
        batch_size=2000,
    )  # fmt: skip
    _answering(of, works)
    _shown([work for work in works if work.state in {"reported", "confirmed"}], of, now)


def _state(number: int) -> str:
    return ("planned", "running", "reported", "confirmed", "confirmed", "returned", "planned")[number % 7]


def _due(number: int, now: datetime) -> date:
    """From a month ago to months ahead; every fifth measure has been due."""
    return now.date() + timedelta(days=-30 + number % 5 * 20)


def _answering(of: Region, works: Sequence[Any]) -> None:
    from opora.roadmaps.models import Work

    who = {each.schools_pk: each.pk for each in _writers(of)}
    through = Work.responsible.through
    through._default_manager.bulk_create(
        [through(work_id=each.pk, person_id=who[each.school_id]) for each in works if each.school_id in who],
        batch_size=5000,
    )


@dataclass(frozen=True, slots=True)
class _Writer:
    schools_pk: int
    pk: int


def _writers(of: Region) -> Iterable[_Writer]:
    return (
        _Writer(school.pk, person.pk) for school, person in zip(of.schools, of.coordinators, strict=False)
    )


def _shown(works: Sequence[Any], of: Region, now: datetime) -> None:
    from opora.roadmaps.models import Evidence, Verdict

    shown = Evidence.objects.bulk_create(
        [
            Evidence(
                school_id=each.school_id, cycle=of.cycle, kind="link", title="Страница на сайте",
                link="https://school.example/", made_at=now, made_by_name="Школа",
            )
            for each in works
        ],
        batch_size=2000,
    )  # fmt: skip
    through = Evidence.works.through
    through._default_manager.bulk_create(
        [through(evidence_id=one.pk, work_id=work.pk) for one, work in zip(shown, works, strict=True)],
        batch_size=5000,
    )
    Verdict.objects.bulk_create(
        [
            Verdict(work=each, state="confirmed", words="Видела сама", at=now, by_name="Кураторова")
            for each in works
            if each.state == "confirmed"
        ],
        batch_size=2000,
    )


def _visits(of: Region, now: datetime) -> None:
    """Made three weeks apart; the next is planned for every second school."""
    from opora.visits.models import Visit, Visitor
    from opora.visits.queries.definitions import kinds_for

    kind = kinds_for(of.home.path or "")["curator"]
    usual: dict[str, Any] = {
        "cycle": of.cycle, "kind": kind.code, "kind_title": kind.title, "version_id": kind.version_id,
        "made_at": now, "made_by_name": "Кураторова",
    }  # fmt: skip
    done = [
        Visit(
            school=each, way="presence" if i % 2 else "online", state="done", noted_at=now,
            visited_on=now.date() - timedelta(days=21 * i + 1), noted_by_name="Кураторова", minutes=90,
            seen="Смотрели уроки математики: вопросы задаёт учитель, ученики слушают.", **usual,
        )
        for each in of.schools
        for i in range(VISITS)
    ]  # fmt: skip
    planned = [
        Visit(school=each, way="presence", planned_on=now.date() + timedelta(days=n % 20 - 2), **usual)
        for n, each in enumerate(of.schools)
        if n % 2
    ]
    at = {each.pk: n // TO_A_CURATOR for n, each in enumerate(of.schools)}
    Visitor.objects.bulk_create(
        [
            Visitor(visit=each, person=of.curators[at[each.school_id]], name="Кураторова")
            for each in Visit.objects.bulk_create([*done, *planned], batch_size=2000)
        ],
        batch_size=2000,
    )


def _tasks(of: Region, now: datetime) -> None:
    from opora.assignments.models import Assignment

    who = {each.schools_pk: each.pk for each in _writers(of)}
    Assignment.objects.bulk_create(
        [
            Assignment(
                cycle=of.cycle, school=each, what=f"{TITLES[i % 4]}: прислать график", executor="Школьная",
                person_id=who.get(each.pk), due=now.date() + timedelta(days=10 * i - 5), state="given",
                state_since=now, given_at=now, given_by_name="Окружная",
            )
            for each in of.schools
            for i in range(TASKS)
        ],
        batch_size=2000,
    )  # fmt: skip


def _orders(of: Region, now: datetime) -> None:
    from opora.orders.models import Order

    Order.objects.bulk_create(
        [
            Order(
                number=str(n), number_key=str(n), date=now.date(), title="О назначении координатора",
                level="school", school=each, cycle=of.cycle, state="issued", state_since=now.date(),
                made_at=now, made_by_name="Школа", changed_at=now, changed_by_name="Школа",
            )
            for n, each in enumerate(of.schools)
        ],
        batch_size=2000,
    )  # fmt: skip
