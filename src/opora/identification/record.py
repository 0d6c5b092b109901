"""An outcome as an entry keeps it, and back: nothing is lost, so a protocol reads the same years later."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from opora.identification.engine.outcomes import Closest, Doubt, Evidence, Ground, Outcome
from opora.identification.models import ListEntry, YearList
from opora.identification.rule import Rule, parse_rule
from opora.identification.states import GroundKind


def as_record(outcome: Outcome) -> dict[str, Any]:
    """`minus` and `plus`: whether a point less or more changes the answer; evidence as plain lists."""
    return {
        "grounds": [
            {
                "kind": str(ground.kind),
                "years": list(ground.years),
                "evidence": [_plain(figure) for figure in ground.evidence],
            }
            for ground in outcome.grounds
        ],
        "closest": _plain(outcome.closest.figure) if outcome.closest else None,
        "minus": outcome.changes_at_minus_1,
        "plus": outcome.changes_at_plus_1,
        "doubtful": [doubt.as_json() for doubt in outcome.doubtful],
    }


def closest_of(record: Mapping[str, Any], threshold: Decimal | None) -> Closest | None:
    """The nearest figure alone."""
    kept = record.get("closest")
    if not kept:
        return None
    figure = _figure(kept)
    return Closest(figure, figure.share - (threshold or Decimal(0)))


def grounds_of(record: Mapping[str, Any]) -> Iterator[tuple[GroundKind, Sequence[int], Sequence[str]]]:
    """Kind, years and procedures of every ground that fired, without its figures."""
    for ground in record.get("grounds", ()):
        codes = dict.fromkeys(plain[0] for plain in ground["evidence"])
        yield GroundKind(ground["kind"]), ground["years"], tuple(codes)


def from_entry(entry: ListEntry, *, threshold: Decimal | None) -> Outcome:
    """The outcome with the entry's own names and its answer after a person's decision."""
    record = entry.outcome
    return Outcome(
        school_id=entry.school_id,
        key="",
        school=entry.school_name,
        territory_id=0,
        territory=entry.territory_name,
        territory_path="",
        listed=entry.listed,
        repeated=entry.repeated,
        grounds=tuple(
            Ground(
                GroundKind(ground["kind"]),
                tuple(ground["years"]),
                tuple(_figure(plain) for plain in ground["evidence"]),
            )
            for ground in record.get("grounds", ())
        ),
        closest=closest_of(record, threshold),
        changes_at_minus_1=record.get("minus", False),
        changes_at_plus_1=record.get("plus", False),
        doubtful=tuple(Doubt(each["sign"], each["figures"]) for each in record.get("doubtful", ())),
    )


def rule_of(year_list: YearList) -> Rule:
    """The rule as the list keeps it."""
    kept = year_list.rule
    signs = {f"sign_{name}": value for name, value in kept["signs"].items() if name != "boundaries"}
    boundaries = [
        {"procedure": code, "three": three, "four": four, "five": five}
        for code, three, four, five in kept["signs"]["boundaries"]
    ]
    return parse_rule({**kept, **signs, "boundaries": boundaries}, version=year_list.rule_version)


def is_same(entry: ListEntry, outcome: Outcome) -> bool:
    """Whether the rule says today what it said when the entry was drawn up."""
    return entry.by_rule == outcome.listed and entry.outcome == as_record(outcome)


def _plain(figure: Evidence) -> list[Any]:
    return [
        *(figure.procedure, figure.year, figure.participants, figure.low, figure.base),
        *(figure.is_percent, figure.is_summed),
    ]


def _figure(plain: list[Any]) -> Evidence:
    return Evidence(*plain)
