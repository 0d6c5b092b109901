"""A curator's review: when a version was opened, what was remarked where, what it ended in."""

import pgtrigger
from django.db import models
from django.db.models import Q

from opora.documents.models.document import Document, DocumentVersion
from opora.documents.states import Audience, Outcome, RemarkState


class Opening(models.Model):
    """A version that was sent, opened by somebody who reviews: the first time and the last.

    `draft` is what they have marked so far, seen by nobody else: {field of `MarksForm`: text}.
    """

    version = models.ForeignKey(DocumentVersion, on_delete=models.CASCADE, related_name="openings")
    person_id = models.BigIntegerField()
    name = models.TextField()
    first_at = models.DateTimeField()
    last_at = models.DateTimeField()
    draft = models.JSONField(default=dict, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["version", "person_id"], name="opening_once")]

    def __str__(self) -> str:
        return self.name


class Review(models.Model):
    """What a review of a version ended in; written once.

    `marks` are [{criterion, title, points, of, words}] by the expert sheet of that day.
    """

    version = models.ForeignKey(DocumentVersion, on_delete=models.CASCADE, related_name="reviews")
    outcome = models.CharField(max_length=9, choices=Outcome.choices)
    marks = models.JSONField(default=list)
    words = models.TextField(blank=True)
    opened_at = models.DateTimeField(null=True)
    decided_at = models.DateTimeField()
    decided_by_id = models.BigIntegerField(null=True)
    decided_by_name = models.TextField()

    class Meta:
        ordering = ("-decided_at", "-id")
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome=Outcome.RETURNED) | Q(opened_at__isnull=False) & ~Q(marks=[]),
                name="review_confirmed_was_read",
            )
        ]
        triggers = [pgtrigger.Protect(name="review_stands", operation=pgtrigger.Update)]

    def __str__(self) -> str:
        return self.outcome


class Remark(models.Model):
    """A remark at a place of a document: a row and its field («m3», «result»), or «passages» and a section.

    `quote` is what stood there in `version` when it was written; `seen_by` says who reads it.
    """

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="remarks")
    version = models.ForeignKey(DocumentVersion, on_delete=models.CASCADE, related_name="remarks")
    row = models.CharField(max_length=60)
    field = models.CharField(max_length=60, blank=True)
    quote = models.TextField(blank=True)
    text = models.TextField()
    seen_by = models.CharField(max_length=7, choices=Audience.choices, default=Audience.SCHOOL)
    state = models.CharField(max_length=9, choices=RemarkState.choices, default=RemarkState.OPEN)
    made_at = models.DateTimeField()
    made_by_id = models.BigIntegerField(null=True)
    made_by_name = models.TextField()
    settled_at = models.DateTimeField(null=True)
    settled_by_name = models.TextField(blank=True)

    class Meta:
        ordering = ("made_at", "id")
        indexes = [models.Index(fields=["document", "state"], name="remark_of_document")]

    def __str__(self) -> str:
        return self.text


class Reply(models.Model):
    """An answer to a remark, read by those who read the remark."""

    remark = models.ForeignKey(Remark, on_delete=models.CASCADE, related_name="replies")
    text = models.TextField()
    made_at = models.DateTimeField()
    made_by_name = models.TextField()

    class Meta:
        ordering = ("made_at", "id")

    def __str__(self) -> str:
        return self.text
