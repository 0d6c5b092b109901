"""Works are known by their words; the definition is checked."""

import pytest

from opora.catalogues.kinds import mistakes
from opora.plans.kinds import plan_works
from opora.plans.works import Words, plain

from .making import FORTY_NINE, THIRTEEN, expected, released


@pytest.mark.parametrize(
    ("what", "work"),
    [
        ("Анализ рискового профиля школ", "risk-analysis"),
        ("АНАЛИЗ РИСКОВАННЫХ ПРОФИЛЕЙ", "risk-analysis"),
        ("Разработка дорожных карт по итогам анализа рисковых профилей", "roadmap"),
        ("Разработка и реализация муниципального плана (дорожной карты)", "municipal-plan"),
        ("Совещание «Оценка качества проведения самодиагностики школами»", "meeting"),
        ("Назначение в каждую школу персональных кураторов школ", "curator-appointment"),
        ("Назначение муниципальных координаторов", "coordinator-appointment"),
        ("Индивидуальные собеседования с кандидатами на роль кураторов", "curator-candidates"),
        ("Проведение анкетирования педагогов по определению затруднений", "teacher-needs"),
        ("Участие школ в анкетировании для определения рискового профиля", "survey"),
        ("Подготовка к зиме", ""),
        ("", ""),
    ],
)
def test_the_work_named_first_counts(what: str, work: str) -> None:
    assert released().recognise(what) == work


def test_most_rows_of_both_plans_are_recognised() -> None:
    works = released()
    known = [works.recognise(what) for name in (FORTY_NINE, THIRTEEN) for _, what, _, _ in expected(name)]
    assert (len(known), known.count("")) == (62, 2)


def test_spellings_that_mean_the_same() -> None:
    assert plain("Рискованные направления в ИС МДЭК, ёлка") == "рисковые направления в ис мэдк елка"


def test_an_ellipsis_leaves_room_for_ten_words() -> None:
    words = Words.parse("создан … групп")
    assert words.pattern.search(plain("Создание " + "слово " * 10 + "группы"))
    assert not words.pattern.search(plain("Создание " + "слово " * 11 + "группы"))
    assert not words.pattern.search("несоздание группы")


def test_a_definition_names_only_what_is_there() -> None:
    def wrong(*rows: dict[str, object]) -> list[str]:
        return [each.message for each in mistakes(plan_works(), {"works": list(rows)})]

    one = {"code": "a", "title": "а", "words": ["слово"]}
    two = {"code": "b", "title": "б", "words": ["дело"], "rests_on": ["a"]}
    assert wrong(one, two) == []
    assert wrong(two) == ["Таких работ нет: a. Возьмите коды из первого столбца."]
    circle = "Работа держится сама на себе через другие. Уберите одну из связей."
    assert wrong(one | {"rests_on": ["b"]}, two) == [circle, circle]
    assert wrong(one | {"words": ["…"]}) == ["Здесь нет слов: «…». Впишите начала слов."]
