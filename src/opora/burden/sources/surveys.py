"""Surveys, and the card that a school fills in of itself."""

from collections.abc import Mapping

from django.db.models import QuerySet
from django.db.models.fields.json import KT

from opora.burden.sources.base import Spent
from opora.catalogues.models import Version
from opora.catalogues.states import VersionState
from opora.questionnaires.instrument import KIND_CODE, Audience, Purpose
from opora.statements import every

#: whose time the answers of an audience take
SPENT: Mapping[str, str] = {
    Audience.TEACHER: Spent.STAFF,
    Audience.PUPIL: Spent.PUPILS,
    Audience.PARENT: Spent.PARENTS,
    Audience.ANYONE: Spent.PARENTS,
}
WHO: Mapping[str, str] = {
    Audience.TEACHER: "учителя",
    Audience.PUPIL: "ученики",
    Audience.PARENT: "родители",
    Audience.ANYONE: "взрослые",
}

# what the school itself does for a campaign that opened
ORGANISING = """
SELECT s.school_id, c.opens, 'survey', c.title || ': организовать', t.kind, 'programme', t.name,
       %(survey)s + %(survey_group)s * (
         SELECT count(*) FROM surveys_cohort g WHERE g.campaign_id = c.id AND g.school_id = s.school_id),
       c.id::text, 'staff'
FROM surveys_campaignschool s
JOIN surveys_campaign c ON c.id = s.campaign_id
JOIN organisations_territory t ON t.id = c.territory_id
WHERE s.school_id = ANY(%(schools)s::bigint[]) AND c.opens BETWEEN %(first)s AND %(last)s AND c.state <> 'draft'
"""

# people are counted as they are expected: who answered is not told of small groups
ANSWERING = """
SELECT s.school_id, c.opens, 'survey', c.title || ': ответить, ' || (%(who)s::jsonb ->> g.audience), t.kind,
       'programme', t.name, sum(g.expected) * COALESCE(NULLIF(v.content ->> 'minutes', '')::int, 0),
       c.id::text, %(spent)s::jsonb ->> g.audience
FROM surveys_campaignschool s
JOIN surveys_campaign c ON c.id = s.campaign_id
JOIN organisations_territory t ON t.id = c.territory_id
JOIN surveys_cohort g ON g.campaign_id = c.id AND g.school_id = s.school_id
LEFT JOIN surveys_campaigninstrument i ON i.campaign_id = c.id AND i.audience = g.audience
LEFT JOIN catalogues_version v ON v.id = i.version_id
WHERE s.school_id = ANY(%(schools)s::bigint[]) AND c.opens BETWEEN %(first)s AND %(last)s AND c.state <> 'draft'
GROUP BY s.id, c.id, t.id, g.audience, v.id
"""

# a card a year of each school that takes part, on the day it was sent
CARDS = """
SELECT p.school_id, d.day, 'card', 'Карта школы, ' || c.title, '', 'programme', '', %(card)s, c.code, 'staff'
FROM (SELECT DISTINCT school_id, cycle_id FROM cycles_participation
      WHERE school_id = ANY(%(schools)s::bigint[])) p
JOIN cycles_cycle c ON c.id = p.cycle_id
LEFT JOIN answering_schoolcard k ON k.school_id = p.school_id AND k.cycle_id = p.cycle_id AND k.state = 'sent'
CROSS JOIN LATERAL (SELECT COALESCE((k.at AT TIME ZONE %(zone)s)::date, c.starts) AS day) d
WHERE c.starts <= %(last)s AND c.ends >= %(first)s AND d.day BETWEEN %(first)s AND %(last)s
"""


def card_minutes() -> int:
    """What the card itself says it takes; 0 where none is published. One query."""
    return next((int(minutes or 0) for (minutes,) in every(_cards)), 0)


def _cards() -> QuerySet[Version, tuple[str | None]]:
    found = Version.objects.filter(
        state=VersionState.PUBLISHED,
        definition__kind=KIND_CODE,
        definition__territory_path="",
        content__purpose=Purpose.CARD,
    )
    minutes = found.order_by("definition__sort_name", "definition__code").values_list(KT("content__minutes"))
    return minutes[:1]
