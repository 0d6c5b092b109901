"""Who scores what: evenly, with restrictions, the same for the same seed. Pure Python.

Documents are given one by one; each goes along the chain of exchanges that ends at the least loaded expert who can
be reached (N. Harvey, R. Ladner, L. Lovász, T. Tamir, «Semi-matchings for bipartite graphs and load balancing»,
Journal of Algorithms 59 (2006) 53–78). So loads are as even as the restrictions permit, and a document stays without
an expert only where none of them could be freed for it.
"""

from collections import deque
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from math import ceil
from random import Random


class Why(StrEnum):
    """Why nobody was found for a document."""

    CONFLICT = "conflict"
    FULL = "full"


WHY_TITLES = {
    Why.CONFLICT: "у каждого эксперта конфликт интересов или он уже отказался",
    Why.FULL: "у всех, кто мог бы, уже полная нагрузка",
}


@dataclass(frozen=True, slots=True)
class Plan:
    """`given` is {document: expert}, `left` {document: why nobody}."""

    given: Mapping[int, int]
    left: Mapping[int, Why]

    def load(self, expert: int) -> int:
        return sum(each == expert for each in self.given.values())


@dataclass(slots=True)
class _Desk:
    """The state of the work: loads, and for each pair of experts what one could hand to the other."""

    experts: Sequence[int]
    loads: dict[int, int]
    most: int | None
    allowed: Mapping[int, Collection[int]]
    given: dict[int, int] = field(default_factory=dict)
    # {from: {to: works}}; a dict keeps its order, a set would not
    movable: dict[int, dict[int, dict[int, None]]] = field(default_factory=dict)

    def has_room(self, expert: int) -> bool:
        return self.most is None or self.loads[expert] < self.most

    def put(self, work: int, expert: int) -> None:
        self.take(work)
        self.given[work] = expert
        self.loads[expert] += 1
        for other in self.allowed[work]:
            if other != expert:
                self.movable.setdefault(expert, {}).setdefault(other, {})[work] = None

    def take(self, work: int) -> None:
        before = self.given.pop(work, None)
        if before is None:
            return
        self.loads[before] -= 1
        for other in self.allowed[work]:
            if other != before:
                del self.movable[before][other][work]

    def reached(self, work: int) -> dict[int, int | None]:
        """Experts whom the work reaches through exchanges, with the one before each on the way."""
        before: dict[int, int | None] = dict.fromkeys(self.allowed[work])
        queue = deque(before)
        while queue:
            expert = queue.popleft()
            for other, works in self.movable.get(expert, {}).items():
                if works and other not in before:
                    before[other] = expert
                    queue.append(other)
        return before

    def give(self, work: int) -> bool:
        before = self.reached(work)
        free = [each for each in before if self.has_room(each)]
        if not free:
            return False
        last = min(free, key=lambda each: self.loads[each])
        while (previous := before[last]) is not None:
            self.put(next(iter(self.movable[previous][last])), last)
            last = previous
        self.put(work, last)
        return True


def assign(
    works: Iterable[int],
    experts: Iterable[int],
    *,
    excluded: Collection[tuple[int, int]] = frozenset(),
    loads: Mapping[int, int] | None = None,
    most: int | None = None,
    seed: str,
) -> Plan:
    """An expert for each document, never one of the `excluded` (document, expert) pairs.

    `loads` is what each has already, `most` what one may have together with it. The same input and seed give the
    same plan, in whatever order the input stands.
    """
    chance = Random(seed)  # noqa: S311 (evenness, not secrecy)
    ordered, people = sorted(set(works)), sorted(set(experts))
    chance.shuffle(ordered)
    chance.shuffle(people)
    refused = set(excluded)
    allowed = {work: [each for each in people if (work, each) not in refused] for work in ordered}
    desk = _Desk(people, {each: (loads or {}).get(each, 0) for each in people}, most, allowed)
    left: dict[int, Why] = {}
    for work in ordered:
        if not desk.give(work):
            left[work] = Why.FULL if allowed[work] else Why.CONFLICT
    return Plan(dict(sorted(desk.given.items())), dict(sorted(left.items())))


def sample(works: Iterable[int], percent: int, *, seed: str) -> frozenset[int]:
    """So many percent of the documents by chance, rounded up: the same for the same seed."""
    ordered = sorted(set(works))
    chance = Random(f"{seed}/sample")  # noqa: S311 (a fair draw that can be repeated)
    return frozenset(chance.sample(ordered, ceil(len(ordered) * percent / 100)))


def numbered(works: Iterable[int], *, seed: str) -> dict[int, int]:
    """Blind numbers from 1 on, in an order that tells nothing of schools."""
    ordered = sorted(set(works))
    Random(f"{seed}/numbers").shuffle(ordered)  # noqa: S311 (an order, not a secret)
    return {work: number for number, work in enumerate(ordered, start=1)}
