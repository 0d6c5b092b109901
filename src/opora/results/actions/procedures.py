"""Procedures follow the published catalogue."""

from datetime import datetime

from django.db import transaction

from opora.access import Actor
from opora.history.actions import record
from opora.results.models import Procedure
from opora.results.queries.catalogue import published


@transaction.atomic
def sync_procedures(*, by: Actor, at: datetime) -> int:
    """Write a row for every procedure of the published catalogue; returns how many were new or changed.

    A procedure that left the catalogue stays: old figures point to it. One history event if anything changed.
    """
    known = {row.code: row for row in Procedure.objects.select_for_update()}
    touched = 0
    for position, declared in enumerate(published().procedures):
        row = known.get(declared.code) or Procedure(code=declared.code)
        wanted = {
            "test": declared.test,
            "subject": declared.subject,
            "grade": declared.grade,
            "title": declared.title,
            "position": position,
            "is_mandatory": declared.is_mandatory,
        }
        if row.pk is None or any(getattr(row, name) != value for name, value in wanted.items()):
            for name, value in wanted.items():
                setattr(row, name, value)
            row.save()
            touched += 1
    if touched:
        record(
            by=by,
            at=at,
            verb="обновил(а) список процедур по каталогу",
            subject_kind="procedures",
            subject_title="Процедуры и предметы",
            details={"changed": touched},
        )
    return touched
