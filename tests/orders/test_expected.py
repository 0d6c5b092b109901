"""Which orders must exist: the matrix, what is late, whose desk it lies on, constant queries."""

from datetime import date, timedelta
from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from conftest import NOW
from factories.orders import draft, file_of, order
from factories.organisations import school
from factories.people import Cast, actor, signed_in
from opora.access import Role, WrongState
from opora.identification.queries.helped import awaited_schools
from opora.inbox import Reason
from opora.orders.actions import enter, sign
from opora.orders.models import Relation
from opora.orders.queries.expected import Status, matrix, rows_of
from opora.orders.queries.waiting import waiting_for
from opora.orders.states import OrderState, RelationKind
from opora.organisations.models import Organisation

from .conftest import participates
from .looking import asked, text

pytestmark = pytest.mark.django_db
TODAY = date(2026, 9, 14)


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    """The desk and the pages ask for the day themselves: it is 14 September."""
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *_: TODAY)


def cells_of(people: Cast) -> dict[str, dict[str, Status]]:
    w = people.world
    found = matrix(
        cycle=w.cycle,
        path=w.municipality.path or "",
        territories=[w.municipality],
        schools=list(rows_of(awaited_schools(people.municipal_coordinator, w.cycle.pk, on=TODAY))),
        today=TODAY,
    )
    return {line.name: {cell.expected.code: cell.status for cell in line.cells} for line in found.lines}


def test_only_schools_that_are_helped_are_awaited(people: Cast) -> None:
    assert set(cells_of(people)) == {"Берёзовский округ"}
    participates(people, people.world.school)
    assert set(cells_of(people)) == {"Берёзовский округ", "Берёзовская школа № 1"}


def test_a_cell_says_what_is_there(people: Cast) -> None:
    w = people.world
    participates(people, w.school)
    participates(people, w.second_school)
    order(w.municipality, w.cycle, kind="municipal-coordinator")
    order(w.municipality, None, kind="curators", state=OrderState.LAPSED)
    draft(w.school, w.cycle, kind="school-coordinator")
    order(w.school, None, kind="working-group")
    # what is of another year or of no kind answers nothing
    order(w.second_school, None, kind="working-group", date=date(2028, 1, 1))
    order(w.second_school, w.cycle, kind="")
    page = text(people.municipal_coordinator, "/orders/expected/")
    assert "просрочено</span> <small>срок был " in page
    assert "Нет, срок ещё не вышел" in page
    assert "Утратили силу, новых нет" in page
    assert cells_of(people) == {
        "Берёзовский округ": {
            "municipal-coordinator": Status.THERE,
            "coordination-group": Status.LATE,
            "curators": Status.LAPSED,
            "municipal-roadmap": Status.MISSING,
        },
        "Берёзовская школа № 1": {"school-coordinator": Status.DRAFT, "working-group": Status.THERE},
        "Берёзовская школа № 2": {"school-coordinator": Status.MISSING, "working-group": Status.MISSING},
    }


def test_a_replacement_is_told_where_it_stands(people: Cast) -> None:
    w = people.world
    participates(people, w.school)
    earlier = order(w.school, w.cycle, kind="school-coordinator", number="16", state=OrderState.LAPSED)
    later = order(w.school, w.cycle, kind="school-coordinator", number="31")
    Relation.objects.create(later=later, earlier=earlier, kind=RelationKind.REPLACES)
    page = text(people.school_coordinator, "/orders/expected/")
    assert "заменил №\u00a016 от\u00a001.09.2026" in page
    assert f"/orders/{later.pk}/" in page


def test_only_gaps_are_shown_where_asked(people: Cast) -> None:
    w = people.world
    participates(people, w.school)
    participates(people, w.second_school)
    for kind in ("school-coordinator", "working-group"):
        order(w.school, w.cycle, kind=kind)
    page = text(people.municipal_coordinator, "/orders/expected/?show=gaps")
    assert ("Берёзовская школа № 1" in page, "Берёзовская школа № 2" in page) == (False, True)
    answer = signed_in(people.municipal_coordinator).get("/orders/expected/?show=gaps&as=xlsx")
    book = load_workbook(BytesIO(answer.content))
    assert book.sheetnames[:2] == ["Территории", "Школы"]
    words = [str(cell.value) for row in book["Школы"].iter_rows() for cell in row if cell.value]
    assert "Берёзовская школа № 2" in words
    assert "Берёзовская школа № 1" not in words
    assert "нет, срок 20.09.2026" in words


def test_a_region_sees_its_municipalities_and_chooses_one(people: Cast) -> None:
    w = people.world
    participates(people, w.school)
    participates(people, w.neighbour_school)
    page = text(people.regional_coordinator, "/orders/expected/")
    assert ["Об утверждении регионального плана-графика" in page, "Еловский район" in page] == [True, True]
    page = text(people.regional_coordinator, "/orders/expected/?territory=M2")
    assert ("Еловская школа" in page, "Берёзовская школа № 1" in page) == (True, False)
    page = text(people.curator, "/orders/expected/")
    assert ("Берёзовская школа № 1" in page, "Подготовить" in page) == (True, False)


def test_the_desk_of_a_school_asks_for_what_is_soon_due(people: Cast) -> None:
    w = people.world
    assert waiting_for(people.school_head) == []
    participates(people, w.school)
    waiting = waiting_for(people.school_coordinator)
    # the working group has more than two weeks yet
    assert [(each.reason, each.title, each.action, each.due, each.url) for each in waiting] == [
        (
            Reason.DO,
            "Приказ «О назначении школьных координаторов»",
            "Подготовить приказ",
            date(2026, 9, 20),
            f"/orders/expected/school/{w.school.pk}/school-coordinator/?cycle=2026",
        )
    ]
    made = draft(w.school, w.cycle, kind="school-coordinator", title="О назначении школьных координаторов")
    assert waiting_for(people.school_coordinator) == []
    assert [(each.reason, each.title, each.action, each.url) for each in waiting_for(people.school_head)] == [
        (Reason.SIGN, "Приказ «О назначении школьных координаторов»", "Подписать", f"/orders/{made.pk}/sign/")
    ]


def test_the_desks_above_the_school(people: Cast) -> None:
    w = people.world
    participates(people, w.school)
    assert [each.title for each in waiting_for(people.municipal_coordinator)] == [
        "Приказ «О назначении муниципальных координаторов»",
        "Приказ «О создании координационной группы»",
        "Приказ «О назначении кураторов»",
    ]
    assert all(each.is_late(TODAY) for each in waiting_for(people.municipal_coordinator)[:2])
    made = draft(w.municipality, w.cycle, kind="curators")
    draft(w.municipality, wording={}, title="Пустой проект")
    draft(w.neighbour_municipality)
    assert [each.url for each in waiting_for(people.authority_head)] == [f"/orders/{made.pk}/sign/"]
    assert [each.title for each in waiting_for(people.regional_coordinator)] == [
        "Приказ «Об утверждении регионального плана-графика адресной методической помощи»"
    ]
    for nobody in (people.teacher, people.curator, people.expert, people.observer, people.stranger):
        assert waiting_for(nobody) == []


def test_many_drafts_are_one_line(people: Cast) -> None:
    for n in range(11):
        draft(people.world.school, title=f"Приказ {n}")
    assert [(each.title, each.url) for each in waiting_for(people.school_head)] == [
        ("Приказов на подпись: 11", "/orders/?state=draft")
    ]


def test_the_draft_of_a_closed_school_waits_for_nobody(people: Cast) -> None:
    head, school = people.school_head, people.world.school
    waiting = draft(school, title="О группе")
    assert [each.title for each in waiting_for(head)] == ["Приказ «О группе»"]
    Organisation.objects.filter(pk=school.pk).update(closed_on=TODAY)
    assert waiting_for(head) == []
    with pytest.raises(WrongState, match=r"Школа закрыта.*Удалите проект"):
        sign(order=waiting, number="5", day=TODAY, seen=waiting.changed_at, by=head, at=NOW)
    page = signed_in(head).get(reverse("order", args=[waiting.pk])).content.decode()
    assert reverse("order-sign", args=[waiting.pk]) not in page
    assert reverse("order-delete", args=[waiting.pk]) in page
    file_of(waiting)
    entered = enter(order=waiting, number="5", day=TODAY, by=head, at=NOW)
    assert entered.state == OrderState.ISSUED


def test_nobody_waits_outside_a_year(people: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    participates(people, people.world.school)
    monkeypatch.setattr(
        "django.utils.timezone.localdate", lambda *_: people.world.cycle.ends + timedelta(days=1)
    )
    assert waiting_for(people.school_head) == []


PINNED = {"orders": 12, "xlsx": 11, "expected": 10, "expected xlsx": 10, "desk": 5}


@pytest.mark.parametrize("size", [1, 30])
def test_pages_ask_as_much_of_thirty_as_of_one(people: Cast, size: int) -> None:
    w = people.world
    for n in range(size):
        made = school(f"Школа {n}", w.municipality)
        participates(people, made)
        first = order(made, w.cycle, kind="working-group", state=OrderState.LAPSED)
        later = order(made, w.cycle, kind="working-group")
        Relation.objects.create(later=later, earlier=first, kind=RelationKind.REPLACES)
        draft(made, w.cycle)
        draft(w.municipality, w.cycle)
    who = actor(Role.MUNICIPAL_COORDINATOR, w.municipality)
    found = {
        "orders": asked(who, "/orders/"),
        "xlsx": asked(who, "/orders/?as=xlsx"),
        "expected": asked(who, "/orders/expected/"),
        "expected xlsx": asked(who, "/orders/expected/?as=xlsx"),
    }
    waiting_for(who)
    with CaptureQueriesContext(connection) as captured:
        waiting_for(who)
    found["desk"] = len(captured)
    assert found == PINNED
