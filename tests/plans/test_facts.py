"""Marks of execution come from what people did elsewhere."""

from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from conftest import NOW
from factories.people import appointed
from opora.access import Role
from opora.catalogues.models import Version
from opora.cycles.models import Participation, Programme
from opora.documents.models import Document
from opora.documents.states import DocumentState
from opora.events.models import Event, EventLink, Session
from opora.events.states import SessionState, Sort
from opora.expertise.models import Round
from opora.expertise.states import RoundState
from opora.groups.models import Group
from opora.groups.states import GroupKind
from opora.meetings.models import Meeting
from opora.meetings.states import MeetingKind, MeetingState
from opora.orders.models import Order
from opora.orders.states import OrderLevel, OrderState
from opora.plans.facts import SOURCES, FactFigure, choices
from opora.plans.kinds import WORKS
from opora.plans.models import PlanRow
from opora.plans.queries.rows import rows_of
from opora.plans.queries.works import works_for
from opora.questionnaires.instrument import Audience, Purpose
from opora.risks.models import Direction, Profile
from opora.risks.states import DirectionState
from opora.surveys.models import Campaign, Code, Cohort
from opora.visits.models import Visit
from opora.visits.states import VisitState, Way

from .conftest import Year
from .making import plan, row

DAY = date(2026, 9, 10)


def version() -> Version:
    """Any published version: what is in it does not matter here."""
    return Version.objects.get(definition__kind=WORKS)


def figure(year: Year, fact: str, **content: Any) -> FactFigure:
    """What the fact says of a row about the two schools of the own municipality."""
    of = plan(year.place, year.cycle, f"План {PlanRow.objects.count()}")
    made = row(of, school_ids=[year.own.pk, year.second.pk], fact=fact, **content)
    found = rows_of([of], today=DAY)[0].stand.figure
    assert made.fact == fact.split(":", maxsplit=1)[0] and found is not None
    return found


def told(year: Year, fact: str, **content: Any) -> tuple[int, int | None, date | None]:
    found = figure(year, fact, **content)
    return found.done, found.total, found.last_on


def test_profiles(year: Year) -> None:
    assert told(year, "profiles") == (0, 2, None)
    for is_current, digest in ((True, "a"), (False, "b")):
        Profile.objects.create(
            cycle=year.cycle, school=year.own, version=version(), engine="duckdb",
            computed_on=DAY, digest=digest, is_current=is_current,
        )  # fmt: skip
    Profile.objects.create(
        cycle=year.cycle, school=year.cast.world.neighbour_school, version=version(), engine="duckdb",
        computed_on=DAY, digest="c",
    )  # fmt: skip
    assert told(year, "profiles") == (1, 2, DAY)


def test_directions(year: Year) -> None:
    for code, state in (("R01", DirectionState.CHOSEN), ("R02", DirectionState.VERIFIED)):
        Direction.objects.create(
            cycle=year.cycle,
            school=year.own,
            factor_code=code,
            factor_title="Риск",
            state=state,
            state_since=DAY,
        )
    assert (told(year, "directions-verified"), told(year, "directions-active")) == ((1, 2, DAY), (0, 2, None))
    Direction.objects.update(state=DirectionState.UNDER_WAY)
    assert told(year, "directions-active") == (1, 2, DAY)


def test_documents_by_kind(year: Year) -> None:
    def write(kind: str, state: DocumentState, **of: Any) -> None:
        Document.objects.create(
            **of, cycle=year.cycle, version=version(), kind=kind, title="Документ", state=state, state_since=DAY,
            made_at=NOW, made_by_name="Школьная", changed_at=NOW, changed_by_name="Школьная",
        )  # fmt: skip

    write("concept", DocumentState.REVIEW, school=year.own)
    write("anti-risk", DocumentState.CONFIRMED, school=year.own)
    write("concept", DocumentState.DRAFT, school=year.second)
    assert told(year, "documents-sent") == (1, 2, DAY)
    assert told(year, "documents-confirmed") == (1, 2, DAY)
    assert told(year, "documents-confirmed:concept") == (0, 2, None)
    assert told(year, "territory-document") == (0, 1, None)
    write("municipal-programme", DocumentState.CONFIRMED, territory=year.place)
    assert told(year, "territory-document") == (1, 1, DAY)


def test_coverage_of_the_survey(year: Year) -> None:
    campaign = Campaign.objects.create(
        cycle=year.cycle, territory=year.place, title="Опрос", purpose=Purpose.PROFILE, opens=DAY, closes=DAY
    )
    for school, used in ((year.own, 8), (year.second, 7)):
        group = Cohort.objects.create(
            campaign=campaign, school=school, audience=Audience.TEACHER, expected=10
        )
        for n in range(10):
            Code.objects.create(
                cohort=group, number=n + 1, digest=f"{school.pk}-{n}".encode(), is_used=n < used
            )
    assert told(year, "survey-coverage") == (1, 2, None)
    assert figure(year, "survey-coverage").words == "школ, где ответили 80% и больше"


def test_appointments_and_groups(year: Year) -> None:
    assert told(year, "curators") == (0, 2, None)
    appointed(Role.CURATOR, year.own, surname="Первая")
    appointed(Role.CURATOR, year.cast.world.neighbour_school, surname="Чужая")
    assert told(year, "curators") == (1, 2, None)
    assert told(year, "municipal-coordinators", fact_least=1) == (0, None, None)
    appointed(Role.MUNICIPAL_COORDINATOR, year.place, surname="Окружная")
    assert told(year, "municipal-coordinators", fact_least=1) == (1, None, None)
    Group.objects.create(kind=GroupKind.WORKING, name="Группа", organisation=year.own, order_date=DAY)
    Group.objects.create(kind=GroupKind.COORDINATION, name="Группа", territory=year.place)
    assert told(year, "groups-schools:working") == (1, 2, DAY)
    assert told(year, "groups-schools:creative") == (0, 2, None)
    assert told(year, "groups-territory:coordination") == (1, 1, None)
    Group.objects.update(closed_on=DAY)
    assert told(year, "groups-territory") == (0, 1, None)


def test_expertise_of_the_region_counts_for_its_municipality(year: Year) -> None:
    assert told(year, "expertise") == (0, 1, None)
    for number, state in enumerate((RoundState.CLOSED, RoundState.SCORING), start=1):
        Round.objects.create(
            cycle=year.cycle, territory=year.region, title="Раунд", number=number, version=version(), opens=DAY,
            closes=DAY, seed="0", state=state, state_since=DAY, made_at=NOW, made_by_name="Областная",
        )  # fmt: skip
    assert told(year, "expertise") == (1, 2, DAY)


def test_orders_of_the_territory_and_of_its_schools(year: Year) -> None:
    def issue(state: OrderState, kind: str, **of: Any) -> None:
        Order.objects.create(
            **of, number="82", number_key="82", date=DAY, title="О назначении", kind=kind, cycle=year.cycle, state=state,
            state_since=DAY, level=OrderLevel.SCHOOL if "school" in of else OrderLevel.MUNICIPAL,
            made_at=NOW, made_by_name="Окружная", changed_at=NOW, changed_by_name="Окружная",
            **({"signed_at": NOW, "signed_by_name": "Окружная"} if state != OrderState.DRAFT else {}),
        )  # fmt: skip

    issue(OrderState.DRAFT, "curators", territory=year.place)
    assert told(year, "orders") == (0, None, None)
    issue(OrderState.ISSUED, "curators", territory=year.place)
    issue(OrderState.ISSUED, "working-group", school=year.own)
    assert told(year, "orders:curators") == (1, None, DAY)
    assert told(year, "orders:municipal-roadmap") == (0, None, None)
    assert told(year, "orders-schools") == (1, 2, DAY)


def test_meetings_within_the_term_of_the_row(year: Year) -> None:
    for days, state in ((0, MeetingState.HELD), (1, MeetingState.CANCELLED), (40, MeetingState.MINUTED)):
        Meeting.objects.create(**meeting(year, days, state))
    assert told(year, "meetings") == (2, None, timezone.localdate(NOW + timedelta(days=40)))
    assert told(year, "meetings", term="сентябрь 2026") == (1, None, timezone.localdate(NOW))
    assert told(year, "meetings:council") == (0, None, None)


def meeting(year: Year, days: int, state: MeetingState) -> dict[str, Any]:
    made: dict[str, Any] = {
        "cycle": year.cycle, "territory": year.place, "title": "Заседание", "kind": MeetingKind.WORKING,
        "starts_at": NOW + timedelta(days=days), "state": state,
        "state_since": NOW, "called_at": NOW, "called_by_name": "Окружная",
    }  # fmt: skip
    if state == MeetingState.CANCELLED:
        made["reason"] = "Болезнь"
    if state == MeetingState.MINUTED:
        made |= {"number": "1", "signed_at": NOW, "signed_by_name": "Окружная"}
    return made


def event(year: Year, sort: Sort = Sort.EVENT) -> Event:
    return Event.objects.create(
        cycle=year.cycle, territory=year.place, kind="seminar", version=version(), kind_title="Семинар", sort=sort,
        title="Семинар", state_since=DAY, made_at=NOW, made_by_name="Окружная",
    )  # fmt: skip


def day(of: Event, *, held: bool) -> None:
    state = SessionState.HELD if held else SessionState.PLANNED
    settled = {"came": 5, "settled_at": NOW, "settled_by_name": "Окружная"} if held else {}
    Session.objects.create(event=of, date=DAY, last=DAY, state=state, **settled)


def test_events_of_the_territory_and_those_tied_to_the_row(year: Year) -> None:
    seminar, course = event(year), event(year, Sort.COURSE)
    day(seminar, held=True)
    day(seminar, held=False)
    day(course, held=True)
    assert told(year, "events") == (2, None, DAY)
    assert told(year, "events:course") == (1, None, DAY)
    assert told(year, "events", term="октябрь 2026") == (0, None, None)
    of = plan(year.place, year.cycle)
    tied = row(of, fact="events-tied")
    EventLink.objects.create(**link(seminar, tied))
    found = rows_of([of], today=DAY)[0].stand
    assert found.figure is not None
    assert (found.figure.done, found.figure.total, found.words) == (1, 2, "идёт, 1 из 2")


def link(of: Event, tied: PlanRow) -> dict[str, Any]:
    return {"event": of, "kind": "plan-row", "thing_id": tied.pk}


def test_visits_in_presence(year: Year) -> None:
    for school, way, state in (
        (year.own, Way.PRESENCE, VisitState.DONE),
        (year.own, Way.PRESENCE, VisitState.DONE),
        (year.second, Way.ONLINE, VisitState.DONE),
        (year.second, Way.PRESENCE, VisitState.PLANNED),
    ):
        is_done = state == VisitState.DONE
        Visit.objects.create(
            cycle=year.cycle, school=school, kind="curator", kind_title="Посещение", version=version(), way=way,
            state=state, planned_on=DAY, visited_on=DAY if is_done else None, noted_at=NOW if is_done else None,
            noted_by_name="Кураторова" if is_done else "", made_at=NOW, made_by_name="Кураторова",
        )  # fmt: skip
    assert told(year, "visits") == (1, 2, DAY)
    assert told(year, "visits:first") == (0, 2, None)


def test_a_row_without_schools_is_about_those_of_the_programme(year: Year) -> None:
    programme = Programme.objects.create(level="municipal", name="500+", territory=year.place)
    for school in (year.own, year.cast.world.neighbour_school):
        Participation.objects.create(programme=programme, cycle=year.cycle, school=school)
    of = plan(year.place, year.cycle)
    row(of, fact="profiles")
    found = rows_of([of], today=DAY)[0].stand.figure
    assert found is not None and (found.done, found.total) == (0, 1)


def test_what_nobody_counts_any_more_marks_nothing(year: Year) -> None:
    of = plan(year.place, year.cycle)
    row(of, fact="gone-away", term="до 01.09.2026")
    found = rows_of([of], today=DAY)[0].stand
    assert (found.figure, found.words) == (None, "просрочено")


def test_every_source_is_offered_by_its_title(year: Year) -> None:
    offered = dict(choices(year.place.path or ""))
    assert set(SOURCES) <= set(offered)
    assert offered["groups-schools:working"] == "Группы в школах созданы: Рабочая группа"
    named = {each.fact for each in works_for(year.place.path or "").by_code.values() if each.fact}
    assert {each.split(":")[0] for each in named} <= set(SOURCES)
