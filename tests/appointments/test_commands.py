"""`opora invite`: the way in on a new installation."""

from datetime import datetime, timedelta

import pytest

from factories.people import world
from opora.access import Role
from opora.access.actor import operator
from opora.appointments.commands import CommandRefused, invite_by_command
from opora.appointments.models import Appointment
from opora.people.models import Person
from opora.people.queries import invitation_by_token

pytestmark = pytest.mark.django_db


def invite(role: str, scope: str, now: datetime) -> tuple[str, datetime]:
    return invite_by_command(
        role=role, scope_code=scope, by=operator(), at=now, address="http://127.0.0.1:8000/"
    )


def test_the_first_administrator_comes_in(now: datetime) -> None:
    url, until = invite("administrator", "federation", now)

    token = url.removeprefix("http://127.0.0.1:8000/invitations/").removesuffix("/")
    invitation = invitation_by_token(token)
    assert invitation is not None
    assert (until, invitation.expires_at) == (now + timedelta(days=14), now + timedelta(days=14))
    made = Appointment.objects.get()
    assert (made.person, made.role, made.scope_kind) == (invitation.person, Role.ADMINISTRATOR, "federation")


@pytest.mark.parametrize(
    ("role", "scope"),
    [("municipal_coordinator", "M1"), ("Муниципальный координатор", "m1"), ("curator", "S1;S3")],
)
def test_roles_and_scopes_are_named_in_several_ways(role: str, scope: str, now: datetime) -> None:
    world()
    invite(role, scope, now)

    assert Appointment.objects.count() == 1


def test_what_is_unknown_is_refused_with_what_would_do(now: datetime) -> None:
    world()
    with pytest.raises(CommandRefused) as no_role:
        invite("boss", "M1", now)
    with pytest.raises(CommandRefused) as no_place:
        invite("curator", "S77", now)
    with pytest.raises(CommandRefused) as no_sense:
        invite("curator", "M1", now)

    assert no_role.value.allowed == tuple(role.value for role in Role)
    assert no_place.value.allowed == (
        "federation", "M1", "M3", "M2", "R60", "R59", "RU", "S1", "S2", "S4", "S3",
    )  # fmt: skip
    assert no_sense.value.reason == "Роли «Куратор» нужен другой охват: школа, несколько школ."
    assert (Person.objects.count(), Appointment.objects.count()) == (0, 0)
