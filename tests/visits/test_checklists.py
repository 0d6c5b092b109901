"""One checklist gone through several times: what changed, by school and by visit; who reads which of them."""

from datetime import date
from io import BytesIO
from typing import Any

import pytest
from openpyxl import load_workbook

from factories.people import appointment, school_of, signed_in
from opora.access import Actor, Role
from opora.organisations.models import Organisation
from opora.people.models import Person
from opora.visits.actions import Answer
from opora.visits.comparing import Found, Look, Turn, items_of
from opora.visits.models import Visit
from opora.visits.queries.checklists import school_lines
from opora.visits.states import Mark, Way

from .conftest import Year
from .looking import asked, text
from .making import visited

pytestmark = pytest.mark.django_db


def look(day: int, words: str = "", **marks: Mark) -> Look:
    found = {code: Found(mark, words) for code, mark in marks.items()}
    return Look(day, date(2026, 9, day), "Кураторова", found, {code: f"Вопрос {code}" for code in marks})


def website(year: Year, school: Organisation, days: int, /, by: Actor | None = None, **more: Any) -> Visit:
    """The site of a school looked at; `more` are marks by item with `_` for `-`."""
    said = {name: more.pop(name) for name in ("is_open_to_school",) if name in more}
    answers = [
        Answer(code.replace("_", "-"), mark, "Страницы нет" if mark is Mark.NO else "")
        for code, mark in more.items()
    ]
    who = by or year.cast.curator
    return visited(school, year.cycle, who, days, code="website", way=Way.ONLINE, answers=answers, **said)


@pytest.mark.parametrize(
    ("marks", "turn"),
    [
        ((Mark.NO, Mark.YES), Turn.BETTER),
        ((Mark.YES, Mark.PARTLY), Turn.WORSE),
        ((Mark.NO, Mark.YES, Mark.NO), Turn.SAME),
        ((Mark.NO, Mark.UNSEEN), Turn.UNKNOWN),
        ((Mark.UNSEEN, Mark.NO, Mark.UNSEEN, Mark.PARTLY), Turn.BETTER),
        ((Mark.YES,), Turn.UNKNOWN),
    ],
)
def test_an_item_turns_between_the_first_and_the_last_look(marks: tuple[Mark, ...], turn: Turn) -> None:
    looks = [look(day, a=mark) for day, mark in enumerate(marks, start=1)]
    assert [line.turn for line in items_of(looks)] == [turn]


def test_items_stand_as_in_the_latest_checklist_and_dropped_ones_last() -> None:
    first, last = look(1, old=Mark.YES, b=Mark.NO), look(2, b=Mark.YES, new=Mark.NO)
    lines = items_of([first, last])
    assert [(line.code, line.turn) for line in lines] == [
        ("b", Turn.BETTER), ("new", Turn.UNKNOWN), ("old", Turn.UNKNOWN),
    ]  # fmt: skip
    assert lines[2].found == (Found(Mark.YES), None)


def test_schools_beside_each_other(year: Year) -> None:
    appointment(Person.objects.get(pk=year.cast.curator.person_id), Role.CURATOR, year.second)
    website(year, year.own, -13, order=Mark.NO, news=Mark.YES, programmes=Mark.NO)
    website(year, year.own, -1, order=Mark.YES, news=Mark.PARTLY, programmes=Mark.NO)
    website(year, year.second, -2, by=year.cast.municipal_coordinator, order=Mark.NO)
    visited(year.own, year.cycle, year.cast.curator, -3)
    page = text(year.cast.municipal_coordinator, "/visits/checklists/")
    assert "Смотрели школ: 2, не по одному разу — 1. В целом они не изменились." in page
    assert "смотрели один раз" in page
    assert f'href="/visits/schools/{year.own.pk}/checklists/?kind=website"' in page
    answer = signed_in(year.cast.municipal_coordinator).get("/visits/checklists/?as=xlsx")
    book = load_workbook(BytesIO(answer.content))
    assert book.sheetnames == ["Школы", "Ответы"]
    cells = [[cell.value for cell in row] for row in book["Школы"].iter_rows()]
    own = next(row for row in cells if row[0] == year.own.key)
    assert own[7:10] == [2, 1, 1]
    assert own[10] == "Программа школы и дорожная карта"
    neighbour = text(year.cast.neighbour_curator, "/visits/checklists/")
    assert year.own.name not in neighbour
    assert "Этот лист ещё не заполняли" in neighbour


def test_visits_of_a_school_beside_each_other(year: Year) -> None:
    first = website(year, year.own, -13, order=Mark.NO)
    last = website(year, year.own, -1, order=Mark.YES)
    page = text(year.cast.curator, f"/visits/schools/{year.own.pk}/checklists/")
    assert page.index(f"/visits/{first.pk}/") < page.index(f"/visits/{last.pk}/")
    assert "стало лучше" in page
    assert "Страницы нет" in page
    assert f'href="/visits/schools/{year.own.pk}/checklists/"' in text(
        year.cast.curator, f"/visits/?school={year.own.pk}"
    )
    assert f'href="/visits/schools/{year.own.pk}/checklists/"' in text(year.cast.school_head, "/visits/")
    assert text(year.cast.neighbour_curator, f"/visits/schools/{year.own.pk}/checklists/", 404)
    assert "ещё нет" in text(
        year.cast.municipal_coordinator, f"/visits/schools/{year.second.pk}/checklists/?cycle=1999"
    )


def test_a_closed_note_is_not_compared_before_the_school(year: Year) -> None:
    website(year, year.own, -13, order=Mark.NO, is_open_to_school=False)
    website(year, year.own, -1, order=Mark.YES)
    (for_school,) = school_lines(year.cast.school_head, "website")
    (for_helper,) = school_lines(year.cast.curator, "website")
    assert (len(for_school.looks), len(for_helper.looks)) == (1, 2)
    assert "Страницы нет" not in text(year.cast.school_head, f"/visits/schools/{year.own.pk}/checklists/")


@pytest.mark.parametrize("count", [1, 10])
def test_ten_schools_are_asked_for_as_one(year: Year, count: int) -> None:
    who = year.cast.municipal_coordinator
    for number in range(count):
        one = school_of(year.own.territory, f"L{number}", f"Лесная школа № {number}")
        for days in (-9, -1):
            website(year, one, days, by=who, order=Mark.NO)
    one = Organisation.objects.get(key="L0")
    found = {
        "list": asked(who, "/visits/checklists/"),
        "school": asked(who, f"/visits/schools/{one.pk}/checklists/"),
    }
    assert found == {"list": 9, "school": 9}
