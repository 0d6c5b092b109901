"""Visits to schools: planned, moved, noted; what was looked at, what was attached."""

import pghistory
from django.db import models
from django.db.models import F, Q

from opora.catalogues.models import Version
from opora.cycles.models import Cycle
from opora.files.models import StoredFile
from opora.organisations.models import Organisation
from opora.people.models import Person
from opora.visits.states import Mark, VisitState, Way


@pghistory.track(
    pghistory.UpdateEvent(label="changed", row=pghistory.Old),
    pghistory.DeleteEvent(label="removed", row=pghistory.Old),
)
class Visit(models.Model):
    """A visit of a school by those who help it, in presence or online.

    `kind` is the code of its kind, `version` that of the definition its checklist stands in, `kind_title` the
    words of then. `counts`: stands for a visit of the rhythm (a look at the school's site does not).
    `planned_on` is None for one that was noted without a plan. `token` comes with the form of a note: the same
    note sent twice is one note. `private` is for those who help the school; `seen` and the rest are read by the
    school too where `is_open_to_school`. `revision` grows with every write of the note.
    """

    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="+")
    school = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="visits")
    kind = models.CharField(max_length=60)
    kind_title = models.CharField(max_length=200)
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="+")
    counts = models.BooleanField(default=True)
    way = models.CharField(max_length=8, choices=Way.choices)
    state = models.CharField(max_length=9, choices=VisitState.choices, default=VisitState.PLANNED)
    planned_on = models.DateField(null=True)
    planned_at = models.TimeField(null=True)
    purpose = models.TextField(blank=True)
    companions = models.TextField(blank=True)
    made_at = models.DateTimeField()
    made_by_id = models.BigIntegerField(null=True)
    made_by_name = models.TextField()
    cancelled_why = models.TextField(blank=True)

    visited_on = models.DateField(null=True)
    minutes = models.PositiveSmallIntegerField(null=True)
    seen = models.TextField(blank=True)
    talked_with = models.JSONField(default=list, blank=True)
    talked = models.TextField(blank=True)
    private = models.TextField(blank=True)
    is_open_to_school = models.BooleanField(default=True)
    token = models.UUIDField(null=True, unique=True)
    revision = models.PositiveIntegerField(default=0)
    noted_at = models.DateTimeField(null=True)
    noted_by_id = models.BigIntegerField(null=True)
    noted_by_name = models.TextField(blank=True)

    class Meta:
        ordering = ("-visited_on", "-planned_on", "-id")
        indexes = [
            models.Index(fields=["school", "cycle"], name="visit_of_school"),
            models.Index(
                fields=["planned_on"], condition=Q(state=VisitState.PLANNED), name="visit_planned_day"
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state=VisitState.DONE, visited_on__isnull=False, noted_at__isnull=False)
                & ~Q(noted_by_name="")
                | ~Q(state=VisitState.DONE)
                & Q(visited_on__isnull=True, noted_at__isnull=True, noted_by_name="", token__isnull=True),
                name="visit_noted_where_done",
            ),
            models.CheckConstraint(
                condition=Q(state=VisitState.DONE) | Q(planned_on__isnull=False), name="visit_has_a_day"
            ),
            models.CheckConstraint(
                condition=Q(state=VisitState.CANCELLED) ^ Q(cancelled_why=""), name="visit_cancelled_with_why"
            ),
            models.CheckConstraint(
                condition=Q(planned_at__isnull=True) | Q(planned_on__isnull=False), name="visit_hour_of_a_day"
            ),
            models.CheckConstraint(
                condition=Q(minutes__isnull=True) | Q(minutes__gte=1, minutes__lte=720),
                name="visit_minutes_sane",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind_title}: {self.school_id}"


class Visitor(models.Model):
    """Who goes, with the name as it was. Others than people of this installation stand in `Visit.companions`."""

    visit = models.ForeignKey(Visit, on_delete=models.CASCADE, related_name="visitors")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    name = models.TextField()

    class Meta:
        ordering = ("id",)
        constraints = [models.UniqueConstraint(fields=["visit", "person"], name="visitor_once")]

    def __str__(self) -> str:
        return self.name


class Shift(models.Model):
    """A planned visit moved to another day: the old one and the reason stay."""

    visit = models.ForeignKey(Visit, on_delete=models.CASCADE, related_name="shifts")
    old_on = models.DateField()
    old_at = models.TimeField(null=True)
    new_on = models.DateField()
    new_at = models.TimeField(null=True)
    reason = models.TextField()
    at = models.DateTimeField()
    by_name = models.TextField()

    class Meta:
        ordering = ("id",)
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="shift_has_a_reason"),
            models.CheckConstraint(
                condition=~Q(old_on=F("new_on"))
                | Q(old_at__isnull=True, new_at__isnull=False)
                | Q(old_at__isnull=False, new_at__isnull=True)
                | ~Q(old_at=F("new_at")),
                name="shift_changes_the_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.old_on} → {self.new_on}"


class Checked(models.Model):
    """What was found at one item of the checklist; `title` is the item as it was asked."""

    visit = models.ForeignKey(Visit, on_delete=models.CASCADE, related_name="checked")
    position = models.PositiveSmallIntegerField()
    code = models.CharField(max_length=40)
    title = models.TextField()
    mark = models.CharField(max_length=7, choices=Mark.choices)
    words = models.TextField(blank=True)

    class Meta:
        ordering = ("position", "id")
        constraints = [models.UniqueConstraint(fields=["visit", "code"], name="checked_once")]

    def __str__(self) -> str:
        return f"{self.code}: {self.mark}"


class Picture(models.Model):
    """A photo or a paper from the visit."""

    visit = models.ForeignKey(Visit, on_delete=models.CASCADE, related_name="pictures")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ("id",)
        constraints = [models.UniqueConstraint(fields=["visit", "file"], name="visit_file_once")]

    def __str__(self) -> str:
        return f"{self.visit_id}: {self.file_id}"
