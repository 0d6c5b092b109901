"""Which organisations there are: add, rename, transfer, close, merge."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from opora.access.request import Request
from opora.organisations import actions
from opora.organisations.forms.register import (
    CloseForm,
    MergeForm,
    MergeTargetForm,
    OrganisationForm,
    RenameForm,
    TransferForm,
)
from opora.organisations.queries import territories_visible_to, visible_to
from opora.organisations.rules import CLOSE, CREATE, MERGE, RENAME, TRANSFER
from opora.organisations.states import OrganisationKind
from opora.organisations.views.edits import page
from opora.organisations.views.lookup import organisation_or_404, territory_or_404
from opora.ui.components import Crumb
from opora.ui.form_pages import form_page, told_in


@require_http_methods(["GET", "HEAD", "POST"])
def create(request: Request, territory_pk: int) -> HttpResponse:
    """A new organisation in a territory."""
    place = territory_or_404(request, territory_pk)
    CREATE.check(request.actor, place)
    form = OrganisationForm(request.POST or None, initial={"kind": OrganisationKind.SCHOOL})
    if form.is_valid():
        values = dict(form.cleaned_data)
        with told_in(form):
            made = actions.create_organisation(
                kind=OrganisationKind(values.pop("kind")),
                key=values.pop("key"),
                name=values.pop("name"),
                territory=place,
                values=values,
                by=request.actor,
                at=timezone.now(),
            )
            messages.success(request, "Организация добавлена. Дополните её карточку.")
            return redirect("school", made.pk)
    back = reverse("territory", args=[place.pk])
    context = {
        "title": "Добавить организацию",
        "territory": place,
        "form": form,
        "crumbs": [Crumb("Территории", reverse("territories")), Crumb(place.name, back)],
        "back_url": back,
    }
    return form_page(request, "organisations/create.html", form, context)


@require_http_methods(["GET", "HEAD", "POST"])
def rename(request: Request, pk: int) -> HttpResponse:
    row = organisation_or_404(request, pk)
    RENAME.check(request.actor, row)
    before = row.name
    form = RenameForm(request.POST or None, instance=row)
    if form.is_valid():
        with told_in(form):
            actions.rename_organisation(row, **form.cleaned_data, by=request.actor, at=timezone.now())
            messages.success(request, "Название изменено.")
            return redirect("school", pk)
    row.name = before
    return page(request, "organisations/rename.html", row, "Переименовать", form)


@require_http_methods(["GET", "HEAD", "POST"])
def transfer(request: Request, pk: int) -> HttpResponse:
    row = organisation_or_404(request, pk)
    TRANSFER.check(request.actor, row)
    places = territories_visible_to(request.actor).exclude(pk=row.territory_id).order_by("path")
    form = TransferForm(request.POST or None, places=places)
    if form.is_valid():
        place = form.cleaned_data["territory"]
        with told_in(form):
            actions.transfer_organisation(row, territory=place, by=request.actor, at=timezone.now())
            messages.success(request, f"Переведена: {place.name}.")
            return redirect("school", pk)
    return page(request, "organisations/transfer.html", row, "Перевести в другую территорию", form)


@require_http_methods(["GET", "HEAD", "POST"])
def close(request: Request, pk: int) -> HttpResponse:
    row = organisation_or_404(request, pk)
    CLOSE.check(request.actor, row)
    form = CloseForm(request.POST or None, initial={"closed_on": timezone.localdate()})
    if form.is_valid():
        actions.close_organisation(
            row, closed_on=form.cleaned_data["closed_on"], by=request.actor, at=timezone.now()
        )
        messages.success(request, "Организация закрыта.")
        return redirect("school", pk)
    return page(request, "organisations/close.html", row, f"Закрыть: {row.name}", form, action="Закрыть")


@require_http_methods(["GET", "HEAD", "POST"])
def merge(request: Request, pk: int) -> HttpResponse:
    """The first step: choose whom to join; nothing is written."""
    row = organisation_or_404(request, pk)
    MERGE.check(request.actor, row)
    region = "".join(f"{part}/" for part in (row.territory.path or "").split("/")[:2])
    targets = visible_to(request.actor).filter(
        kind=row.kind, closed_on=None, territory__path__startswith=region
    )
    form = MergeTargetForm(
        request.POST or None, targets=targets.exclude(pk=row.pk).order_by("sort_name", "id")
    )
    if form.is_valid():
        return redirect("school-merge-into", pk, form.cleaned_data["into"].pk)
    return page(request, "organisations/merge.html", row, "Присоединить к другой организации", form)


@require_http_methods(["GET", "HEAD", "POST"])
def merge_into(request: Request, pk: int, into_pk: int) -> HttpResponse:
    """The second step: what will happen, the date, and the word."""
    row = organisation_or_404(request, pk)
    MERGE.check(request.actor, row)
    into = get_object_or_404(visible_to(request.actor).select_related("territory"), pk=into_pk)
    MERGE.check(request.actor, into)
    form = MergeForm(request.POST or None, initial={"merged_on": timezone.localdate()})
    if form.is_valid():
        actions.merge_organisation(
            row, into=into, merged_on=form.cleaned_data["merged_on"], by=request.actor, at=timezone.now()
        )
        messages.success(request, f"«{row.name}» присоединена к «{into.name}».")
        return redirect("school", into.pk)
    title = f"Присоединить «{row.name}» к «{into.name}»"
    return page(
        request,
        "organisations/merge_into.html",
        row,
        title,
        form,
        into=into,
        action="Присоединить",
        danger=True,
    )
