"""A document as a programme: its rows and the directions of its school, put together."""

from collections.abc import Iterable
from datetime import date

from opora.documents.checks.rulebook import Rulebook
from opora.documents.exchange import parse_row
from opora.documents.models import Document, Row
from opora.documents.programme import ROWS, Direction, Executor, Measure, Participant, Programme
from opora.documents.queries.loading import rows_of
from opora.measures.models import Measure as KeptMeasure
from opora.risks import models as risks
from opora.risks.states import DirectionState, Happening

PASSAGES = "passages"
#: the tables whose rows a document keeps itself
OWN_TABLES = (PASSAGES, *(table for table in ROWS if table != "directions"))
_NOT_TAKEN = {DirectionState.FOUND.value, DirectionState.WITHDRAWN.value}


def programme_of(document: Document, book: Rulebook, rows: Iterable[Row] | None = None) -> Programme:
    """The document as it stands now; its school is to be joined. Two queries, three without `rows`."""
    found = rows_of(document) if rows is None else list(rows)
    tables: dict[str, list[object]] = {}
    for row in found:
        tables.setdefault(row.table, []).append(_parsed(row))
    named = {row.content.get("direction") for row in found}
    return Programme(
        kind=document.kind,
        title=document.title,
        school=document.school.key if document.school else "",
        school_name=document.school.name if document.school else "",
        cycle=document.cycle.code,
        starts=document.starts,
        ends=document.ends,
        directions=tuple(_directions(document, book, named)),
        **{table: tuple(rows) for table, rows in tables.items()},  # type: ignore[arg-type]
    )


def _parsed(row: Row) -> object:
    if row.measure is not None:
        return as_measure(row.code, row.content.get("task", ""), row.measure)
    identity = {"section" if row.table == PASSAGES else "id": row.code}
    return parse_row(row.table, identity | row.content)


def as_measure(code: str, task: str, kept: KeptMeasure) -> Measure:
    """A kept measure as a row of the chain."""
    return Measure(
        id=code,
        task=task,
        title=kept.title,
        form=kept.form,
        starts=kept.starts,
        ends=kept.ends,
        when=kept.when,
        executors=tuple(Executor(each) for each in kept.executors),
        named=tuple(kept.named),
        participants=tuple(Participant(each) for each in kept.participants),
        result=kept.result,
        resources=kept.resources,
    )


def direction_code(pk: int) -> str:
    """How a row names a direction of the school: «d12»."""
    return f"d{pk}"


def directions_for(document: Document) -> list[risks.Direction]:
    """Those that the document may answer for: its own one, or all of the school's year. One query."""
    if document.school_id is None:
        return []
    found = risks.Direction.objects.filter(school=document.school_id, cycle=document.cycle_id)
    if document.direction_id is not None:
        found = found.filter(pk=document.direction_id)
    return list(found.order_by("factor_code", "id"))


def _directions(document: Document, book: Rulebook, named: set[str | None]) -> list[Direction]:
    """Directions the school has taken, and those that a row still names."""
    kept = [
        each
        for each in directions_for(document)
        if each.state not in _NOT_TAKEN or direction_code(each.pk) in named
    ]
    activated = _activated(kept)
    return [
        Direction(
            id=direction_code(each.pk),
            factor=each.factor_code,
            title=each.factor_title,
            state=each.state,
            level=each.level,
            activated_on=activated.get(each.pk),
            staff=book.staff_of(each.factor_code),
        )
        for each in kept
    ]


def _activated(directions: list[risks.Direction]) -> dict[int | None, date | None]:
    """The last day on which each was activated."""
    if not directions:
        return {}
    days = risks.Milestone.objects.filter(direction__in=directions, what=Happening.ACTIVATION)
    return dict(days.order_by("last").values_list("direction_id", "last"))
