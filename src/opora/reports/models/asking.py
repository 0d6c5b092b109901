"""A territory asks its municipalities for the report of a stage."""

import pghistory
from django.db import models
from django.db.models import Q

from opora.cycles.models import Cycle
from opora.organisations.models import Territory
from opora.reports.states import RequestState


@pghistory.track(
    pghistory.UpdateEvent(label="changed", row=pghistory.Old),
    pghistory.DeleteEvent(label="removed", row=pghistory.Old),
)
class ReportRequest(models.Model):
    """`territory` asks `territories` for the report of a stage until `due`, the last day.

    `stage` and `stage_title` as in a report. `form` is in what shape it is wanted, `note` what to tell in particular;
    `number` and `date` are of the letter by which it was asked, if there was one. Nothing here says who has
    answered: an issued report of the stage does.
    """

    territory = models.ForeignKey(Territory, on_delete=models.PROTECT, related_name="+")
    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="+")
    stage = models.CharField("этап", max_length=40, blank=True)
    stage_title = models.TextField(blank=True)
    due = models.DateField("прислать до")
    form = models.CharField("в каком виде", max_length=300, blank=True)
    note = models.TextField("о чём написать", blank=True)
    number = models.CharField("номер письма", max_length=60, blank=True)
    date = models.DateField("дата письма", null=True)
    territories = models.ManyToManyField(Territory, related_name="+")
    state = models.CharField(max_length=9, choices=RequestState.choices, default=RequestState.SENT)
    state_since = models.DateField()
    withdrawn_why = models.TextField(blank=True)
    made_at = models.DateTimeField()
    made_by_name = models.TextField()
    made_by_role = models.TextField(blank=True)

    class Meta:
        ordering = ("-made_at", "-id")
        indexes = [models.Index(fields=["state", "due"], name="report_request_due")]
        constraints = [
            models.CheckConstraint(
                condition=Q(state=RequestState.WITHDRAWN) ^ Q(withdrawn_why=""),
                name="report_request_withdrawn_with_why",
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        """«Запрос отчётов: Этап 2: реализация»."""
        return f"Запрос отчётов: {self.stage_title or 'за год'}"
