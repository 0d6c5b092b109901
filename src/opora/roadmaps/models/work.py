"""What becomes of a measure: its course, who answers for it, what shows it, what was decided, what was put off."""

import pghistory
import pgtrigger
from django.db import models
from django.db.models import F, Q

from opora.cycles.models import Cycle
from opora.documents.models import Document
from opora.files.models import StoredFile
from opora.measures.models import Measure
from opora.organisations.models import Organisation
from opora.people.models import Person
from opora.risks.models import Direction
from opora.roadmaps.states import EvidenceKind, WorkState


@pghistory.track(
    pghistory.UpdateEvent(label="changed", row=pghistory.Old),
    pghistory.DeleteEvent(label="removed", row=pghistory.Old),
    exclude=["revision"],
)
class Work(models.Model):
    """The course of one measure of a confirmed document. The words of the measure stand in the measure.

    `starts` and `due` are the days in force, `first_due` the one that was confirmed first; all may be missing
    where the term is in words only («в течение года»). `agreed` are the measure's words as they were confirmed
    last: {field of the measure: value}. `report` is what the school says was done, `pride` why it is shown among
    successes. `cost` in roubles. `revision` grows with every change.
    """

    measure = models.OneToOneField(Measure, on_delete=models.PROTECT, related_name="work")
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="works")
    school = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="works")
    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="+")
    direction = models.ForeignKey(Direction, on_delete=models.PROTECT, null=True, related_name="works")
    state = models.CharField(max_length=9, choices=WorkState.choices, default=WorkState.PLANNED)
    state_since = models.DateField()
    starts = models.DateField(null=True)
    due = models.DateField(null=True)
    first_due = models.DateField(null=True)
    agreed = models.JSONField(default=dict)
    done_on = models.DateField(null=True)
    report = models.TextField(blank=True)
    pride = models.TextField(blank=True)
    cost = models.DecimalField(max_digits=12, decimal_places=2, null=True)
    responsible = models.ManyToManyField(Person, related_name="works", blank=True)
    reported_by_id = models.BigIntegerField(null=True)
    revision = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ("due", "id")
        indexes = [
            models.Index(fields=["school", "cycle"], name="work_of_school"),
            models.Index(fields=["state", "due"], name="work_due"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(starts__isnull=True) | Q(due__isnull=True) | Q(due__gte=F("starts")),
                name="work_term_in_order",
            ),
            models.CheckConstraint(
                condition=Q(cost__isnull=True) | Q(cost__gte=0), name="work_cost_positive"
            ),
        ]

    def __str__(self) -> str:
        return str(self.measure)


@pghistory.track(pghistory.DeleteEvent(label="removed", row=pghistory.Old))
class Answering(Work.responsible.through):  # type: ignore[name-defined,misc]
    """Who answers for a measure, named only to keep the history of its rows."""

    class Meta:
        proxy = True


class Postponement(models.Model):
    """A term that was put off: both days and why. Written once."""

    work = models.ForeignKey(Work, on_delete=models.CASCADE, related_name="postponements")
    before = models.DateField(null=True)
    after = models.DateField()
    reason = models.TextField()
    at = models.DateTimeField()
    by_name = models.TextField()

    class Meta:
        ordering = ("at", "id")
        triggers = [pgtrigger.Protect(name="postponement_stands", operation=pgtrigger.Update)]

    def __str__(self) -> str:
        return self.reason


class Evidence(models.Model):
    """What shows that measures were done: a file, a link, a figure. One thing serves several measures.

    A figure is of an `indicator` row of a programme («12:i3»: document and code) with its value, unit and day.
    What was taken back stays, for a closed stage may show it.
    """

    school = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=6, choices=EvidenceKind.choices)
    title = models.TextField()
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")
    link = models.URLField(max_length=1000, blank=True)
    indicator = models.CharField(max_length=80, blank=True)
    value = models.DecimalField(max_digits=14, decimal_places=4, null=True)
    unit = models.TextField(blank=True)
    on = models.DateField(null=True)
    works = models.ManyToManyField(Work, related_name="evidence")
    token = models.CharField(max_length=32, blank=True)
    made_at = models.DateTimeField()
    made_by_id = models.BigIntegerField(null=True)
    made_by_name = models.TextField()
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by_name = models.TextField(blank=True)

    class Meta:
        ordering = ("made_at", "id")
        indexes = [models.Index(fields=["school", "cycle"], name="evidence_of_school")]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind=EvidenceKind.FILE, file__isnull=False, link="", value__isnull=True)
                | Q(kind=EvidenceKind.LINK, file__isnull=True, value__isnull=True) & ~Q(link="")
                | Q(
                    kind=EvidenceKind.FIGURE,
                    file__isnull=True,
                    link="",
                    value__isnull=False,
                    on__isnull=False,
                ),
                name="evidence_is_one_thing",
            ),
            models.UniqueConstraint(
                fields=["school", "token"], condition=~Q(token=""), name="evidence_token_once"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Verdict(models.Model):
    """What somebody decided about a measure that was reported; written once.

    `shown` is the evidence as it was seen then: [[id, kind, title]].
    """

    work = models.ForeignKey(Work, on_delete=models.CASCADE, related_name="verdicts")
    state = models.CharField(max_length=9, choices=WorkState.choices)
    words = models.TextField(blank=True)
    shown = models.JSONField(default=list)
    at = models.DateTimeField()
    by_id = models.BigIntegerField(null=True)
    by_name = models.TextField()

    class Meta:
        ordering = ("-at", "-id")
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=[WorkState.CONFIRMED, WorkState.RETURNED]), name="verdict_decides"
            ),
            models.CheckConstraint(condition=~Q(words=""), name="verdict_has_words"),
        ]
        triggers = [pgtrigger.Protect(name="verdict_stands", operation=pgtrigger.Update)]

    def __str__(self) -> str:
        return self.words
