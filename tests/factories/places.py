"""One object of every kind in each of three places: one's own, the neighbour's, a foreign region's."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings

from factories.asking import asked_at
from factories.assignments import assigned_at
from factories.burden import burden_at
from factories.curators import curators_at
from factories.decisions import decisions_at
from factories.discussions import discussed_at
from factories.events import events_at
from factories.meetings import met_at
from factories.orders import orders_at
from factories.organisations import authority, leader, merit
from factories.people import Cast, actor, appointed, cast
from factories.plans import plans_at
from factories.reports import reports_at
from factories.results import all_procedures, fact, load
from factories.roadmaps import roadmap_at
from factories.scored import scored_at
from factories.visits import visits_at
from factories.writing import kind_of_document, written_at
from opora.access import Actor, Role
from opora.access.actor import operator
from opora.catalogues.actions import copy_for_territory
from opora.catalogues.models import Definition
from opora.catalogues.seeding import seed_from_files
from opora.cycles.actions import add_programme, set_participation, set_stage
from opora.cycles.states import Level, Mode
from opora.files.actions import store
from opora.groups.models import Group, Member
from opora.groups.states import GroupKind, MemberPart
from opora.identification.actions import draw_up, open_window
from opora.identification.queries import rule_for
from opora.imports.models import ImportRun
from opora.imports.states import RunState
from opora.objections.models import Objection
from opora.objections.states import SubjectKind
from opora.organisations.models import Organisation, Territory
from opora.people.actions import invite
from opora.references import Reference

PLACES = ("own", "neighbour", "foreign")
FILE = b"\xd0\xa8\xd0\xba\xd0\xbe\xd0\xbb\xd0\xb0;1\n"


@dataclass(frozen=True, slots=True)
class Everywhere:
    """The cast, and for each place the values of every parameter that an address may have."""

    cast: Cast
    objects: dict[str, dict[str, dict[str, Any]]]


def everywhere(now: datetime, places: Collection[str] = PLACES) -> Everywhere:
    """Make it all in some of the places: {place: {name of the address or «kind/»: its keyword arguments}}."""
    all_procedures()
    seed_from_files(root=Path(settings.DEFINITIONS_ROOT), by=operator(), at=now)
    people = cast()
    w = people.world
    homes = {
        "own": (w.municipality, w.school),
        "neighbour": (w.neighbour_municipality, w.neighbour_school),
        "foreign": (w.foreign_municipality, w.foreign_school),
    }
    stage = set_stage(cycle=w.cycle, title="Анкеты", term="март", by=operator(), at=now)
    shared = {"year": {"code": w.cycle.code}, "stage": {"code": w.cycle.code, "pk": stage.pk}}
    return Everywhere(people, {place: shared | _bag(people, *homes[place], now=now) for place in places})


def _bag(
    people: Cast, territory: Territory, school: Organisation, *, now: datetime
) -> dict[str, dict[str, Any]]:
    cycle = people.world.cycle
    head, praise = leader(school), merit(school)
    other = authority(place=territory)
    group = Group.objects.create(kind=GroupKind.WORKING, name="Группа", organisation=school)
    member = Member.objects.create(group=group, name="Петрова А. А.", part=MemberPart.MEMBER)
    programme = add_programme(name="500+", level=Level.MUNICIPAL, territory=territory, by=operator(), at=now)
    participation = set_participation(
        programme=programme, cycle=cycle, school=school, mode=Mode.ACTIVE, by=operator(), at=now
    )
    newcomer = appointed(Role.SCHOOL_COORDINATOR, school, surname="Новикова", login=None)
    token = invite(person=newcomer, by=operator(), at=now)
    copy = copy_for_territory(
        base=Definition.objects.get(kind="identification-rules", territory_path=""),
        territory_id=territory.pk,
        territory_path=territory.path or "",
        territory_name=territory.name,
        by=operator(),
        at=now,
    )
    figure = fact(school, "vpr-ma-5", 2026, participants=10, low=5, load=load())
    fact(school, "vpr-ma-6", 2026, participants=10, low=4)
    year_list = draw_up(
        cycle=cycle, territory=territory, rule=rule_for(territory.path or ""), by=operator(), at=now
    )
    entry = year_list.entries.get(school=school)
    open_window(year_list=year_list, by=operator(), at=now, until=now.date() + timedelta(days=3650))
    objection = _objection(school, entry.pk, now)
    head_of_school = actor(Role.SCHOOL_HEAD, school, surname="Главная", on=now.date())
    run = _run(territory, now)
    one = {"pk": school.pk}
    held = events_at(territory, school, cycle, now=now)
    about = Reference("event", held["event"]["pk"], "Семинар", "/", None, territory.path or "")
    return {
        "school": one,
        "school-figures": one | {"year": 2025},
        "school-leader": one | {"leader_pk": head.pk},
        "school-merit": one | {"merit_pk": praise.pk},
        "school-merge-into": one | {"into_pk": other.pk},
        "territory": {"pk": territory.pk},
        "organisation-create": {"territory_pk": territory.pk},
        "group": {"pk": group.pk},
        "group-member": {"pk": group.pk, "member_pk": member.pk},
        "participation": {"code": cycle.code, "pk": participation.pk},
        "participation-add": {"code": cycle.code},
        "catalogue": {"pk": copy.definition_id},
        "catalogue_version": {"pk": copy.definition_id, "number": copy.number},
        "import": {"pk": run.pk},
        "objection": {"pk": objection.pk},
        "objection-raise": {"kind": "listing", "subject_id": entry.pk},
        "person": {"pk": newcomer.pk},
        "appointment": {"pk": newcomer.appointments.get().pk},
        "accept_invitation": {"token": token},
        "results-load": {"pk": figure.load_id},
        "results-procedure": {"code": "vpr-ma-5"},
        "results-figure": {"pk": figure.pk},
        "results-school": one,
        "list": {"pk": year_list.pk},
        "list-entry": {"pk": year_list.pk, "entry_pk": entry.pk},
        "document-new-territory": {"version": kind_of_document("municipal-programme").pk},
        **asked_at(territory, school, cycle, now=now),
        **scored_at(territory, school, cycle, _expert(people, territory), _curator(people, school), now=now),
        **written_at(school, cycle, now=now),
        **roadmap_at(school, cycle, now=now),
        **assigned_at(territory, school, cycle, head_of_school, now=now),
        **met_at(territory, school, cycle, now=now),
        **visits_at(territory, school, cycle, _curator(people, school), now=now),
        **burden_at(territory, school, cycle, now=now),
        **curators_at(territory, school, cycle, now=now),
        **orders_at(territory, school, cycle, now=now),
        **decisions_at(territory, school, cycle, now=now),
        **held,
        **discussed_at(about, head_of_school, now=now),
        **plans_at(territory, school, cycle, now=now),
        **reports_at(territory, cycle, now=now),
    }


def _curator(people: Cast, school: Organisation) -> Actor:
    """The curator of the cast whose school it is; the other places have one each."""
    for each in (people.curator, people.neighbour_curator):
        if each.covers_school(school.pk, ""):
            return each
    return actor(Role.CURATOR, school, surname="Приезжая")


def _expert(people: Cast, territory: Territory) -> Actor:
    """The expert of the cast scores at home; the other places have one each."""
    if territory == people.world.municipality:
        return people.expert
    return actor(Role.EXPERT, territory, surname="Сторонняя")


def _objection(school: Organisation, entry_id: int, now: datetime) -> Objection:
    return Objection.objects.create(
        school=school,
        subject_kind=SubjectKind.LISTING,
        subject_id=entry_id,
        subject_title="ШНОР, 2026",
        statement="Участников было больше.",
        raised_at=now,
        raised_by_name="Школьная",
        answer_due=date(2036, 1, 1),
    )


def _run(territory: Territory, now: datetime) -> ImportRun:
    """A file of somebody else in the territory, waiting for a decision."""
    file = store(
        data=FILE, name="файл.csv", content_type="text/csv", purpose="import:results", by=operator(), at=now
    )
    return ImportRun.objects.create(
        kind="results",
        file=file,
        state=RunState.REFUSED,
        created_at=now,
        created_by_id=0,
        created_by_name="Иванова М. П.",
        territory_path=territory.path or "",
        state_since=now,
    )
