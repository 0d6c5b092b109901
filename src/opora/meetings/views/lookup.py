"""What the pages are about, if the actor sees it."""

from collections.abc import Collection

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone

from opora.access import Permission
from opora.access.request import Request
from opora.cycles.models import Cycle
from opora.groups.models import Group
from opora.groups.queries import visible_to as groups_visible_to
from opora.meetings.models import Meeting
from opora.meetings.offering import Offer, Spot, offered
from opora.meetings.presenters import dated
from opora.meetings.queries import Sources, kept, linked, meeting_seen_by
from opora.meetings.rules import Kept, Place
from opora.ui.components import Crumb


def meeting_or_404(request: Request, pk: int) -> Meeting:
    found = meeting_seen_by(request.actor, pk)
    if found is None:
        raise Http404
    return found


def kept_or_404(request: Request, pk: int, permission: Permission[Kept]) -> Kept:
    """The meeting for somebody who may do this with it. Raises Refused, WrongState."""
    found = kept(meeting_or_404(request, pk))
    permission.check(request.actor, found)
    return found


def group_or_404(request: Request, pk: int) -> Group:
    return get_object_or_404(groups_visible_to(request.actor), pk=pk)


def offers_for(
    request: Request, place: Place, cycle: Cycle, taken: Collection[str] = ()
) -> dict[Offer, Sources]:
    """What stands open in the place and is not on the agenda, with what it comes from."""
    found = offered(request.actor, Spot(place, cycle, timezone.now()), taken)
    return linked(request.actor, {each: each for each in found})


def crumbs(meeting: Meeting | None = None) -> list[Crumb]:
    """«Совещания / название, день»."""
    found = [Crumb("Совещания", reverse("meetings"))]
    if meeting is not None:
        found.append(Crumb(dated(meeting), reverse("meeting", args=[meeting.pk])))
    return found
