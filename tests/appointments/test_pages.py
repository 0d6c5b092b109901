"""The pages: who gets where, what they see there, what a form does."""

from datetime import datetime
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from factories.people import Cast, actor, appointed, appointment, person, signed_in
from opora.access import Role
from opora.appointments.models import Appointment
from opora.people.models import Invitation, Person

pytestmark = pytest.mark.django_db

# one page for each kind of check; the writes below go through all of them
GET_PAGES = ("", "access/", "appoint/")
WRITES = ("invite/", "invitation/revoke/", "contacts/", "access/", "second-factor/")
ON_APPOINTMENT = ("terms/", "end/", "revoke/", "replace/")


def statuses(by: Any, target: Person) -> tuple[list[int], int]:
    browser = signed_in(by)
    one = Appointment.objects.get(person=target)
    person_pages = [browser.get(f"/people/{target.pk}/{page}").status_code for page in GET_PAGES]
    return person_pages, browser.get(f"/appointments/{one.pk}/revoke/").status_code


def target_of(cast: Cast) -> Person:
    return Person.objects.get(pk=cast.curator.person_id)


def test_every_role_on_the_pages_of_a_curator_at_home(cast: Cast) -> None:
    target = target_of(cast)
    manages = ([200, 200, 200], 200)
    sees = ([200, 403, 403], 403)
    sees_and_appoints_others = ([200, 403, 200], 403)
    outside = ([404, 404, 404], 404)
    closed = ([403, 403, 403], 403)

    assert {name: statuses(each, target) for name, each in cast.parts().items()} == {
        "school_head": sees_and_appoints_others,
        "school_coordinator": sees,
        "working_group_member": closed,
        "teacher": closed,
        "neighbour_school_head": outside,
        "neighbour_school_coordinator": outside,
        "curator": sees,
        "neighbour_curator": outside,
        "municipal_coordinator": manages,
        "neighbour_municipal_coordinator": outside,
        "foreign_municipal_coordinator": outside,
        "authority_head": sees,
        "methodist": closed,
        "regional_coordinator": manages,
        "foreign_regional_coordinator": outside,
        "regional_project_head": sees,
        "expert": closed,
        "federal_operator": sees,
        "administrator": manages,
        "observer": closed,
        "stranger": closed,
    }


def test_who_may_not_write_changes_nothing(cast: Cast) -> None:
    target = target_of(cast)
    one = Appointment.objects.get(person=target)
    # those who see the page and may not change it, and one of each kind who does not even see it
    watching = ("school_head", "curator", "authority_head", "federal_operator")
    for name in (*watching, "neighbour_municipal_coordinator", "observer", "stranger"):
        each = cast.parts()[name]
        browser = signed_in(each)
        before = (Person.objects.values().get(pk=target.pk), Appointment.objects.values().get(pk=one.pk))
        form = {"surname": "X", "given_name": "Y", "open": "0", "last_day": "2026-09-20", "reason": "x"}
        answers = [browser.post(f"/people/{target.pk}/{page}", form).status_code for page in WRITES]
        answers += [
            browser.post(f"/appointments/{one.pk}/{page}", form).status_code for page in ON_APPOINTMENT
        ]
        assert set(answers) <= {403, 404}, name
        after = (Person.objects.values().get(pk=target.pk), Appointment.objects.values().get(pk=one.pk))
        # the curator's own browser marks the sign-in on the account
        assert [a | {"last_login": None} if "last_login" in a else a for a in after] == [
            b | {"last_login": None} if "last_login" in b else b for b in before
        ], name
    assert Invitation.objects.count() == 0


def test_lists_are_closed_to_who_sees_no_people(cast: Cast) -> None:
    open_to = {n for n, each in cast.parts().items() if signed_in(each).get("/people/").status_code == 200}
    pages = ("/people/export/", "/people/invite/")
    assert [signed_in(cast.observer).get(page).status_code for page in pages] == [403, 403]
    assert [signed_in(cast.curator).get(page).status_code for page in pages] == [200, 200]

    assert open_to == {
        "school_head",
        "school_coordinator",
        "neighbour_school_head",
        "neighbour_school_coordinator",
        "curator",
        "neighbour_curator",
        "municipal_coordinator",
        "neighbour_municipal_coordinator",
        "foreign_municipal_coordinator",
        "authority_head",
        "regional_coordinator",
        "foreign_regional_coordinator",
        "regional_project_head",
        "federal_operator",
        "administrator",
    }


def names(answer: Any) -> list[str]:
    from html.parser import HTMLParser

    class Rows(HTMLParser):
        found: list[str] = []
        inside = False

        def handle_starttag(self, tag: str, attrs: Any) -> None:
            self.inside = tag == "a" and dict(attrs).get("href", "").startswith("/people/")

        def handle_data(self, data: str) -> None:
            if self.inside and data.strip():
                self.found.append(data.split(maxsplit=1)[0])
            self.inside = False

    rows = Rows()
    rows.found = []
    rows.feed(answer.content.decode().split('<table id="people">')[1].split("</table>")[0])
    return rows.found


def test_the_list_holds_the_own_scope_in_order_of_names(cast: Cast) -> None:
    browser = signed_in(cast.school_head)

    assert names(browser.get("/people/")) == [
        "Директорова",
        "Кураторова",
        "Рабочая",
        "Учителева",
        "Школьная",
    ]
    assert names(browser.get("/people/?role=curator")) == ["Кураторова"]
    assert names(browser.get("/people/?words=рабочая мария")) == ["Рабочая"]
    assert names(browser.get("/people/?not_signed_in=on")) == [
        "Кураторова",
        "Рабочая",
        "Учителева",
        "Школьная",
    ]


def test_past_appointments_are_shown_when_asked_for(cast: Cast, now: datetime) -> None:
    former = person("Бывшая")
    appointment(former, Role.CURATOR, cast.world.school, until=now.date().replace(year=2025))
    browser = signed_in(cast.school_head)

    assert "Бывшая" not in names(browser.get("/people/"))
    assert "Бывшая" in names(browser.get("/people/?past=on"))
    assert browser.get(f"/people/{former.pk}/").status_code == 200


def queries(browser: Client, page: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert browser.get(page).status_code == 200
    return len(captured)


def test_the_list_asks_the_same_questions_for_one_and_for_three(cast: Cast) -> None:
    w = cast.world
    head = actor(Role.SCHOOL_HEAD, w.second_school, surname="Одна")
    browser = signed_in(head)
    one = queries(browser, "/people/")
    for surname in ("Вторая", "Третья"):
        helper = appointed(Role.CURATOR, w.second_school, surname=surname)
        appointment(helper, Role.METHODIST, w.second_school, cycle=w.cycle)

    assert (one, queries(browser, "/people/")) == (8, 8)
