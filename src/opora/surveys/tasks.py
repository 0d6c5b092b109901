"""Background work of surveys: moving answers on, making codes of large campaigns."""

import logging

from django.db import connection, transaction
from django.utils import timezone

from opora.access.actor import operator
from opora.jobs.seam import later, periodic, task
from opora.questionnaires.instrument import Purpose
from opora.surveys import gathering, keys, storage
from opora.surveys.actions import close_overdue, mark_reported
from opora.surveys.after import jobs_after_gathering
from opora.surveys.issuing import AT_ONCE, issue, needed, reissue_foreign
from opora.surveys.models import Campaign, Cohort
from opora.surveys.states import CampaignState

log = logging.getLogger(__name__)


@task("surveys.gather")
def gather(campaign_id: int) -> None:
    """What waits of one campaign moves on; a closed one is gathered to its end, then others are told."""
    if Campaign.objects.filter(pk=campaign_id, state=CampaignState.CLOSED, is_gathered=False).exists():
        if gathering.finish(campaign_id):
            _go_on(Campaign.objects.get(pk=campaign_id))
        return
    while gathering.gather(campaign_id):
        pass


def _go_on(campaign: Campaign) -> None:
    """Profiles are computed by those above; what is told question by question can be read at once."""
    if campaign.purpose != Purpose.PROFILE:
        mark_reported(campaign=campaign, by=operator("Опора"), at=timezone.now())
        return
    for name in jobs_after_gathering():
        later(name, campaign_id=campaign.pk)


@periodic("surveys.gather_all", cron="*/5 * * * *")
def gather_all() -> None:
    """Every five minutes: open campaigns and those closed and not gathered yet; keys of the others are gone."""
    waiting = Campaign.objects.filter(is_gathered=False).exclude(state=CampaignState.DRAFT)
    for campaign in waiting.order_by("pk"):
        if campaign.state == CampaignState.OPEN:
            renew_lost_key(campaign)
            renew_codes(campaign)
        gather(campaign.pk)
    for public in Campaign.objects.filter(is_gathered=True).values_list("public_key", flat=True):
        keys.throw_away(bytes(public))


@periodic("surveys.close_overdue", cron="7 * * * *")
def close_what_is_over() -> None:
    """Every hour, so that it is done on the morning after the last day whatever the installation's time zone."""
    close_overdue(by=operator("Опора"), at=timezone.now())


@task("surveys.issue")
def issue_codes(campaign_id: int) -> None:
    """Codes for a large campaign, some cohorts at a time; again: only those that are missing."""
    batch: list[Cohort] = []
    for cohort in Cohort.objects.filter(campaign=campaign_id).order_by("pk").iterator():
        batch.append(cohort)
        if sum(needed(each.expected) for each in batch) >= AT_ONCE:
            _issue(batch)
            batch = []
    _issue(batch)


def renew_lost_key(campaign: Campaign) -> None:
    """An installation restored elsewhere has no private key: with an empty inbox a new pair takes its place.

    What is sealed to a lost key stays: it may yet be found.
    """
    if keys.is_here(bytes(campaign.public_key)):
        return
    with transaction.atomic(), connection.cursor() as cursor:
        storage.make_inbox(cursor, campaign.pk)
        cursor.execute(f"LOCK TABLE {storage.inbox_of(campaign.pk)} IN ACCESS EXCLUSIVE MODE")
        cursor.execute(f"SELECT EXISTS (SELECT FROM {storage.inbox_of(campaign.pk)})")  # noqa: S608
        if cursor.fetchone()[0]:
            log.error("the key of campaign %s is lost and answers wait for it", campaign.pk)
            return
        campaign.public_key = keys.new_pair()
        campaign.save(update_fields=["public_key"])


@transaction.atomic
def renew_codes(campaign: Campaign) -> None:
    """The other loss of a restore elsewhere: slips have to be printed again."""
    renewed = reissue_foreign(campaign.pk)
    if renewed:
        log.warning(
            "campaign %s: %s codes follow from a new key, print their slips again", campaign.pk, renewed
        )


@transaction.atomic
def _issue(cohorts: list[Cohort]) -> None:
    locked = Cohort.objects.select_for_update(no_key=True).filter(pk__in=[each.pk for each in cohorts])
    issue(list(locked.order_by("pk")))
