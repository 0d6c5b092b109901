"""What waits for a person here: the desk asks."""

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from opora.access import Actor
from opora.identification.models import ListEntry, YearList
from opora.identification.queries.lists import decided_by, entries_visible_to, visible_to
from opora.identification.rules import APPROVE, OPEN_WINDOW
from opora.identification.states import OPEN_STATES, ListState
from opora.inbox import Reason, Waiting
from opora.statements import every


def waiting_for(actor: Actor) -> list[Waiting]:
    """Drafts to open or approve, and for a school the draft that names it."""
    if actor.capacity is None and not actor.is_operator:
        return []
    found: list[Waiting] = []
    for year_list in every(_open, actor):
        waiting = _for_the_list(actor, year_list) or _for_the_school(actor, year_list)
        if waiting is not None:
            found.append(waiting)
    return found


def _open(actor: Actor) -> QuerySet[YearList]:
    named = actor.scope is not None and actor.scope.school_ids
    return (visible_to if named else decided_by)(actor).filter(state__in=OPEN_STATES)


def _for_the_list(actor: Actor, year_list: YearList) -> Waiting | None:
    url = reverse("list", args=[year_list.pk])
    title = f"{year_list.subject_title}: проект"
    if year_list.state == ListState.DRAFT and OPEN_WINDOW.can(actor, year_list):
        since = timezone.localdate(year_list.drawn_at)
        return Waiting(Reason.DECIDE, title, "Показать проект школам", url, since)
    over = year_list.window_is_over(timezone.localdate())
    if year_list.state == ListState.OBJECTIONS and over and APPROVE.can(actor, year_list):
        assert year_list.opened_at is not None
        since, until = timezone.localdate(year_list.opened_at), year_list.objections_until
        return Waiting(Reason.CONFIRM, title, "Утвердить список", url, since, until)
    return None


def _for_the_school(actor: Actor, year_list: YearList) -> Waiting | None:
    if year_list.state != ListState.OBJECTIONS or actor.scope is None or not actor.scope.school_ids:
        return None
    entry: ListEntry | None = entries_visible_to(actor, year_list).filter(listed=True).first()
    if entry is None:
        return None
    assert year_list.opened_at is not None
    return Waiting(
        Reason.CHECK,
        f"{entry.school_name} — в проекте списка {year_list.get_kind_display()}",
        "Посмотреть почему",
        reverse("list-school", args=[year_list.pk, entry.pk]),
        timezone.localdate(year_list.opened_at),
        year_list.objections_until,
    )
