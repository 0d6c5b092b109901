"""A new assignment: where it lies, then what, who and until when."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from opora import references
from opora.access import WrongState
from opora.access.request import Request
from opora.assignments import actions
from opora.assignments.forms import GiveForm, HomeForm
from opora.assignments.homes import MOST_HOMES, code_of, home_of_code, homes_like, is_id, only_home
from opora.assignments.people import executors_at
from opora.assignments.rules import BEGIN, GIVE, Home
from opora.assignments.views.lookup import crumbs, cycle_of
from opora.organisations.models import Organisation
from opora.organisations.queries import territories_visible_to
from opora.references import Reference
from opora.ui.form_pages import form_page, told_in


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: Request) -> HttpResponse:
    """`?home=o12` (a school) or `?home=t5` (a territory) names the place, `?origin=kind:id` the thing it comes of."""
    BEGIN.check(request.actor, None)
    origin = _origin(request)
    home = _home(request, origin)
    if home is None:
        return _choose(request, origin)
    GIVE.check(request.actor, home)
    today = timezone.localdate()
    cycle = cycle_of(today)
    form = GiveForm(
        request.POST if request.method == "POST" else None,
        people=executors_at(home, on=today),
        of_school=isinstance(home, Organisation),
    )
    if form.is_valid():
        with told_in(form, ValidationError, WrongState):
            said = form.cleaned_data
            made = actions.give(
                home=home, cycle=cycle, **said, origin=origin, by=request.actor, at=timezone.now()
            )
            messages.success(request, f"Поручение дано: {made.executor}.")
            return redirect("assignment", made.pk)
    context = {
        "title": "Новое поручение",
        "crumbs": crumbs(),
        "home": home,
        "origin": origin,
        "action": "Поручить",
        "back_url": origin.url if origin else reverse("assignments"),
    }
    return form_page(request, "assignments/new.html", form, context)


def _origin(request: Request) -> Reference | None:
    """The thing that the address names; 404 where the actor does not see it."""
    asked = request.GET.get("origin", "")
    if not asked:
        return None
    kind, _, number = asked.rpartition(":")
    found = references.find(request.actor, kind, int(number)) if is_id(number) else None
    if found is None:
        raise Http404
    return found


def _home(request: Request, origin: Reference | None) -> Home | None:
    """The place that the address or the origin names, else the only one there is; 404 for an unseen one."""
    actor, asked = request.actor, request.GET.get("home", "")
    if asked:
        found = home_of_code(actor, asked)
        if found is None:
            raise Http404
        return found
    if origin is not None and origin.school_id is not None:
        return home_of_code(actor, f"o{origin.school_id}")
    if origin is not None and origin.territory_path:
        return territories_visible_to(actor).filter(path=origin.territory_path).first()
    return only_home(actor)


def _choose(request: Request, origin: Reference | None) -> HttpResponse:
    """The first step: schools and territories of the scope by a word of their name."""
    form = HomeForm(request.GET)
    form.is_valid()
    words = form.cleaned_data.get("q") or ""
    more = f"&origin={origin.kind}:{origin.id}" if origin else ""
    found = [(each.name, f"?home={code_of(each)}{more}") for each in homes_like(request.actor, words)]
    context = {
        "title": "Новое поручение",
        "crumbs": crumbs(),
        "form": form,
        "homes": found[:MOST_HOMES],
        "has_more": len(found) > MOST_HOMES,
        "origin": origin,
    }
    return render(request, "assignments/home.html", context)
