"""What experts recommend to a school, and what came of it."""

import pghistory
from django.db import models
from django.db.models import Q

from opora.expertise.models.round import Entry
from opora.expertise.states import RecommendationState
from opora.organisations.models import Organisation


@pghistory.track(
    pghistory.UpdateEvent(label="changed", row=pghistory.Old),
    pghistory.DeleteEvent(label="removed", row=pghistory.Old),
)
class Recommendation(models.Model):
    """One recommendation, whichever expert wrote it; made when the round closes. `criterion` may be empty."""

    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="recommendations")
    school = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="recommendations")
    criterion = models.CharField(max_length=60, blank=True)
    text = models.TextField()
    state = models.CharField(
        max_length=9, choices=RecommendationState.choices, default=RecommendationState.OPEN
    )
    how = models.TextField("как выполнена", blank=True)
    changed_at = models.DateTimeField()
    changed_by_name = models.TextField(blank=True)

    class Meta:
        ordering = ("entry", "id")
        indexes = [models.Index(fields=["school", "state"], name="recommendation_of_school")]
        constraints = [
            models.UniqueConstraint(fields=["entry", "criterion", "text"], name="recommendation_once"),
            models.CheckConstraint(
                condition=Q(state=RecommendationState.OPEN) | ~Q(how=""),
                name="recommendation_ended_with_words",
            ),
        ]

    def __str__(self) -> str:
        return self.text
