"""Which row of a plan a row of a file is: by number, occurrence and words. Pure.

A plan loaded again must not double. A row of the file takes, in this order: the row with the same number and words;
the one with the same words; the next of its number whose words are alike; any left with nearly the same words.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

from opora.plans.works import alike, plain

#: shares of common words; thresholds of our own
_ALIKE, _NEARLY = 0.4, 0.75


@dataclass(frozen=True)
class Said:
    """What a row is known by. `number` as written."""

    number: str
    what: str

    @cached_property
    def bare(self) -> str:
        return self.number.strip().rstrip(".) ")

    @cached_property
    def words(self) -> str:
        return plain(self.what)

    @cached_property
    def bag(self) -> frozenset[str]:
        return frozenset(self.words.split())


def matched(standing: Sequence[Said], given: Sequence[Said]) -> list[int | None]:
    """For each given row the index of the standing row that it is, None for a new one."""
    found: list[int | None] = [None] * len(given)
    left = dict(enumerate(standing))

    def take(fits: Callable[[Said, Said], bool]) -> None:
        for at, row in enumerate(given):
            if found[at] is None:
                hit = next((number for number, each in left.items() if fits(row, each)), None)
                if hit is not None:
                    found[at] = hit
                    del left[hit]

    take(lambda row, each: row.bare == each.bare and row.words == each.words)
    take(lambda row, each: row.words == each.words)
    take(lambda row, each: bool(row.bare) and row.bare == each.bare and alike(row.bag, each.bag) >= _ALIKE)
    take(lambda row, each: alike(row.bag, each.bag) >= _NEARLY)
    return found
