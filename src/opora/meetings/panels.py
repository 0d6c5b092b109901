"""What a group's page says of its meetings."""

from django.urls import reverse

from opora.access import Actor
from opora.groups.models import Group
from opora.meetings.rules import works_with_meetings


def meetings_of(group: Group, actor: Actor) -> tuple[str, str] | None:
    """The way to the group's meetings, for those who work with meetings at all."""
    if not works_with_meetings.holds(actor, None):
        return None
    return "Заседания", reverse("group-meetings", args=[group.pk])
