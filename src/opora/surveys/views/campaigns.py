"""The list of campaigns, one campaign, and preparing it."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from opora.access.request import Request
from opora.questionnaires.instrument import Purpose
from opora.surveys import actions, onward, presenters, queries
from opora.surveys.coverage import coverage, total_seen
from opora.surveys.forms import CampaignForm, NewCampaignForm, SchoolsForm, TermForm
from opora.surveys.models import Campaign
from opora.surveys.rules import ADD_SCHOOLS, CHANGE, CLOSE, OPEN, RESCHEDULE, SEE, SEE_RESULTS, START
from opora.surveys.sheets import schools_xlsx
from opora.surveys.states import CampaignState
from opora.surveys.views.finding import campaign_or_404
from opora.ui.downloads import attached
from opora.ui.form_pages import form_page, told_in

#: rows of a list on one page
AT_ONCE = 50
#: lines of history on a campaign's page; all of them on request
RECENT, ALL = 10, 1000


@require_safe
def campaigns(request: Request) -> HttpResponse:
    SEE.check(request.actor, None)
    page = Paginator(range(queries.count_of_campaigns(request.actor)), AT_ONCE).get_page(
        request.GET.get("page")
    )
    rows = queries.campaign_rows(request.actor, first=max(0, page.start_index() - 1), most=AT_ONCE)
    context = {
        "title": "Опросы",
        "page": page,
        "rows": rows,
        "table": presenters.list_table(rows),
        "may_make": START.can(request.actor, None),
    }
    return render(request, "surveys/list.html", context)


@require_safe
def campaign(request: Request, pk: int) -> HttpResponse:
    found = campaign_or_404(request, pk)
    is_draft = found.state == CampaignState.DRAFT
    count = queries.count_of_schools(request.actor, found)
    page = Paginator(range(count), AT_ONCE).get_page(request.GET.get("page"))
    first = max(0, page.start_index() - 1)
    schools = queries.schools_of(request.actor, found, first=first, most=AT_ONCE)
    cohorts = coverage(request.actor, pk, schools=[each.id for each in schools])
    whole = request.GET.get("history") == "all"
    told = queries.events_of(request.actor, found, limit=ALL if whole else RECENT + 1)
    context = {
        "title": found.title,
        "campaign": found,
        "chip": presenters.chip(found),
        "answered": None if is_draft else _answered(request, found),
        "is_over": found.closes < timezone.localdate(),
        "page": page,
        "table": presenters.schools_table(found, schools, cohorts),
        "facts": presenters.facts(found),
        "events": presenters.events(told if whole else told[:RECENT]),
        "has_more_events": not whole and len(told) > RECENT,
        "is_open": found.state == CampaignState.OPEN,
        "onward": onward.of(found, request.actor),
        "may": _may(request, found),
    }
    return render(request, "surveys/campaign.html", context)


def _answered(request: Request, found: Campaign) -> presenters.Answered:
    return presenters.answered(total_seen(request.actor, found.pk), minimum=found.minimum_group)


def _may(request: Request, found: Campaign) -> dict[str, bool]:
    asked = {"change": CHANGE, "term": RESCHEDULE, "open": OPEN, "close": CLOSE, "add": ADD_SCHOOLS}
    told = found.is_gathered and found.purpose != Purpose.PROFILE
    return {
        "results": told and SEE_RESULTS.can(request.actor, None),
        **{name: permission.can(request.actor, found) for name, permission in asked.items()},
    }


@require_safe
def campaign_workbook(request: Request, pk: int) -> HttpResponse:
    """The table of the campaign's page."""
    found = campaign_or_404(request, pk)
    schools, cohorts = queries.schools_of(request.actor, found), coverage(request.actor, pk)
    data = schools_xlsx(found, schools, cohorts, day=timezone.localdate())
    return attached(data, f"{found.title}.xlsx")


@require_http_methods(["GET", "HEAD", "POST"])
def campaign_add(request: Request) -> HttpResponse:
    START.check(request.actor, None)
    form = NewCampaignForm(request.POST or None, actor=request.actor)
    if request.method == "POST" and form.is_valid():
        with told_in(form):
            made = actions.make_campaign(**form.cleaned_data, by=request.actor, at=timezone.now())
            count = made.schools.count()
            then = "Теперь школы запишут классы." if count else "Теперь выберите школы."
            messages.success(request, f"Опрос заведён, школ в нём: {count}. {then}")
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
    """While it is prepared, exactly who takes part; once it is open, who comes in late."""
    found = campaign_or_404(request, pk)
    if found.state == CampaignState.OPEN:
        return _late_schools(request, found)
    CHANGE.check(request.actor, found)
    chosen = list(found.schools.values_list("school_id", flat=True))
    form = SchoolsForm(request.POST or None, actor=request.actor, campaign=found, initial={"schools": chosen})
    if request.method == "POST" and form.is_valid():
        actions.choose_schools(campaign=found, **form.cleaned_data, by=request.actor, at=timezone.now())
        return redirect("campaign", pk)
    return _form(request, form, title="Школы опроса", action="Записать школы", back=_url(pk))


def _late_schools(request: Request, found: Campaign) -> HttpResponse:
    ADD_SCHOOLS.check(request.actor, found)
    form = SchoolsForm(request.POST or None, actor=request.actor, campaign=found)
    if not queries.pickable_schools(request.actor, found).exists():
        messages.info(request, "Все действующие школы территории уже в этом опросе: добавлять некого.")
        return redirect("campaign", found.pk)
    if request.method == "POST" and form.is_valid():
        actions.add_schools(campaign=found, **form.cleaned_data, by=request.actor, at=timezone.now())
        messages.success(request, "Школы добавлены. Пусть запишут классы: коды появятся сразу.")
        return redirect("campaign", found.pk)
    return _form(request, form, title="Добавить школы", action="Добавить", back=_url(found.pk))


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
