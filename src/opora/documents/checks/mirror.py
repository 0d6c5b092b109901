"""The mirror of the expert sheet: the same sheet, computed from what the checks found.

A rule costs its points once, however often it hits; a criterion loses no more than it has, and has nothing where
an obligatory section of it is empty. What no rule can
see (is the analysis true?) is not taken off: the mirror says the most that a document can get, not what it will.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from opora.documents.checks.rulebook import Finding, Rule
from opora.documents.checks.sheet import Criterion, Sheet, Zone


@dataclass(frozen=True, slots=True)
class Mark:
    """A criterion as the mirror scores it: `lost` names the rules that took points, dearest first."""

    criterion: Criterion
    points: int
    lost: tuple[Rule, ...]


@dataclass(frozen=True, slots=True)
class Mirror:
    marks: tuple[Mark, ...]
    total: int
    zone: Zone


def mirror(sheet: Sheet, findings: Sequence[Finding]) -> Mirror:
    """The sheet as it would be if an expert saw just what the rules see."""
    broken = {finding.rule.code: finding.rule for finding in findings if finding.rule.points}
    empty = {each.hit.empties: each.rule for each in findings if each.hit.empties}
    marks = tuple(
        _mark(criterion, list(broken.values()), empty.get(criterion.code)) for criterion in sheet.criteria
    )
    total = sum(each.points for each in marks)
    return Mirror(marks, total, sheet.zone_of(total))


def _mark(criterion: Criterion, broken: Sequence[Rule], empty: Rule | None) -> Mark:
    if empty is not None:
        return Mark(criterion, 0, (empty,))
    lost = sorted((r for r in broken if r.criterion == criterion.code), key=lambda r: -r.points)
    return Mark(criterion, max(0, criterion.points - sum(rule.points for rule in lost)), tuple(lost))
