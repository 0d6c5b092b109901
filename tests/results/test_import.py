"""Imports in the long layout: what is written, what a second run does, what is refused and where."""

import io
from datetime import date
from decimal import Decimal

import openpyxl
import pytest

from factories.organisations import former_name, municipality, school
from factories.people import actor
from factories.results import fact
from opora.access import Actor, Role
from opora.cycles.models import Cycle
from opora.history.models import Event
from opora.imports.sheets import read_workbook
from opora.organisations.models import Organisation, Territory
from opora.results.actions import correct_figure
from opora.results.blanks import BLANKS
from opora.results.exports import export_results
from opora.results.layouts.shape import Measure
from opora.results.models import Fact, Load

from .conftest import NOW, apply, check, told, warned, workbook

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("cycle", "procedures")]

HEAD = ["Школа", "Процедура", "Класс", "Год", "Участников", "2", "3", "4", "5"]
PERCENT_HEAD = ["Школа", "Процедура", "Год", "Участников", "% 2", "% высоких"]


@pytest.fixture
def luga(okrug: Territory) -> Organisation:
    return school("МБОУ «Луговская СОШ»", okrug, "luga")


def kept(of: Organisation, code: str = "vpr-ma-5", year: int = 2026, label: str = "") -> tuple[object, ...]:
    row = Fact.objects.get(school=of, procedure__code=code, year=year, class_label=label)
    return row.participants, row.mark_2, row.low_count, row.high_count, row.low_percent, row.high_percent


def test_counts_are_kept_as_counts_with_their_origin(coordinator: Actor, luga: Organisation) -> None:
    file = workbook(
        [
            ["Результаты за три года"],
            HEAD,
            ["Луговская СОШ", "ВПР МА 5", None, 2026, 20, 4, 8, 6, 2],
            ["луговская  сош", "ВПР, математика, 5 класс", "5А", "2025/26", 10, 0, 5, 3, 2],
            ["Итого", None, None, 2026, 30, 4, 13, 9, 4],
        ]
    )
    report = apply(file, coordinator)
    assert (report.layout, report.counts.new, report.rows) == ("по строке на школу, процедуру и год", 2, 2)
    assert warned(report) == ["school-year", "total-skipped"]
    assert kept(luga) == (20, 4, 4, 8, None, None)
    assert kept(luga, label="5А") == (10, 0, 0, 5, None, None)
    one = Fact.objects.get(school=luga, class_label="")
    assert (one.origin_sheet, one.origin_cells) == ("Лист1", "E3:I3")
    load = Load.objects.get()
    assert one.load == load and (load.file_name, load.facts_new, load.applied_by_name) == (
        "результаты.xlsx",
        2,
        coordinator.name,
    )
    assert list(Event.objects.filter(subject_kind="results.load").values_list("verb", "details__new")) == [
        ("загрузил(а) результаты", 2)
    ]


def test_percents_become_counts_only_where_one_count_rounds_to_them(
    coordinator: Actor, okrug: Territory
) -> None:
    small, large, odd, bare = (school(name, okrug) for name in ("Малая", "Большая", "Странная", "Без числа"))
    file = workbook(
        [
            PERCENT_HEAD,
            ["Малая", "ВПР МА 5", 2026, 26, 23, "30,8 %"],
            ["Большая", "ВПР МА 5", 2026, 400, 23, 50],
            ["Странная", "ВПР МА 5", 2026, 9, 30, "-"],
            ["Без числа", "ВПР МА 5", 2026, None, 0, 75],
        ]
    )
    report = apply(file, coordinator)
    assert warned(report) == ["percents-kept"]
    assert kept(small) == (26, None, 6, 8, None, None)
    assert kept(large) == (400, None, None, 200, Decimal(23), None) or kept(large)[2] is None
    assert kept(odd) == (9, None, None, None, Decimal(30), None)
    assert kept(bare) == (None, None, None, None, Decimal(0), Decimal(75))


def test_a_second_run_changes_what_differs_and_keeps_the_old(coordinator: Actor, luga: Organisation) -> None:
    first = [
        HEAD,
        ["Луговская СОШ", "ВПР МА 5", None, 2026, 20, 4, 8, 6, 2],
        ["Луговская СОШ", "ВПР РУ 5", None, 2026, 20, 5, 8, 5, 2],
    ]
    apply(workbook(first), coordinator)
    assert apply(workbook(first), coordinator).counts.same == 2
    second = [HEAD, ["Луговская СОШ", "ВПР МА 5", None, 2026, 20, 3, 9, 6, 2], first[2]]
    dry = check(workbook(second), coordinator)
    done = apply(workbook(second), coordinator)
    assert (dry.counts, dry.counts.changed, dry.counts.same) == (done.counts, 1, 1)
    changed = Fact.objects.get(school=luga, procedure__code="vpr-ma-5")
    assert (changed.low_count, changed.load_id) == (
        3,
        Load.objects.order_by("-id").values_list("id", flat=True)[0],
    )
    assert list(changed.events.values_list("low_count", "pgh_label")) == [(4, "corrected")]


def test_a_file_that_says_less_but_nothing_different_changes_nothing(
    coordinator: Actor, luga: Organisation
) -> None:
    fact(luga, participants=26, low=6, high=8)
    fact(luga, year=2025, low_percent=23)
    file = workbook(
        [
            PERCENT_HEAD,
            ["Луговская СОШ", "ВПР МА 5", 2026, None, 23, 31],
            ["Луговская СОШ", "ВПР МА 5", 2025, 26, 23, 31],
        ]
    )
    report = apply(file, coordinator)
    assert (report.counts.same, report.counts.changed) == (1, 1)
    assert kept(luga) == (26, None, 6, 8, None, None)
    assert kept(luga, year=2025) == (26, None, 6, 8, None, None)
    other = workbook([PERCENT_HEAD, ["Луговская СОШ", "ВПР МА 5", 2026, None, 40, 31]])
    assert apply(other, coordinator).counts.changed == 1
    assert kept(luga) == (None, None, None, None, Decimal(40), Decimal(31))


def test_a_correction_by_hand_is_not_undone_by_a_file(coordinator: Actor, luga: Organisation) -> None:
    file = workbook([HEAD, ["Луговская СОШ", "ВПР МА 5", None, 2026, 20, 4, 8, 6, 2]])
    apply(file, coordinator)
    said = {
        Measure.PARTICIPANTS: 20,
        Measure.MARK_2: 3,
        Measure.MARK_3: 9,
        Measure.MARK_4: 6,
        Measure.MARK_5: 2,
    }
    correct_figure(fact=Fact.objects.get(), said=said, reason="Ошибка в протоколе", by=coordinator, at=NOW)
    report = apply(file, coordinator)
    assert (report.counts.changed, report.counts.same, warned(report)) == (0, 1, ["corrected-by-hand"])
    assert kept(luga)[2] == 3


def row(*values: object) -> list[list[object]]:
    return [HEAD, ["Луговская СОШ", "ВПР МА 5", None, 2026, 20, 4, 8, 6, 2], list(values)]


WRONG = {
    "unknown school": (
        row("Лужская СОШ", "ВПР РУ 5", None, 2026, 20, 4, 8, 6, 2),
        ("unknown-school", "Лужская СОШ", 3, "A"),
    ),
    "no school": (row(None, "ВПР РУ 5", None, 2026, 20, 4, 8, 6, 2), ("school-missing", None, 3, "A")),
    "unknown procedure": (
        row("Луговская СОШ", "ВПР пение 5", None, 2026, 20, 4, 8, 6, 2),
        ("unknown-procedure", "ВПР пение 5", 3, "B"),
    ),
    "no procedure": (
        row("Луговская СОШ", None, None, 2026, 20, 4, 8, 6, 2),
        ("procedure-missing", None, 3, "B"),
    ),
    "year to come": (
        row("Луговская СОШ", "ВПР РУ 5", None, 2099, 20, 4, 8, 6, 2),
        ("year-wrong", "2099", 3, "D"),
    ),
    "date as year": (
        row("Луговская СОШ", "ВПР РУ 5", None, 46023, 20, 4, 8, 6, 2),
        ("year-wrong", "46023", 3, "D"),
    ),
    "a real date as year": (
        row("Луговская СОШ", "ВПР РУ 5", None, date(2026, 4, 15), 20, 4, 8, 6, 2),
        ("year-wrong", "2026-04-15", 3, "D"),
    ),
    "date as figure": (
        row("Луговская СОШ", "ВПР РУ 5", None, 2026, 20, date(2026, 3, 12), 8, 6, 2),
        ("date-not-number", "2026-03-12", 3, "F"),
    ),
    "date as number": (
        row("Луговская СОШ", "ВПР РУ 5", None, 2026, 46023, 4, 8, 6, 2),
        ("date-not-number", "46023", 3, "E"),
    ),
    "negative": (row("Луговская СОШ", "ВПР РУ 5", None, 2026, 20, -4, 8, 6, 2), ("negative", "-4", 3, "F")),
    "not a number": (
        row("Луговская СОШ", "ВПР РУ 5", None, 2026, 20, "четыре", 8, 6, 2),
        ("not-a-number", "четыре", 3, "F"),
    ),
    "does not add up": (
        row("Луговская СОШ", "ВПР РУ 5", None, 2026, 20, 5, 8, 6, 2),
        ("counts-do-not-add-up", "20", 3, "E"),
    ),
    "other grade": (
        row("Луговская СОШ", "ВПР РУ 5", "6А", 2026, 20, 4, 8, 6, 2),
        ("class-and-procedure-differ", "6А", 3, "C"),
    ),
    "conflict": (
        row("Луговская СОШ", "ВПР МА 5", None, 2026, 20, 5, 7, 6, 2),
        ("conflicting-duplicate", "Луговская СОШ", 3, "E"),
    ),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_is_wrong_is_refused_at_its_place_and_nothing_is_written(
    name: str, coordinator: Actor, luga: Organisation
) -> None:
    rows, problem = WRONG[name]
    dry = check(workbook(rows), coordinator)
    assert told(dry) == [problem]
    assert dry.is_refused and dry.counts.total == 0
    assert told(apply(workbook(rows), coordinator)) == [problem]
    assert (Fact.objects.count(), Load.objects.count()) == (0, 0)
    # every remedy is a sentence to the person
    assert all(len(p.message) > 40 and p.message.endswith((".", "?")) for p in dry.problems)


PERCENTS = {
    "over 100": (["Луговская СОШ", "ВПР МА 5", 2026, 20, 130, 5], ("percent-out-of-range", "130", 2, "E")),
    "below 0": (["Луговская СОШ", "ВПР МА 5", 2026, 20, -1, 5], ("percent-out-of-range", "-1", 2, "E")),
    "together over 100": (
        ["Луговская СОШ", "ВПР МА 5", 2026, 20, 60, 50],
        ("percents-do-not-add-up", "50", 2, "F"),
    ),
}


@pytest.mark.parametrize("name", PERCENTS)
def test_impossible_percents(name: str, coordinator: Actor, luga: Organisation) -> None:
    values, problem = PERCENTS[name]
    assert told(check(workbook([PERCENT_HEAD, values]), coordinator)) == [problem]


def test_unknown_schools_come_with_the_nearest_names(
    coordinator: Actor, luga: Organisation, okrug: Territory
) -> None:
    school("Лужковская ООШ", okrug)
    report = check(workbook([HEAD, ["Луговскя СОШ", "ВПР МА 5", None, 2026, 20, 4, 8, 6, 2]]), coordinator)
    assert report.problems[0].allowed is not None
    assert report.problems[0].allowed[0] == "МБОУ «Луговская СОШ»"


def test_renamed_mixed_and_repeated_schools_are_told_and_read(
    coordinator: Actor, luga: Organisation, okrug: Territory
) -> None:
    former_name(school("Школа имени Зорина", okrug), "Заречная СОШ № 2", date(2025, 9, 1))
    line = ["Луговская СОШ", "ВПР МА 5", None, 2026, 20, 4, 8, 6, 2]
    file = workbook(
        [
            HEAD,
            ["Лугoвскaя СOШ", "ВПР РУ 5", None, 2026, 20, 4, 8, 6, 2],
            ["Заречная СОШ №2", "ВПР МА 5", None, 2024, 20, 4, 8, 6, 2],
            line,
            line,
        ]
    )
    report = apply(file, coordinator)
    assert sorted(warned(report)) == ["duplicate-row", "school-mixed-alphabet", "school-renamed"]
    assert report.counts.new == 3


def test_a_neighbours_school_is_unknown_to_a_coordinator(coordinator: Actor, luga: Organisation) -> None:
    school("Соседняя СОШ", municipality("Соседний округ"))
    report = check(workbook(row("Соседняя СОШ", "ВПР РУ 5", None, 2026, 20, 4, 8, 6, 2)), coordinator)
    assert told(report) == [("unknown-school", "Соседняя СОШ", 3, "A")]


def test_two_schools_of_one_name_need_a_territory(okrug: Territory, luga: Organisation) -> None:
    other = municipality("Лесной округ", code="les")
    twin = school("МБОУ «Луговская СОШ»", other)
    by = actor(Role.REGIONAL_COORDINATOR, okrug.parent)
    rows = [HEAD, ["Луговская СОШ", "ВПР МА 5", None, 2026, 20, 4, 8, 6, 2]]
    report = check(workbook(rows), by)
    assert [problem[0] for problem in told(report)] == ["ambiguous-school"]
    assert report.problems[0].allowed and len(report.problems[0].allowed) == 2
    assert apply(workbook(rows), by, territory="les").counts.new == 1
    named = [["Муниципалитет", *HEAD], ["Заречный", *rows[1]]]
    assert apply(workbook(named), by).counts.new == 1
    assert {fact.school_id for fact in Fact.objects.all()} == {luga.pk, twin.pk}


def test_only_coordinators_may_import(luga: Organisation) -> None:
    from opora.results.importers import ResultsImporter

    allowed = [role for role in Role if ResultsImporter().may_import(actor(role, luga.territory)) is None]
    assert allowed == [Role.MUNICIPAL_COORDINATOR, Role.REGIONAL_COORDINATOR, Role.ADMINISTRATOR]


def test_the_exported_file_is_an_import_file(
    coordinator: Actor, luga: Organisation, okrug: Territory
) -> None:
    formula = school('=HYPERLINK("x") школа', okrug)
    fact(luga, participants=20, low=4, high=8, mark_2=4, mark_3=8, mark_4=6, mark_5=2)
    fact(luga, "oge-ru", 2025, low_percent="33.3333", high_percent="12.5")
    fact(luga, "ege-mp", 2026, participants=9, low=1, high=2, mean_score="58.412")
    fact(formula, "vpr-ma-5", 2026, participants=10, low=4, high=1, class_label="5Б")
    before = list(Fact.objects.values())
    data = export_results(coordinator)
    assert data == export_results(coordinator)
    sheet = openpyxl.load_workbook(io.BytesIO(data)).active
    assert sheet is not None and [cell.data_type for cell in sheet["B"]][1:] == ["s"] * 4
    report = apply(read_workbook(data, "выгрузка.xlsx"), coordinator)
    assert (told(report), report.counts.same, report.counts.total) == ([], 4, 4)
    assert list(Fact.objects.values()) == before


@pytest.mark.parametrize("name", BLANKS)
def test_an_empty_blank_is_recognised_and_says_that_it_is_empty(name: str, coordinator: Actor) -> None:
    report = check(read_workbook(BLANKS[name](), "шаблон.xlsx"), coordinator)
    assert report.mapping is None
    assert told(report) == [("nothing-found", None, None, None)]


def test_an_unknown_table_is_mapped_by_hand(coordinator: Actor, luga: Organisation) -> None:
    file = workbook(
        [["Кто", "Что писали", "Когда", "Всего детей", "Плохо"], ["Луговская СОШ", "ВПР МА 5", 2026, 20, 5]]
    )
    report = check(file, coordinator)
    assert report.is_refused and report.mapping is not None and report.counts.total == 0
    assert [column[:2] for column in report.mapping.sheets[0].columns] == [
        ("A", "Кто"),
        ("B", "Что писали"),
        ("C", "Когда"),
        ("D", "Всего детей"),
        ("E", "Плохо"),
    ]
    mapping = {"Лист1": {"A": "school", "B": "procedure", "C": "year", "D": "participants", "E": "low_count"}}
    assert apply(file, coordinator, mapping=mapping).counts.new == 1
    assert kept(luga) == (20, None, 5, None, None, None)
    without = {"Лист1": {"A": "school", "D": "participants", "E": "low_count"}}
    assert [p[0] for p in told(apply(file, coordinator, mapping=without))] == ["mapping-incomplete"]
    assert apply(file, coordinator, mapping=without, procedure="vpr-ru-5", year="2024").counts.new == 1


def test_wrong_options_are_named(coordinator: Actor) -> None:
    report = check(workbook([HEAD]), coordinator, cycle="нет", territory="нет", new_schools="maybe")
    assert [(p[0], p[1]) for p in told(report)] == [
        ("wrong-option", "нет"),
        ("wrong-option", "нет"),
        ("wrong-option", "maybe"),
    ]


def test_new_schools_need_a_municipality(okrug: Territory, cycle: Cycle) -> None:
    municipality("Лесной округ", code="les")
    by = actor(Role.REGIONAL_COORDINATOR, okrug.parent)
    rows = [HEAD, ["Новая СОШ", "ВПР МА 5", None, 2026, 20, 4, 8, 6, 2]]
    assert told(check(workbook(rows), by, new_schools="create")) == [
        ("territory-needed", "Новая СОШ", 2, "A")
    ]
    report = apply(workbook(rows), by, new_schools="create", territory="les")
    made = Organisation.objects.get(name="Новая СОШ")
    assert (report.created, made.territory.code, made.key) == (("Новая СОШ",), "les", "les-001")
