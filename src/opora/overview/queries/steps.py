"""How far schools have come: surveys, risks, documents, stages."""

import json
from collections.abc import Collection
from datetime import date, timedelta
from typing import Any

from opora.access.paths import chain
from opora.documents.queries.missing import TAKEN
from opora.documents.states import SETTLED, DocumentState
from opora.overview.facts import Checkpoint, Documents, Risks, Survey
from opora.overview.queries.rows import array, rows
from opora.questionnaires.instrument import Purpose
from opora.risks.states import DirectionState
from opora.roadmaps.states import EvidenceKind
from opora.surveys.states import CampaignState

_ACTIVE = (DirectionState.ACTIVE, DirectionState.UNDER_WAY, DirectionState.CLOSED)

_RISKS = """
SELECT s.id, p.answered, coalesce(p.high, 0), p.school_id IS NOT NULL, coalesce(d.taken, 0), coalesce(d.active, 0),
       c.campaign_id, c.is_open
FROM unnest(%(ids)s::bigint[]) AS s(id)
LEFT JOIN (
    SELECT p.school_id, p.answered, count(f.id) AS high
    FROM risks_profile p LEFT JOIN risks_profilefactor f ON f.profile_id = p.id AND f.level = 'high'
    WHERE p.cycle_id = %(cycle)s AND p.is_current AND p.school_id = ANY(%(ids)s::bigint[])
    GROUP BY p.id) p ON p.school_id = s.id
LEFT JOIN (
    SELECT school_id, count(*) FILTER (WHERE state = ANY(%(taken)s)) AS taken,
           count(*) FILTER (WHERE state = ANY(%(active)s)) AS active
    FROM risks_direction WHERE cycle_id = %(cycle)s AND school_id = ANY(%(ids)s::bigint[])
    GROUP BY school_id) d ON d.school_id = s.id
LEFT JOIN (
    SELECT DISTINCT ON (a.school_id) a.school_id, a.campaign_id, k.state = %(open)s AS is_open
    FROM surveys_campaignschool a JOIN surveys_campaign k ON k.id = a.campaign_id
    WHERE k.cycle_id = %(cycle)s AND k.purpose = %(profile)s AND k.state <> %(draft)s
      AND a.school_id = ANY(%(ids)s::bigint[])
    ORDER BY a.school_id, k.opens DESC, k.id DESC) c ON c.school_id = s.id
"""
# as `surveys.coverage` counts: groups below the minimum are left out, no group answers for another
_ANSWERED = """
SELECT g.school_id, sum(g.expected), sum(least(g.expected, u.used + coalesce(g.by_poster, o.came)))
FROM surveys_cohort g
JOIN surveys_campaign k ON k.id = g.campaign_id
CROSS JOIN LATERAL (SELECT count(*) AS used FROM surveys_code WHERE is_used AND cohort_id = g.id) u
CROSS JOIN LATERAL (SELECT count(*) AS came FROM surveys_poster WHERE cohort_id = g.id) o
WHERE g.campaign_id = ANY(%(campaigns)s) AND g.school_id = ANY(%(ids)s::bigint[]) AND g.expected >= k.minimum_group
GROUP BY g.school_id
"""


def surveys_and_risks(ids: str, cycle_id: int) -> tuple[dict[int, Survey], dict[int, Risks]]:
    """One query; a second where codes are to be counted: a profile says how many answered, not every school has one."""
    surveys: dict[int, Survey] = {}
    risks: dict[int, Risks] = {}
    values = {
        "ids": ids,
        "cycle": cycle_id,
        "taken": [*TAKEN, DirectionState.CLOSED],
        "active": list(_ACTIVE),
        "open": CampaignState.OPEN.value,
        "draft": CampaignState.DRAFT.value,
        "profile": Purpose.PROFILE.value,
    }
    for pk, answered, high, has_profile, taken, active, campaign, is_open in rows(_RISKS, values):
        risks[pk] = Risks(has_profile, high, taken, active)
        if campaign is not None:
            surveys[pk] = Survey(campaign, is_open, _share(_read(answered)))
    uncounted = [pk for pk, each in surveys.items() if each.share is None]
    if not uncounted:
        return surveys, risks
    campaigns = sorted({surveys[pk].campaign for pk in uncounted})
    for pk, expected, came in rows(_ANSWERED, {"ids": array(uncounted), "campaigns": campaigns}):
        surveys[pk].share = _share([(int(came), int(expected))])
    return surveys, risks


def _read(answered: Any) -> list[tuple[int, int]]:
    kept = json.loads(answered) if isinstance(answered, str) else answered or {}
    return [(came, expected) for came, expected in kept.values()]


def _share(groups: Collection[tuple[int, int]]) -> float | None:
    expected = sum(many for _, many in groups)
    return sum(min(came, many) for came, many in groups) / expected if expected else None


_DOCUMENTS = """
SELECT school_id, count(*), count(*) FILTER (WHERE state = ANY(%(settled)s)),
       count(*) FILTER (WHERE state = %(review)s), count(*) FILTER (WHERE state = %(rework)s),
       min(state_since) FILTER (WHERE state = %(review)s), min(state_since) FILTER (WHERE state = %(rework)s),
       max(state_since) FILTER (WHERE state = ANY(%(settled)s)), array_agg(kind) FILTER (WHERE state <> %(draft)s)
FROM documents_document
WHERE cycle_id = %(cycle)s AND school_id = ANY(%(ids)s::bigint[]) AND state = ANY(%(shown)s)
GROUP BY school_id
"""


def documents(ids: str, cycle_id: int, *, only_settled: bool) -> dict[int, Documents]:
    """`only_settled`: for those who read a document when it has been confirmed. One query."""
    shown = SETTLED if only_settled else frozenset(DocumentState) - {DocumentState.ARCHIVED}
    values = {
        "ids": ids,
        "cycle": cycle_id,
        "settled": list(SETTLED),
        "shown": list(shown),
        "review": DocumentState.REVIEW.value,
        "rework": DocumentState.REWORK.value,
        "draft": DocumentState.DRAFT.value,
    }
    return {
        row[0]: Documents(row[1], row[2], row[3], row[4], row[5], row[6], row[7], frozenset(row[8] or ()))
        for row in rows(_DOCUMENTS, values)
    }


_DEADLINES = """
SELECT t.path, d.kind, d.due, d.grace_days
FROM documents_deadline d JOIN organisations_territory t ON t.id = d.territory_id
WHERE d.cycle_id = %(cycle)s AND t.path = ANY(%(above)s)
"""


def missed_deadlines(paths: Collection[str], cycle_id: int, *, today: date) -> dict[str, dict[str, date]]:
    """{path: {kind: the last day of its term}} of terms that are over, grace included; the nearest counts. One query."""
    above = sorted({step for path in paths for step in chain(path)})
    kept = {
        (path, kind): (due, due + timedelta(days=grace))
        for path, kind, due, grace in rows(_DEADLINES, {"cycle": cycle_id, "above": above})
    }
    found: dict[str, dict[str, date]] = {}
    for path in set(paths):
        nearest: dict[str, tuple[date, date]] = {}
        for step in chain(path):
            nearest |= {kind: term for (at, kind), term in kept.items() if at == step}
        found[path] = {kind: due for kind, (due, closes) in nearest.items() if closes < today}
    return found


_CHECKPOINTS = """
SELECT c.school_id, c.id, c.code, c.title, c.state, c.state_since, c.due,
       EXISTS (SELECT FROM roadmaps_change h WHERE h.checkpoint_id = c.id AND h.after <> '')
       OR EXISTS (SELECT FROM roadmaps_evidence e WHERE e.school_id = c.school_id AND e.cycle_id = c.cycle_id
                  AND e.kind = %(figure)s AND e.withdrawn_at IS NULL)
FROM roadmaps_checkpoint c
WHERE c.cycle_id = %(cycle)s AND c.school_id = ANY(%(ids)s::bigint[])
ORDER BY c.due, c.id
"""


def checkpoints(ids: str, cycle_id: int) -> dict[int, list[Checkpoint]]:
    """Stages that were begun, in order of their days. One query."""
    found: dict[int, list[Checkpoint]] = {}
    values = {"ids": ids, "cycle": cycle_id, "figure": EvidenceKind.FIGURE.value}
    for pk, *rest in rows(_CHECKPOINTS, values):
        found.setdefault(pk, []).append(Checkpoint(*rest))
    return found
