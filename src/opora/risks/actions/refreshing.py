"""Asking for profiles to be computed; how far that has come, and how it ended."""

from datetime import datetime

from django.db import transaction

from opora.access import Actor
from opora.cycles.models import Cycle
from opora.history.actions import record
from opora.jobs.seam import later
from opora.organisations.models import Territory
from opora.risks.models import Refresh
from opora.risks.rules import COMPUTE
from opora.risks.states import RefreshState
from opora.surveys.models import Campaign

JOB = "risks.refresh"
UNFINISHED = (RefreshState.WAITING, RefreshState.RUNNING)


@transaction.atomic
def ask_for_refresh(
    *, cycle: Cycle, territory: Territory, campaign: Campaign | None = None, by: Actor, at: datetime
) -> Refresh:
    """Enqueue a computing of the territory's profiles; one that still waits is answered instead of a second.

    Writes the refresh, its job and one event.
    """
    COMPUTE.check(by, territory)
    path = territory.path or ""
    waits = Refresh.objects.filter(cycle=cycle, territory_path=path, state=RefreshState.WAITING).first()
    if waits is not None:
        return waits
    made = Refresh.objects.create(
        cycle=cycle,
        territory_path=path,
        title=f"Профили: {territory.name}, {cycle.title}",
        campaign=campaign,
        asked_at=at,
        asked_by_name=by.name,
    )
    later(JOB, refresh_id=made.pk)
    record(
        by=by,
        at=at,
        verb="запустил(а) расчёт профилей",
        subject_kind="risk_refresh",
        subject_id=made.pk,
        subject_title=made.title,
        territory_path=path,
    )
    return made


def give_up_refresh(*, refresh_id: int, words: str, at: datetime) -> None:
    """Say that a computing ended without profiles: nothing was written."""
    Refresh.objects.filter(pk=refresh_id, state__in=UNFINISHED).update(
        state=RefreshState.FAILED, failure=words, finished_at=at
    )
