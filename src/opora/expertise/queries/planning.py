"""Who would score what if the round began now: shown first, then fixed as it was shown."""

import hashlib
import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from opora.expertise.assigning import Plan, Why, assign, numbered, sample
from opora.expertise.models import Entry, Panelist, Round
from opora.expertise.queries.curators import curators, figures_of
from opora.expertise.queries.documents import Gathered, gathered
from opora.expertise.queries.experts import Expert, experts_for
from opora.expertise.queries.ties import Ties, ties_of
from opora.expertise.states import Place, SecondSheet


@dataclass(frozen=True, slots=True)
class Clash:
    """An expert who will not get a document or a curator's work, and what ties them to whose it is."""

    expert: str
    whose: str
    words: str


@dataclass(frozen=True)
class Preview:
    """`entries` are not stored: by document, or by curator. `plans` is {place: plan}; `digest` tells whether
    anything changed, but for the figures of curators, which do every day.
    """

    entries: Mapping[int, Entry]
    absent: Sequence[Entry]
    experts: Sequence[Expert]
    plans: Mapping[Place, Plan]
    clashes: tuple[Clash, ...]
    gone: tuple[str, ...]

    @property
    def digest(self) -> str:
        told = [
            sorted((key, each.version_id or each.facts["schools"]) for key, each in self.entries.items()),
            sorted((each.school_id or each.curator_id or 0, each.kind) for each in self.absent),
            [[place, sorted(plan.given.items())] for place, plan in sorted(self.plans.items())],
        ]
        return hashlib.sha256(json.dumps(told).encode()).hexdigest()[:32]

    @property
    def left(self) -> list[tuple[Entry, Why]]:
        """Documents or curators that somebody is still missing for, in order of names."""
        found = [
            (self.entries[document], why)
            for plan in self.plans.values()
            for document, why in plan.left.items()
        ]
        return sorted(found, key=lambda pair: pair[0].order)

    def load(self, expert: Expert) -> int:
        return sum(plan.load(expert.person_id) for plan in self.plans.values())


def preview(of: Round, *, today: date) -> Preview:
    """Twelve queries or so, however many documents and experts."""
    entries, absent = _curators(of, today) if of.is_of_curators else _documents(of)
    panel = dict(Panelist.objects.filter(round=of).values_list("person_id", "name"))
    experts = experts_for(of.territory, of.cycle, today=today, people=panel)
    ties = ties_of(
        [each.person_id for each in experts],
        cycle=of.cycle,
        today=today,
        documents=() if of.is_of_curators else entries,
    )
    barred, clashes = barred_pairs(entries, experts, ties)
    plans = _plans(of, entries, experts, barred)
    here = {each.person_id for each in experts}
    gone = tuple(name for person, name in panel.items() if person not in here)
    return Preview(entries, absent, experts, plans, clashes, gone)


def _documents(of: Round) -> tuple[dict[int, Entry], list[Entry]]:
    found = gathered(of.cycle, of.territory, of.kinds)
    absent = [Entry(round=of, school_id=school, kind=kind) for school, kind in found.absent]
    return _entries(of, found), absent


def _curators(of: Round, today: date) -> tuple[dict[int, Entry], list[Entry]]:
    """Those to whom schools have sent something, by the id of the person; the others present nothing to judge."""
    found = {each.curator_id or 0: each for each in curators(of, today=today)}
    present = {person: each for person, each in found.items() if not figures_of(each).is_nothing}
    numbers, chosen = _drawn(of, present)
    for person, each in present.items():
        each.number, each.is_sampled = numbers[person], person in chosen
    return present, [each for person, each in found.items() if person not in present]


def _drawn(of: Round, keys: Iterable[int]) -> tuple[dict[int, int], Collection[int]]:
    """Blind numbers, and who has a second expert whatever the first says."""
    found = list(keys)
    chosen = sample(found, of.sample_percent, seed=of.seed) if of.second == SecondSheet.SOME else ()
    return numbered(found, seed=of.seed), chosen


def _entries(of: Round, found: Gathered) -> dict[int, Entry]:
    documents = {document.pk: (document, version) for document, version in found.present}
    numbers, chosen = _drawn(of, documents)
    return {
        pk: Entry(
            round=of,
            school=document.school,
            kind=document.kind,
            document=document,
            version_id=version,
            number=numbers[pk],
            is_sampled=pk in chosen,
        )
        for pk, (document, version) in documents.items()
    }


def barred_pairs(
    entries: Mapping[int, Entry], experts: Sequence[Expert], ties: Mapping[int, Ties]
) -> tuple[set[tuple[int, int]], tuple[Clash, ...]]:
    """Pairs (key of the entry, expert) that must not be: out of the expert's scope, or tied to the school."""
    barred: set[tuple[int, int]] = set()
    clashes: dict[Clash, None] = {}
    for key, entry in entries.items():
        for expert in experts:
            words = ties[expert.person_id].to(entry)
            if words:
                clashes[Clash(expert.name, entry.whose, words)] = None
            if words or not expert.may_score(entry):
                barred.add((key, expert.person_id))
    return barred, tuple(clashes)


def _plans(
    of: Round, entries: Mapping[int, Entry], experts: Sequence[Expert], barred: set[tuple[int, int]]
) -> dict[Place, Plan]:
    people = [each.person_id for each in experts]
    first = assign(entries, people, excluded=barred, most=of.most_each, seed=of.seed)
    plans = {Place.FIRST: first}
    if of.second == SecondSheet.ALL:
        plans[Place.SECOND] = assign(
            entries,
            people,
            excluded=barred | set(first.given.items()),
            loads={each: first.load(each) for each in people},
            most=of.most_each,
            seed=f"{of.seed}/second",
        )
    return plans
