"""Putting a draft in force, throwing it away, a territory's own copy."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from opora.access import WrongState
from opora.access.request import Request
from opora.catalogues import actions
from opora.catalogues.difference import difference
from opora.catalogues.forms import CopyForm, OwnForm
from opora.catalogues.kinds import mistakes, with_titles
from opora.catalogues.models import Version
from opora.catalogues.presenters.editing import Shown, complaints
from opora.catalogues.presenters.reading import changes_table, origin_badge
from opora.catalogues.queries import Shelf, own_places, places_for_copy
from opora.catalogues.rules import COPY
from opora.catalogues.views.lookup import found, found_to_edit
from opora.ui.form_pages import told_in


def _draft(shelf: Shelf) -> Version:
    if shelf.draft is None:
        raise WrongState("Черновика нет. Откройте каталог и нажмите «Править».")
    return shelf.draft


def publish(request: Request, pk: int) -> HttpResponse:
    shelf, kind = found_to_edit(request, pk)
    draft = _draft(shelf)
    if request.method == "POST":
        seen = request.POST.get("seen", "")
        actions.publish(version=draft, seen_hash=seen, by=request.actor, at=timezone.now())
        messages.success(request, f"Версия {draft.number} действует.")
        return redirect("catalogue", pk=pk)
    before = shelf.in_force
    changes = difference(kind, before.content, draft.content) if before else []
    context = {
        "title": f"Опубликовать версию {draft.number}?",
        "definition": shelf.definition,
        "draft": draft,
        "before": before,
        "origin": origin_badge(draft.origin),
        "changes": changes_table("changes", f"Что изменится против версии {before.number}", changes)
        if before
        else None,
        "complaints": complaints(
            with_titles(kind), draft.content, mistakes(kind, draft.content), Shown(draft.content)
        ),
    }
    return render(request, "catalogues/publish.html", context)


def discard(request: Request, pk: int) -> HttpResponse:
    shelf, _ = found_to_edit(request, pk)
    draft = _draft(shelf)
    if request.method == "POST":
        actions.discard_draft(version=draft, by=request.actor, at=timezone.now())
        messages.success(request, "Черновик выброшен.")
        return redirect("catalogue", pk=pk) if shelf.in_force else redirect("catalogues")
    context = {
        "title": f"Выбросить черновик версии {draft.number}?",
        "action": "Выбросить черновик",
        "back_url": reverse("catalogue_edit", args=[pk]),
        "danger": True,
    }
    return render(request, "catalogues/discard.html", context | {"definition": shelf.definition})


def copy(request: Request, pk: int) -> HttpResponse:
    shelf, kind = found(request, pk)
    COPY.check(request.actor, kind)
    if shelf.in_force is None:
        raise WrongState("Копию делают с опубликованной версии. Эта ещё черновик.")
    places = places_for_copy(request.actor, shelf.definition)
    if not places:
        raise WrongState("У вашей территории копия уже есть. Откройте её в списке каталогов и правьте.")
    form = CopyForm(request.POST or None, places=places, initial={"territory": places[0].id})
    if request.method == "POST" and form.is_valid():
        place = next(place for place in places if place.id == form.cleaned_data["territory"])
        draft = actions.copy_for_territory(
            base=shelf.definition,
            territory_id=place.id,
            territory_path=place.path,
            territory_name=place.name,
            by=request.actor,
            at=timezone.now(),
        )
        messages.success(
            request, f"Копия для «{place.name}» готова. Пока вы её не опубликуете, действует прежняя."
        )
        return redirect("catalogue_edit", pk=draft.definition_id)
    context = {
        "title": "Своя копия каталога",
        "lead": "Копия начнётся с того, что действует сейчас. После публикации территория живёт по ней;"
        " обновления исходной редакции её не меняют.",
        "definition": shelf.definition,
        "form": form,
        "action": "Сделать копию",
        "back_url": reverse("catalogue", args=[pk]),
    }
    return render(request, "catalogues/copy.html", context, status=422 if form.errors else 200)


def own(request: Request, pk: int) -> HttpResponse:
    """A definition of one's own beside the released ones, on the ground of one of them."""
    shelf, kind = found(request, pk)
    COPY.check(request.actor, kind)
    places = own_places(request.actor)
    if shelf.in_force is None or not kind.is_open or not places:
        raise WrongState("На этой основе своё не завести: откройте опубликованный вид документа.")
    form = OwnForm(request.POST or None, places=places, initial={"territory": places[0].id})
    if form.is_valid():
        place = next(place for place in places if place.id == form.cleaned_data["territory"])
        with told_in(form):
            draft = actions.begin_own(
                base=shelf.definition,
                title=form.cleaned_data["title"],
                territory_id=place.id,
                territory_path=place.path,
                territory_name=place.name,
                by=request.actor,
                at=timezone.now(),
            )
            messages.success(
                request, "Черновик начат. Поправьте разделы и опубликуйте: тогда его увидят школы."
            )
            return redirect("catalogue_edit", pk=draft.definition_id)
    context = {
        "title": "Завести своё",
        "lead": f"Начнётся с того, что сейчас в «{shelf.definition.title}»: лишние разделы уберите, свои добавьте."
        " Исходное останется рядом.",
        "definition": shelf.definition,
        "form": form,
        "action": "Завести",
        "back_url": reverse("catalogue", args=[pk]),
    }
    return render(request, "catalogues/copy.html", context, status=422 if form.errors else 200)
