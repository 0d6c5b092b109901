"""Days of an event: adding, moving, cancelling, saying how many came."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.forms import BaseForm
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from opora.access import Conflict
from opora.access.request import Request
from opora.events import actions
from opora.events.forms import AddForm, HoldForm, MoveForm, ReasonForm
from opora.events.models import Session
from opora.events.presenters.words import when_words
from opora.events.rules import CHANGE, CORRECT, SETTLE
from opora.events.states import SessionState
from opora.events.views.lookup import crumbs, day_or_404, event_or_404
from opora.ui.form_pages import form_page, told_in

_BOTH = require_http_methods(["GET", "HEAD", "POST"])


@_BOTH
def add(request: Request, pk: int) -> HttpResponse:
    """One more day, or many by a term."""
    found = event_or_404(request, pk)
    CHANGE.check(request.actor, found)
    form = AddForm(request.POST if request.method == "POST" else None, event=found)
    if form.is_valid():
        with told_in(form):
            made = actions.add_days(
                event=found,
                days=form.days,
                token=form.cleaned_data["token"],
                by=request.actor,
                at=timezone.now(),
            )
            messages.success(request, f"Добавлено дней: {len(made)}.")
            return redirect("event", pk)
    context = {
        "title": "Добавить день",
        "crumbs": crumbs(found),
        "lead": found.title,
        "action": "Добавить",
        "back_url": reverse("event", args=[pk]),
    }
    return form_page(request, "events/form.html", form, context)


def _asked(request: Request, template: str, form: BaseForm, day: Session, **more: object) -> HttpResponse:
    context = {
        "crumbs": crumbs(day.event),
        "lead": f"{day.event.title}, {when_words(day)}",
        "back_url": reverse("event", args=[day.event_id]),
        **more,
    }
    return form_page(request, template, form, context)


@_BOTH
def hold(request: Request, pk: int) -> HttpResponse:
    """How many came; for a day already held, other numbers."""
    day = day_or_404(request, pk)
    is_held = day.state == SessionState.HELD
    (CORRECT if is_held else SETTLE).check(request.actor, day)
    schools = [each.school for each in day.event.invited.all()]
    form = HoldForm(request.POST if request.method == "POST" else None, of=day, schools=schools)
    if form.is_valid():
        act = actions.correct_day if is_held else actions.hold_day
        with told_in(form, ValidationError, Conflict):
            act(
                session=day,
                revision=form.cleaned_data["revision"],
                came=form.cleaned_data["came"],
                by_school=form.by_school,
                note=form.cleaned_data["note"],
                by=request.actor,
                at=timezone.now(),
            )
            messages.success(request, "Числа исправлены." if is_held else "Отмечено.")
            return redirect("event", day.event_id)
    return _asked(
        request,
        "events/hold.html",
        form,
        day,
        title="Исправить числа" if is_held else "Сколько пришло",
        action="Записать",
    )


@_BOTH
def move(request: Request, pk: int) -> HttpResponse:
    """Another day and why; where it stood stays on the page."""
    day = day_or_404(request, pk)
    SETTLE.check(request.actor, day)
    form = MoveForm(request.POST if request.method == "POST" else None, of=day)
    if form.is_valid():
        with told_in(form, ValidationError, Conflict):
            actions.move_day(
                session=day,
                revision=form.cleaned_data["revision"],
                to=form.to,
                reason=form.cleaned_data["reason"],
                by=request.actor,
                at=timezone.now(),
            )
            messages.success(request, "Перенесено. Прежний день и причина видны на странице.")
            return redirect("event", day.event_id)
    return _asked(request, "events/form.html", form, day, title="Перенести", action="Перенести")


@_BOTH
def cancel(request: Request, pk: int) -> HttpResponse:
    """Asks why, then cancels one day."""
    day = day_or_404(request, pk)
    SETTLE.check(request.actor, day)
    given = request.POST if request.method == "POST" else None
    form = ReasonForm(given, initial={"revision": day.revision})
    if form.is_valid():
        with told_in(form, ValidationError, Conflict):
            actions.cancel_day(
                session=day,
                revision=form.cleaned_data["revision"],
                reason=form.cleaned_data["reason"],
                by=request.actor,
                at=timezone.now(),
            )
            messages.success(request, "День отменён.")
            return redirect("event", day.event_id)
    return _asked(
        request,
        "events/ask.html",
        form,
        day,
        title="Отменить этот день?",
        words=f"{day.event.title}, {when_words(day)}. Остальные дни останутся.",
        action="Отменить день",
        danger=True,
    )
