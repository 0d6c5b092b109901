"""What a campaign leaves in one place: the campaign itself, a class, a card, a profile, a direction."""

from datetime import date, datetime, timedelta
from typing import Any

from django.utils import timezone

from opora.access.actor import operator
from opora.answering.actions import start_card
from opora.catalogues.actions import copy_for_territory
from opora.catalogues.models import Definition, Version
from opora.catalogues.queries import current
from opora.cycles.models import Cycle
from opora.indicators.values import FactorValue, IndicatorValue, Level, SchoolProfile
from opora.organisations.models import Organisation, Territory
from opora.questionnaires.instrument import Audience
from opora.risks.actions import Basis, Visit, ask_for_refresh, store_profiles, verify
from opora.risks.models import Direction
from opora.risks.states import DirectionState, Outcome
from opora.surveys.actions import Group, fill_in, make_campaign, open_campaign

FACTOR = "R08"
SECTION = "school"


def asked_at(
    territory: Territory, school: Organisation, cycle: Cycle, *, now: datetime
) -> dict[str, dict[str, Any]]:
    """{kind of object: keyword arguments of its addresses}; files must have somewhere to lie."""
    by = operator()
    day = timezone.localdate(now)
    copy = copy_for_territory(
        base=Definition.objects.get(kind="questionnaires", code="pulse", territory_path=""),
        territory_id=territory.pk,
        territory_path=territory.path or "",
        territory_name=territory.name,
        by=by,
        at=now,
    )
    campaign = make_campaign(
        cycle=cycle,
        territory=territory,
        title="Анкетирование",
        opens=day,
        closes=day + timedelta(days=3650),
        instruments={Audience.PUPIL: _published("pupil")},
        schools=[school],
        by=by,
        at=now,
    )
    (cohort,) = fill_in(
        campaign=campaign, school=school, groups=[Group(Audience.PUPIL, "6А", 8)], by=by, at=now
    )
    campaign = open_campaign(campaign=campaign, by=by, at=now)
    card = start_card(cycle=cycle, school=school, by=by, at=now)
    direction = chosen(school, cycle, day)
    visit = Visit(
        visited_on=day,
        outcome=Outcome.CONFIRMED,
        talk=True,
        file_name="акт.pdf",
        file_type="application/pdf",
        file_data=b"%PDF-1.7\n",
    )
    verification = verify(direction=direction, visit=visit, by=by, at=now)
    milestone = direction.milestones.order_by("pk").first()
    assert milestone is not None
    of_school = {"pk": school.pk}
    of_campaign = {"pk": campaign.pk}
    refresh = ask_for_refresh(cycle=cycle, territory=territory, by=by, at=now)
    of_card = {"code": cycle.code, "pk": school.pk}
    return {
        "questionnaire": {"version": copy.pk},
        "campaign": of_campaign,
        "campaign-school": of_campaign | {"school_pk": school.pk},
        "cohort": {"pk": cohort.pk},
        "card": of_card,
        "card-section": of_card | {"section": card_section(card.version_id)},
        "risk-school": of_school,
        "risk-school-factor": of_school | {"code": FACTOR},
        "refresh": {"pk": refresh.pk},
        "direction": {"pk": direction.pk},
        "direction-move": {"pk": direction.pk, "target": DirectionState.ACTIVE.value},
        "direction-date": {"pk": direction.pk, "milestone_pk": milestone.pk},
        "verification": {"pk": verification.pk},
    }


def _published(code: str) -> Version:
    return Version.objects.get(pk=current("questionnaires", code).version_id)


def card_section(version_id: int) -> str:
    """The first section of the head's form."""
    return str(Version.objects.get(pk=version_id).content["sections"][0]["code"])


def chosen(school: Organisation, cycle: Cycle, day: date) -> Direction:
    """A profile with one high risk, and the direction that the school took up."""
    published = current("risk-factors", "factors")
    titles = {row["code"]: row["title"] for row in published.content["factors"]}
    share = IndicatorValue(f"{FACTOR}.1", 29, 40, 0.725)
    value = FactorValue(FACTOR, 72.5, Level.HIGH, 40, (64.0, 81.0), None, (share,))
    version = Version.objects.get(pk=published.version_id)
    basis = Basis(cycle=cycle, version=version, engine="duckdb", titles=titles)
    store_profiles(basis, [SchoolProfile(school.pk, (value,))], on=day)
    direction = Direction.objects.get(school=school, cycle=cycle, factor_code=FACTOR)
    direction.state = DirectionState.CHOSEN
    direction.save()
    return direction
