"""Appointing, ending, revoking, replacing; and who may take an account over."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from factories.people import Cast, appointed, appointment, person
from opora.access import Actor, Refused, Role, WrongState
from opora.appointments import actions
from opora.appointments.actions import Terms
from opora.appointments.models import Appointment
from opora.appointments.queries import cycles_readable_by, managed_grants
from opora.appointments.scopes import Places, make_places
from opora.appointments.session import actor_for
from opora.history.models import Event
from opora.people.models import Invitation, Person
from opora.people.tokens import hash_of

pytestmark = pytest.mark.django_db

CURATOR = Role.CURATOR


def curator_places(cast: Cast) -> Places:
    return make_places([], [cast.world.school], role=CURATOR)


def appoint(cast: Cast, somebody: Person, now: datetime, **values: Any) -> Appointment:
    wanted: dict[str, Any] = {
        "role": CURATOR,
        "places": curator_places(cast),
        "terms": Terms(),
        "by": cast.municipal_coordinator,
    }
    return actions.appoint(person=somebody, at=now, **(wanted | values))


def last_event() -> tuple[str, str, str]:
    event = Event.objects.order_by("-id")[0]
    return event.by_name, event.verb, event.subject_title


def test_an_appointment_gives_rights_for_its_term_and_tells(cast: Cast, now: datetime) -> None:
    helper = person("Лесная")
    terms = Terms(cycle=cast.world.cycle, order_number="12-од", order_date=date(2026, 9, 1))

    made = appoint(cast, helper, now, terms=terms)

    assert (made.since, made.until) == (None, date(2027, 8, 31))
    assert actor_for(helper, on=date(2027, 8, 31)).role is CURATOR
    assert actor_for(helper, on=date(2027, 9, 1)).role is None
    assert last_event() == (
        cast.municipal_coordinator.name,
        "назначил(а)",
        "Лесная Мария Петровна: куратор, Берёзовская школа № 1",
    )


def test_the_same_appointment_is_refused_and_writes_nothing(cast: Cast, now: datetime) -> None:
    helper = person()
    appoint(cast, helper, now)
    before = (Appointment.objects.count(), Event.objects.count())

    with pytest.raises(WrongState):
        appoint(cast, helper, now)

    assert (Appointment.objects.count(), Event.objects.count()) == before


def test_a_refused_appointment_of_somebody_new_leaves_no_account(cast: Cast, now: datetime) -> None:
    before = Person.objects.count()

    with pytest.raises(Refused):
        actions.appoint_somebody(
            contacts={"surname": "Новая"},
            role=CURATOR,
            places=curator_places(cast),
            terms=Terms(),
            by=cast.neighbour_municipal_coordinator,
            at=now,
        )

    assert (Person.objects.count(), Invitation.objects.count()) == (before, 0)


def test_ending_keeps_the_last_day_and_revoking_does_not(cast: Cast, now: datetime) -> None:
    helper, today = person(), now.date()
    by = cast.municipal_coordinator
    ended = appoint(cast, helper, now)
    actions.end(appointment=ended, last_day=today, by=by, at=now)
    other = person()
    revoked = appoint(cast, other, now)
    actions.revoke(appointment=revoked, reason="ошибка", by=by, at=now)

    assert actor_for(helper, on=today).role is CURATOR
    assert actor_for(helper, on=today + timedelta(days=1)).role is None
    assert actor_for(other, on=today).role is None
    with pytest.raises(WrongState):
        actions.revoke(appointment=revoked, reason="ещё раз", by=by, at=now)
    with pytest.raises(WrongState):
        actions.end(appointment=revoked, last_day=today, by=by, at=now)


def test_a_replacement_takes_over_without_a_gap(cast: Cast, now: datetime) -> None:
    old, new = person("Прежняя"), person("Новая")
    kept = appoint(cast, old, now, terms=Terms(since=date(2026, 9, 1)))
    first_day = date(2026, 10, 1)

    made = actions.replace(
        appointment=kept,
        person=new,
        first_day=first_day,
        terms=Terms(),
        by=cast.municipal_coordinator,
        at=now,
    )

    assert made.replaces == kept
    assert [actor_for(p, on=first_day - timedelta(days=1)).role for p in (old, new)] == [CURATOR, None]
    assert [actor_for(p, on=first_day).role for p in (old, new)] == [None, CURATOR]
    assert actor_for(new, on=first_day).scope == actor_for(old, on=date(2026, 9, 30)).scope
    with pytest.raises(WrongState, match="Замена уже назначена"):
        actions.replace(
            appointment=kept,
            person=person(),
            first_day=first_day,
            terms=Terms(),
            by=cast.municipal_coordinator,
            at=now,
        )


def test_changing_terms_to_the_same_writes_no_event(cast: Cast, now: datetime) -> None:
    made = appoint(cast, person(), now, terms=Terms(order_number="1"))
    before = Event.objects.count()

    same = actions.change_terms(
        appointment=made, terms=Terms(order_number="1"), by=cast.municipal_coordinator, at=now
    )
    changed = actions.change_terms(
        appointment=made, terms=Terms(order_number="2"), by=cast.municipal_coordinator, at=now
    )

    assert (same, changed, Event.objects.count() - before) == (False, True, 1)


def test_every_write_on_an_appointment_is_refused_to_the_neighbour(cast: Cast, now: datetime) -> None:
    made = appoint(cast, person(), now)
    by = cast.neighbour_municipal_coordinator

    for write in (
        lambda: actions.end(appointment=made, last_day=now.date(), by=by, at=now),
        lambda: actions.revoke(appointment=made, reason="", by=by, at=now),
        lambda: actions.change_terms(appointment=made, terms=Terms(order_number="9"), by=by, at=now),
        lambda: actions.replace(
            appointment=made, person=person(), first_day=now.date(), terms=Terms(), by=by, at=now
        ),
    ):
        with pytest.raises(Refused):
            write()


def takers(cast: Cast, target: Person, now: datetime) -> set[str]:
    """Who may invite the person again, that is, set a new password."""

    def may(actor: Actor) -> bool:
        try:
            actions.check_may_manage(target, by=actor, at=now)
        except Refused:
            return False
        return True

    return {name for name, actor in cast.parts().items() if may(actor)}


def of(actor: Actor) -> Person:
    return Person.objects.get(pk=actor.person_id)


def test_an_account_is_taken_over_only_from_above(cast: Cast, now: datetime) -> None:
    assert takers(cast, of(cast.teacher), now) == {"school_head", "administrator"}
    assert takers(cast, of(cast.school_head), now) == {
        "municipal_coordinator",
        "regional_coordinator",
        "administrator",
    }
    assert takers(cast, of(cast.municipal_coordinator), now) == {"regional_coordinator", "administrator"}
    assert takers(cast, of(cast.regional_coordinator), now) == {"administrator"}
    assert takers(cast, of(cast.administrator), now) == set()
    assert takers(cast, of(cast.stranger), now) == {"administrator"}


def test_one_higher_appointment_protects_the_account(cast: Cast, now: datetime) -> None:
    both = appointed(Role.CURATOR, cast.world.school)
    appointment(both, Role.REGIONAL_COORDINATOR, cast.world.region)

    assert takers(cast, both, now) == {"administrator"}


def test_a_past_higher_appointment_still_protects_where_nothing_lasts(cast: Cast, now: datetime) -> None:
    former = person()
    appointment(former, Role.REGIONAL_COORDINATOR, cast.world.region, until=date(2025, 8, 31))
    appointment(former, Role.CURATOR, cast.world.school, until=date(2026, 8, 31))

    assert takers(cast, former, now) == {"administrator"}
    assert [g.role for g in managed_grants(former, on=now.date())] == [
        Role.REGIONAL_COORDINATOR,
        Role.CURATOR,
    ]


def test_inviting_again_stops_the_earlier_link(cast: Cast, now: datetime) -> None:
    by = cast.municipal_coordinator
    made, first = actions.appoint_somebody(
        contacts={"surname": "Новая", "given_name": "Анна"},
        role=CURATOR,
        places=curator_places(cast),
        terms=Terms(),
        by=by,
        at=now,
    )
    second = actions.invite(person=made.person, by=by, at=now)

    kept = {i.token_hash: i.state(now).value for i in Invitation.objects.all()}
    assert kept == {hash_of(first): "revoked", hash_of(second): "open"}


def test_many_are_invited_all_or_none(cast: Cast, now: datetime) -> None:
    mine = appointed(Role.CURATOR, cast.world.school, login=None)
    not_mine = appointed(Role.CURATOR, cast.world.neighbour_school, login=None)

    with pytest.raises(Refused):
        actions.invite_many(persons=[mine, not_mine], by=cast.municipal_coordinator, at=now)

    assert Invitation.objects.count() == 0


def test_a_past_curator_has_no_year_and_a_school_has_all(cast: Cast) -> None:
    cycle = cast.world.cycle
    past = person()
    appointment(past, Role.CURATOR, cast.world.school, cycle=cycle, until=date(2026, 9, 1))

    assert cycles_readable_by(actor_for(past, on=date(2026, 9, 14))) == []
    assert cycles_readable_by(cast.school_coordinator) == [cycle]
