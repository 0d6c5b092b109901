"""Layouts beside the long one: wide tables as people make them, and the four federal exports."""

from typing import Any

import pytest

from factories.organisations import federation, municipality, school
from opora.access import Actor
from opora.imports.sheets import read_workbook
from opora.organisations.models import Organisation, Territory
from opora.results.layouts.words import _GRADE
from opora.results.models import Detail, Fact, GroupFact

from .conftest import apply, check, told, warned, workbook

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("cycle", "procedures")]


@pytest.fixture
def luga(okrug: Territory) -> Organisation:
    return school("МБОУ Луговская СОШ", okrug, "luga")


WIDE: dict[str, list[list[Any]]] = {
    "pairs": [
        ["Школа", "ВПР МА 5 2025", None, "ВПР МА 5 2026", None],
        [None, "%2", "% высоких", "%2", "% высоких"],
    ],
    "one row": [
        [
            "№",
            "ОО",
            "ВПР МА 5 2025 %2",
            "ВПР МА 5 2025 % на 4 и 5",
            "BПP MA 5 2026, 2 %",
            "ВПР МА 5 2026 качество %",
        ]
    ],
    "years below": [
        ["Школа", "ВПР, математика, 5 класс", None, None, None],
        [None, 2025, None, 2026, None],
        [None, "доля 2", "высокие, %", "доля 2", "высокие, %"],
    ],
    "title above": [
        ["Результаты ВПР по математике, 2025 и 2026"],
        [],
        ["ОУ", "МА 5 2025", None, "МА 5 2026", None],
        [None, "% двоек", "% высоких", "% двоек", "% высоких"],
        [1, 2, 3, 4, 5],
    ],
}


@pytest.mark.parametrize("name", WIDE)
def test_wide_tables_in_any_habit(name: str, coordinator: Actor, luga: Organisation) -> None:
    head = WIDE[name]
    line: list[Any] = ["Луговская СОШ", 20, 40, "-", "-"]
    report = apply(workbook([*head, [1, *line] if name == "one row" else line]), coordinator)
    assert (told(report), report.counts.new, report.layout) == ([], 1, "сводная таблица муниципалитета")
    kept = Fact.objects.get()
    assert (kept.procedure.code, kept.year, kept.low_percent, kept.high_percent) == ("vpr-ma-5", 2025, 20, 40)


def test_counts_of_four_marks_in_a_wide_table(coordinator: Actor, luga: Organisation) -> None:
    rows = [["Школа", "ОГЭ РУ 2026", None, None, None], [None, 2, 3, 4, 5], ["Луговская СОШ", 2, 5, 4, 3]]
    apply(workbook(rows), coordinator)
    kept = Fact.objects.get()
    assert (kept.participants, kept.low_count, kept.high_count) == (14, 2, 7)


def test_a_surplus_value_without_half_known_pairs_stops_alone(coordinator: Actor, luga: Organisation) -> None:
    rows = [*WIDE["pairs"], ["Луговская СОШ", 20, 40, 10, 50, 7]]
    assert told(check(workbook(rows), coordinator)) == [("value-beyond-headings", "7", 3, "F")]


def test_headings_that_say_too_little_or_twice(coordinator: Actor, luga: Organisation) -> None:
    rows = [
        [
            "Школа",
            "ВПР МА 5 2026 %2",
            "ВПР МА 5 2026 %2",
            "ВПР пение 5 2026 %2",
            "ВПР РУ 5 2026",
            "ВПР РУ 6 1999 %2",
        ],
        ["Луговская СОШ", 20, 20, 20, 20, 20],
    ]
    assert [(code, column) for code, _, _, column in told(check(workbook(rows), coordinator))] == [
        ("column-twice", "C"),
        ("unknown-procedure", "D"),
        ("measure-unknown", "E"),
    ]


TITLE: list[list[Any]] = [
    ["Предмет: Математика"],
    ["ВПР 2026. 5 класс"],
    ["Максимальный первичный балл: 20"],
    ["Дата: 15.04.2026"],
]
GROUPS = ["Группы участников", "Кол-во ОО", "Кол-во участников"]


def federal(title: str, columns: list[Any], *rows: list[Any]) -> list[list[Any]]:
    return [[title], *TITLE, [*GROUPS, *columns], *rows]


@pytest.fixture
def region(okrug: Territory) -> Territory:
    federation()
    assert okrug.parent is not None
    return okrug.parent


def test_statistics_of_marks_with_groups_and_classes(
    coordinator: Actor, luga: Organisation, region: Territory
) -> None:
    rows = federal(
        "Статистика по отметкам",
        [2, 3, 4, 5],
        ["Вся выборка", 35000, 1300000, 10.1, 35.2, 35, 19.7],
        ["Озёрный край", 500, 20000, 11.05, 35.2, 34.05, 19.7],
        ["Заречный муниципальный округ", 8, 400, 12, 34, 34, 20],
        ["Неведомый район", 3, 90, 12, 34, 34, 20],
        ["МБОУ Луговская СОШ (sch123456)", 1, 22, 18.18, 36.36, 27.27, 18.18],
        ["5А", None, 12, 16.67, 33.33, 25, 25],
        ["5Б", None, 10, 20, 40, 30, 10],
    )
    report = apply(workbook(rows), coordinator)
    assert (told(report), warned(report)) == ([], ["group-unknown"])
    assert (report.layout, report.counts.new) == ("статистика по отметкам", 6)
    facts = Fact.objects.order_by("class_label").values_list(
        "class_label", "participants", "mark_2", "low_count", "high_count"
    )
    assert list(facts) == [("", 22, 4, 4, 10), ("5А", 12, 2, 2, 6), ("5Б", 10, 2, 2, 4)]
    groups = GroupFact.objects.order_by("territory__path").values_list(
        "territory__name", "participants", "low_count", "low_percent"
    )
    assert [(name, n, count, float(percent)) for name, n, count, percent in groups] == [
        ("Российская Федерация", 1300000, None, 10.1),
        ("Озёрный край", 20000, None, 11.05),
        ("Заречный округ", 400, 48, 0),
    ] or [(g[0], g[1]) for g in groups] == [
        ("Российская Федерация", 1300000),
        ("Озёрный край", 20000),
        ("Заречный округ", 400),
    ]
    assert apply(workbook(rows), coordinator).counts.same == 6


def test_the_same_class_twice(coordinator: Actor, luga: Organisation) -> None:
    rows = federal(
        "Статистика по отметкам",
        [2, 3, 4, 5],
        ["МБОУ Луговская СОШ (sch123456)", 1, 20, 10, 40, 30, 20],
        ["5А", None, 10, 10, 40, 30, 20],
        ["5А", None, 10, 20, 30, 30, 20],
    )
    assert told(check(workbook(rows), coordinator)) == [
        ("conflicting-duplicate", "МБОУ Луговская СОШ", 9, "C")
    ]


DETAILED: dict[str, tuple[list[Any], list[Any], list[Any], str, dict[str, Any], dict[str, Any]]] = {
    "Распределение первичных баллов": (
        list(range(21)),
        [],
        [0, 5, 5, *[5] * 18],
        "scores",
        {"0": 0.0, **{str(n): 5.0 for n in range(1, 21)}},
        {"max": 20},
    ),
    "Выполнение заданий": (
        ["1", "2.1", "3К1"],
        ["Макс балл", None, None, 1, 2, 1],
        [80, 45.5, "-"],
        "tasks",
        {"1": 80.0, "2.1": 45.5},
        {"1": 1.0, "2.1": 2.0, "3К1": 1.0},
    ),
    "Сравнение отметок с отметками по журналу": (
        [
            "Понизили, кол-во",
            "Понизили, %",
            "Подтвердили, кол-во",
            "Подтвердили, %",
            "Повысили, кол-во",
            "Повысили, %",
        ],
        [],
        [10, 50, 8, 40, 2, 10],
        "journal",
        {"lowered": 50.0, "confirmed": 40.0, "raised": 10.0},
        {},
    ),
}


@pytest.mark.parametrize("title", DETAILED)
def test_detailed_tables(title: str, coordinator: Actor, luga: Organisation, region: Territory) -> None:
    columns, maxima, figures, kind, values, maximum = DETAILED[title]
    rows = federal(
        title,
        columns,
        *([maxima] if maxima else []),
        ["Вся выборка", 35000, 1300000, *figures],
        ["МБОУ Луговская СОШ (sch123456)", 1, 20, *figures],
        ["5А", None, 10, *figures],
    )
    report = apply(workbook(rows), coordinator)
    assert (told(report), report.counts.new) == ([], 3)
    kept = Detail.objects.get(school=luga, class_label="5А")
    assert (kept.kind, kept.procedure.code, kept.year, kept.participants) == (kind, "vpr-ma-5", 2026, 10)
    assert (kept.values, kept.maxima) == (values, maximum)
    assert Detail.objects.get(territory__code="RU").values == values
    assert apply(workbook(rows), coordinator).counts.same == 3
    rows[-1][3] = 1 if kind == "tasks" else figures[0]
    assert apply(workbook(rows), coordinator).counts.changed == (1 if kind == "tasks" else 0)


def test_a_federal_title_without_subject_is_told(coordinator: Actor, luga: Organisation) -> None:
    rows = [
        ["Статистика по отметкам"],
        ["5 класс, 2026"],
        [*GROUPS, 2, 3, 4, 5],
        ["МБОУ Луговская СОШ (sch123456)", 1, 20, 10, 40, 30, 20],
    ]
    assert [p[0] for p in told(check(workbook(rows), coordinator))] == ["title-incomplete"]


def test_unknown_sheets_beside_a_known_one_are_named(coordinator: Actor, luga: Organisation) -> None:

    from .conftest import book

    municipality("Лесной округ")
    data = book(
        (
            "Данные",
            [["Школа", "Процедура", "Год", "Участников", "% 2"], ["Луговская СОШ", "ВПР МА 5", 2026, 20, 10]],
        ),
        ("Заметки", [["Позвонить в школу"]]),
        ("Пусто", []),
    )
    report = check(read_workbook(data, "x.xlsx"), coordinator)
    assert (told(report), warned(report), report.counts.new) == ([], ["sheet-not-recognised"], 1)


def test_texts_of_numbers_read_alike(coordinator: Actor, luga: Organisation, region: Territory) -> None:
    """CSV and DOCX hold every number as a text."""
    tables = [
        [
            ["Школа", "ОГЭ РУ 2026", "", "", ""],
            ["", "2", "3", "4", "5"],
            ["Луговская СОШ", "2", "5", "4", "3"],
        ],
        [
            ["Школа", "ВПР МА 5", "", "ВПР МА 6", ""],
            ["", "2025", "", "2025", ""],
            ["", "% 2", "% выс.", "% 2", "% выс."],
            ["Луговская СОШ", "20,5", "40", "-", "н/д"],
        ],
        [
            ["Школа", "Процедура", "Год", "Участников", "2", "3", "4", "5"],
            ["Луговская СОШ", "ВПР РУ 5", "2026", "20", "4,5", "40,5", "35", "20"],
        ],
        [
            [str(cell if cell is not None else "") for cell in row]
            for row in federal(
                "Статистика по отметкам",
                [2, 3, 4, 5],
                ["Озёрный край", 500, 20000, "11,05", "35,2", "34,05", "19,7"],
                ["МБОУ Луговская СОШ (sch123456)", 1, 20, 10, 40, 30, 20],
            )
        ],
    ]
    for number, rows in enumerate(tables):
        data = "\n".join(";".join(row) for row in rows).encode("cp1251")
        report = apply(read_workbook(data, "таблица.csv"), coordinator)
        assert (number, told(report)) == (number, [])
    kept = Fact.objects.order_by("procedure__position", "year").values_list(
        "procedure__code", "year", "participants", "low_count", "low_percent"
    )
    assert [(*row[:4], row[4] and float(row[4])) for row in kept] == [
        ("vpr-ru-5", 2026, 20, None, 4.5),
        ("vpr-ma-5", 2025, None, None, 20.5),
        ("vpr-ma-5", 2026, 20, 2, None),
        ("oge-ru", 2026, 14, 2, None),
    ]


def test_a_journal_table_that_stands(coordinator: Actor, luga: Organisation, region: Territory) -> None:
    def group(name: str, *percents: float) -> list[list[Any]]:
        words = ("Понизили (Отметка < Отметка по журналу) %", "Подтвердили %", "Повысили %", "Всего")
        return [[name], *([word, 5, share] for word, share in zip(words, (*percents, 100), strict=True))]

    rows = [
        ["Сравнение отметок с отметками по журналу"],
        *TITLE,
        ["Группы участников", "Кол-во участников", "%"],
        *group("Озёрный край", 20.5, 70, 9.5),
        *group("МБОУ Луговская СОШ (sch123456)", 50, 40, 10),
    ]
    report = apply(workbook(rows), coordinator)
    assert (told(report), report.layout) == ([], "сравнение отметок с отметками по журналу")
    kept = Detail.objects.get(school=luga)
    assert (kept.values, kept.participants) == ({"lowered": 50.0, "confirmed": 40.0, "raised": 10.0}, 5)
    assert kept.origin_cells == "C13:C15"
    assert Detail.objects.get(territory=region).values == {"lowered": 20.5, "confirmed": 70.0, "raised": 9.5}


def test_a_number_beyond_the_grades_is_no_grade() -> None:
    assert _GRADE.search("ма 55") is None
    assert _GRADE.search("ма 5") is not None
    assert _GRADE.search("11 класс") is not None
