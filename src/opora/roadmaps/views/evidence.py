"""What shows that a measure was done: given, opened, taken back."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from opora.access.request import Request
from opora.files.answers import stored
from opora.roadmaps.actions import showing
from opora.roadmaps.forms.steps import ReuseForm, ShowForm
from opora.roadmaps.models import Work
from opora.roadmaps.presenters import measure as words
from opora.roadmaps.queries.evidence import offered
from opora.roadmaps.queries.indicators import promised
from opora.roadmaps.queries.lines import others_of
from opora.roadmaps.rules import SHOW, WITHDRAW
from opora.roadmaps.views.lookup import crumbs, evidence_or_404, new_token, work_or_404
from opora.ui.components import Crumb
from opora.ui.form_pages import form_page, told_in


@require_http_methods(["GET", "HEAD", "POST"])
def show(request: Request, pk: int) -> HttpResponse:
    """A file, a link or a figure for this measure and others that it shows as well."""
    work = work_or_404(request, pk)
    SHOW.check(request.actor, work)
    others, figures = others_of(work), promised(work.school_id, work.cycle_id)
    form = ShowForm(
        request.POST or None, request.FILES or None, others=others, promised=figures, token=new_token()
    )
    if request.method == "POST" and form.is_valid():
        with told_in(form):
            _kept(request, work, form.cleaned_data, {each.code: each.title for each in figures})
            messages.success(request, "Приложено.")
            return redirect("roadmap-measure", pk)
    here = reverse("roadmap-measure", args=[pk])
    context = {
        "title": "Приложить подтверждение",
        "crumbs": crumbs(work.school, Crumb(work.measure.title, here), cycle=work.cycle.code),
        "work": work,
        "action": "Приложить",
        "has_file": True,
        "back_url": here,
    }
    return form_page(request, "roadmaps/form.html", form, context)


@require_http_methods(["GET", "HEAD", "POST"])
def reuse(request: Request, pk: int) -> HttpResponse:
    """What the school has shown for other measures shows this one too."""
    work = work_or_404(request, pk)
    SHOW.check(request.actor, work)
    here = reverse("roadmap-measure", args=[pk])
    found = offered(work)
    form = (
        ReuseForm(request.POST if request.method == "POST" else None, offered=words.offered(found))
        if found
        else None
    )
    if form is not None and form.is_valid():
        chosen = [int(each) for each in form.cleaned_data["evidence"]]
        with told_in(form):
            showing.use_again(work=work, evidence=chosen, by=request.actor, at=timezone.now())
            messages.success(request, "Приложено.")
            return redirect("roadmap-measure", pk)
    context = {
        "title": "Взять из приложенного",
        "crumbs": crumbs(work.school, Crumb(work.measure.title, here), cycle=work.cycle.code),
        "work": work,
        "action": "Приложить",
        "back_url": here,
        "nothing": "К другим мерам школы пока ничего не приложено.",
    }
    return form_page(request, "roadmaps/form.html", form, context)


def _kept(request: Request, work: Work, said: dict[str, Any], titles: dict[str, str]) -> None:
    chosen = [int(pk) for pk in said.get("works", [])]
    works = [
        work,
        *Work.objects.select_related("school__territory").filter(pk__in=chosen, school=work.school_id),
    ]
    how: dict[str, Any] = {
        "works": works, "title": said["title"], "token": said["token"], "by": request.actor, "at": timezone.now(),
    }  # fmt: skip
    if said.get("file"):
        showing.show_file(data=said["file"].read(), name=said["file"].name, **how)
    elif said.get("link"):
        showing.show_link(link=said["link"], **how)
    else:
        code = said["indicator"] if said["indicator"] in titles else ""
        how["title"] = said["title"] or titles.get(code, "")
        showing.show_figure(value=said["value"], unit=said["unit"], on=said["on"], indicator=code, **how)


@require_safe
def evidence(request: Request, pk: int) -> HttpResponse:
    """The file itself: a picture or a PDF is opened, everything else saved."""
    found = evidence_or_404(request, pk)
    return stored(None if found.withdrawn_at else found.file, seconds=3600)


@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: Request, pk: int) -> HttpResponse:
    """Asks, then takes it back from every measure it shows."""
    found = evidence_or_404(request, pk)
    WITHDRAW.check(request.actor, found)
    works = list(found.works.select_related("measure"))
    back = (
        reverse("roadmap-measure", args=[works[0].pk])
        if works
        else reverse("roadmap", args=[found.school_id])
    )
    if request.method == "POST":
        showing.withdraw(evidence=found, by=request.actor, at=timezone.now())
        messages.success(request, "Убрано.")
        return redirect(back)
    context = {
        "title": "Убрать подтверждение?",
        "crumbs": crumbs(found.school),
        "evidence": found,
        "works": works,
        "action": "Убрать",
        "danger": True,
        "back_url": back,
    }
    return render(request, "roadmaps/withdraw.html", context)
