"""Who is asked to come and who came."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from opora.access import WrongState
from opora.access.request import Request
from opora.assignments.people import executors_at
from opora.meetings import actions, presenters
from opora.meetings.forms import CameForm, InviteForm, in_zone
from opora.meetings.rules import CHANGE, INVITE
from opora.meetings.states import MeetingState
from opora.meetings.views.lookup import crumbs, kept_or_404
from opora.ui.form_pages import form_page, told_in

_BOTH = require_http_methods(["GET", "HEAD", "POST"])


@_BOTH
def people(request: Request, pk: int) -> HttpResponse:
    """Who is on the list, and a form for one more."""
    found = kept_or_404(request, pk, INVITE).meeting
    offered = executors_at(found.home, on=timezone.localdate())
    form = InviteForm(request.POST if request.method == "POST" else None, people=offered)
    if form.is_valid():
        with told_in(form):
            actions.invite(meeting=found, **form.cleaned_data, by=request.actor, at=timezone.now())
            messages.success(request, "Записано.")
            return redirect("meeting-people", pk)
    context = {
        "title": "Кого позвать",
        "meeting": found,
        "crumbs": crumbs(found),
        "rows": list(found.attendance.all()),
        "back_url": reverse("meeting", args=[pk]),
    }
    return form_page(request, "meetings/people.html", form, context)


@require_POST
def uninvite(request: Request, pk: int, attendance_pk: int) -> HttpResponse:
    found = kept_or_404(request, pk, INVITE).meeting
    row = get_object_or_404(found.attendance, pk=attendance_pk)
    actions.remove_invited(meeting=found, attendance=row, by=request.actor, at=timezone.now())
    messages.success(request, f"Убрали из списка: {row.name}.")
    return redirect("meeting-people", pk)


@_BOTH
def hold(request: Request, pk: int) -> HttpResponse:
    """Who came. Of a planned meeting it also says that it was held; afterwards the marks are corrected."""
    kept = kept_or_404(request, pk, INVITE)
    found = kept.meeting
    is_planned = found.state == MeetingState.PLANNED
    if is_planned:
        CHANGE.check(request.actor, kept)
    form = CameForm(
        request.POST or None,
        rows=list(found.attendance.all()),
        starts=found.local_start if is_planned else None,
        initial={"seen": found.revision},
    )
    if form.is_valid():
        with told_in(form, ValidationError, WrongState):
            said, at = form.cleaned_data, timezone.now()
            if is_planned:
                actions.hold_meeting(
                    meeting=found,
                    marks=form.marks,
                    starts_at=in_zone(said["starts"], found.zone),
                    seen=said["seen"],
                    by=request.actor,
                    at=at,
                )
                messages.success(request, "Отмечено. Теперь впишите, что решили.")
                return redirect("meeting-minutes", pk)
            actions.mark_attendance(
                meeting=found, marks=form.marks, seen=said["seen"], by=request.actor, at=at
            )
            messages.success(request, "Записано, кто был.")
            return redirect("meeting", pk)
    context = {
        "title": "Кто был",
        "meeting": found,
        "when": presenters.hour_words(found.local_start, found.zone),
        "crumbs": crumbs(found),
        "action": "Совещание прошло" if is_planned else "Сохранить",
        "back_url": reverse("meeting", args=[pk]),
    }
    return form_page(request, "meetings/hold.html", form, context)
