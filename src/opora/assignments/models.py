"""What was agreed, as a task that is followed to its end."""

from datetime import date, datetime

import pghistory
import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from opora.assignments.states import AssignmentState
from opora.cycles.models import Cycle
from opora.files.models import StoredFile
from opora.organisations.models import Organisation, Territory
from opora.people.models import Person


@pghistory.track(
    pghistory.UpdateEvent(label="changed", row=pghistory.Old),
    pghistory.DeleteEvent(label="removed", row=pghistory.Old),
)
class Assignment(models.Model):
    """Somebody is to do something until a day.

    `executor` is who was named, in words; `person` is that somebody where they have an account. `school` (any
    organisation) or `territory` is where it lies. `due` is the last day, `when` the term as it was written.
    `answer_by` is the hour of an urgent request. The origin is a thing of another feature: its words stay though
    the thing goes. `answer` are the words with which it was accepted, given back or cancelled, the last of them.
    """

    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="+")
    school = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="assignments"
    )
    territory = models.ForeignKey(
        Territory, on_delete=models.PROTECT, null=True, blank=True, related_name="assignments"
    )
    what = models.TextField("что сделать")
    executor = models.CharField("исполнитель", max_length=200)
    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="assignments"
    )
    due = models.DateField("срок", null=True, blank=True)
    when = models.CharField("срок, как написан", max_length=120, blank=True)
    answer_by = models.DateTimeField("ответить до", null=True, blank=True)
    origin_kind = models.CharField(max_length=40, blank=True)
    origin_id = models.BigIntegerField(null=True, blank=True)
    origin_title = models.TextField(blank=True)
    state = models.CharField(
        "состояние", max_length=10, choices=AssignmentState.choices, default=AssignmentState.GIVEN
    )
    state_since = models.DateTimeField()
    revision = models.PositiveIntegerField(default=0)
    given_at = models.DateTimeField()
    given_by_id = models.BigIntegerField(null=True, blank=True)
    given_by_name = models.TextField()
    report = models.TextField("что сделано", blank=True)
    reported_at = models.DateTimeField(null=True, blank=True)
    reported_by_name = models.TextField(blank=True)
    answer = models.TextField("ответ", blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by_name = models.TextField(blank=True)

    class Meta:
        ordering = (F("due").asc(nulls_last=True), "id")
        constraints = [
            models.CheckConstraint(
                condition=Q(school__isnull=True) ^ Q(territory__isnull=True), name="assignment_has_one_home"
            ),
            models.CheckConstraint(
                condition=~Q(what="") & ~Q(executor=""), name="assignment_says_who_and_what"
            ),
            models.CheckConstraint(
                condition=Q(origin_kind="", origin_id__isnull=True)
                | ~Q(origin_kind="") & Q(origin_id__isnull=False),
                name="assignment_origin_pair",
            ),
            models.CheckConstraint(
                condition=Q(reported_at__isnull=True) ^ ~Q(reported_by_name=""), name="assignment_report_pair"
            ),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True) ^ ~Q(answered_by_name=""), name="assignment_answer_pair"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=(AssignmentState.REPORTED, AssignmentState.ACCEPTED))
                | Q(reported_at__isnull=False),
                name="assignment_done_was_reported",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=(AssignmentState.ACCEPTED, AssignmentState.CANCELLED))
                | Q(answered_at__isnull=False),
                name="assignment_settled_by_somebody",
            ),
        ]
        indexes = [
            models.Index(fields=["school", "state"], name="assignments_of_school"),
            models.Index(fields=["territory", "state"], name="assignments_of_territory"),
            models.Index(fields=["person", "state"], name="assignments_of_person"),
            models.Index(fields=["given_by_id", "state"], name="assignments_given_by"),
            models.Index(fields=["origin_kind", "origin_id"], name="assignments_origin"),
            models.Index(fields=["state", "due"], name="assignments_due"),
        ]

    def __str__(self) -> str:
        return self.what

    @property
    def home(self) -> Organisation | Territory:
        """The organisation or the territory it lies in; joined by `queries.loaded`."""
        home = self.school or self.territory
        assert home is not None
        return home

    @property
    def home_path(self) -> str:
        """The path of the territory it lies in."""
        home = self.home
        return (home.territory.path if isinstance(home, Organisation) else home.path) or ""

    @property
    def is_open(self) -> bool:
        return self.state in (AssignmentState.GIVEN, AssignmentState.REPORTED)

    @property
    def is_urgent(self) -> bool:
        return self.answer_by is not None

    @property
    def last_day(self) -> date | None:
        """The day it is awaited: the term, else the day of the hour of an urgent request."""
        if self.answer_by is not None:
            return timezone.localdate(self.answer_by)
        return self.due

    def is_late(self, at: datetime) -> bool:
        """Not done and the term is past; what waits to be accepted is late no more."""
        if self.state != AssignmentState.GIVEN:
            return False
        if self.answer_by is not None:
            return self.answer_by < at
        return self.due is not None and self.due < timezone.localdate(at)


class ReportFile(models.Model):
    """A photo or a paper given with a report."""

    assignment = models.ForeignKey(Assignment, on_delete=models.CASCADE, related_name="files")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ("id",)
        constraints = [models.UniqueConstraint(fields=["assignment", "file"], name="assignment_file_once")]

    def __str__(self) -> str:
        return str(self.file_id)


class Postponement(models.Model):
    """A term that was moved: both days and why. Written once."""

    assignment = models.ForeignKey(Assignment, on_delete=models.CASCADE, related_name="postponements")
    old_due = models.DateField(null=True)
    old_when = models.CharField(max_length=120, blank=True)
    new_due = models.DateField()
    reason = models.TextField("почему")
    at = models.DateTimeField()
    by_name = models.TextField()

    class Meta:
        ordering = ("at", "id")
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="postponement_reason_given"),
            models.CheckConstraint(
                condition=Q(old_due__isnull=True) | ~Q(new_due=F("old_due")),
                name="postponement_moves_the_day",
            ),
        ]
        triggers = [pgtrigger.Protect(name="postponement_stands", operation=pgtrigger.Update)]

    def __str__(self) -> str:
        return f"{self.old_due} → {self.new_due}"
