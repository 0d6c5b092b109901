"""What is done with a draft: tried with another rule, drawn up again, opened, taken back, approved, deleted."""

from datetime import timedelta

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from opora.access import Refused, WrongState
from opora.access.request import Request
from opora.identification import actions
from opora.identification.actions.drafts import WHY_NOT_DISCARD
from opora.identification.forms import ApprovalForm, RuleForm, UnaskedApprovalForm, WindowForm
from opora.identification.models import YearList
from opora.identification.presenters import changed_table
from opora.identification.queries import compared, entries_visible_to, page_of, procedure_titles, rule_for
from opora.identification.record import rule_of
from opora.identification.rule import BadRule
from opora.identification.rules import APPROVE, CLOSE_WINDOW, EXPORT, OPEN_WINDOW, REDRAW
from opora.identification.states import ListKind
from opora.identification.views.lookup import crumbs, list_crumb, list_or_404

_BOTH = require_http_methods(["GET", "HEAD", "POST"])


@_BOTH
def try_rule(request: Request, pk: int) -> HttpResponse:
    """GET compares the list with another mode or threshold over today's data; POST draws the draft up so."""
    found = list_or_404(request, pk)
    EXPORT.check(request.actor, found)
    if found.kind != ListKind.LOW or not found.rule:
        raise Refused("Этот список загружен готовым: правила у него нет.")
    kept = rule_of(found)
    base = kept if not REDRAW.can(request.actor, found) else rule_for(found.territory.path or "")
    asked = request.POST if request.method == "POST" else request.GET
    form = RuleForm(asked or None, initial={"mode": kept.mode, "percent": kept.threshold * 100})
    context: dict[str, object] = {}
    rule = kept
    if form.is_valid():
        try:
            rule = form.tried(base)
        except BadRule as wrong:
            form.add_error("percent", str(wrong))
    if request.method == "POST" and not form.errors:
        actions.redraw(year_list=found, rule=rule, by=request.actor, at=timezone.now())
        messages.success(request, "Проект пересчитан. Решения, принятые вручную, сохранены.")
        return redirect("list", pk)
    if not form.errors:
        changes = compared(found, rule)
        titles = procedure_titles()
        context = {
            "changes": changes,
            "enter": changed_table("enter", "Войдут в список", changes.enter, titles),
            "leave": changed_table("leave", "Выйдут из списка", changes.leave, titles),
        }
    return render(
        request,
        "identification/try_rule.html",
        context
        | {
            "title": "Примерить другой порог",
            "crumbs": crumbs(list_crumb(found)),
            "form": form,
            "list": found,
            "may_redraw": REDRAW.can(request.actor, found),
            "back_url": reverse("list", args=[pk]),
        },
        status=422 if form.errors else 200,
    )


def _confirm(request: Request, template: str, found: YearList, title: str, **context: object) -> HttpResponse:
    form = context.get("form")
    return render(
        request,
        template,
        {
            "title": title,
            "crumbs": crumbs(list_crumb(found)),
            "list": found,
            "back_url": reverse("list", args=[found.pk]),
            "totals": page_of(entries_visible_to(request.actor, found)),
            **context,
        },
        status=422 if form is not None and getattr(form, "errors", None) else 200,
    )


@_BOTH
def open_window(request: Request, pk: int) -> HttpResponse:
    found = list_or_404(request, pk)
    OPEN_WINDOW.check(request.actor, found)
    until = timezone.localdate() + timedelta(days=int(found.rule.get("window_days", 10)))
    form = WindowForm(request.POST or None, initial={"until": until})
    if form.is_valid():
        day = form.cleaned_data["until"]
        if day >= timezone.localdate():
            actions.open_window(year_list=found, until=day, by=request.actor, at=timezone.now())
            messages.success(request, "Школы видят свои строки и могут возразить.")
            return redirect("list", pk)
        form.add_error("until", "Этот день уже прошёл: выберите сегодняшний или более поздний.")
    return _confirm(
        request,
        "identification/open_window.html",
        found,
        "Открыть проект для возражений?",
        form=form,
        action="Показать школам",
    )


@_BOTH
def close_window(request: Request, pk: int) -> HttpResponse:
    found = list_or_404(request, pk)
    CLOSE_WINDOW.check(request.actor, found)
    if request.method == "POST":
        actions.close_window(year_list=found, by=request.actor, at=timezone.now())
        messages.success(request, "Список снова проект: школы его не видят.")
        return redirect("list", pk)
    return _confirm(
        request,
        "identification/close_window.html",
        found,
        "Вернуть список в проект?",
        action="Вернуть в проект",
    )


@_BOTH
def approve(request: Request, pk: int) -> HttpResponse:
    found = list_or_404(request, pk)
    APPROVE.check(request.actor, found)
    form = (UnaskedApprovalForm if found.owes_a_window else ApprovalForm)(request.POST or None)
    if form.is_valid() and request.method == "POST":
        actions.approve(year_list=found, **form.cleaned_data, by=request.actor, at=timezone.now())
        messages.success(request, "Список утверждён. Теперь он не меняется.")
        return redirect("list", pk)
    return _confirm(
        request,
        "identification/approve.html",
        found,
        "Утвердить список?",
        form=form,
        action="Утвердить список",
    )


@_BOTH
def discard(request: Request, pk: int) -> HttpResponse:
    found = list_or_404(request, pk)
    REDRAW.check(request.actor, found)
    if found.shown_at is not None:
        raise WrongState(WHY_NOT_DISCARD)
    if request.method == "POST":
        actions.discard(year_list=found, by=request.actor, at=timezone.now())
        messages.success(request, "Проект удалён.")
        return redirect("lists")
    return _confirm(
        request,
        "identification/discard.html",
        found,
        "Удалить проект списка?",
        action="Удалить проект",
        danger=True,
    )
