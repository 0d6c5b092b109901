"""The calendar of one's own by a secret address: given out once, cheap to poll, gone when it is taken back."""

import re
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from django.conf import settings
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from factories.clocks import lives_by
from factories.people import Cast, appointment, person, signed_in, world
from opora import diary
from opora.access import Actor, Refused, Role, WrongState
from opora.appointments.models import Appointment
from opora.calendars.actions import MOST, revoke, subscribe
from opora.calendars.models import Subscription
from opora.calendars.queries import BEHIND, FRESH
from opora.catalogues.models import Version
from opora.diary import Entry
from opora.history.models import Event
from opora.people.models import Person
from opora.visits.models import Visit
from opora.visits.states import Way

from .conftest import Diary, entry
from .reader import Component, read

pytestmark = pytest.mark.django_db
AT = datetime(2026, 9, 14, 9, 30, tzinfo=UTC)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> "Clock":
    made = Clock()
    monkeypatch.setattr("django.utils.timezone.now", lambda: made.at)
    return made


class Clock:
    at = AT

    def go(self, **by: float) -> None:
        self.at += timedelta(**by)


def made(people: Cast, *kinds: str) -> str:
    """The address of a new subscription of the curator."""
    who = people.curator
    secret = subscribe(
        person=Person.objects.get(pk=who.person_id), title="Телефон", kinds=kinds, by=who, at=AT
    )
    return f"/calendar/{secret}.ics"


def told(url: str) -> list[str]:
    return [event.one("SUMMARY").text for event in calendar(url).events()]


def calendar(url: str) -> Component:
    answer = Client().get(url)
    assert answer.status_code == 200
    return read(answer.content)


def asked(url: str, **headers: str) -> tuple[int, int]:
    """The answer and how many queries it took."""
    with CaptureQueriesContext(connection) as queries:
        status = Client().get(url, headers=headers).status_code
    return status, len(queries)


def test_the_address_is_shown_once_and_kept_as_a_hash(in_diary: Diary, people: Cast) -> None:
    today = timezone.localdate()
    in_diary(entry(1, today), entry(2, today, kind="Опрос", title="Осень"))
    browser = signed_in(people.curator)
    assert "Опрос" in browser.get("/me/calendar/").text
    page = browser.post("/me/calendar/", {"title": "Телефон", "kinds": ["Опрос"]}).text
    (url,) = set(re.findall(r'value="http://testserver(/calendar/\w{26}\.ics)"', page))
    assert f'href="webcal://testserver{url}"' in page
    assert told(url) == ["Осень"]
    subscription = Subscription.objects.get()
    secret = url.split("/")[2].removesuffix(".ics")
    assert (secret in repr(vars(subscription)), subscription.kinds) == (False, ["Опрос"])
    later = browser.get("/me/calendar/")
    assert (secret in later.text, "Телефон" in later.text, "no-store" in later["Cache-Control"]) == (
        False,
        True,
        True,
    )
    assert list(Event.objects.values_list("verb", "note")) == [("подписал(а) календарь", "Телефон")]


def test_the_page_leads_from_ones_own_account(people: Cast) -> None:
    assert 'href="/me/calendar/"' in signed_in(people.curator).get("/me/").text


def test_a_calendar_is_told_to_a_program_in_its_own_words(
    in_diary: Diary, people: Cast, clock: Clock
) -> None:
    in_diary(entry(1, date(2026, 9, 16), title="Встреча, 2-я\nчасть"))
    url = made(people)
    answer = Client().get(url)
    headers = {name: answer[name] for name in ("Content-Type", "Cache-Control", "Last-Modified")}
    assert headers == {
        "Content-Type": "text/calendar; charset=utf-8",
        "Cache-Control": "private, max-age=300",
        "Last-Modified": "Mon, 14 Sep 2026 09:30:00 GMT",
    }
    assert re.fullmatch(r'"[0-9a-f]{32}"', answer["ETag"])
    assert not answer.cookies
    found = read(answer.content)
    assert found.one("X-WR-CALNAME").text == "Опора: куратор, Берёзовская школа № 1"
    (event,) = found.events()
    assert event.one("SUMMARY").text == "Встреча, 2-я\nчасть"
    assert event.one("URL").raw == "http://127.0.0.1:8000/m/1/"


def test_hours_are_those_of_the_place(people: Cast, clock: Clock) -> None:
    w = people.world
    lives_by(w.region, "Asia/Kamchatka", now=AT)
    planned = {"planned_on": date(2026, 11, 24), "planned_at": time(10), "way": Way.PRESENCE}
    Visit.objects.create(
        cycle=w.cycle, school=w.school, kind="curator", kind_title="Выезд", made_at=AT, made_by_name="К",
        version=Version.objects.all()[0], **planned,
    )  # fmt: skip
    (event,) = calendar(made(people, "посещение")).events()
    # ten in the morning in Kamchatka, one in the night in Moscow
    assert event.one("DTSTART").raw == "20261123T220000Z"
    assert timezone.get_current_timezone_name() == settings.TIME_ZONE


def test_the_day_is_that_of_the_place(people: Cast, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    lives_by(people.world.region, "Asia/Kamchatka", now=AT)
    asked_from: list[date] = []

    def find(actor: Actor, first: date, last: date) -> list[Entry]:
        asked_from.append(first)
        return []

    monkeypatch.setattr(diary, "_sources", [find])
    clock.at = datetime(2026, 9, 14, 13, 0, tzinfo=UTC)
    calendar(made(people))
    # the fourteenth in Moscow, the fifteenth in Kamchatka
    assert asked_from == [date(2026, 9, 15) - BEHIND]


def test_polling_every_minute_costs_a_query_or_two(in_diary: Diary, people: Cast, clock: Clock) -> None:
    in_diary(*(entry(number, date(2026, 9, 16)) for number in range(50)))
    url = made(people)
    first = Client().get(url)
    for minute in range(1, 10):
        clock.go(minutes=1)
        assert asked(url, if_none_match=first["ETag"]) == (304, 1), minute
    assert asked(url, if_modified_since=first["Last-Modified"]) == (304, 1)
    assert asked(url) == (200, 2)
    assert asked(url, if_none_match='"another"') == (200, 2)
    # gzip makes the mark a weak one: it is the same calendar still
    assert asked(url, if_none_match=f"W/{first['ETag']}") == (304, 1)
    assert Client().head(url).status_code == 200


def test_a_calendar_that_is_still_the_same_stays_so_when_written_anew(
    in_diary: Diary, people: Cast, clock: Clock
) -> None:
    in_diary(entry(1, date(2026, 9, 16)))
    url = made(people)
    first = Client().get(url)
    clock.go(hours=3)
    assert asked(url, if_none_match=first["ETag"])[0] == 304
    in_diary(entry(1, date(2026, 9, 17)))
    assert asked(url, if_none_match=first["ETag"])[0] == 304
    clock.at += FRESH
    second = Client().get(url, headers={"if-none-match": first["ETag"]})
    assert (second.status_code, second["Last-Modified"]) == (200, "Mon, 14 Sep 2026 12:40:00 GMT")
    before, after = (read(each.content).events()[0] for each in (first, second))
    assert before.one("UID").raw == after.one("UID").raw
    assert (before.one("DTSTAMP").raw, after.one("DTSTAMP").raw) == ("20260914T093000Z", "20260914T124000Z")


def test_that_it_was_read_is_noted_once_an_hour(in_diary: Diary, people: Cast, clock: Clock) -> None:
    url = made(people)
    noted = []
    for _ in range(4):
        Client().get(url)
        noted.append(Subscription.objects.get().last_read_at)
        clock.go(minutes=25)
    assert noted == [AT, AT, AT, AT + timedelta(minutes=75)]


def test_a_wrong_address_is_not_found_and_locks_nobody_out(in_diary: Diary, people: Cast) -> None:
    url = made(people)
    for wrong in ("a" * 26, "%00", "x", "%FF%FE", "' OR 1=1", "a" * 2000):
        answer = Client().get(f"/calendar/{wrong}.ics")
        assert (answer.status_code, answer["Content-Type"]) == (404, "text/plain; charset=utf-8")
    for _ in range(50):
        assert Client().get(f"/calendar/{'b' * 26}.ics").status_code == 404
    assert Client().get(url).status_code == 200
    assert Client().post(url).status_code == 405


def test_a_revoked_address_stops_at_once(in_diary: Diary, people: Cast) -> None:
    in_diary(entry(1, timezone.localdate()))
    url, other = made(people), made(people)
    assert told(url) == told(other) == ["Встреча 1"]
    browser = signed_in(people.curator)
    first = Subscription.objects.order_by("pk")[0]
    answer = browser.post("/me/calendar/", {"revoke": first.pk}, follow=True)
    assert "Подписка «Телефон» отозвана" in answer.text
    gone = Client().get(url)
    assert (gone.status_code, "отозвали" in gone.text) == (410, True)
    assert told(other) == ["Встреча 1"]
    first.refresh_from_db()
    assert first.body == ""
    assert "уже отозвали" in browser.post("/me/calendar/", {"revoke": first.pk}, follow=True).text
    assert Event.objects.filter(verb="отозвал(а) подписку на календарь").count() == 1
    with pytest.raises(IntegrityError), transaction.atomic():
        Subscription.objects.filter(pk=first.pk).update(body="BEGIN:VCALENDAR")


def test_a_subscription_of_somebody_else_is_not_found(people: Cast) -> None:
    made(people)
    subscription = Subscription.objects.get()
    browser = signed_in(people.school_head)
    for wrong in (subscription.pk, "x", "-1", "9" * 30, "²", ""):
        assert browser.post("/me/calendar/", {"revoke": wrong}).status_code == 404, wrong
    with pytest.raises(Refused):
        revoke(subscription=subscription, by=people.school_head, at=AT)
    assert "Подписки ·" not in browser.get("/me/calendar/").text


@pytest.mark.parametrize(
    ("change", "day"),
    [
        ({"until": date(2026, 9, 13)}, "20260913"),
        ({"revoked_at": datetime(2026, 9, 10, 22, 0, tzinfo=UTC), "revoked_by_name": "Окружная"}, "20260911"),
        ({"since": date(2026, 9, 20)}, "20260914"),
    ],
)
def test_who_acts_no_more_has_one_line_that_says_so(
    in_diary: Diary, people: Cast, clock: Clock, change: dict[str, Any], day: str
) -> None:
    in_diary(entry(1, date(2026, 9, 16)))
    url = made(people)
    assert told(url) == ["Встреча 1"]
    Appointment.objects.update(**change)
    # at once, though the calendar was written a moment ago
    (event,) = calendar(url).events()
    assert event.one("SUMMARY").text == "Опора: назначение не действует, календарь больше не обновляется"
    assert event.one("DTSTART").raw == day
    clock.go(days=2)
    assert asked(url, if_none_match=Client().get(url)["ETag"]) == (304, 1)


def test_another_role_of_the_person_tells_nothing_here(in_diary: Diary, people: Cast, clock: Clock) -> None:
    url = made(people)
    found = Person.objects.get(pk=people.curator.person_id)
    appointment(found, Role.SCHOOL_HEAD, world().second_school)
    assert calendar(url).one("X-WR-CALNAME").text == "Опора: куратор, Берёзовская школа № 1"
    Appointment.objects.filter(role=Role.CURATOR).update(until=date(2026, 9, 13))
    assert [each.startswith("Опора: назначение") for each in told(url)] == [True]


def test_who_is_closed_reads_nothing(in_diary: Diary, people: Cast) -> None:
    url = made(people)
    Person.objects.filter(pk=people.curator.person_id).update(is_active=False)
    assert Client().get(url).status_code == 410


def test_who_is_appointed_nowhere_cannot_subscribe() -> None:
    nobody = person("Ничья")
    browser = signed_in(nobody)
    page = browser.get("/me/calendar/").text
    assert ("Показывать пока нечего" in page, 'name="title"' in page) == (True, False)
    assert browser.post("/me/calendar/", {"title": "Телефон"}).status_code == 422
    assert Subscription.objects.count() == 0


def test_ten_subscriptions_are_enough(in_diary: Diary, people: Cast) -> None:
    for _ in range(MOST):
        made(people)
    page = signed_in(people.curator).post("/me/calendar/", {"title": "Ещё"})
    assert (page.status_code, "У вас уже 10 подписок" in page.text) == (422, True)
    with pytest.raises(WrongState):
        made(people)
    revoke(subscription=Subscription.objects.all()[0], by=people.curator, at=AT)
    made(people)


def test_a_subscription_without_a_name_is_refused(in_diary: Diary, people: Cast) -> None:
    browser = signed_in(people.curator)
    for title in ("", "а" * 61, "а\x00б"):
        assert browser.post("/me/calendar/", {"title": title}).status_code == 422
    assert Subscription.objects.count() == 0


def test_the_page_of_subscriptions_asks_as_much_of_ten_as_of_one(in_diary: Diary, people: Cast) -> None:
    browser = signed_in(people.curator)
    counts = []
    for many in (1, 9):
        for _ in range(many):
            made(people)
        browser.get("/me/calendar/")
        with CaptureQueriesContext(connection) as queries:
            browser.get("/me/calendar/")
        counts.append(len(queries))
    assert counts == [5, 5]
