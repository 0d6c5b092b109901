"""Writing over a row only where it still is what was read: nobody's change is lost, and no second read is made."""

from collections.abc import Iterable

from django.db.models import Model, QuerySet


def as_read[M: Model](row: M, fields: Iterable[str]) -> QuerySet[M]:
    """The row in its table, if these fields still hold what `row` does; else nothing."""
    read = {name: getattr(row, name) for name in fields}
    known = {name: value for name, value in read.items() if value is not None}
    unknown = {f"{name}__isnull": True for name, value in read.items() if value is None}
    return type(row)._default_manager.filter(pk=row.pk, **known, **unknown)
