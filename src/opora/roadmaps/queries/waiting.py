"""What of the roadmaps waits for a person: the ladder from the one who answers up to the municipality.

Silent for what is put off, reported, confirmed or taken off. People at a school see measures one by one, those
above it one line a school.
"""

from datetime import date, timedelta
from urllib.parse import urlencode

from django.db.models import Count, Min, Q
from django.urls import reverse
from django.utils import timezone

from opora.access import Actor, Role
from opora.access.actor import SCHOOL_ROLES
from opora.access.paths import chain
from opora.catalogues.models import Version
from opora.catalogues.states import VersionState
from opora.documents.queries.narrowing import has_curator
from opora.inbox import Reason, Waiting
from opora.organisations.models import Organisation
from opora.roadmaps import ladder as ladders
from opora.roadmaps.ladder import Ladder
from opora.roadmaps.queries.visibility import checkpoints_visible_to, ladder_of, works_visible_to
from opora.roadmaps.rules import LEADERS
from opora.roadmaps.states import OPEN, CheckpointState, WorkState
from opora.ui.text import count_ru

_OPEN = [state.value for state in OPEN]


def waiting_for(actor: Actor) -> list[Waiting]:
    """Measures to do, to mend, to confirm; schools that are late; stages to close. None for others.

    Three queries at a school, four above it.
    """
    if actor.is_operator or actor.role is None or actor.scope is None:
        return []
    today = timezone.localdate()
    if actor.role in SCHOOL_ROLES:
        return [*_of_school(actor, today), *_checkpoints(actor, CheckpointState.OPEN, today)]
    if actor.role in {Role.CURATOR, Role.MUNICIPAL_COORDINATOR}:
        return [
            *_to_confirm(actor, today),
            *_late_schools(actor, today),
            *_checkpoints(actor, CheckpointState.SENT, today),
        ]
    return []


def _of_school(actor: Actor, today: date) -> list[Waiting]:
    """Own measures from «скоро» on; for those who lead the school also others' that are late."""
    path = next(iter(_paths_of(actor)), "")
    ladder = ladder_of(path)
    own = Q(responsible=actor.person_id)
    soon = Q(state__in=_OPEN, due__lte=today + timedelta(days=ladder.soon))
    asked = own & (soon | Q(state=WorkState.RETURNED))
    if actor.role in LEADERS:
        nobodys = Q(responsible__isnull=True)
        late = Q(state__in=_OPEN, due__lte=today - timedelta(days=ladder.responsible_after))
        asked |= nobodys & (soon | Q(state=WorkState.RETURNED)) | late | Q(state=WorkState.RETURNED)
    found = works_visible_to(actor).filter(asked).distinct().order_by("due", "pk")
    rows = found.values_list("pk", "measure__title", "state", "state_since", "due", "starts")
    return [_measure(*row) for row in rows[:200]]


def _measure(pk: int, title: str, state: str, since: date, due: date | None, starts: date | None) -> Waiting:
    url = reverse("roadmap-measure", args=[pk])
    if state == WorkState.RETURNED:
        return Waiting(Reason.MEND, title, "Посмотреть, что вернули", url, since, due)
    action = "Начать" if state in {WorkState.PLANNED, WorkState.POSTPONED} else "Отметить"
    return Waiting(Reason.DO, title, action, url, starts or since, due)


def _paths_of(actor: Actor) -> list[str]:
    scope = actor.scope
    if scope is None:
        return []
    if scope.territory_paths:
        return list(scope.territory_paths)
    found = Organisation.objects.filter(pk__in=scope.school_ids).values_list("territory__path", flat=True)
    return [path or "" for path in found.distinct()]


def _to_confirm(actor: Actor, today: date) -> list[Waiting]:
    """One line a school: how many measures wait for a word, since when."""
    found = works_visible_to(actor).filter(state=WorkState.REPORTED)
    if actor.role == Role.MUNICIPAL_COORDINATOR:
        found = found.exclude(has_curator(school="school", on=today))
    rows = (
        found.exclude(reported_by_id=actor.person_id)
        .order_by()
        .values("school", "school__name", "cycle__code")
        .annotate(many=Count("pk"), since=Min("state_since"), first=Min("pk"))
    )
    return [
        Waiting(
            Reason.CONFIRM,
            f"{row['school__name']}: {_measures(row['many'])}",
            "Подтвердить",
            reverse("roadmap-measure", args=[row["first"]])
            if row["many"] == 1
            else _school_url(row["school"], row["cycle__code"], state=WorkState.REPORTED.value),
            row["since"],
        )
        for row in rows
    ]


def _late_schools(actor: Actor, today: date) -> list[Waiting]:
    """Schools whose measures are late for longer than the ladder allows before this role is told."""
    rows = (
        works_visible_to(actor)
        .filter(state__in=_OPEN, due__lt=today)
        .order_by()
        .values("school", "school__name", "school__territory__path", "cycle__code", "due")
        .annotate(many=Count("pk"))
    )
    ladders_of = _ladders({row["school__territory__path"] or "" for row in rows})
    late: dict[tuple[int, str, str], tuple[int, date]] = {}
    for row in rows:
        ladder = ladders_of[row["school__territory__path"] or ""]
        days = ladder.curator_after if actor.role == Role.CURATOR else ladder.coordinator_after
        due: date = row["due"] or today
        if ladder.days_late(due, today) < days:
            continue
        key = (row["school"], row["school__name"], row["cycle__code"])
        many, oldest = late.get(key, (0, due))
        late[key] = (many + row["many"], min(oldest, due))
    return [
        Waiting(
            Reason.DECIDE,
            f"{name}: {_measures(many)} с прошедшим сроком",
            "Посмотреть",
            _school_url(school, code, late="1"),
            oldest,
            oldest,
        )
        for (school, name, code), (many, oldest) in late.items()
    ]


def _ladders(paths: set[str]) -> dict[str, Ladder]:
    """The ladder in force for each path. One query whatever their number."""
    above = {"", *(step for path in paths for step in chain(path))}
    found = Version.objects.filter(
        state=VersionState.PUBLISHED,
        definition__kind=ladders.KIND,
        definition__code=ladders.CODE,
        definition__territory_path__in=above,
    ).values_list("definition__territory_path", "content")
    kept = {path: ladders.read(content) for path, content in found}
    base = kept.get("", Ladder())
    return {path: next((kept[p] for p in reversed(chain(path)) if p in kept), base) for path in paths}


def _checkpoints(actor: Actor, state: CheckpointState, today: date) -> list[Waiting]:
    if actor.role in SCHOOL_ROLES and actor.role not in LEADERS:
        return []
    found = checkpoints_visible_to(actor).filter(state=state)
    if actor.role == Role.MUNICIPAL_COORDINATOR:
        found = found.exclude(has_curator(school="school", on=today))
    action, reason = (
        ("Дописать", Reason.FILL) if state is CheckpointState.OPEN else ("Закрыть этап", Reason.CONFIRM)
    )
    return [
        Waiting(
            reason,
            f"{each.school.name}: {each.title}" if state is CheckpointState.SENT else each.title,
            action,
            reverse("roadmap-checkpoint", args=[each.pk]),
            each.state_since,
            each.due if state is CheckpointState.OPEN else None,
        )
        for each in found.order_by("due", "pk")[:200]
    ]


def _measures(many: int) -> str:
    return count_ru(many, "мера,меры,мер")


def _school_url(school: int, cycle: str, **query: str) -> str:
    return f"{reverse('roadmap', args=[school])}?{urlencode({'cycle': cycle, **query})}"
