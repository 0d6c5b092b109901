"""A municipality with as many of everything as asked: schools, people, figures, groups, objections, imports.

Rows are written in bulk: a thousand of each in a second or two.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import connection
from django.test import Client

from factories.crowd_asked import asked_everywhere
from factories.crowd_written import written_everywhere
from factories.organisations import municipality
from factories.people import appointed, signed_in
from factories.results import all_procedures
from opora.access import Role, ScopeKind
from opora.access.actor import operator
from opora.appointments.models import Appointment
from opora.catalogues.seeding import seed_from_files
from opora.cycles.actions import add_programme
from opora.cycles.models import Cycle, Participation
from opora.cycles.states import Level, Mode
from opora.documents.models import Document
from opora.files.actions import store
from opora.groups.models import Group
from opora.groups.states import GroupKind
from opora.identification.actions import draw_up
from opora.identification.models import YearList
from opora.identification.queries import rule_for
from opora.imports.models import ImportRun
from opora.imports.states import RunState
from opora.objections.models import Objection
from opora.objections.states import SubjectKind
from opora.organisations.models import Organisation, Territory, YearFigures
from opora.organisations.states import OrganisationKind, SchoolKind
from opora.people.models import Person
from opora.results.models import Fact, Load, Procedure
from opora.risks.models import Direction
from opora.surveys.models import Campaign


@dataclass(frozen=True, slots=True)
class Crowd:
    """The coordinator of the municipality, signed in, and what the addresses of its pages need."""

    coordinator: Client
    territory: Territory
    school: Organisation
    figure: Fact
    load: Load
    year_list: YearList
    campaign: Campaign
    direction: Direction
    document: Document


def crowd(size: int, *, now: datetime) -> Crowd:
    """`size` schools, each with its head, two years of two procedures, a group, an objection,
    an import, a campaign, a profile and its directions, a document."""
    place = municipality()
    seed_from_files(root=settings.DEFINITIONS_ROOT, by=operator(), at=now)
    all_procedures()
    cycle = Cycle.objects.create(code="2026", title="2026", starts=date(2026, 1, 1), ends=date(2026, 12, 31))
    schools = _schools(place, size)
    _heads(schools, now)
    loads = Load.objects.bulk_create(
        Load(file_name=f"свод {n}.xlsx", applied_at=now, applied_by_name="Иванова М. П.") for n in range(size)
    )
    facts = _facts(schools, loads)
    Group.objects.bulk_create(
        Group(kind=GroupKind.WORKING, name=f"Группа {n}", organisation=each) for n, each in enumerate(schools)
    )
    _participations(place, cycle, schools, now)
    year_list = draw_up(cycle=cycle, territory=place, rule=rule_for(place.path or ""), by=operator(), at=now)
    _objections(schools, facts, now)
    _imports(place, size, now)
    campaign, direction = asked_everywhere(place, cycle, schools, now)
    document = written_everywhere(cycle, schools, now)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")  # as a large import does at its end
    return Crowd(
        coordinator=signed_in(appointed(Role.MUNICIPAL_COORDINATOR, place, surname="Ковалёва")),
        territory=place,
        school=schools[0],
        figure=facts[0],
        load=loads[0],
        year_list=year_list,
        campaign=campaign,
        direction=direction,
        document=document,
    )


def _schools(place: Territory, size: int) -> list[Organisation]:
    schools = Organisation.objects.bulk_create(
        Organisation(
            kind=OrganisationKind.SCHOOL,
            name=f"Школа {n}",
            territory=place,
            key=f"Z{n}",
            school_kind=SchoolKind.SECONDARY,
            locality="village",
        )
        for n in range(size)
    )
    YearFigures.objects.bulk_create(
        YearFigures(
            organisation=each, year=2025, pupils=100 + n % 50, teachers=12, passport={"low_income": n % 90}
        )
        for n, each in enumerate(schools)
    )
    return schools


def _heads(schools: list[Organisation], now: datetime) -> None:
    people = Person.objects.bulk_create(
        Person(login=f"head{n}", surname=f"Директор{n}", given_name="Анна", created_at=now, password="!")
        for n, _ in enumerate(schools)
    )
    made = Appointment.objects.bulk_create(
        Appointment(person=each, role=Role.SCHOOL_HEAD, scope_kind=ScopeKind.SCHOOL) for each in people
    )
    link = Appointment.schools.through
    link.objects.bulk_create(
        link(appointment_id=each.pk, organisation_id=school.pk)
        for each, school in zip(made, schools, strict=True)
    )


def _facts(schools: list[Organisation], loads: list[Load]) -> list[Fact]:
    procedures = Procedure.objects.filter(code__in=("vpr-ma-5", "vpr-ru-5"))
    return Fact.objects.bulk_create(
        Fact(
            school=each,
            procedure=procedure,
            year=year,
            participants=20,
            low_count=(n + year) % 12,
            high_count=3,
            load=loads[n],
        )
        for n, each in enumerate(schools)
        for procedure in procedures
        for year in (2025, 2026)
    )


def _participations(place: Territory, cycle: Cycle, schools: list[Organisation], now: datetime) -> None:
    programme = add_programme(name="500+", level=Level.MUNICIPAL, territory=place, by=operator(), at=now)
    Participation.objects.bulk_create(
        Participation(programme=programme, cycle=cycle, school=each, mode=Mode.ACTIVE) for each in schools
    )


def _objections(schools: list[Organisation], facts: list[Fact], now: datetime) -> None:
    Objection.objects.bulk_create(
        Objection(
            school=each,
            subject_kind=SubjectKind.FACT,
            subject_id=fact.pk,
            subject_title="ВПР, 2026",
            statement="Участников было больше.",
            raised_at=now,
            raised_by_name="Школьная",
            answer_due=now.date() + timedelta(days=10),
        )
        for each, fact in zip(schools, facts[::4], strict=True)
    )


def _imports(place: Territory, size: int, now: datetime) -> None:
    file = store(
        data=b"1", name="файл.csv", content_type="text/csv", purpose="import:results", by=operator(), at=now
    )
    ImportRun.objects.bulk_create(
        ImportRun(
            kind="results",
            file=file,
            state=RunState.REFUSED,
            created_at=now,
            created_by_id=0,
            created_by_name="Иванова М. П.",
            territory_path=place.path or "",
            state_since=now,
        )
        for _ in range(size)
    )
