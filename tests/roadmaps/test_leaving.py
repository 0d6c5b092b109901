"""A person leaves with measures to do: seen, told to those who lead, handed over at once."""

from datetime import datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from factories.people import appointed, appointment, signed_in
from factories.roadmaps import work_of
from opora.access import Conflict, Refused, Role
from opora.appointments.models import Appointment
from opora.appointments.session import actor_for
from opora.history.models import Event
from opora.inbox import Reason
from opora.people.models import Person
from opora.roadmaps.actions.arranging import hand_over
from opora.roadmaps.queries.waiting import waiting_for
from opora.roadmaps.states import WorkState

from .conftest import Year


def _left(person: Person) -> None:
    yesterday = timezone.localdate() - timedelta(days=1)
    Appointment.objects.filter(person=person).update(until=yesterday)


def _map(year: Year, query: str = "") -> str:
    return signed_in(year.school).get(reverse("roadmap", args=[year.own.pk]) + query).content.decode()


def test_who_has_gone_is_seen_and_can_be_asked_for(year: Year, at: datetime) -> None:
    teacher = appointed(Role.TEACHER, year.own, surname="Словесникова")
    stays = appointed(Role.TEACHER, year.own, surname="Числова")
    work = work_of(year.own, year.cycle, "Диктанты", responsible=teacher, now=at)
    work_of(year.own, year.cycle, "Семинар", responsible=stays, now=at)
    work_of(year.own, year.cycle, "Прошлое", responsible=teacher, state=WorkState.CONFIRMED, now=at)
    words = "</span>не в школе</span>"
    assert words not in _map(year)
    _left(teacher)
    assert _map(year).count(words) == 1, "what is confirmed is nobody's task"
    assert "назначьте другого: 1" in _map(year)
    assert words in _map(year, "?view=board")
    only = _map(year, "?mark=gone")
    assert "Диктанты" in only
    assert "Семинар" not in only
    page = signed_in(year.school).get(reverse("roadmap-measure", args=[work.pk])).content.decode()
    assert "(не в школе)" in page
    assert "Назначьте другого" in page


def test_an_account_that_was_closed_is_gone_too(year: Year, at: datetime) -> None:
    teacher = appointed(Role.TEACHER, year.own, surname="Словесникова")
    work_of(year.own, year.cycle, responsible=teacher, now=at)
    Person.objects.filter(pk=teacher.pk).update(is_active=False)
    assert "назначьте другого: 1" in _map(year)


def test_those_who_lead_are_told_and_nobody_else(year: Year, at: datetime) -> None:
    teacher = appointed(Role.TEACHER, year.own, surname="Словесникова")
    for title in ("Одна", "Другая"):
        work_of(year.own, year.cycle, title, responsible=teacher, now=at)
    assert waiting_for(year.school) == []
    with CaptureQueriesContext(connection) as quiet:
        waiting_for(year.school)
    _left(teacher)
    with CaptureQueriesContext(connection) as told:
        (line,) = waiting_for(year.school)
    assert (line.reason, line.action) == (Reason.DECIDE, "Передать")
    assert "Словесникова" in line.title
    assert "2\xa0меры" in line.title
    assert line.url == reverse("roadmap-hand-over", args=[year.own.pk, teacher.pk])
    assert len(told) == len(quiet) + 1, "asked only where somebody has gone"
    assert waiting_for(year.teacher) == waiting_for(year.curator) == []


def test_all_measures_go_to_another_person_by_one_form(year: Year, at: datetime) -> None:
    teacher = appointed(Role.TEACHER, year.own, surname="Словесникова")
    heir = appointed(Role.TEACHER, year.own, surname="Числова")
    works = [work_of(year.own, year.cycle, f"Мера {n}", responsible=teacher, now=at) for n in range(3)]
    done = work_of(year.own, year.cycle, "Прошлое", responsible=teacher, state=WorkState.CONFIRMED, now=at)
    _left(teacher)
    client, url = signed_in(year.school), reverse("roadmap-hand-over", args=[year.own.pk, teacher.pk])
    page = client.get(url).content.decode()
    assert page.count("checked") == 3
    assert "Прошлое" not in page
    assert client.post(url, {"works": [works[0].pk], "to": ""}).status_code == 422
    chosen = [str(each.pk) for each in works[:2]]
    assert client.post(url, {"works": chosen, "to": heir.pk}).status_code == 302
    assert [set(each.responsible.all()) for each in works] == [{heir}, {heir}, {teacher}]
    assert set(done.responsible.all()) == {teacher}
    assert Event.objects.filter(verb="передал(а) меру").count() == 2
    assert client.post(url, {"works": [works[2].pk], "to": heir.pk}).status_code == 302
    assert client.get(url).status_code == 404
    assert waiting_for(year.school) == []


def test_a_stranger_takes_nothing_and_two_do_not_hand_over_the_same(year: Year, at: datetime) -> None:
    teacher = appointed(Role.TEACHER, year.own, surname="Словесникова")
    heir = appointed(Role.TEACHER, year.own, surname="Числова")
    stranger = appointed(Role.TEACHER, year.neighbour, surname="Чужакова")
    work = work_of(year.own, year.cycle, responsible=teacher, now=at)
    with pytest.raises(ValidationError, match="не назначен"):
        hand_over(works=[work.pk], person=teacher, to=stranger, by=year.school, at=at)
    with pytest.raises(Refused):
        hand_over(works=[work.pk], person=teacher, to=heir, by=year.teacher, at=at)
    hand_over(works=[work.pk], person=teacher, to=heir, by=year.school, at=at)
    with pytest.raises(Conflict, match="уже другой человек"):
        hand_over(works=[work.pk], person=teacher, to=heir, by=year.school, at=at)


def test_everything_of_somebody_who_stays_is_handed_over_from_the_map(year: Year, at: datetime) -> None:
    teacher = appointed(Role.TEACHER, year.own, surname="Словесникова")
    work_of(year.own, year.cycle, responsible=teacher, now=at)
    url = reverse("roadmap-hand-over", args=[year.own.pk, teacher.pk])
    assert url in _map(year, f"?person={teacher.pk}")
    assert url not in _map(year)
    assert signed_in(year.teacher).get(url).status_code == 403


def test_an_appointment_elsewhere_is_not_one_here(year: Year, at: datetime) -> None:
    teacher = appointed(Role.TEACHER, year.own, surname="Словесникова")
    work_of(year.own, year.cycle, due=timezone.localdate(), responsible=teacher, now=at)
    _left(teacher)
    appointment(teacher, Role.TEACHER, year.neighbour)
    assert [each.action for each in waiting_for(year.school)] == ["Передать"]
    assert waiting_for(actor_for(teacher, on=timezone.localdate())) == []
