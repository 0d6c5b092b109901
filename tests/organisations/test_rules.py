"""Every role against own, neighbour's and foreign organisations and territories."""

import pytest

from factories.people import Cast
from opora.access import Permission
from opora.organisations.models import Organisation, Territory
from opora.organisations.queries import schools_visible_to, territories_visible_to
from opora.organisations.rules import (
    ADD_TERRITORY,
    CLOSE,
    CREATE,
    EDIT_CARD,
    MANAGE_TERRITORIES,
    MERGE,
    RENAME,
    TRANSFER,
)

pytestmark = pytest.mark.django_db

type Places = dict[str, Organisation] | dict[str, Territory]


def granted(people: Cast, permission: Permission, places: Places) -> dict[str, set[str]]:
    """{role: places where it may}, roles that may nowhere left out."""
    found = {
        part: {title for title, place in places.items() if permission.can(who, place)}
        for part, who in people.parts().items()
    }
    return {part: where for part, where in found.items() if where}


def schools(people: Cast) -> dict[str, Organisation]:
    w = people.world
    return {
        "own": w.school,
        "second": w.second_school,
        "neighbour": w.neighbour_school,
        "foreign": w.foreign_school,
    }


def test_who_edits_a_card(people: Cast) -> None:
    assert granted(people, EDIT_CARD, schools(people)) == {
        "school_head": {"own"},
        "school_coordinator": {"own"},
        "neighbour_school_head": {"neighbour"},
        "neighbour_school_coordinator": {"neighbour"},
        "municipal_coordinator": {"own", "second"},
        "neighbour_municipal_coordinator": {"neighbour"},
        "foreign_municipal_coordinator": {"foreign"},
        "authority_head": {"own", "second"},
        "regional_coordinator": {"own", "second", "neighbour"},
        "foreign_regional_coordinator": {"foreign"},
        "administrator": {"own", "second", "neighbour", "foreign"},
    }


@pytest.mark.parametrize("permission", [RENAME, TRANSFER, CLOSE, MERGE], ids=lambda p: p.code)
def test_who_keeps_the_register(people: Cast, permission: Permission) -> None:
    assert granted(people, permission, schools(people)) == {
        "municipal_coordinator": {"own", "second"},
        "neighbour_municipal_coordinator": {"neighbour"},
        "foreign_municipal_coordinator": {"foreign"},
        "regional_coordinator": {"own", "second", "neighbour"},
        "foreign_regional_coordinator": {"foreign"},
        "administrator": {"own", "second", "neighbour", "foreign"},
    }


def territories(people: Cast) -> dict[str, Territory]:
    w = people.world
    return {
        "federation": w.federation,
        "region": w.region,
        "municipality": w.municipality,
        "neighbour": w.neighbour_municipality,
        "foreign": w.foreign_municipality,
    }


def test_who_adds_organisations(people: Cast) -> None:
    assert granted(people, CREATE, territories(people)) == {
        "municipal_coordinator": {"municipality"},
        "neighbour_municipal_coordinator": {"neighbour"},
        "foreign_municipal_coordinator": {"foreign"},
        "regional_coordinator": {"region", "municipality", "neighbour"},
        "foreign_regional_coordinator": {"foreign"},
        "administrator": {"federation", "region", "municipality", "neighbour", "foreign"},
    }


def test_who_shapes_the_tree(people: Cast) -> None:
    assert granted(people, ADD_TERRITORY, territories(people)) == {
        "regional_coordinator": {"region"},
        "administrator": {"federation", "region"},
    }
    assert granted(people, MANAGE_TERRITORIES, territories(people)) == {
        "regional_coordinator": {"municipality", "neighbour"},
        "foreign_regional_coordinator": {"foreign"},
        "administrator": {"federation", "region", "municipality", "neighbour", "foreign"},
    }


def test_what_each_role_sees(people: Cast) -> None:
    everything = {"S1", "S2", "S3", "S4"}
    seen = {
        part: set(schools_visible_to(who).values_list("key", flat=True))
        for part, who in people.parts().items()
    }
    assert seen == {
        "school_head": {"S1"},
        "school_coordinator": {"S1"},
        "working_group_member": {"S1"},
        "teacher": {"S1"},
        "neighbour_school_head": {"S3"},
        "neighbour_school_coordinator": {"S3"},
        "curator": {"S1"},
        "neighbour_curator": {"S3"},
        "municipal_coordinator": {"S1", "S2"},
        "neighbour_municipal_coordinator": {"S3"},
        "foreign_municipal_coordinator": {"S4"},
        "authority_head": {"S1", "S2"},
        "methodist": {"S1", "S2"},
        "regional_coordinator": {"S1", "S2", "S3"},
        "foreign_regional_coordinator": {"S4"},
        "regional_project_head": {"S1", "S2", "S3"},
        "expert": {"S1", "S2", "S3"},
        "federal_operator": everything,
        "administrator": everything,
        "observer": {"S1", "S2"},
        "stranger": set(),
    }


def test_territories_are_seen_by_those_whose_scope_holds_them(people: Cast) -> None:
    def seen(part: str) -> list[str]:
        found = territories_visible_to(people.parts()[part])
        return sorted(found.values_list("code", flat=True))

    assert seen("school_head") == seen("curator") == seen("stranger") == []
    assert seen("municipal_coordinator") == ["M1"]
    assert seen("regional_coordinator") == ["M1", "M2", "R59"]
    assert seen("federal_operator") == ["M1", "M2", "M3", "R59", "R60", "RU"]
