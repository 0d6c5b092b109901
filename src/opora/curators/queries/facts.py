"""Curators as facts: plans and reports mark their rows by them."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from opora.access import Role
from opora.appointments.models import Appointment
from opora.curators.models import Agreement, Candidate
from opora.curators.states import AgreementState, CandidateState
from opora.cycles.models import Cycle


@dataclass(frozen=True, slots=True)
class CandidateFact:
    """A candidate with the days of the steps taken; None where a step was not taken. `path` is of the territory."""

    id: int
    name: str
    path: str
    state: CandidateState
    proposed_on: date
    interviewed_on: date | None
    tested_on: date | None
    test_passed: bool | None
    approved_on: date | None
    contract_date: date | None
    appointed_on: date | None


@dataclass(frozen=True, slots=True)
class CuratedFact:
    """A school with its curator; `since` and `until` None where nobody said, `order` («12-у», day) of the order."""

    school_id: int
    path: str
    person_id: int
    name: str
    since: date | None
    until: date | None
    order: tuple[str, date | None]


@dataclass(frozen=True, slots=True)
class AgreementFact:
    id: int
    school_id: int
    path: str
    curator: str
    date: date
    is_signed: bool


@dataclass(frozen=True, slots=True)
class Facts:
    """Of a year in and below a territory. What was ended by a refusal is among candidates and nowhere else."""

    candidates: tuple[CandidateFact, ...]
    curated: tuple[CuratedFact, ...]
    agreements: tuple[AgreementFact, ...]

    @property
    def tested(self) -> tuple[CandidateFact, ...]:
        """Those who passed the obligatory test."""
        return tuple(each for each in self.candidates if each.test_passed)

    @property
    def approved(self) -> tuple[CandidateFact, ...]:
        return tuple(each for each in self.candidates if each.approved_on is not None)

    @property
    def contracted(self) -> tuple[CandidateFact, ...]:
        return tuple(each for each in self.candidates if each.contract_date is not None)


def facts(territory_path: str, cycle_id: int) -> Facts:
    """The earliest first. Four queries. The caller has decided that the territory may be seen."""
    return Facts(
        _candidates(territory_path, cycle_id),
        _curated(territory_path, Cycle.objects.get(pk=cycle_id)),
        _agreements(territory_path, cycle_id),
    )


def _candidates(path: str, cycle_id: int) -> tuple[CandidateFact, ...]:
    rows = (
        Candidate.objects.filter(cycle=cycle_id, territory__path__startswith=path)
        .order_by("proposed_on", "pk")
        .values_list(
            *("pk", "name", "territory__path", "state", "proposed_on", "interviewed_on", "tested_on"),
            *("test_passed", "approved_on", "contract_date", "appointed_on"),
        )
    )
    return tuple(
        CandidateFact(pk, name, place or "", CandidateState(state), *days)
        for pk, name, place, state, *days in rows
    )


def _curated(path: str, cycle: Cycle) -> tuple[CuratedFact, ...]:
    """Appointments of the year, and those of no year that touch it; one row a school."""
    found = Appointment.objects.filter(
        Q(cycle=cycle)
        | Q(cycle=None)
        & (Q(since=None) | Q(since__lte=cycle.ends))
        & (Q(until=None) | Q(until__gte=cycle.starts)),
        role=Role.CURATOR,
        revoked_at=None,
        schools__territory__path__startswith=path,
    )
    rows = found.order_by("since", "pk", "schools__sort_name", "schools__pk").values_list(
        *("schools__pk", "schools__territory__path", "person_id", "person__surname", "person__given_name"),
        *("person__patronymic", "since", "until", "order_number", "order_date"),
    )
    return tuple(
        CuratedFact(school, place or "", person, " ".join(filter(None, names)), since, until, (number, day))
        for school, place, person, *names, since, until, number, day in rows
    )


def _agreements(path: str, cycle_id: int) -> tuple[AgreementFact, ...]:
    rows = (
        Agreement.objects.filter(cycle=cycle_id, school__territory__path__startswith=path)
        .exclude(state=AgreementState.ENDED)
        .order_by("date", "pk")
        .values_list("pk", "school_id", "school__territory__path", "curator_name", "date", "state")
    )
    return tuple(
        AgreementFact(pk, school, place or "", curator, day, state == AgreementState.SIGNED)
        for pk, school, place, curator, day, state in rows
    )
