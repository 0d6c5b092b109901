"""Where a campaign's page leads on: to the profiles of its year, for those who see them."""

from collections.abc import Iterator
from datetime import date

import pytest

from factories.people import Cast, signed_in
from factories.surveys import Asked, open_campaign, version
from opora.organisations.models import Organisation
from opora.questionnaires.instrument import Audience, Purpose
from opora.risks.models import Profile
from opora.surveys import onward
from opora.surveys.models import Campaign
from opora.surveys.onward import Onward
from opora.surveys.states import CampaignState

pytestmark = pytest.mark.django_db
WORDS = "рисков по этому опросу"


def _reported(**changed: object) -> Asked:
    asked = open_campaign(pupils={"6А": 8})
    values = {"state": CampaignState.REPORTED, "is_gathered": True, **changed}
    Campaign.objects.filter(pk=asked.campaign.pk).update(**values)  # type: ignore[arg-type]
    return asked


def _profile(asked: Asked, school: Organisation) -> None:
    Profile.objects.create(
        cycle=asked.campaign.cycle, school=school, campaign=asked.campaign, version=version(Audience.PUPIL),
        engine="duckdb", computed_on=date(2026, 10, 1), digest="",
    )  # fmt: skip


def test_coordinators_are_led_to_the_map_of_the_year_and_a_school_to_its_profile(people: Cast) -> None:
    asked = _reported()
    _profile(asked, asked.school)
    url = f"/campaigns/{asked.campaign.pk}/"
    map_link = '<a class="btn" href="/risks/?cycle=2026">Профили рисков по этому опросу</a>'
    own_link = (
        f'<a class="btn" href="/risks/schools/{asked.school.pk}/?cycle=2026">'
        "Профиль рисков по этому опросу</a>"
    )
    for who, link in (
        (people.municipal_coordinator, map_link),
        (people.curator, map_link),
        (people.school_coordinator, own_link),
    ):
        assert link in signed_in(who).get(url).text
    assert WORDS not in signed_in(people.observer).get(url).text


@pytest.mark.parametrize(
    "changed", [{"state": CampaignState.CLOSED}, {"purpose": Purpose.PULSE}], ids=["not yet", "no profiles"]
)
def test_nothing_leads_on_where_no_profiles_came_of_it(people: Cast, changed: dict[str, object]) -> None:
    asked = _reported(**changed)
    _profile(asked, asked.school)
    assert WORDS not in signed_in(people.municipal_coordinator).get(f"/campaigns/{asked.campaign.pk}/").text


def test_profiles_of_other_schools_are_not_this_campaigns(people: Cast) -> None:
    asked = _reported()
    _profile(asked, people.world.second_school)
    assert WORDS not in signed_in(people.municipal_coordinator).get(f"/campaigns/{asked.campaign.pk}/").text


@pytest.fixture
def sources(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[onward.Source]]:
    found: list[onward.Source] = []
    monkeypatch.setattr(onward, "_sources", found)
    yield found


def test_a_source_is_asked_once_however_often_it_is_registered(
    people: Cast, sources: list[onward.Source]
) -> None:
    def leads(campaign: Campaign, actor: object) -> Onward:
        return Onward(campaign.title, "/")

    onward.register(leads)
    onward.register(leads)
    onward.register(lambda campaign, actor: None)
    campaign = open_campaign(pupils={"6А": 8}).campaign
    assert onward.of(campaign, people.municipal_coordinator) == (Onward(campaign.title, "/"),)
    assert len(sources) == 2
