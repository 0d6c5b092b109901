"""Materials of an event and things it serves."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from opora.access.request import Request
from opora.events import actions
from opora.events.forms import MaterialForm
from opora.events.models import Event, EventLink, Material
from opora.events.rules import ATTACH
from opora.events.views.lookup import crumbs, event_or_404
from opora.files.answers import stored
from opora.ui.form_pages import form_page, told_in

_BOTH = require_http_methods(["GET", "HEAD", "POST"])


@_BOTH
def add_material(request: Request, pk: int) -> HttpResponse:
    """A file or a link."""
    found = event_or_404(request, pk)
    ATTACH.check(request.actor, found)
    given = request.method == "POST"
    form = MaterialForm(request.POST if given else None, request.FILES if given else None)
    if form.is_valid():
        file = form.cleaned_data["file"]
        with told_in(form):
            actions.add_material(
                event=found,
                title=form.cleaned_data["title"],
                url=form.cleaned_data["url"],
                name=file.name if file else "",
                data=file.read() if file else b"",
                by=request.actor,
                at=timezone.now(),
            )
            messages.success(request, "Материал добавлен.")
            return redirect("event", pk)
    context = {
        "title": "Добавить материал",
        "crumbs": crumbs(found),
        "lead": found.title,
        "action": "Добавить",
        "back_url": reverse("event", args=[pk]),
    }
    return form_page(request, "events/form.html", form, context)


def _material_or_404(request: Request, pk: int) -> Material:
    found = Material.objects.select_related("file").filter(pk=pk).first()
    if found is None:
        raise Http404
    event_or_404(request, found.event_id)
    return found


@require_safe
def material_file(request: Request, pk: int) -> HttpResponse:
    """The file of a material; for those who see the event."""
    return stored(_material_or_404(request, pk).file)


@_BOTH
def remove_material(request: Request, pk: int) -> HttpResponse:
    found = _material_or_404(request, pk)
    event = event_or_404(request, found.event_id)
    ATTACH.check(request.actor, event)
    if request.method == "POST":
        actions.remove_material(material=found, by=request.actor, at=timezone.now())
        messages.success(request, "Материал убран.")
        return redirect("event", event.pk)
    words = f"«{found.title}» пропадёт со страницы{', а файл — и с диска' if found.file else ''}."
    return _ask(request, event, "Убрать материал?", words, "Убрать материал")


@_BOTH
def remove_link(request: Request, pk: int) -> HttpResponse:
    found = EventLink.objects.filter(pk=pk).first()
    if found is None:
        raise Http404
    event = event_or_404(request, found.event_id)
    ATTACH.check(request.actor, event)
    if request.method == "POST":
        actions.remove_link(link=found, by=request.actor, at=timezone.now())
        messages.success(request, "Связь убрана.")
        return redirect("event", event.pk)
    words = f"«{event.title}» останется, но перестанет считаться для того, с чем связано."
    return _ask(request, event, "Убрать связь?", words, "Убрать связь")


def _ask(request: Request, event: Event, title: str, words: str, action: str) -> HttpResponse:
    context = {
        "title": title,
        "crumbs": crumbs(event),
        "words": words,
        "action": action,
        "danger": True,
        "back_url": reverse("event", args=[event.pk]),
    }
    return render(request, "events/ask.html", context)
