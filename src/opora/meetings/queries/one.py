"""One meeting and what stands around it."""

from opora.access import Actor
from opora.meetings.models import Meeting
from opora.meetings.queries.groups import leaders_of
from opora.meetings.queries.visibility import loaded, visible_to
from opora.meetings.rules import Kept
from opora.meetings.states import TOOK_PLACE, MeetingState

#: decisions of so many earlier meetings are looked at
_EARLIER = 50


def meeting_seen_by(actor: Actor, pk: int) -> Meeting | None:
    """One query."""
    return loaded().filter(pk__in=visible_to(actor).order_by().values("pk"), pk=pk).first()


def kept(meeting: Meeting) -> Kept:
    """The meeting with those who lead its group. One query, none without a group."""
    return Kept(meeting, leaders_of(meeting.group_id))


def before(meeting: Meeting) -> list[int]:
    """The meetings of the same group that took place before, the latest first. One query, none without a group."""
    if meeting.group_id is None:
        return []
    found = Meeting.objects.filter(
        group_id=meeting.group_id, state__in=TOOK_PLACE, starts_at__lt=meeting.starts_at
    )
    return list(found.order_by("-starts_at", "-id").values_list("pk", flat=True)[:_EARLIER])


def next_number(meeting: Meeting) -> str:
    """The number that the minutes get if nobody says another: one more than there are in the year. One query."""
    same = Meeting.objects.filter(cycle_id=meeting.cycle_id, state=MeetingState.MINUTED)
    if meeting.group_id is not None:
        same = same.filter(group_id=meeting.group_id)
    else:
        same = same.filter(group=None, kind=meeting.kind, school=meeting.school, territory=meeting.territory)
    return str(same.count() + 1)
