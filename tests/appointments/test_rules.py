"""Who may appoint whom: every role, to every role, at home, next door, far away."""

import pytest

from factories.people import Cast, world
from opora.access import Actor, Refused, Role
from opora.access.actor import operator
from opora.appointments.rules import APPOINT, READ_YEAR, SEE_PEOPLE, SEES_PEOPLE, Grant, Year
from opora.appointments.scopes import make_places
from opora.organisations.models import Organisation, Territory

pytestmark = pytest.mark.django_db

SCHOOL_STAFF = {"school_coordinator", "working_group_member", "teacher"}
BELOW_MUNICIPALITY = {"school_head", "school_coordinator", "curator", "methodist", "observer"}
BELOW_REGION = BELOW_MUNICIPALITY | {"municipal_coordinator", "authority_head", "expert"}
EVERYTHING = {role.value for role in Role}
REGIONAL = {"regional_coordinator", "regional_project_head"}
FEDERAL = {"federal_operator"}


def places_at(role: Role, municipality: Territory, school: Organisation) -> Grant:
    """The role given to somebody new at its natural place in or above the municipality."""
    if role in {Role.REGIONAL_COORDINATOR, Role.REGIONAL_PROJECT_HEAD, Role.EXPERT}:
        assert municipality.parent
        places = make_places([municipality.parent], [], role=role)
    elif role in {Role.FEDERAL_OPERATOR, Role.ADMINISTRATOR}:
        places = make_places([], [], role=role, federal=True)
    elif role in {Role.MUNICIPAL_COORDINATOR, Role.AUTHORITY_HEAD, Role.METHODIST, Role.OBSERVER}:
        places = make_places([municipality], [], role=role)
    else:
        places = make_places([], [school], role=role)
    return places.grant(person_id=None, role=role)


def appointable(actor: Actor, municipality: Territory, school: Organisation) -> set[str]:
    return {role.value for role in Role if APPOINT.can(actor, places_at(role, municipality, school))}


def test_every_role_at_home(cast: Cast) -> None:
    w = cast.world
    found = {n: appointable(a, w.municipality, w.school) for n, a in cast.parts().items()}

    assert {name: roles for name, roles in found.items() if roles} == {
        "school_head": SCHOOL_STAFF,
        "municipal_coordinator": BELOW_MUNICIPALITY,
        "regional_coordinator": BELOW_REGION,
        "administrator": EVERYTHING,
    }


def test_every_role_next_door(cast: Cast) -> None:
    w = cast.world
    found = {n: appointable(a, w.neighbour_municipality, w.neighbour_school) for n, a in cast.parts().items()}

    assert {name: roles for name, roles in found.items() if roles} == {
        "neighbour_school_head": SCHOOL_STAFF,
        "neighbour_municipal_coordinator": BELOW_MUNICIPALITY,
        "regional_coordinator": BELOW_REGION,
        "administrator": EVERYTHING,
    }


def test_every_role_far_away(cast: Cast) -> None:
    w = cast.world
    found = {n: appointable(a, w.foreign_municipality, w.foreign_school) for n, a in cast.parts().items()}

    assert {name: roles for name, roles in found.items() if roles} == {
        "foreign_municipal_coordinator": BELOW_MUNICIPALITY,
        "foreign_regional_coordinator": BELOW_REGION,
        "administrator": EVERYTHING,
    }


def test_one_school_of_the_neighbour_spoils_the_scope(cast: Cast) -> None:
    w = cast.world
    both = make_places([], [w.school, w.neighbour_school], role=Role.CURATOR)
    grant = both.grant(person_id=None, role=Role.CURATOR)

    assert APPOINT.refusal(cast.municipal_coordinator, grant) == (
        "Это за пределами вашего охвата. Назначить может координатор той территории или администратор."
    )
    assert APPOINT.can(cast.regional_coordinator, grant)


def test_nobody_appoints_themselves(cast: Cast) -> None:
    for name, actor in cast.parts().items():
        w = cast.world
        grant = make_places([], [w.school], role=Role.SCHOOL_COORDINATOR).grant(
            person_id=actor.person_id, role=Role.SCHOOL_COORDINATOR
        )
        assert not APPOINT.can(actor, grant), name


def test_the_refusal_above_oneself_says_whom_one_may_appoint(cast: Cast) -> None:
    w = cast.world
    grant = places_at(Role.REGIONAL_COORDINATOR, w.municipality, w.school)

    with pytest.raises(Refused) as refused:
        APPOINT.check(cast.municipal_coordinator, grant)

    assert refused.value.reason == (
        "На эту роль назначает тот, кто выше. Вы назначаете на роли: директор школы, школьный координатор, "
        "куратор, методист, наблюдатель."
    )


def test_the_operator_of_the_installation_appoints_anybody() -> None:
    w = world()

    assert appointable(operator(), w.municipality, w.school) == EVERYTHING


def test_who_sees_people(cast: Cast) -> None:
    seeing = {actor.role for actor in cast.parts().values() if SEE_PEOPLE.can(actor, None)}

    assert seeing == set(SEES_PEOPLE)


def test_earlier_years_are_open_to_school_coordinators_and_heads(cast: Cast) -> None:
    from dataclasses import replace

    year = Year(id=cast.world.cycle.pk, starts=cast.world.cycle.starts)
    earlier = Year(id=year.id + 1000, starts=year.starts)
    reading = set()
    for name, actor in cast.parts().items():
        if actor.capacity is None:
            assert not READ_YEAR.can(actor, year)
            continue
        bound = replace(actor, capacity=replace(actor.capacity, cycle_id=year.id))
        assert READ_YEAR.can(bound, year), name
        if READ_YEAR.can(bound, earlier):
            reading.add(name)

    assert reading == {
        "school_head",
        "school_coordinator",
        "neighbour_school_head",
        "neighbour_school_coordinator",
        "municipal_coordinator",
        "neighbour_municipal_coordinator",
        "foreign_municipal_coordinator",
        "authority_head",
        "regional_coordinator",
        "foreign_regional_coordinator",
        "regional_project_head",
        "federal_operator",
        "administrator",
    }
