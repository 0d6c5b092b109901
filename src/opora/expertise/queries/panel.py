"""Whom a document of a running round may be given to: by a coordinator's hand, or by itself."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from random import Random

from django.db.models import Count

from opora.expertise.assigning import Plan, assign
from opora.expertise.models import Assignment, Entry, Panelist, Round
from opora.expertise.queries.documents import sheet_of
from opora.expertise.queries.experts import Expert, experts_for
from opora.expertise.queries.planning import barred_pairs
from opora.expertise.queries.ties import ties_of
from opora.expertise.scoring import is_red
from opora.expertise.states import LIVE, AssignmentState, Place, SecondSheet


@dataclass(frozen=True, slots=True)
class Candidate:
    """An expert for one document; `barred` says why not."""

    expert: Expert
    load: int
    barred: str


def loads_of(of: Round) -> Counter[int]:
    """How many documents each expert of a round has, sent ones too. One query."""
    rows = Assignment.objects.filter(entry__round=of, state__in=LIVE).order_by()
    return Counter(dict(rows.values_list("person_id").annotate(n=Count("pk"))))


def candidates(entry: Entry, *, today: date) -> list[Candidate]:
    """All experts of the territory, those who may first, the least loaded first. Nine queries."""
    of = entry.round
    experts = experts_for(of.territory, of.cycle, today=today)
    people = [each.person_id for each in experts]
    ties = ties_of(people, cycle=of.cycle, today=today, documents=[entry.document_id or 0])
    had = {each.person_id: each for each in entry.assignments.all()}
    loads = loads_of(of)
    found = [
        Candidate(each, loads[each.person_id], _barred(each, entry, ties[each.person_id].to(entry), had))
        for each in experts
    ]
    return sorted(found, key=lambda each: (bool(each.barred), each.load))


def _barred(expert: Expert, entry: Entry, tie: str, had: dict[int, Assignment]) -> str:
    if tie:
        return tie
    if not expert.may_score(entry):
        return "назначен(а) экспертом не для этой школы"
    before = had.get(expert.person_id)
    if before is None:
        return ""
    return (
        "уже оценивает этот документ" if before.state in LIVE else "уже отказался или снят с этого документа"
    )


def next_in_line(entry: Entry, *, today: date) -> Expert | None:
    """The least loaded expert of the round's panel who may score the entry; equals by the round's lot."""
    of = entry.round
    panel = set(Panelist.objects.filter(round=of).values_list("person_id", flat=True))
    free = [
        each
        for each in candidates(entry, today=today)
        if not each.barred
        and each.expert.person_id in panel
        and (of.most_each is None or each.load < of.most_each)
    ]
    if not free:
        return None
    least = min(each.load for each in free)
    lot = Random(f"{of.seed}/{entry.number}")  # noqa: S311 (evenness, not secrecy)
    return lot.choice([each.expert for each in free if each.load == least])


def vacancies(of: Round) -> list[tuple[Entry, Place]]:
    """Documents that an expert is missing for, and as which. Three queries.

    A third is given by hand only: it may be spared by an agreement.
    """
    entries = Entry.objects.filter(round=of, number__isnull=False).select_related("school__territory")
    sheet = sheet_of(of)
    found = []
    for entry in entries.prefetch_related("assignments__sheet"):
        place = _missing(of, entry, lambda points: is_red(sheet, points))
        if place is not None:
            found.append((entry, place))
    return found


def _missing(of: Round, entry: Entry, is_low: Callable[[int], bool]) -> Place | None:
    live = {each.place: each for each in entry.assignments.all() if each.state in LIVE}
    first = live.get(Place.FIRST)
    if first is None:
        return Place.FIRST
    if Place.SECOND in live:
        return None
    if of.second == SecondSheet.ALL:
        return Place.SECOND
    if first.state != AssignmentState.SENT or first.sheet.total is None:
        return None
    return Place.SECOND if entry.is_sampled or is_low(first.sheet.total) else None


def filling(of: Round, *, today: date) -> tuple[list[tuple[Entry, Place]], Plan, dict[int, Expert]]:
    """How the vacancies would be filled evenly by the panel, documents by the id of their entry."""
    wanted = vacancies(of)
    entries = {entry.pk: entry for entry, _ in wanted}
    panel = set(Panelist.objects.filter(round=of).values_list("person_id", flat=True))
    experts = experts_for(of.territory, of.cycle, today=today, people=panel)
    documents = [entry.document_id or 0 for entry in entries.values()]
    ties = ties_of([e.person_id for e in experts], cycle=of.cycle, today=today, documents=documents)
    barred, _ = barred_pairs(entries, experts, ties)
    barred |= {(pk, each.person_id) for pk, entry in entries.items() for each in entry.assignments.all()}
    people = [each.person_id for each in experts]
    plan = assign(
        entries, people, excluded=barred, loads=loads_of(of), most=of.most_each, seed=f"{of.seed}/filling"
    )
    return wanted, plan, {each.person_id: each for each in experts}
