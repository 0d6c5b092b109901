"""Programme years, their stages, the programmes and which schools take part."""

import pghistory
from django.db import models
from django.db.models import F, Q

from opora.cycles.states import Level, Mode
from opora.organisations.models import Organisation, Territory


@pghistory.track(
    pghistory.UpdateEvent(label="changed", row=pghistory.Old),
    pghistory.DeleteEvent(label="removed", row=pghistory.Old),
)
class Cycle(models.Model):
    """A programme year: a label and two dates, a calendar or a school year."""

    code = models.CharField("код", max_length=20, unique=True)
    title = models.CharField("название", max_length=100)
    starts = models.DateField("начало")
    ends = models.DateField("конец")

    class Meta:
        ordering = ("-starts", "-id")
        constraints = [
            models.CheckConstraint(condition=Q(ends__gte=F("starts")), name="cycle_dates_in_order")
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def last_result_year(self) -> int:
        """The year whose exams the cycle's identification looks at: the calendar year it ends in."""
        return self.ends.year


@pghistory.track(
    pghistory.UpdateEvent(label="changed", row=pghistory.Old),
    pghistory.DeleteEvent(label="removed", row=pghistory.Old),
)
class Stage(models.Model):
    """A stage or deadline of a year, with the term as people wrote it (parsed by `periods`)."""

    cycle = models.ForeignKey(Cycle, on_delete=models.CASCADE, related_name="stages")
    position = models.PositiveSmallIntegerField("порядок")
    title = models.CharField("название", max_length=200)
    term = models.CharField("срок", max_length=120)
    starts = models.DateField(null=True)
    ends = models.DateField(null=True)

    class Meta:
        ordering = ("position", "id")
        constraints = [models.UniqueConstraint(fields=["cycle", "position"], name="stage_position_once")]

    def __str__(self) -> str:
        return self.title


class Programme(models.Model):
    """A federal, regional or municipal programme of support."""

    level = models.CharField("уровень", max_length=10, choices=Level.choices)
    name = models.CharField("название", max_length=200)
    territory = models.ForeignKey(Territory, on_delete=models.PROTECT, related_name="programmes")

    class Meta:
        ordering = ("name", "id")
        constraints = [models.UniqueConstraint(fields=["territory", "name"], name="programme_name_once")]

    def __str__(self) -> str:
        return self.name


@pghistory.track(
    pghistory.UpdateEvent(label="changed", row=pghistory.Old),
    pghistory.DeleteEvent(label="removed", row=pghistory.Old),
)
class Participation(models.Model):
    """A school in a programme in a year. Apart from the yearly lists: support may go on after a list."""

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="participations")
    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="participations")
    school = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="participations")
    mode = models.CharField("как", max_length=10, choices=Mode.choices, default=Mode.ACTIVE)
    reason = models.TextField("основание", blank=True)
    since = models.DateField("с", null=True, blank=True)
    until = models.DateField("по", null=True, blank=True)

    class Meta:
        ordering = ("cycle", "school__sort_name", "id")
        constraints = [
            models.UniqueConstraint(fields=["programme", "cycle", "school"], name="participation_once")
        ]

    def __str__(self) -> str:
        return f"{self.school_id} в {self.programme_id}"
