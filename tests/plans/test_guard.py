"""The guard of chronology: everything it says of two plans as they were published, and each rule alone."""

from datetime import date

import pytest

from opora.plans.guard import RULES, Finding, Line, findings
from opora.plans.works import Works

from .making import FORTY_NINE, THIRTEEN, expected, released

YEAR = (date(2021, 1, 1), date(2021, 12, 31))


@pytest.fixture(scope="module")
def works() -> Works:
    return released()


def lines(*rows: tuple[str, str, str] | tuple[str, str, str, bool]) -> list[Line]:
    return [
        Line(at, row[0], row[1], row[2], has_responsible=row[3] if len(row) == 4 else True)
        for at, row in enumerate(rows, start=1)
    ]


def found(works: Works, *rows: tuple[str, str, str] | tuple[str, str, str, bool]) -> list[Finding]:
    return findings(lines(*rows), YEAR, works)


def told(all_of: list[Finding]) -> list[tuple[str, tuple[str, ...]]]:
    return [(each.rule, each.rows) for each in all_of]


def test_every_finding_of_the_plan_of_49_rows(works: Works) -> None:
    rows = [(number, what, term, False) for number, what, term, _ in expected(FORTY_NINE)]
    everybody = tuple(number.rstrip(".") for number, *_ in rows)
    doubts = found(works, *rows)
    assert told(doubts) == [
        ("number-repeated", ("35", "35")),
        ("number-missing", ("36",)),
        # активация до 06.03, а анализ с 10.03 и первое посещение с 22.03
        ("before-its-ground", ("19", "16", "17")),
        # подтверждение дорожных карт с февраля, а кураторы назначены и карты пишутся с марта
        ("before-its-ground", ("33", "9", "18")),
        # оценка документов с февраля, а сами документы пишутся с марта
        ("before-its-ground", ("35", "18", "28")),
        ("term-not-understood", ("1",)),
        ("term-not-understood", ("35",)),
        ("no-responsible", everybody),
    ]
    assert doubts[2].message == (
        "Активация рисковых направлений (строка 19) — до 06.03.2021г., а держится на том, что позже: "
        "анализ рисковых профилей (строка 16, 10.03.2021- 15.03.2021), "
        "первичное посещение и верификация (строка 17, с 22.03.2021 по 22 04 2021)."
    )
    assert doubts[1].message == "Номера 36 нет: после 35 идёт 37."


def test_every_finding_of_the_plan_of_13_rows(works: Works) -> None:
    rows = lines(*((number, what, term) for number, what, term, _ in expected(THIRTEEN)))
    doubts = findings(rows, (date(2021, 9, 1), date(2022, 8, 31)), works)
    assert told(doubts) == [("before-its-ground", ("13", "1", "2", "3", "4"))]
    assert doubts[0].as_json() == {
        "rule": "before-its-ground",
        "rows": ["13", "1", "2", "3", "4"],
        "message": (
            "Анализ эффективности мер (строка 13) — Декабрь 2021 года, а первые меры плана (строки 1, 2, 3, 4) — "
            "Февраль 2022 года: оценивать ещё нечего."
        ),
    }


def test_a_plan_in_order_is_left_alone(works: Works) -> None:
    assert (
        found(
            works,
            ("1.", "Анкетирование для рискового профиля", "февраль"),
            ("2.", "Анализ рисковых профилей школ", "10.03–15.03"),
            ("3.", "Назначение кураторов", "март"),
            ("4.", "Первичное посещение школ кураторами", "с 22.03 по 22.04"),
            ("5.", "Активация рисковых направлений", "до 30.04"),
            ("6.", "Разработка дорожных карт по итогам анализа рисковых профилей", "март–апрель"),
            ("7.", "Анализ эффективности принятых мер", "декабрь"),
        )
        == []
    )


@pytest.mark.parametrize(
    ("ground", "later"),
    [
        ("10.03–15.03", "март"),  # март может начаться и 20-го
        ("март", "до 20.03"),
        ("до 30.03", "1 марта"),  # «до» может значить и февраль
        ("еженедельно", "январь"),
        ("в течение года", "январь"),
        ("по согласованию", "январь"),
    ],
)
def test_a_doubt_about_days_is_no_finding(works: Works, ground: str, later: str) -> None:
    rows = (("1", "Анализ рисковых профилей", ground), ("2", "Активация рисковых направлений", later))
    assert [each for each in found(works, *rows) if each.rule == "before-its-ground"] == []


def test_a_group_meets_after_it_was_created(works: Works) -> None:
    created = ("2", "Создание рабочих групп в школах", "март 2021")
    assert told(found(works, ("1", "Заседание рабочей группы", "февраль 2021"), created)) == [
        ("group-meets-before-created", ("1", "2"))
    ]
    assert found(works, ("1", "Заседание координационной группы", "февраль 2021"), created) == []
    assert found(works, ("1", "Заседание рабочей группы", "март 2021"), created) == []


def test_terms_that_cannot_be_or_are_not_there(works: Works) -> None:
    doubts = found(
        works,
        ("1", "Первое", "с 30.04.2021 по 10.04.2021"),
        ("2", "Второе", "март 2022"),
        ("3", "Третье", ""),
        ("4", "Четвёртое", ""),
        ("5", "Пятое", "по согласованию"),
    )
    assert told(doubts) == [
        ("end-before-start", ("1",)),
        ("term-outside-plan-year", ("2",)),
        ("term-not-understood", ("5",)),
        ("no-term", ("3", "4")),
    ]
    assert doubts[1].message == (
        "Год плана — с 01.01.2021 по 31.12.2021, а сроки выходят за него: 2 — март 2022."
    )
    assert doubts[3].message == "Срока нет: строки 3, 4."


def test_who_answers_is_asked_row_by_row(works: Works) -> None:
    doubts = found(works, ("1", "Первое", "март", False), ("2", "Второе", "март"))
    assert [(each.rule, each.rows, each.message) for each in doubts] == [
        ("no-responsible", ("1",), "Не названо, кто отвечает: строка 1.")
    ]


def test_the_same_work_twice_is_seen_and_near_ones_are_two_works(works: Works) -> None:
    one = "Индивидуальные консультации для кураторов проекта «500+»."
    same = "Индивидуальные консультации для кураторов проекта 500+"
    other = "Индивидуальные консультации для участников проекта «500+»."
    assert told(found(works, ("1", one, "март"), ("2", same, "март"), ("3", other, "март"))) == [
        ("same-work-twice", ("1", "2"))
    ]
    assert found(works, ("1", one, "март"), ("2", same, "сентябрь")) == []
    assert found(works, ("1", "Заседание группы", "март"), ("2", "Заседание группы", "март")) == []


def test_rows_without_numbers_are_named_by_their_place(works: Works) -> None:
    doubts = found(
        works, ("", "Анализ рисковых профилей", "10.03"), ("", "Активация рисковых направлений", "01.03")
    )
    assert told(doubts) == [("before-its-ground", ("#2", "#1"))]


def test_numbers_with_parts_are_not_counted(works: Works) -> None:
    assert found(works, ("1.1", "Первое", "март"), ("1.2", "Второе", "март"), ("7", "Третье", "март")) == []


def test_every_rule_can_be_found(works: Works) -> None:
    assert len(RULES) == 10
    assert all(meaning.endswith(".") for meaning in RULES.values())
    assert found(works) == []


def test_an_empty_definition_recognises_nothing() -> None:
    rows = [(number, what, term, False) for number, what, term, _ in expected(FORTY_NINE)]
    rules = {each.rule for each in findings(lines(*rows), YEAR, Works({}))}
    assert "before-its-ground" not in rules and "number-repeated" in rules
