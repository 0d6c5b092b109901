"""Groups: who keeps them, what is written, who sees them."""

from datetime import date, datetime

import pytest
from django.core.exceptions import ValidationError

from factories.organisations import municipality, region, school
from factories.people import Cast, actor, person
from opora.access import Actor, Refused, Role, WrongState
from opora.groups import actions
from opora.groups.models import Group
from opora.groups.queries import Load, group_rows, loads, members_of, visible_to
from opora.groups.rules import CREATE, EDIT
from opora.groups.states import GroupKind, MemberPart
from opora.history.models import Event
from opora.organisations.models import Organisation, Territory

pytestmark = pytest.mark.django_db


def group(home: Organisation | Territory, name: str = "Рабочая группа") -> Group:
    """A row straight in the table."""
    place = {"territory": home} if isinstance(home, Territory) else {"organisation": home}
    return Group.objects.create(kind=GroupKind.WORKING, name=name, **place)


def test_who_creates_and_edits_groups_where(people: Cast) -> None:
    w = people.world
    homes = {
        "own": w.school,
        "neighbour": w.neighbour_school,
        "municipality": w.municipality,
        "region": w.region,
    }
    groups = {title: group(home) for title, home in homes.items()}
    granted = {
        part: {title for title, home in homes.items() if CREATE.can(who, home)}
        for part, who in people.parts().items()
    }
    editable = {
        part: {title for title, each in groups.items() if EDIT.can(who, each)}
        for part, who in people.parts().items()
    }
    assert editable == granted
    assert {part: where for part, where in granted.items() if where} == {
        "school_head": {"own"},
        "school_coordinator": {"own"},
        "neighbour_school_head": {"neighbour"},
        "neighbour_school_coordinator": {"neighbour"},
        "municipal_coordinator": {"own", "municipality"},
        "neighbour_municipal_coordinator": {"neighbour"},
        "authority_head": {"own", "municipality"},
        "methodist": {"own", "municipality"},
        "regional_coordinator": {"own", "neighbour", "municipality", "region"},
        "regional_project_head": {"own", "neighbour", "municipality", "region"},
        "administrator": {"own", "neighbour", "municipality", "region"},
    }


def test_a_group_is_seen_from_its_home_and_by_its_members(people: Cast, now: datetime) -> None:
    w = people.world
    group(w.school, "Школьная")
    group(w.neighbour_school, "Соседняя")
    district = group(w.municipality, "Районная")

    def seen(who: Actor) -> list[str]:
        return list(visible_to(who).order_by("sort_name").values_list("name", flat=True))

    assert seen(people.teacher) == ["Школьная"]
    assert seen(people.observer) == ["Районная", "Школьная"]
    assert seen(people.expert) == ["Районная", "Соседняя", "Школьная"]
    assert seen(people.stranger) == []
    district.members.create(person_id=people.neighbour_curator.person_id, name="К", part=MemberPart.MEMBER)
    assert seen(people.neighbour_curator) == ["Районная", "Соседняя"]


def test_a_group_lives_and_is_dissolved_with_its_history(now: datetime) -> None:
    home = school("Луговская школа")
    head = actor(Role.SCHOOL_HEAD, home)
    made = actions.create_group(
        home=home,
        kind=GroupKind.METHODICAL,
        name="ШМО математиков",
        values={"order_number": "7"},
        by=head,
        at=now,
    )
    actions.update_group(made, values={"order_number": "8"}, by=head, at=now)
    member = actions.add_member(made, name="Иванова М. П.", part=MemberPart.CHAIR, by=head, at=now)
    actions.end_member(member, until=date(2026, 9, 1), by=head, at=now)
    actions.dissolve_group(made, closed_on=date(2026, 9, 14), by=head, at=now)
    made.refresh_from_db()
    with pytest.raises(WrongState):
        actions.add_member(made, name="Поздняя", part=MemberPart.MEMBER, by=head, at=now)
    assert list(Event.objects.order_by("id").values_list("verb", "note", "school_id")) == [
        ("создал(а) группу", "", home.pk),
        ("изменил(а) группу", "номер приказа: 7 → 8", home.pk),
        ("включил(а) в группу", "Иванова М. П., руководитель", home.pk),
        ("вывел(а) из группы", "Иванова М. П., по 01.09.2026", home.pk),
        ("распустил(а) группу", "с 14.09.2026", home.pk),
    ]


def test_a_stranger_writes_nothing(now: datetime) -> None:
    made, stranger = group(school()), actor(Role.SCHOOL_HEAD, school())
    with pytest.raises(Refused):
        actions.add_member(made, name="Чужая", part=MemberPart.MEMBER, by=stranger, at=now)
    with pytest.raises(Refused):
        actions.create_group(home=municipality(), kind=GroupKind.WORKING, name="Г", by=stranger, at=now)
    assert made.members.count() == Event.objects.count() == 0


def test_terms_run_forwards(now: datetime) -> None:
    keeper = actor(Role.REGIONAL_COORDINATOR, region())
    with pytest.raises(ValidationError):
        actions.add_member(
            group(region()),
            name="Иванова",
            part=MemberPart.MEMBER,
            since=date(2026, 9, 1),
            until=date(2026, 8, 1),
            by=keeper,
            at=now,
        )


def test_members_stand_by_part_then_name_and_those_who_left_last() -> None:
    made = group(school())
    for name, part, until in (
        ("Яшина", MemberPart.MEMBER, None),
        ("Ёлкина", MemberPart.MEMBER, None),
        ("Ежова", MemberPart.MEMBER, None),
        ("Бывшая", MemberPart.CHAIR, date(2026, 1, 1)),
        ("Секретарёва", MemberPart.SECRETARY, None),
        ("Главная", MemberPart.CHAIR, None),
    ):
        made.members.create(name=name, part=part, until=until)
    names = [member.name for member in members_of(made)]
    assert names == ["Главная", "Секретарёва", "Ежова", "Ёлкина", "Яшина", "Бывшая"]
    assert group_rows(visible_to(actor(Role.ADMINISTRATOR)), on=date(2026, 9, 14))[0].members == 5


def test_the_load_names_those_in_three_groups(now: datetime) -> None:
    home, busy = school(), person("Занятова")
    for name in ("А", "Б", "В"):
        made = group(home, name)
        made.members.create(person=busy, name="Занятова", part=MemberPart.MEMBER)
        made.members.create(name="Тёзка", part=MemberPart.MEMBER)
    closed = group(home, "Г")
    Group.objects.filter(pk=closed.pk).update(closed_on=date(2025, 1, 1))
    closed.members.create(name="Свободная", part=MemberPart.MEMBER)
    assert loads(Group.objects.all(), on=date(2026, 9, 14)) == [
        Load("Занятова", ("А", "Б", "В")),
        Load("Тёзка", ("А", "Б", "В")),
    ]
