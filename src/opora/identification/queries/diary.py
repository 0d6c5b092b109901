"""When schools may object to a draft, on a calendar."""

from datetime import date

from django.urls import reverse
from django.utils import timezone

from opora.access import Actor
from opora.diary import Entry
from opora.identification.queries.lists import visible_to
from opora.identification.states import IN_FORCE_STATES, ListState

KIND = "Возражения"


def diary_of(actor: Actor, first: date, last: date) -> list[Entry]:
    """From the day a draft was shown to the last day for objections. One query, none without a role."""
    if actor.capacity is None and not actor.is_operator:
        return []
    found = visible_to(actor).filter(
        state__in=(ListState.OBJECTIONS, *IN_FORCE_STATES),
        opened_at__isnull=False,
        objections_until__gte=first,
    )
    shown = []
    for each in found.order_by("objections_until", "pk"):
        assert each.opened_at is not None and each.objections_until is not None
        opened = timezone.localdate(each.opened_at)
        if opened <= last:
            shown.append(
                Entry(
                    f"list-{each.pk}",
                    KIND,
                    f"Возражения к проекту. {each.subject_title}",
                    reverse("list", args=[each.pk]),
                    min(opened, each.objections_until),
                    each.objections_until,
                )
            )
    return shown
