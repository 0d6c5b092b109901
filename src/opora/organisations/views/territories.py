"""Edits of the tree: add, rename, move a territory."""

from django.contrib import messages
from django.forms import BaseForm
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from opora.access.request import Request
from opora.organisations import actions
from opora.organisations.forms.register import MoveTerritoryForm, TerritoryForm, TerritoryNameForm
from opora.organisations.models import Territory
from opora.organisations.queries import territories_visible_to
from opora.organisations.rules import ADD_TERRITORY, MANAGE_TERRITORIES
from opora.organisations.states import TerritoryKind
from opora.organisations.views.lookup import territory_or_404
from opora.ui.components import Crumb
from opora.ui.form_pages import told_in


def _page(request: Request, template: str, place: Territory, title: str, form: BaseForm) -> HttpResponse:
    back = reverse("territory", args=[place.pk])
    context = {
        "title": title,
        "territory": place,
        "form": form,
        "crumbs": [Crumb("Территории", reverse("territories")), Crumb(place.name, back)],
        "back_url": back,
    }
    return render(request, template, context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def create(request: Request, pk: int) -> HttpResponse:
    """A region in the federation, a municipality in a region."""
    parent = territory_or_404(request, pk)
    ADD_TERRITORY.check(request.actor, parent)
    form = TerritoryForm(request.POST or None)
    if form.is_valid():
        with told_in(form):
            made = actions.create_territory(
                parent=parent, **form.cleaned_data, by=request.actor, at=timezone.now()
            )
            messages.success(request, "Территория добавлена.")
            return redirect("territory", made.pk)
    title = "Добавить регион" if parent.kind == TerritoryKind.FEDERATION else "Добавить муниципалитет"
    return _page(request, "organisations/create_territory.html", parent, title, form)


@require_http_methods(["GET", "HEAD", "POST"])
def rename(request: Request, pk: int) -> HttpResponse:
    place = territory_or_404(request, pk)
    MANAGE_TERRITORIES.check(request.actor, place)
    form = TerritoryNameForm(request.POST or None, initial={"name": place.name})
    if form.is_valid():
        with told_in(form):
            actions.rename_territory(
                place, name=form.cleaned_data["name"], by=request.actor, at=timezone.now()
            )
            messages.success(request, "Название изменено.")
            return redirect("territory", pk)
        # the action has written its refused values into the row
        place.refresh_from_db()
    return _page(request, "organisations/rename_territory.html", place, "Переименовать территорию", form)


@require_http_methods(["GET", "HEAD", "POST"])
def move(request: Request, pk: int) -> HttpResponse:
    """A municipality to another region; what lies in it goes along."""
    place = territory_or_404(request, pk)
    MANAGE_TERRITORIES.check(request.actor, place)
    parents = territories_visible_to(request.actor).filter(kind=TerritoryKind.REGION).exclude(children=place)
    form = MoveTerritoryForm(request.POST or None, parents=parents.order_by("sort_name", "id"))
    if form.is_valid():
        with told_in(form):
            actions.move_territory(
                place, parent=form.cleaned_data["parent"], by=request.actor, at=timezone.now()
            )
            messages.success(request, "Территория перенесена со всем, что в неё входит.")
            return redirect("territory", pk)
        # the action has written its refused values into the row
        place.refresh_from_db()
    return _page(request, "organisations/move_territory.html", place, "Перенести в другой регион", form)
