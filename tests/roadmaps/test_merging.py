"""A school closed or merged in mid-year: what was done stays, what is open is continued or taken off."""

from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from factories.people import actor, appointed, signed_in
from factories.roadmaps import work_of
from opora.access import Actor, Conflict, Refused, Role, WrongState
from opora.access.actor import operator
from opora.history.queries import of_subject
from opora.inbox import Reason
from opora.organisations.actions.register import close_organisation, merge_organisation
from opora.roadmaps.actions.checkpoints import close_checkpoint, give_checkpoint_back
from opora.roadmaps.actions.settling import take_off, take_over
from opora.roadmaps.actions.showing import show_link
from opora.roadmaps.actions.steps import decide, report, start
from opora.roadmaps.models import Checkpoint, Work
from opora.roadmaps.queries.board import school_lines
from opora.roadmaps.queries.diary import diary_of
from opora.roadmaps.queries.snapshot import evidence_of
from opora.roadmaps.queries.waiting import waiting_for
from opora.roadmaps.states import WorkState

from .conftest import Year

LONG_AGO = timedelta(days=40)


def _today() -> date:
    return timezone.localdate()


def _merged(year: Year, at: datetime) -> Actor:
    """`own` joins `second_school`; who leads the successor."""
    heir = year.cast.world.second_school
    merge_organisation(year.own, into=heir, merged_on=_today(), by=operator(), at=at)
    year.own.refresh_from_db()
    return actor(Role.SCHOOL_COORDINATOR, heir, on=_today(), surname="Преемникова")


def _closed(year: Year, at: datetime) -> None:
    close_organisation(year.own, closed_on=_today(), by=operator(), at=at)
    year.own.refresh_from_db()


def test_nobody_is_asked_for_what_a_closed_school_has_left(year: Year, at: datetime) -> None:
    teacher = appointed(Role.TEACHER, year.own, surname="Словесникова")
    work_of(year.own, year.cycle, "Диктанты", due=_today() - LONG_AGO, responsible=teacher, now=at)
    Checkpoint.objects.create(
        school=year.own, cycle=year.cycle, code="first", title="Этап 1", due=_today(), state_since=_today()
    )
    before = [bool(waiting_for(each)) for each in (year.school, year.curator, year.coordinator)]
    assert before == [True, True, True]
    assert diary_of(year.school, _today() - LONG_AGO, _today())
    heir = _merged(year, at)
    for each in (year.school, year.curator, year.coordinator):
        assert waiting_for(each) == []
    assert diary_of(year.school, _today() - LONG_AGO, _today()) == []
    assert diary_of(heir, _today() - LONG_AGO, _today()) == []
    (line,) = school_lines([year.own.pk], year.cycle.pk, today=_today(), lately=_today())
    assert (line.measures, line.late, line.is_closed) == (1, 0, True)
    page = signed_in(year.curator).get(reverse("roadmap", args=[year.own.pk])).content.decode()
    assert "просрочена" not in page
    assert "присоединена к школе" in page


def test_its_own_people_change_nothing_any_more(year: Year, at: datetime) -> None:
    work = work_of(year.own, year.cycle, now=at)
    _merged(year, at)
    for act in (
        lambda: start(work=work, by=year.school, at=at),
        lambda: report(work=work, words="Сделано", done_on=_today(), by=year.school, at=at),
        lambda: show_link(works=[work], link="https://x.example/", title="", by=year.school, at=at),
    ):
        with pytest.raises(WrongState, match="Школа закрыта"):
            act()
    begin = reverse("roadmap-stage-begin", args=[year.own.pk, "final"])
    assert signed_in(year.school).post(begin, {"cycle": year.cycle.code}).status_code in {404, 409}


def test_what_was_done_is_still_confirmed(year: Year, at: datetime) -> None:
    work = work_of(year.own, year.cycle, now=at)
    report(work=work, words="Сделано", done_on=_today(), by=year.school, at=at)
    heir = _merged(year, at)
    assert [each.reason for each in waiting_for(year.curator)] == [Reason.CONFIRM]
    decide(work=work, confirms=True, words="Видела.", by=year.curator, at=at)
    work.refresh_from_db()
    assert (work.state, work.school) == (WorkState.CONFIRMED, year.own)
    page = signed_in(heir).get(reverse("roadmap", args=[year.own.pk]))
    assert work.measure.title in page.content.decode(), "the successor reads the history"
    own = signed_in(heir).get(reverse("roadmap", args=[year.cast.world.second_school.pk])).content.decode()
    assert reverse("roadmap", args=[year.own.pk]) in own


def test_a_stage_of_a_closed_school_is_closed_and_not_given_back(year: Year, at: datetime) -> None:
    work_of(year.own, year.cycle, due=_today() - LONG_AGO, now=at)
    made = Checkpoint.objects.create(
        school=year.own, cycle=year.cycle, code="first", title="Этап 1", due=_today(), state_since=_today(),
        state="sent", words="Сделали", sent_at=at, sent_by_name="Школа",
    )  # fmt: skip
    _merged(year, at)
    assert [each.action for each in waiting_for(year.curator)] == ["Закрыть этап"]
    with pytest.raises(WrongState, match="дописать этап некому"):
        give_checkpoint_back(checkpoint=made, words="Чем подтверждается?", by=year.curator, at=at)
    closed = close_checkpoint(checkpoint=made, conclusion="Верю.", by=year.curator, at=at)
    assert closed.snapshot is not None
    assert [each["is_late"] for each in closed.snapshot["works"]] == [False]


def test_the_successor_goes_on_with_what_is_open(year: Year, at: datetime) -> None:
    due = _today() + timedelta(days=5)
    teacher = appointed(Role.TEACHER, year.own, surname="Словесникова")
    works = [
        work_of(year.own, year.cycle, f"Мера {n}", due=due, responsible=teacher, cost=Decimal(5), now=at)
        for n in range(2)
    ]
    shown = show_link(works=works[:1], link="https://x.example/", title="Сайт", by=year.school, at=at)
    done = work_of(year.own, year.cycle, "Прошлое", state=WorkState.CONFIRMED, now=at)
    heir = _merged(year, at)
    (line,) = waiting_for(heir)
    url = reverse("roadmap-settle", args=[year.own.pk])
    assert (line.reason, line.action, line.url) == (Reason.DECIDE, "Решить", url)
    assert "присоединена: продолжить или снять, 2\xa0меры" in line.title
    client = signed_in(heir)
    assert client.get(url).content.decode().count("checked") == 2
    assert client.post(url, {"works": [], "what": "take"}).status_code == 422
    assert client.post(url, {"works": [works[0].pk], "what": "take"}).status_code == 302
    taken = Work.objects.get(pk=works[0].pk)
    assert taken.school == year.cast.world.second_school
    assert (taken.state, taken.due, taken.cost) == (WorkState.PLANNED, due, Decimal(5))
    assert of_subject("work", taken.pk)[0].note.startswith(year.own.name)
    assert evidence_of(taken.school_id, year.cycle.pk) == {taken.pk: [shown]}
    assert "Начата в школе" in client.get(reverse("roadmap-measure", args=[taken.pk])).content.decode()
    # the people of the closed school are not at the successor: somebody is named anew
    assert {each.action for each in waiting_for(heir)} == {"Решить", "Передать"}
    assert client.post(url, {"works": [works[1].pk], "what": "drop", "reason": ""}).status_code == 422
    said = {"works": [works[1].pk], "what": "drop", "reason": "Повтор нашей меры"}
    assert client.post(url, said).status_code == 302
    works[1].refresh_from_db()
    done.refresh_from_db()
    assert (works[1].state, works[1].report) == (WorkState.DROPPED, "Повтор нашей меры")
    assert (done.state, done.school) == (WorkState.CONFIRMED, year.own)
    assert "не осталось" in client.get(url).content.decode()


def test_a_school_that_nobody_succeeds_is_the_coordinators(year: Year, at: datetime) -> None:
    work = work_of(year.own, year.cycle, due=_today() - LONG_AGO, now=at)
    work_of(year.own, year.cycle, "Без дня", now=at)
    _closed(year, at)
    (line,) = waiting_for(year.coordinator)
    assert (line.reason, line.since) == (Reason.DECIDE, _today())
    assert "закрыта: снять с карты, 2\xa0меры" in line.title
    assert waiting_for(year.curator) == waiting_for(year.school) == []
    page = signed_in(year.coordinator).get(line.url).content.decode()
    assert "Продолжить в нашей школе" not in page
    with pytest.raises(Refused):
        take_over(school=year.own, works=[work.pk], by=year.coordinator, at=at)
    with pytest.raises(ValidationError):
        take_off(school=year.own, works=[work.pk], reason=" ", by=year.coordinator, at=at)
    take_off(school=year.own, works=[work.pk], reason="Школа закрыта", by=year.coordinator, at=at)
    work.refresh_from_db()
    assert work.state == WorkState.DROPPED


def test_what_a_successor_left_when_it_was_closed_too_is_the_coordinators(year: Year, at: datetime) -> None:
    work_of(year.own, year.cycle, due=_today() - LONG_AGO, now=at)
    _merged(year, at)
    assert waiting_for(year.coordinator) == []
    close_organisation(year.cast.world.second_school, closed_on=_today(), by=operator(), at=at)
    assert [line.title for line in waiting_for(year.coordinator)] == [
        f"{year.own} закрыта: снять с карты, 1\xa0мера"
    ]


def test_who_decides_about_a_closed_school(year: Year, at: datetime) -> None:
    work = work_of(year.own, year.cycle, now=at)
    url = reverse("roadmap-settle", args=[year.own.pk])
    assert signed_in(year.coordinator).get(url).status_code == 409, "the school is open"
    heir = _merged(year, at)
    answers = {
        name: signed_in(each).get(url).status_code
        for name, each in (
            ("heir", heir), ("coordinator", year.coordinator), ("own", year.school), ("curator", year.curator),
            ("stranger", actor(Role.SCHOOL_COORDINATOR, year.neighbour, on=_today())),
        )
    }  # fmt: skip
    assert answers == {"heir": 200, "coordinator": 200, "own": 403, "curator": 403, "stranger": 404}
    take_over(school=year.own, works=[work.pk], by=heir, at=at)
    with pytest.raises(Conflict, match="уже решили"):
        take_over(school=year.own, works=[work.pk], by=heir, at=at)
    with pytest.raises(Conflict):
        take_off(school=year.own, works=[work.pk], reason="Нет", by=year.coordinator, at=at)
