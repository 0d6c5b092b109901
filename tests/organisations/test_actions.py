"""What each verb writes, and what it refuses."""

from datetime import date, datetime

import pytest
from django.core.exceptions import ValidationError

from factories.organisations import federation, figures, leader, merit, municipality, region, school
from factories.people import actor
from opora.access import Actor, Conflict, Refused, Role, WrongState
from opora.access.actor import operator
from opora.history.models import Event
from opora.organisations import actions
from opora.organisations.actions.card import card_mark
from opora.organisations.models import FormerName, Leader, Organisation, Territory
from opora.organisations.states import MeritKind, OrganisationKind, TerritoryKind

pytestmark = pytest.mark.django_db


@pytest.fixture
def keeper() -> Actor:
    return actor(Role.REGIONAL_COORDINATOR, region())


def told() -> list[tuple[str, str]]:
    return list(Event.objects.order_by("id").values_list("verb", "note"))


def test_the_federation_is_made_and_told_once(now: datetime) -> None:
    first = actions.ensure_federation(by=operator(), at=now)
    assert actions.ensure_federation(by=operator(), at=now) == first
    assert (first.code, first.path, told()) == ("RU", f"{first.pk}/", [("завёл(а) корень территорий", "")])


def test_territories_grow_downwards(now: datetime) -> None:
    root = actions.ensure_federation(by=operator(), at=now)
    lakes = actions.create_territory(parent=root, name="Озёрный край", code="R1", by=operator(), at=now)
    river = actions.create_territory(parent=lakes, name="Заречный округ", code="M1", by=operator(), at=now)
    assert (lakes.kind, river.kind) == (TerritoryKind.REGION, TerritoryKind.MUNICIPALITY)
    assert river.path == f"{root.pk}/{lakes.pk}/{river.pk}/"
    with pytest.raises(WrongState):
        actions.create_territory(parent=river, name="Часть", code="X", by=operator(), at=now)
    with pytest.raises(ValidationError) as refused:
        actions.create_territory(parent=lakes, name="Другой округ", code="M1", by=operator(), at=now)
    assert list(refused.value.message_dict) == ["code"]


def test_moving_a_territory_takes_everything_below_along(now: datetime) -> None:
    old, new = region("Озёрный край"), region("Лесной край")
    place = municipality("Заречный округ", old)
    untouched = municipality("Луговой округ", old)
    actions.move_territory(place, parent=new, by=operator(), at=now)
    assert place.path == f"{federation().pk}/{new.pk}/{place.pk}/"
    assert Territory.objects.get(pk=untouched.pk).path == untouched.path
    with pytest.raises(WrongState):
        actions.move_territory(place, parent=federation(), by=operator(), at=now)


def test_an_organisation_is_created_with_its_card(now: datetime, keeper: Actor) -> None:
    made = actions.create_organisation(
        kind=OrganisationKind.SCHOOL,
        territory=municipality(),
        key="S1",
        name="Луговская школа",
        values={"inn": "5900000001"},
        by=keeper,
        at=now,
    )
    assert (made.key, made.inn, told()) == ("S1", "5900000001", [("добавил(а) организацию", "")])


def test_names_and_inn_are_unique_where_they_must_be(now: datetime, keeper: Actor) -> None:
    school("Луговская школа", key="S1", inn="5900000001")

    def create(key: str, name: str, inn: str) -> list[str]:
        with pytest.raises(ValidationError) as refused:
            actions.create_organisation(
                kind=OrganisationKind.SCHOOL,
                territory=municipality(),
                key=key,
                name=name,
                values={"inn": inn},
                by=keeper,
                at=now,
            )
        return refused.value.messages

    assert create("S2", "Луговская школа", "") == [
        "На этой территории уже есть действующая организация с таким названием. Дайте другое."
    ]
    assert create("S2", "Боровская школа", "5900000001") == [
        "Этот ИНН уже записан у другой организации. Проверьте цифры."
    ]
    assert len(create("S1", "Боровская школа", "")) == 1
    assert Organisation.objects.count() == 1


def test_renaming_keeps_the_old_name(now: datetime, keeper: Actor) -> None:
    row = school("Луговская школа")
    actions.rename_organisation(row, name="Луговская СОШ", by=keeper, at=now)
    actions.rename_organisation(row, name="Луговская гимназия", by=keeper, at=now)
    former = list(FormerName.objects.order_by("id").values_list("name", "until"))
    assert former == [("Луговская школа", now.date()), ("Луговская СОШ", now.date())]
    # back to an earlier name: it is not former any more
    actions.rename_organisation(row, name="Луговская школа", by=keeper, at=now)
    assert set(FormerName.objects.values_list("name", flat=True)) == {"Луговская СОШ", "Луговская гимназия"}
    assert told()[0] == ("переименовал(а)", "Луговская школа → Луговская СОШ")


def test_a_closed_school_is_left_alone(now: datetime, keeper: Actor) -> None:
    row = school()
    actions.close_organisation(row, closed_on=date(2026, 8, 31), by=keeper, at=now)
    for act in (
        lambda: actions.update_card(row, values={"phone": "1"}, by=keeper, at=now),
        lambda: actions.rename_organisation(row, name="Новая", by=keeper, at=now),
        lambda: actions.close_organisation(row, closed_on=date(2026, 9, 1), by=keeper, at=now),
    ):
        with pytest.raises(WrongState):
            act()
    assert len(told()) == 1


def test_merging_leaves_facts_and_hands_on_what_was_absorbed_earlier(now: datetime, keeper: Actor) -> None:
    first, second, third = school("Первая"), school("Вторая"), school("Третья")
    figures(first)
    actions.merge_organisation(first, into=second, merged_on=date(2025, 8, 31), by=keeper, at=now)
    actions.merge_organisation(second, into=third, merged_on=date(2026, 8, 31), by=keeper, at=now)
    rows = {row.name: row for row in Organisation.objects.all()}
    assert rows["Первая"].merged_into == rows["Вторая"].merged_into == third
    assert rows["Первая"].figures.count() == 1
    assert rows["Первая"].closed_on == date(2025, 8, 31)
    with pytest.raises(WrongState):
        actions.merge_organisation(third, into=first, merged_on=date(2026, 9, 1), by=keeper, at=now)
    with pytest.raises(WrongState):
        actions.merge_organisation(third, into=third, merged_on=date(2026, 9, 1), by=keeper, at=now)


def test_merging_across_municipalities_needs_both(now: datetime) -> None:
    home, other = municipality("Заречный округ"), municipality("Лесной округ")
    here, there = school("Здесь", home), school("Там", other)
    coordinator = actor(Role.MUNICIPAL_COORDINATOR, home)
    with pytest.raises(Refused):
        actions.merge_organisation(here, into=there, merged_on=date(2026, 8, 31), by=coordinator, at=now)
    with pytest.raises(Refused):
        actions.transfer_organisation(here, territory=other, by=coordinator, at=now)
    assert Event.objects.count() == 0


def test_a_card_edit_tells_what_changed_and_refuses_to_overwrite(now: datetime, keeper: Actor) -> None:
    row = school(phone="1-11")
    seen = card_mark(row)
    actions.update_card(row, values={"phone": "2-22", "distance_km": 40}, seen=seen, by=keeper, at=now)
    assert told() == [("изменил(а) карточку", "расстояние до центра, км: пусто → 40; телефон: 1-11 → 2-22")]
    with pytest.raises(Conflict):
        actions.update_card(row, values={"phone": "3-33"}, seen=seen, by=keeper, at=now)
    row.refresh_from_db()
    assert row.phone == "2-22"
    # somebody else's hand between reading and writing
    stale = Organisation.objects.select_related("territory").get(pk=row.pk)
    Organisation.objects.filter(pk=row.pk).update(phone="4-44")
    with pytest.raises(Conflict):
        actions.update_card(stale, values={"phone": "3-33"}, by=keeper, at=now)
    Organisation.objects.filter(pk=row.pk).update(phone="2-22", closed_on=date(2026, 9, 1))
    with pytest.raises(Conflict):
        actions.update_card(stale, values={"phone": "3-33"}, by=keeper, at=now)
    Organisation.objects.filter(pk=row.pk).update(closed_on=None)
    # nothing changed, nothing told
    actions.update_card(row, values={"phone": "2-22"}, by=keeper, at=now)
    assert Event.objects.count() == 1


def test_figures_of_a_year_are_written_over_with_history(now: datetime, keeper: Actor) -> None:
    row = school()
    actions.set_figures(
        row, year=2025, values={"pupils": 100, "passport": {"low_income": 12}}, by=keeper, at=now
    )
    actions.set_figures(row, year=2025, values={"pupils": 110}, by=keeper, at=now)
    kept = row.figures.get()
    assert (kept.pupils, kept.teachers, kept.passport) == (110, None, {"low_income": 12})
    assert told()[1] == ("записал(а) численность и состав за 2025/26 год", "обучающиеся: 100 → 110")
    with pytest.raises(ValidationError):
        actions.set_figures(row, year=25, values={"pupils": 1}, by=keeper, at=now)


def test_a_new_head_ends_the_term_of_the_one_before(now: datetime, keeper: Actor) -> None:
    row = school()
    leader(row, "Старова Анна", since=date(2019, 9, 1))
    actions.appoint_leader(
        row, post="Директор", name="Новикова Ольга", is_head=True, since=date(2026, 9, 1), by=keeper, at=now
    )
    actions.appoint_leader(row, post="Завуч", name="Тихова Инна", by=keeper, at=now)
    terms = Leader.objects.order_by("id").values_list("name", "since", "until")
    assert list(terms) == [
        ("Старова Анна", date(2019, 9, 1), date(2026, 8, 31)),
        ("Новикова Ольга", date(2026, 9, 1), None),
        ("Тихова Инна", None, None),
    ]
    with pytest.raises(ValidationError):
        actions.end_leader(
            Leader.objects.get(name="Новикова Ольга"), until=date(2026, 1, 1), by=keeper, at=now
        )


def test_merits_come_and_go_with_their_event(now: datetime, keeper: Actor) -> None:
    row = school()
    made = actions.add_merit(
        row, kind=MeritKind.STATUS, text="«Точка роста»", year_from=2021, by=keeper, at=now
    )
    actions.remove_merit(made, by=keeper, at=now)
    assert told() == [("добавил(а): статус", "«Точка роста»"), ("убрал(а): статус", "«Точка роста»")]
    assert row.merits.count() == 0
    with pytest.raises(Refused):
        actions.remove_merit(merit(row), by=actor(Role.TEACHER, row), at=now)
