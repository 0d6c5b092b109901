"""The school card: what a school says of itself under its own name. Anonymous answers are not kept here."""

import pghistory
from django.db import models
from django.db.models import Q

from opora.answering.states import CardState
from opora.catalogues.models import Version
from opora.cycles.models import Cycle
from opora.organisations.models import Organisation


@pghistory.track(
    pghistory.UpdateEvent(label="changed", row=pghistory.Old),
    pghistory.DeleteEvent(label="removed", row=pghistory.Old),
)
class SchoolCard(models.Model):
    """One school in one programme year. `answers` as a form sends them, by the names of `Question.fields`.

    `items` are what is reckoned, written when the card is sent. `revision` grows with every saving, so that
    two people do not write over each other.
    """

    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="school_cards")
    school = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="school_cards")
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="+")
    answers = models.JSONField(default=dict)
    items = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=CardState.choices, default=CardState.DRAFT)
    revision = models.PositiveIntegerField(default=0)
    filled_by_name = models.TextField()
    at = models.DateTimeField()

    class Meta:
        ordering = ("cycle", "school__sort_name", "id")
        constraints = [
            models.UniqueConstraint(fields=["cycle", "school"], name="school_card_once"),
            models.CheckConstraint(
                condition=Q(state=CardState.SENT) | Q(items={}), name="school_card_items_when_sent"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.cycle_id}: {self.school_id}"
