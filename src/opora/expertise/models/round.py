"""A round of expertise, who may score in it, which documents or whose work lie in it."""

import pghistory
from django.db import models
from django.db.models import F, Q

from opora.catalogues.models import Version
from opora.cycles.models import Cycle
from opora.documents.models import Document, DocumentVersion
from opora.expertise.naming import NAMINGS, Naming
from opora.expertise.scoring import HOW_TITLES
from opora.expertise.states import RoundState, SecondSheet, Subject
from opora.ordering import folded
from opora.organisations.models import Organisation, Territory

SAMPLE_PERCENT, ALLOWED_DIFFERENCE = 15, 3


@pghistory.track(
    pghistory.UpdateEvent(label="changed", row=pghistory.Old),
    pghistory.DeleteEvent(label="removed", row=pghistory.Old),
)
class Round(models.Model):
    """An expertise of a territory's documents, or of its curators' work, by one sheet. `kinds` are codes of kinds
    of documents, none where curators are the subject.

    `number` is 1 for the first expertise of a subject in a year, 2 for the one after corrections. `seed` decides what is
    left to chance, so that it can be repeated. `most_each` bounds the documents of one expert.
    """

    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="+")
    territory = models.ForeignKey(Territory, on_delete=models.PROTECT, related_name="+")
    title = models.CharField("название", max_length=200)
    number = models.PositiveSmallIntegerField("номер")
    subject = models.CharField(max_length=9, choices=Subject.choices, default=Subject.DOCUMENTS)
    kinds = models.JSONField(default=list)
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="+")
    second = models.CharField(max_length=4, choices=SecondSheet.choices, default=SecondSheet.SOME)
    sample_percent = models.PositiveSmallIntegerField(default=SAMPLE_PERCENT)
    allowed_difference = models.PositiveSmallIntegerField(default=ALLOWED_DIFFERENCE)
    most_each = models.PositiveIntegerField(null=True)
    opens = models.DateField("начало")
    closes = models.DateField("срок")
    seed = models.CharField(max_length=40)
    state = models.CharField(max_length=11, choices=RoundState.choices, default=RoundState.PREPARING)
    state_since = models.DateField()
    made_at = models.DateTimeField()
    made_by_name = models.TextField()

    class Meta:
        ordering = ("-cycle__starts", "-number", "id")
        constraints = [
            models.UniqueConstraint(
                fields=["cycle", "territory", "subject", "number"], name="round_number_once"
            ),
            models.CheckConstraint(condition=Q(closes__gte=F("opens")), name="round_days_in_order"),
            models.CheckConstraint(condition=Q(sample_percent__lte=100), name="round_sample_is_a_share"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_of_curators(self) -> bool:
        return self.subject == Subject.CURATORS

    @property
    def naming(self) -> Naming:
        return NAMINGS[self.subject]


class Panelist(models.Model):
    """An expert who may be given documents in a round."""

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="panel")
    person_id = models.BigIntegerField()
    name = models.TextField()

    class Meta:
        ordering = ("name", "id")
        constraints = [models.UniqueConstraint(fields=["round", "person_id"], name="panelist_once")]

    def __str__(self) -> str:
        return self.name


class Entry(models.Model):
    """A document in a round as it was confirmed, or a school that presented none of a kind; in a round of curators
    somebody's work in a year.

    `number` is all that an expert learns of whose it is: what was not presented has none. `is_sampled`: a second
    expert whatever the first says. `points`, `zone` and `how` are written when the round closes. `facts` of a
    curator's work stand as they were when the round began: {schools: [[id, territory path]], municipalities: [id],
    figures: those of `curating.Figures`}.
    """

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="entries")
    school = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, related_name="+")
    curator_id = models.BigIntegerField(null=True)
    curator_name = models.TextField(blank=True)
    facts = models.JSONField(default=dict)
    kind = models.CharField(max_length=60)
    document = models.ForeignKey(Document, on_delete=models.PROTECT, null=True, related_name="+")
    version = models.ForeignKey(DocumentVersion, on_delete=models.PROTECT, null=True, related_name="+")
    number = models.PositiveIntegerField(null=True)
    is_sampled = models.BooleanField(default=False)
    points = models.PositiveSmallIntegerField(null=True)
    zone = models.CharField(max_length=60, blank=True)
    how = models.CharField(
        max_length=6, choices=[(how.value, title) for how, title in HOW_TITLES.items()], blank=True
    )

    class Meta:
        ordering = ("round", "number", "id")
        indexes = [models.Index(fields=["school", "round"], name="entry_of_school")]
        constraints = [
            models.UniqueConstraint(fields=["round", "document"], name="entry_document_once"),
            models.UniqueConstraint(
                fields=["round", "school", "kind"],
                condition=Q(document__isnull=True),
                name="entry_absent_once",
            ),
            models.UniqueConstraint(fields=["round", "number"], name="entry_number_once"),
            models.UniqueConstraint(fields=["round", "curator_id"], name="entry_curator_once"),
            models.CheckConstraint(
                condition=Q(curator_id__isnull=True, curator_name="", school__isnull=False)
                | Q(curator_id__isnull=False, school__isnull=True, document__isnull=True)
                & ~Q(curator_name=""),
                name="entry_of_school_or_curator",
            ),
            models.CheckConstraint(
                condition=Q(
                    document__isnull=True, version__isnull=True, number__isnull=True, points__isnull=True
                )
                | Q(document__isnull=False, version__isnull=False, number__isnull=False)
                | Q(curator_id__isnull=False, version__isnull=True, number__isnull=False),
                name="entry_presented_or_absent",
            ),
            models.CheckConstraint(
                condition=Q(zone="", how="", points__isnull=True)
                | ~Q(zone="") & ~Q(how="") & (Q(number__isnull=True) | Q(points__isnull=False)),
                name="entry_final_is_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"№ {self.number}" if self.number else "не представлено"

    @property
    def is_absent(self) -> bool:
        """Nothing was presented: there is nothing to score."""
        return self.number is None

    @property
    def owner(self) -> Organisation:
        """The school, in a round of documents."""
        assert self.school is not None
        return self.school

    @property
    def places(self) -> list[tuple[int, str]]:
        """(id, territory path) of the school, or of every school of the curator."""
        if self.curator_id is None:
            return [(self.owner.pk, self.owner.territory.path or "")]
        return [(school, path) for school, path in self.facts["schools"]]

    @property
    def whose(self) -> str:
        """For those who may know it."""
        return self.school.name if self.school else self.curator_name

    @property
    def order(self) -> tuple[str, int]:
        """By the name of the school or of the curator."""
        if self.school:
            return self.school.sort_name, self.school.pk
        return folded(self.curator_name), self.curator_id or 0
