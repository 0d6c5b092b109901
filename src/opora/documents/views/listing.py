"""Lists of documents, and beginning one."""

from collections.abc import Mapping

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from opora.access.actor import SCHOOL_ROLES
from opora.access.request import Request
from opora.catalogues.models import Version
from opora.documents.actions.beginning import begin
from opora.documents.forms.choosing import BeginForm, ListForm
from opora.documents.outline import Outline
from opora.documents.presenters import listing as words
from opora.documents.queries import listing as queries
from opora.documents.queries.definitions import outlines
from opora.documents.queries.places import own_territory
from opora.documents.queries.prefill import known, last_of, taken_over
from opora.documents.rules import BEGIN, BEGIN_OF_TERRITORY, SEE, SET_DEADLINES
from opora.documents.states import DocumentState
from opora.documents.views.lookup import crumbs, cycle_or_404, school_or_404
from opora.organisations.queries import territories_visible_to
from opora.risks.queries import directions_of
from opora.ui.form_pages import form_page, told_in

PER_PAGE = 50


@require_safe
def documents(request: Request) -> HttpResponse:
    """Every document of the scope in a year; people of one school come to the page of their school."""
    SEE.check(request.actor, None)
    actor = request.actor
    if actor.role in SCHOOL_ROLES and actor.scope and len(actor.scope.school_ids) == 1:
        return redirect("school-documents", next(iter(actor.scope.school_ids)))
    cycle = cycle_or_404(request.GET.get("cycle", ""))
    kinds = outlines(next(iter(actor.scope.territory_paths), "") if actor.scope else "")
    form = ListForm(request.GET or None, kinds=[(each.code, each.title) for each in kinds.values()])
    kind = form.cleaned_data.get("kind", "") if form.is_valid() else ""
    place = territories_visible_to(actor).filter(code=request.GET.get("territory", "")).first()
    state = request.GET.get("state", "")
    state = state if state in DocumentState.values else ""
    chosen = queries.Chosen(cycle.pk, (place.path or "") if place else "", kind, state)
    counts = queries.counts(actor, chosen)
    alive = {each: many for each, many in counts.items() if each != DocumentState.ARCHIVED}
    total = counts.get(state, 0) if state else sum(alive.values())
    page = Paginator(range(total), PER_PAGE).get_page(request.GET.get("page"))
    rows = queries.lines(actor, chosen, start=(page.number - 1) * PER_PAGE, size=PER_PAGE)
    query = request.GET.copy()
    for name in ("state", "page"):
        query.pop(name, None)
    context = {
        "title": "Документы",
        "cycle": cycle,
        "form": form,
        "active": bool(kind) + bool(place),
        "tabs": words.tabs(counts, sum(alive.values()), state, query.urlencode()),
        "table": words.table(actor, rows),
        "page": page,
        **_of_own_territory(request, kinds),
    }
    return render(request, "documents/documents.html", context)


def _of_own_territory(request: Request, kinds: Mapping[int, Outline]) -> dict[str, object]:
    """What those who write for a territory may do here."""
    territory = own_territory(request.actor)
    if territory is None or not BEGIN_OF_TERRITORY.can(request.actor, territory):
        return {}
    own = [
        (each.title, reverse("document-new-territory", args=[pk]))
        for pk, each in kinds.items()
        if each.of_territory
    ]
    return {"territory_kinds": own, "may_set_deadlines": SET_DEADLINES.can(request.actor, territory)}


@require_safe
def of_school(request: Request, pk: int) -> HttpResponse:
    """A school's documents of a year: what is there, what may be begun."""
    SEE.check(request.actor, None)
    school = school_or_404(request, pk)
    cycle = cycle_or_404(request.GET.get("cycle", ""))
    found = [each for each in queries.of_school(school, cycle) if words.is_read(request.actor, each)]
    may_begin = BEGIN.can(request.actor, school)
    kinds = outlines(school.territory.path or "")
    directions = directions_of(school, cycle) if may_begin else []
    context = {
        "title": f"Документы: {school.name}",
        "crumbs": crumbs(),
        "school": school,
        "cycle": cycle,
        "items": words.school_items(request.actor, found),
        "offers": words.offers(school, cycle, kinds, found, directions) if may_begin else [],
    }
    return render(request, "documents/school.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: Request, pk: int, version: int) -> HttpResponse:
    """Begin a document of a kind: what it is for, what will already be in it."""
    school = school_or_404(request, pk)
    BEGIN.check(request.actor, school)
    cycle = cycle_or_404(request.GET.get("cycle", ""))
    kinds = outlines(school.territory.path or "")
    outline = kinds.get(version)
    if outline is None or outline.of_territory:
        raise Http404
    directions = [each for each in directions_of(school, cycle) if each.state in words.TAKEN]
    wanted = request.GET.get("direction", "")
    before = last_of(outline, school, cycle)
    form = BeginForm(
        request.POST if request.method == "POST" else None,
        directions=directions if outline.per_direction else [],
        needs_direction=outline.per_direction,
        has_last_year=before is not None,
        initial={"direction": wanted, "with_last_year": before is not None},
    )
    if form.is_valid():
        with told_in(form):
            direction = next((e for e in directions if str(e.pk) == form.cleaned_data.get("direction")), None)
            filled = known(outline, school, cycle, direction)
            if before is not None and form.cleaned_data.get("with_last_year"):
                filled = taken_over(before, directions)
            made = begin(
                version=Version.objects.select_related("definition").get(pk=version),
                cycle=cycle,
                school=school,
                direction=direction,
                filled=filled,
                by=request.actor,
                at=timezone.now(),
            )
            messages.success(request, "Черновик начат. Сохраняется само, пока вы пишете.")
            first = next(each for each in outline.sections if each.part != "facts")
            return redirect("document-write", made.pk, first.code)
    context = {
        "title": outline.title,
        "crumbs": crumbs(),
        "school": school,
        "cycle": cycle,
        "outline": outline,
        "before": before,
        "action": "Начать",
        "back_url": f"{reverse('school-documents', args=[pk])}?cycle={cycle.code}",
    }
    return form_page(request, "documents/new.html", form, context)


@require_http_methods(["GET", "HEAD", "POST"])
def new_of_territory(request: Request, version: int) -> HttpResponse:
    """Begin a programme of the actor's own territory; it may be stored incomplete, and says so."""
    territory = own_territory(request.actor)
    if territory is None:
        raise Http404
    BEGIN_OF_TERRITORY.check(request.actor, territory)
    outline = outlines(territory.path or "").get(version)
    if outline is None or not outline.of_territory:
        raise Http404
    cycle = cycle_or_404(request.GET.get("cycle", ""))
    if request.method == "POST":
        made = begin(
            version=Version.objects.select_related("definition").get(pk=version),
            cycle=cycle,
            territory=territory,
            by=request.actor,
            at=timezone.now(),
        )
        messages.success(request, "Черновик начат. Сохраняется само, пока вы пишете.")
        return redirect("document", made.pk)
    context = {
        "title": outline.title,
        "crumbs": crumbs(),
        "territory": territory,
        "cycle": cycle,
        "outline": outline,
        "action": "Начать",
        "back_url": reverse("documents"),
    }
    return render(request, "documents/new.html", context)
