"""A municipality with a year behind it: lists, profiles, orders, events, visits, roadmaps; it is 14 September."""

from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import timezone

from conftest import NOW
from factories.curators import agreement
from factories.events import event_of
from factories.once import Made, Once
from factories.orders import order
from factories.organisations import authority, figures, leader, merit, organisation
from factories.people import Cast, cast
from factories.roadmaps import work_of
from opora.access.actor import operator
from opora.catalogues.seeding import seed_from_files
from opora.cycles.models import Cycle
from opora.events.actions import hold_day
from opora.groups.models import Group
from opora.groups.states import GroupKind
from opora.organisations.models import Organisation, Territory
from opora.organisations.states import OrganisationKind
from opora.people.models import Person
from opora.risks.models import CauseNamed, Direction
from opora.roadmaps.states import WorkState
from opora.visits.models import Visit
from opora.visits.queries.definitions import kinds_for
from opora.visits.states import VisitState, Way

from .making import listed, participates, profiled

TODAY = NOW.date()


@dataclass(frozen=True, slots=True)
class Year:
    """`own` and `second` take part and are listed, `own` for the second time; `strong` is neither."""

    cast: Cast
    place: Territory
    cycle: Cycle
    own: Organisation
    second: Organisation
    strong: Organisation


@pytest.fixture(autouse=True)
def _clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages live on the same day as the rest of a test."""
    monkeypatch.setattr(timezone, "now", lambda: NOW)


@pytest.fixture(scope="module")
def _schools(once: Once) -> Made[Year]:
    return once(_bare)


@pytest.fixture(scope="module")
def _told(once: Once) -> Made[Year]:
    return once(_year)


@pytest.fixture
def bare(_schools: Made[Year], db: None) -> Year:
    """Nothing but schools: no list, no participation, nobody appointed."""
    return _schools.copy()


@pytest.fixture
def year(_told: Made[Year], db: None) -> Year:
    """Everything that a letter tells."""
    return _told.copy()


def _bare() -> Year:
    seed_from_files(root=Path(settings.DEFINITIONS_ROOT), by=operator(), at=NOW)
    people = cast()
    w = people.world
    strong = Organisation.objects.create(
        kind="school", name="Сильная школа", territory=w.municipality, key="S7"
    )
    return Year(people, w.municipality, w.cycle, w.school, w.second_school, strong)


def _year() -> Year:
    bare = _bare()
    w, cycle = bare.cast.world, bare.cycle
    schools = (bare.own, bare.second)
    _sender(bare.place, w.region)
    for each, pupils, teachers in ((bare.own, 400, 40), (bare.second, 200, 10), (bare.strong, 300, 50)):
        figures(each, 2026, pupils=pupils, teachers=teachers)
    listed(bare.place, cycle, {bare.own: True, bare.second: False}, out=[bare.strong])
    participates(bare.place, cycle, *schools)
    profiled(cycle, *schools)
    merit(bare.own, "Пилотная площадка региона")
    taken = Direction.objects.filter(school=bare.own).order_by("pk")[0]
    Direction.objects.filter(pk=taken.pk).update(state="verified")
    CauseNamed.objects.create(
        direction=taken, text="Смена команды", named_at=NOW, named_by_name="Директорова"
    )
    order(bare.place, cycle, number="16", date=date(2026, 9, 2), title="О назначении ответственных")
    order(bare.own, cycle, number="7")
    seminar = event_of(bare.place, cycle, date(2026, 9, 7), title="Методический десант", now=NOW)
    hold_day(session=seminar.sessions.get(), revision=None, came=25, by=operator(), at=NOW)
    Group.objects.create(kind=GroupKind.WORKING, name="Муниципальная рабочая группа", territory=bare.place)
    curator = Person.objects.get(pk=bare.cast.curator.person_id or 0)
    agreement(bare.own, curator, cycle, now=NOW, is_signed=True)
    _visit(bare.own, cycle)
    late = TODAY - timedelta(days=5)
    work_of(bare.own, cycle, "Олимпиада", state=WorkState.CONFIRMED, pride="Победа района", now=NOW)
    work_of(bare.own, cycle, "Консультации", due=late, now=NOW)
    work_of(bare.second, cycle, "Семинар", state=WorkState.REPORTED, now=NOW)
    return bare


def _sender(place: Territory, region: Territory) -> None:
    body = authority(
        "Управление образования",
        place,
        official_name="Управление образования администрации Берёзовского округа",
        address="ул. Лесная, 5",
        phone="(34 278) 0 00 00",
        letterhead="ОКПО 42813705, ОГРН 1195958042411\nКПП 593301001",
    )
    leader(body, "Начальникова Ольга Фёдоровна", "Начальник управления")
    institute = organisation(OrganisationKind.INSTITUTE, "Институт развития образования", region)
    leader(institute, "Ректоров Пётр Ильич", "Ректор")


def _visit(school: Organisation, cycle: Cycle) -> None:
    kind = kinds_for(school.territory.path or "")["curator"]
    Visit.objects.create(
        cycle=cycle,
        school=school,
        kind=kind.code,
        kind_title=kind.title,
        version_id=kind.version_id,
        way=Way.PRESENCE,
        state=VisitState.DONE,
        visited_on=date(2026, 9, 8),
        made_at=NOW,
        made_by_name="Кураторова",
        noted_at=NOW,
        noted_by_name="Кураторова",
    )
