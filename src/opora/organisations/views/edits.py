"""Edits of one organisation's card: contacts, figures, leaders, merits."""

from copy import copy

from django.contrib import messages
from django.forms import BaseForm
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from opora.access.request import Request
from opora.organisations import actions
from opora.organisations.forms.card import CardForm, EndLeaderForm, FiguresForm, LeaderForm, MeritForm
from opora.organisations.forms.filters import year_label
from opora.organisations.models import Organisation, YearFigures
from opora.organisations.passport import passport_items
from opora.organisations.presenters import card as present
from opora.organisations.rules import EDIT_CARD
from opora.organisations.states import MeritKind
from opora.organisations.views.lookup import organisation_or_404
from opora.ui.components import Crumb
from opora.ui.form_pages import form_page, told_in

FIRST_YEAR, LAST_YEAR = 1990, 2100


def page(
    request: Request,
    template: str,
    row: Organisation,
    title: str,
    form: BaseForm | None = None,
    **more: object,
) -> HttpResponse:
    """A page about one organisation; 422 where its form was refused."""
    back = reverse("school", args=[row.pk])
    context = {
        "title": title,
        "organisation": row,
        "form": form,
        "crumbs": [Crumb("Школы", reverse("schools")), Crumb(row.name, back)],
        "back_url": back,
        **more,
    }
    return form_page(request, template, form, context)


@require_http_methods(["GET", "HEAD", "POST"])
def edit_card(request: Request, pk: int) -> HttpResponse:
    row = organisation_or_404(request, pk)
    EDIT_CARD.check(request.actor, row)
    # the form writes into its instance; the action needs the row as it was read
    form = CardForm(request.POST or None, instance=copy(row))
    if form.is_valid():
        with told_in(form):
            actions.update_card(
                row, values=form.values(), seen=form.cleaned_data["seen"], by=request.actor, at=timezone.now()
            )
            messages.success(request, "Карточка сохранена.")
            return redirect("school", pk)
    return page(request, "organisations/edit_card.html", row, "Изменить карточку", form)


@require_http_methods(["GET", "HEAD", "POST"])
def edit_figures(request: Request, pk: int, year: int) -> HttpResponse:
    row = organisation_or_404(request, pk)
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise Http404
    EDIT_CARD.check(request.actor, row)
    figures = row.figures.filter(year=year).first() or YearFigures(organisation=row, year=year)
    form = FiguresForm(request.POST or None, instance=figures, items=passport_items(row.territory.path or ""))
    if form.is_valid():
        with told_in(form):
            actions.set_figures(row, year=year, values=form.values(), by=request.actor, at=timezone.now())
            messages.success(request, f"Численность за {year_label(year)} год сохранена.")
            return redirect("school", pk)
    title = f"Численность и состав, {year_label(year)}"
    others = [(each, year_label(each)) for each in (year - 1, year + 1) if FIRST_YEAR <= each <= LAST_YEAR]
    return page(request, "organisations/edit_figures.html", row, title, form, other_years=others)


@require_http_methods(["GET", "HEAD", "POST"])
def leaders(request: Request, pk: int) -> HttpResponse:
    """The list of leaders and a form for one more."""
    row = organisation_or_404(request, pk)
    EDIT_CARD.check(request.actor, row)
    form = LeaderForm(request.POST or None)
    if form.is_valid():
        with told_in(form):
            actions.appoint_leader(row, **form.cleaned_data, by=request.actor, at=timezone.now())
            messages.success(request, "Руководитель записан.")
            return redirect("school-leaders", pk)
    found = [
        (leader, present.term(leader.since, leader.until))
        for leader in row.leaders.order_by("-is_head", "-since", "-id")
    ]
    return page(request, "organisations/leaders.html", row, "Руководители", form, leaders=found)


@require_http_methods(["GET", "HEAD", "POST"])
def end_leader(request: Request, pk: int, leader_pk: int) -> HttpResponse:
    row = organisation_or_404(request, pk)
    EDIT_CARD.check(request.actor, row)
    leader = get_object_or_404(row.leaders.select_related("organisation__territory"), pk=leader_pk)
    form = EndLeaderForm(request.POST or None)
    if form.is_valid():
        with told_in(form):
            actions.end_leader(leader, until=form.cleaned_data["until"], by=request.actor, at=timezone.now())
            messages.success(request, "Срок закончен; запись осталась в истории.")
            return redirect("school-leaders", pk)
    return page(request, "organisations/end_leader.html", row, f"Когда закончился срок: {leader.name}", form)


@require_POST
def remove_leader(request: Request, pk: int, leader_pk: int) -> HttpResponse:
    row = organisation_or_404(request, pk)
    leader = get_object_or_404(row.leaders.select_related("organisation__territory"), pk=leader_pk)
    actions.remove_leader(leader, by=request.actor, at=timezone.now())
    messages.success(request, "Ошибочная запись убрана.")
    return redirect("school-leaders", pk)


@require_http_methods(["GET", "HEAD", "POST"])
def merits(request: Request, pk: int) -> HttpResponse:
    """Statuses, strengths, achievements and a form for one more."""
    row = organisation_or_404(request, pk)
    EDIT_CARD.check(request.actor, row)
    form = MeritForm(request.POST or None)
    if form.is_valid():
        values = form.cleaned_data | {"kind": MeritKind(form.cleaned_data["kind"])}
        actions.add_merit(row, **values, by=request.actor, at=timezone.now())
        messages.success(request, "Записано.")
        return redirect("school-merits", pk)
    found = [(merit, present.years(merit)) for merit in row.merits.order_by("kind", "-year_from", "id")]
    return page(request, "organisations/merits.html", row, "Статусы и достижения", form, merits=found)


@require_POST
def remove_merit(request: Request, pk: int, merit_pk: int) -> HttpResponse:
    row = organisation_or_404(request, pk)
    merit = get_object_or_404(row.merits.select_related("organisation__territory"), pk=merit_pk)
    actions.remove_merit(merit, by=request.actor, at=timezone.now())
    messages.success(request, "Запись убрана.")
    return redirect("school-merits", pk)
