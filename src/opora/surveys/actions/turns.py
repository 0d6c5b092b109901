"""Opening and closing a campaign."""

from datetime import datetime

from django.db import connection, transaction
from django.utils import timezone

from opora.access import Actor, WrongState
from opora.jobs.seam import later
from opora.surveys import keys
from opora.surveys.actions.telling import locked, tell
from opora.surveys.issuing import AT_ONCE, issue, needed
from opora.surveys.models import Campaign
from opora.surveys.rules import CLOSE, OPEN
from opora.surveys.states import TRANSITIONS, CampaignState
from opora.surveys.storage import make_inbox
from opora.ui.text import date_ru

ISSUE, GATHER = "surveys.issue", "surveys.gather"


@transaction.atomic
def open_campaign(*, campaign: Campaign, by: Actor, at: datetime) -> Campaign:
    """Make the key, the inbox and the codes: people may answer from the first day on. One event.

    A large campaign gets its codes from a job. Raises WrongState where nobody could answer.
    """
    campaign = locked(campaign)
    OPEN.check(by, campaign)
    cohorts = list(campaign.cohorts.filter(expected__gt=0))
    if not cohorts:
        raise WrongState("Ни одна школа не записала, кто отвечает. Заполните классы и откройте опрос потом.")
    campaign.public_key = keys.new_pair()
    campaign.state = CampaignState.OPEN
    campaign.save(update_fields=["public_key", "state"])
    with connection.cursor() as cursor:
        make_inbox(cursor, campaign.pk)
    if sum(needed(each.expected) for each in cohorts) <= AT_ONCE:
        issue(cohorts)
    else:
        later(ISSUE, campaign_id=campaign.pk)
    note = f"Групп: {len(cohorts)}, человек: {sum(each.expected for each in cohorts)}."
    tell(campaign, "открыл(а) опрос", by=by, at=at, note=note)
    return campaign


@transaction.atomic
def close_campaign(*, campaign: Campaign, by: Actor, at: datetime) -> Campaign:
    """No answer is taken any more; a job gathers what came, then results may be shown. One event."""
    campaign = locked(campaign)
    CLOSE.check(by, campaign)
    _close(campaign)
    tell(campaign, "закрыл(а) опрос", by=by, at=at)
    return campaign


@transaction.atomic
def close_overdue(*, by: Actor, at: datetime) -> list[Campaign]:
    """Every campaign whose last day is over is closed; one event each. Again: only what is overdue by then."""
    today = timezone.localdate(at)
    over = Campaign.objects.select_for_update(of=("self",), no_key=True, skip_locked=True).filter(
        state=CampaignState.OPEN, closes__lt=today
    )
    closed = list(over.select_related("territory").order_by("pk"))
    for campaign in closed:
        CLOSE.check(by, campaign)
        _close(campaign)
        note = f"Последний день, {date_ru(campaign.closes)}, прошёл."
        tell(campaign, "закрыла опрос", by=by, at=at, note=note)
    return closed


def _close(campaign: Campaign) -> None:
    campaign.state = CampaignState.CLOSED
    campaign.save(update_fields=["state"])
    later(GATHER, campaign_id=campaign.pk)


@transaction.atomic
def mark_reported(*, campaign: Campaign, by: Actor, at: datetime) -> Campaign:
    """What came of it is shown to the schools. One event; again: nothing."""
    campaign = locked(campaign)
    if campaign.state == CampaignState.REPORTED:
        return campaign
    if not campaign.is_gathered or CampaignState.REPORTED not in TRANSITIONS[CampaignState(campaign.state)]:
        raise WrongState("Ответы ещё не собраны. Закройте опрос и дождитесь, пока они будут готовы.")
    campaign.state = CampaignState.REPORTED
    campaign.save(update_fields=["state"])
    tell(campaign, "показал(а) итоги опроса", by=by, at=at)
    return campaign
