"""One curator instead of another: appointments, agreements, the candidate who was replaced."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from conftest import NOW
from curators.conftest import Year
from curators.looking import post, text
from factories.assignments import assignment
from factories.curators import agreement, candidate, curator
from factories.people import person
from opora.access import Refused, WrongState
from opora.appointments.models import Appointment
from opora.curators.actions import appointing
from opora.curators.actions.appointing import Order, Successor
from opora.curators.queries.replacing import left_behind
from opora.curators.states import AgreementState, CandidateState

TODAY = NOW.date()
FIRST = TODAY + timedelta(days=3)


def replaced(year: Year, old: Appointment, schools: list[int] | None = None, **values: object) -> Appointment:
    own = list(old.schools.select_related("territory").order_by("pk"))
    chosen = own if schools is None else [each for each in own if each.pk in schools]
    said = {"successor": Successor(person=person("Сменова")), "reason": "Переехала"} | values
    return appointing.replace(
        appointment=old,
        schools=chosen,
        order=Order(FIRST, "14-у", TODAY),
        by=year.cast.municipal_coordinator,
        at=NOW,
        **said,  # type: ignore[arg-type]
    )[0]


def test_all_schools_at_once(year: Year) -> None:
    old = curator("Прежнева", year.own, year.second, cycle=year.cycle)
    behind = candidate(
        year.place, year.cycle, CandidateState.APPOINTED, now=NOW, person=old.person, appointment=old
    )
    kept = agreement(year.own, old.person, year.cycle, now=NOW, is_signed=True)
    new = replaced(year, old)
    old.refresh_from_db()
    assert (old.until, new.replaces, new.since) == (FIRST - timedelta(days=1), old, FIRST)
    assert set(new.schools.all()) == {year.own, year.second}
    assert (new.order_number, new.cycle) == ("14-у", year.cycle)
    behind.refresh_from_db()
    assert (behind.state, behind.reason, behind.ended_on) == (CandidateState.REPLACED, "Переехала", old.until)
    kept.refresh_from_db()
    assert (kept.state, kept.reason) == (AgreementState.ENDED, "куратор сменился: Переехала")


def test_one_school_of_two_leaves_the_other_with_its_curator(year: Year) -> None:
    old = curator("Прежнева", year.own, year.second, cycle=year.cycle, order_number="1-у", order_date=TODAY)
    behind = candidate(
        year.place, year.cycle, CandidateState.APPOINTED, now=NOW, person=old.person, appointment=old
    )
    other = agreement(year.second, old.person, year.cycle, now=NOW)
    new = replaced(year, old, [year.own.pk])
    old.refresh_from_db()
    assert old.until == FIRST - timedelta(days=1)
    assert (list(new.schools.all()), new.replaces) == ([year.own], old)
    staying = Appointment.objects.get(person=old.person, since=FIRST)
    assert (list(staying.schools.all()), staying.order_number) == ([year.second], "1-у")
    behind.refresh_from_db()
    assert (behind.state, behind.appointment) == (CandidateState.APPOINTED, staying)
    other.refresh_from_db()
    assert other.state == AgreementState.DRAFT


def test_a_candidate_with_a_contract_comes_instead(year: Year) -> None:
    old = curator("Прежнева", year.own, cycle=year.cycle)
    ready = candidate(year.place, year.cycle, CandidateState.CONTRACTED, now=NOW)
    new = replaced(year, old, successor=Successor(candidate=ready))
    ready.refresh_from_db()
    assert (ready.state, ready.appointment, ready.appointed_on) == (CandidateState.APPOINTED, new, FIRST)
    early = candidate(year.place, year.cycle, CandidateState.APPROVED, now=NOW, name="Ранняя Анна")
    with pytest.raises(WrongState, match="договора"):
        replaced(year, new, successor=Successor(candidate=early))


def test_what_is_refused(year: Year) -> None:
    old = curator("Прежнева", year.own, year.second, cycle=year.cycle)
    for wrong in ({"reason": " "}, {"successor": Successor()}, {"schools": []}):
        with pytest.raises(ValidationError):
            replaced(year, old, **wrong)  # type: ignore[arg-type]
    with pytest.raises(WrongState, match="тот же"):
        replaced(year, old, [year.own.pk], successor=Successor(person=old.person))
    with pytest.raises(WrongState, match="другого куратора"):
        appointing.replace(
            appointment=old,
            schools=[year.neighbour],
            successor=Successor(person=person("Сменова")),
            order=Order(FIRST),
            reason="Переехала",
            by=year.cast.regional_coordinator,
            at=NOW,
        )
    with pytest.raises(Refused):
        appointing.replace(
            appointment=old,
            schools=[year.own],
            successor=Successor(person=person("Сменова")),
            order=Order(FIRST),
            reason="Переехала",
            by=year.cast.school_head,
            at=NOW,
        )


def test_what_is_left_behind_stands_above_the_form(year: Year) -> None:
    old = curator("Прежнева", year.own, cycle=year.cycle)
    home = year.cast.municipal_coordinator
    assert left_behind(home, old.person_id, [year.own.pk]) == ()
    assignment(year.own, year.cycle, what="Привезти пособия", person=old.person, by=home, at=NOW)
    groups = left_behind(home, old.person_id, [year.own.pk])
    assert [(each.many, each.rows) for each in groups] == [(1, ((year.own.name, "Привезти пособия"),))]
    ready = candidate(year.place, year.cycle, CandidateState.CONTRACTED, now=NOW)
    url = f"{reverse('curator-replace', args=[old.pk])}?school={year.own.pk}&successor=c{ready.pk}"
    page = text(home, url)
    assert "Привезти пособия" in page
    assert f'<option value="c{ready.pk}" selected>' in page
    answer = post(
        home,
        url,
        200,
        schools=[year.own.pk],
        successor=f"c{ready.pk}",
        since=FIRST.isoformat(),
        reason="Переехала",
    )
    assert "Приглашение готово" in answer
    assert Appointment.objects.get(replaces=old).person.surname == "Светлова"
    text(home, reverse("curator-replace", args=[curator("Чужая", year.neighbour).pk]), 404)


def test_one_more_school_for_a_curator(year: Year) -> None:
    home = year.cast.municipal_coordinator
    old = curator("Ветрова", year.own, cycle=year.cycle)
    url = reverse("curator-assign", args=[year.second.pk, old.person_id])
    post(home, url, since=TODAY.isoformat(), number="3-у")
    assert Appointment.objects.filter(person=old.person, schools=year.second, order_number="3-у").count() == 1
    # the same again is refused in the form
    assert "уже в этой роли" in post(home, url, 422, since=TODAY.isoformat())
    text(home, reverse("curator-assign", args=[year.second.pk, 999_999]), 404)


def test_a_curator_of_two_municipalities_is_replaced_by_the_region(year: Year) -> None:
    old = curator("Ветрова", year.own, year.neighbour, cycle=year.cycle)
    url = reverse("curator-replace", args=[old.pk])
    assert "региональный координатор" in text(year.cast.municipal_coordinator, url, 403)
    text(year.cast.regional_coordinator, url)
    text(year.cast.school_head, url, 403)
