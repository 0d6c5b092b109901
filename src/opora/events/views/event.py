"""One event: its page, making, changing, cancelling, finishing."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from opora.access import Conflict, WrongState
from opora.access.request import Request
from opora.cycles.models import Cycle
from opora.discussions.panels import panel_for
from opora.events import actions
from opora.events.forms import EventForm, ReasonForm
from opora.events.models import Event
from opora.events.presenters import page as drawn
from opora.events.presenters.words import state_chip
from opora.events.queries import choices
from opora.events.references import KIND
from opora.events.rules import ATTACH, CHANGE, MAKE, MAKERS, Home
from opora.events.views.lookup import crumbs, cycle_or_404, event_or_404
from opora.history.queries import of_subject
from opora.organisations.models import Organisation, Territory
from opora.references import Reference
from opora.ui.form_pages import form_page, told_in

_BOTH = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def event(request: Request, pk: int) -> HttpResponse:
    """What it is, when, who came, what is beside it."""
    found, actor, today = event_or_404(request, pk), request.actor, timezone.localdate()
    days = list(found.sessions.all())
    for each in days:
        each.event = found
    forms = choices.work_forms(found.territory_path)
    may_attach = ATTACH.can(actor, found)
    may_change = CHANGE.can(actor, found)
    form = forms.forms.get(found.kind)
    url = reverse("event", args=[pk])
    context = {
        "title": found.title,
        "crumbs": crumbs(),
        "event": found,
        "state": state_chip(found.state),
        "about_form": form.about if form is not None else "",
        "facts": drawn.facts(found, dict(choices.factors(found.territory_path))),
        "schools": drawn.schools_words(found),
        "came": drawn.people_came(days),
        "table": drawn.days_table(actor, found, days, today=today),
        "steps": forms.steps_of(found.kind) if may_change else (),
        "materials": drawn.materials(found, may_change=may_attach),
        "links": drawn.links(actor, found, may_change=may_attach),
        "may_change": may_change,
        "may_attach": may_attach,
        "may_finish": may_change and found.is_on_request,
        "past": drawn.past(of_subject("event", pk, limit=20)),
        "discussion": panel_for(
            actor, Reference(KIND, pk, found.title, url, found.school_id, found.territory_path)
        ),
    }
    return render(request, "events/event.html", context)


def _home(request: Request) -> Home | None:
    """Where it is organised: as the address says, else the only place there is."""
    kind, _, number = request.GET.get("home", "").partition("-")
    if number.isdecimal() and len(number) < 18 and kind in {"territory", "school"}:
        home = choices.home_of(request.actor, kind, int(number))
        if home is None:
            raise Http404
        return home
    found = choices.homes_of(request.actor)
    return found[0] if len(found) == 1 else None


@_BOTH
def make(request: Request) -> HttpResponse:
    """First where it is organised (one place is taken as it is), then the event itself."""
    if not request.actor.acts_as(*MAKERS):
        MAKE.check(request.actor, Territory(path="?"))
    cycle = cycle_or_404(request.GET.get("cycle", ""))
    home = _home(request)
    if home is None:
        return _which_home(request, cycle)
    MAKE.check(request.actor, home)
    path = _path(home)
    form = _form(request, home, cycle)
    if form.is_valid() and form.form is not None:
        with told_in(form):
            made = actions.make_event(
                cycle=cycle,
                home=home,
                form=form.form,
                version_id=choices.version_id(path),
                written=form.written,
                days=form.days,
                token=form.cleaned_data["token"],
                by=request.actor,
                at=timezone.now(),
            )
            messages.success(request, "Мероприятие записано. Его видят те, кого вы позвали.")
            return redirect("event", made.pk)
    context = {
        "title": "Новое мероприятие",
        "crumbs": crumbs(),
        "lead": f"{home.name}, {cycle.title}",
        "action": "Записать",
        "back_url": reverse("events"),
    }
    return form_page(request, "events/write.html", form, context)


def _which_home(request: Request, cycle: Cycle) -> HttpResponse:
    homes = choices.homes_of(request.actor)
    if not homes:
        raise WrongState("Ваше назначение не называет ни территории, ни школы. Обратитесь к администратору.")
    kinds = [("school" if isinstance(each, Organisation) else "territory", each) for each in homes]
    context = {
        "title": "Новое мероприятие",
        "crumbs": crumbs(),
        "homes": [(each.name, f"?home={kind}-{each.pk}&cycle={cycle.code}") for kind, each in kinds],
    }
    return render(request, "events/home.html", context)


def _path(home: Home) -> str:
    return (home.territory.path if isinstance(home, Organisation) else home.path) or ""


def _form(request: Request, home: Home, cycle: Cycle, of: Event | None = None) -> EventForm:
    path = _path(home)
    is_school = isinstance(home, Organisation)
    schools = [] if is_school else choices.open_schools(request.actor, path)
    people = choices.people_to_lead(request.actor, home, on=timezone.localdate())
    if of is not None:
        known = {each.pk for each in schools}
        schools += [each.school for each in of.invited.all() if each.school_id not in known]
        named = {pk for pk, _ in people}
        people += [(each.pk, each.full_name) for each in of.leaders.all() if each.pk not in named]
    return EventForm(
        request.POST if request.method == "POST" else None,
        catalogue=choices.work_forms(path),
        cycle=cycle,
        path=path,
        schools=schools,
        people=people,
        factors=choices.factors(path),
        of=of,
    )


@_BOTH
def edit(request: Request, pk: int) -> HttpResponse:
    found = event_or_404(request, pk)
    CHANGE.check(request.actor, found)
    form = _form(request, found.home, found.cycle, found)
    if form.is_valid():
        with told_in(form), told_in(form, Conflict):
            actions.change_event(
                event=found,
                revision=form.cleaned_data["revision"],
                written=form.written,
                form=form.form,
                by=request.actor,
                at=timezone.now(),
            )
            messages.success(request, "Записано.")
            return redirect("event", pk)
    context = {
        "title": "Изменить мероприятие",
        "crumbs": crumbs(found),
        "lead": "Дни меняют на странице мероприятия, каждый сам по себе: переносят, отменяют, добавляют.",
        "action": "Записать",
        "back_url": reverse("event", args=[pk]),
    }
    return form_page(request, "events/write.html", form, context)


@_BOTH
def cancel(request: Request, pk: int) -> HttpResponse:
    """Asks why, then cancels what is still planned."""
    found = event_or_404(request, pk)
    CHANGE.check(request.actor, found)
    form = ReasonForm(request.POST or None)
    if form.is_valid():
        with told_in(form):
            actions.cancel_event(
                event=found, reason=form.cleaned_data["reason"], by=request.actor, at=timezone.now()
            )
            messages.success(request, "Отменено. Те, кого позвали, увидят причину.")
            return redirect("event", pk)
    context = {
        "title": "Отменить мероприятие?",
        "crumbs": crumbs(found),
        "words": f"«{found.title}»: отменятся все дни, которые ещё не прошли отметку. Проведённые останутся.",
        "action": "Отменить мероприятие",
        "danger": True,
        "back_url": reverse("event", args=[pk]),
    }
    return form_page(request, "events/ask.html", form, context)


@require_POST
def finish(request: Request, pk: int) -> HttpResponse:
    """What was held on request is over."""
    found = event_or_404(request, pk)
    actions.finish_event(event=found, by=request.actor, at=timezone.now())
    messages.success(request, "Мероприятие завершено.")
    return redirect("event", pk)
