from datetime import date, datetime

import pytest

from factories.organisations import municipality, school
from factories.people import actor
from opora.access import Refused, Role, WrongState
from opora.access.actor import operator
from opora.cycles.actions import (
    add_cycle,
    add_programme,
    change_cycle,
    end_participation,
    set_participation,
    set_stage,
)
from opora.cycles.models import Cycle, Participation
from opora.cycles.queries import cycle_rows, participation_rows, year_for
from opora.cycles.states import Level, Mode
from opora.history.models import Event

pytestmark = pytest.mark.django_db


def a_year(now: datetime, code: str = "2026") -> Cycle:
    return add_cycle(
        code=code, title="", starts=date(2026, 9, 1), ends=date(2027, 8, 31), by=operator(), at=now
    )


def test_a_year_is_kept_by_those_who_keep_years(now: datetime) -> None:
    with pytest.raises(Refused, match="региональный координатор"):
        add_cycle(
            code="1",
            title="",
            starts=date(2026, 1, 1),
            ends=date(2026, 12, 31),
            by=actor(Role.CURATOR, school()),
            at=now,
        )
    year = a_year(now)
    assert (year.title, Event.objects.get().verb) == ("2026", "завёл(а) программный год")
    with pytest.raises(WrongState, match="занят"):
        a_year(now)
    with pytest.raises(WrongState, match="раньше"):
        add_cycle(code="2", title="", starts=date(2027, 1, 1), ends=date(2026, 1, 1), by=operator(), at=now)


def test_terms_are_read_within_the_year_and_again_when_it_moves(now: datetime) -> None:
    year = a_year(now)
    stage = set_stage(cycle=year, title="Анкеты", term="февраль–март", by=operator(), at=now)
    assert (stage.starts, stage.ends) == (date(2027, 2, 1), date(2027, 3, 31))
    change_cycle(
        cycle=year, title="2026", starts=date(2026, 1, 1), ends=date(2026, 12, 31), by=operator(), at=now
    )
    stage.refresh_from_db()
    assert (stage.term, stage.starts, stage.ends) == ("февраль–март", date(2026, 2, 1), date(2026, 3, 31))


def test_a_school_in_two_programmes_counts_once(now: datetime) -> None:
    here = municipality("Заречный округ")
    luga = school("Луговская школа", here)
    year = a_year(now)
    mine = actor(Role.MUNICIPAL_COORDINATOR, here)
    federal = add_programme(name="500+", level=Level.FEDERAL, territory=here, by=operator(), at=now)
    own = add_programme(name="Шаг вперёд", level=Level.MUNICIPAL, territory=here, by=mine, at=now)
    with pytest.raises(Refused, match="администратор"):
        add_programme(name="Ещё", level=Level.FEDERAL, territory=here, by=mine, at=now)
    for programme in (federal, own):
        set_participation(programme=programme, cycle=year, school=luga, mode=Mode.ACTIVE, by=mine, at=now)
    set_participation(programme=own, cycle=year, school=luga, mode=Mode.AFTERCARE, by=mine, at=now)
    assert [row.schools for row in cycle_rows(mine, today=date(2026, 9, 14))] == [1]
    assert [(r.programme, r.mode) for r in participation_rows(mine, year)] == [
        ("500+", "Участвует"),
        ("Шаг вперёд", "Поддержка после выхода из списка"),
    ]


def test_a_neighbour_neither_sees_nor_touches_participation(now: datetime) -> None:
    here, there = municipality("Заречный округ"), municipality("Холмский округ")
    luga = school("Луговская школа", here)
    year, neighbour = a_year(now), actor(Role.MUNICIPAL_COORDINATOR, there)
    programme = add_programme(name="500+", level=Level.MUNICIPAL, territory=here, by=operator(), at=now)
    taken = set_participation(
        programme=programme, cycle=year, school=luga, mode=Mode.ACTIVE, by=operator(), at=now
    )
    assert participation_rows(neighbour, year) == []
    with pytest.raises(Refused):
        end_participation(participation=taken, by=neighbour, at=now)
    end_participation(participation=taken, by=operator(), at=now)
    assert not Participation.objects.exists()


def test_a_year_is_found_by_its_code_else_by_the_day_else_the_newest(now: datetime) -> None:
    assert year_for([], "", date(2026, 10, 1)) is None
    for code, first in (("2025", 2025), ("2026", 2026), ("2027", 2027)):
        add_cycle(
            code=code,
            title="",
            starts=date(first, 9, 1),
            ends=date(first + 1, 8, 31),
            by=operator(),
            at=now,
        )
    cycles = list(Cycle.objects.all())

    def found(code: str, day: date) -> str | None:
        year = year_for(cycles, code, day)
        return year.code if year else None

    assert found("2025", date(2026, 10, 1)) == "2025"
    assert found("", date(2026, 10, 1)) == "2026"
    assert found("", date(2030, 10, 1)) == "2027"
    assert found("2024", date(2026, 10, 1)) is None
