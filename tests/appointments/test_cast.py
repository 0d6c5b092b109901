"""The cast the other tests stand on."""

import pytest

from factories.people import cast, signed_in
from opora.access import Role

pytestmark = pytest.mark.django_db


def test_each_part_is_one_person_in_one_capacity() -> None:
    parts = cast().parts()

    assert len({each.person_id for each in parts.values()}) == len(parts)
    assert {each.role for each in parts.values()} == {*Role, None}
    assert {name for name, each in parts.items() if each.capacity is None} == {"stranger"}


def test_scopes_cover_the_own_and_nothing_of_the_neighbour() -> None:
    c = cast()
    home, next_door = c.world.school, c.world.neighbour_school

    covering_home = {
        name for name, each in c.parts().items() if each.covers_school(home.pk, str(home.territory.path))
    }
    covering_next = {
        name
        for name, each in c.parts().items()
        if each.covers_school(next_door.pk, str(next_door.territory.path))
    }

    above = {"regional_coordinator", "regional_project_head", "expert", "federal_operator", "administrator"}
    assert covering_home == above | {
        "school_head",
        "school_coordinator",
        "working_group_member",
        "teacher",
        "curator",
        "municipal_coordinator",
        "authority_head",
        "methodist",
        "observer",
    }
    assert covering_next == above | {
        "neighbour_school_head",
        "neighbour_school_coordinator",
        "neighbour_curator",
        "neighbour_municipal_coordinator",
    }


def test_a_signed_in_browser_carries_the_person() -> None:
    head = cast().school_head

    assert signed_in(head).session["_auth_user_id"] == str(head.person_id)
