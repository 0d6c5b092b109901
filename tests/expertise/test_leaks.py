"""Nothing leaks: the cases of HotCRP (3.3–3.4) and OpenReview (#351), each a test of its own."""

import re
from io import BytesIO
from typing import Any
from uuid import UUID

import pytest
from django.db import transaction
from openpyxl import load_workbook

from conftest import NOW
from factories.people import signed_in
from opora.access import Actor, Role
from opora.access.actor import operator
from opora.expertise.actions import close_round, decline, move_round
from opora.expertise.models import Assignment, Entry, Round
from opora.expertise.queries.queue import queues_of
from opora.expertise.states import AssignmentState, Place, Refusing, RoundState
from opora.history.models import Event

from .conftest import Year
from .looking import points, post, sheet_url, text
from .making import scorer, sent, started, tied, waiting

WORDS = "Совершенно особое замечание"


def bare(page: str) -> str:
    """The page without what differs each time: tokens and keys."""
    page = re.sub(r'name="csrfmiddlewaretoken" value="\w+"|<!--.*?-->', "", page)
    return re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}", "KEY", page)


@pytest.fixture
def red(year: Year, scoring: Round) -> Assignment:
    """A second assignment that came of a red first sheet."""
    one = waiting(scoring)[0]
    sent(one, total=0, analysis=0, advice={"": WORDS})
    return one.entry.assignments.select_related("entry__round").get(place=Place.SECOND)


def insiders(year: Year) -> dict[str, Actor]:
    cast = year.cast
    return {
        "head": cast.school_head,
        "coordinator": cast.school_coordinator,
        "curator": cast.curator,
        "teacher": cast.teacher,
        "observer": cast.observer,
        "federal": cast.federal_operator,
        "project head": cast.regional_project_head,
        "municipal": cast.municipal_coordinator,
    }


def test_experts_are_named_to_nobody_but_who_runs_the_round(year: Year, scoring: Round) -> None:
    """Names to schools, curators, other readers: before the closing and after it."""

    def names_seen() -> set[str]:
        urls = [
            *("/", "/expertise/", "/expertise/schools/", f"/expertise/schools/{year.own.pk}/"),
            *(f"/expertise/rounds/{scoring.pk}/", f"/expertise/rounds/{scoring.pk}/results/"),
            *(
                f"/schools/{year.own.pk}/",
                f"/documents/{year.documents[0].pk}/",
                f"/documents/?school={year.own.pk}",
            ),
        ]
        return {
            f"{who} {url}"
            for who, actor in insiders(year).items()
            for url in urls
            if "Тайнова" in signed_in(actor).get(url, follow=True).text
        }

    for one in waiting(scoring):
        sent(one, total=9)
    assert names_seen() == set()
    of = move_round(of=scoring, target=RoundState.RECONCILING, by=operator(), at=NOW)
    close_round(of=of, by=operator(), at=NOW)
    assert names_seen() == set()


def test_experts_are_not_named_to_each_other(year: Year, red: Assignment) -> None:
    who = scorer(red)
    others = [each.name for each in year.experts if each.person_id != who.person_id]
    for url in ("/", "/expertise/queue/", sheet_url(red)):
        page = text(who, url)
        assert not [name for name in others if name in page]


def test_scores_and_words_of_others_are_hidden_until_the_round_closes(year: Year, red: Assignment) -> None:
    """Second expert, school, curator: neither points nor words of the first sheet."""
    for actor in (scorer(red), *insiders(year).values()):
        for url in ("/", "/expertise/", f"/expertise/schools/{red.entry.school_id}/", sheet_url(red)):
            page = signed_in(actor).get(url, follow=True).text
            assert WORDS not in page
            assert "красная" not in page.lower() or actor == scorer(red)


def test_after_sending_the_second_expert_still_sees_only_the_own_sheet(red: Assignment) -> None:
    sent(red, total=12)
    page = text(scorer(red), sheet_url(red))
    assert WORDS not in page
    assert "12 из 14" in page


def test_a_second_sheet_looks_just_like_a_first_one(year: Year, red: Assignment) -> None:
    """Counters, chips, order: the page of a sheet is the same whichever expert one is."""
    as_second = bare(text(scorer(red), sheet_url(red)))
    Assignment.objects.filter(entry=red.entry, place=Place.FIRST).update(
        state=AssignmentState.WITHDRAWN, reason="Проверка"
    )
    Assignment.objects.filter(pk=red.pk).update(place=Place.FIRST)
    assert bare(text(scorer(red), sheet_url(red))) == as_second


def test_counters_count_the_own_sheets_only(year: Year, red: Assignment) -> None:
    (queue,) = queues_of(scorer(red))
    own = Assignment.objects.filter(person_id=red.person_id)
    assert (queue.done, queue.total) == (0, own.count())
    before = bare(text(scorer(red), "/expertise/queue/"))
    other = next(a for a in waiting(red.entry.round) if a.person_id != red.person_id)
    sent(other, total=9)
    assert bare(text(scorer(red), "/expertise/queue/")) == before


def test_the_order_of_the_queue_does_not_tell_who_is_second(year: Year) -> None:
    """Keys are random: a late assignment stands anywhere."""
    of = started(year.region, year.cycle, *year.experts)
    # the own one stands in the middle of all keys there are: thirty others lie on both sides of it
    own = Assignment.objects.get(person_id=year.experts[0].person_id)
    Assignment.objects.filter(pk=own.pk).update(key=UUID(int=2**127))
    places = set()
    for _ in range(30):
        made = Assignment.objects.create(
            entry=Entry.objects.filter(round=of, document__isnull=False).exclude(
                assignments__person_id=year.experts[0].person_id
            )[0],
            person_id=year.experts[0].person_id,
            person_name="x",
            place=Place.SECOND,
            given_at=NOW,
            given_by_name="x",
        )
        (queue,) = queues_of(year.experts[0])
        places.add([line.key for line in queue.lines].index(str(made.key)))
        made.delete()
    assert places == {0, 1}


def test_the_desk_does_not_tell_when_a_sheet_was_given(year: Year, red: Assignment) -> None:
    from opora.expertise.queries.queue import waiting_for

    (told,) = waiting_for(scorer(red))
    assert told.since == red.entry.round.opens


def test_a_neighbours_sheet_is_not_found(year: Year, scoring: Round) -> None:
    first, second, _ = waiting(scoring)
    for path in ("", "file/", "decline/"):
        text(scorer(first), f"{sheet_url(second)}{path}", 404)
    post(scorer(first), sheet_url(second), 404, **points(2), do="send", revision="0")
    for actor in (year.cast.regional_coordinator, year.cast.school_head, year.cast.curator):
        text(actor, sheet_url(first), 404)
    text(scorer(first), f"/expertise/sheets/{scoring.pk}/", 404)


def test_an_expert_opens_no_page_of_the_coordinator(scoring: Round) -> None:
    one = waiting(scoring)[0]
    who = scorer(one)
    for url in (
        *(f"/expertise/rounds/{scoring.pk}/", f"/expertise/rounds/{scoring.pk}/plan/"),
        *(f"/expertise/entries/{one.entry_id}/", f"/expertise/entries/{one.entry_id}/expert/"),
        f"/expertise/assignments/{one.key}/withdraw/",
    ):
        text(who, url, 404)
    for url in (f"/expertise/rounds/{scoring.pk}/results/", f"/expertise/rounds/{scoring.pk}/results.xlsx"):
        text(who, url, 403)


def test_results_do_not_exist_before_the_round_closes(year: Year, scoring: Round) -> None:
    for one in waiting(scoring):
        sent(one, total=9)
    for actor in (year.cast.regional_coordinator, year.cast.authority_head, year.cast.federal_operator):
        text(actor, f"/expertise/rounds/{scoring.pk}/results/", 404)
    text(year.cast.regional_coordinator, f"/expertise/rounds/{scoring.pk}/results.xlsx", 404)
    page = text(year.cast.school_head, f"/expertise/schools/{year.own.pk}/")
    assert "Итогов пока нет" in page


def test_the_page_of_a_school_is_the_same_before_and_after_sheets_come_in(year: Year, scoring: Round) -> None:
    """No counter, no «оценено 1 из 2»."""
    urls = (f"/expertise/schools/{year.own.pk}/", "/", f"/documents/{year.documents[0].pk}/")
    before = [bare(signed_in(year.cast.school_head).get(url).text) for url in urls]
    for one in waiting(scoring):
        sent(one, total=0)
    assert [bare(signed_in(year.cast.school_head).get(url).text) for url in urls] == before


def test_history_that_a_school_can_read_names_no_expert_and_no_score(year: Year, scoring: Round) -> None:
    for one in waiting(scoring):
        sent(one, total=3)
    decline(
        assignment=waiting(scoring, Place.SECOND)[0],
        refusing=Refusing.CONFLICT,
        words="Узнала школу",
        by=scorer(waiting(scoring, Place.SECOND)[0]),
        at=NOW,
    )
    for event in Event.objects.filter(school_id__isnull=False):
        told = f"{event.by_name} {event.verb} {event.note} {event.details}"
        assert "Тайнова" not in told
        assert "красн" not in told
    of_documents = Event.objects.filter(subject_kind="document")
    assert not [event for event in of_documents if "Тайнова" in event.by_name + event.note]


def test_the_federal_operator_sees_zones_and_no_school(year: Year, scoring: Round) -> None:
    for one in waiting(scoring):
        sent(one, total=9)
    of = move_round(of=scoring, target=RoundState.RECONCILING, by=operator(), at=NOW)
    close_round(of=of, by=operator(), at=NOW)
    page = text(year.cast.federal_operator, f"/expertise/rounds/{scoring.pk}/results/")
    assert "Жёлтая зона" in page
    for each in (year.own, year.second, year.neighbour, year.silent):
        assert each.name not in page
    text(year.cast.federal_operator, f"/expertise/rounds/{scoring.pk}/results.xlsx", 403)
    text(year.cast.federal_operator, f"/expertise/schools/{year.own.pk}/", 404)


def test_an_export_names_no_expert(year: Year, scoring: Round) -> None:
    for one in waiting(scoring):
        sent(one, total=9, advice={"": "Совет"})
    of = move_round(of=scoring, target=RoundState.RECONCILING, by=operator(), at=NOW)
    close_round(of=of, by=operator(), at=NOW)
    answer = signed_in(year.cast.municipal_coordinator).get(f"/expertise/rounds/{scoring.pk}/results.xlsx")
    cells = [
        str(cell)
        for sheet in load_workbook(BytesIO(answer.content))
        for row in sheet.iter_rows(values_only=True)
        for cell in row
    ]
    assert not [cell for cell in cells if "Тайнова" in cell]
    assert year.own.name in cells
    assert year.neighbour.name not in cells


def test_error_text_names_neither_school_nor_expert(year: Year, scoring: Round) -> None:
    one = waiting(scoring)[0]
    browser = signed_in(scorer(one))
    tied(scorer(one), Role.CURATOR, one.entry.school)
    answer = browser.post(sheet_url(one), points(2) | {"do": "send", "revision": "0"})
    body = answer.text[answer.text.index("<main") :]
    assert one.entry.school.name not in body
    assert "куратор этой школы" not in body


def test_search_finds_no_round_sheet_or_expert(year: Year, scoring: Round) -> None:
    for actor in (year.cast.school_head, year.cast.curator, scorer(waiting(scoring)[0])):
        page = text(actor, "/schools/?q=Тайнова")
        assert "Тайнова" not in re.sub(r'value="[^"]*"', "", page[page.index("<main") :])


def test_sending_a_red_and_a_green_sheet_answers_alike(scoring: Round) -> None:
    """Neither the words nor the way on tells that a second expert was given."""
    one = waiting(scoring)[0]
    answers: list[tuple[int, str]] = []
    for value in (0, 2):
        with transaction.atomic():
            browser = signed_in(scorer(one))
            answer: Any = browser.post(
                sheet_url(one), points(value) | {"do": "send", "revision": "0"}, follow=True
            )
            note = re.search(r'role="status">(.*?)</p>', answer.text)
            answers.append((answer.status_code, note[1] if note else ""))
            transaction.set_rollback(True)
    assert answers[0] == answers[1]
    assert "Лист отправлен" in answers[0][1]


def test_a_draft_is_read_by_nobody_else(year: Year, scoring: Round) -> None:
    one = waiting(scoring)[0]
    post(scorer(one), sheet_url(one), 302, **points(0, **{"w-analysis": WORDS}), do="save", revision="0")
    who = year.cast.regional_coordinator
    for url in (f"/expertise/rounds/{scoring.pk}/", f"/expertise/entries/{one.entry_id}/"):
        assert WORDS not in text(who, url)
