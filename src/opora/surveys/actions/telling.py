"""The timeline of a campaign."""

from datetime import datetime
from typing import Any

from opora.access import Actor
from opora.history.actions import record
from opora.organisations.models import Organisation
from opora.surveys.models import Campaign


def tell(
    campaign: Campaign,
    verb: str,
    *,
    by: Actor,
    at: datetime,
    school: Organisation | None = None,
    note: str = "",
    details: dict[str, Any] | None = None,
) -> None:
    """One event on the campaign's timeline, and on the school's where it is about one: its note names it."""
    place = school.territory if school else campaign.territory
    record(
        by=by,
        at=at,
        verb=verb,
        subject_kind="campaign",
        subject_id=campaign.pk,
        subject_title=campaign.title,
        school_id=school.pk if school else None,
        territory_path=place.path or "",
        note=f"{school.name}. {note}".strip() if school else note,
        details=details,
    )


def locked(campaign: Campaign) -> Campaign:
    """The campaign as it stands now, kept by this transaction."""
    rows = Campaign.objects.select_for_update(of=("self",), no_key=True).select_related("territory", "cycle")
    return rows.get(pk=campaign.pk)
