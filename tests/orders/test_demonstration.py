"""The orders and decisions of the demonstration, in a municipality as small as its own."""

from datetime import date
from pathlib import Path

import pytest
from django.conf import settings

from conftest import NOW
from factories.organisations import leader, municipality, region, school
from factories.people import appointed
from opora.access import Role
from opora.access.actor import operator
from opora.assignments.models import Assignment
from opora.catalogues import kinds
from opora.catalogues.seeding import seed_from_files
from opora.cycles.models import Cycle
from opora.decisions.models import Decision
from opora.decisions.states import DecisionState
from opora.demo import decisions, orders
from opora.orders.kinds import KIND, expected_orders
from opora.orders.models import Order
from opora.orders.states import OrderState

pytestmark = pytest.mark.django_db


@pytest.fixture
def cycle() -> Cycle:
    kinds.register([expected_orders()])
    seed_from_files(root=Path(settings.DEFINITIONS_ROOT), only={KIND}, by=operator(), at=NOW)
    home = municipality("Заречный округ", region("Озёрный край", "OZR"), "ZAR")
    own = school("Заречная школа № 1", home, "ZAR-01")
    school("Боровская основная школа", home, "ZAR-04")
    leader(own, "Белова Ирина Сергеевна")
    appointed(Role.MUNICIPAL_COORDINATOR, home, surname="Ковалёва")
    appointed(Role.CURATOR, own, surname="Жукова")
    appointed(Role.SCHOOL_COORDINATOR, own, surname="Орлова", post="заместитель директора")
    return Cycle.objects.create(
        code="2026", title="2026 год", starts=date(2026, 1, 1), ends=date(2026, 12, 31)
    )


def test_it_shows_every_state_of_an_order(cycle: Cycle) -> None:
    orders.issue(cycle=cycle, by=operator(), at=NOW)
    assert sorted(Order.objects.values_list("number", "state", "kind")) == [
        ("", OrderState.DRAFT, "school-coordinator"),
        ("01-05/118", OrderState.ISSUED, "regional-plan"),
        ("12", OrderState.ISSUED, "working-group"),
        ("16", OrderState.LAPSED, "municipal-coordinator"),
        ("31", OrderState.ISSUED, "municipal-coordinator"),
        ("34-о/д", OrderState.ISSUED, "curators"),
    ]
    waits = Order.objects.get(state=OrderState.DRAFT)
    assert waits.wording["points"][0] == (
        "Назначить Орлову Марию Петровну, заместителя директора, школьным координатором."
    )
    assert waits.wording["signer_name"] == "Белова Ирина Сергеевна"
    curators = Order.objects.get(kind="curators")
    assert [each.person.surname for each in curators.appointments.all()] == ["Жукова"]


def test_it_shows_what_a_decision_led_to(cycle: Cycle) -> None:
    decisions.decide(cycle=cycle, by=operator(), at=NOW)
    assert list(Decision.objects.order_by("decided_on").values_list("state", flat=True)) == [
        DecisionState.ASSESSED,
        DecisionState.EXECUTING,
    ]
    assert Assignment.objects.count() == 2
