"""The board of directions: totals and pages that the database reckons."""

from conftest import NOW
from factories.people import school_of
from opora.risks.actions import move
from opora.risks.queries import BoardFilter, board_rows, board_totals
from opora.risks.states import DirectionState as S
from opora.risks.states import Opinion

from .conftest import Year
from .looking import names, text
from .making import TITLES, direction

BOARD = "/risks/directions/"


def test_totals_are_of_the_scope_and_of_the_place(year: Year) -> None:
    direction(year.own, year.cycle, S.CHOSEN, "R08")
    direction(year.own, year.cycle, S.FOUND, "R12")
    direction(year.second, year.cycle, S.FOUND, "R08")
    direction(year.neighbour, year.cycle, S.FOUND, "R11")
    regional, municipal = year.cast.regional_coordinator, year.cast.municipal_coordinator
    whole = board_totals(regional, year.cycle.pk)
    assert whole.factors == {code: TITLES[code] for code in ("R08", "R11", "R12")}
    assert {state: many for state, many in whole.by_state().items() if many} == {S.FOUND: 3, S.CHOSEN: 1}
    assert whole.by_state("R08")[S.FOUND] == 1
    # what there is to choose among does not shrink with what was chosen
    home = board_totals(regional, year.cycle.pk, year.place.path or "")
    assert home.factors == whole.factors
    assert home.by_state()[S.FOUND] == 2
    assert sorted(board_totals(municipal, year.cycle.pk).factors) == ["R08", "R12"]
    assert board_totals(year.cast.observer, year.cycle.pk).factors == {}


def test_a_factor_is_called_as_its_newest_direction_calls_it(year: Year) -> None:
    direction(year.own, year.cycle)
    newest = direction(year.second, year.cycle)
    newest.factor_title = "Желание учиться"
    newest.save()
    assert board_totals(year.cast.municipal_coordinator, year.cycle.pk).factors == {"R08": "Желание учиться"}


def test_what_waits_for_the_reader_stands_first(year: Year) -> None:
    for school, state in ((year.own, S.FOUND), (year.second, S.VERIFIED)):
        direction(school, year.cycle, state)
    chosen = BoardFilter(year.cycle.pk)

    def shown(who: str) -> list[str]:
        rows = board_rows(year.cast.parts()[who], chosen, start=0, size=50)
        return [row.school for row in rows]

    assert shown("municipal_coordinator") == [year.second.name, year.own.name]
    assert shown("methodist") == [year.own.name, year.second.name]


def test_filters_narrow_tabs_and_rows_together(year: Year) -> None:
    direction(year.own, year.cycle, S.FOUND, "R08")
    direction(year.second, year.cycle, S.CHOSEN, "R08")
    direction(year.neighbour, year.cycle, S.CHOSEN, "R12")
    regional = year.cast.regional_coordinator

    def shown(query: str) -> list[str]:
        return names(text(regional, f"{BOARD}?{query}"), year.own, year.second, year.neighbour)

    assert shown("factor=R08&state=chosen") == [year.second.name]
    assert shown("territory=M2") == [year.neighbour.name]
    assert shown("territory=M2&factor=R08") == []
    assert shown("factor=R99&territory=M2&state=odd") == [year.neighbour.name]
    assert "Таких направлений нет." in text(regional, f"{BOARD}?state=closed")


def test_a_long_board_is_told_in_pages(year: Year) -> None:
    for number in range(51):
        made = direction(school_of(year.place, f"K{number:02}", f"Школа {number:02}"), year.cycle)
        made.opinion = Opinion.AGREES
        made.save()
    municipal = year.cast.municipal_coordinator
    first, last = text(municipal, BOARD), text(municipal, f"{BOARD}?page=2")
    assert ("Школа 49" in first, "Школа 50" in first) == (True, False)
    assert ("Школа 49" in last, "Школа 50" in last) == (False, True)
    assert "51–51 из 51" in last
    assert "согласна" in last


def test_the_history_says_what_was_done_in_a_sentence(year: Year) -> None:
    verified = direction(year.own, year.cycle, S.VERIFIED)
    coordinator = year.cast.municipal_coordinator
    move(direction=verified, target=S.ACTIVE, happened_on=NOW.date(), by=coordinator, at=NOW)
    page = text(coordinator, f"{BOARD}{verified.pk}/")
    assert f"<b>{coordinator.name}</b> активировал(а) направление</p>" in page
