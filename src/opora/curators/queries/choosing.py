"""Who may become the curator of a school: the facts about each, gathered in a number of queries that does not grow."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from opora.access import Actor, Role
from opora.access.actor import SCHOOL_ROLES
from opora.appointments.models import Appointment
from opora.appointments.queries import appointments_visible_to
from opora.curators.matching import Somebody, in_order
from opora.curators.models import Candidate
from opora.curators.queries.definition import curatorship_of
from opora.curators.queries.visibility import candidates_visible_to
from opora.curators.states import ON_THE_WAY, CandidateState
from opora.cycles.models import Cycle
from opora.expertise.models import Assignment
from opora.expertise.states import LIVE
from opora.indicators.values import Level
from opora.organisations.models import Merit, Organisation
from opora.organisations.states import MeritKind
from opora.risks.guide import guide_of
from opora.risks.models import ProfileFactor
from opora.risks.queries.visibility import profiles_visible_to
from opora.visits.distances import straight_km
from opora.visits.queries.definitions import rhythms_for
from opora.visits.queries.people import Curated, curated_by
from opora.visits.queries.planner import point_of

#: two schools are alike where so many of their high factors are the same
ALIKE = 2
_EARLIEST = date(2000, 1, 1)


@dataclass(frozen=True, slots=True)
class Choice:
    """The people for one school in order. `present` are its curators of today with their appointments, `highs` the
    titles of its high factors (empty where no profile is seen), `most` the usual load."""

    people: tuple[Somebody, ...]
    present: tuple[Appointment, ...]
    highs: tuple[str, ...]
    most: int


@dataclass(slots=True)
class _Known:
    """What is known of everybody, asked at once."""

    works_at: dict[int, list[Organisation]] = field(default_factory=dict)
    since_year: set[int] = field(default_factory=set)
    curated: dict[int, list[Curated]] = field(default_factory=dict)
    experts: set[int] = field(default_factory=set)
    scored: set[int] = field(default_factory=set)
    is_told_of_sheets: bool = False
    levels: dict[int, dict[str, str]] = field(default_factory=dict)
    titles: Mapping[str, str] = field(default_factory=dict)
    names: dict[int, str] = field(default_factory=dict)
    merits: dict[int, list[str]] = field(default_factory=dict)


def choice_for(actor: Actor, school: Organisation, cycle: Cycle, *, today: date) -> Choice:
    """Candidates on their way in the actor's scope and curators of today there, each with the facts."""
    candidates = list(
        candidates_visible_to(actor)
        .filter(cycle=cycle, state__in=ON_THE_WAY)
        .select_related("organisation", "person")
        .order_by("pk")
    )
    held = list(
        Appointment.objects.in_force(today)
        .filter(pk__in=appointments_visible_to(actor).order_by().values("pk"), role=Role.CURATOR)
        .select_related("person")
        .prefetch_related("schools")
        .order_by("pk")
    )
    present = [each for each in held if any(one.pk == school.pk for one in each.schools.all())]
    here = {each.person_id for each in present}
    proposed = {each.person_id for each in candidates if each.person_id is not None}
    others = {e.person_id: e.person for e in held if e.person_id not in here | proposed}
    known = _known(actor, school, cycle, candidates, {*proposed, *others}, today=today)
    road = rhythms_for({school.territory.path or ""}).get(school.territory.path or "")
    stretch = float(road.road) if road else 1.3
    people = [
        _somebody(school, known, stretch, today, candidate=each)
        for each in candidates
        if each.person_id not in here
    ]
    people += [
        _somebody(school, known, stretch, today, person=pk, name=person.full_name, post=person.post)
        for pk, person in others.items()
    ]
    highs = _highs(known, school.pk)
    return Choice(
        tuple(in_order(people)),
        tuple(present),
        tuple(known.titles.get(code, code) for code in highs),
        curatorship_of(school.territory.path or "").most,
    )


def _known(
    actor: Actor,
    school: Organisation,
    cycle: Cycle,
    candidates: Sequence[Candidate],
    people: Collection[int],
    *,
    today: date,
) -> _Known:
    known = _Known()
    _put_work(known, school, people, cycle, today)
    for each in curated_by(people, first=_EARLIEST, last=today):
        known.curated.setdefault(each.person_id, []).append(each)
    _put_experts(actor, known, school, cycle, people, today)
    at_work = {one.pk for each in known.works_at.values() for one in each}
    at_work |= {each.organisation_id for each in candidates if each.organisation_id is not None}
    curated = {each.school_id for rows in known.curated.values() for each in rows}
    _put_levels(actor, known, cycle, {school.pk, *at_work, *curated})
    known.names = dict(Organisation.objects.filter(pk__in=curated).order_by().values_list("pk", "name"))
    for pk, text in (
        Merit.objects.filter(organisation__in=at_work, kind=MeritKind.STRENGTH)
        .order_by("organisation", "-year_from", "pk")
        .values_list("organisation_id", "text")
    ):
        known.merits.setdefault(pk, []).append(text)
    return known


def _put_work(
    known: _Known, school: Organisation, people: Collection[int], cycle: Cycle, today: date
) -> None:
    """Schools where they work, and who worked in this one since the year began. Two queries."""
    rows = (
        Appointment.objects.filter(person__in=people, role__in=[role.value for role in SCHOOL_ROLES])
        .prefetch_related("schools")
        .order_by("pk")
    )
    for each in rows:
        ended = [day for day in (each.until, each.revoked_at.date() if each.revoked_at else None) if day]
        if ended and min(ended) < cycle.starts:
            continue
        for one in each.schools.all():
            if one.pk == school.pk:
                known.since_year.add(each.person_id)
            if not each.is_over(today) and one not in known.works_at.setdefault(each.person_id, []):
                known.works_at[each.person_id].append(one)


def _put_experts(
    actor: Actor,
    known: _Known,
    school: Organisation,
    cycle: Cycle,
    people: Collection[int],
    today: date,
) -> None:
    """Who scores documents. Whose documents is known to the region alone: experts are not told of below it."""
    experts = Appointment.objects.in_force(today).filter(person__in=people, role=Role.EXPERT)
    known.experts = set(experts.order_by().values_list("person_id", flat=True))
    known.is_told_of_sheets = actor.acts_as(Role.REGIONAL_COORDINATOR)
    if known.is_told_of_sheets and known.experts:
        scored = Assignment.objects.filter(
            person_id__in=known.experts, entry__school=school, entry__round__cycle=cycle, state__in=LIVE
        )
        known.scored = set(scored.order_by().values_list("person_id", flat=True))


def _put_levels(actor: Actor, known: _Known, cycle: Cycle, schools: Collection[int]) -> None:
    """Levels of factors of those of these schools whose profile the actor sees. Two queries."""
    seen = profiles_visible_to(actor).filter(cycle=cycle, school__in=schools)
    rows = (
        ProfileFactor.objects.filter(profile__in=seen.order_by().values("pk"))
        .order_by("profile", "position")
        .values_list("profile__school_id", "code", "level")
    )
    for pk, code, level in rows:
        known.levels.setdefault(pk, {})[code] = level
    newest = seen.select_related("version").order_by("-computed_on", "-pk").first()
    if newest is not None:
        guide = guide_of(newest.version)
        known.titles = {code: guide.title(code) for code in guide.codes()}


def _highs(known: _Known, school_id: int) -> list[str]:
    return [code for code, level in known.levels.get(school_id, {}).items() if level == Level.HIGH]


def _somebody(
    school: Organisation,
    known: _Known,
    stretch: float,
    today: date,
    *,
    candidate: Candidate | None = None,
    person: int | None = None,
    name: str = "",
    post: str = "",
) -> Somebody:
    person_id = candidate.person_id if candidate else person
    at_work = _at_work(known, candidate, person_id)
    own = [each.pk for each in at_work]
    highs, rows = _highs(known, school.pk), known.curated.get(person_id or 0, ())
    now = {each.school_id for each in rows if each.until is None or each.until >= today}
    km, no_km = _distance(school, at_work, stretch)
    profiles = [known.levels[pk] for pk in own if pk in known.levels]

    def titled(codes: Sequence[str]) -> tuple[str, ...]:
        return tuple(known.titles.get(code, code) for code in codes)

    conflicts, warnings = _conflicts(known, school, own, person_id)
    return Somebody(
        candidate_id=candidate.pk if candidate else None,
        person_id=person_id,
        name=candidate.name if candidate else name,
        post=candidate.post if candidate else post,
        works_at=", ".join(each.name for each in at_work) or (candidate.place_of_work if candidate else ""),
        state=CandidateState(candidate.state) if candidate else None,
        conflicts=conflicts,
        warnings=warnings,
        strong=titled([c for c in highs if any(each.get(c) == Level.LOW for each in profiles)])
        if profiles
        else None,
        weak=titled([c for c in highs if any(each.get(c) == Level.HIGH for each in profiles)]),
        declared=titled([c for c in highs if candidate and c in candidate.strong_at]),
        strengths=candidate.strengths if candidate else "",
        merits=tuple(text for pk in own for text in known.merits.get(pk, ()))[:3],
        km=km,
        no_km=no_km,
        schools=tuple(sorted(known.names.get(pk, "") for pk in now)),
        similar=tuple(
            (known.names.get(pk, ""), titled(shared))
            for pk in sorted({each.school_id for each in rows} - {school.pk})
            if len(shared := [c for c in highs if known.levels.get(pk, {}).get(c) == Level.HIGH]) >= ALIKE
        ),
        was_here=any(each.school_id == school.pk for each in rows),
    )


def _at_work(known: _Known, candidate: Candidate | None, person_id: int | None) -> list[Organisation]:
    """What is said of a candidate, else where the person is appointed."""
    if candidate is not None and candidate.organisation is not None:
        return [candidate.organisation]
    return known.works_at.get(person_id or 0, [])


def _conflicts(
    known: _Known, school: Organisation, own: Collection[int], person_id: int | None
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What forbids, and what is to be asked first."""
    found, asked = [], []
    if school.pk in own or person_id in known.since_year:
        found.append("работает в этой школе")
    if person_id in known.scored:
        found.append("эксперт: в этом году оценивает документы этой школы")
    elif person_id in known.experts and not known.is_told_of_sheets:
        asked.append(
            "эксперт региона: спросите регионального координатора, не оценивает ли документы этой школы"
        )
    return tuple(found), tuple(asked)


def _distance(
    school: Organisation, at_work: Sequence[Organisation], stretch: float
) -> tuple[float | None, str]:
    here = point_of(school)
    if here is None:
        return None, "расстояние неизвестно: у школы нет координат"
    if not at_work:
        return None, "расстояние неизвестно: нет места работы в реестре"
    points = [point for point in map(point_of, at_work) if point is not None]
    if not points:
        return None, "расстояние неизвестно: у места работы нет координат"
    return min(straight_km(here, point) for point in points) * stretch, ""
