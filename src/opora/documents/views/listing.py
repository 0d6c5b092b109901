"""Lists of documents, and beginning one."""

from urllib.parse import urlencode

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
from opora.documents.forms.choosing import BeginForm
from opora.documents.presenters import listing as words
from opora.documents.presenters import of_school as school_words
from opora.documents.presenters.deadlines import SOON_WORDS
from opora.documents.printouts.cover import lowered
from opora.documents.printouts.listing import documents_workbook, missing_workbook
from opora.documents.queries import listing as queries
from opora.documents.queries.deadlines import Awaited, Term, awaited, terms_of
from opora.documents.queries.definitions import outlines
from opora.documents.queries.missing import TAKEN, Missing, missing_lines, without_document
from opora.documents.queries.places import own_territory
from opora.documents.queries.prefill import begun_of, known, last_of, taken_over
from opora.documents.rules import BEGIN, BEGIN_OF_TERRITORY, SEE, SET_DEADLINES
from opora.documents.states import AWAITED, DocumentState
from opora.documents.views.asking import Asked, asked_by
from opora.documents.views.lookup import crumbs, cycle_or_404, school_or_404
from opora.identification.queries.helped import awaited_schools
from opora.risks.queries import directions_of
from opora.ui.downloads import attached
from opora.ui.form_pages import form_page, told_in

PER_PAGE = 50


@require_safe
def documents(request: Request) -> HttpResponse:
    """Every document of the scope in a year, or the schools that have none; with `as=xlsx` the same as a workbook.

    People of one school come to the page of their school.
    """
    SEE.check(request.actor, None)
    actor = request.actor
    if actor.role in SCHOOL_ROLES and actor.scope and len(actor.scope.school_ids) == 1:
        return redirect("school-documents", next(iter(actor.scope.school_ids)))
    asked = asked_by(request)
    if request.GET.get("as") == "xlsx":
        return _workbook(request, asked)
    query = request.GET.copy()
    for name in ("state", "page"):
        query.pop(name, None)
    context = {
        "title": "Документы",
        "cycle": asked.cycle,
        "form": asked.form,
        "active": asked.form.active or bool(asked.chosen.path),
        "query": query.urlencode(),
        **(_missing(request, asked) if asked.is_without else _found(request, asked, query.urlencode())),
        **_of_own_territory(request, asked),
    }
    return render(request, "documents/documents.html", context)


def _found(request: Request, asked: Asked, query: str) -> dict[str, object]:
    """The page of documents. Two queries and one for the deadlines."""
    chosen, today = asked.chosen, asked.today
    counts = queries.counts(request.actor, chosen, today=today)
    alive = sum(many for each, many in counts.items() if each != DocumentState.ARCHIVED)
    total = counts.get(chosen.state, 0) if chosen.state else alive
    page = Paginator(range(total), PER_PAGE).get_page(request.GET.get("page"))
    rows = queries.lines(
        request.actor, chosen, today=today, start=(page.number - 1) * PER_PAGE, size=PER_PAGE
    )
    narrowed = bool(asked.form.active or chosen.state or chosen.path)
    return {
        "tabs": words.tabs(counts, alive, chosen.state, query),
        "table": words.table(
            request.actor,
            rows,
            with_place=bool(asked.places.municipalities),
            empty=words.empty_words(narrowed=narrowed),
        ),
        "page": page,
        "soon_words": SOON_WORDS if any(row.term and row.term.is_soon for row in rows) else "",
    }


def _missing(request: Request, asked: Asked) -> dict[str, object]:
    """The page of schools without a document. Two queries and one for the deadlines."""
    found = without_document(request.actor, asked.chosen, asked.kind, on=asked.today)
    page = Paginator(range(found.count()), PER_PAGE).get_page(request.GET.get("page"))
    rows = missing_lines(found, asked.chosen, asked.kind, start=(page.number - 1) * PER_PAGE, size=PER_PAGE)
    terms = _terms_of_missing(rows, asked)
    table = words.missing_table(
        rows,
        asked.kind,
        asked.cycle,
        terms,
        with_place=bool(asked.places.municipalities),
        empty=words.nobody_missing(
            narrowed=asked.form.active > 1 or bool(asked.chosen.path),
            is_anybody_awaited=bool(rows)
            or awaited_schools(request.actor, asked.cycle.pk, on=asked.today).exists(),
        ),
    )
    soon = any(term.is_soon for term in terms.values())
    return {
        "table": table,
        "page": page,
        "missing_lead": words.MISSING_LEAD,
        "soon_words": SOON_WORDS if soon else "",
    }


def _terms_of_missing(rows: list[Missing], asked: Asked) -> dict[Awaited, Term]:
    if asked.kind is None:
        return {}
    code = asked.kind.code
    return terms_of(((asked.cycle.pk, code, row.path) for row in rows), today=asked.today)


def _workbook(request: Request, asked: Asked) -> HttpResponse:
    """What the page shows with its filters, every page of it."""
    today = asked.today
    if asked.is_without:
        title = f"Школы без документа, {asked.cycle.title}"
        found = without_document(request.actor, asked.chosen, asked.kind, on=today)
        schools = missing_lines(found, asked.chosen, asked.kind)
        terms = _terms_of_missing(schools, asked)
        data = missing_workbook(schools, asked.kind, asked.cycle, terms, title=title, today=today)
    else:
        title = f"Документы, {asked.cycle.title}"
        rows = queries.lines(request.actor, asked.chosen, today=today)
        kinds = {each.code: each.title for each in asked.kinds.values()}
        data = documents_workbook(rows, kinds, title=title, today=today)
    return attached(data, f"{title}.xlsx")


def _of_own_territory(request: Request, asked: Asked) -> dict[str, object]:
    """What those who write for a territory may do here."""
    territory = asked.places.own
    if territory is None or not BEGIN_OF_TERRITORY.can(request.actor, territory):
        return {}
    cycle = urlencode({"cycle": asked.cycle.code})
    own = [
        (lowered(each.title), f"{reverse('document-new-territory', args=[pk])}?{cycle}")
        for pk, each in asked.kinds.items()
        if each.of_territory
    ]
    return {"territory_kinds": own, "may_set_deadlines": SET_DEADLINES.can(request.actor, territory)}


@require_safe
def of_school(request: Request, pk: int) -> HttpResponse:
    """A school's documents of a year: what is there, what may be begun, what is put away."""
    SEE.check(request.actor, None)
    actor, school = request.actor, school_or_404(request, pk)
    cycle = cycle_or_404(request.GET.get("cycle", ""))
    everything = [each for each in queries.of_school(school) if school_words.is_read(actor, each)]
    found = [each for each in everything if each.cycle_id == cycle.pk]
    may_begin = BEGIN.can(actor, school)
    kinds = outlines(school.territory.path or "")
    directions = directions_of(school, cycle) if may_begin else []
    keys = [awaited(each) for each in found if each.state in AWAITED]
    if may_begin:
        keys += [(cycle.pk, each.code, school.territory.path or "") for each in kinds.values()]
    terms = terms_of(keys, today=timezone.localdate())
    alive = [each for each in found if each.state != DocumentState.ARCHIVED]
    archived = [each for each in found if each.state == DocumentState.ARCHIVED]
    context = {
        "title": f"Документы: {school.name}",
        "crumbs": crumbs(),
        "school": school,
        "cycle": cycle,
        "items": school_words.school_items(actor, alive, terms),
        "archived": school_words.school_items(actor, archived, terms),
        "years": school_words.other_years(school, cycle, everything),
        "offers": school_words.offers(school, cycle, kinds, everything, directions, terms)
        if may_begin
        else [],
        "may_begin": may_begin,
        "soon_words": SOON_WORDS if any(term.is_soon for term in terms.values()) else "",
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
    begun = begun_of(outline, school, cycle)
    directions = [each for each in directions_of(school, cycle) if each.state in TAKEN]
    has = school_words.answered(outline.code, begun)
    open_to = [each for each in directions if each.pk not in has] if outline.per_direction else []
    wanted = request.GET.get("direction", "")
    before = last_of(outline, school, cycle)
    form = BeginForm(
        request.POST if request.method == "POST" else None,
        directions=open_to,
        needs_direction=outline.per_direction,
        has_last_year=before is not None,
        initial={"direction": wanted, "with_last_year": before is not None},
    )
    if form.is_valid():
        with told_in(form):
            direction = next((e for e in open_to if str(e.pk) == form.cleaned_data.get("direction")), None)
            filled = known(outline, school, cycle, direction)
            if form.cleaned_data.get("with_last_year"):
                last = last_of(outline, school, cycle, direction)
                filled = taken_over(last, directions) if last is not None else filled
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
        "begun": begun,
        "nothing_left": bool(begun) and not open_to,
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
    begun = begun_of(outline, territory, cycle)
    context = {
        "title": outline.title,
        "crumbs": crumbs(),
        "territory": territory,
        "begun": begun,
        "nothing_left": bool(begun),
        "cycle": cycle,
        "outline": outline,
        "action": "Начать",
        "back_url": reverse("documents"),
    }
    return render(request, "documents/new.html", context)
