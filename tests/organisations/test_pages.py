"""The pages: what stands on them, for whom, at what cost."""

import re
from collections.abc import Iterator
from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from factories.organisations import authority, figures, leader, merit, municipality, region, school
from factories.people import actor, cast, signed_in
from opora.access import Actor, Role
from opora.organisations import cards
from opora.organisations.models import Organisation

pytestmark = pytest.mark.django_db

# session, person, appointments of the person
ENTRY = 3


@pytest.fixture
def coordinator() -> Actor:
    return actor(Role.MUNICIPAL_COORDINATOR, municipality())


@pytest.fixture
def no_panels() -> Iterator[None]:
    """The card by itself: what other features add to it is theirs to test."""
    kept = dict(cards._panels)
    cards._panels.clear()
    yield
    cards._panels.clear()
    cards._panels.update(kept)


def fill(count: int) -> list[Organisation]:
    made = [school(f"Школа № {n}", distance_km=n) for n in range(1, count + 1)]
    for number, each in enumerate(made, start=1):
        figures(each, pupils=number * 10, teachers=number)
        leader(each)
        merit(each)
    return made


@pytest.mark.parametrize("count", [1, 3])
def test_pages_cost_the_same_whatever_their_length(count: int, coordinator: Actor, no_panels: None) -> None:
    made = fill(count)
    client = signed_in(coordinator)

    def cost(name: str, *args: int, query: str = "") -> int:
        with CaptureQueriesContext(connection) as captured:
            assert client.get(reverse(name, args=args) + query).status_code == 200
        return len(captured) - ENTRY

    chosen = "?" + "&".join(f"school={each.pk}" for each in made)
    first = made[0].pk
    assert {
        "schools": cost("schools"),
        "schools-table": cost("schools-table"),
        "territories": cost("territories"),
        "territory": cost("territory", municipality().pk),
        "compare": cost("schools-compare", query=chosen),
        "card": cost("school", first),
        "similar": cost("school-similar", first),
        "leaders": cost("school-leaders", first),
        "merits": cost("school-merits", first),
    } == {
        "schools": 3,
        "schools-table": 3,
        "territories": 3,
        "territory": 6,
        "compare": 5,
        "card": 5,
        "similar": 3,
        "leaders": 2,
        "merits": 2,
    }


def test_the_list_filters_sorts_and_counts(coordinator: Actor) -> None:
    rows = {
        "Ёлкинская ООШ": {"school_kind": "basic", "locality": "village"},
        "Ежовская СОШ": {"school_kind": "secondary", "locality": "town"},
        "Яровая СОШ": {"school_kind": "secondary", "locality": "village"},
        "Закрытая СОШ": {"school_kind": "secondary", "closed_on": "2024-08-31"},
    }
    for number, (name, fields) in enumerate(rows.items(), start=1):
        made = school(name, key=f"S-{number}", **fields)
        if name != "Яровая СОШ":
            figures(made, pupils=number * 100, teachers=number)
    client = signed_in(coordinator)

    def shown(query: str) -> list[object]:
        sheet = load_workbook(BytesIO(client.get(reverse("schools-table") + query).content)).active
        return [row[1].value for row in sheet.iter_rows(min_row=2)]

    assert shown("") == ["Ежовская СОШ", "Ёлкинская ООШ", "Яровая СОШ"]
    assert shown("?sort=-name") == ["Яровая СОШ", "Ёлкинская ООШ", "Ежовская СОШ"]
    # a school without the figure stands last whichever way the list is turned
    assert shown("?sort=pupils") == ["Ёлкинская ООШ", "Ежовская СОШ", "Яровая СОШ"]
    assert shown("?sort=-pupils") == ["Ежовская СОШ", "Ёлкинская ООШ", "Яровая СОШ"]
    assert shown("?kind=secondary&locality=village") == ["Яровая СОШ"]
    assert shown("?q=елк") == ["Ёлкинская ООШ"]
    assert shown("?q=S-2") == ["Ежовская СОШ"]
    assert shown("?state=closed") == ["Закрытая СОШ"]
    assert len(shown("?state=all")) == 4
    assert shown("?kind=нет&sort=нет&year=1&page=999") == ["Ежовская СОШ", "Ёлкинская ООШ", "Яровая СОШ"]
    text = client.get(reverse("schools")).text
    assert ("по 2 из 3" in text, "3\N{NO-BREAK SPACE}школы" in text) == (True, True)


def test_a_territory_page_shows_parts_shares_and_bodies() -> None:
    home, other = municipality("Заречный округ"), municipality("Лесной округ")
    figures(school("Луговская ООШ", home), pupils=75, teachers=10)
    figures(school("Боровская ООШ", home), pupils=25, teachers=10)
    figures(school("Лесная СОШ", other), pupils=300, teachers=20)
    authority("Управление Заречного округа", home, phone="+7 000 111")
    client = signed_in(actor(Role.REGIONAL_COORDINATOR, region()))
    text = client.get(reverse("territory", args=[home.pk])).text
    assert ("75\N{NO-BREAK SPACE}%" in text, "+7 000 111" in text) == (True, True)
    whole = client.get(reverse("territory", args=[region().pk])).text
    assert ("Что входит в территорию" in whole, "75\N{NO-BREAK SPACE}%" in whole) == (True, True)


def test_what_is_not_seen_is_not_found() -> None:
    people = cast()
    w = people.world
    for who, status in (
        (people.school_head, 200),
        (people.observer, 200),
        (people.neighbour_school_head, 404),
        (people.neighbour_municipal_coordinator, 404),
        (people.foreign_regional_coordinator, 404),
        (people.stranger, 404),
    ):
        assert signed_in(who).get(reverse("school", args=[w.school.pk])).status_code == status
    head = signed_in(people.school_head)
    assert head.get(reverse("territory", args=[w.municipality.pk])).status_code == 404
    assert (
        w.neighbour_school.name
        not in head.get(
            f"{reverse('schools-compare')}?school={w.school.pk}&school={w.neighbour_school.pk}"
        ).text
    )


def test_who_may_not_edit_is_told_who_may() -> None:
    people = cast()
    pk = people.world.school.pk
    watcher = signed_in(people.observer)
    for name in (
        "school-edit",
        "school-rename",
        "school-close",
        "school-merge",
        "school-leaders",
        "school-merits",
    ):
        answer = watcher.get(reverse(name, args=[pk]))
        assert (answer.status_code, "координатор" in answer.text) == (403, True), name
    closed = signed_in(people.municipal_coordinator)
    Organisation.objects.filter(pk=pk).update(closed_on="2026-08-31")
    assert closed.get(reverse("school-edit", args=[pk])).status_code == 409


def test_panels_of_other_features_stand_by_position(no_panels: None) -> None:
    made = school("Луговская ООШ")

    def panel(code: str, position: int, words: str) -> None:
        shown = cards.Shown("ui/parts.html#empty", {}) if words else None
        cards.register(cards.Panel(code, words or "Пусто", position, lambda _who, _school: shown))

    panel("results", 150, "Результаты экзаменов")
    panel("next", 10, "Что дальше")
    panel("silent", 20, "")
    text = signed_in(actor(Role.SCHOOL_HEAD, made)).get(reverse("school", args=[made.pk])).text
    order = [text.index(f"{title}</h2>") for title in ("Что дальше", "Численность", "Результаты экзаменов")]
    assert (order, "Пусто<" in text) == (sorted(order), False)
    listed = re.findall(r'<li><a href="#([\w-]+)">', text)
    assert listed == ["next", "size", "merits", "heads", "results", "contacts", "past"]
    assert [text.count(f' id="{each}"') for each in listed] == [1] * len(listed)


def test_who_sees_only_one_school_is_told_why_none_is_like_it() -> None:
    own, _ = school("Своя"), school("Чужая")
    page = signed_in(actor(Role.SCHOOL_HEAD, own)).get(reverse("school-similar", args=[own.pk]))
    assert page.context["sees_only_this"] is True
    assert "Вы видите только свою школу" in page.content.decode()
    assert reverse("results-school", args=[own.pk]) in page.content.decode()
    everyone = signed_in(actor(Role.ADMINISTRATOR)).get(reverse("school-similar", args=[own.pk]))
    assert everyone.context["sees_only_this"] is False
