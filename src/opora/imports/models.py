"""An import as a person goes through it: file, options, what was found, what was written."""

from django.db import models
from django.db.models import Q

from opora.files.models import StoredFile
from opora.imports.states import RunState


class ImportRun(models.Model):
    """One file on its way in. `report` is what the last check or the applying said (`Report.as_json`)."""

    kind = models.CharField(max_length=40)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    is_pasted = models.BooleanField(default=False)
    state = models.CharField(max_length=10, choices=RunState.choices, default=RunState.QUEUED)
    options = models.JSONField(default=dict)
    mapping = models.JSONField(null=True)
    resolutions = models.JSONField(default=list)
    report = models.JSONField(null=True)
    progress_done = models.PositiveIntegerField(default=0)
    progress_total = models.PositiveIntegerField(null=True)
    created_at = models.DateTimeField()
    created_by_id = models.BigIntegerField()
    created_by_name = models.TextField()
    appointment_id = models.BigIntegerField(null=True)
    territory_path = models.CharField(max_length=120, blank=True, db_collation="C")
    state_since = models.DateTimeField()
    applied_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-created_at", "-id")
        indexes = [models.Index(fields=["created_by_id", "-created_at"], name="run_author")]
        constraints = [
            models.CheckConstraint(
                condition=Q(state=RunState.APPLIED) ^ Q(applied_at__isnull=True), name="run_applied_has_time"
            )
        ]

    def __str__(self) -> str:
        return self.file.name
