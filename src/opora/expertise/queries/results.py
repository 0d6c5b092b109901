"""What a closed round came to: zones by school, criteria, weak places, agreement, two rounds beside each other."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from django.db.models import QuerySet

from opora.access import Actor
from opora.documents.checks.sheet import Sheet, Weakness
from opora.expertise.agreement import kappa
from opora.expertise.models import Entry, Recommendation, Round
from opora.expertise.queries.documents import sheet_of
from opora.expertise.queries.lines import Line, Scored, lines_of
from opora.expertise.queries.visibility import entries_read_by, rounds_read_by
from opora.expertise.rules import READ_WORK
from opora.expertise.scoring import mean, zone_titles
from opora.expertise.states import Place


@dataclass(frozen=True, slots=True)
class CriterionLine:
    """How a criterion fared: the mean of documents, how many got nothing for it, of how many."""

    code: str
    title: str
    most: int
    mean: float | None
    zeros: int
    of: int

    @property
    def share(self) -> float:
        return 1.0 if self.mean is None else self.mean / self.most


@dataclass(frozen=True)
class Results:
    """Results of one round for one reader; `found` are entries of the schools they see."""

    round: Round
    sheet: Sheet
    found: Sequence[Line]

    @cached_property
    def zones(self) -> dict[str, int]:
        """Documents by zone, the lowest first, what was not presented last; zeros too."""
        counted = Counter(each.zone for each in self.found)
        return {code: counted[code] for code in zone_titles(self.sheet)}

    @cached_property
    def mean(self) -> float | None:
        return mean(each.points for each in self.found)

    @cached_property
    def criteria(self) -> list[CriterionLine]:
        """The least worked out first."""
        means = [each.means for each in self.found if each.sheets]
        lines = []
        for n, criterion in enumerate(self.sheet.criteria):
            known = [each[n] for each in means if each[n] is not None]
            zeros = sum(each == 0 for each in known)
            lines.append(
                CriterionLine(
                    criterion.code, criterion.title, criterion.points, mean(known), zeros, len(known)
                )
            )
        return sorted(lines, key=lambda line: line.share)

    @cached_property
    def weaknesses(self) -> list[tuple[Weakness, int]]:
        """Weak places by the number of documents in which an expert ticked them."""
        counted = Counter(
            code for each in self.found for code in {c for sheet in each.sheets for c in sheet.weaknesses}
        )
        ordered = sorted(self.sheet.weaknesses, key=lambda each: -counted[each.code])
        return [(each, counted[each.code]) for each in ordered if counted[each.code]]

    @property
    def agreement(self) -> list[tuple[str, int, float | None]]:
        """(title, pairs, weighted kappa) of the sum and of each criterion."""
        both = pairs(self.found)
        told = [("Сумма баллов", len(both), kappa([(a.total, b.total) for a, b in both]))]
        for n, criterion in enumerate(self.sheet.criteria):
            scores = [(a.points[n], b.points[n]) for a, b in both]
            known = [(a, b) for a, b in scores if a is not None and b is not None]
            told.append((criterion.title, len(both), kappa(known)))
        return told

    @property
    def mirror(self) -> tuple[int, float | None]:
        """(documents, weighted kappa) of the mirror of the sheet and the final score."""
        found = [(each.mirror, each.points) for each in self.found]
        known = [(mirror, points) for mirror, points in found if mirror is not None and points is not None]
        return len(known), kappa(known)


def pairs(found: Iterable[Line]) -> list[tuple[Scored, Scored]]:
    """First and second sheets of documents that have both."""
    both = [{sheet.place: sheet for sheet in each.sheets} for each in found if len(each.sheets) > 1]
    return [(s[Place.FIRST], s[Place.SECOND]) for s in both if Place.FIRST in s and Place.SECOND in s]


def results(actor: Actor, of: Round) -> Results:
    """Two queries however many documents, three of curators; the round is one that the actor may read."""
    sheet = sheet_of(of)
    return Results(of, sheet, lines_of(of, sheet, _read_by(actor, of)))


def _read_by(actor: Actor, of: Round) -> QuerySet[Entry]:
    if not of.is_of_curators:
        return entries_read_by(actor)
    found = list(Entry.objects.filter(round=of))
    for each in found:
        each.round = of  # rights are asked of it without a query each
    return Entry.objects.filter(pk__in=[each.pk for each in found if READ_WORK.can(actor, each)])


def zone_counts(of: Round) -> dict[str, int]:
    """Documents by zone, without schools. One query."""
    counted = Counter(Entry.objects.filter(round=of).values_list("zone", flat=True))
    return {code: counted[code] for code in zone_titles(sheet_of(of))}


def others_of(actor: Actor, of: Round) -> list[Round]:
    """Closed rounds of the same territory to compare with, the newest first."""
    found = rounds_read_by(actor).filter(territory=of.territory_id, subject=of.subject).exclude(pk=of.pk)
    return list(
        found.select_related("cycle", "version__definition").order_by("-cycle__starts", "-number", "-id")
    )


type Which = tuple[int, str, int | None]


@dataclass(frozen=True, slots=True)
class Pair:
    """A document or a curator in two rounds; None where a round did not score it."""

    whose: str
    kind: str
    before: Line | None
    after: Line | None

    @property
    def change(self) -> int | None:
        if self.before is None or self.after is None:
            return None
        if self.before.points is None or self.after.points is None:
            return None
        return self.after.points - self.before.points


def compared(before: Iterable[Line], after: Iterable[Line]) -> list[Pair]:
    """Both rounds document by document, in order of schools: what a second round did not score stands as it was."""
    first, second = _by_document(before), _by_document(after)
    # «не представлено» knows no direction: what was presented later for any of them takes its place
    there = {key[:2] for key in second}
    gone = {key for key in first if first[key].is_absent and key[:2] in there}
    keys = [key for key in {**first, **second} if key not in gone]
    found = [(first.get(key) or first.get((key[0], key[1], None)), second.get(key)) for key in keys]
    pairs_ = [Pair(_any(b, a).whose, _any(b, a).kind, b, a) for b, a in found]
    return sorted(pairs_, key=lambda pair: _any(pair.before, pair.after).order)


def _any(*found: Line | None) -> Line:
    return next(each for each in found if each is not None)


def _by_document(found: Iterable[Line]) -> dict[Which, Line]:
    return {(each.order[1], each.kind, each.direction_id): each for each in found}


class Advised(NamedTuple):
    """A recommendation with the school and the kind of document that it is about."""

    school: str
    kind: str
    criterion: str
    text: str
    state: str
    how: str


def recommendations_of(found: Iterable[Line]) -> list[Advised]:
    """In order of documents. One query."""
    rows = (
        Recommendation.objects.filter(entry__in=[each.pk for each in found])
        .order_by("school__sort_name", "entry_id", "id")
        .values_list("school__name", "entry__kind", "criterion", "text", "state", "how")
    )
    return [Advised(*row) for row in rows]
