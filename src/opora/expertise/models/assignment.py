"""Who scores which document, the sheet that came of it, what was agreed where two differed."""

import uuid

import pghistory
import pgtrigger
from django.db import models
from django.db.models import Q

from opora.expertise.models.round import Entry
from opora.expertise.states import LIVE, AssignmentState, Place, Refusing


@pghistory.track(
    pghistory.UpdateEvent(label="changed", row=pghistory.Old),
    pghistory.DeleteEvent(label="removed", row=pghistory.Old),
)
class Assignment(models.Model):
    """A document given to an expert. `key` is its address and its place in the queue: it tells nothing of when
    or as which expert it was given.
    """

    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="assignments")
    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person_id = models.BigIntegerField()
    person_name = models.TextField()
    place = models.CharField(max_length=1, choices=Place.choices, default=Place.FIRST)
    state = models.CharField(max_length=9, choices=AssignmentState.choices, default=AssignmentState.WAITING)
    refusing = models.CharField(max_length=8, choices=Refusing.choices, blank=True)
    reason = models.TextField(blank=True)
    given_at = models.DateTimeField()
    given_by_name = models.TextField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("entry", "place", "id")
        indexes = [models.Index(fields=["person_id", "state"], name="assignment_of_person")]
        constraints = [
            models.UniqueConstraint(
                fields=["entry", "person_id"], condition=Q(state__in=LIVE), name="assignment_person_once"
            ),
            models.UniqueConstraint(
                fields=["entry", "place"], condition=Q(state__in=LIVE), name="assignment_place_once"
            ),
            models.CheckConstraint(
                condition=Q(state__in=LIVE) | ~Q(reason=""), name="assignment_ended_with_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_name}: {self.entry_id}"


class ExpertSheet(models.Model):
    """An expert's sheet: a draft until it is sent, then as it was sent.

    `marks` are {criterion: {points, words}}, `parts` {criterion: [codes met]}, `weaknesses` codes,
    `advice` [{criterion, text}]. `revision` grows with every saving.
    """

    assignment = models.OneToOneField(Assignment, on_delete=models.PROTECT, related_name="sheet")
    marks = models.JSONField(default=dict)
    parts = models.JSONField(default=dict)
    weaknesses = models.JSONField(default=list)
    advice = models.JSONField(default=list)
    revision = models.PositiveIntegerField(default=0)
    saved_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    total = models.PositiveSmallIntegerField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(sent_at__isnull=True, total__isnull=True)
                | Q(sent_at__isnull=False, total__isnull=False),
                name="expert_sheet_sent_with_total",
            )
        ]
        triggers = [
            pgtrigger.Protect(
                name="expert_sheet_sent_stands",
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=pgtrigger.Q(old__sent_at__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return str(self.assignment_id)


class Reconciliation(models.Model):
    """The integer on which experts agreed, with their words; the latest of a document counts. Sheets stand."""

    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="reconciliations")
    points = models.PositiveSmallIntegerField()
    words = models.TextField()
    made_at = models.DateTimeField()
    made_by_name = models.TextField()

    class Meta:
        ordering = ("-made_at", "-id")
        constraints = [models.CheckConstraint(condition=~Q(words=""), name="reconciliation_has_words")]
        triggers = [
            pgtrigger.Protect(name="reconciliation_stands", operation=pgtrigger.Update | pgtrigger.Delete)
        ]

    def __str__(self) -> str:
        return f"{self.entry_id}: {self.points}"
