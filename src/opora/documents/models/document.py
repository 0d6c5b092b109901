"""A document, its rows, the versions that were kept, who is writing now, until when it is awaited."""

import pghistory
import pgtrigger
from django.db import models
from django.db.models import Q

from opora.catalogues.models import Version
from opora.cycles.models import Cycle
from opora.documents.states import DocumentState, Form, Kept
from opora.files.models import StoredFile
from opora.measures.models import Measure
from opora.organisations.models import Organisation, Territory
from opora.risks.models import Direction


@pghistory.track(
    pghistory.UpdateEvent(
        label="changed",
        row=pghistory.Old,
        condition=pghistory.AnyChange("state", "title", "starts", "ends", "file", "is_incomplete"),
    ),
    pghistory.DeleteEvent(label="removed", row=pghistory.Old),
    exclude=["revision", "last_code", "changed_at", "changed_by_name"],
)
class Document(models.Model):
    """A document of a school, or of a territory, in a programme year. `version` says what its kind contains.

    `direction` is the one it answers for where each has its own document. `revision` grows with every change of
    a row, `last_code` numbers rows: a number is never given twice. An attached document has its `file`, and
    `preview` where it was converted. `cover` is what a person wrote for the title page: {field of `CoverForm`: text}.
    """

    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="+")
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=60)
    school = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, related_name="documents")
    territory = models.ForeignKey(Territory, on_delete=models.PROTECT, null=True, related_name="documents")
    direction = models.ForeignKey(Direction, on_delete=models.PROTECT, null=True, related_name="documents")
    title = models.TextField()
    starts = models.DateField(null=True)
    ends = models.DateField(null=True)
    form = models.CharField(max_length=8, choices=Form.choices, default=Form.WRITTEN)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")
    preview = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")
    cover = models.JSONField(default=dict, blank=True)
    is_incomplete = models.BooleanField(default=False)
    incomplete_note = models.TextField(blank=True)
    state = models.CharField(
        max_length=9, choices=DocumentState.choices, default=DocumentState.DRAFT, db_index=True
    )
    state_since = models.DateField()
    revision = models.PositiveIntegerField(default=0)
    last_code = models.PositiveIntegerField(default=0)
    made_at = models.DateTimeField()
    made_by_name = models.TextField()
    changed_at = models.DateTimeField()
    changed_by_name = models.TextField()

    class Meta:
        ordering = ("-cycle__starts", "school__sort_name", "kind", "id")
        indexes = [models.Index(fields=["school", "cycle"], name="document_of_school")]
        constraints = [
            models.CheckConstraint(
                condition=Q(school__isnull=True) ^ Q(territory__isnull=True), name="document_has_one_owner"
            ),
            models.CheckConstraint(
                condition=Q(form=Form.WRITTEN) | Q(file__isnull=False), name="document_attached_has_file"
            ),
            models.CheckConstraint(
                condition=Q(is_incomplete=True) | Q(incomplete_note=""), name="document_note_where_incomplete"
            ),
            models.UniqueConstraint(
                fields=["cycle", "kind", "school", "territory", "direction"],
                condition=~Q(state=DocumentState.ARCHIVED),
                nulls_distinct=False,
                name="document_one_alive",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def territory_path(self) -> str:
        """The path of the territory it lies in. The school's territory is to be joined."""
        place = self.school.territory if self.school else self.territory
        return (place.path if place else "") or ""


@pghistory.track(
    pghistory.UpdateEvent(label="changed", row=pghistory.Old),
    pghistory.DeleteEvent(label="removed", row=pghistory.Old),
    exclude=["token"],
)
class Row(models.Model):
    """One row of a table of the chain (`programme.ROWS`), or the free text of a section («passages»).

    `content` has the fields of the row's dataclass but its id: links are codes of other rows. The words of a
    measure stand in the measure itself. `revision` grows with every change of this row. `token` is that of the
    form which made it: the same form sent again writes this row, not a second one.
    """

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="rows")
    table = models.CharField(max_length=10)
    code = models.CharField(max_length=60)
    position = models.PositiveIntegerField()
    content = models.JSONField(default=dict)
    measure = models.OneToOneField(Measure, on_delete=models.PROTECT, null=True, related_name="row")
    token = models.CharField(max_length=32, blank=True)
    revision = models.PositiveIntegerField(default=0)
    changed_at = models.DateTimeField()
    changed_by_name = models.TextField()

    class Meta:
        ordering = ("document_id", "table", "position", "id")
        constraints = [
            models.UniqueConstraint(fields=["document", "table", "code"], name="row_code_once"),
            models.UniqueConstraint(
                fields=["document", "token"], condition=~Q(token=""), name="row_token_once"
            ),
            models.CheckConstraint(
                condition=Q(table="measures", measure__isnull=False)
                | ~Q(table="measures") & Q(measure__isnull=True),
                name="row_measure_is_one",
            ),
        ]

    def __str__(self) -> str:
        return self.code


class DocumentVersion(models.Model):
    """A document as it stood, in the exchange format; written once.

    `checked` is what the rules of that day said (`report.as_json`); of what is kept by the way it is empty. `facts`
    are what stood ready that day: {section: [[what, value, note]]}.
    """

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    kept_for = models.CharField(max_length=8, choices=Kept.choices)
    content = models.JSONField()
    checked = models.JSONField(default=dict)
    facts = models.JSONField(default=dict)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField()
    made_by_id = models.BigIntegerField(null=True)
    made_by_name = models.TextField()

    class Meta:
        ordering = ("document_id", "-number")
        constraints = [
            models.UniqueConstraint(fields=["document", "number"], name="document_version_number_once")
        ]
        triggers = [pgtrigger.Protect(name="document_version_stands", operation=pgtrigger.Update)]

    def __str__(self) -> str:
        return f"версия {self.number}"


class Presence(models.Model):
    """Who had a document open for writing, and when last. `told_on`: history says it of that day."""

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="presences")
    person_id = models.BigIntegerField()
    name = models.TextField()
    seen_at = models.DateTimeField()
    told_on = models.DateField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["document", "person_id"], name="presence_once")]

    def __str__(self) -> str:
        return self.name


@pghistory.track(
    pghistory.UpdateEvent(label="changed", row=pghistory.Old),
    pghistory.DeleteEvent(label="removed", row=pghistory.Old),
)
class Deadline(models.Model):
    """Until when schools of a territory send documents of a kind; after it for `grace_days` more, told as late."""

    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="+")
    territory = models.ForeignKey(Territory, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=60)
    due = models.DateField()
    grace_days = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ("due", "id")
        constraints = [models.UniqueConstraint(fields=["cycle", "territory", "kind"], name="deadline_once")]

    def __str__(self) -> str:
        return f"{self.kind}: {self.due:%d.%m.%Y}"
