"""The register's file: read, refused with the place named, written all or nothing, exported to the same."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from io import BytesIO
from pathlib import Path

import pytest
from django.conf import settings
from openpyxl import Workbook, load_workbook

from factories.organisations import figures, former_name, municipality, region, school
from factories.people import actor
from opora.access import Actor, Refused, Role
from opora.access.actor import operator
from opora.catalogues import kinds, social_passport
from opora.catalogues.seeding import seed_from_files
from opora.history.models import Event
from opora.imports.contract import Request, register
from opora.imports.performing import Done, perform
from opora.organisations.importers import OrganisationsImporter
from opora.organisations.models import FormerName, Organisation, Territory, YearFigures
from opora.organisations.register_file.exporting import export_organisations

pytestmark = pytest.mark.django_db

type Rows = Sequence[Sequence[object]]


@pytest.fixture(autouse=True)
def _importer() -> None:
    register([OrganisationsImporter()])


@pytest.fixture
def passport(now: datetime) -> None:
    kinds.register([social_passport.KIND])
    seed_from_files(root=Path(settings.DEFINITIONS_ROOT), by=operator(), at=now)
    Event.objects.all().delete()


def book(sheets: Mapping[str, Rows]) -> bytes:
    made = Workbook()
    made.remove(made.active)
    for name, rows in sheets.items():
        sheet = made.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    out = BytesIO()
    made.save(out)
    return out.getvalue()


def load(
    data: bytes, now: datetime, by: Actor | None = None, *, dry_run: bool = False, **options: str
) -> Done:
    return perform(
        kind="organisations",
        data=data,
        name="register.xlsx",
        request=Request(by=by or operator(), options=options),
        dry_run=dry_run,
        at=now,
    )


def facts(done: Done) -> tuple[str, int, int, int]:
    return done.status, done.report.counts.new, done.report.counts.changed, done.report.counts.same


def codes(done: Done) -> list[tuple[str, str | None]]:
    return [(problem.code, problem.place.cell) for problem in done.report.problems]


PLACES: Rows = (
    ("Код", "Название", "Входит в"),
    ("M-01", "Заречный округ", "R-1"),
    ("R-1", "Озёрный край", "RU"),
)
HEAD = (
    "Код",
    "Название",
    "Территория",
    "Вид школы",
    "Город или село",
    "ИНН",
    "Учебный год",
    "Обучающиеся",
    "Учителя",
)


def test_an_empty_installation_is_filled_from_one_file(now: datetime) -> None:
    rows: Rows = (
        HEAD,
        ("S-1", "Луговская ООШ", "M-01", "Основная школа", "село", "5900000001", "2025/26", 84, 14),
        ("S-1", None, None, None, None, None, "2024/25", 90, 15),
        ("S-2", "Заречная СОШ", "M-01", "Средняя школа", "Город", None, 2025, "–", 40),
    )
    data = book({"Организации": rows, "Территории": PLACES})
    assert facts(load(data, now, dry_run=True)) == ("dry-run", 4, 0, 0)
    assert Organisation.objects.count() == Territory.objects.count() == 0
    assert facts(load(data, now)) == ("applied", 4, 0, 0)
    assert list(Territory.objects.order_by("path").values_list("code", flat=True)) == ["RU", "R-1", "M-01"]
    made = Organisation.objects.order_by("key").values_list(
        "key", "territory__code", "school_kind", "locality", "inn"
    )
    assert list(made) == [
        ("S-1", "M-01", "basic", "village", "5900000001"),
        ("S-2", "M-01", "secondary", "town", ""),
    ]
    years = YearFigures.objects.order_by("organisation__key", "year")
    assert list(years.values_list("organisation__key", "year", "pupils", "teachers")) == [
        ("S-1", 2024, 90, 15),
        ("S-1", 2025, 84, 14),
        ("S-2", 2025, None, 40),
    ]
    assert Event.objects.filter(subject_kind="organisation").count() == 2
    # again: nothing new, nothing changed, nothing told
    told = Event.objects.count()
    assert facts(load(data, now)) == ("applied", 0, 0, 4)
    assert Event.objects.count() == told


def test_what_is_exported_imports_to_the_same(now: datetime, passport: None) -> None:
    place = municipality()
    first = school(
        "Луговская ООШ", place, "S-1", inn="5900000001", distance_km=0, phone="=1+1", is_legal_entity=False
    )
    figures(first, 2025, pupils=84, teachers=14, passport={"low_income": 12, "area_unemployment": 0.125})
    figures(first, 2024, pupils=None, teachers=0)
    former_name(first, "Луговская школа")
    school("Заречная СОШ", place, "S-2")
    data = export_organisations(operator())
    assert facts(load(data, now)) == ("applied", 0, 0, 4)
    for row in Organisation.objects.all():
        row.figures.all().delete()
        row.former_names.all().delete()
        row.delete()
    assert facts(load(data, now)) == ("applied", 2, 0, 2)
    assert export_organisations(operator()) == data
    kept = YearFigures.objects.get(year=2025)
    assert kept.passport == {"low_income": 12, "area_unemployment": 0.125}


def test_an_export_holds_what_its_reader_sees(now: datetime) -> None:
    home = municipality("Заречный округ")
    school("Луговская ООШ", home, "S-1")
    school("Закрытая школа", home, "S-2", closed_on="2024-08-31")
    school("Соседняя школа", municipality("Лесной округ"), "S-3")

    def keys(who: Actor) -> list[object]:
        sheet = load_workbook(BytesIO(export_organisations(who)))["Организации"]
        return [row[0].value for row in sheet.iter_rows(min_row=2)]

    assert keys(actor(Role.MUNICIPAL_COORDINATOR, home)) == ["S-1"]
    assert keys(actor(Role.SCHOOL_HEAD, Organisation.objects.get(key="S-3"))) == ["S-3"]
    assert keys(actor(Role.REGIONAL_COORDINATOR, region())) == ["S-1", "S-3"]


def test_a_row_updates_by_key_and_an_empty_cell_changes_nothing(now: datetime) -> None:
    row = school("Луговская школа", key="S-1", phone="1-11", school_kind="basic")
    figures(row, 2025, pupils=84, teachers=14)
    done = load(
        book(
            {
                "Лист1": (
                    ("Код", "Название", "Телефон", "Учебный год", "Учителя"),
                    ("S-1", "Луговская ООШ", "", "2025/26", 13),
                )
            }
        ),
        now,
    )
    assert facts(done) == ("applied", 0, 1, 0)
    assert codes(done) == [("register-renamed", "B2")]
    row.refresh_from_db()
    assert (row.name, row.phone, row.school_kind) == ("Луговская ООШ", "1-11", "basic")
    assert list(row.figures.values_list("pupils", "teachers")) == [(84, 13)]
    assert list(FormerName.objects.values_list("name", flat=True)) == ["Луговская школа"]
    assert list(Event.objects.values_list("verb", "note")) == [
        (
            "изменил(а) карточку",
            "название: Луговская школа → Луговская ООШ; численность за 2025; из файла «register.xlsx»",
        )
    ]


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ({"Код": None}, [("register-required", "A2")]),
        ({"Название": None}, [("register-required", "B2")]),
        ({"Территория": "M-99"}, [("register-unknown-territory", "C2")]),
        ({"Территория": None}, [("register-no-territory", "C2")]),
        ({"Вид школы": "Гимнасия"}, [("register-unknown-value", "D2")]),
        ({"Город или село": "хутор"}, [("register-unknown-value", "E2")]),
        ({"ИНН": "59000"}, [("register-bad-value", "F2")]),
        ({"ИНН": "5900000009"}, [("register-inn-taken", "F2")]),
        ({"Название": "Занятое имя"}, [("register-name-taken", "B2")]),
        ({"Учебный год": "2025/27"}, [("register-bad-year", "G2")]),
        ({"Учебный год": None}, [("register-no-year", "G2")]),
        ({"Обучающиеся": "много"}, [("not-a-number", "H2")]),
        ({"Обучающиеся": -1}, [("negative", "H2")]),
        ({"Обучающиеся": 8.5}, [("not-whole", "H2")]),
        ({"Название": "Ш" * 301}, [("register-too-long", "B2"), ("register-required", "B2")]),
    ],
    ids=str,
)
def test_a_wrong_cell_is_named_and_nothing_is_written(
    now: datetime, row: dict[str, object], expected: list[tuple[str, str]]
) -> None:
    municipality("Заречный округ", code="M-01")
    school("Занятое имя", municipality("Заречный округ"), "S-9", inn="5900000009")
    good = dict(
        zip(HEAD, ("S-1", "Луговская", "M-01", "Лицей", "Село", None, "2025/26", 84, 14), strict=True)
    )
    other = ("S-5", "Исправная", "M-01", *[None] * 6)
    done = load(book({"Организации": (HEAD, tuple((good | row).values()), other)}), now)
    assert (done.status, codes(done)) == ("refused", expected)
    assert Organisation.objects.count() == 1
    assert all(problem.message.count(".") and problem.place.sheet for problem in done.report.problems)


def test_rows_of_one_organisation_must_not_disagree(now: datetime) -> None:
    municipality(code="M-01")
    rows: Rows = (
        ("Код", "Название", "Территория", "Учебный год", "Обучающиеся"),
        ("S-1", "Луговская", "M-01", "2025/26", 84),
        ("S-1", "Луговая", None, "2025/26", 85),
    )
    assert codes(load(book({"Лист": rows}), now)) == [
        ("register-rows-disagree", "B3"),
        ("register-year-twice", "D3"),
    ]


def test_parts_must_not_exceed_the_whole(now: datetime, passport: None) -> None:
    municipality(code="M-01")
    rows: Rows = (
        (
            "Код",
            "Название",
            "Территория",
            "Учебный год",
            "Обучающиеся",
            "Учителя",
            "до 35",
            "старше 55",
            "На подвозе, чел.",
        ),
        ("S-1", "Луговская", "M-01", "2025/26", 84, 10, 6, 5, 85),
    )
    assert codes(load(book({"Лист": rows}), now)) == [
        ("register-more-than-all", "F2"),
        ("register-more-than-all", "I2"),
    ]


def test_one_keeps_only_the_register_of_ones_own_scope(now: datetime) -> None:
    home, other = municipality("Заречный округ", code="M-1"), municipality("Лесной округ", code="M-2")
    school("Чужая", other, "S-2")
    coordinator = actor(Role.MUNICIPAL_COORDINATOR, home)
    head = ("Код", "Название", "Территория")

    def told(*rows: Sequence[object]) -> list[tuple[str, str | None]]:
        return codes(load(book({"Лист": (head, *rows)}), now, coordinator, dry_run=True))

    assert told(("S-1", "Новая", "M-1")) == []
    assert told(("S-1", "Новая", "M-2")) == [("register-not-yours", "A2")]
    assert told(("S-2", "Чужая", "M-1")) == [("register-not-yours", "A2")]
    places = book(
        {"Т": (("Код", "Название", "Входит в"), ("M-1", "Свой округ", None), ("M-3", "Новый", "M-2"))}
    )
    assert codes(load(places, now, coordinator)) == [
        ("register-not-yours", "A2"),
        ("register-territory-depth", "C3"),
    ]
    with pytest.raises(Refused):
        load(places, now, actor(Role.SCHOOL_HEAD, Organisation.objects.get(key="S-2")))


def test_territories_are_renamed_and_moved_by_their_code(now: datetime) -> None:
    first, second = region("Озёрный край", "R-1"), region("Лесной край", "R-2")
    place = municipality("Заречный округ", first, "M-1")
    rows: Rows = (("Код", "Название", "Входит в"), ("M-1", "Заречный район", "R-2"))
    keeper = actor(Role.REGIONAL_COORDINATOR, first)
    assert codes(load(book({"Т": rows}), now, keeper)) == [("register-not-yours", "A2")]
    assert facts(load(book({"Т": rows}), now)) == ("applied", 0, 1, 0)
    place.refresh_from_db()
    assert (place.name, place.parent, place.path) == ("Заречный район", second, f"{second.path}{place.pk}/")


def test_the_home_territory_serves_rows_without_one(now: datetime) -> None:
    municipality(code="M-01")
    data = book({"Лист": (("Код", "Название"), ("S-1", "Луговская"))})
    assert codes(load(data, now)) == [("register-no-territory", None)]
    assert facts(load(data, now, territory="M-01")) == ("applied", 1, 0, 0)


def test_a_closed_school_is_passed_by_unless_its_row_changes_it(now: datetime) -> None:
    school("Закрытая", key="S-1", closed_on="2024-08-31")
    head = ("Код", "Название", "Телефон")
    assert facts(load(book({"Л": (head, ("S-1", "Закрытая", None))}), now)) == ("applied", 0, 0, 1)
    assert codes(load(book({"Л": (head, ("S-1", "Закрытая", "1-11"))}), now)) == [("register-closed", "A2")]


def test_the_template_says_what_to_write_and_holds_no_rows(now: datetime, passport: None) -> None:
    data = OrganisationsImporter().template()
    assert load_workbook(BytesIO(data)).sheetnames == ["Организации", "Территории", "Значения", "Пример"]
    assert codes(load(data, now)) == [("register-empty", None)]
    assert codes(load(book({"Л": (("Школа",), ("Луговская",))}), now)) == [("register-no-sheet", None)]
