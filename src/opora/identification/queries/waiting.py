"""What waits for a person here: the desk asks."""

from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse
from django.utils import timezone

from opora.access import Actor
from opora.identification.models import ListEntry, YearList
from opora.identification.queries.lists import decided_by, entries_visible_to, visible_to
from opora.identification.rules import APPROVE, OPEN_WINDOW
from opora.identification.states import OPEN_STATES, ListState


@dataclass(frozen=True, slots=True)
class Waiting:
    """One thing that waits: what to do, where, since when, until when."""

    title: str
    action: str
    url: str
    since: datetime
    due: date | None = None


def waiting_for(actor: Actor) -> list[Waiting]:
    """Drafts to open or approve, and for a school the draft that names it. Soonest first."""
    if actor.capacity is None and not actor.is_operator:
        return []
    found: list[Waiting] = []
    named = actor.scope is not None and actor.scope.school_ids
    for year_list in (visible_to if named else decided_by)(actor).filter(state__in=OPEN_STATES):
        waiting = _for_the_list(actor, year_list) or _for_the_school(actor, year_list)
        if waiting is not None:
            found.append(waiting)
    return sorted(found, key=lambda w: (w.due or date.max, w.since, w.title))


def _for_the_list(actor: Actor, year_list: YearList) -> Waiting | None:
    url = reverse("list", args=[year_list.pk])
    title = f"{year_list.subject_title}: проект"
    if year_list.state == ListState.DRAFT and OPEN_WINDOW.can(actor, year_list):
        return Waiting(title, "Показать проект школам", url, year_list.drawn_at)
    over = year_list.window_is_over(timezone.localdate())
    if year_list.state == ListState.OBJECTIONS and over and APPROVE.can(actor, year_list):
        assert year_list.opened_at is not None
        return Waiting(title, "Утвердить список", url, year_list.opened_at, year_list.objections_until)
    return None


def _for_the_school(actor: Actor, year_list: YearList) -> Waiting | None:
    if year_list.state != ListState.OBJECTIONS or actor.scope is None or not actor.scope.school_ids:
        return None
    entry: ListEntry | None = entries_visible_to(actor, year_list).filter(listed=True).first()
    if entry is None:
        return None
    assert year_list.opened_at is not None
    return Waiting(
        f"{entry.school_name} — в проекте списка {year_list.get_kind_display()}",
        "Посмотреть почему",
        reverse("list-school", args=[year_list.pk, entry.pk]),
        year_list.opened_at,
        year_list.objections_until,
    )
