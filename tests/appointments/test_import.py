"""The file of people: read, refused, applied once, exported and read back."""

from collections import Counter
from datetime import date, datetime
from io import BytesIO
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import Workbook, load_workbook

from factories.people import Cast, appointed, appointment, person
from opora.access import Actor, Role
from opora.appointments.columns import HEADINGS
from opora.appointments.exports import people_workbook
from opora.appointments.importers import PeopleImporter
from opora.appointments.models import Appointment
from opora.appointments.queries import Choice
from opora.files.actions import store
from opora.history.models import Event
from opora.imports.contract import Report, Request, Resolution
from opora.imports.sheets.reading import read_workbook
from opora.people.models import Person

pytestmark = pytest.mark.django_db

TITLES = [h.title for h in HEADINGS]
ANNA = {
    "Фамилия": "Лесная",
    "Имя": "Анна",
    "Почта": "lesnaya@example.org",
    "Телефон": "+7 900 111-22-33",
    "Роль": "Куратор",
    "Охват": "S1; S2",
    "Программный год": "2026",
    "Приказ №": "12-од",
    "Дата приказа": date(2026, 9, 1),
    "С": "01.09.2026",
}
BORIS = {"Фамилия": "Полевой", "Имя": "Борис", "Роль": "директор школы", "Охват": "S2"}


def book(*rows: dict[str, Any]) -> bytes:
    made = Workbook()
    sheet = made.active
    assert sheet is not None
    sheet.title = "Люди"
    sheet.append(TITLES)
    for row in rows:
        sheet.append([row.get(title) for title in TITLES])
    out = BytesIO()
    made.save(out)
    return out.getvalue()


def check(data: bytes, by: Actor, **request: Any) -> Report:
    workbook = read_workbook(data, "people.xlsx")
    return PeopleImporter().check(workbook, Request(by=by, **request), lambda done, total: None)


def apply(data: bytes, by: Actor, now: datetime) -> Report:
    file = store(data=data, name="people.xlsx", content_type="", purpose="import", by=by, at=now)
    workbook = read_workbook(data, "people.xlsx")
    return PeopleImporter().apply(
        workbook, Request(by=by), file=file, at=now, progress=lambda done, total: None
    )


def counts(report: Report) -> tuple[int, int, int]:
    return report.counts.new, report.counts.changed, report.counts.same


def told(report: Report) -> list[tuple[str, str | None, str | None]]:
    return [(p.code, p.place.cell, p.value) for p in report.problems]


def test_a_file_is_written_once_and_a_second_run_changes_nothing(cast: Cast, now: datetime) -> None:
    data, by = book(ANNA, BORIS), cast.municipal_coordinator

    assert check(data, by).problems == ()
    assert Person.objects.filter(surname="Лесная").count() == 0
    first = apply(data, by, now)
    people, appointments, events = (m.objects.count() for m in (Person, Appointment, Event))
    second = apply(data, by, now)

    assert (counts(first), counts(second)) == ((2, 0, 0), (0, 0, 2))
    assert first.created == ("Лесная Анна", "Полевой Борис")
    assert (Person.objects.count(), Appointment.objects.count()) == (people, appointments)
    # the second run tells that it was, and nothing else
    assert Event.objects.count() == events + 1
    made = Appointment.objects.get(person__surname="Лесная")
    assert (made.role, made.order_number, made.order_date, made.since, made.until) == (
        "curator",
        "12-од",
        date(2026, 9, 1),
        date(2026, 9, 1),
        date(2027, 8, 31),
    )
    assert sorted(s.key for s in made.schools.all()) == ["S1", "S2"]


def test_a_changed_row_updates_and_an_empty_cell_erases_nothing(cast: Cast, now: datetime) -> None:
    by = cast.municipal_coordinator
    apply(book(ANNA), by, now)
    again = ANNA | {"Телефон": None, "Должность": "завуч", "Приказ №": None}

    assert counts(apply(book(again), by, now)) == (0, 1, 0)

    helper = Person.objects.get(surname="Лесная")
    assert (helper.phone, helper.post) == ("+7 900 111-22-33", "завуч")
    assert Appointment.objects.get(person=helper).order_number == "12-од"


def test_several_rows_of_one_newcomer_make_one_account(cast: Cast, now: datetime) -> None:
    second = ANNA | {"Роль": "Методист", "Охват": "M1"}

    report = apply(book(ANNA, second), cast.municipal_coordinator, now)

    assert (counts(report), report.created) == ((2, 0, 0), ("Лесная Анна",))
    assert Person.objects.get(surname="Лесная").appointments.count() == 2


def test_a_long_file_takes_as_many_statements_as_a_short_one(cast: Cast, now: datetime) -> None:
    def statements(prefix: str, size: int, **changed: Any) -> int:
        rows = [
            ANNA | {"Фамилия": f"{prefix}{number}", "Почта": f"{prefix}{number}@example.org"} | changed
            for number in range(size)
        ]
        with CaptureQueriesContext(connection) as asked:
            report = apply(book(*rows), cast.municipal_coordinator, now)
        assert counts(report) == ((0, size, 0) if changed else (size, 0, 0))
        return len(asked)

    assert statements("a", 2) == statements("b", 20)
    again = {"Приказ №": "13-од", "Телефон": "+7 900 222-33-44"}
    assert statements("a", 2, **again) == statements("b", 20, **again)
    # an account, an appointment, a correction of each: one event for each act, one for the file
    verbs = Counter(Event.objects.exclude(verb__startswith="загрузил").values_list("verb", flat=True))
    assert dict(verbs) == {
        "завёл(а) учётную запись": 22,
        "назначил(а)": 22,
        "исправил(а) данные": 22,
        "изменил(а) назначение": 22,
    }


def test_what_is_wrong_is_told_with_its_place_and_nothing_is_written(cast: Cast, now: datetime) -> None:
    data = book(
        BORIS,
        ANNA | {"Роль": "Курато", "Фамилия": None},
        ANNA | {"Охват": "S3"},
        ANNA | {"Охват": "M1"},
        ANNA | {"Программный год": "1999", "Почта": "не почта", "С": "32.09.2026"},
        ANNA | {"С": "01.09.2027", "По": "01.09.2026"},
        BORIS | {"Роль": "Региональный координатор", "Охват": "M1"},
        BORIS,
    )
    before = Person.objects.count()

    report = apply(data, cast.municipal_coordinator, now)

    assert report.is_refused
    assert told(report) == [
        ("people-required", "A3", None),
        ("people-unknown-role", "G3", "Курато"),
        ("people-bad-email", "D6", "не почта"),
        ("people-unknown-year", "I6", "1999"),
        ("people-bad-date", "L6", "32.09.2026"),
        ("people-bad-term", "M7", "01.09.2026"),
        ("people-bad-scope", "H4", "S3"),
        ("people-bad-scope", "H5", "M1"),
        ("people-bad-scope", "H8", "M1"),
        ("people-twice", "G9", "Полевой Борис"),
    ]
    assert "Может быть, «Куратор»?" in report.problems[1].message
    assert Person.objects.count() == before


def test_nothing_is_granted_above_the_importers_rights(cast: Cast) -> None:
    grants = book(
        BORIS | {"Роль": "Муниципальный координатор", "Охват": "M1"},
        BORIS | {"Роль": "Школьный координатор"},
    )

    assert told(check(grants, cast.municipal_coordinator)) == [
        ("people-above-rights", "G2", "Муниципальный координатор")
    ]
    assert told(check(grants, cast.regional_coordinator)) == []
    assert PeopleImporter().may_import(cast.curator) is not None
    assert PeopleImporter().may_import(cast.school_head) is None


def test_a_file_never_makes_a_person_out_of_anothers_email(cast: Cast) -> None:
    person("Чужая", email="lesnaya@example.org")

    assert told(check(book(ANNA), cast.municipal_coordinator)) == [
        ("people-others-email", "D2", "lesnaya@example.org")
    ]


def test_a_namesake_is_told_and_two_are_not_guessed(cast: Cast) -> None:
    appointed(Role.CURATOR, cast.world.school, surname="Лесная", given_name="Анна", patronymic="")
    by = cast.municipal_coordinator
    warned = check(book(ANNA), by)
    appointed(Role.CURATOR, cast.world.second_school, surname="Лесная", given_name="Анна", patronymic="")
    unsure = check(book(ANNA | {"Почта": None}), by)

    assert (told(warned), warned.is_refused) == ([("people-namesake", "A2", "Лесная Анна")], False)
    assert (told(unsure), unsure.is_refused) == ([("people-several", "A2", "Лесная Анна")], True)


def test_contacts_of_somebody_higher_stay_as_they_were(cast: Cast, now: datetime) -> None:
    above = appointed(
        Role.REGIONAL_COORDINATOR, cast.world.region, surname="Лесная", given_name="Анна", patronymic="",
        email="lesnaya@example.org", phone="1",
    )  # fmt: skip
    appointment(above, Role.METHODIST, cast.world.municipality)

    report = apply(book(ANNA), cast.municipal_coordinator, now)

    above.refresh_from_db()
    assert (told(report), above.phone) == ([("people-not-yours", "E2", None)], "1")
    assert above.appointments.count() == 3


def test_a_cell_may_be_decided_by_hand(cast: Cast) -> None:
    wrong = book(ANNA | {"Роль": "К."})
    decided = (Resolution(sheet="Люди", row=2, column="G", value="Куратор"),)

    assert check(wrong, cast.municipal_coordinator).is_refused
    assert counts(check(wrong, cast.municipal_coordinator, resolutions=decided)) == (1, 0, 0)


def test_a_file_without_the_columns_says_what_is_missing(cast: Cast) -> None:
    made = Workbook()
    assert made.active is not None
    made.active.append(["Фамилия", "Роль"])
    out = BytesIO()
    made.save(out)

    missing = check(out.getvalue(), cast.administrator)
    foreign = check("Школа;Число\nА;1\n".encode(), cast.administrator)

    assert [(p.code, p.allowed) for p in missing.problems] == [
        ("people-missing-column", ("Имя",)),
        ("people-missing-column", ("Охват",)),
    ]
    assert told(foreign) == [("people-no-sheet", None, None)]


def test_what_is_exported_reads_back_without_a_change(cast: Cast, now: datetime) -> None:
    by = cast.municipal_coordinator
    apply(book(ANNA, BORIS), by, now)
    data = people_workbook(by, Choice(), on=now.date())

    report = apply(data, by, now)

    rows = load_workbook(BytesIO(data))["Люди"].max_row - 1
    assert (told(report), counts(report)) == ([], (0, 0, rows))
    # the cast at home and the two from the file; nobody of the neighbours
    assert rows == 11


def test_an_export_never_shows_beyond_the_scope(cast: Cast, now: datetime) -> None:
    data = people_workbook(cast.school_head, Choice(), on=now.date())

    sheet = load_workbook(BytesIO(data))["Люди"]
    assert sorted({row[7] for row in sheet.iter_rows(min_row=2, values_only=True)}) == ["S1"]


def test_the_template_is_a_file_of_the_same_headings(cast: Cast) -> None:
    report = check(PeopleImporter().template(), cast.administrator)

    assert [p.code for p in report.problems] == ["people-bad-scope"]
