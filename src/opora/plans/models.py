"""Plans of municipalities and regions, their rows, who carries them out, what a row points to."""

import pghistory
from django.db import models
from django.db.models import F, Q

from opora.cycles.models import Cycle
from opora.cycles.periods import Rhythm
from opora.files.models import StoredFile
from opora.ordering import FoldedName
from opora.organisations.models import Organisation, Territory
from opora.people.models import Person
from opora.plans.states import Level, Part, PlanState, Told

_RHYTHMS = [(each.value, each.value) for each in Rhythm]


@pghistory.track(
    pghistory.UpdateEvent(label="changed", row=pghistory.Old),
    pghistory.DeleteEvent(label="removed", row=pghistory.Old),
    exclude=["sort_title"],
)
class Plan(models.Model):
    """A plan of measures (дорожная карта) of a territory in a programme year.

    `approved_by` is by what act it was approved, in words («приказ начальника управления образования»).
    `file` is what it was loaded from last.
    """

    territory = models.ForeignKey(Territory, on_delete=models.PROTECT, related_name="plans")
    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="+")
    level = models.CharField("уровень", max_length=9, choices=Level.choices)
    title = models.CharField("название", max_length=300)
    state = models.CharField(max_length=8, choices=PlanState.choices, default=PlanState.DRAFT)
    state_since = models.DateField()
    approved_by = models.CharField("чем утверждён", max_length=300, blank=True)
    order_number = models.CharField("номер приказа", max_length=60, blank=True)
    order_date = models.DateField("дата приказа", null=True, blank=True)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField()
    made_by_name = models.TextField()
    changed_at = models.DateTimeField()
    changed_by_name = models.TextField()
    sort_title = models.GeneratedField(
        expression=FoldedName("title"), output_field=models.TextField(db_collation="C"), db_persist=True
    )

    class Meta:
        ordering = ("-cycle__starts", "sort_title", "id")
        constraints = [
            models.UniqueConstraint(
                fields=["territory", "cycle", "sort_title"],
                name="plan_title_once",
                violation_error_message="На этот год уже есть план с таким названием. Дайте другое.",
            ),
            models.CheckConstraint(condition=~Q(title=""), name="plan_has_title"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def path(self) -> str:
        """Of its territory, which is to be joined."""
        return self.territory.path or ""


@pghistory.track(
    pghistory.UpdateEvent(label="changed", row=pghistory.Old),
    pghistory.DeleteEvent(label="removed", row=pghistory.Old),
)
class PlanRow(models.Model):
    """A row: number, work, term and mark as they were written; the term also as it was read.

    `starts` is empty for «до …», `ends` for «с …», both where the words name no day. A row that repeats
    (`rhythm`) without days of its own lasts as long as the year. `kind_of_work` is a code of the definition of
    works, `fact` that of a source of facts: the mark of execution is counted from it, of `fact_of` (a kind of
    document or group) where the source has several, until `fact_least` where it counts times. `told_*` is what a
    person said: that it is done (`told_how` in which way), where no fact speaks, or that it is put off to the next
    year, with the reason, which may stand beside a fact too.
    """

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="rows")
    position = models.PositiveIntegerField()
    section = models.CharField("раздел", max_length=500, blank=True)
    number = models.CharField("номер", max_length=20, blank=True)
    what = models.TextField("что делается")
    term = models.CharField("срок", max_length=500, blank=True)
    starts = models.DateField(null=True)
    ends = models.DateField(null=True)
    rhythm = models.CharField(max_length=10, choices=_RHYTHMS, default=Rhythm.ONCE.value)
    is_understood = models.BooleanField(default=True)
    mark = models.TextField("отметка о выполнении", blank=True)
    kind_of_work = models.CharField(max_length=60, blank=True)
    fact = models.CharField(max_length=40, blank=True)
    fact_of = models.CharField(max_length=60, blank=True)
    fact_least = models.PositiveSmallIntegerField(null=True)
    told_how = models.CharField(max_length=9, choices=Told.choices, blank=True)
    told_words = models.TextField(blank=True)
    told_at = models.DateTimeField(null=True)
    told_by_name = models.TextField(blank=True)
    schools = models.ManyToManyField(Organisation, related_name="+", blank=True)
    revision = models.PositiveIntegerField(default=1)
    changed_at = models.DateTimeField()
    changed_by_name = models.TextField()

    class Meta:
        ordering = ("position", "id")
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "position"],
                name="plan_row_position_once",
                deferrable=models.Deferrable.DEFERRED,
            ),
            models.CheckConstraint(condition=~Q(what=""), name="plan_row_says_what"),
            models.CheckConstraint(
                condition=Q(starts__isnull=True) | Q(ends__isnull=True) | Q(ends__gte=F("starts")),
                name="plan_row_days_in_order",
            ),
            models.CheckConstraint(
                condition=Q(told_at__isnull=True, told_how="", told_words="", told_by_name="")
                | Q(told_at__isnull=False) & ~Q(told_how="") & ~Q(told_words="") & ~Q(told_by_name=""),
                name="plan_row_told_is_whole",
            ),
            models.CheckConstraint(
                condition=Q(fact="") | Q(told_how__in=["", Told.NEXT_YEAR]), name="plan_row_fact_marks_done"
            ),
            models.CheckConstraint(
                condition=~Q(fact="") | Q(fact_of="", fact_least__isnull=True), name="plan_row_fact_is_whole"
            ),
        ]

    def __str__(self) -> str:
        return self.number or f"строка {self.position}"

    @property
    def repeats(self) -> bool:
        return self.rhythm not in (Rhythm.ONCE, Rhythm.THROUGHOUT)


class PlanResponsible(models.Model):
    """Somebody named in a row, as written; `person` where it is surely one of ours, `role` where a whole role is
    meant («кураторы»)."""

    row = models.ForeignKey(PlanRow, on_delete=models.CASCADE, related_name="responsible")
    position = models.PositiveSmallIntegerField()
    part = models.CharField(max_length=7, choices=Part.choices)
    name = models.CharField(max_length=300)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    role = models.CharField(max_length=30, blank=True)

    class Meta:
        ordering = ("position", "id")
        constraints = [
            models.UniqueConstraint(fields=["row", "part", "name"], name="plan_responsible_once"),
            models.CheckConstraint(condition=~Q(name=""), name="plan_responsible_has_name"),
        ]

    def __str__(self) -> str:
        return self.name


class PlanLink(models.Model):
    """A thing of another feature that shows how a row was carried out; its words last even if it goes."""

    row = models.ForeignKey(PlanRow, on_delete=models.CASCADE, related_name="links")
    kind = models.CharField(max_length=40)
    thing_id = models.BigIntegerField()
    title = models.TextField()
    linked_at = models.DateTimeField()
    linked_by_name = models.TextField()

    class Meta:
        ordering = ("linked_at", "id")
        indexes = [models.Index(fields=["kind", "thing_id"], name="plan_link_of_thing")]
        constraints = [models.UniqueConstraint(fields=["row", "kind", "thing_id"], name="plan_link_once")]

    def __str__(self) -> str:
        return self.title
