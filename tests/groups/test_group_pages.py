"""Pages of groups, end to end, with their cost."""

from datetime import date
from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from factories.organisations import municipality, school
from factories.people import actor, appointed, signed_in
from opora.access import Role
from opora.groups import known_people
from opora.groups.models import Group, Member
from opora.groups.states import GroupKind, MemberPart
from opora.people.models import Person

pytestmark = pytest.mark.django_db

ENTRY = 3


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_whatever_its_length(count: int) -> None:
    home = school()
    for number in range(count):
        made = Group.objects.create(kind=GroupKind.WORKING, name=f"Группа {number}", organisation=home)
        for member in range(count):
            made.members.create(name=f"Участник {member}", part=MemberPart.MEMBER)
    client = signed_in(actor(Role.MUNICIPAL_COORDINATOR, home.territory))

    def cost(url: str) -> int:
        with CaptureQueriesContext(connection) as captured:
            assert client.get(url).status_code == 200
        return len(captured) - ENTRY

    assert (cost(reverse("groups")), cost(reverse("group", args=[made.pk]))) == (2, 4)


def test_a_head_makes_a_group_and_fills_it() -> None:
    home = school("Луговская школа")
    client = signed_in(appointed(Role.SCHOOL_HEAD, home))
    answer = client.post(
        reverse("group-create"),
        {"home": f"o{home.pk}", "kind": "working", "name": "Рабочая группа", "order_number": "7"},
    )
    made = Group.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, reverse("group-members", args=[made.pk]))
    members = reverse("group-members", args=[made.pk])
    refused = client.post(members, {"part": "chair"})
    assert (refused.status_code, Member.objects.count()) == (422, 0)
    assert "Впишите фамилию, имя и отчество." in refused.text
    client.post(members, {"name": "=Иванова", "part": "chair", "post": "завуч"})
    member = Member.objects.get()
    sheet = load_workbook(BytesIO(client.get(reverse("group-composition", args=[made.pk])).content)).active
    assert [cell.value for cell in list(sheet.iter_rows())[-1]][:3] == ["=Иванова", "Руководитель", "завуч"]
    client.post(reverse("group-member-end", args=[made.pk, member.pk]), {"until": "2026-09-10"})
    member.refresh_from_db()
    assert member.until == date(2026, 9, 10)
    client.post(reverse("group-member-remove", args=[made.pk, member.pk]))
    client.post(reverse("group-dissolve", args=[made.pk]), {"closed_on": "2026-09-14"})
    assert (Member.objects.count(), Group.objects.get().closed_on) == (0, date(2026, 9, 14))
    assert client.get(reverse("group-edit", args=[made.pk])).status_code == 409


def test_a_member_may_be_chosen_among_known_people() -> None:
    home = school()
    head, teacher = appointed(Role.SCHOOL_HEAD, home), appointed(Role.TEACHER, home, surname="Учителева")
    made = Group.objects.create(kind=GroupKind.WORKING, name="Группа", organisation=home)
    known_people.use(lambda who: Person.objects.filter(appointments__schools__in=who.scope.school_ids))
    try:
        signed_in(head).post(
            reverse("group-members", args=[made.pk]), {"person": teacher.pk, "part": "member"}
        )
    finally:
        known_people._finders.clear()
    assert list(Member.objects.values_list("person", "name")) == [(teacher.pk, "Учителева Мария Петровна")]


def test_the_invisible_is_not_found_and_the_forbidden_refused() -> None:
    made = Group.objects.create(kind=GroupKind.WORKING, name="Группа", organisation=school())
    stranger, watcher = (
        signed_in(actor(Role.SCHOOL_HEAD, school())),
        signed_in(actor(Role.OBSERVER, municipality())),
    )
    assert stranger.get(reverse("group", args=[made.pk])).status_code == 404
    assert watcher.get(reverse("group", args=[made.pk])).status_code == 200
    assert watcher.get(reverse("group-edit", args=[made.pk])).status_code == 403
    assert watcher.get(reverse("group-create")).status_code == 403


def test_a_school_card_shows_its_groups() -> None:
    home = school()
    Group.objects.create(kind=GroupKind.METHODICAL, name="ШМО математиков", organisation=home)
    text = signed_in(actor(Role.SCHOOL_HEAD, home)).get(reverse("school", args=[home.pk])).text
    assert ("ШМО математиков" in text, f"?organisation={home.pk}" in text) == (True, True)
