"""Agreements between schools and their curators."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from opora.access import WrongState
from opora.access.request import Request
from opora.curators.actions import agreeing
from opora.curators.forms.agreements import AgreementEndForm, DraftForm, ScanForm, WordsForm
from opora.curators.forms.listing import ListForm
from opora.curators.kinds import Filled
from opora.curators.models import Agreement
from opora.curators.presenters import agreements as pages
from opora.curators.presenters.words import agreement_move, events
from opora.curators.printouts.agreement import agreement_paper
from opora.curators.printouts.sheets import agreements_workbook
from opora.curators.queries.agreements import agreement_counts, agreement_lines, curators_of, narrowed
from opora.curators.queries.definition import curatorship_of
from opora.curators.queries.visibility import AGREEMENT
from opora.curators.rules import (
    AGREE,
    EDIT_AGREEMENT,
    KEEP_AGREEMENT,
    OF_SCHOOL,
    SEE_AGREEMENTS,
    SIGN_FOR_CURATOR,
    SIGN_FOR_SCHOOL,
)
from opora.curators.states import AgreementState, Side
from opora.curators.views.lookup import (
    PER_PAGE,
    agreement_crumbs,
    agreement_or_404,
    places_of,
    school_crumbs,
    school_or_404,
    seen_of,
    this_year,
)
from opora.files.answers import stored
from opora.history.queries import of_subject
from opora.printing import write_docx, write_pdf
from opora.ui.downloads import attached
from opora.ui.form_pages import form_page, told_in

_BOTH = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def agreements(request: Request) -> HttpResponse:
    """Every agreement of the scope; with `as=xlsx` the same as a workbook."""
    actor, today = request.actor, timezone.localdate()
    SEE_AGREEMENTS.check(actor, None)
    places = places_of(actor)
    words = "" if actor.role in OF_SCHOOL else "Школа, куратор"
    form = ListForm(request.GET, cycles=places.cycles, territories=places.territories, words=words)
    cycle = places.cycle(form.chosen("cycle"))
    found = narrowed(
        actor, cycle, path=places.path(form.chosen("territory")), words=form.chosen("q") if words else ""
    )
    state = request.GET.get("state", "")
    state = state if state in AgreementState.values else ""
    if request.GET.get("as") == "xlsx":
        rows = agreement_lines(found, state=state)
        return attached(agreements_workbook(rows, today=today), "Соглашения.xlsx")
    many_of = agreement_counts(found)
    many = many_of.get(state, 0) if state else sum(many_of.values())
    page = Paginator(range(many), PER_PAGE).get_page(request.GET.get("page"))
    rows = agreement_lines(found, state=state, start=(page.number - 1) * PER_PAGE, size=PER_PAGE)
    kept = request.GET.copy()
    for name in ("state", "page"):
        kept.pop(name, None)
    context = {
        "title": "Соглашения школ и кураторов",
        "form": form,
        "active": form.active,
        "tabs": pages.tabs(many_of, state, kept.urlencode()),
        "table": pages.table(rows, narrowed=form.active > 0 or bool(state)),
        "page": page,
    }
    return render(request, "curators/agreements.html", context)


@_BOTH
def new(request: Request, school_pk: int) -> HttpResponse:
    """A draft that begins with the words of the definition in force."""
    school = school_or_404(request, school_pk)
    AGREE.check(request.actor, school)
    today = timezone.localdate()
    cycle, curators = this_year(), curators_of(school, on=today)
    if not curators:
        raise WrongState("У школы пока нет куратора. Сначала его назначает координатор.")
    ours = curatorship_of(school.territory.path or "")
    name = curators[0].full_name if len(curators) == 1 else "куратор школы"
    filled = Filled(school.name, name, cycle.title)
    form = DraftForm(
        request.POST if request.method == "POST" else None,
        curators=curators,
        initial={
            "date": today,
            "subject": filled.into(ours.subject),
            "terms": "\n".join(filled.into(each) for each in ours.terms),
        },
    )
    if form.is_valid():
        chosen = next(each for each in curators if str(each.pk) == form.cleaned_data["curator"])
        with told_in(form, ValidationError, WrongState):
            made = agreeing.draft(
                school=school,
                curator=chosen,
                cycle=cycle,
                words=form.words(),
                by=request.actor,
                at=timezone.now(),
            )
            messages.success(request, "Проект готов. Его подписывают директор и куратор.")
            return redirect("curator-agreement", made.pk)
    context = {
        "title": "Подготовить соглашение",
        "lead": f"{school.name}, {cycle.title}",
        "crumbs": school_crumbs(school),
        "action": "Записать проект",
        "back_url": reverse("school", args=[school.pk]),
    }
    return form_page(request, "curators/form.html", form, context)


@require_safe
def agreement(request: Request, pk: int) -> HttpResponse:
    """The words, who has signed, what may be done."""
    actor = request.actor
    found = agreement_or_404(request, pk)
    side = _side(request, found)
    context = {
        "title": f"Соглашение: {found.school.name}",
        "crumbs": agreement_crumbs(),
        "agreement": found,
        "chips": [
            pages.chip(found),
            agreement_move(AgreementState(found.state), found.state_since, mine=side is not None),
        ],
        "facts": pages.facts(found),
        "side": side,
        "may_edit": EDIT_AGREEMENT.can(actor, found),
        "may_keep": KEEP_AGREEMENT.can(actor, found),
        "signed_once": found.state == AgreementState.DRAFT
        and (found.school_signed_at is not None or found.curator_signed_at is not None),
        "events": events(of_subject(AGREEMENT, pk)),
    }
    return render(request, "curators/agreement.html", context)


def _side(request: Request, found: Agreement) -> Side | None:
    """For whom the actor may sign now."""
    if SIGN_FOR_SCHOOL.can(request.actor, found):
        return Side.SCHOOL
    return Side.CURATOR if SIGN_FOR_CURATOR.can(request.actor, found) else None


def _page(request: Request, found: Agreement, form: Form, **more: object) -> HttpResponse:
    context = {
        "crumbs": agreement_crumbs(found),
        "lead": f"{found.school.name} — {found.curator_name}",
        "back_url": reverse("curator-agreement", args=[found.pk]),
        **more,
    }
    return form_page(request, "curators/form.html", form, context)


@_BOTH
def edit(request: Request, pk: int) -> HttpResponse:
    found = agreement_or_404(request, pk)
    EDIT_AGREEMENT.check(request.actor, found)
    form = WordsForm(
        request.POST if request.method == "POST" else None,
        initial={
            "number": found.number,
            "date": found.date,
            "subject": found.subject,
            "terms": "\n".join(found.terms),
        },
    )
    if form.is_valid():
        with told_in(form):
            agreeing.change(
                agreement=found,
                words=form.words(),
                seen=seen_of(request),
                by=request.actor,
                at=timezone.now(),
            )
            messages.success(request, "Проект изменён.")
            return redirect("curator-agreement", pk)
    seen = request.POST.get("seen") or str(found.revision)
    return _page(request, found, form, title="Изменить проект", action="Записать", seen=seen)


@require_POST
def sign(request: Request, pk: int) -> HttpResponse:
    """For the side that the actor stands for."""
    found = agreement_or_404(request, pk)
    side = Side.CURATOR if found.curator_id == request.actor.person_id else Side.SCHOOL
    made = agreeing.sign(
        agreement=found, side=side, seen=seen_of(request), by=request.actor, at=timezone.now()
    )
    words = "Подписано. Соглашение действует."
    if made.state == AgreementState.DRAFT:
        other = "куратора" if side is Side.SCHOOL else "директора"
        words = f"Вы подписали. Теперь ход {other}."
    messages.success(request, words)
    return redirect("curator-agreement", pk)


@_BOTH
def scan(request: Request, pk: int) -> HttpResponse:
    found = agreement_or_404(request, pk)
    KEEP_AGREEMENT.check(request.actor, found)
    is_post = request.method == "POST"
    form = ScanForm(request.POST if is_post else None, request.FILES if is_post else None)
    if form.is_valid():
        with told_in(form):
            agreeing.attach(
                agreement=found,
                material=form.cleaned_data["material"][0],
                by=request.actor,
                at=timezone.now(),
            )
            messages.success(request, "Скан приложен.")
            return redirect("curator-agreement", pk)
    return _page(request, found, form, title="Приложить скан", action="Приложить")


@require_safe
def scan_file(request: Request, pk: int) -> HttpResponse:
    return stored(agreement_or_404(request, pk).file)


@_BOTH
def end(request: Request, pk: int) -> HttpResponse:
    found = agreement_or_404(request, pk)
    KEEP_AGREEMENT.check(request.actor, found)
    form = AgreementEndForm(
        request.POST if request.method == "POST" else None, initial={"on": timezone.localdate()}
    )
    if form.is_valid():
        with told_in(form):
            agreeing.end(agreement=found, **form.cleaned_data, by=request.actor, at=timezone.now())
            messages.success(request, "Соглашение прекращено.")
            return redirect("curator-agreement", pk)
    return _page(request, found, form, title="Прекратить соглашение?", action="Прекратить", danger=True)


@require_safe
def paper(request: Request, pk: int, extension: str) -> HttpResponse:
    """The agreement as DOCX or PDF."""
    found = agreement_or_404(request, pk)
    document = agreement_paper(found)
    name = f"Соглашение, {found.school.name}, {found.date:%d.%m.%Y}.{extension}"
    return attached(write_pdf(document) if extension == "pdf" else write_docx(document), name)
