"""One measure and its steps."""

from collections.abc import Callable

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from opora.access.request import Request
from opora.history.queries import of_subject
from opora.roadmaps.actions import steps
from opora.roadmaps.actions.arranging import arrange as arrange_work
from opora.roadmaps.actions.showing import show_file
from opora.roadmaps.forms.steps import (
    ArrangeForm,
    DecideForm,
    PostponeForm,
    PrideForm,
    ReasonForm,
    ReportForm,
)
from opora.roadmaps.models import Work
from opora.roadmaps.presenters import measure as words
from opora.roadmaps.presenters.words import move_of, state_chip
from opora.roadmaps.queries.evidence import evidence_for
from opora.roadmaps.queries.leaving import gone_from
from opora.roadmaps.queries.people import people_at
from opora.roadmaps.queries.visibility import works_visible_to
from opora.roadmaps.rules import ARRANGE, BE_PROUD, DECIDE, DROP, POSTPONE, REPORT, SHOW, UNDO, WITHDRAW
from opora.roadmaps.states import WorkState
from opora.roadmaps.views.lookup import crumbs, new_token, work_or_404
from opora.ui.components import Crumb
from opora.ui.form_pages import form_page, told_in


@require_safe
def measure(request: Request, pk: int) -> HttpResponse:
    """Everything about it; who decides finds the form under the evidence."""
    return _page(request, work_or_404(request, pk, whole=True), None)


def _page(request: Request, work: Work, form: DecideForm | None) -> HttpResponse:
    actor = request.actor
    evidence = list(
        work.evidence.filter(withdrawn_at__isnull=True)
        .select_related("file", "school__territory")
        .prefetch_related("works")
    )
    may_decide = DECIDE.can(actor, work)
    gone = gone_from(work, on=timezone.localdate())
    if form is None and may_decide:
        form = DecideForm(initial={"revision": work.revision})
    context = {
        "title": work.measure.title,
        "crumbs": crumbs(work.school, cycle=work.cycle.code),
        "work": work,
        "state": state_chip(WorkState(work.state)),
        "move": move_of(actor, WorkState(work.state)),
        "facts": words.facts(work, gone, with_result=not may_decide),
        "result": work.measure.result if may_decide else "",
        "nobody_left": bool(gone) and ARRANGE.can(actor, work),
        "may_reuse": SHOW.can(actor, work) and evidence_for(work).exists(),
        "report": words.said_of(work) if work.report else "",
        "evidence": words.shown(evidence, bool(evidence) and WITHDRAW.can(actor, evidence[0])),
        "decided": words.decided(list(work.verdicts.all())),
        "moved": words.moved(list(work.postponements.all())),
        "events": words.events(of_subject("work", work.pk)),
        "ways": words.ways(actor, work),
        "presses": words.presses(actor, work),
        "form": form if may_decide else None,
    }
    return render(
        request, "roadmaps/measure.html", context, status=422 if form is not None and form.errors else 200
    )


@require_POST
def decide(request: Request, pk: int) -> HttpResponse:
    """Confirm or give back, then on to the next measure of the school that waits."""
    work = work_or_404(request, pk)
    DECIDE.check(request.actor, work)
    form = DecideForm(request.POST)
    if form.is_valid():
        confirms = request.POST.get("what") == "confirm"
        with told_in(form):
            steps.decide(
                work=work, confirms=confirms, words=form.cleaned_data["words"],
                revision=form.cleaned_data["revision"], by=request.actor, at=timezone.now(),
            )  # fmt: skip
            return _next(request, work, confirms=confirms)
    return _page(request, work, form)


def _next(request: Request, work: Work, *, confirms: bool) -> HttpResponse:
    """What was decided is told by its name where another measure opens."""
    waiting = works_visible_to(request.actor).filter(
        school=work.school_id, cycle=work.cycle_id, state=WorkState.REPORTED
    )
    following = waiting.exclude(reported_by_id=request.actor.person_id).order_by("state_since", "pk").first()
    messages.success(request, words.decision(work.measure.title if following else "", confirms=confirms))
    return redirect("roadmap-measure", following.pk if following else work.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def report(request: Request, pk: int) -> HttpResponse:
    """«Отметить выполненной» with what is at hand: one page, one press."""
    work = work_or_404(request, pk)
    REPORT.check(request.actor, work)
    initial = {"done_on": timezone.localdate(), "words": work.report, "token": new_token()}
    form = ReportForm(request.POST or None, request.FILES or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        said, at = form.cleaned_data, timezone.now()
        with told_in(form):
            given = said.get("file")
            if given is not None:
                show_file(
                    works=[work], data=given.read(), name=given.name, title="", token=said["token"],
                    by=request.actor, at=at,
                )  # fmt: skip
            steps.report(work=work, words=said["words"], done_on=said["done_on"], by=request.actor, at=at)
            messages.success(request, "Отмечено. Теперь слово за куратором.")
            return redirect("roadmap-measure", pk)
    return _form(request, work, form, "Отметить выполненной", "Отправить куратору", has_file=True)


def _form(
    request: Request,
    work: Work,
    form: forms.Form,
    title: str,
    action: str,
    *,
    has_file: bool = False,
    danger: bool = False,
) -> HttpResponse:
    here = reverse("roadmap-measure", args=[work.pk])
    context = {
        "title": title,
        "crumbs": crumbs(work.school, Crumb(work.measure.title, here), cycle=work.cycle.code),
        "work": work,
        "action": action,
        "has_file": has_file,
        "danger": danger,
        "back_url": here,
    }
    return form_page(request, "roadmaps/form.html", form, context)


@require_http_methods(["GET", "HEAD", "POST"])
def postpone(request: Request, pk: int) -> HttpResponse:
    work = work_or_404(request, pk)
    POSTPONE.check(request.actor, work)
    form = PostponeForm(request.POST or None, initial={"revision": work.revision})
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        with told_in(form):
            steps.postpone(
                work=work, due=said["due"], reason=said["reason"], revision=said["revision"],
                by=request.actor, at=timezone.now(),
            )  # fmt: skip
            messages.success(request, "Срок перенесён. Прежний остался в карточке меры.")
            return redirect("roadmap-measure", pk)
    return _form(request, work, form, "Перенести срок", "Перенести")


@require_http_methods(["GET", "HEAD", "POST"])
def drop(request: Request, pk: int) -> HttpResponse:
    work = work_or_404(request, pk)
    DROP.check(request.actor, work)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with told_in(form):
            steps.drop(work=work, reason=form.cleaned_data["reason"], by=request.actor, at=timezone.now())
            messages.success(request, "Мера снята. Она осталась в карте с причиной.")
            return redirect("roadmap-measure", pk)
    return _form(request, work, form, "Снять меру с карты?", "Снять", danger=True)


@require_http_methods(["GET", "HEAD", "POST"])
def undo(request: Request, pk: int) -> HttpResponse:
    work = work_or_404(request, pk)
    UNDO.check(request.actor, work)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with told_in(form):
            steps.undo(work=work, words=form.cleaned_data["reason"], by=request.actor, at=timezone.now())
            messages.success(request, "Подтверждение снято, мера снова у школы.")
            return redirect("roadmap-measure", pk)
    return _form(request, work, form, "Снять подтверждение?", "Снять подтверждение", danger=True)


@require_http_methods(["GET", "HEAD", "POST"])
def pride(request: Request, pk: int) -> HttpResponse:
    work = work_or_404(request, pk)
    BE_PROUD.check(request.actor, work)
    form = PrideForm(request.POST or None, initial={"words": work.pride})
    if request.method == "POST" and form.is_valid():
        with told_in(form):
            steps.be_proud(work=work, words=form.cleaned_data["words"], by=request.actor, at=timezone.now())
            messages.success(request, "Сохранено.")
            return redirect("roadmap-measure", pk)
    return _form(request, work, form, "Чем гордимся", "Сохранить")


@require_http_methods(["GET", "HEAD", "POST"])
def arrange(request: Request, pk: int) -> HttpResponse:
    """Who answers, when it starts, what it costs."""
    work = work_or_404(request, pk)
    ARRANGE.check(request.actor, work)
    at_school = people_at(work.school, on=timezone.localdate())
    people = [*at_school, *(each for each in work.responsible.all() if each not in at_school)]
    form = ArrangeForm(request.POST or None, people=people, work=work)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        with told_in(form):
            arrange_work(
                work=work, responsible=[int(pk) for pk in said["responsible"]], starts=said["starts"],
                cost=said["cost"], revision=said["revision"], by=request.actor, at=timezone.now(),
            )  # fmt: skip
            messages.success(request, "Сохранено.")
            return redirect("roadmap-measure", pk)
    return _form(request, work, form, "Кто, когда и за сколько", "Сохранить")


@require_POST
def start(request: Request, pk: int) -> HttpResponse:
    return _pressed(request, pk, steps.start, "Мера начата.")


@require_POST
def recall(request: Request, pk: int) -> HttpResponse:
    return _pressed(request, pk, steps.recall, "Мера снова у вас: исправьте и отправьте ещё раз.")


@require_POST
def take_back(request: Request, pk: int) -> HttpResponse:
    return _pressed(request, pk, steps.take_back, "Мера снова в карте.")


def _pressed(request: Request, pk: int, act: Callable[..., object], said: str) -> HttpResponse:
    act(work=work_or_404(request, pk), by=request.actor, at=timezone.now())
    messages.success(request, said)
    return redirect("roadmap-measure", pk)
