"""What of the roadmaps waits for a person: the ladder from the one who answers up to the municipality.

Silent for what is put off, reported, confirmed or taken off, and for a school that was closed. People at a school
see measures one by one, those above it one line a school.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, Exists, Min, OuterRef, Q, QuerySet, Window
from django.urls import reverse
from django.utils import timezone

from opora.access import Actor, Role
from opora.access.actor import SCHOOL_ROLES
from opora.catalogues.queries import in_force_at
from opora.documents.queries.narrowing import has_curator
from opora.inbox import Reason, Waiting
from opora.organisations.models import Organisation
from opora.organisations.queries import schools_visible_to
from opora.roadmaps import ladder as ladders
from opora.roadmaps.choosing import LATE, STILL_OPEN
from opora.roadmaps.ladder import Ladder
from opora.roadmaps.models import Work
from opora.roadmaps.queries.leaving import Gone, Heritage, absorbed_by, answering_gone, gone_of, heritage
from opora.roadmaps.queries.visibility import ladder_of, works_visible_to
from opora.roadmaps.queries.waiting_stages import stages_of_school, stages_to_close
from opora.roadmaps.rules import LEADERS
from opora.roadmaps.states import OPEN, WorkState
from opora.statements import every
from opora.ui.text import count_ru

_OPEN = sorted(OPEN)
_FIRST = Ladder()
#: so many measures are told one by one
MOST = 200
#: from more schools on, a line leads to their list
MANY_SCHOOLS = 10


@dataclass(frozen=True, slots=True)
class _Home:
    """A school of the actor; the flags are asked only for those who lead it."""

    school_id: int
    path: str
    has_gone: bool = False
    has_heritage: bool = False


def waiting_for(actor: Actor) -> list[Waiting]:
    """Measures to do, to mend, to confirm; schools that are late; stages to close. None for others.

    Also what was left behind: by people who have gone, by a school that was closed. Four queries at a school and
    above it; for those who lead a school one more, two where it has measures, and one for each of the two kinds of
    what was left, where there is any.
    """
    if actor.is_operator or actor.role is None or actor.scope is None:
        return []
    today = timezone.localdate()
    if actor.role in SCHOOL_ROLES:
        return [*_of_school(actor, today), *stages_of_school(actor, today)]
    if actor.role in {Role.CURATOR, Role.MUNICIPAL_COORDINATOR}:
        return [
            *_to_confirm(actor, today),
            *_late_schools(actor, today),
            *stages_to_close(actor, today),
        ]
    return []


def _of_school(actor: Actor, today: date) -> list[Waiting]:
    """Own measures from «скоро» on; for those who lead the school also others' that are late."""
    homes = _homes_of(actor, today)
    ladder = ladder_of(next((home.path for home in homes), ""))
    soon = today + timedelta(days=ladder.soon)
    late = today - timedelta(days=ladder.responsible_after)
    rows = every(_own_measures, actor, soon, late)
    told = [_measure(*row) for row in rows[:MOST]]
    return [*_left(actor, homes, today), *told, *_others(rows, homes)]


def _others(rows: Sequence[Any], homes: Sequence[_Home]) -> list[Waiting]:
    """One line for the measures beyond those told one by one; their first term is its own."""
    if len(rows) <= MOST:
        return []
    *_, due, _, many = rows[MOST]
    url = reverse("roadmaps")
    if len(homes) == 1:
        url = f"{reverse('roadmap', args=[homes[0].school_id])}?{urlencode({'state': STILL_OPEN})}"
    return [Waiting(Reason.DO, f"Ещё {_measures(many - MOST)}", "Открыть карту", url, due=due)]


def _own_measures(actor: Actor, soon: date, late: date) -> QuerySet[Work, Any]:
    """Due by `soon` for those who answer for them; for those who lead the school also others' due by `late`.

    Each with how many there are; one more than is told one by one.
    """
    near = Q(state__in=_OPEN, due__lte=soon) | Q(state=WorkState.RETURNED)
    answers = Work.responsible.through._default_manager.filter(work=OuterRef("pk")).order_by()
    asked = Q(Exists(answers.filter(person=actor.person_id))) & near
    if actor.role in LEADERS:
        nobodys = ~Q(Exists(answers))
        asked |= nobodys & near | Q(state__in=_OPEN, due__lte=late) | Q(state=WorkState.RETURNED)
    found = works_visible_to(actor).filter(asked, school__closed_on__isnull=True).order_by("due", "pk")
    row = ("pk", "measure__title", "state", "state_since", "due", "starts")
    return found.values_list(*row, Window(Count("pk")))[: MOST + 1]


def _left(actor: Actor, homes: Sequence[_Home], today: date) -> list[Waiting]:
    """For those who lead the school: measures of people who have gone, measures of a school that joined theirs."""
    schools = [home.school_id for home in homes if home.has_gone]
    gone = gone_of(schools, on=today) if schools else []
    inherited = heritage(absorbed_by(actor)) if any(home.has_heritage for home in homes) else []
    return [
        *(_to_hand_over(each) for each in gone),
        *(_to_settle(each, "присоединена", "продолжить или снять") for each in inherited),
    ]


def _to_hand_over(gone: Gone) -> Waiting:
    return Waiting(
        Reason.DECIDE,
        f"Передать меры: {gone.name} больше не в школе ({_measures(gone.many)})",
        "Передать",
        reverse("roadmap-hand-over", args=[gone.school_id, gone.person_id]),
        None,
        gone.due,
    )


def _to_settle(each: Heritage, what: str, how: str) -> Waiting:
    return Waiting(
        Reason.DECIDE,
        f"{each.school} {what}: {how}, {_measures(each.many)}",
        "Решить",
        reverse("roadmap-settle", args=[each.school_id]),
        each.closed_on,
    )


def _measure(
    pk: int, title: str, state: str, since: date, due: date | None, starts: date | None, _: int
) -> Waiting:
    url = reverse("roadmap-measure", args=[pk])
    if state == WorkState.RETURNED:
        return Waiting(Reason.MEND, title, "Посмотреть, что вернули", url, since, due)
    action = "Начать" if state in {WorkState.PLANNED, WorkState.POSTPONED} else "Отметить"
    return Waiting(Reason.DO, title, action, url, starts or since, due)


def _homes_of(actor: Actor, today: date) -> list[_Home]:
    """The schools of somebody at a school, whether or not something was left there to decide. One query."""
    ids = tuple(actor.scope.school_ids) if actor.scope else ()
    if actor.role not in LEADERS:
        return [_Home(pk, path or "") for pk, path in every(_paths, ids)]
    return [_Home(pk, path or "", gone, left) for pk, path, gone, left in every(_led, ids, today)]


def _paths(ids: tuple[int, ...]) -> QuerySet[Organisation, Any]:
    return Organisation.objects.filter(pk__in=ids).values_list("pk", "territory__path")


def _led(ids: tuple[int, ...], today: date) -> QuerySet[Organisation, Any]:
    absorbed = Work.objects.filter(state__in=_OPEN, school__merged_into=OuterRef("pk"))
    return Organisation.objects.filter(pk__in=ids).values_list(
        "pk",
        "territory__path",
        Exists(answering_gone(on=today).filter(work__school=OuterRef("pk"))),
        Exists(absorbed.order_by()),
    )


def _to_confirm(actor: Actor, today: date) -> list[Waiting]:
    """One line a school: how many measures wait for a word, since when."""
    found: list[Waiting] = []
    for code, rows in _by_year(every(_reported, actor, today)):
        if len(rows) > MANY_SCHOOLS:
            url, since = _list_url(code, WorkState.REPORTED.value), min(row[4] for row in rows)
            found.append(Waiting(Reason.CONFIRM, _whole(rows), "Подтвердить", url, since))
            continue
        for school, name, _, many, since, first in rows:
            url = (
                reverse("roadmap-measure", args=[first])
                if many == 1
                else _school_url(school, code, state=WorkState.REPORTED.value)
            )
            found.append(Waiting(Reason.CONFIRM, f"{name}: {_measures(many)}", "Подтвердить", url, since))
    return found


def _reported(actor: Actor, today: date) -> QuerySet[Work, Any]:
    found = works_visible_to(actor).filter(state=WorkState.REPORTED)
    if actor.role == Role.MUNICIPAL_COORDINATOR:
        # of the few schools without a curator: not of all that was reported anywhere
        left_alone = schools_visible_to(actor).exclude(has_curator(school="", on=today))
        found = found.filter(school__in=left_alone.order_by().values("pk"))
    by_school = found.exclude(reported_by_id=actor.person_id).order_by()
    return by_school.values_list("school", "school__name", "cycle__code").annotate(
        many=Count("pk"), since=Min("state_since"), first=Min("pk")
    )


def _by_year(rows: Sequence[Any]) -> Iterable[tuple[str, list[Any]]]:
    """Rows (school, its name, code of the year, how many measures, …) by the code."""
    found: dict[str, list[Any]] = {}
    for row in rows:
        found.setdefault(row[2], []).append(row)
    return found.items()


def _whole(rows: Sequence[Any]) -> str:
    """«200 школ: 843 меры» of such rows."""
    return f"{count_ru(len(rows), 'школа,школы,школ')}: {_measures(sum(row[3] for row in rows))}"


def _late_schools(actor: Actor, today: date) -> list[Waiting]:
    """Schools whose measures are late for longer than the ladder allows before this role is told.

    For the municipality also closed schools that nobody succeeds: their measures are to be taken off.
    """
    paths = _places_of(actor)
    ladders_of = in_force_at(ladders.KIND, ladders.CODE, paths, ladders.read)
    last_days = tuple(
        (path, today - timedelta(days=_told_after(ladders_of.get(path, _FIRST), actor))) for path in paths
    )
    late = [
        waiting
        for code, rows in _by_year(every(_late, actor, last_days))
        for waiting in _told_late(code, rows)
    ]
    if actor.role != Role.MUNICIPAL_COORDINATOR:
        return late
    closed = every(_of_closed, actor)
    return [*late, *(_to_settle(Heritage(*row), "закрыта", "снять с карты") for row in closed)]


def _told_late(code: str, rows: Sequence[Any]) -> list[Waiting]:
    """A line a school; of many schools one line that leads to their list."""
    what = "с прошедшим сроком"
    if len(rows) > MANY_SCHOOLS:
        url, oldest = _list_url(code, LATE), min(row[4] for row in rows)
        return [Waiting(Reason.DECIDE, f"{_whole(rows)} {what}", "Посмотреть", url, oldest, oldest)]
    return [
        Waiting(
            Reason.DECIDE,
            f"{name}: {_measures(many)} {what}",
            "Посмотреть",
            _school_url(school, code, mark="late"),
            oldest,
            oldest,
        )
        for school, name, _, many, oldest in rows
    ]


def _places_of(actor: Actor) -> tuple[str, ...]:
    """Paths of the actor's territories, or of the territories of their schools: there a ladder is in force."""
    assert actor.scope is not None
    found = {path or "" for _, path in every(_paths, tuple(actor.scope.school_ids))}
    return tuple(sorted(found.union(actor.scope.territory_paths)))


def _told_after(ladder: Ladder, actor: Actor) -> int:
    return ladder.curator_after if actor.role == Role.CURATOR else ladder.coordinator_after


def _late(actor: Actor, last_days: tuple[tuple[str, date], ...]) -> QuerySet[Work, Any]:
    """Of open schools: those with measures due by the last day that is set for the place of the school."""
    by_then = Q(pk__in=())
    for path, day in last_days:
        by_then |= Q(due__lte=day, school__territory__path__startswith=path)
    found = works_visible_to(actor).filter(by_then, state__in=_OPEN, school__closed_on__isnull=True)
    by_school = found.order_by().values_list("school", "school__name", "cycle__code")
    return by_school.annotate(many=Count("pk"), oldest=Min("due"))


def _of_closed(actor: Actor) -> QuerySet[Work, Any]:
    alone = Q(school__merged_into__isnull=True) | Q(school__merged_into__closed_on__isnull=False)
    found = works_visible_to(actor).filter(alone, state__in=_OPEN, school__closed_on__isnull=False)
    by_school = found.order_by().values_list("school", "school__name", "school__closed_on")
    return by_school.annotate(many=Count("pk"))


def _measures(many: int) -> str:
    return count_ru(many, "мера,меры,мер")


def _list_url(cycle: str, mark: str) -> str:
    return f"{reverse('roadmaps')}?{urlencode({'cycle': cycle, 'mark': mark})}"


def _school_url(school: int, cycle: str, **query: str) -> str:
    return f"{reverse('roadmap', args=[school])}?{urlencode({'cycle': cycle, **query})}"
