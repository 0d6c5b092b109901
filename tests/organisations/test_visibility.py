"""Supporting bodies, absorbed schools and odd scopes."""

import pytest

from factories.organisations import authority, municipality, organisation, region, school
from factories.people import actor
from opora.access import ANONYMOUS, Role
from opora.access.actor import operator
from opora.organisations.queries import visible_to
from opora.organisations.states import OrganisationKind

pytestmark = pytest.mark.django_db


def names(who: object) -> list[str]:
    return list(visible_to(who).order_by("sort_name", "id").values_list("name", flat=True))  # type: ignore[arg-type]


def test_a_school_sees_itself_and_who_stands_above_it() -> None:
    home, other = municipality("Заречный округ"), municipality("Лесной округ")
    own = school("Луговская школа", home)
    school("Боровская школа", home)
    authority("Управление Заречного округа", home)
    authority("Управление Лесного округа", other)
    organisation(OrganisationKind.INSTITUTE, "Институт края", region())
    organisation(OrganisationKind.PARTNER, "Завод", home)
    assert names(actor(Role.SCHOOL_HEAD, own)) == [
        "Институт края",
        "Луговская школа",
        "Управление Заречного округа",
    ]


def test_a_municipality_sees_the_institute_of_its_region() -> None:
    home = municipality()
    organisation(OrganisationKind.INSTITUTE, "Институт края", region())
    organisation(OrganisationKind.INSTITUTE, "Чужой институт", region("Лесной край"))
    school("Луговская школа", home)
    assert names(actor(Role.MUNICIPAL_COORDINATOR, home)) == ["Институт края", "Луговская школа"]


def test_a_school_sees_what_it_absorbed() -> None:
    living = school("Луговская школа")
    school("Хуторская школа", closed_on="2024-08-31", merged_into=living)
    school("Чужая школа")
    assert names(actor(Role.SCHOOL_COORDINATOR, living)) == ["Луговская школа", "Хуторская школа"]


def test_paths_are_compared_by_whole_steps() -> None:
    # «1/2/» must not cover «1/21/»: the slash ends a step
    places = [municipality(f"Округ {number}") for number in range(12)]
    for place in places:
        school(f"Школа {place.name}", place)
    assert names(actor(Role.OBSERVER, places[0])) == ["Школа Округ 0"]


def test_without_capacity_nothing_is_seen_and_the_operator_sees_all() -> None:
    school("Луговская школа")
    assert names(ANONYMOUS) == []
    assert names(operator()) == ["Луговская школа"]
