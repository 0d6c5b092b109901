"""When schools may object to a draft, on a calendar."""

from datetime import date

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from opora.access import Actor
from opora.diary import Entry
from opora.identification.models import YearList
from opora.identification.queries.lists import visible_to
from opora.identification.states import IN_FORCE_STATES, ListState
from opora.statements import every

KIND = "Возражения"


def _opened(actor: Actor, first: date) -> QuerySet[YearList]:
    found = visible_to(actor).filter(
        state__in=(ListState.OBJECTIONS, *IN_FORCE_STATES),
        opened_at__isnull=False,
        objections_until__gte=first,
    )
    return found.order_by("objections_until", "pk")


def diary_of(actor: Actor, first: date, last: date) -> list[Entry]:
    """From the day a draft was shown to the last day for objections. One query, none without a role."""
    if actor.capacity is None and not actor.is_operator:
        return []
    shown = []
    for each in every(_opened, actor, first):
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
