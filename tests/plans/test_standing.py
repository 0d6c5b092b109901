"""How a row stands."""

from datetime import date

import pytest

from opora.plans.execution import execution
from opora.plans.facts.base import FactFigure
from opora.plans.standing import Stand, stand
from opora.plans.states import Standing, Told

TODAY = date(2026, 9, 14)
PAST, SOON, LATER = date(2026, 9, 13), date(2026, 9, 28), date(2026, 9, 29)


def of(
    ends: date | None = LATER,
    figure: FactFigure | None = None,
    *,
    starts: date | None = None,
    told: str = "",
    least: int | None = None,
) -> Stand:
    return stand(starts=starts, ends=ends, told=told, figure=figure, least=least, today=TODAY)


def share(done: int, total: int | None) -> FactFigure:
    return FactFigure(done, total, "школ")


@pytest.mark.parametrize(
    ("ends", "figure", "least", "standing", "words"),
    [
        (LATER, share(0, 7), None, Standing.NOT_BEGUN, "не начато, 0 из 7"),
        (LATER, share(3, 7), None, Standing.UNDER_WAY, "идёт, 3 из 7"),
        (PAST, share(3, 7), None, Standing.LATE, "просрочено, 3 из 7"),
        (PAST, share(7, 7), None, Standing.DONE, "выполнено, 7 из 7"),
        (None, share(7, 7), None, Standing.DONE, "выполнено, 7 из 7"),
        (PAST, share(0, 0), None, Standing.LATE, "просрочено"),
        # бывает много раз: до срока идёт, после достаточно одного, если не сказано, сколько
        (LATER, share(2, None), None, Standing.UNDER_WAY, "идёт, 2"),
        (PAST, share(2, None), None, Standing.DONE, "выполнено, 2"),
        (PAST, share(0, None), None, Standing.LATE, "просрочено"),
        (LATER, share(2, None), 2, Standing.DONE, "выполнено, 2 из 2"),
        (PAST, share(2, None), 3, Standing.LATE, "просрочено, 2 из 3"),
    ],
)
def test_a_fact_marks_its_row(
    ends: date | None, figure: FactFigure, least: int | None, standing: Standing, words: str
) -> None:
    found = of(ends, figure, least=least)
    assert (found.standing, found.words) == (standing, words)


def test_words_count_only_where_no_fact_speaks() -> None:
    assert of(PAST, told=Told.DONE).words == "выполнено со слов"
    assert of(PAST, share(0, 7), told=Told.DONE).standing is Standing.LATE
    assert (of(PAST).standing, of(LATER).standing, of(None).standing) == (
        *(Standing.LATE, Standing.NOT_BEGUN, Standing.NOT_BEGUN),
    )


def test_soon_is_fourteen_days_with_both_ends() -> None:
    assert [of(day).is_soon(TODAY) for day in (PAST, TODAY, SOON, LATER, None)] == [
        False,
        True,
        True,
        False,
        False,
    ]
    assert not of(SOON, told=Told.DONE).is_soon(TODAY)


def test_what_is_put_off_waits_no_more_this_year_unless_the_fact_is_there() -> None:
    assert of(PAST, told=Told.NEXT_YEAR).standing is Standing.MOVED
    assert of(PAST, told=Told.NEXT_YEAR).is_over
    assert of(PAST, share(3, 7), told=Told.NEXT_YEAR).standing is Standing.MOVED
    assert of(PAST, share(7, 7), told=Told.NEXT_YEAR).standing is Standing.DONE
    assert of(PAST, told=Told.ONLINE).words == "выполнено дистанционно, со слов"


def test_the_share_is_of_rows_whose_last_day_has_passed() -> None:
    stands = [
        of(PAST, share(7, 7)),
        of(PAST, told=Told.ONLINE),
        of(PAST),
        of(PAST, told=Told.NEXT_YEAR),
        of(LATER, share(7, 7)),
        of(None, told=Told.DONE),
    ]
    found = execution(stands, today=TODAY)
    assert (found.done, found.due, found.told, found.percent) == (2, 3, 1, 66)
    assert found.words == "66 %: 2 из 3, со слов 1"
    nothing = execution([of(LATER)], today=TODAY)
    assert (nothing.percent, nothing.words) == (None, "сроки ещё не прошли")
