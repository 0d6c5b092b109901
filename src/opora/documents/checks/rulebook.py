"""The rules of checking as a published definition words them: what is asked, how grave it is, what it costs."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Any, Self


class Severity(StrEnum):
    """`ERROR`: an expert takes points off for it. `WARNING`: probably. `ADVICE`: it would be better."""

    ERROR = "error"
    WARNING = "warning"
    ADVICE = "advice"


@dataclass(frozen=True, slots=True)
class Hit:
    """What a rule found: the id of a row and its field, or «passages» and a section; the words say what.

    `empties` is a criterion that gets no points at all because of it.
    """

    row: str
    field: str
    message: str
    empties: str = ""


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of the book. `points` of `criterion` are what a finding costs in the expert's sheet."""

    code: str
    title: str
    severity: Severity
    why: str
    remedy: str
    criterion: str = ""
    points: int = 0


@dataclass(frozen=True, slots=True)
class Finding:
    """A hit with the rule's own words."""

    rule: Rule
    hit: Hit

    @property
    def place(self) -> str:
        """«m3.result»: the row and its field; the row alone where the whole of it is meant."""
        return f"{self.hit.row}.{self.hit.field}" if self.hit.field else self.hit.row


@dataclass(frozen=True)
class Rulebook:
    """Rules in the order of the definition, and the bounds they use."""

    rules: tuple[Rule, ...]
    #: from which share of equal words on two texts count as the same, in percent
    same_text: int = 80
    #: so many characters at least in a section
    short_text: int = 200
    #: at most so many measures may be carried out by the administration alone, in percent
    administration: int = 50
    #: at most so many months from the first day of a measure to the last
    longest_measure: int = 12
    #: (factor, specialist): whom a factor needs at least
    staffing: tuple[tuple[str, str], ...] = ()

    @cached_property
    def by_code(self) -> Mapping[str, Rule]:
        return {rule.code: rule for rule in self.rules}

    def staff_of(self, factor: str) -> tuple[str, ...]:
        """The specialists that work on this factor needs."""
        return tuple(specialist for code, specialist in self.staffing if code == factor)

    @classmethod
    def parse(cls, content: Mapping[str, Any]) -> Self:
        """The content of a definition of kind `programme-rules`; switched-off rules are left out."""
        same_text, short_text, administration, longest_measure = (
            int(content[name]) for name in ("same_text", "short_text", "administration", "longest_measure")
        )
        staffing = tuple((row["factor"], row["specialist"]) for row in content.get("staffing", ()))
        return cls(tuple(_rules(content)), same_text, short_text, administration, longest_measure, staffing)


def _rules(content: Mapping[str, Any]) -> Iterator[Rule]:
    for row in content["rules"]:
        if not row.get("off"):
            yield Rule(
                row["code"],
                row["title"],
                Severity(row["severity"]),
                row["why"],
                row["remedy"],
                row.get("criterion", ""),
                int(row.get("points", 0)),
            )
