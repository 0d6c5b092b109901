"""Each sign shows itself on made data that have it, and is silent on its near misses and without data."""

from dataclasses import replace
from decimal import Decimal

import pytest

from opora.identification.doubtful import (
    LABEL,
    SIGN_TITLES,
    SIGNS,
    Cohort,
    Compared,
    Journal,
    SchoolData,
    Scores,
    Tasks,
    doubts_of,
    sign_words,
)
from opora.identification.rule import SignSettings

ON = SignSettings()
WORK = Compared("vpr-ma-5", "vpr", "Математика", 5, 2026, 0.80, 40, 0.45)
EXAM = Compared("oge-ma", "oge", "Математика", None, 2026, 0.40, 30, 0.50)
ABOVE = SchoolData(2026, high=(WORK, EXAM))
TASKS = Tasks(
    "vpr-ma-5",
    2026,
    "",
    40,
    done={"1": 0.5, "2": 0.6, "3": 0.5, "4": 0.5, "5": 0.6, "6": 0.6},
    group={"1": 0.9, "2": 0.8, "3": 0.6, "4": 0.5, "5": 0.3, "6": 0.2},
)
CLIFF = Scores("vpr-ma-5", 2026, "5а", 25, {6: 0.04, 7: 0.28, 8: 0.12}, {6: 0.05, 7: 0.08}, (7, 11, 15))
BEFORE = Compared("vpr-ma-5", "vpr", "Математика", 5, 2025, 0.80, 40, 0.45)
AFTER = Compared("vpr-ma-6", "vpr", "Математика", 6, 2026, 0.20, 40, 0.40)
JOURNAL = Journal("vpr-ma-5", 2026, "", 40, lowered=0.45, raised=0.05, group_apart=0.3)


def signs(data: SchoolData, settings: SignSettings = ON) -> list[str]:
    return [doubt.sign for doubt in doubts_of(data, settings)]


def test_far_above_the_region_unconfirmed_by_the_exam() -> None:
    assert signs(ABOVE) == ["above_region"]


@pytest.mark.parametrize(
    "data",
    [
        replace(ABOVE, is_advanced=True),
        replace(ABOVE, high=(WORK,)),  # no exam: neither confirmed nor not
        replace(ABOVE, high=(WORK, replace(EXAM, share=0.60))),  # confirmed
        replace(ABOVE, high=(WORK, replace(EXAM, subject="Русский язык"))),
        replace(ABOVE, high=(replace(WORK, share=0.64), EXAM)),
        replace(ABOVE, high=(replace(WORK, participants=9), EXAM)),
        replace(ABOVE, high=(replace(WORK, group=None), EXAM)),
        replace(ABOVE, high=(replace(WORK, share=0.66, participants=20), EXAM)),  # chance may explain it
    ],
)
def test_silent_where_the_exam_or_chance_explains_it(data: SchoolData) -> None:
    assert signs(data) == []


def test_easy_tasks_worse_and_hard_tasks_better() -> None:
    (doubt,) = doubts_of(SchoolData(2026, tasks=(TASKS,)), ON)
    assert (doubt.sign, doubt.figures["easy_difference"], doubt.figures["hard_difference"]) == (
        "easy_hard",
        -0.3,
        0.35,
    )
    easier = replace(TASKS, done={task: share - 0.4 for task, share in TASKS.done.items()})
    assert signs(SchoolData(2026, tasks=(easier,))) == []
    few = replace(TASKS, done={task: TASKS.done[task] for task in "12345"})
    assert signs(SchoolData(2026, tasks=(few,))) == []


def test_a_cliff_where_a_mark_begins() -> None:
    (doubt,) = doubts_of(SchoolData(2026, scores=(CLIFF,)), ON)
    assert (doubt.figures["mark"], doubt.figures["score"], doubt.figures["class"]) == (3, 7, "5а")
    usual = replace(CLIFF, group={6: 0.05, 7: 0.20})
    assert signs(SchoolData(2026, scores=(usual,))) == []
    gentle = replace(CLIFF, shares={6: 0.12, 7: 0.28})
    assert signs(SchoolData(2026, scores=(gentle,))) == []


def test_high_results_fall_away_in_the_next_grade() -> None:
    assert signs(SchoolData(2026, cohorts=(Cohort(BEFORE, AFTER),))) == ["class_drop"]
    group_fell_too = Cohort(replace(BEFORE, group=0.80), replace(AFTER, group=0.20))
    assert signs(SchoolData(2026, cohorts=(group_fell_too,))) == []
    by_chance = Cohort(replace(BEFORE, participants=10, share=0.5), replace(AFTER, participants=10))
    assert signs(SchoolData(2026, cohorts=(by_chance,))) == []


def test_marks_apart_from_the_journal() -> None:
    assert signs(SchoolData(2026, journals=(JOURNAL,))) == ["journal"]
    assert signs(SchoolData(2026, journals=(replace(JOURNAL, group_apart=0.6),))) == []
    assert signs(SchoolData(2026, journals=(replace(JOURNAL, lowered=0.3),))) == []


EVERYTHING = SchoolData(
    2026,
    high=(WORK, EXAM),
    tasks=(TASKS,),
    scores=(CLIFF,),
    cohorts=(Cohort(BEFORE, AFTER),),
    journals=(JOURNAL,),
)


def test_each_sign_can_be_switched_off() -> None:
    assert signs(EVERYTHING) == list(SIGNS)
    for name in SIGNS:
        off = replace(ON, **{name: False})
        assert signs(EVERYTHING, off) == [other for other in SIGNS if other != name]


def test_without_data_nothing_is_said() -> None:
    assert signs(SchoolData(2026)) == []


def test_parameters_are_obeyed() -> None:
    assert signs(EVERYTHING, replace(ON, minimum_participants=41)) == []
    assert "journal" not in signs(EVERYTHING, replace(ON, journal_share=Decimal("0.51")))


def test_every_sign_has_words_with_figures_and_no_guilt() -> None:
    assert set(SIGN_TITLES) == set(SIGNS)
    said = [sign_words(doubt, {}) for doubt in doubts_of(EVERYTHING, ON)]
    assert [any(letter.isdigit() for letter in words) for words in said] == [True] * 5
    for words in (*said, *SIGN_TITLES.values(), LABEL):
        assert not any(bad in words.lower() for bad in ("завыс", "наруш", "обман", "вин", "фальсиф"))
