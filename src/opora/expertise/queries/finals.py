"""What each document of a round comes to: its sheets, what was agreed, the final score or what it still needs."""

from dataclasses import dataclass

from django.db.models import Prefetch, QuerySet

from opora.expertise.models import Assignment, Entry, Round
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


_BULKY = ("sheet__marks", "sheet__parts", "sheet__weaknesses", "sheet__advice")


def outcomes(of: Round, *, only: QuerySet[Entry] | None = None, light: bool = False) -> list[Outcome]:
    """Every entry (or those of `only`), presented first, by number; three queries however many.

    `light` leaves out what experts wrote but the sums.
    """
    sheets = Assignment.objects.select_related("sheet")
    entries = (
        (Entry.objects.all() if only is None else only)
        .filter(round=of)
        .select_related("school__territory", "document", "version")
        .defer("version__content")
        .prefetch_related(
            Prefetch("assignments", sheets.defer(*_BULKY) if light else sheets), "reconciliations"
        )
        .order_by("number", "school__sort_name", "curator_name", "kind", "id")
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
    wants = of.second == SecondSheet.ALL or entry.is_sampled
    wants = wants or (bool(totals) and is_red(sheet_of(of), totals[0]))
    found = final(totals, allowed=of.allowed_difference, agreed=agreed, wants_second=wants)
    return Outcome(entry, sent, waiting, agreed, found)
