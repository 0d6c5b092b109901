"""The guard of chronology (C6): dates that cannot both be true. Warns, never blocks. Pure.

A fact holds days from `first` to `last`, either unknown («до 06.03.2021» has no first day). Two facts contradict
each other only where no choice of days inside them keeps the order: the later thing was surely over before the
earlier one began.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import product

from opora.risks.states import Happening

_H = Happening

#: (what comes first, what comes after it)
ORDER: tuple[tuple[Happening, Happening], ...] = (
    (_H.SURVEY, _H.ANALYSIS),
    (_H.ANALYSIS, _H.SELF_DIAGNOSIS),
    (_H.ANALYSIS, _H.CHOICE),
    (_H.ANALYSIS, _H.VISIT),
    (_H.ANALYSIS, _H.VERIFICATION),
    (_H.ANALYSIS, _H.ACTIVATION),
    (_H.ANALYSIS, _H.ROADMAP),
    (_H.CHOICE, _H.VERIFICATION),
    (_H.VISIT, _H.VERIFICATION),
    (_H.CHOICE, _H.ACTIVATION),
    (_H.VERIFICATION, _H.ACTIVATION),
    (_H.ACTIVATION, _H.WORK),
    (_H.WORK, _H.CLOSING),
)


@dataclass(frozen=True, slots=True)
class Dated:
    """Something that happened. `words` is the date as people wrote it; empty: the days themselves."""

    what: Happening
    first: date | None
    last: date | None
    words: str = ""

    @property
    def when(self) -> str:
        """«06.03.2021», «10.03.2021–15.03.2021», «до 06.03.2021», or as it was written."""
        if self.words:
            return self.words
        if self.first is None or self.last is None or self.first == self.last:
            day = self.last or self.first
            before = "до " if self.first is None and self.last else "с " if self.last is None else ""
            return f"{before}{day:%d.%m.%Y}" if day else "без даты"
        return f"{self.first:%d.%m.%Y}–{self.last:%d.%m.%Y}"


@dataclass(frozen=True, slots=True)
class Contradiction:
    """`later` should follow `earlier`, but was over before it began."""

    earlier: Dated
    later: Dated

    @property
    def words(self) -> str:
        """«Активация — до 06.03.2021, а анализ профиля — 10.03.2021–15.03.2021: проверьте даты.»"""
        told = self.later.what.label
        return (
            f"{told[:1].upper()}{told[1:]} — {self.later.when}, "
            f"а {self.earlier.what.label} — {self.earlier.when}: проверьте даты."
        )


def contradictions(facts: Iterable[Dated]) -> list[Contradiction]:
    """Every pair that cannot be true, in the order of `ORDER`, then of the facts."""
    by_kind: dict[Happening, list[Dated]] = {}
    for fact in facts:
        by_kind.setdefault(fact.what, []).append(fact)
    return [
        Contradiction(earlier, later)
        for first, second in ORDER
        for earlier, later in product(by_kind.get(first, ()), by_kind.get(second, ()))
        if _is_impossible(earlier, later)
    ]


def _is_impossible(earlier: Dated, later: Dated) -> bool:
    return earlier.first is not None and later.last is not None and later.last < earlier.first
