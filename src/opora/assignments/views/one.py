"""One assignment and what is done with it."""

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from opora import references
from opora.access import Permission
from opora.access.request import Request
from opora.assignments import actions, presenters
from opora.assignments.forms import AnswerForm, CancelForm, PostponeForm, ReportForm
from opora.assignments.models import Assignment
from opora.assignments.rules import ACCEPT, CANCEL, HAND_OVER, POSTPONE, REPORT
from opora.assignments.views.lookup import assignment_or_404, crumbs
from opora.files.answers import stored
from opora.history.queries import of_subject
from opora.ui.form_pages import form_page, told_in

_BOTH = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def assignment(request: Request, pk: int) -> HttpResponse:
    found, actor, at = assignment_or_404(request, pk), request.actor, timezone.now()
    origin = None
    if found.origin_id is not None:
        origin = references.find(actor, found.origin_kind, found.origin_id)
    context = {
        "title": "Поручение",
        "crumbs": crumbs(),
        "assignment": found,
        "chip": presenters.chip(actor, found),
        "term": presenters.term_chip(found, at) if found.is_open else "",
        "is_urgent": found.is_urgent and found.is_open,
        "facts": presenters.facts(found, origin, at),
        "files": list(found.files.select_related("file")),
        "was_returned": presenters.was_returned(found),
        "events": presenters.events(of_subject("assignment", found.pk)),
        "may_report": REPORT.can(actor, found),
        "may_accept": ACCEPT.can(actor, found),
        "may_postpone": POSTPONE.can(actor, found),
        "may_cancel": CANCEL.can(actor, found),
        "may_hand_over": found.person_id is not None and HAND_OVER.can(actor, found),
    }
    return render(request, "assignments/assignment.html", context)


@require_safe
def report_file(request: Request, pk: int, file_pk: int) -> HttpResponse:
    """What was given with a report, for those who see the assignment."""
    found = assignment_or_404(request, pk)
    given = found.files.select_related("file").filter(pk=file_pk).first()
    return stored(given.file if given else None)


def _step(
    request: Request,
    pk: int,
    permission: Permission[Assignment],
    make: Callable[[Assignment], Form],
    act: Callable[[Assignment, Form], str],
    **words: object,
) -> HttpResponse:
    """One form about one assignment: `act` does it and answers what is told after."""
    found = assignment_or_404(request, pk)
    permission.check(request.actor, found)
    form = make(found)
    if form.is_valid():
        try:
            with told_in(form, ValidationError):
                messages.success(request, act(found, form))
                return redirect("assignment", pk)
        except OSError:
            form.add_error(None, "Файл не записался на диск установки. Попробуйте позже.")
    context = {
        "assignment": found,
        "crumbs": crumbs(found),
        "back_url": reverse("assignment", args=[pk]),
        **words,
    }
    return form_page(request, "assignments/step.html", form, context)


@_BOTH
def report(request: Request, pk: int) -> HttpResponse:
    """The executor's word, on a phone in a minute."""

    def act(found: Assignment, form: Form) -> str:
        said = form.cleaned_data
        actions.report(
            assignment=found,
            words=said["words"],
            materials=said["materials"],
            seen=said["seen"],
            by=request.actor,
            at=timezone.now(),
        )
        return "Записано. Тот, кто поручил, увидит это на своём столе."

    return _step(
        request, pk, REPORT,
        lambda found: ReportForm(request.POST or None, request.FILES or None, initial={"seen": found.revision}),
        act, title="Поручение исполнено", action="Сообщить об исполнении",
    )  # fmt: skip


@_BOTH
def answer(request: Request, pk: int) -> HttpResponse:
    """Accept what was done or give it back."""

    def act(found: Assignment, form: Form) -> str:
        said, at = form.cleaned_data, timezone.now()
        if said["decision"] == "accept":
            actions.accept(assignment=found, words=said["words"], seen=said["seen"], by=request.actor, at=at)
            return "Принято."
        actions.give_back(assignment=found, words=said["words"], seen=said["seen"], by=request.actor, at=at)
        return "Возвращено исполнителю."

    return _step(
        request, pk, ACCEPT,
        lambda found: AnswerForm(request.POST or None, initial={"seen": found.revision}),
        act, title="Принять исполнение", action="Ответить",
    )  # fmt: skip


@_BOTH
def postpone(request: Request, pk: int) -> HttpResponse:
    """Another last day; the old one stays in the history."""

    def act(found: Assignment, form: Form) -> str:
        actions.postpone(assignment=found, **form.cleaned_data, by=request.actor, at=timezone.now())
        return "Срок перенесён, прежний остался в истории."

    return _step(
        request, pk, POSTPONE,
        lambda found: PostponeForm(request.POST or None, initial={"seen": found.revision}),
        act, title="Перенести срок", action="Перенести",
    )  # fmt: skip


@_BOTH
def cancel(request: Request, pk: int) -> HttpResponse:
    """No longer needed: with the reason."""

    def act(found: Assignment, form: Form) -> str:
        actions.cancel(assignment=found, **form.cleaned_data, by=request.actor, at=timezone.now())
        return "Поручение снято."

    return _step(
        request, pk, CANCEL,
        lambda found: CancelForm(request.POST or None, initial={"seen": found.revision}),
        act, title="Снять поручение?", action="Снять поручение", danger=True,
    )  # fmt: skip
