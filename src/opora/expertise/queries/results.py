"""What a closed round came to: zones by school, criteria, weak places, agreement, two rounds beside each other."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from opora.access import Actor
from opora.documents.checks.sheet import Sheet, Weakness
from opora.expertise.agreement import kappa
from opora.expertise.models import Entry, Recommendation, Round
from opora.expertise.queries.documents import sheet_of
from opora.expertise.queries.finals import Outcome, outcomes
from opora.expertise.queries.progress import pairs
from opora.expertise.queries.visibility import entries_read_by, rounds_read_by
from opora.expertise.rules import READ_WORK
from opora.expertise.scoring import mean, zone_titles


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
    """Results of one round for one reader; `lines` are entries of the schools they see."""

    round: Round
    sheet: Sheet
    found: Sequence[Outcome]

    @property
    def zones(self) -> dict[str, int]:
        """Documents by zone, the lowest first, what was not presented last; zeros too."""
        counted = Counter(each.entry.zone for each in self.found)
        return {code: counted[code] for code in zone_titles(self.sheet)}

    @property
    def mean(self) -> float | None:
        return mean(each.entry.points for each in self.found)

    @property
    def criteria(self) -> list[CriterionLine]:
        """The least worked out first."""
        scored = [each for each in self.found if each.sent]
        lines = []
        for criterion in self.sheet.criteria:
            points = [criterion_points(each, criterion.code) for each in scored]
            known = [each for each in points if each is not None]
            zeros = sum(each == 0 for each in known)
            lines.append(
                CriterionLine(
                    criterion.code, criterion.title, criterion.points, mean(known), zeros, len(known)
                )
            )
        return sorted(lines, key=lambda line: line.share)

    @property
    def weaknesses(self) -> list[tuple[Weakness, int]]:
        """Weak places by the number of documents in which an expert ticked them."""
        counted = Counter(
            code for each in self.found for code in {c for a in each.sent for c in a.sheet.weaknesses}
        )
        ordered = sorted(self.sheet.weaknesses, key=lambda each: -counted[each.code])
        return [(each, counted[each.code]) for each in ordered if counted[each.code]]

    @property
    def agreement(self) -> list[tuple[str, int, float | None]]:
        """(title, pairs, weighted kappa) of the sum and of each criterion."""
        both = pairs(self.found)
        totals = [(a.sheet.total or 0, b.sheet.total or 0) for a, b in both]
        told = [("Сумма баллов", len(both), kappa(totals))]
        for criterion in self.sheet.criteria:
            scores = [
                (a.sheet.marks[criterion.code]["points"], b.sheet.marks[criterion.code]["points"])
                for a, b in both
            ]
            told.append((criterion.title, len(both), kappa(scores)))
        return told

    @property
    def mirror(self) -> tuple[int, float | None]:
        """(documents, weighted kappa) of the mirror of the sheet and the final score."""
        found = [
            (each.entry.version.checked.get("mirror", {}).get("total"), each.entry.points)
            for each in self.found
            if each.entry.version is not None
        ]
        known = [(mirror, points) for mirror, points in found if mirror is not None and points is not None]
        return len(known), kappa(known)


def criterion_points(outcome: Outcome, code: str) -> float | None:
    """The mean of a document's sheets in one criterion."""
    return mean(a.sheet.marks.get(code, {}).get("points") for a in outcome.sent)


def results(actor: Actor, of: Round) -> Results:
    """Three queries however many documents; the round is one that the actor may read."""
    if of.is_of_curators:
        found = outcomes(of)
        for each in found:
            each.entry.round = of  # rights are asked of it without a query each
        return Results(of, sheet_of(of), [each for each in found if READ_WORK.can(actor, each.entry)])
    return Results(of, sheet_of(of), outcomes(of, only=entries_read_by(actor)))


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
    before: Outcome | None
    after: Outcome | None

    @property
    def change(self) -> int | None:
        if self.before is None or self.after is None:
            return None
        if self.before.entry.points is None or self.after.entry.points is None:
            return None
        return self.after.entry.points - self.before.entry.points


def compared(before: Iterable[Outcome], after: Iterable[Outcome]) -> list[Pair]:
    """Both rounds document by document, in order of schools: what a second round did not score stands as it was."""
    first, second = _by_document(before), _by_document(after)
    # «не представлено» knows no direction: what was presented later for any of them takes its place
    gone = {key for key in first if first[key].entry.is_absent and _same(key, second)}
    keys = [key for key in {**first, **second} if key not in gone]
    found = [(first.get(key) or first.get((key[0], key[1], None)), second.get(key)) for key in keys]
    pairs_ = [Pair(_any(b, a).entry.whose, _any(b, a).entry.kind, b, a) for b, a in found]
    return sorted(pairs_, key=lambda pair: _any(pair.before, pair.after).entry.order)


def _same(key: Which, others: dict[Which, Outcome]) -> bool:
    return any(other[:2] == key[:2] for other in others)


def _any(*found: Outcome | None) -> Outcome:
    return next(each for each in found if each is not None)


def _by_document(found: Iterable[Outcome]) -> dict[Which, Outcome]:
    return {(e.entry.order[1], e.entry.kind, _direction(e.entry)): e for e in found}


def _direction(entry: Entry) -> int | None:
    return entry.document.direction_id if entry.document else None


def recommendations_of(entries: Iterable[Entry]) -> list[Recommendation]:
    """In order of documents. One query."""
    found = Recommendation.objects.filter(entry__in=list(entries)).select_related("school", "entry")
    return list(found.order_by("school__sort_name", "entry_id", "id"))
