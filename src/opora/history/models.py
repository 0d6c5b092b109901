"""Domain events: the timeline that people read. Row history is kept apart, by database triggers."""

from django.db import models


class Event(models.Model):
    """One thing somebody did, in words that last: no foreign keys, so nothing can be lost with its object.

    `subject_kind`/`subject_id` name the object; `school_id` and `territory_path` say whose timeline it is on.
    """

    at = models.DateTimeField(db_index=True)
    by_id = models.BigIntegerField(null=True)
    by_name = models.TextField()
    by_capacity = models.TextField(blank=True)
    verb = models.TextField()
    subject_kind = models.TextField()
    subject_id = models.BigIntegerField(null=True)
    subject_title = models.TextField(blank=True)
    school_id = models.BigIntegerField(null=True)
    territory_path = models.TextField(blank=True, db_collation="C")
    note = models.TextField(blank=True)
    details = models.JSONField(default=dict)

    class Meta:
        ordering = ("-at", "-id")
        indexes = [
            models.Index(fields=["subject_kind", "subject_id", "-at", "-id"], name="event_subject"),
            models.Index(fields=["school_id", "-at", "-id"], name="event_school"),
            models.Index(fields=["by_id", "-at", "-id"], name="event_author"),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d} {self.by_name}: {self.verb}"
