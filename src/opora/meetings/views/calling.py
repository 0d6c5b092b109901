"""A new meeting: whose it is, then when, where and about what."""

from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from opora.access import WrongState
from opora.access.request import Request
from opora.assignments.forms import HomeForm
from opora.assignments.homes import MOST_HOMES, code_of, home_of_code, homes_like, is_id, only_home
from opora.assignments.views.lookup import cycle_of
from opora.groups.queries import visible_to as groups_visible_to
from opora.groups.states import GroupKind
from opora.meetings import actions
from opora.meetings.forms import CallForm
from opora.meetings.queries import place_of_group
from opora.meetings.rules import BEGIN, CALL, CALLERS, Place
from opora.meetings.states import MeetingKind
from opora.meetings.views.lookup import crumbs, group_or_404, offers_for
from opora.ordering import folded
from opora.organisations.models import Organisation
from opora.ui.form_pages import form_page, told_in

_KIND_OF_GROUP = {GroupKind.COORDINATION: MeetingKind.COORDINATION, GroupKind.WORKING: MeetingKind.WORKING}


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: Request) -> HttpResponse:
    """`?group=ID` names the group, `?home=o12` or `?home=t5` a school or a territory without one."""
    BEGIN.check(request.actor, None)
    place = _place(request)
    if place is None:
        return _choose(request)
    CALL.check(request.actor, place)
    form = CallForm(
        request.POST if request.method == "POST" else None,
        initial=_initial(place),
        offers=offers_for(request, place, cycle_of(timezone.localdate())),
    )
    if form.is_valid():
        starts_at = form.starts_at
        with told_in(form, ValidationError, WrongState):
            made = actions.call_meeting(
                place=place,
                cycle=cycle_of(timezone.localdate(starts_at)),
                call=form.call(starts_at, form.cleaned_data["zone"]),
                by=request.actor,
                at=timezone.now(),
            )
            messages.success(request, "Совещание назначено. Проверьте, кого позвали.")
            return redirect("meeting", made.pk)
    context = {
        "title": "Назначить совещание",
        "lead": place.group.name if place.group else place.home.name,
        "crumbs": crumbs(),
        "action": "Назначить",
        "back_url": reverse("meetings"),
    }
    return form_page(request, "meetings/form.html", form, context)


def _place(request: Request) -> Place | None:
    """The place that the address names, else the only one there is; 404 for an unseen one."""
    group, home = request.GET.get("group", ""), request.GET.get("home", "")
    if group:
        if not is_id(group):
            raise Http404
        return place_of_group(group_or_404(request, int(group)))
    if home:
        found = home_of_code(request.actor, home)
        if found is None:
            raise Http404
        return Place(found)
    return None


def _initial(place: Place) -> dict[str, object]:
    if place.group is not None:
        kind = _KIND_OF_GROUP.get(GroupKind(place.group.kind), MeetingKind.OTHER)
        return {"kind": kind, "title": f"Заседание: {place.group.name}"}
    kind = MeetingKind.PLANNING if isinstance(place.home, Organisation) else MeetingKind.OTHER
    return {"kind": kind, "title": kind.label}


def _choose(request: Request) -> HttpResponse:
    """The first step: a group, a territory or a school by a word of its name."""
    actor, form = request.actor, HomeForm(request.GET)
    form.is_valid()
    words = form.cleaned_data.get("q") or ""
    groups = groups_visible_to(actor).filter(closed_on=None).order_by("sort_name", "id")
    for word in folded(words).split():
        groups = groups.filter(sort_name__contains=word)
    found = [(f"{each.name} ({each.home.name})", _query("group", each.pk)) for each in groups[:MOST_HOMES]]
    homes = []
    if actor.acts_as(*CALLERS):
        own = only_home(actor)
        homes = [
            (each.name, _query("home", code_of(each)))
            for each in ([own] if own else homes_like(actor, words))
        ]
    context = {
        "title": "Назначить совещание",
        "crumbs": crumbs(),
        "form": form,
        "groups": found,
        "homes": homes[:MOST_HOMES],
        "has_more": len(homes) > MOST_HOMES or len(found) == MOST_HOMES,
    }
    return render(request, "meetings/choose.html", context)


def _query(name: str, value: object) -> str:
    return f"?{urlencode({name: value})}"
