"""From sealed answers, cards and exam results to stored profiles; before closing nothing is computed."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import timezone

from conftest import NOW
from factories import surveys
from factories.results import all_procedures, fact
from factories.surveys import Asked
from opora.access import Refused
from opora.access.actor import operator
from opora.answering.models import SchoolCard
from opora.catalogues.models import Version
from opora.catalogues.states import VersionState
from opora.history.models import Event
from opora.indicators.values import Hidden
from opora.questionnaires.instrument import Audience
from opora.risks import computing, tasks
from opora.risks.actions import Stored, ask_for_refresh, give_up_refresh
from opora.risks.commands import InputRefused, profile_of_cycle
from opora.risks.models import Profile, ProfileFactor, ProfileIndicator, Refresh
from opora.risks.states import RefreshState
from opora.surveys import entry, gathering
from opora.surveys.after import jobs_after_gathering
from opora.surveys.models import Campaign
from opora.surveys.states import CampaignState

from .conftest import Year
from .making import content, stored, version

ON = date(2026, 9, 30)
AT = datetime(2026, 9, 30, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _keys(settings: object, tmp_path: Path) -> Iterator[None]:
    settings.HOME = tmp_path / "home"  # type: ignore[attr-defined]
    entry.forget()
    yield
    entry.forget()


def asks_q1() -> Version:
    """The catalogue of these tests: every answer is read from the first question."""
    indicators = [
        each | ({"item": "q1", "base_to": 5} if each["source"] == "answers" else {})
        for each in content()["indicators"]
    ]
    return version(indicators=indicators)


@pytest.fixture
def asked(year: Year) -> Asked:
    """Eight pupils of whom six are not interested, six teachers of whom three, two parents, a card and exams."""
    all_procedures()
    made = surveys.open_campaign(pupils={"6А": 8}, teachers=6, parents={"6А": 8})
    asks_q1()
    for audience, label, values in (
        (Audience.PUPIL, "6А", (1, 1, 2, 2, 2, 1, 4, 5)),
        (Audience.TEACHER, "", (1, 2, 2, 3, 4, 5)),
        (Audience.PARENT, "6А", (1, 1)),
    ):
        cohort = made.cohort(audience, label)
        for number, value in enumerate(values, 1):
            made.answer(cohort, number, q1=value)
    fact(made.school, "vpr-ma-5", 2025, participants=20, low=1)
    fact(made.school, "vpr-ma-5", 2026, participants=20, low=9)
    fact(made.school, "vpr-ru-5", 2026, participants=20, low=3)
    SchoolCard.objects.create(
        cycle=year.cycle,
        school=made.school,
        version=Version.objects.filter(definition__kind="questionnaires")[0],
        items={"no_books": 30, "pupils": 120},
        state="sent",
        filled_by_name="Директорова",
        at=NOW,
    )
    return made


def closed(asked: Asked) -> None:
    asked.close()
    assert gathering.finish(asked.campaign.pk)


def refreshed(year: Year) -> Stored:
    return computing.refresh(year.cycle, year.place.path or "", at=AT)


def test_nothing_is_computed_while_answers_may_still_come(year: Year, asked: Asked) -> None:
    assert refreshed(year) == Stored(0, 0)
    asked.close()
    assert refreshed(year) == Stored(0, 0)
    assert Profile.objects.count() == 0


def test_the_figures_can_be_followed_by_hand(year: Year, asked: Asked) -> None:
    closed(asked)
    assert refreshed(year) == Stored(written=1, same=0)
    profile = Profile.objects.get()
    assert (profile.school, profile.campaign, profile.engine, profile.computed_on) == (
        *(asked.school, asked.campaign, "duckdb", ON),
    )
    # two parents are too few to be told
    assert profile.answered == {"pupil": [8, 8], "teacher": [6, 6]}
    assert list(ProfileIndicator.objects.values_list("code", "numerator", "denominator", "risk")) == [
        ("R01.1", 30, 120, 0.25),
        ("R08.1", 6, 8, 0.75),
        ("R08.2", 3, 6, 0.5),
        ("R11.1", 12, 40, 0.3),
        ("R12.1", 0, 0, None),
    ]
    assert list(ProfileFactor.objects.values_list("code", "value", "level", "n", "hidden")) == [
        ("R01", 25.0, "low", 120, ""),
        ("R08", 62.5, "high", 8, ""),
        ("R11", 30.0, "low", 40, ""),
        ("R12", None, "", 0, Hidden.FEW),
    ]


def test_computed_again_the_same_rows_stand_and_no_answers_are_left_on_the_disk(
    year: Year, asked: Asked
) -> None:
    closed(asked)
    refreshed(year)
    kept = list(ProfileFactor.objects.values_list())
    assert refreshed(year) == Stored(written=0, same=1)
    assert list(ProfileFactor.objects.values_list()) == kept
    assert list((Path(settings.HOME) / "analytics").iterdir()) == []


def test_the_end_of_a_campaign_computes_its_territory(year: Year, asked: Asked) -> None:
    assert "risks.after_campaign" in jobs_after_gathering()
    closed(asked)
    tasks.after_campaign(campaign_id=asked.campaign.pk)
    made = Refresh.objects.get()
    assert (made.state, made.campaign, made.territory_path, made.asked_by_name) == (
        *(RefreshState.WAITING, asked.campaign, year.place.path, "Опора"),
    )
    tasks.refresh(refresh_id=made.pk)
    made.refresh_from_db()
    assert (made.state, made.done, made.total, made.stored, made.same) == (RefreshState.DONE, 1, 1, 1, 0)
    assert Profile.objects.get().computed_on == timezone.localdate()
    assert Event.objects.filter(subject_kind="risk_refresh").order_by("id").values_list(
        "verb", "note"
    ).last() == (*("рассчитала профили", "Новых и изменённых: 1, без изменений: 0."),)


def test_a_campaign_that_nobody_asked_about_is_found_by_the_clock(year: Year, asked: Asked) -> None:
    tasks.after_all()
    assert Refresh.objects.count() == 0
    closed(asked)
    tasks.after_all()
    made = Refresh.objects.get()
    assert made.campaign == asked.campaign
    tasks.after_all()
    assert list(Refresh.objects.all()) == [made]
    tasks.refresh(refresh_id=made.pk)
    tasks.after_all()
    assert list(Refresh.objects.all()) == [made]


def test_what_was_given_up_is_left_to_people(year: Year, asked: Asked) -> None:
    closed(asked)
    tasks.after_all()
    give_up_refresh(refresh_id=Refresh.objects.get().pk, words="Не удалось.", at=NOW)
    tasks.after_all()
    assert Refresh.objects.get().state == RefreshState.FAILED


def test_a_campaign_missed_while_another_computing_waited_is_asked_for_after_it(
    year: Year, asked: Asked
) -> None:
    waits = ask_for_refresh(cycle=year.cycle, territory=year.place, by=operator(), at=NOW)
    closed(asked)
    tasks.after_all()
    assert list(Refresh.objects.all()) == [waits]
    give_up_refresh(refresh_id=waits.pk, words="Не удалось.", at=NOW)
    tasks.after_all()
    assert Refresh.objects.exclude(pk=waits.pk).get().campaign == asked.campaign


def test_a_campaign_is_reported_once_its_profiles_stand(year: Year, asked: Asked) -> None:
    closed(asked)
    assert refreshed(year) == Stored(written=1, same=0)
    asked.campaign.refresh_from_db()
    assert asked.campaign.state == CampaignState.REPORTED
    told = Event.objects.filter(subject_kind="campaign", verb__startswith="показал")
    assert told.count() == 1
    refreshed(year)
    assert told.count() == 1


def test_a_part_of_a_campaign_computed_reports_nothing(year: Year, asked: Asked) -> None:
    closed(asked)
    Campaign.objects.filter(pk=asked.campaign.pk).update(territory=year.cast.world.region)
    assert refreshed(year) == Stored(written=1, same=0)
    asked.campaign.refresh_from_db()
    assert asked.campaign.state == CampaignState.CLOSED


def test_the_command_prints_what_is_stored(year: Year, asked: Asked) -> None:
    closed(asked)
    refreshed(year)
    answer = profile_of_cycle(cycle_code="2026", territory_code=None, engine="duckdb", master=None)
    assert (answer["cycle"], answer["engine"], answer["catalogue_version"]) == ("2026", "duckdb", 2)
    (school,) = answer["schools"]
    assert school["school"] == asked.school.key
    assert {each["code"]: each["value"] for each in school["factors"]} == stored(asked.school)


def test_the_command_says_what_to_correct(year: Year, asked: Asked) -> None:
    for cycle, territory, words in (
        ("1999", None, "Программного года «1999» нет"),
        ("2026", "nowhere", "Территории с кодом «nowhere» нет"),
        ("2026", None, "ещё нет закрытого опроса"),
    ):
        with pytest.raises(InputRefused, match=words):
            profile_of_cycle(cycle_code=cycle, territory_code=territory, engine="duckdb", master=None)


def test_a_job_that_runs_twice_computes_once(year: Year, asked: Asked) -> None:
    closed(asked)
    made = ask_for_refresh(cycle=year.cycle, territory=year.place, by=operator(), at=NOW)
    tasks.refresh(refresh_id=made.pk)
    finished = Refresh.objects.values_list("finished_at", flat=True).get()
    tasks.refresh(refresh_id=made.pk)
    assert Refresh.objects.values_list("finished_at", flat=True).get() == finished


def test_one_that_waits_is_not_asked_for_twice(year: Year) -> None:
    coordinator = year.cast.municipal_coordinator
    first = ask_for_refresh(cycle=year.cycle, territory=year.place, by=coordinator, at=NOW)
    assert ask_for_refresh(cycle=year.cycle, territory=year.place, by=coordinator, at=NOW) == first
    with pytest.raises(Refused):
        ask_for_refresh(
            cycle=year.cycle, territory=year.cast.world.neighbour_municipality, by=coordinator, at=NOW
        )


def test_without_a_catalogue_the_refresh_says_so(year: Year) -> None:
    Version.objects.filter(definition__kind="risk-factors").update(
        state=VersionState.SUPERSEDED, superseded_at=NOW
    )
    made = ask_for_refresh(cycle=year.cycle, territory=year.place, by=operator(), at=NOW)
    tasks.refresh(refresh_id=made.pk)
    made.refresh_from_db()
    assert (made.state, made.failure) == (
        RefreshState.FAILED,
        "Каталог факторов риска не опубликован. Попросите администратора обновить каталоги.",
    )


def test_a_factor_shows_the_words_of_its_question(year: Year, asked: Asked) -> None:
    from factories.people import signed_in

    closed(asked)
    refreshed(year)
    page = signed_in(year.cast.school_head).get(f"/risks/schools/{asked.school.pk}/factors/R08/").text
    assert "«Нравится?»" in page
    assert "6 из 8" in page
    assert "Ответили 8\N{NO-BREAK SPACE}учеников из 8" in (
        signed_in(year.cast.school_head).get(f"/risks/schools/{asked.school.pk}/").text
    )


def test_coordinators_ask_and_watch_by_hand(year: Year) -> None:
    from factories.people import signed_in

    client = signed_in(year.cast.municipal_coordinator)
    answer = client.post(
        "/risks/refreshes/", {"cycle": year.cycle.pk, "territory": year.place.pk}, follow=True
    )
    made = Refresh.objects.get()
    assert answer.redirect_chain == [(f"/risks/refreshes/{made.pk}/", 302)]
    assert "Ждёт очереди" in answer.text
    bar = client.get(f"/risks/refreshes/{made.pk}/", headers={"HX-Request": "true"}).text
    assert bar.strip().startswith('<div class="progress"')
    assert made.title in client.get("/risks/refreshes/").text
    assert (
        signed_in(year.cast.neighbour_municipal_coordinator).get(f"/risks/refreshes/{made.pk}/").status_code
        == 404
    )
    assert signed_in(year.cast.school_head).get("/risks/refreshes/").status_code == 403


def test_a_municipality_is_told_of_a_computing_of_its_region(year: Year) -> None:
    from factories.people import signed_in

    world = year.cast.world
    region = year.place.parent
    assert region is not None
    around = ask_for_refresh(cycle=year.cycle, territory=region, by=year.cast.regional_coordinator, at=NOW)
    other = ask_for_refresh(
        cycle=year.cycle, territory=world.neighbour_municipality, by=year.cast.regional_coordinator, at=NOW
    )
    Refresh.objects.update(state=RefreshState.DONE, stored=7531, same=8642, finished_at=NOW)
    client = signed_in(year.cast.municipal_coordinator)
    page = client.get("/risks/refreshes/").text
    assert around.title in page
    assert year.cast.regional_coordinator.name in page
    assert "считал и ваши школы" in page
    # who and when, and nothing of the schools of others
    assert other.title not in page
    for figure in ("7\N{NARROW NO-BREAK SPACE}531", "8\N{NARROW NO-BREAK SPACE}642"):
        assert figure not in page
        assert figure in signed_in(year.cast.regional_coordinator).get("/risks/refreshes/").text
    assert f"/risks/refreshes/{around.pk}/" not in page
    assert client.get(f"/risks/refreshes/{around.pk}/").status_code == 404
