"""What questionnaires leave behind at many schools: campaigns, profiles, directions. Written in bulk."""

from datetime import datetime, timedelta

from opora.catalogues.models import Version
from opora.catalogues.queries import current
from opora.cycles.models import Cycle
from opora.indicators.values import FactorValue, IndicatorValue, Level, SchoolProfile
from opora.organisations.models import Organisation, Territory
from opora.risks.actions import Basis, store_profiles
from opora.risks.models import Direction
from opora.risks.states import DirectionState
from opora.surveys.models import Campaign, CampaignInstrument, CampaignSchool, Cohort
from opora.surveys.states import CampaignState


def asked_everywhere(
    place: Territory, cycle: Cycle, schools: list[Organisation], now: datetime
) -> tuple[Campaign, Direction]:
    """As many campaigns as schools, all of them in the first; a profile and a chosen direction each."""
    day = now.date()
    campaigns = Campaign.objects.bulk_create(
        Campaign(
            cycle=cycle,
            territory=place,
            title=f"Опрос {n}",
            opens=day - timedelta(days=60),
            closes=day - timedelta(days=40),
            state=CampaignState.REPORTED,
            public_key=bytes(32),
            is_gathered=True,
        )
        for n, _ in enumerate(schools)
    )
    first = campaigns[0]
    version = Version.objects.get(pk=current("questionnaires", "pupil").version_id)
    CampaignInstrument.objects.create(campaign=first, audience="pupil", version=version)
    CampaignSchool.objects.bulk_create(CampaignSchool(campaign=first, school=each) for each in schools)
    Cohort.objects.bulk_create(
        Cohort(campaign=first, school=each, audience="pupil", class_label="6", expected=20)
        for each in schools
    )
    _profiles(cycle, schools, now)
    Direction.objects.filter(school__in=schools).update(state=DirectionState.CHOSEN, state_since=day)
    return first, Direction.objects.order_by("pk")[0]


def _profiles(cycle: Cycle, schools: list[Organisation], now: datetime) -> None:
    published = current("risk-factors", "factors")
    titles = {row["code"]: row["title"] for row in published.content["factors"]}
    basis = Basis(
        cycle=cycle,
        version=Version.objects.get(pk=published.version_id),
        engine="duckdb",
        titles=titles,
    )
    found = [
        SchoolProfile(
            school.pk, tuple(_value(code, (n * 7 + place * 11) % 100) for place, code in enumerate(titles))
        )
        for n, school in enumerate(schools)
    ]
    store_profiles(basis, found, on=now.date())


def _value(code: str, value: int) -> FactorValue:
    value = 75 if code == "R08" else value
    level = Level.HIGH if value >= 60 else Level.MIDDLE if value >= 35 else Level.LOW
    ends = (max(0.0, value - 8.0), min(100.0, value + 8.0))
    share = IndicatorValue(f"{code}.1", value, 100, value / 100)
    return FactorValue(code, float(value), level, 100, ends, None, (share,))
