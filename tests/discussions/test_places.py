"""Talks of schools and territories: who reads them, who may be called, where one finds them."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from conftest import NOW
from factories.people import Cast, actor, cast, signed_in
from opora import references
from opora.access import Actor, Role
from opora.discussions import kinds
from opora.discussions.actions import say
from opora.discussions.queries.people import people_near
from opora.organisations.models import Organisation, Territory
from opora.references import Reference

pytestmark = pytest.mark.django_db

OF_SCHOOL = {
    *("school_head", "school_coordinator", "working_group_member", "teacher", "curator"),
    *(
        "municipal_coordinator",
        "authority_head",
        "methodist",
        "regional_coordinator",
        "regional_project_head",
    ),
}
OF_MUNICIPALITY = OF_SCHOOL - {"working_group_member", "teacher"}
OF_REGION = {
    *("municipal_coordinator", "neighbour_municipal_coordinator", "authority_head", "methodist"),
    *("regional_coordinator", "regional_project_head"),
}


@pytest.fixture
def people(db: None) -> Cast:
    """The kinds are those of `config`."""
    assert {"school", "territory"} <= set(kinds.all_kinds())
    return cast(everybody=True)


def seen_by(who: Actor, kind: str, pk: int) -> Reference | None:
    return references.find(who, kind, pk)


def status(who: Actor, address: str) -> int:
    return signed_in(who).get(address).status_code


def readers(people: Cast, kind: str, pk: int) -> set[str]:
    """Who opens the talk of the thing; for the others nothing of it is anywhere."""
    found = set()
    for part, who in people.parts().items():
        browser = signed_in(who)
        answer = browser.get(f"/discussions/{kind}/{pk}/")
        assert answer.status_code in {200, 404}
        if answer.status_code == 200:
            found.add(part)
        listed = "Тайное слово" in browser.get("/discussions/?q=слово").text
        assert listed == (answer.status_code == 200), part
        if page := PAGES.get(kind):
            card = browser.get(page.format(pk))
            assert card.status_code == 404 or ("Тайное слово" in card.text) == (part in found), part
    return found


PAGES = {"school": "/schools/{}/", "territory": "/territories/{}/"}


def told(by: Actor, kind: str, place: Organisation | Territory) -> Reference:
    about = seen_by(by, kind, place.pk)
    assert about is not None
    say(about=about, text="Тайное слово", by=by, at=NOW)
    return about


def test_the_talk_of_a_school_is_its_peoples_and_of_those_who_help_it(people: Cast) -> None:
    school = people.world.school
    told(people.school_head, "school", school)
    assert readers(people, "school", school.pk) == OF_SCHOOL
    # all of these open its card
    for part in ("expert", "observer", "administrator", "federal_operator"):
        assert status(getattr(people, part), f"/schools/{school.pk}/") == 200


def test_the_talk_of_a_municipality_is_of_coordinators_heads_and_curators(people: Cast) -> None:
    place = people.world.municipality
    told(people.school_coordinator, "territory", place)
    assert readers(people, "territory", place.pk) == OF_MUNICIPALITY
    # who may not open the page of the territory comes back to the talk
    for part, url in (("school_head", "/discussions/territory/{}/"), ("methodist", "/territories/{}/")):
        found = seen_by(getattr(people, part), "territory", place.pk)
        assert found is not None
        assert found.url == url.format(place.pk)
        assert status(getattr(people, part), found.url) == 200


def test_the_talk_of_a_region_is_of_its_coordinators(people: Cast) -> None:
    region = people.world.region
    told(people.municipal_coordinator, "territory", region)
    assert readers(people, "territory", region.pk) == OF_REGION


def test_a_country_has_no_talk(people: Cast) -> None:
    root = Territory.objects.get(kind="federation")
    assert [part for part, who in people.parts().items() if seen_by(who, "territory", root.pk)] == []
    assert (
        'href="/discussions/territory/'
        not in signed_in(people.federal_operator).get(f"/territories/{root.pk}/").text
    )


def test_whoever_may_be_called_sees_the_talk(people: Cast) -> None:
    """A school calls the regional specialist, a region calls those of its municipalities."""
    w = people.world
    for by, kind, place, called in (
        (people.school_head, "school", w.school, "regional_coordinator"),
        (people.school_head, "territory", w.municipality, "curator"),
        (people.regional_coordinator, "territory", w.region, "neighbour_municipal_coordinator"),
    ):
        about = seen_by(by, kind, place.pk)
        assert about is not None
        near = people_near(about, on=NOW.date(), but=by.person_id)
        assert getattr(people, called).person_id in {each.person_id for each in near}
        say(about=about, text="Что скажете?", people=[each.person_id for each in near], by=by, at=NOW)


def test_everybody_finds_the_talks_of_their_places(people: Cast) -> None:
    w = people.world
    school, place, region = (
        f"/discussions/school/{w.school.pk}/",
        f"/discussions/territory/{w.municipality.pk}/",
        f"/discussions/territory/{w.region.pk}/",
    )
    for part, offered in (
        ("school_head", (school, place)),
        ("teacher", (school,)),
        ("curator", (school, place)),
        ("municipal_coordinator", (place, region)),
        ("regional_coordinator", (region,)),
        ("observer", ()),
        ("federal_operator", ()),
    ):
        page = signed_in(getattr(people, part)).get("/discussions/").text
        assert [each for each in (school, place, region) if f'href="{each}"' in page] == list(offered), part


def test_a_page_says_who_reads(people: Cast) -> None:
    page = signed_in(people.school_head).get(f"/schools/{people.world.school.pk}/").text
    assert "Другим школам, экспертам и наблюдателям это обсуждение закрыто." in page
    coordinator = signed_in(people.municipal_coordinator)
    told = "директора и координаторы его школ и их кураторы."
    for place, schools_read in ((people.world.municipality, True), (people.world.region, False)):
        page = coordinator.get(f"/discussions/territory/{place.pk}/").text
        assert (told in page, "региона и его муниципалитетов." in page) == (schools_read, not schools_read)
    assert told in coordinator.get(f"/territories/{people.world.municipality.pk}/").text


def test_a_card_says_at_its_head_that_something_is_new(people: Cast) -> None:
    for kind, place, by, page in (
        ("school", people.world.school, people.school_head, "/schools/{}/"),
        ("territory", people.world.municipality, people.school_head, "/territories/{}/"),
    ):
        url, news = page.format(place.pk), '<a href="#discussion-title">Обсуждение · новых: 1</a>'
        reader = signed_in(people.municipal_coordinator)
        assert news not in reader.get(url).text
        told(by, kind, place)
        head = reader.get(url).text.partition('<header class="head">')[2].partition("</header>")[0]
        assert news in head
        reader.get(f"/discussions/{kind}/{place.pk}/")
        assert news not in reader.get(url).text


def test_a_curator_of_two_schools_takes_part_in_both(people: Cast) -> None:
    w = people.world
    both = actor(Role.CURATOR, w.school, w.neighbour_school, surname="Двухшкольная")
    assert [bool(seen_by(both, "school", each.pk)) for each in (w.school, w.neighbour_school, w.foreign_school)] == [
        *(True, True, False),
    ]  # fmt: skip


def test_the_card_of_a_school_asks_as_much_with_a_talk_as_without(people: Cast) -> None:
    school, browser = people.world.school, signed_in(people.school_head)

    def asked() -> int:
        for _ in range(2):  # what was asked the last time is asked with the others
            browser.get(f"/schools/{school.pk}/")
        with CaptureQueriesContext(connection) as captured:
            browser.get(f"/schools/{school.pk}/")
        return len(captured)

    before = asked()
    told(people.school_head, "school", school)
    assert asked() == before
