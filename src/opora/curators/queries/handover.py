"""The hand-over of a school to a new curator or a new deputy head: everything from data, nothing written for it."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q

from opora.access import Actor, Role
from opora.appointments.models import Appointment
from opora.assignments.queries.visibility import visible_to as assignments_visible_to
from opora.assignments.states import AssignmentState
from opora.curators.models import Agreement
from opora.curators.shortening import clipped
from opora.curators.states import AgreementState, Side
from opora.cycles.models import Cycle, Stage
from opora.documents.queries.deadlines import terms_of
from opora.documents.queries.visibility import documents_visible_to, remarks_visible_to
from opora.documents.states import AWAITED, UNSETTLED, DocumentState
from opora.indicators.values import Level
from opora.organisations.models import Organisation
from opora.risks.guide import guide_of
from opora.risks.models import ProfileFactor
from opora.risks.queries.visibility import directions_visible_to, profiles_visible_to
from opora.risks.states import DirectionState
from opora.roadmaps.queries.lines import Line, lines_of
from opora.roadmaps.queries.visibility import checkpoints_visible_to, works_visible_to
from opora.roadmaps.states import CheckpointState, WorkState
from opora.ui.text import count_ru
from opora.visits.queries.planner import planner_lines
from opora.visits.queries.visibility import visible_to as visits_visible_to
from opora.visits.states import VisitState, Way

_TEAM = (
    *(Role.SCHOOL_HEAD, Role.SCHOOL_COORDINATOR, Role.WORKING_GROUP_MEMBER, Role.CURATOR),
    Role.MUNICIPAL_COORDINATOR,
)
_OVER = (DirectionState.CLOSED, DirectionState.WITHDRAWN)
_MOST_VISITS = 5


@dataclass(frozen=True, slots=True)
class Contact:
    role: str
    name: str
    post: str
    phone: str
    email: str


@dataclass(frozen=True, slots=True)
class Paper:
    """A document of the year. `remarks` are those not settled yet that the reader sees."""

    title: str
    state: DocumentState
    remarks: int
    due: date | None


@dataclass(frozen=True, slots=True)
class Visited:
    day: date
    kind: str
    way: Way
    who: str


@dataclass(frozen=True, slots=True)
class Task:
    what: str
    executor: str
    due: date | None


@dataclass(frozen=True, slots=True)
class Deadline:
    day: date
    what: str


@dataclass(frozen=True, slots=True)
class Pack:
    """`highs` are the high factors with their values 0–100, None where the year has no profile to see.
    `measures`: of the year but those taken off, `counts` how many of each state; `late` and `ahead` by term, those
    without a day last. `first` says what to do first, the most urgent on top."""

    school: Organisation
    cycle: Cycle
    side: Side
    today: date
    team: tuple[Contact, ...]
    highs: tuple[tuple[str, float], ...] | None
    directions: tuple[tuple[str, DirectionState], ...]
    papers: tuple[Paper, ...]
    counts: dict[WorkState, int]
    late: tuple[Line, ...]
    ahead: tuple[Line, ...]
    visits: tuple[Visited, ...]
    tasks: tuple[Task, ...]
    deadlines: tuple[Deadline, ...]
    first: tuple[str, ...]

    @property
    def measures(self) -> int:
        return sum(many for state, many in self.counts.items() if state is not WorkState.DROPPED)


def pack_of(actor: Actor, school: Organisation, cycle: Cycle, side: Side, *, today: date) -> Pack:
    """What the actor sees of the school, its territory joined. A number of queries that does not grow."""
    works = lines_of(school.pk, cycle.pk) if works_visible_to(actor).filter(school=school).exists() else []
    counts = {state: many for state in WorkState if (many := sum(each.state is state for each in works))}
    late = tuple(each for each in works if each.is_late(today))
    papers, visits = _papers(actor, school, cycle, today), _visits(actor, school)
    tasks, deadlines = _tasks(actor, school), _deadlines(actor, school, cycle, today)
    deadlines += [
        Deadline(each.due, f"документ: {each.title}")
        for each in papers
        if each.due is not None and each.due >= today
    ]
    return Pack(
        school=school,
        cycle=cycle,
        side=side,
        today=today,
        team=tuple(_team(school, today)),
        highs=_highs(actor, school, cycle),
        directions=tuple(
            (title, DirectionState(state))
            for title, state in directions_visible_to(actor)
            .filter(school=school, cycle=cycle)
            .exclude(state__in=_OVER)
            .order_by("factor_code", "pk")
            .values_list("factor_title", "state")
        ),
        papers=tuple(papers),
        counts=counts,
        late=late,
        ahead=tuple(each for each in works if each.is_open and not each.is_late(today)),
        visits=tuple(visits),
        tasks=tuple(tasks),
        deadlines=tuple(sorted(deadlines, key=lambda each: (each.day, each.what))),
        first=tuple(
            _first_of_school(papers, counts, late, tasks, today)
            if side is Side.SCHOOL
            else _first_of_curator(actor, school, cycle, papers, counts, late, tasks, today)
        ),
    )


def _team(school: Organisation, today: date) -> list[Contact]:
    """People of the school, its curator, the coordinator of its municipality. Two queries."""
    rows = (
        Appointment.objects.in_force(today)
        .filter(Q(schools=school) | Q(territories=school.territory_id), role__in=[r.value for r in _TEAM])
        .order_by("person__sort_name", "pk")
        .values_list(
            *("role", "person_id", "person__surname", "person__given_name", "person__patronymic"),
            *("person__post", "person__phone", "person__email"),
        )
    )
    found: dict[tuple[Role, int], Contact] = {}
    for role, pk, *names, post, phone, email in rows:
        kind = Role(role)
        found[kind, pk] = Contact(kind.title, " ".join(filter(None, names)), post, phone, email)
    return [found[key] for key in sorted(found, key=lambda key: _TEAM.index(key[0]))]


def _highs(actor: Actor, school: Organisation, cycle: Cycle) -> tuple[tuple[str, float], ...] | None:
    """The highest first. Two queries."""
    profile = profiles_visible_to(actor).filter(school=school, cycle=cycle).select_related("version").first()
    if profile is None:
        return None
    guide = guide_of(profile.version)
    rows = ProfileFactor.objects.filter(profile=profile, level=Level.HIGH).order_by("-value", "position")
    return tuple((guide.title(code), value or 0.0) for code, value in rows.values_list("code", "value"))


def _papers(actor: Actor, school: Organisation, cycle: Cycle, today: date) -> list[Paper]:
    """Three queries."""
    rows = list(
        documents_visible_to(actor)
        .filter(school=school, cycle=cycle)
        .exclude(state=DocumentState.ARCHIVED)
        .order_by("kind", "pk")
        .values_list("pk", "title", "state", "kind")
    )
    seen = remarks_visible_to(actor).filter(document__in=[pk for pk, *_ in rows], state__in=UNSETTLED)
    remarks = dict(seen.order_by().values_list("document_id").annotate(many=Count("pk")))
    path = school.territory.path or ""
    terms = terms_of(((cycle.pk, kind, path) for _, _, state, kind in rows if state in AWAITED), today=today)
    found = []
    for pk, title, state, kind in rows:
        term = terms.get((cycle.pk, kind, path)) if state in AWAITED else None
        found.append(Paper(title, DocumentState(state), remarks.get(pk, 0), term.due if term else None))
    return found


def _visits(actor: Actor, school: Organisation) -> list[Visited]:
    """The last ones: that there was a visit and of whom, never what was noted for the helpers. Two queries."""
    rows = (
        visits_visible_to(actor)
        .filter(school=school, state=VisitState.DONE)
        .order_by("-visited_on", "-pk")
        .prefetch_related("visitors")[:_MOST_VISITS]
    )
    return [
        Visited(
            each.visited_on, each.kind_title, Way(each.way), ", ".join(v.name for v in each.visitors.all())
        )
        for each in rows
        if each.visited_on is not None
    ]


def _tasks(actor: Actor, school: Organisation) -> list[Task]:
    """What was agreed and is not done yet. One query."""
    rows = (
        assignments_visible_to(actor)
        .filter(school=school, state=AssignmentState.GIVEN)
        .order_by("due", "pk")
        .values_list("what", "executor", "due")
    )
    return [Task(*row) for row in rows]


def _deadlines(actor: Actor, school: Organisation, cycle: Cycle, today: date) -> list[Deadline]:
    """Stages of the school and of the year, planned visits. Three queries."""
    stages = checkpoints_visible_to(actor).filter(school=school, cycle=cycle, due__gte=today)
    planned = visits_visible_to(actor).filter(school=school, state=VisitState.PLANNED, planned_on__gte=today)
    of_year = Stage.objects.filter(cycle=cycle, ends__gte=today).order_by("ends", "position")
    found = [
        *(
            (due, f"этап школы: {title}")
            for title, due in stages.exclude(state=CheckpointState.CLOSED).values_list("title", "due")
        ),
        *((day, f"посещение: {kind}") for kind, day in planned.values_list("kind_title", "planned_on")),
        *((ends, f"этап года: {title}") for title, ends in of_year.values_list("title", "ends")),
    ]
    return [Deadline(day, what) for day, what in found if day is not None]


def _measures(many: int) -> str:
    return count_ru(many, "мера,меры,мер")


def _first_of_curator(
    actor: Actor,
    school: Organisation,
    cycle: Cycle,
    papers: list[Paper],
    counts: dict[WorkState, int],
    late: tuple[Line, ...],
    tasks: list[Task],
    today: date,
) -> list[str]:
    """What waits for the curator, then what the school needs help with. Some queries for the last visit."""
    found = [f"проверить документ «{each.title}»" for each in papers if each.state is DocumentState.REVIEW]
    if many := counts.get(WorkState.REPORTED, 0):
        found.append(f"посмотреть, что сделано, и подтвердить: {_measures(many)}")
    found += _visit_first(school, cycle, today)
    if late:
        found.append(
            f"разобраться с просроченным: {_measures(len(late))}, дольше всех «{clipped(late[0].title, 48)}»"
        )
    if many := sum(each.due is not None and each.due < today for each in tasks):
        found.append(
            f"спросить о договорённостях, чей срок прошёл: {count_ru(many, 'поручение,поручения,поручений')}"
        )
    signed = Agreement.objects.filter(school=school, cycle=cycle, state=AgreementState.SIGNED)
    if not signed.exists():
        found.append("подписать соглашение со школой")
    return found or ["познакомиться с командой школы: ничего срочного нет"]


def _visit_first(school: Organisation, cycle: Cycle, today: date) -> list[str]:
    """A number of queries that does not grow."""
    line = planner_lines([school], cycle, today=today)[0]
    if line.standing.presence is None:
        return ["побывать в школе: очных посещений в этом году не было"]
    if line.due.is_late(today) or line.due.is_soon(today):
        return [f"побывать в школе: последнее очное посещение {line.standing.presence:%d.%m.%Y}"]
    return []


def _first_of_school(
    papers: list[Paper],
    counts: dict[WorkState, int],
    late: tuple[Line, ...],
    tasks: list[Task],
    today: date,
) -> list[str]:
    found = [f"доработать документ «{each.title}»" for each in papers if each.state is DocumentState.REWORK]
    if many := counts.get(WorkState.RETURNED, 0):
        found.append(f"доделать то, что вернул куратор: {_measures(many)}")
    if late:
        found.append(
            f"разобраться с просроченным: {_measures(len(late))}, дольше всех «{clipped(late[0].title, 48)}»"
        )
    if many := sum(each.due is not None and each.due < today for each in tasks):
        found.append(f"закрыть поручения, чей срок прошёл: {count_ru(many, 'поручение,поручения,поручений')}")
    found += [f"дописать документ «{each.title}»" for each in papers if each.state is DocumentState.DRAFT]
    return found or ["познакомиться с куратором: ничего срочного нет"]


def counts_words(pack: Pack) -> str:
    """«в карте 12 мер: 3 выполняется, 2 на подтверждении; просрочено 2»."""
    if not pack.measures:
        return "мер в карте нет"
    parts = [f"{state.label} {many}" for state, many in pack.counts.items() if state is not WorkState.DROPPED]
    late = f"; просрочено {len(pack.late)}" if pack.late else ""
    return f"в карте {count_ru(pack.measures, 'мера,меры,мер')}: {', '.join(parts)}{late}"
