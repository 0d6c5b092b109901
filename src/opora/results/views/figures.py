"""One figure: its origin, its history, its correction."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from opora.access.request import Request
from opora.objections.queries import of_subject
from opora.objections.states import SubjectKind
from opora.results import actions, queries
from opora.results.forms import CorrectionForm
from opora.results.models import Fact
from opora.results.objecting import subject_of
from opora.results.presenters import origin
from opora.results.queries.catalogue import declared
from opora.results.rules import CORRECT, OBJECT
from opora.results.views.lookup import figure_or_404, figure_to_correct_or_404


@require_safe
def figure(request: Request, pk: int) -> HttpResponse:
    fact = figure_or_404(request, pk)
    context = {
        "title": subject_of(fact).title,
        "fact": fact,
        "figures": origin.figures(fact, declared(fact.procedure.code)),
        "origin": origin.origin(fact),
        "events": origin.history(queries.older(fact)),
        "objections": origin.objections(of_subject(SubjectKind.FACT, fact.pk)),
        "may_correct": CORRECT.can(request.actor, fact),
        "may_object": OBJECT.can(request.actor, fact),
    }
    return render(request, "results/figure.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def correct(request: Request, pk: int) -> HttpResponse:
    fact = figure_to_correct_or_404(request, pk)
    CORRECT.check(request.actor, fact)
    form = CorrectionForm(fact, declared(fact.procedure.code), request.POST or None)
    if request.method == "POST" and form.is_valid() and _corrected(request, fact, form):
        messages.success(request, "Цифра исправлена, прежняя сохранена в истории.")
        return redirect("results-figure", pk)
    context = {
        "title": "Исправить цифру",
        "fact": fact,
        "subject": subject_of(fact),
        "form": form,
        "action": "Исправить цифру",
        "back_url": reverse("results-figure", args=[pk]),
    }
    return render(request, "results/correct.html", context, status=422 if request.method == "POST" else 200)


def _corrected(request: Request, fact: Fact, form: CorrectionForm) -> bool:
    try:
        actions.correct_figure(
            fact=fact,
            said=form.said(),
            reason=form.cleaned_data["reason"],
            by=request.actor,
            at=timezone.now(),
        )
    except ValidationError as mistake:
        known = getattr(mistake, "error_dict", {})
        if all(name in form.fields for name in known):
            form.add_error(None, mistake)
        else:
            form.add_error(None, mistake.messages)
        return False
    return True
