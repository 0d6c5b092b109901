"""Computing in the background: after a campaign, or when a coordinator asks. Repeatable."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from opora.access.actor import operator
from opora.catalogues.queries import NotPublished
from opora.history.actions import record
from opora.jobs.seam import periodic, task
from opora.questionnaires.instrument import Purpose
from opora.risks.actions import ask_for_refresh, give_up_refresh
from opora.risks.models import Refresh
from opora.risks.progress import Meter
from opora.risks.states import RefreshState
from opora.surveys.models import Campaign
from opora.surveys.states import CampaignState

AFTER_CAMPAIGN = "risks.after_campaign"
_UNFINISHED = (RefreshState.WAITING, RefreshState.RUNNING)


def _given_up(*, refresh_id: int) -> None:
    words = "Расчёт не удался несколько раз подряд. Запустите его снова или покажите журнал администратору."
    give_up_refresh(refresh_id=refresh_id, words=words, at=timezone.now())


@task("risks.refresh", given_up=_given_up)
def refresh(*, refresh_id: int) -> None:
    """Compute and store; a second run of the same job finds it done, or writes the same."""
    perform(refresh_id, at=timezone.now())


def perform(refresh_id: int, *, at: datetime) -> None:
    """A computing that was asked for; `at` dates the profiles and the event."""
    found = Refresh.objects.select_related("cycle").filter(pk=refresh_id, state__in=_UNFINISHED).first()
    if found is None:
        return
    # Ibis, DuckDB and Arrow take 0.8 s and 115 MB: the server that only shows profiles never loads them
    from opora.risks import computing

    Refresh.objects.filter(pk=found.pk).update(state=RefreshState.RUNNING)
    try:
        with Meter(found.pk) as meter, transaction.atomic():
            stored = computing.refresh(found.cycle, found.territory_path, at=at, progress=meter)
            _finish(found, stored.written, stored.same, at=at)
    except NotPublished:
        words = "Каталог факторов риска не опубликован. Попросите администратора обновить каталоги."
        give_up_refresh(refresh_id=found.pk, words=words, at=at)


def _finish(found: Refresh, written: int, same: int, *, at: datetime) -> None:
    Refresh.objects.filter(pk=found.pk).update(
        state=RefreshState.DONE,
        done=written + same,
        total=written + same,
        stored=written,
        same=same,
        finished_at=timezone.now(),
    )
    record(
        by=operator("Опора"),
        at=at,
        verb="рассчитала профили",
        subject_kind="risk_refresh",
        subject_id=found.pk,
        subject_title=found.title,
        territory_path=found.territory_path,
        note=f"Новых и изменённых: {written}, без изменений: {same}.",
    )


@task(AFTER_CAMPAIGN)
def after_campaign(*, campaign_id: int) -> None:
    """The answers of a campaign can be read now: compute the profiles of its territory."""
    found = Campaign.objects.select_related("territory", "cycle").get(pk=campaign_id)
    ask_for_refresh(
        cycle=found.cycle, territory=found.territory, campaign=found, by=operator("Опора"), at=timezone.now()
    )


@periodic("risks.after_all", cron="*/5 * * * *")
def after_all() -> None:
    """Every five minutes: campaigns gathered by a worker that died before it asked for their profiles.

    A campaign whose computing waits, runs, or was given up is left to it and to the coordinator.
    """
    asked = Refresh.objects.filter(campaign__isnull=False).values("campaign_id")
    missed = Campaign.objects.filter(
        is_gathered=True, purpose=Purpose.PROFILE, state=CampaignState.CLOSED
    ).exclude(pk__in=asked)
    for pk in missed.order_by("pk").values_list("pk", flat=True):
        after_campaign(campaign_id=pk)
