"""What each document of a closed round came to: its score and zone, the points of its sheets, not their words.

A round may hold thousands of documents: columns are read, not objects.
"""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any, NamedTuple

from django.db.models import IntegerField, QuerySet
from django.db.models.fields.json import KeyTextTransform, KeyTransform
from django.db.models.functions import Cast

from opora.documents.checks.sheet import Sheet
from opora.expertise.models import Assignment, Entry, Round
from opora.expertise.scoring import mean
from opora.expertise.states import AssignmentState
from opora.ordering import folded


class Scored(NamedTuple):
    """A sheet that was sent; `points` stand in the order of the criteria."""

    place: str
    total: int
    points: tuple[int | None, ...]
    weaknesses: Sequence[str]


class Line(NamedTuple):
    """A document or a curator's work. `order` is by the name of its owner; `means` are those of its sheets by
    criterion, none where it has no sheet; `mirror` is the sum that the rules saw.
    """

    pk: int
    number: int | None
    kind: str
    points: int | None
    zone: str
    how: str
    direction_id: int | None
    mirror: int | None
    school_id: int | None
    key: str
    territory: str
    whose: str
    order: tuple[str, int]
    sheets: Sequence[Scored]
    means: tuple[float | None, ...]

    @property
    def is_absent(self) -> bool:
        """Nothing was presented."""
        return self.number is None


_COLUMNS = (
    "pk",
    "number",
    "kind",
    "points",
    "zone",
    "how",
    "document__direction_id",
    "version__checked__mirror__total",
    "school_id",
    "school__key",
    "school__territory__name",
    "school__name",
    "school__sort_name",
    "curator_name",
    "curator_id",
)


def lines_of(of: Round, sheet: Sheet, entries: QuerySet[Entry]) -> list[Line]:
    """Those of the entries that lie in the round, presented first, by number. Two queries however many."""
    inside = entries.filter(round=of)
    scored = _scored(sheet, inside)
    rows = inside.order_by("number", "school__sort_name", "curator_name", "kind", "id").values_list(*_COLUMNS)
    return [_line(row, scored.get(row[0], ())) for row in rows]


def _line(row: tuple[Any, ...], sheets: Sequence[Scored]) -> Line:
    pk, number, kind, points, zone, how, direction, mirror, *of_school, curator_name, curator = row
    school, key, territory, name, sort_name = of_school
    return Line(
        pk=pk,
        number=number,
        kind=kind,
        points=points,
        zone=zone,
        how=how,
        direction_id=direction,
        mirror=mirror,
        school_id=school,
        key=key or "",
        territory=territory or "",
        whose=curator_name if school is None else name,
        order=(folded(curator_name), curator or 0) if school is None else (sort_name, school),
        sheets=sheets,
        means=_means(sheets),
    )


def _means(sheets: Sequence[Scored]) -> tuple[float | None, ...]:
    if len(sheets) == 1:
        return tuple([None if points is None else float(points) for points in sheets[0].points])
    return tuple([mean(points) for points in zip(*(each.points for each in sheets), strict=True)])


def _scored(sheet: Sheet, entries: QuerySet[Entry]) -> dict[int, list[Scored]]:
    """Sheets that were sent by the id of their entry, in order of places. One query."""
    points = [
        Cast(KeyTextTransform("points", KeyTransform(criterion.code, "sheet__marks")), IntegerField())
        for criterion in sheet.criteria
    ]
    rows = (
        Assignment.objects.filter(entry__in=entries, state=AssignmentState.SENT)
        .order_by("entry_id", "place", "id")
        .values_list("entry_id", "place", "sheet__total", "sheet__weaknesses", *points)
    )
    found: dict[int, list[Scored]] = defaultdict(list)
    for entry, place, total, weaknesses, *marks in rows:
        found[entry].append(Scored(place, total, tuple(marks), weaknesses))
    return found
