"""Where a campaign's page leads on to: the profiles that were computed from its answers."""

from django.urls import reverse

from opora.access import Actor
from opora.access.actor import SCHOOL_ROLES
from opora.questionnaires.instrument import Purpose
from opora.risks.queries import profiles_visible_to
from opora.surveys.models import Campaign
from opora.surveys.onward import Onward
from opora.surveys.states import CampaignState


def profiles_of(campaign: Campaign, actor: Actor) -> Onward | None:
    """The heatmap of the campaign's year; for people of one school its profile.

    Nothing until the profiles stand, and nothing for those who see none of them. One query where they stand.
    """
    if campaign.purpose != Purpose.PROFILE or campaign.state != CampaignState.REPORTED:
        return None
    taking = campaign.schools.order_by().values("school")
    if not profiles_visible_to(actor).filter(cycle=campaign.cycle_id, school__in=taking).exists():
        return None
    of_year = f"?cycle={campaign.cycle.code}"
    if actor.role in SCHOOL_ROLES and actor.scope and len(actor.scope.school_ids) == 1:
        (school,) = actor.scope.school_ids
        return Onward("Профиль рисков по этому опросу", reverse("risk-school", args=[school]) + of_year)
    return Onward("Профили рисков по этому опросу", reverse("risks") + of_year)
