"""The school card: begun with what is known, filled in by sections, sent, corrected."""

import re
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.http import HttpResponse

from answering.making import CARD, version
from conftest import NOW
from factories.people import Cast, cast, signed_in
from opora.access import Conflict, Refused, WrongState
from opora.answering.actions import save_section, send_card, start_card, take_back_card
from opora.answering.models import SchoolCard
from opora.answering.queries import waiting_for
from opora.answering.rules import FILL_CARD
from opora.answering.sources import CARDS
from opora.cycles.models import Participation, Programme
from opora.history.models import Event
from opora.organisations.models import YearFigures

pytestmark = pytest.mark.django_db


@pytest.fixture
def people() -> Cast:
    made = cast()
    version(CARD, "head")
    YearFigures.objects.create(organisation=made.world.school, year=2024, pupils=390, teachers=31)
    YearFigures.objects.create(organisation=made.world.school, year=2025, pupils=412)
    return made


@pytest.fixture
def card(people: Cast) -> SchoolCard:
    world = people.world
    return start_card(cycle=world.cycle, school=world.school, by=people.school_head, at=NOW)


def fresh(card: SchoolCard) -> SchoolCard:
    return SchoolCard.objects.select_related("cycle", "school__territory").get(pk=card.pk)


def words(response: HttpResponse) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode().partition("<main")[2]).split())


def fill(card: SchoolCard, people: Cast) -> SchoolCard:
    for section, sent in (("a", {"h01": ["420"], "h02": ["31"]}), ("b", {"h03": ["2"], "h04": ["1", "2"]})):
        card = fresh(card)
        save_section(
            card=card, section=section, sent=sent, seen=card.revision, by=people.school_coordinator, at=NOW
        )
    return fresh(card)


def test_what_is_known_is_not_asked_again(card: SchoolCard, people: Cast) -> None:
    assert card.answers == {"h01": ["412"], "h02": []} or card.answers == {"h01": ["412"]}
    page = signed_in(people.school_head).get(f"/cards/2026/{card.school_id}/part/a/")
    assert "Взято из численности школы за 2025/26. Если неверно, исправьте." in words(page)
    assert re.search(r'name="h01"[^>]*value="412"', page.content.decode())


def test_a_section_is_saved_with_gaps_and_not_with_the_impossible(card: SchoolCard, people: Cast) -> None:
    by = people.school_coordinator
    save_section(card=card, section="a", sent={"h01": [""], "h02": ["30"]}, seen=0, by=by, at=NOW)
    assert fresh(card).answers == {"h02": ["30"]}
    with pytest.raises(ValidationError) as refused:
        save_section(card=fresh(card), section="a", sent={"h02": ["9000"]}, seen=1, by=by, at=NOW)
    assert refused.value.message_dict == {"h02": ["Нужно число от 0 до 500."]}


def test_two_people_do_not_write_over_each_other(card: SchoolCard, people: Cast) -> None:
    other = fresh(card)
    save_section(card=card, section="a", sent={"h01": ["1"]}, seen=0, by=people.school_head, at=NOW)
    with pytest.raises(Conflict, match="изменил другой человек"):
        save_section(card=other, section="b", sent={"h03": ["1"]}, seen=0, by=people.school_head, at=NOW)
    late = signed_in(people.school_coordinator).post(
        f"/cards/2026/{card.school_id}/part/b/", {"h03": "1", "_seen": "0"}
    )
    assert late.status_code == 409
    assert fresh(card).answers == {"h01": ["1"]}


def test_a_card_is_sent_whole(card: SchoolCard, people: Cast) -> None:
    with pytest.raises(ValidationError) as refused:
        send_card(card=fresh(card), seen=0, by=people.school_head, at=NOW)
    assert refused.value.message_dict == {"h03": ["Ответьте на этот вопрос."]}
    full = fill(card, people)
    sent = send_card(card=full, seen=full.revision, by=people.school_head, at=NOW)
    assert sent.items == {"h01": 420, "h02": 31, "h03": 2, "h04.1": 1, "h04.2": 1}
    assert list(Event.objects.order_by("id").values_list("verb", "note")) == [
        ("начал(а) карту школы", ""),
        ("отправил(а) карту школы", "Ответов: 4."),
    ]
    with pytest.raises(WrongState, match="уже отправлена"):
        save_section(card=sent, section="a", sent={}, seen=sent.revision, by=people.school_head, at=NOW)


def test_analytics_read_sent_cards_only(card: SchoolCard, people: Cast) -> None:
    def rows() -> list[tuple[Any, ...]]:
        with connection.cursor() as cursor:
            cursor.execute(CARDS, [people.world.cycle.pk])
            return list(cursor.fetchall())

    full = fill(card, people)
    assert rows() == []
    sent = send_card(card=full, seen=full.revision, by=people.school_head, at=NOW)
    school = card.school_id
    assert rows() == [(school, code, value) for code, value in sorted(sent.items.items())]
    take_back_card(card=sent, by=people.school_head, at=NOW)
    assert rows() == []


def test_who_fills_in(card: SchoolCard, people: Cast) -> None:
    assert [name for name, who in people.parts().items() if FILL_CARD.can(who, card)] == [
        "school_head",
        "school_coordinator",
    ]
    with pytest.raises(Refused, match="директор и школьный координатор"):
        start_card(cycle=people.world.cycle, school=people.world.second_school, by=people.curator, at=NOW)
    seen = {
        name: signed_in(who).get(f"/cards/2026/{card.school_id}/").status_code
        for name, who in people.parts().items()
        if name in {"curator", "municipal_coordinator", "neighbour_school_head", "teacher", "stranger"}
    }
    assert seen == {
        "teacher": 403, "curator": 200, "municipal_coordinator": 200, "neighbour_school_head": 404, "stranger": 403
    }  # fmt: skip


def test_the_pages_from_the_first_to_sending(people: Cast) -> None:
    school, desk = people.world.school, signed_in(people.school_head)
    url = f"/cards/2026/{school.pk}/"
    assert "Начать карту" in words(desk.get(url))
    desk.post(url)
    assert "Заполнять: Кадры Отправить карту" in words(desk.get(url))
    assert "Кадры 1 из 2" in words(desk.get(url))
    saved = desk.post(f"{url}part/a/", {"h01": "400", "h02": "", "_seen": "0", "_next": "1"})
    assert saved.headers["Location"] == f"{url}part/b/"
    wrong = desk.post(f"{url}part/b/", {"h03": "9", "_seen": "1"})
    assert (wrong.status_code, "Ответа 9 нет" in words(wrong)) == (422, True)
    refused = desk.post(f"{url}send/", {"_seen": "1"})
    assert (refused.status_code, "До отправки исправьте 1" in words(refused)) == (422, True)
    desk.post(f"{url}part/b/", {"h03": "1", "_seen": "1"})
    assert "Заполнять: Кадры" in words(desk.get(url))
    desk.post(f"{url}part/a/", {"h01": "400", "h02": "30", "_seen": "2"})
    assert "Заполнять" not in words(desk.get(url))
    sent = desk.post(f"{url}send/", {"_seen": "3"}, follow=True)
    assert "Карта отправлена" in words(sent)
    back = desk.post(f"{url}take-back/", follow=True)
    assert "снова в работе" in words(back)


def test_the_list_of_cards(card: SchoolCard, people: Cast, django_assert_num_queries: Any) -> None:
    desk = signed_in(people.municipal_coordinator)
    desk.get("/cards/")
    with django_assert_num_queries(6):
        page = desk.get("/cards/?year=2026")
    assert "Отправили 0 из 2" in words(page)
    assert "заполняется" in words(page)
    assert "не начата" in words(page)


def test_a_card_waits_on_the_desk_until_it_is_sent(card: SchoolCard, people: Cast) -> None:
    def waiting(name: str) -> list[tuple[str, str]]:
        return [(each.title, each.url) for each in waiting_for(getattr(people, name), on=NOW.date())]

    assert waiting("school_head") == []
    programme = Programme.objects.create(level="federal", name="500+", territory=people.world.region)
    Participation.objects.create(programme=programme, cycle=people.world.cycle, school=card.school)
    line = ("Берёзовская школа № 1: карта школы, 2026/27", f"/cards/2026/{card.school_id}/")
    assert (waiting("school_head"), waiting("school_coordinator"), waiting("curator")) == ([line], [line], [])
    full = fill(card, people)
    send_card(card=full, seen=full.revision, by=people.school_head, at=NOW)
    assert waiting("school_head") == []


def test_the_schools_page_leads_to_the_card(card: SchoolCard, people: Cast) -> None:
    page = signed_in(people.school_head).get(f"/schools/{card.school_id}/")
    assert f'href="/cards/2026/{card.school_id}/"' in page.content.decode()
