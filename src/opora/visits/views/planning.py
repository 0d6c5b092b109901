"""Planning visits, moving them, giving them up."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from opora.access.request import Request
from opora.organisations.models import Organisation
from opora.organisations.queries import schools_visible_to
from opora.ui.form_pages import form_page, told_in
from opora.ui.text import count_ru, date_ru
from opora.visits import actions
from opora.visits.forms.planning import CancelForm, MoveForm, PlanForm
from opora.visits.queries.definitions import common_kinds
from opora.visits.queries.people import visitors_of
from opora.visits.rules import GO, MOVE, PLAN
from opora.visits.views.lookup import crumbs, cycle_or_404, number, visit_or_404

_BOTH = require_http_methods(["GET", "HEAD", "POST"])
#: more are not planned in one sitting
MOST_AT_ONCE = 30


@_BOTH
def plan(request: Request) -> HttpResponse:
    """`?school=1&school=2`: one form for all of them, one press; without a school they are chosen first."""
    GO.check(request.actor, None)
    if not request.GET.getlist("school"):
        return redirect("visit-planner")
    schools = _schools(request)
    for school in schools:
        PLAN.check(request.actor, school)
    today = timezone.localdate()
    cycle = cycle_or_404(today)
    kinds = list(common_kinds(school.territory.path or "" for school in schools).values())
    form = PlanForm(
        request.POST if request.method == "POST" else None,
        schools=schools,
        kinds=kinds,
        people=list(visitors_of(schools, on=today)),
        own=request.actor.person_id,
    )
    if form.is_valid():
        with told_in(form, ValidationError):
            made = actions.plan_visits(
                cycle=cycle,
                plan=form.plan(),
                days=form.chosen_days(),
                by=request.actor,
                at=timezone.now(),
            )
            if len(made) == 1:
                messages.success(
                    request, f"Запланировано на {date_ru(made[0].planned_on)}. Школа увидит день."
                )
                return redirect("visit", made[0].pk)
            many = count_ru(len(made), "посещение,посещения,посещений")
            messages.success(request, f"Запланировано: {many}. Школы увидят дни.")
            return redirect(f"{reverse('visits')}?show=planned")
    context = {
        "title": "Запланировать посещение"
        if len(schools) == 1
        else f"Запланировать {count_ru(len(schools), 'посещение,посещения,посещений')}",
        "crumbs": crumbs(),
        "schools": schools,
        "cycle": cycle,
        "action": "Запланировать",
        "back_url": reverse("visit-planner"),
        "no_kinds": not kinds,
    }
    return form_page(request, "visits/plan.html", form, context)


def _schools(request: Request) -> list[Organisation]:
    """The schools that the address names, in order of names; 404 where one of them is not seen."""
    asked = [number(each) for each in request.GET.getlist("school")][:MOST_AT_ONCE]
    wanted = {pk for pk in asked if pk is not None}
    found = list(
        schools_visible_to(request.actor)
        .filter(pk__in=wanted)
        .select_related("territory")
        .order_by("sort_name", "id")
    )
    if None in asked or len(found) != len(wanted) or not found:
        raise Http404
    return found


@_BOTH
def move(request: Request, pk: int) -> HttpResponse:
    found = visit_or_404(request, pk)
    MOVE.check(request.actor, found)
    going = {each.person_id for each in found.visitors.all()}
    form = MoveForm(
        request.POST if request.method == "POST" else None,
        people=list(visitors_of([found.school], on=timezone.localdate())),
        going=going,
        initial={"on": found.planned_on, "hour": found.planned_at, "seen_on": found.planned_on},
    )
    if form.is_valid():
        # the day that the person looked at: another one meanwhile is a conflict
        found.planned_on = form.cleaned_data.get("seen_on") or found.planned_on
        with told_in(form, ValidationError):
            moved = actions.move_visit(
                visit=found,
                on=form.day,
                hour=form.time,
                reason=form.cleaned_data["reason"],
                visitors=form.people,
                by=request.actor,
                at=timezone.now(),
            )
            messages.success(request, f"Записано: {date_ru(moved.planned_on)}. Школа увидит новый день.")
            return redirect("visit", pk)
    context = {
        "title": "Перенести посещение",
        "crumbs": crumbs(found),
        "visit": found,
        "action": "Перенести",
        "back_url": reverse("visit", args=[pk]),
    }
    return form_page(request, "visits/step.html", form, context)


@_BOTH
def cancel(request: Request, pk: int) -> HttpResponse:
    found = visit_or_404(request, pk)
    MOVE.check(request.actor, found)
    form = CancelForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        with told_in(form, ValidationError):
            actions.cancel_visit(
                visit=found, reason=form.cleaned_data["reason"], by=request.actor, at=timezone.now()
            )
            messages.success(request, "Посещение отменено. Школа увидит причину.")
            return redirect("visit", pk)
    context = {
        "title": "Отменить посещение",
        "crumbs": crumbs(found),
        "visit": found,
        "action": "Отменить посещение",
        "danger": True,
        "back_url": reverse("visit", args=[pk]),
    }
    return form_page(request, "visits/step.html", form, context)
