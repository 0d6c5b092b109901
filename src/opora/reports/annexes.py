"""In what order annexes stand and which numbers they have. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from opora.reports.content import Enclosed


@dataclass(frozen=True, slots=True)
class Chosen:
    """What people enclosed: `files`, and the `order` they gave, as keys; what it does not name follows."""

    files: tuple[Enclosed, ...] = ()
    order: tuple[str, ...] = ()


NONE = Chosen()


def arranged(papers: Sequence[Enclosed], chosen: Chosen) -> list[Enclosed]:
    """Papers that the letter names, each replaced by its files where they are enclosed, and the other files.

    A file taken from a paper stands where the paper stood until somebody moves it.
    """
    of: dict[str, list[Enclosed]] = {}
    for each in chosen.files:
        of.setdefault(each.of, []).append(each)
    named = {each.key for each in papers}
    found = [each for paper in papers for each in of.get(paper.key, [paper])]
    found += [each for each in chosen.files if each.of not in named]
    places = {key: at for at, key in enumerate(chosen.order)}
    last = len(places)
    return sorted(found, key=lambda each: places.get(each.key, places.get(each.of or each.key, last)))


def numbers(annexes: Iterable[Enclosed]) -> dict[str, list[int]]:
    """Under which numbers each thing is enclosed: {«order:15»: [3, 4]}."""
    found: dict[str, list[int]] = {}
    for at, each in enumerate(annexes, 1):
        if each.of or each.key:
            found.setdefault(each.of or each.key, []).append(at)
    return found


def moved(keys: Sequence[str], key: str, by: int) -> list[str]:
    """The keys with one of them `by` places later or earlier; the same where there is no such place."""
    found = list(keys)
    at = found.index(key)
    to = at + by
    if 0 <= to < len(found):
        found[at], found[to] = found[to], found[at]
    return found
