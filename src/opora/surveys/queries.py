"""Reads of campaigns."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import connection
from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from opora.access import Actor
from opora.access.paths import chain, inside
from opora.catalogues.models import Version
from opora.catalogues.states import VersionState
from opora.history.models import Event
from opora.inbox import Reason, Waiting
from opora.indicators.queries import factors_in_force
from opora.organisations.models import Organisation, Territory
from opora.organisations.queries import school_ids, schools_visible_to, territories_visible_to
from opora.organisations.states import TerritoryKind
from opora.questionnaires.instrument import Audience
from opora.questionnaires.kinds import CODE
from opora.statements import every
from opora.surveys.models import ADULTS, AUDIENCES, Campaign, CampaignInstrument, CampaignSchool, Code, Cohort
from opora.surveys.rules import COORDINATORS, SCHOOL_SIDE, SEE
from opora.surveys.states import CampaignState


def visible_to(actor: Actor) -> QuerySet[Campaign]:
    """Campaigns of the actor's territories, and those in which a school takes part that the actor sees."""
    if actor.is_operator:
        return Campaign.objects.all()
    if actor.scope is None or not SEE.can(actor, None):
        return Campaign.objects.none()
    seen = inside("territory__path", actor.scope.territory_paths)
    # asked last: the database looks for a school only where the territory has not settled it
    taking = CampaignSchool.objects.filter(campaign=OuterRef("pk"), school_id__in=school_ids(actor))
    return Campaign.objects.filter(seen | Q(Exists(taking)))


@dataclass(frozen=True, slots=True)
class CampaignRow:
    """A line of the list; `schools` counts those that the actor sees."""

    id: int
    title: str
    cycle: str
    territory: str
    state: CampaignState
    opens: date
    closes: date
    schools: int
    filled: int
    is_gathered: bool


def count_of_campaigns(actor: Actor) -> int:
    return visible_to(actor).count()


def campaign_rows(actor: Actor, *, first: int = 0, most: int = 100) -> list[CampaignRow]:
    """Newest first, `most` of them after the `first`. Two queries: schools are counted of these alone."""
    shown = visible_to(actor).order_by("-opens", "-id")[first : first + most]
    rows = shown.values_list(
        "pk", "title", "cycle__title", "territory__name", "state", "opens", "closes", "is_gathered"
    )
    counts = _counts_of_schools(actor, [row[0] for row in rows])
    return [
        CampaignRow(*row[:4], CampaignState(row[4]), *row[5:7], *counts.get(row[0], (0, 0)), row[7])
        for row in rows
    ]


_COUNTS = """
SELECT campaign_id, count(*) FILTER (WHERE takes_part), count(*) FILTER (WHERE NOT takes_part)
FROM (SELECT campaign_id, school_id, TRUE AS takes_part FROM surveys_campaignschool
      WHERE campaign_id = ANY(%s::bigint[]) AND school_id IN ({seen})
      UNION ALL
      SELECT DISTINCT campaign_id, school_id, FALSE FROM surveys_cohort
      WHERE campaign_id = ANY(%s::bigint[]) AND expected > 0 AND school_id IN ({seen})) of_schools
GROUP BY campaign_id
"""


def _counts_of_schools(actor: Actor, campaigns: Sequence[int]) -> dict[int, tuple[int, int]]:
    """By campaign: how many schools take part that the actor sees, how many of them named their classes."""
    seen = school_ids(actor)
    with connection.cursor() as cursor:
        values = [list(campaigns), *seen.params]
        cursor.execute(_COUNTS.format(seen=seen.sql), [*values, *values])
        return {pk: (schools, filled) for pk, schools, filled in cursor.fetchall()}


def campaign(actor: Actor, pk: int) -> Campaign | None:
    """The campaign if the actor sees it, with its year, territory and the names of its instruments."""
    found = visible_to(actor).select_related("cycle", "territory").filter(pk=pk)
    named = CampaignInstrument.objects.select_related("version__definition").only(
        "campaign", "audience", "version__number", "version__definition__title"
    )
    return found.prefetch_related(Prefetch("instruments", named.order_by("audience"))).first()


@dataclass(frozen=True, slots=True)
class SchoolRow:
    """A school that takes part."""

    id: int
    key: str
    name: str


_TAKING = """
FROM surveys_campaignschool s JOIN organisations_organisation o ON o.id = s.school_id
WHERE s.campaign_id = %s AND s.school_id IN ({seen})
"""


def count_of_schools(actor: Actor, campaign: Campaign) -> int:
    """How many rows `schools_of` has. One query."""
    seen = school_ids(actor)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) {_TAKING.format(seen=seen.sql)}", [campaign.pk, *seen.params])
        return int(cursor.fetchone()[0])


def schools_of(
    actor: Actor, campaign: Campaign, *, first: int = 0, most: int | None = None
) -> list[SchoolRow]:
    """The schools that take part and that the actor sees, in order of names: `most` after the `first`. One query."""
    seen = school_ids(actor)
    columns, order = "SELECT o.id, o.key, o.name", "ORDER BY o.sort_name, o.id OFFSET %s LIMIT %s"
    with connection.cursor() as cursor:
        statement = f"{columns} {_TAKING.format(seen=seen.sql)} {order}"
        cursor.execute(statement, [campaign.pk, *seen.params, first, most])
        return [SchoolRow(*row) for row in cursor.fetchall()]


def school_of(actor: Actor, campaign: Campaign, school_id: int) -> Organisation | None:
    """A school that takes part, if the actor sees it."""
    taking = CampaignSchool.objects.filter(campaign=campaign, school=school_id)
    found = schools_visible_to(actor).filter(Exists(taking), pk=school_id)
    return found.select_related("territory").first()


def cohort(actor: Actor, pk: int) -> Cohort | None:
    """A cohort of a campaign and a school that the actor sees."""
    found = Cohort.objects.filter(pk=pk, campaign__in=visible_to(actor), school_id__in=school_ids(actor))
    return found.select_related("campaign__territory", "school__territory").first()


def cohorts_of(campaign: Campaign, school: Organisation) -> list[Cohort]:
    """In order of audience and class; the caller has decided that the school is visible."""
    found = Cohort.objects.filter(campaign=campaign, school=school).select_related("campaign", "school")
    order = {str(audience): place for place, audience in enumerate(AUDIENCES)}
    return sorted(found, key=lambda c: (order[c.audience], len(c.class_label), c.class_label))


def instruments_for(path: str) -> dict[Audience, list[Version]]:
    """Questionnaires in force for a territory, by audience: a territory's own copy instead of the base."""
    found = Version.objects.filter(
        state=VersionState.PUBLISHED,
        definition__kind=CODE,
        definition__territory_path__in=["", *chain(path)],
    ).select_related("definition")
    nearest: dict[str, Version] = {}
    for version in sorted(found, key=lambda v: len(v.definition.territory_path)):
        nearest[version.definition.code] = version
    by_audience: dict[Audience, list[Version]] = {audience: [] for audience in AUDIENCES}
    for version in sorted(nearest.values(), key=lambda v: (v.definition.sort_name, v.pk)):
        for audience in _asked_of(Audience(version.content["audience"])):
            by_audience[audience].append(version)
    return by_audience


def _asked_of(audience: Audience) -> Sequence[Audience]:
    """What is for all adults may be given to each of their groups too."""
    if audience is Audience.ANYONE:
        return ADULTS
    return (audience,) if audience in AUDIENCES else ()


#: no catalogue shows smaller groups than this
LEAST_GROUP = 5


def minimum_group_for(path: str) -> int:
    """The smallest group whose answers are shown, as the catalogue of risk factors in force there says."""
    catalogue = factors_in_force(path)
    return max(LEAST_GROUP, catalogue.minimum_group) if catalogue else LEAST_GROUP


def organising_territories(actor: Actor) -> QuerySet[Territory]:
    """Where this actor may make a campaign: regions and municipalities of the scope."""
    kinds = (TerritoryKind.MUNICIPALITY, TerritoryKind.REGION)
    return territories_visible_to(actor).filter(kind__in=kinds).order_by("path")


def pickable_schools(actor: Actor, campaign: Campaign) -> QuerySet[Organisation]:
    """Working schools of the campaign's territory; once it is open, those that do not take part yet."""
    inside = schools_visible_to(actor).filter(territory__path__startswith=campaign.territory.path or "")
    if campaign.state != CampaignState.DRAFT:
        inside = inside.exclude(pk__in=CampaignSchool.objects.filter(campaign=campaign).values("school"))
    return inside.filter(closed_on__isnull=True).select_related("territory").order_by("sort_name", "pk")


@dataclass(frozen=True, slots=True)
class Told:
    """A line of a campaign's history."""

    at: datetime
    by: str
    verb: str
    note: str


def events_of(actor: Actor, campaign: Campaign, *, limit: int) -> list[Told]:
    """Newest first: of the campaign itself and of the schools that the actor sees. One query."""
    found = Event.objects.filter(subject_kind="campaign", subject_id=campaign.pk)
    if not actor.is_operator:
        found = found.filter(Q(school_id=None) | Q(school_id__in=school_ids(actor)))
    return [Told(each.at, each.by_name, each.verb, each.note) for each in found[:limit]]


def waiting_for(actor: Actor, *, today: date | None = None) -> list[Waiting]:
    """Classes to fill in for a school; campaigns to open or to close for their coordinator. One query each."""
    if actor.is_operator or actor.scope is None:
        return []
    if actor.acts_as(*SCHOOL_SIDE):
        return _of_school(actor)
    return _of_coordinator(actor, today or timezone.localdate()) if actor.acts_as(*COORDINATORS) else []


def _of_school(actor: Actor) -> list[Waiting]:
    return [
        Waiting(
            Reason.FILL,
            f"{each.campaign.title}: кто отвечает",
            "Записать классы",
            reverse("campaign-classes", args=[each.campaign_id, each.school_id]),
            each.campaign.opens,
            each.campaign.closes,
        )
        for each in every(_unfilled, actor)
    ]


def _unfilled(actor: Actor) -> QuerySet[CampaignSchool]:
    filled = Cohort.objects.filter(campaign=OuterRef("campaign"), school=OuterRef("school"), expected__gt=0)
    found = CampaignSchool.objects.filter(
        ~Exists(filled),
        school_id__in=school_ids(actor),
        campaign__state__in=(CampaignState.DRAFT, CampaignState.OPEN),
    )
    return found.select_related("campaign").order_by("campaign__closes", "pk")


def _of_coordinator(actor: Actor, today: date) -> list[Waiting]:
    return [
        Waiting(
            Reason.DECIDE,
            title,
            "Открыть опрос" if state == CampaignState.DRAFT else "Закрыть или продлить",
            reverse("campaign", args=[pk]),
            opens if state == CampaignState.DRAFT else closes,
            closes,
        )
        for pk, title, state, opens, closes in every(_due, actor, today)
    ]


def _due(actor: Actor, today: date) -> QuerySet[Campaign, Any]:
    assert actor.scope is not None
    own = inside("territory__path", actor.scope.territory_paths)
    due = Q(state=CampaignState.DRAFT, opens__lte=today) | Q(state=CampaignState.OPEN, closes__lte=today)
    found = Campaign.objects.filter(own, due).order_by("closes", "pk")
    return found.values_list("pk", "title", "state", "opens", "closes")


def code_numbers(cohorts: Sequence[Cohort], *, first: int = 1) -> dict[int, list[int]]:
    """The numbers of the codes of each cohort from `first` on. Used or not, nobody is told. One query."""
    numbers: dict[int, list[int]] = {}
    found = Code.objects.filter(cohort__in=[each.pk for each in cohorts], number__gte=first)
    for cohort_id, number in found.order_by("cohort", "number").values_list("cohort_id", "number"):
        numbers.setdefault(cohort_id, []).append(number)
    return numbers
