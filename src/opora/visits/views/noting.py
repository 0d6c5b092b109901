"""The note of a visit: planned, without a plan, added to."""

from collections.abc import Iterable
from datetime import date, timedelta
from itertools import starmap

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from opora.access import WrongState
from opora.access.request import Request
from opora.assignments.people import executors_at
from opora.organisations.models import Organisation
from opora.people.models import Person
from opora.ui.components import Tab
from opora.ui.form_pages import form_page, told_in
from opora.ui.text import date_ru
from opora.visits import actions
from opora.visits.actions.common import noted_already
from opora.visits.forms.noting import NoteForm, first_values, values_of
from opora.visits.kinds import FIRST_KIND, VisitKind
from opora.visits.models import Visit
from opora.visits.queries.definitions import kind_of, kinds_for
from opora.visits.queries.listing import line_of, told
from opora.visits.queries.people import visitors_of
from opora.visits.queries.visibility import visible_to
from opora.visits.rules import AMEND, NOTE, NOTE_UNPLANNED
from opora.visits.states import VisitState
from opora.visits.views.lookup import crumbs, cycle_or_404, school_or_404, visit_or_404

_BOTH = require_http_methods(["GET", "HEAD", "POST"])
#: visits so near may be the one that is being written
_NEAR_DAYS = 3


def _people(school: Organisation) -> list[Person]:
    return list(executors_at(school, on=timezone.localdate()))


def _context(request: Request, school: Organisation, form: NoteForm, **more: object) -> dict[str, object]:
    return {
        "school": school,
        "kind": form.kind,
        "person": request.actor.person_id,
        "action": "Сохранить запись",
        **more,
    }


@_BOTH
def note(request: Request, pk: int) -> HttpResponse:
    """The note of a planned visit; sent twice, it is written once."""
    found = visit_or_404(request, pk)
    posted = request.method == "POST"
    if found.state == VisitState.DONE:
        if posted and found.token is not None and request.POST.get("token") == str(found.token):
            return redirect("visit", pk)
        raise noted_already(found)
    NOTE.check(request.actor, found)
    kind = kind_of(found.version)
    form = NoteForm(
        request.POST if posted else None,
        request.FILES if posted else None,
        kind=kind,
        people=_people(found.school),
        initial=first_values(found, kind, timezone.localdate()),
    )
    if form.is_valid():
        with told_in(form, ValidationError):
            made = actions.note_visit(
                visit=found, note=form.note(), token=form.sent_token, by=request.actor, at=timezone.now()
            )
            return _thanks(request, made)
    context = _context(
        request,
        found.school,
        form,
        title="Запись о посещении",
        lead=f"{found.kind_title}, по плану {date_ru(found.planned_on)}",
        crumbs=crumbs(found),
        back_url=reverse("visit", args=[pk]),
    )
    return form_page(request, "visits/note.html", form, context)


def _thanks(request: Request, visit: Visit) -> HttpResponse:
    open_to = "Школа прочитает её." if visit.is_open_to_school else "Школе она не открыта."
    messages.success(request, f"Запись сохранена. {open_to}")
    return redirect("visit", visit.pk)


@_BOTH
def note_unplanned(request: Request, pk: int) -> HttpResponse:
    """«Были без плана»: the visit and its note on one page; `?kind=` chooses the checklist."""
    school = school_or_404(request, pk)
    NOTE_UNPLANNED.check(request.actor, school)
    kinds = kinds_for(school.territory.path or "")
    if not kinds:
        raise WrongState("Виды посещений ещё не загружены. Попросите администратора открыть каталоги.")
    code = request.GET.get("kind", "")
    if code and code not in kinds:
        raise Http404
    kind = kinds[code or (FIRST_KIND if FIRST_KIND in kinds else next(iter(kinds)))]
    today, posted = timezone.localdate(), request.method == "POST"
    form = NoteForm(
        request.POST if posted else None,
        request.FILES if posted else None,
        kind=kind,
        people=_people(school),
        visitors=list(visitors_of([school], on=today)),
        own=request.actor.person_id,
        initial=first_values(None, kind, today),
    )
    if form.is_valid():
        with told_in(form, ValidationError):
            made = actions.note_unplanned(
                school=school,
                cycle=cycle_or_404(form.cleaned_data["visited_on"]),
                kind=kind,
                note=form.note(),
                visitors=form.who,
                companions=form.cleaned_data["companions"],
                token=form.sent_token,
                by=request.actor,
                at=timezone.now(),
            )
            return _thanks(request, made)
    context = _context(
        request,
        school,
        form,
        title="Записать посещение",
        lead=f"{kind.title}, без плана",
        crumbs=crumbs(),
        back_url=reverse("school", args=[school.pk]),
        near=_near(request, school, today) if not posted else [],
        kinds=[
            Tab(each.title, f"?kind={each.code}", each.code == kind.code)
            for each in _first(kind, kinds.values())
        ],
    )
    return form_page(request, "visits/note.html", form, context)


def _first(kind: VisitKind, kinds: Iterable[VisitKind]) -> list[VisitKind]:
    """The one that is written now stands first: a phone shows two of them."""
    return sorted(kinds, key=lambda each: each.code != kind.code)


def _near(request: Request, school: Organisation, today: date) -> list[tuple[str, str]]:
    """Visits of these days, planned or noted: the same one is not written twice. Two queries."""
    days = (today - timedelta(days=_NEAR_DAYS), today + timedelta(days=_NEAR_DAYS))
    found = visible_to(request.actor).filter(
        Q(visited_on__range=days) | Q(state=VisitState.PLANNED, planned_on__range=days), school=school
    )
    return [
        (
            f"{row.kind}, {date_ru(row.day, 'day')}, {row.state.label}: {row.who or row.noted_by}",
            reverse("visit", args=[row.pk]),
        )
        for row in starmap(line_of, told(found))
    ]


@_BOTH
def amend(request: Request, pk: int) -> HttpResponse:
    """Put right or add to: words, marks, photos, what was agreed."""
    found = visit_or_404(request, pk)
    AMEND.check(request.actor, found)
    posted = request.method == "POST"
    form = NoteForm(
        request.POST if posted else None,
        request.FILES if posted else None,
        kind=kind_of(found.version),
        people=_people(found.school),
        initial=values_of(found),
    )
    if form.is_valid():
        with told_in(form, ValidationError):
            actions.amend_note(
                visit=found,
                note=form.note(),
                seen=form.cleaned_data.get("revision") or 0,
                by=request.actor,
                at=timezone.now(),
            )
            messages.success(request, "Запись дополнена.")
            return redirect("visit", pk)
    context = _context(
        request,
        found.school,
        form,
        title="Дополнить запись",
        lead=found.kind_title,
        crumbs=crumbs(found),
        back_url=reverse("visit", args=[pk]),
        is_amended=True,
    )
    return form_page(request, "visits/note.html", form, context)
