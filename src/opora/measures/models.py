"""A measure as it is planned; what becomes of it belongs to the roadmap."""

import pghistory
from django.contrib.postgres.fields import ArrayField
from django.db import models

from opora.cycles.models import Cycle
from opora.organisations.models import Organisation


@pghistory.track(
    pghistory.UpdateEvent(label="changed", row=pghistory.Old),
    pghistory.DeleteEvent(label="removed", row=pghistory.Old),
)
class Measure(models.Model):
    """Work planned for a programme year; of a school, or of a territory's programme where `school` is empty.

    `when` is how a person wrote the term («март–апрель»). `executors` and `participants` are codes of
    `opora.documents.programme`, `named` the people as they were written. It may be unfinished.
    """

    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="+")
    school = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, related_name="measures")
    title = models.TextField(blank=True)
    form = models.CharField(max_length=40, blank=True)
    starts = models.DateField(null=True)
    ends = models.DateField(null=True)
    when = models.TextField(blank=True)
    executors = ArrayField(models.CharField(max_length=20), default=list, blank=True)
    named = ArrayField(models.TextField(), default=list, blank=True)
    participants = ArrayField(models.CharField(max_length=20), default=list, blank=True)
    result = models.TextField(blank=True)
    resources = models.TextField(blank=True)

    class Meta:
        ordering = ("ends", "id")
        indexes = [models.Index(fields=["school", "cycle"], name="measure_of_school")]

    def __str__(self) -> str:
        return self.title
