"""Terms end with the day of the place: in Kamchatka it is tomorrow while it is still evening in Moscow."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from functools import partial

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from factories.clocks import lives_by as clock_of
from factories.people import signed_in
from factories.roadmaps import work_of
from opora.access import Actor
from opora.appointments.session import actor_for
from opora.catalogues.local_time import ZONES
from opora.digests.queries import desk_of
from opora.organisations.models import Territory
from opora.people.models import Person
from opora.roadmaps.models import Work
from opora.roadmaps.states import WorkState

from .conftest import Year

#: nine in the evening of the 20th in Moscow, six in the morning of the 21st in Kamchatka
EVENING = datetime(2026, 12, 20, 18, 0, tzinfo=UTC)
_WESTERN = {"Europe/Kaliningrad", "Europe/Moscow", "Europe/Samara", "Asia/Yekaterinburg"}
type Moved = Callable[[Territory, str], None]


@pytest.fixture
def evening(monkeypatch: pytest.MonkeyPatch) -> datetime:
    monkeypatch.setattr(timezone, "now", lambda: EVENING)
    return EVENING


@pytest.fixture
def lives_by(db: None) -> Moved:
    """`lives_by(territory, zone)`: the territory has published a clock of its own."""
    return partial(clock_of, now=EVENING)


def _late(year: Year) -> bool:
    page = signed_in(year.school).get(reverse("roadmap", args=[year.own.pk])).content.decode()
    return "просрочена на 1\xa0день" in page


def test_a_term_is_over_when_the_day_of_the_place_is(year: Year, evening: datetime, lives_by: Moved) -> None:
    work_of(year.own, year.cycle, due=date(2026, 12, 20), now=evening)
    assert not _late(year)
    lives_by(year.cast.world.region, "Asia/Kamchatka")
    assert _late(year)
    assert timezone.get_current_timezone_name() == settings.TIME_ZONE, "the next request begins anew"
    lives_by(year.place, "Europe/Moscow")
    assert not _late(year), "the nearest clock counts"


def test_what_was_done_today_is_reported_in_the_morning(
    year: Year, evening: datetime, lives_by: Moved
) -> None:
    work = work_of(year.own, year.cycle, now=evening)
    url, said = reverse("roadmap-report", args=[work.pk]), {"words": "Провели", "done_on": "2026-12-21"}
    refused = signed_in(year.school).post(url, said)
    assert refused.status_code == 422
    assert "ещё не наступил" in refused.content.decode()
    lives_by(year.cast.world.region, "Asia/Kamchatka")
    assert signed_in(year.school).post(url, said).status_code == 302
    work.refresh_from_db()
    assert (work.state, work.state_since) == (WorkState.REPORTED, date(2026, 12, 21))


def _desk(actor: Actor) -> list[str]:
    person = Person.objects.get(pk=actor.person_id)
    return [thing.title for thing in desk_of(person, on=timezone.localdate()).things]


def test_the_daily_mail_climbs_the_ladder_by_the_clock_of_each(
    year: Year, evening: datetime, lives_by: Moved
) -> None:
    work_of(year.own, year.cycle, due=date(2026, 12, 14), now=evening)
    assert _desk(year.curator) == [], "six days late: the curator is told after seven"
    lives_by(year.cast.world.region, "Asia/Kamchatka")
    assert _desk(year.curator) == ["Берёзовская школа № 1: 1\xa0мера с прошедшим сроком"]
    assert timezone.get_current_timezone_name() == settings.TIME_ZONE


@pytest.mark.parametrize("zone", [name for name, _ in ZONES])
def test_every_zone_of_the_country_has_its_day(
    year: Year, evening: datetime, lives_by: Moved, zone: str
) -> None:
    lives_by(year.cast.world.region, zone)
    actor = actor_for(Person.objects.get(pk=year.school.person_id), on=evening.date())
    assert actor.time_zone == zone
    with timezone.override(actor.time_zone):
        # midnight has come to Omsk (UTC+6) and to everything east of it
        assert timezone.localdate().day == (20 if zone in _WESTERN else 21)


def test_the_clock_costs_no_query(year: Year, evening: datetime, lives_by: Moved) -> None:
    Work.objects.all().delete()
    counts = []
    for zone in ("", "Asia/Kamchatka"):
        if zone:
            lives_by(year.cast.world.region, zone)
        client = signed_in(year.school)
        client.get("/")
        with CaptureQueriesContext(connection) as asked:
            client.get("/")
        counts.append(len(asked))
    assert counts[0] == counts[1]
