"""What pages of a round show and leave out: no empty columns, no form that can only be refused, nothing raw."""

from conftest import NOW
from opora.access.actor import operator
from opora.expertise.actions import close_round, move_round, send_sheet
from opora.expertise.models import Round
from opora.expertise.states import Place, RoundState, SecondSheet

from .conftest import Year
from .looking import post, sheet_url, text
from .making import CRITERIA, Mark, Written, scorer, sent, started, waiting


def test_there_is_nothing_to_agree_on_before_two_sheets(year: Year) -> None:
    of = started(year.region, year.cycle, *year.experts, second=SecondSheet.ALL)
    who, one = year.cast.regional_coordinator, waiting(of)[0]
    url = f"/expertise/entries/{one.entry_id}/agreement/"
    page = text(who, url)
    assert "Согласовывать пока нечего" in page
    assert "<textarea" not in page
    assert "отправлены все листы" in post(who, url, 409, points="8", words="Сошлись")
    sent(one, total=8)
    sent(one.entry.assignments.get(place=Place.SECOND), total=12)
    assert "<textarea" in text(who, url)


def test_a_document_shows_columns_that_say_something(year: Year, scoring: Round) -> None:
    who, one = year.cast.regional_coordinator, waiting(scoring)[0]
    url = f"/expertise/entries/{one.entry_id}/"
    page = text(who, url)
    assert ("Что сделать" in page, "Почему" in page) == (True, False)
    sent(one, total=8)
    page = text(who, url)
    assert ("Что сделать" in page, "Почему" in page) == (False, False)


def test_a_criterion_is_named_once(scoring: Round) -> None:
    one = waiting(scoring)[0]
    page = text(scorer(one), sheet_url(one))
    form = page[page.index('id="sheet"') : page.index('id="running"')]
    assert form.count(">Оформление") == 1
    assert "Оформление, 0–2" in form


def test_words_of_experts_stand_line_by_line_and_are_never_markup(year: Year) -> None:
    of = started(year.region, year.cycle, *year.experts, second=SecondSheet.ALL)
    for place in (Place.FIRST, Place.SECOND):
        for each in waiting(of, place):
            marks = {code: Mark(1, "<script>alert(1)</script>") for code in CRITERIA}
            send_sheet(assignment=each, written=Written(marks), revision=0, by=scorer(each), at=NOW)
    of = move_round(of=of, target=RoundState.RECONCILING, by=operator(), at=NOW)
    close_round(of=of, by=operator(), at=NOW)
    page = text(year.cast.school_head, f"/expertise/schools/{year.own.pk}/")
    assert "<script>alert(1)" not in page
    told = "&lt;script&gt;alert(1)&lt;/script&gt;"
    assert f"Лист А: {told}<br>Лист Б: {told}" in page
    assert "1\u00a0и\u00a01" in page
