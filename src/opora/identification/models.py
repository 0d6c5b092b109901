"""Yearly lists and what they say of each school. An approved list is never changed: a new one replaces it."""

from datetime import date
from typing import Any

import pgtrigger
from django.db import models
from django.db.models import Q

from opora.cycles.models import Cycle
from opora.identification.states import OPEN_STATES, ListKind, ListState, Mode
from opora.organisations.models import Organisation, Territory


class YearList(models.Model):
    """A list of one kind for a territory and a programme year.

    `number` counts the lists of the same kind, territory and year. `rule` is the content the list was drawn
    up by (empty for an imported list, which names its `source` instead); `data_version` is the hash of
    the figures used, `last_year` the year the grounds looked at. `shown_at` stays when the draft is taken back:
    schools that saw it once are asked again, or `unasked_reason` says why not.
    """

    kind = models.CharField("вид", max_length=10, choices=ListKind.choices)
    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="lists")
    territory = models.ForeignKey(Territory, on_delete=models.PROTECT, related_name="lists")
    number = models.PositiveSmallIntegerField("номер", default=1)
    state = models.CharField(max_length=12, choices=ListState.choices, default=ListState.DRAFT)

    rule = models.JSONField(default=dict, blank=True)
    rule_version = models.TextField(blank=True)
    mode = models.CharField(max_length=3, blank=True, choices=[(m.value, m.value) for m in Mode])
    threshold = models.DecimalField(max_digits=7, decimal_places=6, null=True)
    last_year = models.PositiveSmallIntegerField(null=True)
    data_version = models.CharField(max_length=64, blank=True)
    source = models.TextField("откуда", blank=True)

    drawn_at = models.DateTimeField()
    drawn_by_name = models.TextField()
    opened_at = models.DateTimeField(null=True)
    opened_by_name = models.TextField(blank=True)
    objections_until = models.DateField("возражения до", null=True)
    shown_at = models.DateTimeField("когда впервые показали школам", null=True)
    unasked_reason = models.TextField("почему не открыли для возражений снова", blank=True)
    approved_at = models.DateTimeField(null=True)
    approved_by_name = models.TextField(blank=True)
    order_number = models.CharField("номер приказа", max_length=60, blank=True)
    order_date = models.DateField("дата приказа", null=True, blank=True)

    class Meta:
        ordering = ("-cycle__starts", "territory__sort_name", "kind", "-number", "id")
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "cycle", "territory", "number"], name="year_list_number_once"
            ),
            models.UniqueConstraint(
                fields=["kind", "cycle", "territory"],
                condition=Q(state__in=OPEN_STATES),
                name="year_list_one_draft",
            ),
            models.UniqueConstraint(
                fields=["kind", "cycle", "territory"],
                condition=Q(state=ListState.APPROVED),
                name="year_list_one_approved",
            ),
            models.CheckConstraint(
                condition=Q(opened_at__isnull=True) ^ ~Q(opened_by_name=""),
                name="year_list_opened_at_with_by",
            ),
            models.CheckConstraint(
                condition=Q(opened_at__isnull=True, objections_until__isnull=True)
                | Q(opened_at__isnull=False, objections_until__isnull=False),
                name="year_list_window_has_end",
            ),
            models.CheckConstraint(
                condition=Q(approved_at__isnull=True) ^ ~Q(approved_by_name=""),
                name="year_list_approved_at_with_by",
            ),
            models.CheckConstraint(
                condition=Q(state__in=OPEN_STATES) ^ Q(approved_at__isnull=False),
                name="year_list_approved_once_in_force",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.cycle_id} {self.territory_id} № {self.number}"

    def window_is_over(self, today: date) -> bool:
        """True where schools may no longer object, or were never asked."""
        return self.objections_until is None or self.objections_until < today

    @property
    def owes_a_window(self) -> bool:
        """True for a draft that schools saw and that was changed or hidden since: they are to be asked again."""
        return self.state == ListState.DRAFT and self.shown_at is not None

    @property
    def is_open(self) -> bool:
        return self.state in OPEN_STATES

    @property
    def subject_title(self) -> str:
        """«Список ШНОР, 2026/27, Заречный округ», for history and headings."""
        return f"Список {self.get_kind_display()}, {self.cycle.title}, {self.territory.name}"


_STANDS = """
IF EXISTS (SELECT FROM identification_yearlist l
           WHERE l.id = OLD.year_list_id AND l.state IN ('approved', 'superseded')) THEN
    RAISE EXCEPTION 'an entry of an approved list stands';
END IF;
IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
RETURN NEW;
"""


class ListEntry(models.Model):
    """What a list says of one school, with the words and figures as they stood then.

    `by_rule` is the rule's own answer, `listed` the answer after a person's decision, if there is one.
    `outcome` is the school's row of the protocol (see `engine.outcomes`); empty for imported lists.
    `repeated`, `entered`, `left` compare with the lists approved for the year before.
    """

    year_list = models.ForeignKey(YearList, on_delete=models.CASCADE, related_name="entries")
    school = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="listings")
    position = models.PositiveIntegerField()
    school_name = models.TextField()
    territory_name = models.TextField()
    listed = models.BooleanField()
    by_rule = models.BooleanField(default=False)
    repeated = models.BooleanField(default=False)
    entered = models.BooleanField(default=False)
    left = models.BooleanField(default=False)
    outcome = models.JSONField(default=dict, blank=True)
    note = models.TextField("основание", blank=True)
    pupils = models.PositiveIntegerField(null=True)
    teachers = models.PositiveIntegerField(null=True)
    manual_listed = models.BooleanField(null=True)
    manual_reason = models.TextField("причина", blank=True)
    manual_at = models.DateTimeField(null=True)
    manual_by_name = models.TextField(blank=True)

    class Meta:
        ordering = ("position", "id")
        constraints = [
            models.UniqueConstraint(fields=["year_list", "school"], name="list_entry_once"),
            models.CheckConstraint(
                condition=Q(
                    manual_listed__isnull=True, manual_at__isnull=True, manual_by_name="", manual_reason=""
                )
                | Q(manual_listed__isnull=False, manual_at__isnull=False)
                & ~Q(manual_by_name="")
                & ~Q(manual_reason=""),
                name="list_entry_decision_complete",
            ),
        ]
        indexes = [models.Index(fields=["school", "listed"], name="list_entry_school")]
        triggers = [
            pgtrigger.Trigger(
                name="approved_entry_stands",
                when=pgtrigger.Before,
                operation=pgtrigger.Update | pgtrigger.Delete,
                func=_STANDS,
            )
        ]

    def __str__(self) -> str:
        return self.school_name

    @property
    def is_manual(self) -> bool:
        return self.manual_listed is not None

    @property
    def grounds(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self.outcome.get("grounds", [])
        return found
