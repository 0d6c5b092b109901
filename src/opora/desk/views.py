"""The first page after signing in: what waits for me, whose move it is, who helps."""

from datetime import date

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from opora.access.actor import SCHOOL_ROLES
from opora.access.request import Request
from opora.appointments.helping import helpers_of
from opora.desk import queries
from opora.desk.figures import figures_of
from opora.desk.presenters import own_role, stats
from opora.desk.waiting import Waiting, waiting_for
from opora.ui.components import InboxItem
from opora.ui.markup import badge, move_chip
from opora.ui.text import date_ru


def desk(request: Request) -> HttpResponse:
    """A person without an appointment learns whom to ask; everybody else sees their move."""
    if request.actor.capacity is None:
        return render(request, "desk/nobody.html", {"title": "Вас ещё никуда не назначили"})
    today = timezone.localdate()
    waiting = waiting_for(request.actor)
    school = queries.own_school(request.actor) if request.actor.role in SCHOOL_ROLES else None
    figures = figures_of(request.actor)
    context = {
        "title": "Что сейчас за вами",
        "groups": _groups(waiting, today),
        "count": len(waiting),
        "school": school,
        "helpers": helpers_of(school, today=today, but=request.actor.person_id) if school else [],
        "steps": queries.way_of(school) if school else [],
        "stats": stats(figures) if figures else [],
        "figures": figures,
        "role": own_role(request.actor, school),
        "charges": queries.charges_of(request.actor),
    }
    return render(request, "desk/desk.html", context)


def _groups(waiting: list[Waiting], today: date) -> list[tuple[str, list[InboxItem]]]:
    """By reason, in the order in which the first of each stands; the very first is the main one."""
    groups: dict[str, list[InboxItem]] = {}
    for number, each in enumerate(waiting):
        groups.setdefault(each.reason, []).append(_item(each, today, main=number == 0))
    return list(groups.items())


def _item(each: Waiting, today: date, *, main: bool) -> InboxItem:
    chips = [move_chip("", each.since, mine=True)]
    if each.due is not None:
        if each.is_late(today):
            chips.append(badge(f"просрочено, срок был {date_ru(each.due)}", "high", "▲"))
        elif each.is_soon(today):
            chips.append(badge(f"скоро, до {date_ru(each.due)}", "mid", "■"))
        else:
            chips.append(badge(f"до {date_ru(each.due)}"))
    return InboxItem(title=each.title, url=each.url, action=each.action, chips=tuple(chips), main=main)
