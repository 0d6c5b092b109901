"""The ladder: who is told of a term and when; silent for what is fixed."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from factories.people import appointed, appointment, school_of, signed_in
from factories.roadmaps import work_of
from opora.access import Actor, Role
from opora.access.actor import operator
from opora.appointments.session import actor_for
from opora.catalogues.actions import copy_for_territory, publish, save_draft
from opora.catalogues.kinds import mistakes
from opora.catalogues.models import Definition
from opora.cycles.models import Cycle
from opora.inbox import Reason, Waiting
from opora.measures.models import Measure
from opora.roadmaps.ladder import escalation
from opora.roadmaps.models import Checkpoint, Work
from opora.roadmaps.queries.waiting import waiting_for
from opora.roadmaps.stages import roadmap_stages
from opora.roadmaps.states import WorkState

from .conftest import Year
from .making import stages

_LATE = "Берёзовская школа № 1: 1\xa0мера с прошедшим сроком"


def _told(actor: Actor) -> list[tuple[Reason, str]]:
    return [(each.reason, each.title) for each in waiting_for(actor)]


def _in(days: int) -> date:
    return timezone.localdate() + timedelta(days=days)


@pytest.mark.parametrize(("days", "told"), [(15, False), (14, True), (0, True), (-1, True)])
def test_who_answers_is_told_a_fortnight_before(year: Year, at: datetime, days: int, told: bool) -> None:
    teacher = appointed(Role.TEACHER, year.own, surname="Словесникова")
    work_of(year.own, year.cycle, "Диктанты", due=_in(days), responsible=teacher, now=at)
    assert _told(actor_for(teacher, on=_in(0))) == ([(Reason.DO, "Диктанты")] if told else [])
    assert _told(year.teacher) == []


@pytest.mark.parametrize(("days", "told"), [(-2, False), (-3, True)])
def test_the_school_coordinator_is_told_after_three_days(
    year: Year, at: datetime, days: int, told: bool
) -> None:
    teacher = appointed(Role.TEACHER, year.own, surname="Словесникова")
    work_of(year.own, year.cycle, "Диктанты", due=_in(days), responsible=teacher, now=at)
    assert bool(_told(year.school)) is told


def test_nobodys_measure_is_the_coordinators_from_the_start(year: Year, at: datetime) -> None:
    work_of(year.own, year.cycle, "Диктанты", due=_in(10), now=at)
    assert _told(year.school) == [(Reason.DO, "Диктанты")]


@pytest.mark.parametrize(("many", "more"), [(200, None), (203, "Ещё 3\xa0меры")])
def test_more_than_are_told_one_by_one_are_counted(
    year: Year, at: datetime, many: int, more: str | None, django_assert_num_queries: Any
) -> None:
    one = work_of(year.own, year.cycle, due=_in(-9), now=at)
    measures = Measure.objects.bulk_create(
        Measure(cycle=year.cycle, school=year.own, title=f"Мера {n}") for n in range(many - 1)
    )
    Work.objects.bulk_create(
        Work(measure=each, document=one.document, school=year.own, cycle=year.cycle, state_since=at.date(),
             due=_in(-8), agreed={"title": each.title})
        for each in measures
    )  # fmt: skip
    waiting_for(year.school)
    with django_assert_num_queries(6):
        found = waiting_for(year.school)
    assert len({each.title for each in found[:200]}) == 200
    url = reverse("roadmap", args=[year.own.pk]) + "?state=open"
    assert [(each.title, each.url, each.due) for each in found[200:]] == (
        [(more, url, _in(-8))] if more else []
    )


@pytest.mark.parametrize(
    ("days", "curator", "coordinator"), [(-6, 0, 0), (-7, 1, 0), (-20, 1, 0), (-21, 1, 1)]
)
def test_then_the_curator_then_the_municipality(
    year: Year, at: datetime, days: int, curator: int, coordinator: int
) -> None:
    work_of(year.own, year.cycle, due=_in(days), now=at)
    told = [_told(each).count((Reason.DECIDE, _LATE)) for each in (year.curator, year.coordinator)]
    assert told == [curator, coordinator]


@pytest.mark.parametrize("state", [WorkState.REPORTED, WorkState.CONFIRMED, WorkState.DROPPED])
def test_silent_for_what_is_fixed(year: Year, at: datetime, state: WorkState) -> None:
    work_of(year.own, year.cycle, due=_in(-40), state=state, now=at)
    assert Reason.DECIDE not in {reason for reason, _ in _told(year.curator) + _told(year.coordinator)}
    assert _told(year.school) == []


@pytest.mark.parametrize(("many", "lines"), [(10, 10), (11, 1)])
def test_of_many_schools_one_line_leads_to_their_list(
    year: Year, at: datetime, many: int, lines: int
) -> None:
    others = [school_of(year.place, f"YAG-{n}", f"Ягодная школа № {n}") for n in range(many)]
    for number, each in enumerate(others):
        work_of(each, year.cycle, due=_in(-30 - number), now=at)
        work_of(each, year.cycle, "Показано", state=WorkState.REPORTED, now=at)
    work_of(year.own, year.cycle, "Ещё не скоро", due=_in(-2), now=at)
    told = waiting_for(year.coordinator)
    late = [each for each in told if each.reason is Reason.DECIDE]
    shown = [each for each in told if each.reason is Reason.CONFIRM]
    assert (len(late), len(shown)) == (lines, lines)
    if lines == 1:
        assert late[0].title == "11\xa0школ: 11\xa0мер с прошедшим сроком"
        assert shown[0].title == "11\xa0школ: 11\xa0мер"
        assert late[0].due == _in(-30 - many + 1)
        pages = [
            signed_in(year.cast.municipal_coordinator).get(each.url).text for each in (late[0], shown[0])
        ]
        assert ["Берёзовская школа № 1" in page for page in pages] == [True, False], "late, not for long"
        assert all(each.name in page for each in others for page in pages)


def test_a_curator_sees_one_line_a_school(year: Year, at: datetime) -> None:
    for title in ("Одна", "Другая"):
        work_of(year.own, year.cycle, title, state=WorkState.REPORTED, now=at)
    (told,) = waiting_for(year.curator)
    assert (told.reason, told.action) == (Reason.CONFIRM, "Подтвердить")
    assert "2\xa0меры" in told.title
    assert "state=reported" in told.url
    assert waiting_for(year.coordinator) == [], "the school has a curator"


def test_without_a_curator_the_coordinator_confirms(year: Year, at: datetime) -> None:
    work_of(year.neighbour, year.cycle, state=WorkState.REPORTED, now=at)
    somebody = appointed(Role.MUNICIPAL_COORDINATOR, surname="Соседова")
    appointment(somebody, Role.MUNICIPAL_COORDINATOR, year.neighbour.territory)
    actor = actor_for(somebody, on=_in(0), chosen=somebody.appointments.order_by("-pk")[0].pk)
    assert [each.reason for each in waiting_for(actor)] == [Reason.CONFIRM]


def test_what_was_returned_waits_for_mending(year: Year, at: datetime) -> None:
    work_of(year.own, year.cycle, "Диктанты", state=WorkState.RETURNED, now=at)
    assert _told(year.school) == [(Reason.MEND, "Диктанты")]


def test_the_ladder_of_a_territory_counts(year: Year, at: datetime) -> None:
    stages()
    own = copy_for_territory(
        base=Definition.objects.get(kind="escalation", territory_path=""), territory_id=year.place.pk,
        territory_path=year.place.path or "", territory_name=year.place.name, by=operator(), at=at,
    )  # fmt: skip
    content = own.content | {"curator_after": 3}
    save_draft(version=own, content=content, by=operator(), at=at)
    own.refresh_from_db()
    publish(version=own, by=operator(), at=at)
    work_of(year.own, year.cycle, due=_in(-3), now=at)
    assert [reason for reason, _ in _told(year.curator)] == [Reason.DECIDE]


@pytest.mark.parametrize(("day", "told"), [("2026-10-17", False), ("2026-10-18", True), ("2026-11-22", True)])
def test_who_leads_the_school_is_told_to_begin_a_stage(
    year: Year, at: datetime, monkeypatch: pytest.MonkeyPatch, day: str, told: bool
) -> None:
    stages()
    monkeypatch.setattr(timezone, "now", lambda: datetime.fromisoformat(f"{day}T09:00+00:00"))
    assert waiting_for(year.school) == [], "no measures, nothing to begin"
    work_of(year.own, year.cycle, now=at)
    url = f"{reverse('roadmap', args=[year.own.pk])}?cycle={year.cycle.code}#stages"
    line = Waiting(Reason.FILL, "Этап 2: реализация", "Начать этап", url, due=date(2026, 11, 1))
    assert waiting_for(year.school) == ([line] if told else [])
    assert waiting_for(year.teacher) == waiting_for(year.curator) == []
    signed_in(year.school).post(
        reverse("roadmap-stage-begin", args=[year.own.pk, "second"]), {"cycle": year.cycle.code}
    )
    assert [each.action for each in waiting_for(year.school)] == ["Дописать"]


def test_a_stage_begun_last_year_is_to_be_begun_again(
    year: Year, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    stages()
    monkeypatch.setattr(timezone, "now", lambda: datetime(2026, 10, 20, 9, tzinfo=UTC))
    past = Cycle.objects.create(code="2025", title="2025/26", starts=date(2025, 9, 1), ends=date(2026, 8, 31))
    for cycle in (past, year.cycle):
        work_of(year.own, cycle, f"Мера {cycle.code}", now=at)
    Checkpoint.objects.create(
        school=year.own, cycle=past, code="second", title="Этап 2", state="sent", state_since=at.date()
    )
    assert [each.title for each in waiting_for(year.school)] == ["Этап 2: реализация"]


def test_steps_of_the_ladder_stand_in_their_order() -> None:
    right = {"soon": 14, "responsible_after": 3, "curator_after": 7, "coordinator_after": 21}
    assert mistakes(escalation(), right) == []
    assert mistakes(escalation(), right | {"curator_after": 2})
    assert mistakes(escalation(), right | {"soon": 0})


def test_the_last_stage_alone_is_final() -> None:
    rows = [{"code": c, "title": c, "is_final": f} for c, f in (("a", True), ("b", False))]
    assert mistakes(roadmap_stages(), {"stages": rows})
    assert mistakes(roadmap_stages(), {"stages": rows[::-1]}) == []
    assert mistakes(roadmap_stages(), {"stages": []})
