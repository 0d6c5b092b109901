"""One document of a round for the coordinator: its experts, its sheets, the agreement."""

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from opora.access.request import Request
from opora.expertise import actions
from opora.expertise.forms import AgreeForm, AssignForm, WordsForm
from opora.expertise.models import Entry
from opora.expertise.presenters import rounds as drawn
from opora.expertise.queries.documents import sheet_of
from opora.expertise.queries.finals import outcome_of
from opora.expertise.queries.panel import candidates
from opora.expertise.rules import STEER, WITHDRAW
from opora.expertise.states import AssignmentState
from opora.expertise.views.lookup import crumbs, entry_or_404, run_assignment_or_404
from opora.ui.components import Crumb, Fact
from opora.ui.form_pages import form_page, told_in
from opora.ui.text import date_ru

_BOTH = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def entry(request: Request, pk: int) -> HttpResponse:
    """Sums and sheets are shown when nobody is awaited: until then there is nothing to agree on."""
    found = entry_or_404(request, pk)
    of = found.round
    outcome, sheet = outcome_of(of, found), sheet_of(of)
    steers = STEER.can(request.actor, of)
    ready = not outcome.waiting and len(outcome.sent) > 1
    context = {
        "title": f"№ {found.number}: {found.whose}",
        "crumbs": crumbs(of),
        "entry": found,
        "now": drawn.now(outcome, of),
        "facts": drawn.entry_facts(outcome, sheet, of),
        "experts": drawn.experts_table(outcome, may_withdraw=steers),
        "sheets": drawn.sheets_table(outcome, sheet) if outcome.sent and not outcome.waiting else None,
        "agreements": [
            Fact(
                f"{each.points} из {sheet.points}",
                each.words,
                f"{each.made_by_name}, {date_ru(each.made_at)}",
            )
            for each in found.reconciliations.all()
        ],
        "may_assign": steers and len(outcome.sent) + outcome.waiting < 3,
        "may_agree": steers and ready,
        "may_drop": steers and not outcome.sent,
    }
    return render(request, "expertise/entry.html", context)


def _page(request: Request, template: str, form: object, found: Entry, **more: object) -> HttpResponse:
    url = reverse("expertise-entry", args=[found.pk])
    context = {
        "entry": found,
        "crumbs": crumbs(found.round, Crumb(f"№ {found.number}", url)),
        "back_url": url,
        **more,
    }
    return form_page(request, template, form, context)  # type: ignore[arg-type]


@_BOTH
def assign(request: Request, pk: int) -> HttpResponse:
    """Experts who may, the least loaded first; who may not stands beside with the reason."""
    found = entry_or_404(request, pk)
    STEER.check(request.actor, found.round)
    offered = candidates(found, today=timezone.localdate())
    form = AssignForm(request.POST or None, candidates=offered)
    if form.is_valid():
        with told_in(form):
            made = actions.assign_by_hand(
                entry=found, person_id=form.cleaned_data["person"], by=request.actor, at=timezone.now()
            )
            messages.success(
                request, f"{found.round.naming.entry} № {found.number} — у эксперта: {made.person_name}."
            )
            return redirect("expertise-entry", pk)
    barred = [Fact(each.expert.name, each.barred) for each in offered if each.barred]
    return _page(
        request,
        "expertise/assign.html",
        form,
        found,
        title="Назначить эксперта",
        action="Назначить",
        facts=barred,
        has_free=len(barred) < len(offered),
    )


@_BOTH
def agree(request: Request, pk: int) -> HttpResponse:
    found = entry_or_404(request, pk)
    STEER.check(request.actor, found.round)
    sheet = sheet_of(found.round)
    form = AgreeForm(request.POST or None, most=sheet.points)
    if form.is_valid():
        with told_in(form):
            actions.reconcile(entry=found, **form.cleaned_data, by=request.actor, at=timezone.now())
            messages.success(request, "Согласованный балл записан. Листы остались, как были.")
            return redirect("expertise-entry", pk)
    outcome = outcome_of(found.round, found)
    ready = len(outcome.sent) > 1 and not outcome.waiting
    return _page(
        request,
        "expertise/agree.html",
        form,
        found,
        title="Согласованный балл",
        action="Записать",
        ready=ready,
        sheets=drawn.sheets_table(outcome, sheet) if ready else None,
    )


@_BOTH
def drop(request: Request, pk: int) -> HttpResponse:
    found = entry_or_404(request, pk)
    STEER.check(request.actor, found.round)
    form = WordsForm(request.POST or None, label="Почему")
    if form.is_valid():
        with told_in(form):
            actions.drop_entry(
                entry=found, words=form.cleaned_data["words"], by=request.actor, at=timezone.now()
            )
            messages.success(
                request,
                "Убрано из раунда."
                if found.round.is_of_curators
                else "Документ убран из раунда и снова подтверждён.",
            )
            return redirect("expertise-round", found.round_id)
    return _page(
        request,
        "expertise/drop.html",
        form,
        found,
        title=f"Убрать № {found.number} из раунда?",
        action="Убрать",
        danger=True,
    )


@_BOTH
def withdraw(request: Request, key: uuid.UUID) -> HttpResponse:
    assignment = run_assignment_or_404(request, key)
    WITHDRAW.check(request.actor, assignment)
    assert assignment.state == AssignmentState.WAITING
    form = WordsForm(request.POST or None, label="Почему")
    if form.is_valid():
        with told_in(form):
            actions.withdraw(
                assignment=assignment, words=form.cleaned_data["words"], by=request.actor, at=timezone.now()
            )
            messages.success(request, "Снято с эксперта. Назначьте другого.")
            return redirect("expertise-entry", assignment.entry_id)
    return _page(
        request,
        "expertise/withdraw.html",
        form,
        assignment.entry,
        title=f"Снять № {assignment.entry.number} с эксперта?",
        assignment=assignment,
        action="Снять",
        danger=True,
    )
