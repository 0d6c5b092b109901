"""The list of campaigns, one campaign, and preparing it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from opora.access.request import Request
from opora.history.queries import of_subject
from opora.surveys import actions, presenters, queries
from opora.surveys.coverage import coverage
from opora.surveys.forms import CampaignForm, NewCampaignForm, SchoolsForm, TermForm
from opora.surveys.models import Campaign
from opora.surveys.rules import CHANGE, CLOSE, OPEN, RESCHEDULE, SEE, START
from opora.surveys.states import CampaignState
from opora.surveys.views.finding import campaign_or_404
from opora.ui.form_pages import form_page, told_in


@require_safe
def campaigns(request: Request) -> HttpResponse:
    SEE.check(request.actor, None)
    rows = queries.campaign_rows(request.actor)
    context = {
        "title": "Опросы",
        "rows": rows,
        "table": presenters.list_table(rows),
        "may_make": START.can(request.actor, None),
    }
    return render(request, "surveys/list.html", context)


@require_safe
def campaign(request: Request, pk: int) -> HttpResponse:
    found = campaign_or_404(request, pk)
    schools = queries.schools_of(request.actor, found)
    cohorts = coverage(request.actor, pk)
    context = {
        "title": found.title,
        "campaign": found,
        "chip": presenters.chip(found),
        "answered": presenters.answered(cohorts),
        "is_over": found.closes < timezone.localdate(),
        "is_draft": found.state == CampaignState.DRAFT,
        "table": presenters.schools_table(found, schools, cohorts),
        "facts": presenters.facts(found),
        "events": presenters.events(of_subject("campaign", found.pk, limit=12)),
        "may": _may(request, found),
    }
    return render(request, "surveys/campaign.html", context)


def _may(request: Request, found: Campaign) -> dict[str, bool]:
    asked = {"change": CHANGE, "term": RESCHEDULE, "open": OPEN, "close": CLOSE}
    return {name: permission.can(request.actor, found) for name, permission in asked.items()}


@require_http_methods(["GET", "HEAD", "POST"])
def campaign_add(request: Request) -> HttpResponse:
    START.check(request.actor, None)
    form = NewCampaignForm(request.POST or None, actor=request.actor)
    if request.method == "POST" and form.is_valid():
        with told_in(form):
            made = actions.make_campaign(**form.cleaned_data, by=request.actor, at=timezone.now())
            count = made.schools.count()
            messages.success(request, f"Опрос заведён, школ в нём: {count}. Теперь школы запишут классы.")
            return redirect("campaign", made.pk) if count else redirect("campaign-schools", made.pk)
    return _form(request, form, title="Новый опрос", action="Завести опрос", back=reverse("campaigns"))


@require_http_methods(["GET", "HEAD", "POST"])
def campaign_edit(request: Request, pk: int) -> HttpResponse:
    found = campaign_or_404(request, pk)
    CHANGE.check(request.actor, found)
    form = CampaignForm(
        request.POST or None,
        territory_path=found.territory.path or "",
        initial=CampaignForm.initial_of(found),
    )
    if request.method == "POST" and form.is_valid():
        with told_in(form):
            actions.change_campaign(campaign=found, **form.cleaned_data, by=request.actor, at=timezone.now())
            return redirect("campaign", pk)
    return _form(request, form, title=f"Изменить «{found.title}»", action="Сохранить", back=_url(pk))


@require_http_methods(["GET", "HEAD", "POST"])
def campaign_term(request: Request, pk: int) -> HttpResponse:
    found = campaign_or_404(request, pk)
    RESCHEDULE.check(request.actor, found)
    form = TermForm(request.POST or None, initial={"closes": found.closes})
    if request.method == "POST" and form.is_valid():
        with told_in(form):
            actions.reschedule(campaign=found, **form.cleaned_data, by=request.actor, at=timezone.now())
            return redirect("campaign", pk)
    return _form(request, form, title="Последний день опроса", action="Перенести", back=_url(pk))


@require_http_methods(["GET", "HEAD", "POST"])
def campaign_schools(request: Request, pk: int) -> HttpResponse:
    found = campaign_or_404(request, pk)
    CHANGE.check(request.actor, found)
    chosen = list(found.schools.values_list("school_id", flat=True))
    form = SchoolsForm(request.POST or None, actor=request.actor, campaign=found, initial={"schools": chosen})
    if request.method == "POST" and form.is_valid():
        actions.choose_schools(campaign=found, **form.cleaned_data, by=request.actor, at=timezone.now())
        return redirect("campaign", pk)
    return _form(request, form, title="Школы опроса", action="Записать школы", back=_url(pk))


@require_http_methods(["GET", "HEAD", "POST"])
def campaign_discard(request: Request, pk: int) -> HttpResponse:
    found = campaign_or_404(request, pk)
    CHANGE.check(request.actor, found)
    if request.method == "POST":
        actions.discard_campaign(campaign=found, by=request.actor, at=timezone.now())
        messages.success(request, f"Опрос «{found.title}» удалён.")
        return redirect("campaigns")
    context = {
        "title": f"Удалить опрос «{found.title}»?",
        "words": "Школы и классы, записанные в нём, удалятся. Ответов в нём ещё нет.",
        "action": "Удалить опрос",
        "back_url": _url(pk),
        "danger": True,
    }
    return render(request, "surveys/confirm.html", context)


def _form(request: Request, form: CampaignForm | TermForm | SchoolsForm, **words: str) -> HttpResponse:
    context = {"title": words["title"], "action": words["action"], "back_url": words["back"]}
    return form_page(request, "surveys/form.html", form, context)


def _url(pk: int) -> str:
    return reverse("campaign", args=[pk])
