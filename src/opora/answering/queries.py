"""Reads: groups whose paper may be keyed in, school cards."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse
from django.utils import timezone

from opora.access import Actor, Role
from opora.answering.models import SchoolCard
from opora.answering.rules import READ_CARDS
from opora.answering.states import CardState
from opora.catalogues.models import Version
from opora.catalogues.queries import current
from opora.cycles.models import Cycle, Participation
from opora.inbox import Reason, Waiting
from opora.organisations.models import Organisation
from opora.organisations.queries import school_ids, schools_visible_to
from opora.statements import every
from opora.surveys.models import CampaignInstrument, Cohort
from opora.surveys.states import CampaignState

CARD = ("questionnaires", "head")


def cohorts_visible_to(actor: Actor) -> QuerySet[Cohort]:
    """Groups of the schools that the actor sees, whatever the state of their campaign."""
    found = Cohort.objects.select_related("campaign", "school__territory")
    return found if actor.is_operator else found.filter(school_id__in=school_ids(actor))


def cohorts_to_key(actor: Actor, *, on: date) -> list[Cohort]:
    """Groups that are asked today, campaign by campaign; one query."""
    asked = cohorts_visible_to(actor).filter(
        campaign__state=CampaignState.OPEN, campaign__opens__lte=on, campaign__closes__gte=on
    )
    return list(
        asked.order_by("campaign__closes", "campaign", "school__sort_name", "audience", "class_label", "id")
    )


def version_of(cohort: Cohort) -> int:
    """What this group is asked."""
    return CampaignInstrument.objects.values_list("version_id", flat=True).get(
        campaign_id=cohort.campaign_id, audience=cohort.audience
    )


def cards_visible_to(actor: Actor) -> QuerySet[SchoolCard]:
    """Cards of the schools that the actor sees, where the role reads cards at all."""
    found = SchoolCard.objects.select_related("cycle", "school__territory", "version")
    if not READ_CARDS.can(actor, None):
        return found.none()
    return found if actor.is_operator else found.filter(school_id__in=school_ids(actor))


@dataclass(frozen=True, slots=True)
class CardRow:
    """A school in the list of cards: `state` None where nobody has begun."""

    school_id: int
    school: str
    territory: str
    state: CardState | None
    by: str
    at: datetime | None


def card_rows(actor: Actor, cycle: Cycle, *, limit: int = 2000) -> list[CardRow]:
    """Every open school of the actor's with its card of the year; two queries."""
    cards = {card.school_id: card for card in cards_visible_to(actor).filter(cycle=cycle)}
    schools = schools_visible_to(actor).filter(closed_on=None, merged_into=None).select_related("territory")
    rows = []
    for school in schools.order_by("sort_name", "id")[:limit]:
        card = cards.get(school.pk)
        rows.append(
            CardRow(
                school.pk, school.name, school.territory.name, CardState(card.state) if card else None,
                card.filled_by_name if card else "", card.at if card else None,
            )
        )  # fmt: skip
    return rows


def cycle_of(code: str) -> Cycle | None:
    return Cycle.objects.filter(code=code.replace("\0", "")).first()


def cycle_now(*, on: date) -> Cycle | None:
    """The year of today, else the newest."""
    cycles = every(Cycle.objects.all)
    return next((each for each in cycles if each.starts <= on <= each.ends), next(iter(cycles), None))


def school_of(actor: Actor, pk: int) -> Organisation | None:
    return schools_visible_to(actor).select_related("territory").filter(pk=pk).first()


def card_of(actor: Actor, cycle: Cycle, school: Organisation) -> SchoolCard | None:
    return next(iter(every(_card, actor, cycle.pk, school.pk)), None)


def _card(actor: Actor, cycle: int, school: int) -> QuerySet[SchoolCard]:
    return cards_visible_to(actor).filter(cycle=cycle, school=school)


def waiting_for(actor: Actor, *, on: date | None = None) -> list[Waiting]:
    """Cards of own schools that take part this year and have not sent theirs. One query, none for others."""
    if actor.is_operator or not actor.acts_as(Role.SCHOOL_HEAD, Role.SCHOOL_COORDINATOR):
        return []
    on = on or timezone.localdate()
    return [
        Waiting(
            Reason.FILL,
            f"{name}: карта школы, {title}",
            "Заполнить",
            reverse("school-card", args=[code, pk]),
            starts,
        )
        for pk, name, code, title, starts in dict.fromkeys(every(_unsent, actor, on))
    ]


def _unsent(actor: Actor, on: date) -> QuerySet[Participation, Any]:
    sent = SchoolCard.objects.filter(state=CardState.SENT, cycle=OuterRef("cycle"), school=OuterRef("school"))
    found = Participation.objects.filter(
        ~Exists(sent), cycle__starts__lte=on, cycle__ends__gte=on, school_id__in=school_ids(actor)
    )
    return found.order_by("school__sort_name", "school_id", "cycle_id").values_list(
        "school_id", "school__name", "cycle__code", "cycle__title", "cycle__starts"
    )


def version_in_force(school: Organisation) -> Version:
    """The form of the card that stands for this school's territory. Raises NotPublished."""
    return Version.objects.get(pk=current(*CARD, school.territory.path or "").version_id)
