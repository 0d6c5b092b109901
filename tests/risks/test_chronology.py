"""The guard of chronology on the seed's own dates (seed 002, plan rows 15–24), and its properties."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from opora.cycles.periods import parse
from opora.risks.chronology import ORDER, Dated, contradictions
from opora.risks.states import Happening

YEAR = (date(2021, 1, 1), date(2021, 12, 31))
H = Happening
# the terms as they are written in the source; rows 20–24 are about pupils and teachers, not about the profile
PLAN = {
    15: (H.SURVEY, "февраль-март 2021г."),
    16: (H.ANALYSIS, "10.03.2021- 15.03.2021"),
    17: (H.VISIT, "с 22.03.2021 по 22.04.2021"),
    18: (H.ROADMAP, "март -апрель 2021г."),
    19: (H.ACTIVATION, "до 06.03.2021г."),
    26: (H.SELF_DIAGNOSIS, "до 26.03.2021г."),
}


def dated(what: Happening, words: str) -> Dated:
    period = parse(words, within=YEAR)
    first = None if period.spans[0].first is None else period.starts
    return Dated(what, first, period.ends, words)


def test_the_plan_contradicts_itself_in_row_19_only() -> None:
    facts = [dated(*row) for row in PLAN.values()]
    # row 19 says in the same line that the profiles were verified by then
    facts.append(dated(H.VERIFICATION, PLAN[19][1]))
    assert [(each.earlier.what, each.later.what) for each in contradictions(facts)] == [
        (H.ANALYSIS, H.VERIFICATION),
        (H.ANALYSIS, H.ACTIVATION),
        (H.VISIT, H.VERIFICATION),
    ]


def test_the_words_name_both_dates() -> None:
    facts = [
        Dated(H.ACTIVATION, date(2021, 3, 6), date(2021, 3, 6)),
        Dated(H.ANALYSIS, date(2021, 3, 10), date(2021, 3, 10)),
    ]
    assert [each.words for each in contradictions(facts)] == [
        "Активация — 06.03.2021, а анализ профиля — 10.03.2021: проверьте даты."
    ]
    assert Dated(H.ACTIVATION, None, date(2021, 3, 6)).when == "до 06.03.2021"
    assert Dated(H.VISIT, date(2021, 3, 22), None).when == "с 22.03.2021"
    assert Dated(H.VISIT, date(2021, 3, 22), date(2021, 4, 22)).when == "22.03.2021–22.04.2021"
    assert Dated(H.VISIT, None, None).when == "без даты"


def test_what_may_overlap_is_no_contradiction() -> None:
    survey, analysis = dated(*PLAN[15]), dated(*PLAN[16])
    assert contradictions([survey, analysis]) == []
    assert contradictions([dated(*PLAN[19])]) == []
    assert contradictions([]) == []


def test_what_has_no_first_day_is_never_surely_later() -> None:
    before = Dated(H.ANALYSIS, None, date(2021, 3, 10))
    assert contradictions([before, Dated(H.ACTIVATION, None, date(2021, 1, 1))]) == []


DAYS = st.dates(date(2021, 1, 1), date(2021, 12, 31))


@st.composite
def facts(draw: st.DrawFn) -> Dated:
    first = draw(st.none() | DAYS)
    last = draw(st.none() | DAYS) if first is None else first + timedelta(draw(st.integers(0, 60)))
    return Dated(draw(st.sampled_from(Happening)), first, last)


@given(st.lists(facts(), max_size=8))
def test_against_a_guard_that_tries_every_order(found: list[Dated]) -> None:
    naive = [
        (first, second)
        for first, second in ORDER
        for earlier in found
        for later in found
        if (earlier.what, later.what) == (first, second)
        if not can_be_in_order(earlier, later)
    ]
    assert [(each.earlier.what, each.later.what) for each in contradictions(found)] == naive


def can_be_in_order(earlier: Dated, later: Dated) -> bool:
    """Some day of the earlier thing is not after some day of the later."""
    soonest = earlier.first or date.min
    latest = later.last or date.max
    return soonest <= latest


@given(st.lists(DAYS, min_size=len(Happening), max_size=len(Happening)))
def test_things_that_happened_in_their_order_never_contradict(days: list[date]) -> None:
    in_order = [Dated(what, day, day) for what, day in zip(Happening, sorted(days), strict=True)]
    assert contradictions(in_order) == []
