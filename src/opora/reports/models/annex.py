"""A file that goes with a report under a number of its own."""

import pgtrigger
from django.db import models

from opora.files.models import StoredFile
from opora.reports.models.report import Report

# what was handed over for signature is enclosed as it stands
_STANDS = """
IF EXISTS (SELECT FROM reports_report r
           WHERE r.id IN (NEW.report_id, OLD.report_id) AND r.state <> 'draft') THEN
    RAISE EXCEPTION 'an annex of a report that was handed over stands';
END IF;
IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
RETURN NEW;
"""


class Annex(models.Model):
    """A file enclosed with a report. Its number is its place in `annexes.arranged`.

    `of` is the thing that it was taken from («order:15»), empty for an uploaded one. `file` is a record of this
    annex alone: the bytes stay when the file of the order is replaced.
    """

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="annexes")
    title = models.CharField("название", max_length=300)
    of = models.CharField(max_length=60, blank=True)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    added_by_name = models.TextField()

    class Meta:
        ordering = ("report", "id")
        constraints = [models.CheckConstraint(condition=~models.Q(title=""), name="report_annex_has_title")]
        triggers = [
            pgtrigger.Trigger(
                name="report_annex_stands",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
                func=_STANDS,
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def key(self) -> str:
        """As the order of annexes names it."""
        return f"file:{self.pk}"
