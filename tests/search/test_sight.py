"""What is found is what one may open: every kind of things, every role, one's own place and the neighbour's."""

import re
from datetime import datetime

import pytest

from conftest import NOW
from factories.events import PNG
from factories.once import Made, Once
from factories.people import Cast, World, signed_in
from factories.search import Thing, definitions, things_at
from opora.access import Actor
from opora.discussions.actions import Upload, say, withdraw
from opora.references import Reference
from opora.search.asking import Meanings, read
from opora.search.queries.finding import everything, one_kind, sources_for
from opora.search.sources.base import Place

from .conftest import KIND

ROLES = (
    *("school_head", "school_coordinator", "working_group_member", "teacher", "curator", "neighbour_curator"),
    *("municipal_coordinator", "neighbour_municipal_coordinator", "foreign_municipal_coordinator"),
    *("authority_head", "methodist", "regional_coordinator", "regional_project_head", "expert"),
    *("federal_operator", "administrator", "observer", "stranger"),
)


@pytest.fixture(scope="module")
def found_things(once: Once, made_cast: Made[Cast]) -> Made[list[Thing]]:
    return once(lambda: _things(made_cast.copy().world))


@pytest.fixture
def things(found_things: Made[list[Thing]], people: Cast) -> list[Thing]:
    return found_things.copy()


def _things(w: World) -> list[Thing]:
    definitions(now=NOW)
    return [
        *things_at(w.municipality, w.school, w.cycle, "а", now=NOW),
        *things_at(w.neighbour_municipality, w.neighbour_school, w.cycle, "о", now=NOW),
    ]


#: for these every word is looked for among all kinds, for the others among its own: all forty take forty times as long
WHOLE = ("school_coordinator", "curator", "regional_coordinator", "administrator")


def found_of_kind(actor: Actor, thing: Thing) -> list[tuple[str, str]]:
    source = next((each for each in sources_for(actor) if each.code == thing.kind), None)
    part = one_kind(actor, source, read(thing.word), Place())[0] if source else None
    return [(thing.kind, hit.url) for hit in part.hits] if part else []


def found(actor: Actor, word: str) -> list[tuple[str, str]]:
    groups = everything(actor, read(word), Place(), Meanings(), as_typed=True).groups
    return [(group.source.code, hit.url) for group in groups for hit in group.part.hits]


@pytest.mark.parametrize("part", ROLES)
def test_what_is_found_is_what_one_reads_on_its_page(people: Cast, things: list[Thing], part: str) -> None:
    actor = getattr(people, part)
    browser = signed_in(actor)
    wrong = []
    for thing in things:
        page = browser.get(thing.url)
        reads = page.status_code == 200 and thing.word in page.text.lower()
        hits = found(actor, thing.word) if part in WHOLE else found_of_kind(actor, thing)
        if bool(hits) != reads or any(kind != thing.kind for kind, _ in hits):
            wrong.append((thing, page.status_code, reads, hits))
        wrong += [(thing, url) for _, url in hits if browser.get(url).status_code != 200]
    assert wrong == []


def test_something_of_each_kind_was_there(people: Cast, things: list[Thing]) -> None:
    found_kinds = {kind for thing in things for kind, _ in found(people.administrator, thing.word)}
    apart = {"assignments", "meetings", "inquiries", "replies"}  # an administrator has nothing to do there
    assert {thing.kind for thing in things} - found_kinds <= apart
    assert {thing.kind for thing in things} >= {"texts", "remarks", "visits", "plan-rows", "recommendations"}
    asked = {"works", "evidence", "checkpoints", "reports", "report-requests", "candidates", "agreements"}
    assert {thing.kind for thing in things} >= asked | {"inquiries", "replies"}


def test_what_is_hidden_leaves_no_trace_on_the_page(people: Cast, things: list[Thing]) -> None:
    """The answer about a hidden thing is that about nothing, to the letter."""
    for part in ("school_head", "curator", "expert", "observer"):
        actor = getattr(people, part)
        browser = signed_in(actor)
        # of each kind one: both places are walked above
        hidden = {thing.kind: thing for thing in things if not found_of_kind(actor, thing)}.values()
        assert hidden
        nothing = browser.get("/search/", {"q": "щщъъщ"}).text.replace("щщъъщ", "…")
        for thing in hidden:
            page = browser.get("/search/", {"q": thing.word}).text.replace(thing.word, "…")
            assert plain(page) == plain(nothing), thing
            one = browser.get("/search/", {"q": thing.word, "kind": thing.kind}).text
            assert "Ничего не нашлось" in one or "<mark>" not in one


def plain(page: str) -> str:
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"|q=[%\w]+', "", page)


def test_names_of_people_who_are_not_seen_are_never_offered(people: Cast, things: list[Thing]) -> None:
    _, person = (thing for thing in things if thing.kind == "people")
    mistyped = person.word[:5] + person.word[6] + person.word[5] + person.word[7:]
    near = everything(people.neighbour_municipal_coordinator, read(mistyped), Place(), Meanings())
    assert near.asked.text.lower() == person.word
    other = everything(people.municipal_coordinator, read(mistyped), Place(), Meanings())
    assert (other.groups, other.choices, other.typed) == ((), (), "")


def test_counts_are_of_what_is_seen(people: Cast, things: list[Thing]) -> None:
    """«Школа» stands in the names of schools of three territories; each sees a number of their own."""
    counts = {}
    for part in ("municipal_coordinator", "regional_coordinator", "administrator"):
        actor = getattr(people, part)
        source = next(each for each in sources_for(actor) if each.code == "schools")
        counts[part] = one_kind(actor, source, read("школа"), Place())[0].total
    assert counts == {"municipal_coordinator": 3, "regional_coordinator": 5, "administrator": 6}


def test_a_comment_is_found_by_those_who_see_what_it_is_about(people: Cast, now: datetime) -> None:
    w = people.world
    for school, by in ((w.school, people.curator), (w.neighbour_school, people.neighbour_curator)):
        about = Reference(KIND, school.pk, "Дело", "/", school.pk, school.territory.path or "")
        said = say(about=about, text="Когда привезут учебники химии?", by=by, at=now)
    for part, many in (
        ("curator", 1),
        ("municipal_coordinator", 1),
        ("regional_coordinator", 2),
        ("observer", 1),
    ):
        actor = getattr(people, part)
        (group,) = everything(actor, read("учебник химия"), Place(), Meanings()).groups
        assert (group.source.code, group.part.total, len(group.part.hits)) == ("comments", many, many)
    narrowed = everything(
        people.regional_coordinator, read("учебник"), Place(schools=(w.school.pk,)), Meanings()
    )
    assert [group.part.total for group in narrowed.groups] == [1]
    withdraw(comment=said, by=people.neighbour_curator, at=now)
    (group,) = everything(people.regional_coordinator, read("учебник"), Place(), Meanings()).groups
    assert group.part.total == 1
    for part in ("foreign_municipal_coordinator", "stranger"):
        assert everything(getattr(people, part), read("учебник"), Place(), Meanings()).groups == ()


def test_a_comment_is_found_by_the_name_of_its_file(people: Cast, now: datetime) -> None:
    school = people.world.school
    about = Reference(KIND, school.pk, "Дело", "/", school.pk, school.territory.path or "")
    file = Upload("Ведомость_математика.png", PNG)
    said = say(about=about, text="Посмотрите", uploads=[file], by=people.curator, at=now)
    for part, many in (("curator", 1), ("municipal_coordinator", 1), ("neighbour_curator", 0)):
        groups = everything(getattr(people, part), read("ведомость"), Place(), Meanings()).groups
        texts = [hit.text for group in groups if group.source.code == "comments" for hit in group.part.hits]
        assert texts == ["Посмотрите · Ведомость_математика.png"] * many
    assert "Посмотрите" in signed_in(people.curator).get("/discussions/?q=ведомость").text
    assert "Посмотрите" not in signed_in(people.neighbour_curator).get("/discussions/?q=ведомость").text
    withdraw(comment=said, by=people.curator, at=now)
    assert everything(people.curator, read("ведомость"), Place(), Meanings(), as_typed=True).groups == ()


def test_what_was_worded_for_one_day_and_person_serves_no_other(people: Cast, things: list[Thing]) -> None:
    """The same words asked in turn by people who see different things."""
    thing = next(each for each in things if each.kind == "orders")
    for _ in range(2):
        assert found(people.municipal_coordinator, thing.word)
        assert not found(people.neighbour_municipal_coordinator, thing.word)
        assert not found(people.expert, thing.word)
