"""The one register with dates: candidates with every step, and curators appointed without a choice."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, OuterRef, Q, QuerySet

from opora.access import Actor, Role
from opora.appointments.models import Appointment
from opora.appointments.queries import appointments_visible_to
from opora.curators.models import Agreement, Candidate
from opora.curators.queries.visibility import agreements_visible_to, candidates_visible_to
from opora.curators.states import ON_THE_WAY, AgreementState, CandidateState
from opora.cycles.models import Cycle
from opora.ordering import FoldedName, folded
from opora.organisations.models import Organisation
from opora.statements import every

#: the tab of those who are appointed and never were candidates here
DIRECT = "direct"


@dataclass(frozen=True, slots=True)
class Chosen:
    """What a person chose above the register; empty is «all». `state` may be `DIRECT`; `show` «stuck» or «failed»."""

    cycle: Cycle
    path: str = ""
    words: str = ""
    state: str = ""
    show: str = ""
    stuck_days: int = 14

    @property
    def narrows(self) -> bool:
        return bool(self.words or self.show)


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the register. `pk` is None for somebody appointed without being a candidate: only `appointed_on`,
    the order, the schools and the end are known. `agreements`: (signed, all) of the year."""

    pk: int | None
    person_id: int | None
    name: str
    post: str
    works_at: str
    place: str
    state: CandidateState
    since: date | None
    proposed_on: date | None = None
    interviewed_on: date | None = None
    interview_fits: bool | None = None
    tested_on: date | None = None
    test_passed: bool | None = None
    test_score: str = ""
    approved_on: date | None = None
    approved_by: str = ""
    contract: tuple[str, date] | None = None
    appointed_on: date | None = None
    order: tuple[str, date | None] = ("", None)
    schools: tuple[str, ...] = ()
    agreements: tuple[int, int] = (0, 0)
    ended_on: date | None = None
    reason: str = ""

    def is_stuck(self, today: date, days: int) -> bool:
        return self.state in ON_THE_WAY and self.since is not None and (today - self.since).days > days


def candidates(actor: Actor, chosen: Chosen, *, today: date) -> QuerySet[Candidate]:
    """Candidates that the choice leaves, but for the state."""
    found = candidates_visible_to(actor).filter(cycle=chosen.cycle)
    if chosen.path:
        found = found.filter(territory__path__startswith=chosen.path)
    words = folded(chosen.words).split()
    if words:
        said = FoldedName("name", "post", "place_of_work")
        found = found.alias(said=said).filter(
            *(Q(said__contains=word) | Q(organisation__sort_name__contains=word) for word in words)
        )
    if chosen.show == "stuck":
        last = today - timedelta(days=chosen.stuck_days)
        found = found.filter(state__in=ON_THE_WAY, state_since__lt=last)
    elif chosen.show == "failed":
        found = found.filter(Q(interview_fits=False) | Q(test_passed=False))
    return found


def direct(actor: Actor, chosen: Chosen) -> QuerySet[Appointment]:
    """Curators' appointments that touch the year and no candidate stands behind."""
    if chosen.show:
        return Appointment.objects.none()
    found = Appointment.objects.filter(
        Q(cycle=chosen.cycle)
        | Q(cycle=None)
        & (Q(since=None) | Q(since__lte=chosen.cycle.ends))
        & (Q(until=None) | Q(until__gte=chosen.cycle.starts)),
        pk__in=appointments_visible_to(actor).order_by().values("pk"),
        role=Role.CURATOR,
        revoked_at=None,
        curator_candidate=None,
    )
    if chosen.path:
        here = Appointment.objects.filter(schools__territory__path__startswith=chosen.path)
        found = found.filter(pk__in=here.order_by().values("pk"))
    for word in folded(chosen.words).split():
        found = found.filter(person__sort_name__contains=word)
    return found


def counts(actor: Actor, chosen: Chosen, *, today: date) -> dict[str, int]:
    """How many are in each state, those without a choice under `DIRECT`. Two queries."""
    found: dict[str, int] = dict(every(_states, actor, chosen, today))
    if many := sum(many for _, many in every(_direct_ones, actor, chosen)):
        found[DIRECT] = many
    return found


def _states(actor: Actor, chosen: Chosen, today: date) -> QuerySet[Candidate, Any]:
    found = candidates(actor, chosen, today=today).order_by()
    return found.values_list("state").annotate(many=Count("pk"))


def _direct_ones(actor: Actor, chosen: Chosen) -> QuerySet[Appointment, Any]:
    return direct(actor, chosen).order_by().values_list("role").annotate(many=Count("pk"))


def lines(
    actor: Actor,
    chosen: Chosen,
    *,
    today: date,
    start: int = 0,
    size: int | None = None,
    many_candidates: int | None = None,
) -> list[Line]:
    """Candidates, the newest proposal first, then those without a choice by name. A fixed number of queries.

    `many_candidates`: how many candidates `counts` told, so that a page that lies in them asks no more.
    """
    rows = every(_page, actor, chosen, today, start, None if size is None else start + size)
    others: list[Appointment] = []
    if chosen.state in {"", DIRECT}:
        skip = 0 if size is None else max(0, start - (many_candidates or 0))
        left = None if size is None else skip + size - len(rows)
        if left is None or left > skip:
            others = every(_direct_page, actor, chosen, skip, left)
    schools = _schools([each.appointment_id for each in rows if each.appointment_id is not None])
    people = {each.person_id for each in rows if each.person_id is not None}
    people |= {each.person_id for each in others}
    signed = _agreements(actor, chosen.cycle, people)
    return [
        *(_of_candidate(each, schools, signed) for each in rows),
        *(_of_appointment(each, signed, today) for each in others),
    ]


def _page(actor: Actor, chosen: Chosen, today: date, start: int, end: int | None) -> QuerySet[Candidate]:
    found = candidates(actor, chosen, today=today)
    if chosen.state:
        found = found.filter(state=chosen.state) if chosen.state != DIRECT else found.none()
    joined = found.select_related("territory", "organisation", "appointment")
    return joined.order_by("-proposed_on", "-pk")[start:end]


def _direct_page(actor: Actor, chosen: Chosen, start: int, end: int | None) -> QuerySet[Appointment]:
    """With the names of their schools and of the schools' territories, in order of schools."""
    at = Organisation.objects.filter(appointments=OuterRef("pk")).order_by("sort_name", "pk")
    found = direct(actor, chosen).annotate(
        schools_named=ArraySubquery(at.values("name")), places=ArraySubquery(at.values("territory__name"))
    )
    person = ("surname", "given_name", "patronymic", "login", "post")
    shown = found.select_related("person").only(
        *("since", "until", "revoked_at", "order_number", "order_date"),
        *(f"person__{name}" for name in person),
    )
    return shown.order_by("person__sort_name", "pk")[start:end]


def _schools(appointments: Sequence[int]) -> dict[int, tuple[str, ...]]:
    """Names of the schools of each appointment. One query, none without appointments."""
    if not appointments:
        return {}
    found: dict[int, list[str]] = {}
    rows = (
        Appointment.objects.filter(pk__in=appointments)
        .order_by("schools__sort_name", "schools__pk")
        .values_list("pk", "schools__name")
    )
    for pk, name in rows:
        if name:
            found.setdefault(pk, []).append(name)
    return {pk: tuple(names) for pk, names in found.items()}


def _agreements(actor: Actor, cycle: Cycle, people: Collection[int]) -> dict[int, tuple[int, int]]:
    """(signed, all that have not ended) of each person. One query."""
    rows = every(_signed, actor, cycle, tuple(sorted(people)))
    return {person: (signed, many) for person, signed, many in rows}


def _signed(actor: Actor, cycle: Cycle, people: tuple[int, ...]) -> QuerySet[Agreement, Any]:
    found = agreements_visible_to(actor).filter(cycle=cycle, curator__in=people)
    by_person = found.exclude(state=AgreementState.ENDED).order_by().values_list("curator_id")
    return by_person.annotate(signed=Count("pk", filter=Q(state=AgreementState.SIGNED)), many=Count("pk"))


def _of_candidate(
    each: Candidate, schools: dict[int, tuple[str, ...]], signed: dict[int, tuple[int, int]]
) -> Line:
    appointment = each.appointment
    return Line(
        pk=each.pk,
        person_id=each.person_id,
        name=each.name,
        post=each.post,
        works_at=each.works_at,
        place=each.territory.name,
        state=CandidateState(each.state),
        since=each.state_since,
        proposed_on=each.proposed_on,
        interviewed_on=each.interviewed_on,
        interview_fits=each.interview_fits,
        tested_on=each.tested_on,
        test_passed=each.test_passed,
        test_score=each.test_score,
        approved_on=each.approved_on,
        approved_by=each.approved_by_name,
        contract=(each.contract_number, each.contract_date) if each.contract_date else None,
        appointed_on=each.appointed_on,
        order=(appointment.order_number, appointment.order_date) if appointment else ("", None),
        schools=schools.get(each.appointment_id or 0, ()),
        agreements=signed.get(each.person_id or 0, (0, 0)),
        ended_on=each.ended_on or (appointment.until if appointment else None),
        reason=each.reason,
    )


def _of_appointment(each: Appointment, signed: dict[int, tuple[int, int]], today: date) -> Line:
    return Line(
        pk=None,
        person_id=each.person_id,
        name=each.person.full_name,
        post=each.person.post,
        works_at="",
        place=", ".join(dict.fromkeys(each.places)),  # type: ignore[attr-defined]  # by `_direct_page`
        state=CandidateState.REPLACED if each.is_over(today) else CandidateState.APPOINTED,
        since=each.since,
        appointed_on=each.since,
        order=(each.order_number, each.order_date),
        schools=tuple(each.schools_named),  # type: ignore[attr-defined]  # by `_direct_page`
        agreements=signed.get(each.person_id, (0, 0)),
        ended_on=each.until,
    )
