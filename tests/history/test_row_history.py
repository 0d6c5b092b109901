"""What changed without an action: a trigger keeps every row that is overwritten or deleted."""

from datetime import UTC, date, datetime

import pytest

from factories.organisations import municipality, school
from factories.people import appointed, appointment, person
from opora.access import Role
from opora.appointments.models import AppointedSchoolEvent, AppointmentEvent  # type: ignore[attr-defined]
from opora.cycles.models import Cycle, Participation, Programme, Stage
from opora.cycles.states import Level, Mode
from opora.organisations.models import Organisation, YearFigures
from opora.people.models import Person

pytestmark = pytest.mark.django_db


def test_a_silent_change_of_an_organisation_leaves_the_old_row() -> None:
    row = school("Заречная", phone="1-11")
    Organisation.objects.filter(pk=row.pk).update(phone="2-22")
    Organisation.objects.filter(pk=row.pk).update(phone="2-22")
    assert list(row.events.values_list("pgh_label", "phone")) == [("changed", "1-11")]

    figures = YearFigures.objects.create(organisation=row, year=2025, pupils=100)
    YearFigures.objects.filter(pk=figures.pk).update(pupils=1000)
    YearFigures.objects.filter(pk=figures.pk).delete()
    kept = figures.events.order_by("pgh_id").values_list("pgh_label", "pupils")
    assert list(kept) == [("changed", 100), ("removed", 1000)]


def test_the_year_its_stages_and_participation_leave_theirs() -> None:
    cycle = Cycle.objects.create(
        code="2026", title="2026 год", starts=date(2026, 1, 1), ends=date(2026, 12, 31)
    )
    stage = Stage.objects.create(cycle=cycle, position=1, title="Отбор", term="до 1 марта")
    programme = Programme.objects.create(level=Level.REGIONAL, name="500+", territory=municipality())
    joined = Participation.objects.create(programme=programme, cycle=cycle, school=school())
    Cycle.objects.update(ends=date(2027, 1, 1))
    Stage.objects.update(term="до 1 мая")
    Participation.objects.update(mode=Mode.AFTERCARE)
    assert [e.ends for e in cycle.events.all()] == [date(2026, 12, 31)]
    assert [e.term for e in stage.events.all()] == ["до 1 марта"]
    assert [e.mode for e in joined.events.all()] == [Mode.ACTIVE]


def test_an_appointment_leaves_its_row_and_its_places() -> None:
    here, there = school(), school()
    made = appointment(person(), Role.CURATOR, here, there)
    made.schools.remove(there)
    made.revoked_at, made.revoked_by_name = datetime(2026, 9, 14, tzinfo=UTC), "Кто-то"
    made.save()
    kept = AppointedSchoolEvent.objects.values_list("pgh_label", "appointment_id", "organisation_id")
    assert list(kept) == [("removed", made.pk, there.pk)]
    assert list(AppointmentEvent.objects.values_list("pgh_label", "revoked_at")) == [("changed", None)]


def test_a_person_leaves_the_name_and_neither_password_nor_contacts() -> None:
    somebody = appointed(Role.CURATOR, school(), surname="Иванова", email="ivanova@example.org")
    secret = somebody.password
    somebody.set_password("lesnaya-polyana-43")
    somebody.save()
    Person.objects.filter(pk=somebody.pk).update(last_login=datetime(2026, 9, 14, tzinfo=UTC), acted_by=1)
    # neither signing in nor a new password makes a row
    assert somebody.events.count() == 0

    Person.objects.filter(pk=somebody.pk).update(
        surname="Петрова", is_active=False, email="petrova@example.org"
    )
    row = somebody.events.values().get()
    assert (row["surname"], row["is_active"], row["login"]) == ("Иванова", True, somebody.login)
    assert [name for name in row if name in {"password", "email", "phone"}] == []
    assert [value for value in row.values() if value in {secret, "ivanova@example.org"}] == []
