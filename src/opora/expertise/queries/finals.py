"""What each document of a round comes to: its sheets, what was agreed, the final score or what it still needs."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from typing import NamedTuple

from django.db.models import Prefetch

from opora.expertise.models import Assignment, Entry, Reconciliation, Round
from opora.expertise.queries.documents import sheet_of
from opora.expertise.scoring import Final, Need, final, is_red
from opora.expertise.states import AssignmentState, SecondSheet


@dataclass(frozen=True, slots=True)
class Outcome:
    """`sent` are assignments with their sheets in order of places; `final` is None for what was not presented."""

    entry: Entry
    sent: tuple[Assignment, ...]
    waiting: int
    agreed: int | None
    final: Final | Need | None

    @property
    def points(self) -> list[int]:
        return [each.sheet.total for each in self.sent if each.sheet.total is not None]


_ORDER = ("number", "school__sort_name", "curator_name", "kind", "id")


def outcomes(of: Round) -> list[Outcome]:
    """Every entry with all that was written of it, presented first, by number; three queries however many."""
    sheets = Assignment.objects.select_related("sheet")
    entries = (
        Entry.objects.filter(round=of)
        .prefetch_related(Prefetch("assignments", sheets), "reconciliations")
        .order_by(*_ORDER)
    )
    return [outcome_of(of, entry) for entry in entries]


def outcome_of(of: Round, entry: Entry) -> Outcome:
    """One entry with its assignments, their sheets and what was agreed fetched."""
    if entry.is_absent:
        return Outcome(entry, (), 0, None, None)
    each = sorted(entry.assignments.all(), key=lambda a: (a.place, a.pk))
    sent = tuple(a for a in each if a.state == AssignmentState.SENT)
    waiting = sum(a.state == AssignmentState.WAITING for a in each)
    totals = [a.sheet.total for a in sent if a.sheet.total is not None]
    agreements = list(entry.reconciliations.all())
    agreed = agreements[0].points if agreements else None
    sheet = sheet_of(of)
    found = _reckoned(of, totals, agreed, lambda points: is_red(sheet, points), is_sampled=entry.is_sampled)
    return Outcome(entry, sent, waiting, agreed, found)


def _reckoned(
    of: Round, totals: Sequence[int], agreed: int | None, is_low: Callable[[int], bool], *, is_sampled: bool
) -> Final | Need:
    wants = of.second == SecondSheet.ALL or is_sampled or (bool(totals) and is_low(totals[0]))
    return final(totals, allowed=of.allowed_difference, agreed=agreed, wants_second=wants)


class Given(NamedTuple):
    """An assignment: to whom, what became of it, the sum of its sheet."""

    person_id: int
    person_name: str
    state: str
    total: int | None


class Standing(NamedTuple):
    """An outcome by its figures alone; `given` in order of places, `points` are sums of sheets that were sent."""

    pk: int
    number: int | None
    kind: str
    whose: str
    given: tuple[Given, ...]
    points: list[int]
    waiting: int
    final: Final | Need | None


_COLUMNS = ("pk", "number", "kind", "school__name", "curator_name", "is_sampled")
_GIVEN = ("person_id", "person_name", "state", "sheet__total")


def standings(of: Round) -> list[Standing]:
    """`outcomes` without what was written. Columns, not objects: two queries however many."""
    return list(_standings(of))


def _standings(of: Round) -> Iterator[Standing]:
    sheet = sheet_of(of)
    reds = {points for points in range(sheet.points + 1) if is_red(sheet, points)}
    agreed = dict(
        Reconciliation.objects.filter(entry__round=of)
        .order_by("made_at", "id")
        .values_list("entry_id", "points")
    )
    rows = (
        Entry.objects.filter(round=of)
        .order_by(*_ORDER, "assignments__place", "assignments__id")
        .values_list(*_COLUMNS, *(f"assignments__{each}" for each in _GIVEN))
    )
    first = len(_COLUMNS)
    for (pk, number, kind, school, curator, is_sampled), found in groupby(rows, itemgetter(*range(first))):
        given = tuple([Given(*row[first:]) for row in found if row[first] is not None])
        if number is None:
            yield Standing(pk, number, kind, school or curator, given, [], 0, None)
            continue
        points = [each.total for each in given if each.state == AssignmentState.SENT]
        totals = [each for each in points if each is not None]
        waiting = sum(each.state == AssignmentState.WAITING for each in given)
        reckoned = _reckoned(of, totals, agreed.get(pk), reds.__contains__, is_sampled=is_sampled)
        yield Standing(pk, number, kind, school or curator, given, totals, waiting, reckoned)
