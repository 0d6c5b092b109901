"""The stages of a year at a school: open, handed to the curator, closed as a snapshot that nothing changes."""

import pghistory
import pgtrigger
from django.db import models
from django.db.models import Q

from opora.cycles.models import Cycle
from opora.organisations.models import Organisation
from opora.roadmaps.models.work import Evidence
from opora.roadmaps.states import CheckpointState


@pghistory.track(
    pghistory.UpdateEvent(label="changed", row=pghistory.Old),
    pghistory.DeleteEvent(label="removed", row=pghistory.Old),
)
class Checkpoint(models.Model):
    """`code` and `title` are of the catalogue `roadmap-stages` on the day it was begun; `words` are the school's.

    `snapshot` is written when it is closed: {"works": […], "evidence": […], "figures": […]} (`queries.snapshot`).
    """

    school = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="checkpoints")
    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=40)
    title = models.TextField()
    due = models.DateField(null=True)
    is_final = models.BooleanField(default=False)
    state = models.CharField(max_length=6, choices=CheckpointState.choices, default=CheckpointState.OPEN)
    state_since = models.DateField()
    words = models.TextField(blank=True)
    sent_at = models.DateTimeField(null=True)
    sent_by_id = models.BigIntegerField(null=True)
    sent_by_name = models.TextField(blank=True)
    conclusion = models.TextField(blank=True)
    closed_at = models.DateTimeField(null=True)
    closed_by_name = models.TextField(blank=True)
    snapshot = models.JSONField(null=True)

    class Meta:
        ordering = ("cycle_id", "school_id", "due", "id")
        constraints = [
            models.UniqueConstraint(fields=["school", "cycle", "code"], name="checkpoint_once"),
            models.CheckConstraint(
                condition=Q(state=CheckpointState.CLOSED, snapshot__isnull=False, closed_at__isnull=False)
                & ~Q(conclusion="")
                | ~Q(state=CheckpointState.CLOSED) & Q(snapshot__isnull=True, closed_at__isnull=True),
                name="checkpoint_closed_is_whole",
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="checkpoint_closed_stands",
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=pgtrigger.Q(old__state=CheckpointState.CLOSED),
            )
        ]

    def __str__(self) -> str:
        return self.title


@pghistory.track(
    pghistory.UpdateEvent(label="changed", row=pghistory.Old),
    pghistory.DeleteEvent(label="removed", row=pghistory.Old),
)
class Change(models.Model):
    """«Позитивное изменение»: an indicator before and after, as the school reports it at a checkpoint.

    `indicator` is a row of a programme («12:i3»), `title` its words then. Values are as people write them;
    `source` says where they come from, `evidence` shows it.
    """

    checkpoint = models.ForeignKey(Checkpoint, on_delete=models.CASCADE, related_name="changes")
    indicator = models.CharField(max_length=80)
    title = models.TextField()
    unit = models.TextField(blank=True)
    before = models.TextField(blank=True)
    target = models.TextField(blank=True)
    after = models.TextField(blank=True)
    on = models.DateField(null=True)
    source = models.TextField(blank=True)
    evidence = models.ForeignKey(Evidence, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ("checkpoint_id", "id")
        constraints = [
            models.UniqueConstraint(fields=["checkpoint", "indicator"], name="change_of_indicator_once")
        ]

    def __str__(self) -> str:
        return self.title
