"""The windows of campaigns on a calendar."""

from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from opora.access import Actor
from opora.diary import Entry
from opora.statements import every
from opora.surveys.models import Campaign
from opora.surveys.queries import visible_to
from opora.surveys.rules import SEE

KIND = "Опрос"


def diary_of(actor: Actor, first: date, last: date) -> list[Entry]:
    """From the day a campaign opens to its last day. One query, none for those who see no campaigns."""
    if not SEE.can(actor, None):
        return []
    return [
        Entry(f"campaign-{pk}", KIND, title, reverse("campaign", args=[pk]), opens, closes)
        for pk, title, opens, closes in every(_going_on, actor, first, last)
    ]


def _going_on(actor: Actor, first: date, last: date) -> QuerySet[Campaign, Any]:
    found = visible_to(actor).filter(opens__lte=last, closes__gte=first).order_by("opens", "pk")
    return found.values_list("pk", "title", "opens", "closes")
