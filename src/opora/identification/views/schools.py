"""One school in a list: why it is there, and a person's decision about it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from opora.access import Role, WrongState
from opora.access.request import Request
from opora.appointments.helping import bodies_of, helpers_of
from opora.cycles.queries import stage_rows
from opora.identification import actions
from opora.identification.doubtful import LABEL
from opora.identification.forms import DecisionForm
from opora.identification.models import ListEntry
from opora.identification.presenters import (
    doubt_lines,
    evidence_plot,
    evidence_table,
    ground_lines,
    next_dates,
    state_chip,
)
from opora.identification.queries import procedure_titles
from opora.identification.record import from_entry, rule_of
from opora.identification.rules import DECIDE
from opora.identification.states import LIST_NAMES, ListKind, ListState
from opora.identification.views.lookup import crumbs, entry_or_404, list_crumb
from opora.identification.words import closest_words, rule_words


@require_safe
def school(request: Request, pk: int, entry_pk: int) -> HttpResponse:
    entry = entry_or_404(request, pk, entry_pk)
    found = entry.year_list
    titles = procedure_titles()
    today = timezone.localdate()
    context = {
        "title": _heading(request, entry),
        "crumbs": crumbs(list_crumb(found)),
        "entry": entry,
        "list": found,
        "full_name": LIST_NAMES[ListKind(found.kind)],
        "state": state_chip(found.state),
        "may_decide": DECIDE.can(request.actor, found),
        "next": _what_next(entry),
        "helpers": helpers_of(entry.school, today=today, but=request.actor.person_id),
        "bodies": bodies_of(entry.school),
        "dates": next_dates(found, stage_rows(found.cycle, today=today), today),
        "objection_url": _objection_url(request, entry),
    }
    if found.rule and found.threshold is not None:
        outcome = from_entry(entry, threshold=found.threshold)
        context |= {
            "outcome": outcome,
            "grounds": ground_lines(outcome, titles),
            "closest": closest_words(outcome, titles, found.threshold),
            "table": evidence_table(outcome, titles, found.threshold),
            "plot": evidence_plot(outcome, titles, found.threshold),
            "doubts": doubt_lines(outcome, titles),
            "doubt_label": LABEL,
            "rule_lines": rule_words(rule_of(found), titles, found.last_year),
        }
    return render(request, "identification/school.html", context)


def _heading(request: Request, entry: ListEntry) -> str:
    is_own = request.actor.role in {Role.SCHOOL_HEAD, Role.SCHOOL_COORDINATOR}
    if is_own:
        return "Почему мы в списке" if entry.listed else "Почему нас нет в списке"
    return (
        f"{entry.school_name}: почему в списке"
        if entry.listed
        else f"{entry.school_name}: почему не в списке"
    )


def _what_next(entry: ListEntry) -> list[str]:
    """The next steps in the words for a school."""
    if not entry.listed:
        return ["Действовать не нужно. Если цифры неверны, сообщите муниципальному координатору."]
    match ListState(entry.year_list.state):
        case ListState.DRAFT:
            return ["Проект видят только те, кто его готовит. Потом его откроют школам для возражений."]
        case ListState.OBJECTIONS:
            return [
                "Проверьте цифры на этой странице. Если они неверны или есть причина не включать школу, "
                "возразите до конца срока.",
                "После ответа на возражения список утвердят.",
                "Затем школе назначат куратора и помогут составить программу поддержки.",
            ]
        case _:
            return [
                "Школе назначат куратора: он поможет разобраться в причинах.",
                "Вместе вы пройдёте опросы, увидите рисковый профиль и выберете направления работы.",
                "Поддержка может продолжаться и после выхода из списка.",
            ]


def _objection_url(request: Request, entry: ListEntry) -> str:
    """Where the school objects: a page of `objections`, offered to the school's own people while it may."""
    is_own = request.actor.role in {Role.SCHOOL_HEAD, Role.SCHOOL_COORDINATOR}
    if not is_own or entry.year_list.state != ListState.OBJECTIONS:
        return ""
    try:
        return reverse("objection-raise", args=["listing", entry.pk])
    except NoReverseMatch:
        return ""


@require_http_methods(["GET", "HEAD", "POST"])
def decide(request: Request, pk: int, entry_pk: int) -> HttpResponse:
    entry = entry_or_404(request, pk, entry_pk)
    DECIDE.check(request.actor, entry.year_list)
    initial = {"listed": "no" if entry.listed else "yes", "reason": entry.manual_reason}
    form = DecisionForm(request.POST or None, initial=initial)
    if form.is_valid():
        actions.decide(entry=entry, **form.cleaned_data, by=request.actor, at=timezone.now())
        messages.success(request, "Решение записано.")
        return redirect("list-school", pk, entry_pk)
    return _decision_page(request, entry, form)


def _decision_page(request: Request, entry: ListEntry, form: DecisionForm) -> HttpResponse:
    return render(
        request,
        "identification/decide.html",
        {
            "title": f"Решение о школе: {entry.school_name}",
            "crumbs": crumbs(list_crumb(entry.year_list)),
            "entry": entry,
            "form": form,
            "back_url": reverse("list-school", args=[entry.year_list_id, entry.pk]),
        },
        status=422 if form.errors else 200,
    )


@require_http_methods(["GET", "HEAD", "POST"])
def take_back(request: Request, pk: int, entry_pk: int) -> HttpResponse:
    entry = entry_or_404(request, pk, entry_pk)
    DECIDE.check(request.actor, entry.year_list)
    if not entry.is_manual:
        raise WrongState("Ручного решения о школе нет: в списке стоит ответ правила.")
    if request.method == "POST":
        actions.take_decision_back(entry=entry, by=request.actor, at=timezone.now())
        messages.success(request, "Ручное решение отменено: снова действует ответ правила.")
        return redirect("list-school", pk, entry_pk)
    return render(
        request,
        "identification/take_back.html",
        {
            "title": "Отменить ручное решение?",
            "crumbs": crumbs(list_crumb(entry.year_list)),
            "entry": entry,
            "action": "Отменить решение",
            "back_url": reverse("list-school", args=[pk, entry_pk]),
        },
    )
