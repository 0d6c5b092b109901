"""Reports of municipalities by the stages of a year: an official letter, numbered and frozen once it is issued."""

from functools import reduce
from operator import or_

import pghistory
import pgtrigger
from django.db import models
from django.db.models import Q

from opora.cycles.models import Cycle
from opora.files.models import StoredFile
from opora.organisations.models import Organisation, Territory
from opora.reports.kinds import called, is_summary
from opora.reports.states import SEALED, ReportState

_SEALED = sorted(state.value for state in SEALED)
#: what an issued letter says, and what of it may never change
_SAID = (
    *("territory", "cycle", "stage", "stage_title", "due", "subject", "addressee_post"),
    *("addressee_organisation", "addressee_name", "reply_to_number", "reply_to_date", "signer_post"),
    *("signer_name", "texts", "content", "as_on", "number", "date", "docx", "pdf", "made_at", "made_by_name"),
    *("issued_at", "issued_by_name"),
)


def _any_differs() -> pgtrigger.Q:
    """Whether the new row says anything else than the old one."""
    differs = (pgtrigger.Q(**{f"old__{name}__df": pgtrigger.F(f"new__{name}")}) for name in _SAID)
    return reduce(or_, differs)


@pghistory.track(
    pghistory.UpdateEvent(label="changed", row=pghistory.Old),
    pghistory.DeleteEvent(label="removed", row=pghistory.Old),
    exclude=["content", "revision", "annex_order"],
)
class Report(models.Model):
    """The letter of a territory about a stage of a programme year.

    `stage` is a code of the catalogue `roadmap-stages` («» where none is published) or that of the year in sum
    (`kinds.SUMMARY`), `stage_title` and `due` are
    its words and its last day when the report was begun. `texts` is what a person wrote: {code: text}
    (`texts.py`); everything else is gathered from facts. `annex_order` names annexes in the order that a person
    gave them (`annexes.arranged`). `content` is what was gathered on `as_on`
    (`content.Content`), kept since the report was handed over for signature: the head signs what they have read.
    `schools` are those it is about. `revision` grows with every write but those of annexes.
    """

    territory = models.ForeignKey(Territory, on_delete=models.PROTECT, related_name="reports")
    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="+")
    stage = models.CharField("этап", max_length=40, blank=True)
    stage_title = models.TextField(blank=True)
    due = models.DateField(null=True)
    state = models.CharField(max_length=9, choices=ReportState.choices, default=ReportState.DRAFT)
    state_since = models.DateField()
    subject = models.CharField("заголовок письма", max_length=300)
    addressee_post = models.CharField("кому: должность", max_length=200, blank=True)
    addressee_organisation = models.CharField("кому: организация", max_length=300, blank=True)
    addressee_name = models.CharField("кому: имя", max_length=200, blank=True)
    reply_to_number = models.CharField("на №", max_length=60, blank=True)
    reply_to_date = models.DateField("от", null=True)
    signer_post = models.CharField("кто подписывает: должность", max_length=200, blank=True)
    signer_name = models.CharField("кто подписывает: имя", max_length=200, blank=True)
    texts = models.JSONField(default=dict, blank=True)
    annex_order = models.JSONField(default=list, blank=True)
    content = models.JSONField(null=True)
    as_on = models.DateField(null=True)
    schools = models.ManyToManyField(Organisation, related_name="+", blank=True)
    number = models.CharField("номер", max_length=60, blank=True)
    date = models.DateField("дата", null=True)
    docx = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")
    pdf = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")
    returned_why = models.TextField(blank=True)
    annulled_why = models.TextField(blank=True)
    revision = models.PositiveIntegerField(default=0)
    made_at = models.DateTimeField()
    made_by_name = models.TextField()
    changed_at = models.DateTimeField()
    changed_by_name = models.TextField()
    issued_at = models.DateTimeField(null=True)
    issued_by_name = models.TextField(blank=True)

    class Meta:
        ordering = ("-cycle__starts", "-due", "-id")
        indexes = [models.Index(fields=["state", "due"], name="report_due")]
        constraints = [
            models.UniqueConstraint(
                fields=["territory", "cycle", "stage"],
                condition=~Q(state=ReportState.ANNULLED),
                name="report_of_stage_once",
            ),
            models.UniqueConstraint(
                fields=["territory", "number", "date"], condition=~Q(number=""), name="report_number_once"
            ),
            models.CheckConstraint(
                condition=Q(state=ReportState.DRAFT, content__isnull=True, as_on__isnull=True)
                | ~Q(state=ReportState.DRAFT) & Q(content__isnull=False, as_on__isnull=False),
                name="report_keeps_what_is_signed",
            ),
            models.CheckConstraint(
                condition=Q(
                    state__in=_SEALED,
                    date__isnull=False,
                    docx__isnull=False,
                    pdf__isnull=False,
                    issued_at__isnull=False,
                )
                & ~Q(number="")
                & ~Q(issued_by_name="")
                | ~Q(state__in=_SEALED)
                & Q(
                    number="",
                    date__isnull=True,
                    docx__isnull=True,
                    pdf__isnull=True,
                    issued_at__isnull=True,
                    issued_by_name="",
                ),
                name="report_issued_is_whole",
            ),
            models.CheckConstraint(
                condition=Q(state=ReportState.ANNULLED) ^ Q(annulled_why=""), name="report_annulled_with_why"
            ),
        ]
        triggers = [
            # an issued letter may only be annulled, and then still says what it said
            pgtrigger.Protect(
                name="report_only_annulled",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__state=ReportState.ANNULLED)
                | pgtrigger.Q(old__state=ReportState.ISSUED) & ~pgtrigger.Q(new__state=ReportState.ANNULLED),
            ),
            pgtrigger.Protect(
                name="report_issued_stands",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__state=ReportState.ISSUED) & _any_differs(),
            ),
            pgtrigger.Protect(
                name="report_issued_stays",
                operation=pgtrigger.Delete,
                condition=pgtrigger.Q(old__state__in=_SEALED),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        return called(self.stage_title)

    @property
    def is_summary(self) -> bool:
        return is_summary(self.stage)

    @property
    def path(self) -> str:
        """Of its territory, which is to be joined."""
        return self.territory.path or ""

    @property
    def is_sealed(self) -> bool:
        return self.state in SEALED
