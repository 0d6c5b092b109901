"""An import as a person goes through it: file, options, what was found, what was written."""

from django.db import models
from django.db.models import Q

from opora.files.models import StoredFile
from opora.imports.reports import MappingStep, Report
from opora.imports.states import RunState

#: a larger file is never opened within a request
SMALL_BYTES = 200 * 1024


class ImportRun(models.Model):
    """One file on its way in. `report` is what the last check or the applying said (`Report.as_json`).

    `turn` grows with every check and applying that is asked for: a job or a form of an earlier turn is
    out of date and changes nothing. `columns` is the mapping step once asked, kept to be answered anew.
    `annotated` is the file with its wrong cells marked, where a job had to make it. A run `is_from_school`
    where its author acted for schools; `territory_path` then is where the schools lie.
    """

    kind = models.CharField(max_length=40)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    is_pasted = models.BooleanField(default=False)
    state = models.CharField(max_length=10, choices=RunState.choices, default=RunState.QUEUED)
    turn = models.PositiveIntegerField(default=0)
    options = models.JSONField(default=dict)
    columns = models.JSONField(null=True)
    mapping = models.JSONField(null=True)
    resolutions = models.JSONField(default=list)
    report = models.JSONField(null=True)
    failure = models.TextField(blank=True)
    annotated = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")
    progress_done = models.PositiveIntegerField(default=0)
    progress_total = models.PositiveIntegerField(null=True)
    created_at = models.DateTimeField()
    created_by_id = models.BigIntegerField()
    created_by_name = models.TextField()
    appointment_id = models.BigIntegerField(null=True)
    territory_path = models.CharField(max_length=120, blank=True, db_collation="C")
    is_from_school = models.BooleanField(default=False, db_default=False)
    state_since = models.DateTimeField()
    applied_at = models.DateTimeField(null=True)
    applied_by_id = models.BigIntegerField(null=True)
    applied_by_name = models.TextField(blank=True)

    class Meta:
        ordering = ("-created_at", "-id")
        indexes = [
            models.Index(fields=["created_by_id", "-created_at"], name="run_author"),
            models.Index(fields=["territory_path", "-created_at"], name="run_territory"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state=RunState.APPLIED) ^ Q(applied_at__isnull=True), name="run_applied_has_time"
            ),
            models.CheckConstraint(
                condition=Q(applied_at__isnull=True, applied_by_id__isnull=True)
                | Q(applied_at__isnull=False, applied_by_id__isnull=False),
                name="run_applied_has_person",
            ),
        ]

    def __str__(self) -> str:
        return self.file.name

    @property
    def is_large(self) -> bool:
        return self.file.size > SMALL_BYTES

    def last_report(self) -> Report | None:
        """What the last check or the applying said; None before the first check ended."""
        return None if self.report is None else Report.from_json(self.report)

    def mapping_step(self) -> MappingStep | None:
        return None if self.columns is None else MappingStep.from_json(self.columns)
