"""Pages of results: what they show, to whom, at which price."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from factories.organisations import municipality, school
from factories.people import actor, signed_in
from factories.results import fact, load
from opora.access import Role
from opora.access.actor import operator
from opora.organisations.models import Organisation, Territory
from opora.results.actions import correct_figure
from opora.results.layouts.shape import Measure
from opora.results.models import Fact

pytestmark = pytest.mark.django_db


@pytest.fixture
def luga(okrug: Territory) -> Organisation:
    return school("Луговская СОШ", okrug, "luga")


@pytest.fixture
def low(luga: Organisation) -> Fact:
    fact(luga, "vpr-ma-5", 2025, participants=9, low=3, high=2)
    return fact(
        luga,
        "vpr-ma-5",
        2026,
        participants=9,
        low=4,
        high=2,
        load=load("свод.xlsx"),
        origin_sheet="Свод",
        origin_cells="B3:F3",
    )


@pytest.fixture
def coordinator_client(okrug: Territory) -> Client:
    return signed_in(actor(Role.MUNICIPAL_COORDINATOR, okrug))


@pytest.fixture
def head_client(luga: Organisation) -> Client:
    return signed_in(actor(Role.SCHOOL_HEAD, luga))


def test_a_school_sees_its_years_with_weight_and_noise(
    head_client: Client, luga: Organisation, low: Fact
) -> None:
    assert head_client.get("/results/").headers["Location"] == reverse("results-school", args=[luga.pk])
    page = head_client.get(reverse("results-school", args=[luga.pk])).content.decode()
    words = " ".join(page.replace("\xa0", " ").split())
    assert "В 2026 году «2» — 44 % (4 из 9); с вероятностью 95 % — от 19 до 73 %." in words
    assert "Школа невелика: один ученик = 11 пунктов" in words
    assert "По сравнению с 2025 годом +11 п. п. — в пределах погрешности." in words
    assert "▲" not in words and "▼" not in words
    assert reverse("results-figure", args=[low.pk]) in page


def test_a_figure_opens_its_origin(coordinator_client: Client, low: Fact) -> None:
    page = coordinator_client.get(reverse("results-figure", args=[low.pk])).content.decode()
    for words in ("свод.xlsx", "Свод", "B3:F3", "Иванова М. П.", "Исправить цифру", "Цифра не менялась."):
        assert words in page


def test_a_correction_asks_for_a_reason_and_keeps_the_old(coordinator_client: Client, low: Fact) -> None:
    url = reverse("results-correct", args=[low.pk])
    given = {"participants": "9", "low_count": "3", "high_count": "2"}
    assert coordinator_client.post(url, given).status_code == 422
    wrong = coordinator_client.post(url, given | {"low_count": "12", "reason": "Ошибка"})
    assert wrong.status_code == 422 and "Исправьте цифры" in wrong.content.decode()
    assert coordinator_client.post(url, given | {"low_count": "4", "reason": "Ошибка"}).status_code == 422
    done = coordinator_client.post(url, given | {"reason": "Работу перепроверили"}, follow=True)
    words = " ".join(done.content.decode().replace("\xa0", " ").split())
    assert done.status_code == 200
    assert "Работу перепроверили" in words and "«2» — 44 % (4 из 9)" in words
    low.refresh_from_db()
    assert (low.low_count, low.correction_reason) == (3, "Работу перепроверили")


def test_a_figure_changed_meanwhile_is_not_overwritten(coordinator_client: Client, low: Fact) -> None:
    url = reverse("results-correct", args=[low.pk])
    opened = re.search(r'name="read" value="([^"]+)"', coordinator_client.get(url).content.decode())
    assert opened is not None
    Fact.objects.filter(pk=low.pk).update(low_count=1)
    mine = {"participants": "9", "low_count": "3", "high_count": "2", "reason": "Сверка", "read": opened[1]}
    refused = coordinator_client.post(url, mine)
    assert refused.status_code == 422 and "кто-то ещё" in refused.content.decode()
    with pytest.raises(ValidationError, match="кто-то ещё"):
        correct_figure(
            fact=low,
            said={Measure.PARTICIPANTS: 9, Measure.LOW: 2},
            reason="Сверка",
            by=operator(),
            at=timezone.now(),
        )
    low.refresh_from_db()
    assert low.low_count == 1


def test_a_neighbour_and_a_stranger_see_nothing(luga: Organisation, low: Fact) -> None:
    neighbour = signed_in(actor(Role.MUNICIPAL_COORDINATOR, municipality("Соседний округ")))
    other_school = signed_in(actor(Role.SCHOOL_HEAD, school("Соседняя СОШ", luga.territory)))
    for client in (neighbour, other_school):
        assert client.get(reverse("results-school", args=[luga.pk])).status_code == 404
        assert client.get(reverse("results-figure", args=[low.pk])).status_code == 404
        assert client.get(reverse("results-correct", args=[low.pk])).status_code == 404
        assert client.get(reverse("results-load", args=[low.load_id])).status_code == 404
        assert "Луговская" not in client.get("/results/", follow=True).content.decode()
        page = client.get(reverse("results-procedure", args=["vpr-ma-5"])).content.decode()
        assert "Луговская" not in page


def test_a_school_may_not_correct_but_may_object(head_client: Client, low: Fact) -> None:
    page = head_client.get(reverse("results-figure", args=[low.pk])).content.decode()
    assert "Возразить" in page and "Исправить цифру" not in page
    refused = head_client.get(reverse("results-correct", args=[low.pk]))
    assert refused.status_code == 403
    assert "подайте возражение" in refused.content.decode()


def many(okrug: Territory, count: int) -> None:
    for number in range(count):
        made = school("", okrug)
        for code in ("vpr-ma-5", "vpr-ru-5"):
            for year in (2025, 2026):
                fact(made, code, year, participants=20, low=number % 9, high=5)


ADDRESSES: dict[str, int] = {"/results/": 7, "/results/procedures/vpr-ma-5/": 8, "/results/loads/": 4}


@pytest.mark.parametrize("address", ADDRESSES)
def test_lists_cost_the_same_with_one_and_three_schools(
    address: str, okrug: Territory, coordinator_client: Client, django_assert_num_queries: Callable[..., Any]
) -> None:
    many(okrug, 1)
    coordinator_client.get(address)
    with django_assert_num_queries(ADDRESSES[address]):
        assert coordinator_client.get(address).status_code == 200
    many(okrug, 2)
    with django_assert_num_queries(ADDRESSES[address]):
        assert coordinator_client.get(address).status_code == 200


def test_the_table_filters_by_year_and_test(
    okrug: Territory, coordinator_client: Client, luga: Organisation
) -> None:
    fact(luga, "vpr-ma-5", 2025, participants=20, low=5, high=5)
    fact(luga, "oge-ru", 2026, participants=20, low=1, high=5)
    page = coordinator_client.get("/results/", {"year": "2025"}).content.decode()
    assert "Результаты, 2025 год" in page and "25" in page and "ОГЭ, русский язык" not in page
    assert "ОГЭ, русский язык" in coordinator_client.get("/results/").content.decode()
    assert "Результатов пока нет" in coordinator_client.get("/results/", {"test": "ege"}).content.decode()


def test_groups_too_small_to_hide_a_neighbour_are_not_drawn(
    okrug: Territory, head_client: Client, luga: Organisation, low: Fact
) -> None:
    many(okrug, 2)
    address = reverse("results-school", args=[luga.pk])
    assert "Муниципалитет" not in head_client.get(address).content.decode()
    many(okrug, 3)
    assert "Муниципалитет: сумма по школам" in head_client.get(address).content.decode()


def test_files_to_take_away(coordinator_client: Client, low: Fact) -> None:
    for address in ("/results/table.xlsx", "/results/blanks/results-wide.xlsx"):
        answer = coordinator_client.get(address)
        assert (answer.status_code, answer.content[:2]) == (200, b"PK")
    assert coordinator_client.get("/results/blanks/nothing.xlsx").status_code == 404
