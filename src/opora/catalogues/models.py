"""Definitions and their versions. A published version never changes: the database refuses it."""

import pgtrigger
from django.db import models
from django.db.models import Q

from opora.catalogues.states import Origin, VersionState
from opora.ordering import FoldedName


class Definition(models.Model):
    """A definition of a kind: the base one (`territory_path` empty), or a territory's own copy."""

    kind = models.CharField(max_length=40)
    code = models.CharField(max_length=60)
    title = models.CharField(max_length=200)
    territory_id = models.BigIntegerField(null=True)
    territory_path = models.CharField(max_length=120, blank=True, default="", db_collation="C")
    territory_name = models.CharField(max_length=200, blank=True, default="")
    sort_name = models.GeneratedField(
        expression=FoldedName("title"), output_field=models.TextField(db_collation="C"), db_persist=True
    )

    class Meta:
        ordering = ("kind", "sort_name", "id")
        constraints = [
            models.UniqueConstraint(fields=["kind", "code", "territory_path"], name="definition_once")
        ]

    def __str__(self) -> str:
        return self.title


class Version(models.Model):
    """One state of a definition's content. `number` counts from 1; a draft already has its number."""

    definition = models.ForeignKey(Definition, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=12, choices=VersionState.choices)
    content = models.JSONField()
    content_hash = models.CharField(max_length=64)
    origin = models.CharField(max_length=10, choices=Origin.choices)
    source = models.TextField(blank=True)
    note = models.TextField(blank=True)
    created_at = models.DateTimeField()
    created_by_name = models.TextField()
    published_at = models.DateTimeField(null=True)
    published_by_name = models.TextField(blank=True)
    superseded_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-number", "-id")
        constraints = [
            models.UniqueConstraint(fields=["definition", "number"], name="version_number_once"),
            models.UniqueConstraint(
                fields=["definition"], condition=Q(state=VersionState.DRAFT), name="version_one_draft"
            ),
            models.UniqueConstraint(
                fields=["definition"], condition=Q(state=VersionState.PUBLISHED), name="version_one_published"
            ),
            models.CheckConstraint(
                condition=Q(published_at__isnull=True) ^ ~Q(published_by_name=""),
                name="version_published_pair",
            ),
            models.CheckConstraint(
                condition=Q(state=VersionState.DRAFT) ^ Q(published_at__isnull=False),
                name="version_published_has_time",
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="published_content_stays",
                operation=pgtrigger.UpdateOf(  # type: ignore[no-untyped-call]
                    "content", "content_hash", "number", "definition_id", "origin", "source", "note"
                ),
                condition=pgtrigger.Q(old__state__in=[VersionState.PUBLISHED, VersionState.SUPERSEDED]),
            ),
            pgtrigger.Protect(
                name="published_is_not_deleted",
                operation=pgtrigger.Delete,
                condition=pgtrigger.Q(old__state__in=[VersionState.PUBLISHED, VersionState.SUPERSEDED]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.definition_id} в. {self.number}"
