"""Pages of objections."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from opora.access import WrongState
from opora.access.request import Request
from opora.history.queries import of_subject
from opora.objections import actions, presenters, queries
from opora.objections.forms import AnswerForm, RaiseForm
from opora.objections.models import Objection
from opora.objections.rules import ANSWER, RAISE, WITHDRAW
from opora.objections.subjects import Subject, find


@require_safe
def objections(request: Request) -> HttpResponse:
    rows = queries.objection_rows(request.actor)
    today = timezone.localdate()
    context = {"title": "Возражения школ", "rows": rows, "table": presenters.table(rows, today)}
    return render(request, "objections/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def objection(request: Request, pk: int) -> HttpResponse:
    """One objection; those who answer find the form here."""
    found = _objection_or_404(request, pk)
    form = AnswerForm(request.POST or None)
    if request.method == "POST":
        ANSWER.check(request.actor, found)
        if form.is_valid():
            return _answered(request, found, form)
    subject = find(request.actor, found.subject_kind, found.subject_id)
    context = {
        "title": f"Возражение: {found.school.name}",
        "objection": found,
        "subject": subject,
        "facts": presenters.facts(found, subject),
        "events": presenters.events(of_subject("objection", found.pk)),
        "chip": presenters.chip(found, may_answer=ANSWER.can(request.actor, found)),
        "form": form if ANSWER.can(request.actor, found) else None,
        "may_withdraw": WITHDRAW.can(request.actor, found),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "objections/objection.html", context, status=status)


def _answered(request: Request, found: Objection, form: AnswerForm) -> HttpResponse:
    accepted = form.cleaned_data["decision"] == "accepted"
    answer = form.cleaned_data["answer"]
    actions.answer_objection(
        objection=found, accepted=accepted, answer=answer, by=request.actor, at=timezone.now()
    )
    subject = find(request.actor, found.subject_kind, found.subject_id)
    if accepted and subject is not None and subject.amend_url:
        messages.success(request, f"Возражение принято. {subject.amend_words}")
        return redirect(subject.amend_url)
    messages.success(request, "Ответ отправлен школе.")
    return redirect("objection", found.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: Request, pk: int) -> HttpResponse:
    """Asks, then takes the objection back."""
    found = _objection_or_404(request, pk)
    WITHDRAW.check(request.actor, found)
    if request.method == "POST":
        actions.withdraw_objection(objection=found, by=request.actor, at=timezone.now())
        messages.success(request, "Возражение отозвано.")
        return redirect("objection", pk)
    context = {
        "title": "Отозвать возражение?",
        "objection": found,
        "action": "Отозвать возражение",
        "danger": True,
        "back_url": reverse("objection", args=[pk]),
    }
    return render(request, "objections/withdraw.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def raise_one(request: Request, kind: str, subject_id: int) -> HttpResponse:
    """The school's form: what it objects to stands above, with the day by which it will be answered."""
    subject = find(request.actor, kind, subject_id)
    if subject is None:
        raise Http404
    RAISE.check(request.actor, subject.school)
    if subject.refusal:
        raise WrongState(subject.refusal)
    form = RaiseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = _raised(request, subject, form)
        if made is not None:
            messages.success(request, f"Возражение подано. Ответ — до {made.answer_due:%d.%m.%Y}.")
            return redirect("objection", made.pk)
    context = {
        "title": "Возразить",
        "subject": subject,
        "form": form,
        "action": "Подать возражение",
        "back_url": subject.url,
        "due": actions.answer_due(subject, at=timezone.now()),
    }
    return render(request, "objections/raise.html", context, status=422 if request.method == "POST" else 200)


def _raised(request: Request, subject: Subject, form: RaiseForm) -> Objection | None:
    try:
        return actions.raise_objection(
            subject=subject, statement=form.cleaned_data["statement"], by=request.actor, at=timezone.now()
        )
    except ValidationError as mistake:
        form.add_error(None, mistake)
        return None


def _objection_or_404(request: Request, pk: int) -> Objection:
    found = queries.objection(request.actor, pk)
    if found is None:
        raise Http404
    return found
