"""The first page after signing in: what waits for me, whose move it is, who helps."""

from datetime import date

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from opora.access.actor import SCHOOL_ROLES
from opora.access.request import Request
from opora.appointments.helping import helpers_of
from opora.desk import queries
from opora.desk.figures import figures_of
from opora.desk.presenters import TITLES, groups, items, of_group, own_role, stats
from opora.inbox import Waiting, waiting_for
from opora.statements import together
from opora.ui.components import Crumb

PER_PAGE = 50


def desk(request: Request) -> HttpResponse:
    """A person without an appointment learns whom to ask; everybody else sees their move.

    `?all=late` opens one group whole; one that is empty by now leads back to the desk.
    """
    if request.actor.capacity is None:
        return render(request, "desk/nobody.html", {"title": "Вас ещё никуда не назначили"})
    today, code = timezone.localdate(), request.GET.get("all", "")
    with together("desk", request.actor, today, code in TITLES):
        waiting = waiting_for(request.actor)
        found = of_group(waiting, code, today)
        if found:
            return _whole_group(request, found, code, today)
        return render(request, "desk/desk.html", _context(request, waiting, today))


def _whole_group(request: Request, found: list[Waiting], code: str, today: date) -> HttpResponse:
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "title": f"{TITLES[code]} · {len(found)}",
        "crumbs": [Crumb("Мой стол", "/")],
        "page": page,
        "items": items(list(page.object_list), today),
    }
    return render(request, "desk/group.html", context)


def _context(request: Request, waiting: list[Waiting], today: date) -> dict[str, object]:
    school = queries.own_school(request.actor) if request.actor.role in SCHOOL_ROLES else None
    figures = figures_of(request.actor)
    return {
        "title": "Что сейчас за вами",
        "groups": groups(waiting, today),
        "school": school,
        "helpers": helpers_of(school, today=today, but=request.actor.person_id) if school else [],
        "steps": queries.way_of(school) if school else [],
        "stats": stats(figures) if figures else [],
        "figures": figures,
        "role": own_role(request.actor, school),
        "charges": queries.charges_of(request.actor),
    }
