"""The way of a direction: who takes which step, what is written, what is refused."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError

from conftest import NOW
from factories.people import actor, school_of
from opora.access import Actor, Refused, Role, WrongState
from opora.history.models import Event
from opora.indicators.values import Level
from opora.risks.actions import (
    Choice,
    Visit,
    choose,
    forget_milestone,
    move,
    name_causes,
    record_milestone,
    verify,
)
from opora.risks.models import Direction, Milestone, Verification
from opora.risks.queries import causes_summary, directions_visible_to, doubts_of, milestones_of, waiting_for
from opora.risks.rules import CHOOSE, MOVE, VERIFY, Step, movers_of
from opora.risks.states import MOVERS, TRANSITIONS, DirectionState, Happening, Mover, Opinion, Outcome

from .conftest import Year
from .making import TITLES, direction, profiled

TODAY = date(2026, 9, 14)
S = DirectionState


@pytest.fixture
def found(year: Year) -> Year:
    profiled(year.own, year.cycle, R08=72.0, R12=66.0, R11=40.0)
    return year


def choice(code: str, *, takes: bool = True, opinion: Opinion = Opinion.AGREES, words: str = "") -> Choice:
    return Choice(code, TITLES[code], takes, opinion, words, 40.0, "middle")


def said(year: Year, *choices: Choice, by: Actor | None = None) -> list[Direction]:
    return choose(
        school=year.own,
        cycle=year.cycle,
        choices=choices,
        happened_on=TODAY,
        by=by or year.cast.school_head,
        at=NOW,
    )


def states(year: Year) -> dict[str, str]:
    return dict(Direction.objects.filter(school=year.own).values_list("factor_code", "state"))


def test_a_school_takes_leaves_and_adds(found: Year) -> None:
    taken = said(
        found,
        choice("R08", opinion=Opinion.DISAGREES, words="Дело в подвозе"),
        choice("R12", takes=False, words="Не хватит сил на два"),
        choice("R11"),
    )
    assert [each.factor_code for each in taken] == ["R08", "R11"]
    assert states(found) == {"R08": S.CHOSEN, "R11": S.CHOSEN, "R12": S.WITHDRAWN}
    assert list(
        Direction.objects.order_by("factor_code").values_list("opinion", "opinion_words", "value")
    ) == [
        ("disagrees", "Дело в подвозе", 72.0),
        ("agrees", "", 40.0),
        ("agrees", "Не хватит сил на два", 66.0),
    ]
    assert list(
        Milestone.objects.order_by("id").values_list("direction__factor_code", "what", "first", "last")
    ) == [
        ("R08", "choice", TODAY, TODAY),
        ("R11", "choice", TODAY, TODAY),
    ]
    assert list(Event.objects.order_by("id").values_list("verb", "note")) == [
        ("взял(а) направление в работу", "Дело в подвозе"),
        ("решил(а) не брать направление в работу", "Не хватит сил на два"),
        ("взял(а) направление в работу", ""),
    ]


def test_leaving_and_disagreeing_need_words(found: Year) -> None:
    with pytest.raises(ValidationError) as refused:
        said(found, choice("R08", takes=False), choice("R12", opinion=Opinion.DISAGREES))
    assert sorted(refused.value.message_dict) == ["R08", "R12"]
    assert states(found) == {"R08": S.FOUND, "R12": S.FOUND}


def test_what_went_on_is_not_chosen_again(found: Year) -> None:
    said(found, choice("R08"))
    with pytest.raises(WrongState, match="уже дальше выбора"):
        said(found, choice("R08"))


def test_what_was_left_may_be_taken_later(found: Year) -> None:
    said(found, choice("R08", takes=False, words="Позже"))
    said(found, choice("R08"))
    assert states(found)["R08"] == S.CHOSEN


def test_only_the_schools_own_speakers_choose(found: Year) -> None:
    may = [part for part, who in found.cast.parts().items() if CHOOSE.can(who, found.own)]
    assert may == ["school_head", "school_coordinator"]
    with pytest.raises(Refused):
        said(found, choice("R08"), by=found.cast.neighbour_school_head)


VISIT = Visit(date(2026, 9, 13), Outcome.CONFIRMED, seen=True, seen_note="Уроки", talk=False)


def test_a_visit_confirms(year: Year) -> None:
    chosen = direction(year.own, year.cycle)
    made = verify(direction=chosen, visit=VISIT, by=year.cast.curator, at=NOW)
    assert (made.seen, made.documents, made.talk, made.level) == (True, None, False, "")
    chosen.refresh_from_db()
    assert (chosen.state, chosen.state_since) == (S.VERIFIED, TODAY)
    assert list(Milestone.objects.order_by("what").values_list("what", "direction", "last")) == [
        ("verification", chosen.pk, date(2026, 9, 13)),
        ("visit", None, date(2026, 9, 13)),
    ]
    assert list(Event.objects.values_list("verb", flat=True)) == [
        "записал(а) визит и подтвердил(а) уровень риска"
    ]


def test_one_visit_about_two_directions_is_one_visit(year: Year) -> None:
    for code in ("R08", "R12"):
        verify(
            direction=direction(year.own, year.cycle, code=code), visit=VISIT, by=year.cast.curator, at=NOW
        )
    assert Milestone.objects.filter(what=Happening.VISIT).count() == 1


def test_a_visit_refines_with_a_level_or_disputes_with_a_reason(year: Year) -> None:
    refined = Visit(TODAY, Outcome.REFINED, seen=True, level=Level.MIDDLE, reason="Вакансию закрыли")
    made = verify(direction=direction(year.own, year.cycle), visit=refined, by=year.cast.curator, at=NOW)
    assert (made.outcome, made.level, made.reason) == ("refined", "middle", "Вакансию закрыли")
    disputed = Visit(TODAY, Outcome.DISPUTED, talk=True, reason="Дети учатся с интересом")
    other = direction(year.own, year.cycle, code="R12")
    verify(direction=other, visit=disputed, by=year.cast.curator, at=NOW)
    assert states(year) == {"R08": S.VERIFIED, "R12": S.DISPUTED}


@pytest.mark.parametrize(
    ("visit", "field"),
    [
        (Visit(TODAY, Outcome.DISPUTED, seen=True), "reason"),
        (Visit(TODAY, Outcome.REFINED, seen=True, reason="Иначе"), "level"),
        (Visit(TODAY, Outcome.CONFIRMED), "seen"),
        (Visit(TODAY + timedelta(days=1), Outcome.CONFIRMED, seen=True), "happened_on"),
    ],
)
def test_a_visit_that_says_too_little_is_refused(year: Year, visit: Visit, field: str) -> None:
    chosen = direction(year.own, year.cycle)
    with pytest.raises(ValidationError) as refused:
        verify(direction=chosen, visit=visit, by=year.cast.curator, at=NOW)
    assert list(refused.value.message_dict) == [field]
    assert Verification.objects.count() == 0


def test_the_evidence_is_kept(year: Year) -> None:
    visit = Visit(
        TODAY, Outcome.CONFIRMED, seen=True, file_name="фото.jpg", file_type="image/jpeg", file_data=b"1"
    )
    made = verify(direction=direction(year.own, year.cycle), visit=visit, by=year.cast.curator, at=NOW)
    assert made.file is not None
    assert (made.file.name, made.file.purpose) == ("фото.jpg", "risks:evidence")


def test_only_the_curator_verifies_and_only_what_waits(year: Year) -> None:
    chosen = direction(year.own, year.cycle)
    may = [part for part, who in year.cast.parts().items() if VERIFY.can(who, chosen)]
    assert may == ["curator"]
    with pytest.raises(Refused):
        verify(direction=chosen, visit=VISIT, by=year.cast.school_head, at=NOW)
    other = direction(year.own, year.cycle, S.VERIFIED, "R12")
    with pytest.raises(WrongState):
        verify(direction=other, visit=VISIT, by=year.cast.curator, at=NOW)


PARTS = {"school_head": Mover.SCHOOL, "curator": Mover.CURATOR, "municipal_coordinator": Mover.COORDINATOR}


def test_every_step_is_taken_by_whom_the_table_names(year: Year) -> None:
    for part, who in year.cast.parts().items():
        own = part in {"school_head", "school_coordinator", "curator", "municipal_coordinator",
                       "regional_coordinator", "administrator"}  # fmt: skip
        for origin in S:
            made = direction(year.own, year.cycle, origin)
            may = {target for target in S if MOVE.can(who, Step(made, target))}
            expected = (
                {t for t in TRANSITIONS[origin] if movers_of(who) & MOVERS[origin, t]} if own else set()
            )
            assert may == expected, (part, origin)


def test_the_whole_way(year: Year) -> None:
    people = year.cast
    made = direction(year.own, year.cycle, S.VERIFIED)
    for target, who, words in (
        (S.ACTIVE, people.municipal_coordinator, ""),
        (S.UNDER_WAY, people.school_head, ""),
        (S.CLOSED, people.school_coordinator, "Доля «неинтересно» упала с 40 до 25 %"),
        (S.UNDER_WAY, people.regional_coordinator, "Рано закрыли"),
    ):
        made = move(direction=made, target=target, happened_on=TODAY, words=words, by=who, at=NOW)
        assert made.state == target
    assert list(Milestone.objects.order_by("id").values_list("what", "note")) == [
        ("activation", ""),
        ("work", ""),
        ("closing", "Доля «неинтересно» упала с 40 до 25 %"),
        ("work", "Рано закрыли"),
    ]


def test_a_step_back_without_words_a_day_to_come_and_a_step_aside_of_the_table_are_refused(
    year: Year,
) -> None:
    made = direction(year.own, year.cycle, S.VERIFIED)
    coordinator = year.cast.municipal_coordinator
    with pytest.raises(ValidationError, match="Напишите почему"):
        move(direction=made, target=S.CHOSEN, happened_on=TODAY, by=coordinator, at=NOW)
    with pytest.raises(ValidationError, match="ещё не наступил"):
        move(direction=made, target=S.ACTIVE, happened_on=TODAY + timedelta(days=1), by=coordinator, at=NOW)
    with pytest.raises(WrongState):
        move(direction=made, target=S.CLOSED, happened_on=TODAY, words="Готово", by=coordinator, at=NOW)
    with pytest.raises(Refused):
        move(direction=made, target=S.ACTIVE, happened_on=TODAY, by=year.cast.school_head, at=NOW)
    made.refresh_from_db()
    assert made.state == S.VERIFIED
    assert Milestone.objects.count() == 0


def test_verification_is_written_with_its_visit_only(year: Year) -> None:
    with pytest.raises(WrongState, match="вместе с визитом"):
        move(
            direction=direction(year.own, year.cycle),
            target=S.VERIFIED,
            happened_on=TODAY,
            by=year.cast.curator,
            at=NOW,
        )


def test_dates_out_of_order_are_kept_and_told(year: Year) -> None:
    profiled(year.own, year.cycle, date(2026, 9, 10), R08=72.0)
    made = direction(year.own, year.cycle)
    before = made.state
    wrong = record_milestone(
        direction=made,
        what=Happening.ACTIVATION,
        first=None,
        last=date(2026, 9, 6),
        as_written="до 06.09.2026",
        by=year.cast.curator,
        at=NOW,
    )
    made.refresh_from_db()
    assert made.state == before
    assert [each.words for each in doubts_of(made, milestones_of(made))] == [
        "Активация — до 06.09.2026, а анализ профиля — 10.09.2026: проверьте даты."
    ]
    forget_milestone(direction=made, milestone=wrong, by=year.cast.curator, at=NOW)
    assert doubts_of(made, milestones_of(made)) == []
    assert list(Event.objects.order_by("id").values_list("verb", "note")) == [
        ("записал(а) дату: активация", "до 06.09.2026"),
        ("убрал(а) дату: активация", "до 06.09.2026"),
    ]


def test_a_profile_computed_again_does_not_make_the_past_too_early(year: Year) -> None:
    profiled(year.own, year.cycle, date(2026, 9, 10), R08=72.0)
    chosen = Direction.objects.get(school=year.own)
    what = Happening.CHOICE
    day = date(2026, 9, 11)
    record_milestone(direction=chosen, what=what, first=day, last=day, by=year.cast.curator, at=NOW)
    profiled(year.own, year.cycle, date(2026, 9, 20), R08=75.0)
    assert doubts_of(chosen, milestones_of(chosen)) == []


def test_a_fact_of_the_whole_school_counts_for_each_of_its_directions(year: Year) -> None:
    one, other = direction(year.own, year.cycle), direction(year.own, year.cycle, code="R12")
    days = {"first": TODAY, "last": TODAY, "whole_school": True, "by": year.cast.curator, "at": NOW}
    record_milestone(direction=one, what=Happening.SURVEY, **days)
    assert [each.what for each in milestones_of(other)] == ["survey"]
    assert milestones_of(direction(year.second, year.cycle)) == []


def test_causes_are_kept_as_said_last(year: Year) -> None:
    made = direction(year.own, year.cycle)
    head = year.cast.school_head
    name_causes(direction=made, texts=["Задания слишком трудны"], own=["Автобус"], by=head, at=NOW)
    kept = name_causes(direction=made, texts=["Задания слишком трудны"], own=["Холодно"], by=head, at=NOW)
    assert [(each.text, each.is_own) for each in kept] == [
        ("Задания слишком трудны", False),
        ("Холодно", True),
    ]
    assert Event.objects.count() == 2
    name_causes(direction=made, texts=["Задания слишком трудны"], own=["Холодно"], by=head, at=NOW)
    assert Event.objects.count() == 2


def test_causes_that_few_schools_named_are_summed_up_without_a_number(year: Year) -> None:
    schools = [school_of(year.place, f"K{n}", f"Школа {n}") for n in range(5)]
    for number, school in enumerate(schools):
        own = ["Автобус"] if number < 2 else ["Холодно"] if number == 2 else []
        name_causes(
            direction=direction(school, year.cycle),
            texts=["Задания слишком трудны"],
            own=own,
            by=year.cast.municipal_coordinator,
            at=NOW,
        )
    lines = causes_summary(directions_visible_to(year.cast.municipal_coordinator))
    assert [(line.text, line.schools, line.kinds) for line in lines] == [
        ("Задания слишком трудны", 5, 1),
        ("", None, 2),
    ]


def test_what_waits_for_whom(year: Year) -> None:
    direction(year.own, year.cycle, S.FOUND, "R08")
    direction(year.own, year.cycle, S.FOUND, "R11")
    direction(year.own, year.cycle, S.CHOSEN, "R12")
    direction(year.second, year.cycle, S.VERIFIED, "R12")
    direction(year.neighbour, year.cycle, S.VERIFIED, "R12")
    people = year.cast
    second = Direction.objects.get(school=year.second)
    own = Direction.objects.get(school=year.own, factor_code="R12")
    assert [(w.title, w.action, w.url) for w in waiting_for(people.school_head)] == [
        (
            "Берёзовская школа № 1: 2\N{NO-BREAK SPACE}направления",
            "Выбрать направления",
            f"/risks/schools/{year.own.pk}/choose/?cycle=2026",
        )
    ]
    assert [(w.title, w.action, w.url) for w in waiting_for(people.curator)] == [
        (
            "Берёзовская школа № 1: Участие родителей",
            "Записать первичный визит",
            f"/risks/directions/{own.pk}/",
        )
    ]
    assert [(w.title, w.action, w.url) for w in waiting_for(people.municipal_coordinator)] == [
        ("Берёзовская школа № 2: Участие родителей", "Активировать", f"/risks/directions/{second.pk}/")
    ]
    idle = (people.teacher, people.methodist, people.observer, people.expert, people.stranger)
    assert [waiting_for(who) for who in idle] == [[]] * 5


def test_a_curator_of_many_schools_finds_each(year: Year) -> None:
    direction(year.own, year.cycle, S.CHOSEN, "R08")
    direction(year.own, year.cycle, S.CHOSEN, "R12")
    direction(year.second, year.cycle, S.CHOSEN, "R12")
    both = actor(Role.CURATOR, year.own, year.second)
    assert [each.url for each in waiting_for(both)] == [
        f"/risks/schools/{year.own.pk}/directions/?cycle=2026",
        f"/risks/directions/{Direction.objects.get(school=year.second).pk}/",
    ]


def test_many_schools_are_one_line_that_leads_to_the_board(year: Year) -> None:
    for number in range(11):
        school = school_of(year.place, f"K{number}", f"Школа {number}")
        direction(school, year.cycle, S.VERIFIED)
    assert [(w.title, w.url) for w in waiting_for(year.cast.municipal_coordinator)] == [
        (
            "11\N{NO-BREAK SPACE}направлений: 11\N{NO-BREAK SPACE}школ",
            "/risks/directions/?cycle=2026&state=verified",
        )
    ]
    assert waiting_for(year.cast.administrator) == []
