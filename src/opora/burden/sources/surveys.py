"""Surveys, and the card that a school fills in of itself."""

from collections import defaultdict
from collections.abc import Iterator

from django.db.models import Count, F, Sum
from django.db.models.fields.json import KeyTextTransform
from django.urls import reverse
from django.utils import timezone

from opora.answering.models import SchoolCard
from opora.answering.states import CardState
from opora.burden.sources.base import Asker, Load, LoadKind, Spent, Window, asker_of_territory
from opora.catalogues import queries as catalogues
from opora.cycles.models import Participation
from opora.questionnaires.instrument import KIND_CODE, Audience, Purpose
from opora.surveys.models import CampaignInstrument, CampaignSchool, Cohort
from opora.surveys.states import CampaignState

_SPENT = {
    Audience.TEACHER.value: Spent.STAFF,
    Audience.PUPIL.value: Spent.PUPILS,
    Audience.PARENT.value: Spent.PARENTS,
    Audience.ANYONE.value: Spent.PARENTS,
}


def surveys(window: Window) -> Iterator[Load]:
    """For each campaign that opened: what the school does for it, and who answers how long.

    People are counted as they are expected: who answered is not told of small groups. Three queries.
    """
    asked = list(
        CampaignSchool.objects.filter(
            school__in=window.within, campaign__opens__range=(window.first, window.last)
        )
        .exclude(campaign__state=CampaignState.DRAFT)
        .order_by("pk")
        .values_list(
            *("school_id", "campaign_id", "campaign__title", "campaign__opens"),
            *("campaign__territory__kind", "campaign__territory__name"),
        )
    )
    campaigns = {campaign for _, campaign, *_ in asked}
    if not campaigns:
        return
    minutes = {
        (campaign, audience): int(said or 0)
        for campaign, audience, said in CampaignInstrument.objects.filter(campaign__in=campaigns)
        .annotate(minutes=KeyTextTransform("minutes", "version__content"))
        .values_list("campaign_id", "audience", "minutes")
    }
    people: dict[tuple[int, int], list[tuple[str, int, int]]] = defaultdict(list)
    cohorts = (
        Cohort.objects.filter(campaign__in=campaigns, school__in=window.within)
        .order_by()
        .values_list("campaign_id", "school_id", "audience")
        .annotate(expected=Sum("expected"), groups=Count("pk"))
    )
    for campaign, school, audience, expected, groups in cohorts:
        people[campaign, school].append((audience, expected, groups))
    before, after = reverse("campaign", args=[0]).split("0")
    for school, campaign, title, opens, kind, name in asked:
        answering = people[campaign, school]
        url, asker = f"{before}{campaign}{after}", asker_of_territory(kind)
        groups = sum(many for _, _, many in answering)
        organising = window.norms.survey + groups * window.norms.survey_group
        yield Load(school, opens, LoadKind.SURVEY, f"{title}: организовать", asker, name, organising, url)
        for audience, expected, _ in answering:
            yield Load(
                *(school, opens, LoadKind.SURVEY, f"{title}: ответить, {_WORDS[audience]}", asker, name),
                *(expected * minutes.get((campaign, audience), 0), url, _SPENT[audience]),
            )


_WORDS = {
    Audience.TEACHER.value: "учителя",
    Audience.PUPIL.value: "ученики",
    Audience.PARENT.value: "родители",
    Audience.ANYONE.value: "взрослые",
}


def cards(window: Window) -> Iterator[Load]:
    """A card a year of each school that takes part. Three queries."""
    parts = list(
        dict.fromkeys(
            Participation.objects.filter(
                school__in=window.within, cycle__starts__lte=window.last, cycle__ends__gte=window.first
            )
            .order_by("pk")
            .values_list("school_id", "cycle_id", "cycle__code", "cycle__title", "cycle__starts")
        )
    )
    if not parts:
        return
    sent = {
        (school, cycle): timezone.localdate(at)
        for school, cycle, at in SchoolCard.objects.filter(
            school__in=window.within, state=CardState.SENT
        ).values_list("school_id", "cycle_id", F("at"))
    }
    spent = _card_minutes() + window.norms.card_send
    before, after = reverse("school-card", args=["code", 0]).split("code/0")
    for school, cycle, code, title, starts in parts:
        on = sent.get((school, cycle), starts)
        if window.holds(on):
            url = f"{before}{code}/{school}{after}"
            yield Load(
                *(school, on, LoadKind.CARD, f"Карта школы, {title}", Asker.PROGRAMME, "Порядок программы"),
                *(spent, url),
            )


def _card_minutes() -> int:
    """What the card itself says it takes; 0 where none is published."""
    cards = (
        int(each.content.get("minutes") or 0)
        for each in catalogues.all_current(KIND_CODE)
        if each.content.get("purpose") == Purpose.CARD
    )
    return next(cards, 0)
