"""An order from draft to signature and out of force: rights, states, history, two people at once."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from conftest import NOW
from factories.orders import draft, file_of, order, wording
from factories.people import Cast, appointment
from opora.access import Conflict, Refused, Role, WrongState
from opora.appointments.models import Appointment
from opora.groups.models import Group
from opora.groups.states import GroupKind
from opora.history.models import Event
from opora.orders.actions import (
    About,
    begin,
    change,
    delete_draft,
    enter,
    lapse,
    link,
    register,
    relate,
    restore,
    reword,
    sign,
    unlink,
    unrelate,
)
from opora.orders.actions import draft as draft_expected
from opora.orders.models import Order
from opora.orders.queries import facts, order_of, visible_to
from opora.orders.queries.expected import expectations
from opora.orders.queries.related import likely_of, of_appointments
from opora.orders.rules import SIGN, WRITE
from opora.orders.states import OrderLevel, OrderState, RelationKind

pytestmark = pytest.mark.django_db
DAY = date(2026, 9, 10)


def about(**values: object) -> About:
    defaults = {"title": "О группе", "level": OrderLevel.SCHOOL, "number": "16", "day": DAY}
    return About(**(defaults | values))  # type: ignore[arg-type]


def test_a_registered_order_is_in_force_and_tells_of_it(people: Cast) -> None:
    who = people.school_coordinator
    made = register(home=people.world.school, about=about(number="№ 16-о/д"), by=who, at=NOW)
    assert (made.state, made.number, made.number_key) == (OrderState.ISSUED, "16-о/д", "16од")
    assert list(
        Event.objects.filter(subject_kind="order").values_list("verb", "school_id", "subject_title")
    ) == [("внёс(ла) приказ", people.world.school.pk, "Приказ №\u00a016-о/д от\u00a010.09.2026 «О группе»")]


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"number": " "}, "number"),
        ({"number": "№ —"}, "number"),
        ({"day": None}, "date"),
        ({"day": date(2026, 9, 15)}, "date"),
        ({"title": " "}, "title"),
        ({"level": OrderLevel.MUNICIPAL}, "level"),
    ],
)
def test_what_is_wrong_is_told_by_field(people: Cast, values: dict[str, object], field: str) -> None:
    with pytest.raises(ValidationError) as told:
        register(home=people.world.school, about=about(**values), by=people.school_head, at=NOW)
    assert set(told.value.message_dict) == {field}
    assert not Order.objects.exists()


def test_the_same_number_and_day_are_one_order(people: Cast) -> None:
    register(home=people.world.school, about=about(), by=people.school_head, at=NOW)
    with pytest.raises(ValidationError, match="уже есть"):
        register(home=people.world.school, about=about(number="№16"), by=people.school_head, at=NOW)
    # another school, another body: another order
    register(home=people.world.second_school, about=about(), by=people.municipal_coordinator, at=NOW)
    home, level = people.world.municipality, OrderLevel.REGIONAL
    register(
        home=home, about=about(level=level, issuer="Министерство"), by=people.municipal_coordinator, at=NOW
    )
    register(home=home, about=about(level=level, issuer="Институт"), by=people.municipal_coordinator, at=NOW)


def test_who_writes_where(people: Cast) -> None:
    w = people.world
    may = {
        name: (WRITE.can(actor, w.school), WRITE.can(actor, w.municipality), WRITE.can(actor, w.region))
        for name, actor in people.parts().items()
    }
    nothing = (False, False, False)
    assert {name: rights for name, rights in may.items() if rights != nothing} == {
        "school_head": (True, False, False),
        "school_coordinator": (True, False, False),
        "municipal_coordinator": (True, True, False),
        "authority_head": (True, True, False),
        "regional_coordinator": (True, True, True),
        "regional_project_head": (True, True, True),
        "administrator": (True, True, True),
    }


def test_who_signs_what(people: Cast) -> None:
    w = people.world
    drafts = [draft(home, title=home.name) for home in (w.school, w.municipality, w.region)]
    may = {
        name: [SIGN.can(actor, order_of(actor, each.pk) or each) for each in drafts]
        for name, actor in people.parts().items()
    }
    assert {name: rights for name, rights in may.items() if any(rights)} == {
        "school_head": [True, False, False],
        "authority_head": [False, True, False],
        "regional_coordinator": [False, False, True],
        "regional_project_head": [False, False, True],
    }
    empty = draft(w.school, wording={})
    assert SIGN.refusal(people.school_head, empty) == (
        "Подписывать пока нечего: напишите текст приказа или приложите файл."
    )


def test_signing_gives_number_and_date_to_those_it_appoints(people: Cast) -> None:
    w = people.world
    coordinator = Appointment.objects.get(person_id=people.school_coordinator.person_id)
    group = Group.objects.create(kind=GroupKind.WORKING, name="Группа", organisation=w.school)
    named_before = Group.objects.create(
        kind=GroupKind.WORKING, name="Прежняя", organisation=w.school, order_number="5"
    )
    expected = expectations(w.school.territory.path or "").find("school-coordinator")
    assert expected is not None
    made = draft_expected(
        home=w.school,
        cycle=w.cycle,
        expected=expected,
        wording=wording(),
        appointments=[coordinator],
        groups=[group, named_before],
        by=people.school_coordinator,
        at=NOW,
    )
    assert (made.state, made.kind, made.cycle, made.number) == (OrderState.DRAFT, expected.code, w.cycle, "")
    with pytest.raises(WrongState, match="уже подготовлен"):
        draft_expected(
            *(),
            home=w.school, cycle=w.cycle, expected=expected, wording=wording(), by=people.school_head, at=NOW,
        )  # fmt: skip
    signed = sign(order=made, number="№ 31", day=DAY, seen=made.changed_at, by=people.school_head, at=NOW)
    assert (signed.state, signed.number, signed.date) == (OrderState.ISSUED, "31", DAY)
    assert (signed.signed_at, signed.signed_by_name) == (NOW, people.school_head.name)
    coordinator.refresh_from_db()
    group.refresh_from_db()
    named_before.refresh_from_db()
    assert (coordinator.order_number, coordinator.order_date) == ("31", DAY)
    assert (group.order_number, group.order_date) == ("31", DAY)
    assert (named_before.order_number, named_before.order_date) == ("5", None)
    assert of_appointments([coordinator.pk]) == {coordinator.pk: [made]}
    with pytest.raises(WrongState):
        reword(order=made, wording=wording(), seen=signed.changed_at, by=people.school_head, at=NOW)
    assert list(Event.objects.filter(subject_kind="order").order_by("pk").values_list("verb", flat=True)) == [
        "подготовил(а) проект приказа",
        "подписал(а) приказ",
    ]


def test_nobody_signs_words_they_have_not_seen(people: Cast) -> None:
    made = draft(people.world.school)
    seen = made.changed_at
    reword(
        order=made, wording=wording(), seen=seen, by=people.school_coordinator, at=NOW + timedelta(hours=1)
    )
    with pytest.raises(Conflict, match="Пока вы писали"):
        sign(order=made, number="1", day=DAY, seen=seen, by=people.school_head, at=NOW)
    with pytest.raises(Conflict):
        change(order=made, about=about(), seen=seen, by=people.school_head, at=NOW)
    made.refresh_from_db()
    assert made.state == OrderState.DRAFT


def test_the_coordinator_of_a_school_does_not_sign_but_enters_a_scan(people: Cast) -> None:
    made = draft(people.world.school)
    who = people.school_coordinator
    with pytest.raises(Refused, match="подписывает её директор"):
        sign(order=made, number="1", day=DAY, seen=made.changed_at, by=who, at=NOW)
    with pytest.raises(WrongState, match="Приложите скан"):
        enter(order=made, number="1", day=DAY, by=who, at=NOW)
    file_of(made)
    entered = enter(order=made, number="1", day=DAY, by=who, at=NOW)
    assert (entered.state, entered.signed_at) == (OrderState.ISSUED, None)
    with pytest.raises(WrongState):
        enter(order=made, number="2", day=DAY, by=who, at=NOW)


def test_a_replacing_order_ends_the_earlier_on_its_day_and_takes_over_its_kind(people: Cast) -> None:
    w = people.world
    earlier = order(w.school, w.cycle, number="16", kind="school-coordinator")
    later = draft(w.school, w.cycle, kind="")
    relate(order=later, earlier=earlier, kind=RelationKind.REPLACES, by=people.school_head, at=NOW)
    earlier.refresh_from_db()
    later.refresh_from_db()
    # a draft ends nothing yet
    assert (earlier.state, later.kind) == (OrderState.ISSUED, "school-coordinator")
    sign(order=later, number="31", day=DAY, seen=later.changed_at, by=people.school_head, at=NOW)
    earlier.refresh_from_db()
    assert (earlier.state, earlier.lapsed_on, earlier.lapse_reason) == (
        OrderState.LAPSED,
        DAY,
        "Приказ №\u00a031 от\u00a010.09.2026",
    )
    told = Event.objects.filter(subject_kind="order", subject_id=later.pk).order_by("-pk").first()
    assert told is not None
    assert told.note == "утратил силу приказ №\u00a016 от\u00a001.09.2026"
    back = restore(order=earlier, by=people.school_head, at=NOW)
    assert (back.state, back.lapsed_on) == (OrderState.ISSUED, None)
    unrelate(order=later, relation=later.does.get(), by=people.school_head, at=NOW)
    assert not later.does.exists()


def test_an_order_is_related_only_to_earlier_ones_of_its_home(people: Cast) -> None:
    w = people.world
    later = order(w.school, date=DAY)
    foreign, younger, unsigned = (
        order(w.second_school),
        order(w.school, date=date(2026, 9, 12)),
        draft(w.school),
    )
    for other in (foreign, unsigned, later):
        with pytest.raises(WrongState, match="не связать"):
            relate(order=later, earlier=other, kind=RelationKind.AMENDS, by=people.school_head, at=NOW)
    with pytest.raises(ValidationError, match="позже"):
        relate(order=later, earlier=younger, kind=RelationKind.AMENDS, by=people.school_head, at=NOW)


def test_an_order_lapses_with_a_reason_and_not_before_it_was_issued(people: Cast) -> None:
    made = order(people.world.school, date=DAY)
    for values, field in (
        ({"day": DAY, "reason": " "}, "reason"),
        ({"day": date(2026, 9, 9), "reason": "Срок"}, "day"),
        ({"day": date(2026, 9, 15), "reason": "Срок"}, "day"),
    ):
        with pytest.raises(ValidationError) as told:
            lapse(order=made, **values, by=people.school_head, at=NOW)  # type: ignore[arg-type]
        assert set(told.value.message_dict) == {field}
    lapse(order=made, day=date(2026, 9, 14), reason="Срок вышел", by=people.school_head, at=NOW)
    with pytest.raises(WrongState):
        lapse(order=made, day=date(2026, 9, 14), reason="Ещё раз", by=people.school_head, at=NOW)


def test_a_draft_goes_with_its_files_an_order_does_not(people: Cast) -> None:
    made = begin(home=people.world.school, about=about(number="", day=None), by=people.school_head, at=NOW)
    scan = file_of(made).file
    delete_draft(order=made, by=people.school_head, at=NOW)
    scan.refresh_from_db()
    assert (Order.objects.exists(), scan.removed_at) == (False, NOW)
    with pytest.raises(WrongState, match="уже подписан"):
        delete_draft(order=order(people.world.school), by=people.school_head, at=NOW)


def test_what_names_the_same_number_is_offered_and_linked(people: Cast) -> None:
    w = people.world
    curator = Appointment.objects.get(person_id=people.curator.person_id)
    Appointment.objects.filter(pk=curator.pk).update(order_number="82", order_date=DAY)
    other_day = appointment(
        curator.person, Role.CURATOR, w.second_school, order_number="82", order_date=date(2025, 9, 1)
    )
    other_number = appointment(curator.person, Role.CURATOR, w.school, order_number="83", order_date=DAY)
    group = Group.objects.create(
        kind=GroupKind.COORDINATION, name="Совет", territory=w.municipality, order_number="№ 82"
    )
    neighbour = Group.objects.create(
        kind=GroupKind.COORDINATION, name="Чужой", territory=w.neighbour_municipality, order_number="82"
    )
    made = order(w.municipality, number="82-о/д", date=DAY)
    likely = likely_of(people.municipal_coordinator, made)
    assert ([each.pk for each in likely.appointments], [each.pk for each in likely.groups]) == (
        [curator.pk],
        [group.pk],
    )
    linked = link(
        order=made,
        appointments=[curator.pk, other_day.pk, other_number.pk],
        groups=[group.pk, neighbour.pk],
        by=people.municipal_coordinator,
        at=NOW,
    )
    assert linked == 2
    assert not likely_of(people.municipal_coordinator, made)
    with pytest.raises(ValidationError, match="Отметьте"):
        link(order=made, appointments=[curator.pk], by=people.municipal_coordinator, at=NOW)
    unlink(order=made, by=people.municipal_coordinator, at=NOW)
    assert likely_of(people.municipal_coordinator, made)
    with pytest.raises(WrongState):
        unlink(order=made, by=people.municipal_coordinator, at=NOW)


def test_who_sees_what(people: Cast) -> None:
    w = people.world
    made = {
        "school": order(w.school),
        "school draft": draft(w.school),
        "municipality": order(w.municipality),
        "municipality draft": draft(w.municipality),
        "region": order(w.region),
        "neighbour": order(w.neighbour_school),
    }
    seen = {
        name: {title for title, each in made.items() if visible_to(actor).filter(pk=each.pk).exists()}
        for name, actor in people.parts().items()
    }
    above = {"municipality", "region"}
    everything_at_home = {"school", "school draft", "municipality", "municipality draft", "region"}
    assert {
        "school_head": above | {"school", "school draft"},
        "teacher": above | {"school"},
        "curator": above | {"school"},
        "municipal_coordinator": everything_at_home,
        "methodist": above | {"school"},
        "neighbour_school_head": {"region", "neighbour"},
        "neighbour_municipal_coordinator": {"region", "neighbour"},
        "regional_coordinator": set(made),
        "foreign_regional_coordinator": set(),
        "observer": set(),
        "expert": set(),
        "stranger": set(),
    }.items() <= seen.items()


def test_facts_of_a_year(people: Cast) -> None:
    w = people.world
    of_year = order(w.school, w.cycle, number="1", kind="working-group", date=date(2026, 9, 2))
    lasting = order(w.municipality, None, number="2", kind="curators", state=OrderState.LAPSED)
    order(w.municipality, None, number="3", date=date(2028, 1, 1))
    order(w.foreign_school, w.cycle)
    draft(w.school, w.cycle)
    found = facts(cycle_id=w.cycle.pk, path=w.municipality.path or "")
    assert [(each.id, each.kind, each.school_id, each.is_in_force) for each in found] == [
        (lasting.pk, "curators", None, False),
        (of_year.pk, "working-group", w.school.pk, True),
    ]
    assert [
        each.id for each in facts(cycle_id=w.cycle.pk, path=w.municipality.path or "", kinds=["curators"])
    ] == [lasting.pk]


def test_the_database_holds_what_an_order_is(people: Cast) -> None:
    made = order(people.world.school)
    for wrong in (
        {"number": "", "number_key": ""},
        {"date": None},
        {"territory": people.world.municipality},
        {"level": OrderLevel.MUNICIPAL},
        {"state": OrderState.LAPSED},
        {"signed_at": NOW},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Order.objects.filter(pk=made.pk).update(**wrong)
