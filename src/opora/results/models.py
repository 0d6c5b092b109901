"""Facts from exams. A figure is a count where counts are known, else a percent that says so."""

from decimal import Decimal

import pghistory
from django.db import models
from django.db.models import F, Q

from opora.files.models import StoredFile
from opora.organisations.models import Organisation, Territory
from opora.results.states import DetailKind, ExamKind


class Procedure(models.Model):
    """A test × subject × grade (grade is None for a state exam without classes).

    `high_marks` and `low_means` come from the catalogue «procedures»; here they are the published version.
    """

    code = models.CharField("код", max_length=40, unique=True)
    test = models.CharField("процедура", max_length=10, choices=ExamKind.choices)
    subject = models.CharField("предмет", max_length=80)
    grade = models.PositiveSmallIntegerField("класс", null=True)
    title = models.CharField("название", max_length=120)
    position = models.PositiveSmallIntegerField("порядок", default=0)
    is_mandatory = models.BooleanField("обязательный предмет", default=False)

    class Meta:
        ordering = ("position", "code")
        constraints = [
            models.UniqueConstraint(
                fields=["test", "subject", "grade"], nulls_distinct=False, name="procedure_once"
            )
        ]

    def __str__(self) -> str:
        return self.title


class Load(models.Model):
    """One applied import: what every figure points to for its origin."""

    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")
    file_name = models.TextField()
    applied_at = models.DateTimeField()
    applied_by_id = models.BigIntegerField(null=True)
    applied_by_name = models.TextField()
    layout = models.TextField(blank=True)
    facts_new = models.PositiveIntegerField(default=0)
    facts_changed = models.PositiveIntegerField(default=0)
    facts_same = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ("-applied_at", "-id")

    def __str__(self) -> str:
        return self.file_name


#: what a figure says, of all that its row keeps
FIGURES = (
    "participants",
    "mark_2",
    "mark_3",
    "mark_4",
    "mark_5",
    "low_count",
    "high_count",
    "low_percent",
    "high_percent",
    "mean_score",
)


class Figures(models.Model):
    """What is known of one group of participants in one procedure and year.

    Counts (`participants`, `mark_2`…`mark_5`, `below_minimum`, `high`) are None where unknown. Where only
    percents were published they stand in `low_percent`/`high_percent` (0–100) and the counts stay None.
    `low_count`/`high_count` are the counts that the shares are made of: marks «2» (ЕГЭ: below the minimum)
    and marks 4 and 5 (or as the catalogue says).
    """

    procedure = models.ForeignKey(Procedure, on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField("год")
    class_label = models.CharField("класс", max_length=10, blank=True, default="")
    participants = models.PositiveIntegerField(null=True)
    mark_2 = models.PositiveIntegerField(null=True)
    mark_3 = models.PositiveIntegerField(null=True)
    mark_4 = models.PositiveIntegerField(null=True)
    mark_5 = models.PositiveIntegerField(null=True)
    low_count = models.PositiveIntegerField(null=True)
    high_count = models.PositiveIntegerField(null=True)
    low_percent = models.DecimalField(max_digits=7, decimal_places=4, null=True)
    high_percent = models.DecimalField(max_digits=7, decimal_places=4, null=True)
    mean_score = models.DecimalField(max_digits=7, decimal_places=3, null=True)
    load = models.ForeignKey(Load, on_delete=models.PROTECT, null=True, related_name="+")
    origin_sheet = models.TextField(blank=True, default="")
    origin_cells = models.TextField(blank=True, default="")

    class Meta:
        abstract = True

    @property
    def low_share(self) -> Decimal | None:
        """Share of «2», 0–1, exact where counts are known; None where nothing is."""
        return _share(self.low_count, self.participants, self.low_percent)

    @property
    def high_share(self) -> Decimal | None:
        """Share of high results, 0–1; None where nothing is known."""
        return _share(self.high_count, self.participants, self.high_percent)

    @property
    def is_percent_only(self) -> bool:
        return self.low_count is None and self.low_percent is not None


def _share(count: int | None, participants: int | None, percent: Decimal | None) -> Decimal | None:
    if count is not None and participants:
        return Decimal(count) / Decimal(participants)
    return None if percent is None else percent / 100


def _figure_constraints(name: str) -> list[models.BaseConstraint]:
    return [
        models.CheckConstraint(
            condition=Q(low_percent__isnull=True) | Q(low_percent__gte=0, low_percent__lte=100),
            name=f"{name}_low_percent_sane",
        ),
        models.CheckConstraint(
            condition=Q(high_percent__isnull=True) | Q(high_percent__gte=0, high_percent__lte=100),
            name=f"{name}_high_percent_sane",
        ),
        models.CheckConstraint(
            condition=Q(low_count__isnull=True)
            | Q(participants__isnull=False, low_count__lte=F("participants")),
            name=f"{name}_low_within_participants",
        ),
        models.CheckConstraint(condition=Q(year__gte=2000, year__lte=2100), name=f"{name}_year_sane"),
    ]


@pghistory.track(
    pghistory.UpdateEvent(label="corrected", row=pghistory.Old),
    pghistory.DeleteEvent(label="withdrawn", row=pghistory.Old),
)
class Fact(Figures):
    """A school's figures; `class_label` is empty for the whole school.

    Corrections keep the old row by a database trigger. A figure corrected by hand says when, by whom and why,
    and no file changes it any more; `load` still tells where the figure first came from.
    """

    school = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="facts")
    corrected_at = models.DateTimeField(null=True)
    corrected_by_name = models.TextField(blank=True, default="", db_default="")
    correction_reason = models.TextField(blank=True, default="", db_default="")

    class Meta:
        ordering = ("school", "procedure", "year", "class_label")
        constraints = [
            models.UniqueConstraint(fields=["school", "procedure", "year", "class_label"], name="fact_once"),
            models.CheckConstraint(
                condition=Q(corrected_at__isnull=True) ^ ~Q(corrected_by_name=""), name="fact_correction_pair"
            ),
            *_figure_constraints("fact"),
        ]
        indexes = [models.Index(fields=["year", "procedure", "school"], name="fact_year")]

    def __str__(self) -> str:
        return f"{self.school_id} {self.procedure_id} {self.year} {self.class_label}".strip()


@pghistory.track(
    pghistory.UpdateEvent(label="replaced", row=pghistory.Old),
    pghistory.DeleteEvent(label="withdrawn", row=pghistory.Old),
)
class GroupFact(Figures):
    """Figures of a comparison group: a territory, or the whole sample where `territory` is the federation.

    A newer file keeps the old row by a database trigger.
    """

    territory = models.ForeignKey(Territory, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ("territory", "procedure", "year", "class_label")
        constraints = [
            models.UniqueConstraint(
                fields=["territory", "procedure", "year", "class_label"], name="group_fact_once"
            ),
            *_figure_constraints("group_fact"),
        ]

    def __str__(self) -> str:
        return f"{self.territory_id} {self.procedure_id} {self.year}"


@pghistory.track(
    pghistory.UpdateEvent(label="replaced", row=pghistory.Old),
    pghistory.DeleteEvent(label="withdrawn", row=pghistory.Old),
)
class Detail(models.Model):
    """A detailed row of the federal export for a school, a class or a comparison group.

    `values`: SCORES {primary score: percent}, TASKS {task: percent of its maximum},
    JOURNAL {"lowered"|"confirmed"|"raised": percent}; `maxima`: TASKS {task: maximum points},
    SCORES {"max": maximum primary score}. A newer file keeps the old row by a database trigger.
    """

    kind = models.CharField(max_length=10, choices=DetailKind.choices)
    procedure = models.ForeignKey(Procedure, on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    school = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, related_name="details")
    territory = models.ForeignKey(Territory, on_delete=models.PROTECT, null=True, related_name="+")
    class_label = models.CharField(max_length=10, blank=True, default="")
    participants = models.PositiveIntegerField(null=True)
    values = models.JSONField()
    maxima = models.JSONField(default=dict)
    load = models.ForeignKey(Load, on_delete=models.PROTECT, null=True, related_name="+")
    origin_sheet = models.TextField(blank=True, default="")
    origin_cells = models.TextField(blank=True, default="")

    class Meta:
        ordering = ("kind", "procedure", "year", "id")
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "procedure", "year", "school", "territory", "class_label"],
                nulls_distinct=False,
                name="detail_once",
            ),
            models.CheckConstraint(
                condition=Q(school__isnull=True) ^ Q(territory__isnull=True), name="detail_has_one_owner"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.procedure_id} {self.year}"
