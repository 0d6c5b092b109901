"""Following a recommendation to its end."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction

from opora.access import Actor
from opora.expertise.models import Recommendation
from opora.expertise.rules import DROP, FULFIL, REOPEN
from opora.expertise.states import RECOMMENDATION_DONE, RecommendationState
from opora.history.actions import record

SUBJECT = "recommendation"
PERMISSIONS = {
    RecommendationState.FULFILLED: FULFIL,
    RecommendationState.DROPPED: DROP,
    RecommendationState.OPEN: REOPEN,
}


@transaction.atomic
def follow(
    *, recommendation: Recommendation, target: RecommendationState, how: str, by: Actor, at: datetime
) -> Recommendation:
    """Fulfilled or dropped with words, or open again; one event on the school's timeline."""
    found = (
        Recommendation.objects.select_for_update(of=("self",))
        .select_related("school__territory")
        .get(pk=recommendation.pk)
    )
    PERMISSIONS[target].check(by, found)
    if target is not RecommendationState.OPEN and not how.strip():
        raise ValidationError(
            {"how": "Напишите, что сделано и где это видно: прочтут куратор и координатор."}
        )
    found.state = target
    found.how = "" if target is RecommendationState.OPEN else how.strip()
    found.changed_at, found.changed_by_name = at, by.name
    found.save()
    record(
        by=by,
        at=at,
        verb=RECOMMENDATION_DONE[target],
        subject_kind=SUBJECT,
        subject_id=found.pk,
        subject_title=found.text[:200],
        school_id=found.school_id,
        territory_path=found.school.territory.path or "",
        note=how.strip(),
    )
    return found
