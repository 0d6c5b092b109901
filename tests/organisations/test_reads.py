"""Finding a school by what was written; the tree with its totals; the head's turnover."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from factories.organisations import figures, former_name, leader, municipality, region, school
from opora.organisations.models import Territory
from opora.organisations.presenters.card import turnover
from opora.organisations.queries import Match, find_school, school_index, territory_rows

pytestmark = pytest.mark.django_db


def found(match: Match) -> tuple[str | None, str]:
    return match.school.key if match.school else None, match.how


def test_a_school_is_found_by_key_name_and_former_name() -> None:
    made = school("Луговская ООШ", key="S-1")
    former_name(made, "Луговская начальная школа № 3")
    assert found(find_school("s-1")) == ("S-1", "key")
    assert found(find_school("МБОУ «Луговская основная общеобразовательная школа»")) == ("S-1", "name")
    assert found(find_school("луговская начальная школа 3")) == ("S-1", "former")
    lost = find_school("Лугoвая ООШ")
    assert (found(lost), lost.nearest) == ((None, ""), ("Луговская ООШ",))
    assert find_school("  ").school is None


def test_namesakes_are_offered_not_guessed() -> None:
    home, other = municipality("Заречный округ", code="M-1"), municipality("Лесной округ")
    school("Школа № 1", home, "S-1")
    school("Школа № 1", other, "S-2")
    both = find_school("Школа №1")
    assert both.school is None
    assert both.nearest == ("Школа № 1 (Заречный округ, код S-1)", "Школа № 1 (Лесной округ, код S-2)")
    assert found(find_school("Школа №1", home.path or "")) == ("S-1", "name")


def test_an_open_school_wins_over_closed_namesakes() -> None:
    living = school("Школа № 1", key="S-2")
    school("Школа № 1", key="S-1", closed_on="2020-08-31", merged_into=living)
    school("Старая школа", key="S-3", closed_on="2020-08-31", merged_into=living)
    assert found(find_school("Школа № 1")) == ("S-2", "name")
    absorbed = find_school("Старая школа").school
    assert absorbed is not None
    assert (absorbed.key, absorbed.is_open, absorbed.merged_into_id) == ("S-3", False, living.pk)


def test_an_index_answers_without_further_queries() -> None:
    for number in range(20):
        school(f"Школа № {number}", key=f"S-{number}")
    with CaptureQueriesContext(connection) as captured:
        index = school_index()
        assert [found(index.find(f"школа {n}"))[0] for n in range(20)] == [f"S-{n}" for n in range(20)]
    assert len(captured) == 2


def test_the_tree_sums_up_from_below_and_missing_is_not_zero() -> None:
    region("Лесной край")
    lakes = region("Озёрный край")
    home, other = municipality("Заречный округ", lakes), municipality("Ёлкинский округ", lakes)
    figures(school("А", home), pupils=100, teachers=None)
    figures(school("Б", home, is_legal_entity=False), pupils=None, teachers=5)
    figures(school("В", other), pupils=50, teachers=6)
    figures(school("Г", other), 2020, pupils=999)
    school("Закрытая", other, closed_on="2020-08-31")
    rows = territory_rows(Territory.objects.all(), year=2025)
    shown = [
        (row.name, row.depth, row.schools, row.legal_entities, row.pupils, row.pupils_known, row.teachers)
        for row in rows
    ]
    assert shown == [
        ("Российская Федерация", 0, 4, 3, 150, 2, 11),
        ("Лесной край", 1, 0, 0, None, 0, None),
        ("Озёрный край", 1, 4, 3, 150, 2, 11),
        ("Ёлкинский округ", 2, 2, 2, 50, 1, 6),
        ("Заречный округ", 2, 2, 1, 100, 1, 5),
    ]
    part = territory_rows(Territory.objects.filter(path__startswith=lakes.path), year=None)
    assert [(row.depth, row.pupils) for row in part] == [(0, None), (1, None), (1, None)]


def test_turnover_counts_heads_and_says_nothing_of_what_it_does_not_know() -> None:
    made, today = school(), date(2026, 9, 14)
    assert turnover([], today) == ""
    leader(made, since=date(2015, 9, 1), until=date(2022, 8, 31))
    assert turnover(list(made.leaders.all()), today) == ""
    leader(made, since=date(2022, 9, 1), until=date(2024, 8, 31))
    leader(made, since=date(2024, 9, 1))
    leader(made, post="Завуч", is_head=False, since=date(2025, 9, 1))
    assert turnover(list(made.leaders.all()), today) == "За 5 лет директор сменился 2 раза."
    assert turnover(list(made.leaders.all()), date(2031, 1, 1)) == "За 5 лет директор не менялся."
