"""How often a group meets."""

from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction

from opora.access import Actor
from opora.groups.models import Group
from opora.history.actions import record
from opora.meetings.models import MeetingRhythm
from opora.meetings.queries.groups import place_of_group
from opora.meetings.rules import SET_RHYTHM
from opora.meetings.states import RhythmKind


@transaction.atomic
def set_rhythm(
    *, group: Group, kind: RhythmKind, days: int | None = None, since: date, by: Actor, at: datetime
) -> MeetingRhythm:
    """Write the rhythm of the group, over the one before. One event of the group."""
    SET_RHYTHM.check(by, place_of_group(group))
    if (kind is RhythmKind.EVERY_DAYS) != bool(days):
        days = days if kind is RhythmKind.EVERY_DAYS else None
        if kind is RhythmKind.EVERY_DAYS:
            raise ValidationError({"days": "Напишите, раз в сколько дней."})
    made, _ = MeetingRhythm.objects.update_or_create(
        group=group, defaults={"kind": kind, "days": days, "since": since}
    )
    note = f"раз в {days} дн." if days else kind.label
    record(
        by=by,
        at=at,
        verb="сказал(а), как часто собирается группа",
        subject_kind="group",
        subject_id=group.pk,
        subject_title=group.name,
        school_id=group.organisation_id,
        territory_path=group.home_path,
        note=note,
    )
    return made
