"""A school's objection to a figure or to being listed, with a deadline and an answer."""

from django.db import models
from django.db.models import Q

from opora.objections.states import ObjectionState, SubjectKind
from opora.organisations.models import Organisation


class Objection(models.Model):
    """Names its subject by kind and id (a later feature's object), and its words as they stood then."""

    school = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="objections")
    subject_kind = models.CharField(max_length=10, choices=SubjectKind.choices)
    subject_id = models.BigIntegerField()
    subject_title = models.TextField()
    statement = models.TextField("с чем Вы не согласны")
    state = models.CharField(max_length=10, choices=ObjectionState.choices, default=ObjectionState.OPEN)
    raised_at = models.DateTimeField()
    raised_by_id = models.BigIntegerField(null=True)
    raised_by_name = models.TextField()
    answer_due = models.DateField()
    answer = models.TextField("ответ", blank=True)
    answered_at = models.DateTimeField(null=True)
    answered_by_name = models.TextField(blank=True)

    class Meta:
        ordering = ("answer_due", "id")
        indexes = [models.Index(fields=["subject_kind", "subject_id"], name="objection_subject")]
        constraints = [
            models.UniqueConstraint(
                fields=["subject_kind", "subject_id", "school"],
                condition=Q(state=ObjectionState.OPEN),
                name="objection_open_once",
            ),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True) ^ ~Q(answered_by_name=""), name="objection_answer_pair"
            ),
        ]

    def __str__(self) -> str:
        return self.subject_title
