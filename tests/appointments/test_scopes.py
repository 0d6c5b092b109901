"""Places make a scope, or say why not."""

import pytest

from factories.people import Cast, school_of, world
from opora.access import Role, ScopeKind
from opora.access.actor import operator
from opora.appointments.scopes import NotAScope, PlaceBook, make_places

pytestmark = pytest.mark.django_db


def test_places_make_the_kind() -> None:
    w = world()

    def kind(territories: list, schools: list, role: Role, **more: bool) -> ScopeKind:  # type: ignore[type-arg]
        return make_places(territories, schools, role=role, **more).kind

    assert kind([w.region], [], Role.REGIONAL_COORDINATOR) is ScopeKind.REGION
    assert kind([w.municipality], [], Role.MUNICIPAL_COORDINATOR) is ScopeKind.MUNICIPALITY
    assert (
        kind([w.municipality, w.neighbour_municipality], [], Role.AUTHORITY_HEAD) is ScopeKind.MUNICIPALITIES
    )
    assert kind([], [w.school], Role.CURATOR) is ScopeKind.SCHOOL
    assert kind([], [w.school, w.second_school], Role.CURATOR) is ScopeKind.SCHOOLS
    assert kind([], [], Role.ADMINISTRATOR, federal=True) is ScopeKind.FEDERATION
    assert kind([w.federation], [], Role.ADMINISTRATOR) is ScopeKind.FEDERATION


def test_what_is_no_scope_is_said() -> None:
    w = world()
    for territories, schools, role, words in (
        ([], [], Role.CURATOR, "Скажите, для какой территории или школы назначение."),
        ([w.region], [w.school], Role.EXPERT, "Назовите либо территории, либо школы, не вместе."),
        ([w.municipality], [], Role.CURATOR, "Роли «Куратор» нужен другой охват: школа, несколько школ."),
        (
            [w.region, w.municipality],
            [],
            Role.EXPERT,
            "Назовите либо регион, либо муниципалитеты, не вместе.",
        ),
    ):
        with pytest.raises(NotAScope) as refused:
            make_places(territories, schools, role=role)
        assert refused.value.words == words


def test_a_place_is_found_by_code_or_name_inside_the_own_scope_only(cast: Cast) -> None:
    w = cast.world
    book = PlaceBook(cast.municipal_coordinator)

    assert book.find(["s1", " БЕРЕЗОВСКАЯ ШКОЛА № 2 "], role=Role.CURATOR).codes == ("S1", "S2")
    assert book.codes() == ("M1", "S1", "S2")
    with pytest.raises(NotAScope) as refused:
        book.find([w.neighbour_school.key], role=Role.CURATOR)
    assert refused.value.words == "Не знаем «S3»: укажите код территории или школы."


def test_a_name_of_two_places_is_never_guessed() -> None:
    w = world()
    school_of(w.neighbour_municipality, "S9", w.school.name)

    with pytest.raises(NotAScope) as refused:
        PlaceBook(operator()).find([w.school.name], role=Role.CURATOR)

    assert refused.value.allowed == ("S1", "S9")


def test_the_country_is_named_by_those_who_cover_it(cast: Cast) -> None:
    found = PlaceBook(cast.administrator).find(["federation"], role=Role.OBSERVER)

    assert (found.kind, found.codes, found.title) == (
        ScopeKind.FEDERATION,
        ("federation",),
        "Российская Федерация",
    )
    with pytest.raises(NotAScope):
        PlaceBook(cast.regional_coordinator).find(["federation"], role=Role.OBSERVER)
