"""The first page after signing in: what waits for me, whose move it is, who helps."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from opora.access.actor import SCHOOL_ROLES
from opora.access.request import Request
from opora.appointments.helping import helpers_of
from opora.desk import queries
from opora.desk.figures import figures_of
from opora.desk.presenters import groups, own_role, stats
from opora.inbox import waiting_for


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
        "groups": groups(waiting, today),
        "school": school,
        "helpers": helpers_of(school, today=today, but=request.actor.person_id) if school else [],
        "steps": queries.way_of(school) if school else [],
        "stats": stats(figures) if figures else [],
        "figures": figures,
        "role": own_role(request.actor, school),
        "charges": queries.charges_of(request.actor),
    }
    return render(request, "desk/desk.html", context)
