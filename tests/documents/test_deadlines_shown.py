"""Until when a document is awaited stands in lists, on the school's pages, on the desk."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from conftest import NOW
from factories.people import signed_in
from opora.access.actor import operator
from opora.documents.actions.deadlines import set_deadline
from opora.documents.actions.steps import send
from opora.documents.models import Deadline, Document
from opora.documents.outline import Outline
from opora.documents.panels import PANEL
from opora.documents.presenters.deadlines import term_words
from opora.documents.queries.deadlines import SOON_DAYS, Term, awaited, term_of, terms_of
from opora.documents.queries.definitions import outline_of
from opora.documents.queries.listing import Chosen, counts, lines, waiting_for
from opora.documents.states import DocumentState
from opora.organisations.models import Territory

from .conftest import Year
from .making import begun, chained, kind


def _in(days: int) -> date:
    return timezone.localdate() + timedelta(days=days)


def _until(year: Year, due: date, *, place: Territory | None = None, grace: int = 0) -> None:
    outline: Outline = outline_of(year.medium)
    set_deadline(
        cycle=year.cycle, territory=place or year.place, outline=outline, due=due, grace_days=grace,
        by=year.cast.regional_coordinator, at=NOW,
    )  # fmt: skip


@pytest.fixture
def draft(year: Year) -> Document:
    return begun(year.own, year.cycle, year.cast.school_coordinator)


TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("due", "grace", "said"),
    [
        (date(2026, 12, 31), 0, "до 31\xa0декабря\xa02026"),
        (TODAY + timedelta(days=SOON_DAYS + 1), 0, "до 8\xa0декабря\xa02026"),
        (TODAY + timedelta(days=SOON_DAYS), 0, "скоро, до 7\xa0декабря\xa02026"),
        (TODAY, 0, "скоро, до 23\xa0ноября\xa02026"),
        (date(2026, 11, 22), 5, "просрочено, ещё принимают до 27\xa0ноября\xa02026"),
        (date(2026, 11, 22), 0, "просрочено, срок был 22\xa0ноября\xa02026"),
    ],
)
def test_a_term_is_told_in_words(due: date, grace: int, said: str) -> None:
    assert term_words(Term(due, due + timedelta(days=grace), TODAY)) == said


def test_the_nearest_deadline_up_the_path_wins_for_many_at_once(year: Year, draft: Document) -> None:
    region = year.place.parent
    assert region is not None
    other = begun(year.neighbour, year.cycle, year.cast.neighbour_school_coordinator)
    concept = begun(year.own, year.cycle, year.cast.school_coordinator, kind("concept"))
    _until(year, _in(30), place=region)
    _until(year, _in(5))
    assert Deadline.objects.count() == 2
    keys = [awaited(each) for each in (draft, other, concept)]
    with CaptureQueriesContext(connection) as asked:
        found = terms_of(keys, today=timezone.localdate())
    assert len(asked) == 1
    assert {key: term.due for key, term in found.items()} == {keys[0]: _in(5), keys[1]: _in(30)}
    assert term_of(draft, today=timezone.localdate()) == found[keys[0]]
    with CaptureQueriesContext(connection) as asked:
        assert terms_of([], today=timezone.localdate()) == {}
    assert len(asked) == 0


def test_the_list_the_school_and_its_card_say_what_is_soon_and_what_is_late(
    year: Year, draft: Document
) -> None:
    coordinator = signed_in(year.cast.municipal_coordinator)
    school = signed_in(year.cast.school_coordinator)
    pages = [
        (coordinator, "/documents/"),
        (coordinator, f"/documents/schools/{year.own.pk}/"),
        (coordinator, f"/schools/{year.own.pk}/"),
        (school, f"/documents/schools/{year.own.pk}/"),
    ]
    _until(year, _in(3))
    for browser, page in pages:
        assert "скоро, до" in browser.get(page).text, page
    assert "Этот порог наш" in coordinator.get("/documents/").text
    _until(year, _in(-3))
    for browser, page in pages:
        text = browser.get(page).text
        assert ("просрочено, срок был" in text, "скоро, до" in text) == (True, False), page
    chained(draft, year.cast.school_coordinator, year.motivation)
    _until(year, _in(3))
    send(document=draft, by=year.cast.school_coordinator, at=NOW)
    _until(year, _in(-3))
    # what was sent is no longer the school's to send
    for browser, page in pages:
        assert "просрочено" not in browser.get(page).text, page


def test_a_kind_that_is_not_begun_tells_its_deadline(year: Year) -> None:
    _until(year, _in(3))
    page = signed_in(year.cast.school_coordinator).get(f"/documents/schools/{year.own.pk}/").text
    assert "скоро, до" in page


def test_the_desk_of_those_who_write_knows_the_day(year: Year, draft: Document) -> None:
    assert [each.due for each in waiting_for(year.cast.school_coordinator)] == [None]
    _until(year, _in(3))
    with CaptureQueriesContext(connection) as asked:
        own = waiting_for(year.cast.school_coordinator)
    assert len(asked) == 2
    assert [(each.title, each.due) for each in own] == [(draft.title, _in(3))]
    chained(draft, year.cast.school_coordinator, year.motivation)
    send(document=draft, by=year.cast.school_coordinator, at=NOW)
    curator = year.cast.curator
    with CaptureQueriesContext(connection) as asked:
        assert [each.due for each in waiting_for(curator)] == [None]
    assert len(asked) == 1


def test_many_drafts_ask_for_their_deadlines_once(year: Year, draft: Document) -> None:
    for code in ("concept", "gia-plan", "self-diagnosis"):
        begun(year.own, year.cycle, year.cast.school_coordinator, kind(code))
    _until(year, _in(3))
    coordinator, today = year.cast.municipal_coordinator, timezone.localdate()
    with CaptureQueriesContext(connection) as asked:
        found = lines(coordinator, Chosen(year.cycle.pk), today=today)
    assert len(asked) == 2
    assert {each.kind: each.term and each.term.due for each in found} == {
        "medium-term": _in(3),
        "concept": None,
        "gia-plan": None,
        "self-diagnosis": None,
    }
    with CaptureQueriesContext(connection) as asked:
        assert PANEL.render(coordinator, year.own) is not None
    assert len(asked) == 2


def test_only_what_is_late_by_its_nearest_deadline_is_found(year: Year, draft: Document) -> None:
    region = year.place.parent
    assert region is not None
    other = begun(year.neighbour, year.cycle, year.cast.neighbour_school_coordinator)
    sent = begun(year.cast.world.second_school, year.cycle, operator("Установка"))
    Document.objects.filter(pk=sent.pk).update(state=DocumentState.REVIEW)
    _until(year, _in(-1), place=region)
    _until(year, _in(1))
    late = Chosen(year.cycle.pk, is_late=True)
    actor, today = year.cast.regional_coordinator, timezone.localdate()
    assert [each.pk for each in lines(actor, late, today=today)] == [other.pk]
    assert counts(actor, late, today=today) == {"draft": 1}
    _until(year, _in(-1), grace=10)
    assert {each.pk for each in lines(actor, late, today=today)} == {other.pk, draft.pk}
    _until(year, today)
    assert [each.pk for each in lines(actor, late, today=today)] == [other.pk]


def test_the_page_of_deadlines_tells_what_holds_now_and_from_where(year: Year) -> None:
    region = year.place.parent
    assert region is not None
    browser = signed_in(year.cast.municipal_coordinator)
    _until(year, _in(30), place=region)
    page = browser.get("/documents/deadlines/").text
    assert (page.count("задан выше"), page.count("срока нет")) == (1, 6)
    assert 'План подготовки к ГИА: последний день</label><input type="date"' in page
    _until(year, _in(3))
    page = browser.get("/documents/deadlines/").text
    assert ("задан выше" in page, "скоро, до" in page) == (False, True)
    late = browser.post("/documents/deadlines/", {"medium-term": "2020-01-01"})
    assert late.status_code == 422
    assert 'aria-describedby="id_medium-term_error"' in late.text and "Этот день уже прошёл" in late.text
