"""Beginning a document: its term, which directions still lack a programme, last year's programme."""

from datetime import date

import pytest

from conftest import NOW
from factories.people import signed_in
from opora.cycles.models import Cycle
from opora.documents.actions.beginning import begin
from opora.documents.actions.steps import archive
from opora.documents.actions.versions import keep_version
from opora.documents.models import Document
from opora.documents.queries.definitions import outline_of, outlines
from opora.risks.models import Direction
from opora.risks.states import DirectionState

from .conftest import Year
from .making import begun, direction, kind, row

#: of every kind as it is released: the last day where the programme year begins on 1 September 2026
LAST_DAYS = {
    "anti-risk": date(2027, 8, 31),
    "concept": date(2029, 8, 31),
    "gia-plan": date(2027, 8, 31),
    "management-project": date(2027, 8, 31),
    "medium-term": date(2027, 8, 31),
    "municipal-programme": date(2027, 8, 31),
    "objectivity-plan": date(2027, 8, 31),
    "self-diagnosis": date(2027, 8, 31),
}


def test_each_released_kind_begins_with_its_own_term(year: Year) -> None:
    released = {each.code for each in outlines(year.place.path or "").values()}
    found = {}
    for code in released:
        version = kind(code)
        outline = outline_of(version)
        made = begin(
            version=version,
            cycle=year.cycle,
            school=None if outline.of_territory else year.own,
            territory=year.place if outline.of_territory else None,
            direction=year.motivation if outline.per_direction else None,
            by=year.cast.municipal_coordinator if outline.of_territory else year.cast.school_coordinator,
            at=NOW,
        )
        assert made.starts == date(2026, 9, 1), code
        found[code] = made.ends
    assert found == LAST_DAYS


@pytest.fixture
def teachers(year: Year) -> Direction:
    return direction(year.own, year.cycle, "R02", "Дефицит учителей")


def _programme(year: Year, of: Direction, cycle: Cycle | None = None) -> Document:
    return begin(
        version=kind("anti-risk"), cycle=cycle or year.cycle, school=year.own, direction=of,
        by=year.cast.school_coordinator, at=NOW,
    )  # fmt: skip


def test_a_direction_that_has_its_programme_is_not_offered_again(year: Year, teachers: Direction) -> None:
    has = _programme(year, year.motivation)
    browser = signed_in(year.cast.school_coordinator)
    new = f"/documents/schools/{year.own.pk}/new/{kind('anti-risk').pk}/"
    page = browser.get(new).text
    assert "По направлению «Низкая учебная мотивация» программа уже есть" in page
    assert f'href="/documents/{has.pk}/"' in page
    assert (f'value="{teachers.pk}"' in page, f'value="{year.motivation.pk}"' in page) == (True, False)
    refused = browser.post(new, {"direction": str(year.motivation.pk)})
    assert refused.status_code == 422
    assert "программу не начать: выберите из тех, что здесь" in refused.text
    assert browser.post(new, {"direction": str(teachers.pk)}).status_code == 302
    page = browser.get(new).text
    assert ("программа уже есть" in page, '<button class="btn' in page.split("<main")[1]) == (True, False)
    offered = browser.get(f"/documents/schools/{year.own.pk}/").text
    assert new not in offered


def test_an_archived_programme_leaves_its_direction_open(year: Year) -> None:
    old = _programme(year, year.motivation)
    archive(document=old, words="Начали заново", by=year.cast.school_coordinator, at=NOW)
    page = (
        signed_in(year.cast.school_coordinator)
        .get(f"/documents/schools/{year.own.pk}/new/{kind('anti-risk').pk}/")
        .text
    )
    assert (f'value="{year.motivation.pk}"' in page, "программа уже есть" in page) == (True, False)


def test_a_kind_that_is_begun_leads_to_the_document(year: Year) -> None:
    has = begun(year.own, year.cycle, year.cast.school_coordinator)
    browser = signed_in(year.cast.school_coordinator)
    new = f"/documents/schools/{year.own.pk}/new/{year.medium.pk}/"
    page = browser.get(new).text
    assert "Такой документ на этот год уже есть" in page and f'href="/documents/{has.pk}/"' in page
    assert browser.post(new).status_code == 409
    assert Document.objects.count() == 1


def test_last_years_programme_is_taken_for_the_same_risk_only(year: Year, teachers: Direction) -> None:
    before = Cycle.objects.create(
        code="2025", title="2025/26", starts=date(2025, 9, 1), ends=date(2026, 8, 31)
    )
    by = year.cast.school_coordinator
    old = direction(year.own, before, "R08", "Низкая учебная мотивация", state=DirectionState.CLOSED)
    last = _programme(year, old, before)
    row(last, "measures", by, title="Задания по выбору")
    keep_version(document=last, by=by, at=NOW)
    browser = signed_in(by)
    new = f"/documents/schools/{year.own.pk}/new/{kind('anti-risk').pk}/"
    assert "прошлого года" in browser.get(new).text
    for chosen, measures in ((year.motivation, ["Задания по выбору"]), (teachers, [])):
        answer = browser.post(new, {"direction": str(chosen.pk), "with_last_year": "on"})
        assert answer.status_code == 302
        made = Document.objects.get(cycle=year.cycle, direction=chosen)
        assert [each.measure.title for each in made.rows.filter(table="measures")] == measures


def test_a_territory_is_led_to_the_programme_it_has(year: Year) -> None:
    browser = signed_in(year.cast.municipal_coordinator)
    new = f"/documents/territory/{kind('municipal-programme').pk}/?cycle=2026"
    assert f'href="{new}"' in browser.get("/documents/").text
    assert browser.post(new).status_code == 302
    has = Document.objects.get()
    page = browser.get(new).text
    assert "Такой документ на этот год уже есть" in page and f'href="/documents/{has.pk}/"' in page
    assert browser.post(new).status_code == 409
