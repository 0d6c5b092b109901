"""A school in a campaign: who answers, how many have, what to print and whom to remind."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from opora.access.request import Request
from opora.questionnaires.instrument import Audience
from opora.surveys import actions, presenters, queries
from opora.surveys.coverage import coverage, total
from opora.surveys.forms import MOST_ROWS, ClassesForm
from opora.surveys.models import AUDIENCES
from opora.surveys.rules import FILL_IN, HAND_OUT
from opora.surveys.sheets import cohorts_xlsx
from opora.surveys.states import CampaignState
from opora.surveys.views.finding import taking_or_404
from opora.ui.downloads import attached
from opora.ui.form_pages import form_page, told_in


@require_safe
def campaign_school(request: Request, pk: int, school_pk: int) -> HttpResponse:
    taking = taking_or_404(request, pk, school_pk)
    cohorts = coverage(request.actor, pk, schools=[school_pk])
    may_print = HAND_OUT.can(request.actor, taking)
    is_open = taking.campaign.state == CampaignState.OPEN
    context = {
        "title": taking.school.name,
        "campaign": taking.campaign,
        "school": taking.school,
        "chip": presenters.chip(taking.campaign),
        "answered": presenters.answered(total(cohorts), minimum=taking.campaign.minimum_group),
        "table": presenters.cohorts_table(cohorts, may_print=may_print),
        "reminder": presenters.reminder(taking.campaign, cohorts) if is_open else "",
        "is_open": is_open,
        "has_cohorts": bool(cohorts),
        "may_fill": FILL_IN.can(request.actor, taking),
        "may_print": may_print and bool(cohorts),
        "small": any(each.is_small for each in cohorts),
    }
    return render(request, "surveys/school.html", context)


@require_safe
def campaign_school_workbook(request: Request, pk: int, school_pk: int) -> HttpResponse:
    """The table of the school's page."""
    taking = taking_or_404(request, pk, school_pk)
    cohorts = coverage(request.actor, pk, schools=[school_pk])
    data = cohorts_xlsx(taking.campaign, taking.school, cohorts, day=timezone.localdate())
    return attached(data, f"{taking.campaign.title}, {taking.school.name}.xlsx")


@require_http_methods(["GET", "HEAD", "POST"])
def campaign_classes(request: Request, pk: int, school_pk: int) -> HttpResponse:
    taking = taking_or_404(request, pk, school_pk)
    FILL_IN.check(request.actor, taking)
    form = ClassesForm(
        request.POST or None,
        asked=_asked(taking.campaign.instruments.all()),
        cohorts=queries.cohorts_of(taking.campaign, taking.school),
        rows=_rows(request),
    )
    if request.method == "POST" and form.is_valid():
        with told_in(form):
            actions.fill_in(
                campaign=taking.campaign,
                school=taking.school,
                groups=form.cleaned_data["groups"],
                by=request.actor,
                at=timezone.now(),
            )
            messages.success(request, "Записано.")
            return redirect("campaign-school", pk, school_pk)
    context = {
        "title": f"Кто отвечает: {taking.school.name}",
        "campaign": taking.campaign,
        "school": taking.school,
        "is_open": taking.campaign.state == CampaignState.OPEN,
        "more": min(len(form.rows) + 8, MOST_ROWS) if len(form.rows) < MOST_ROWS else 0,
        "back_url": reverse("campaign-school", args=[pk, school_pk]),
        "action": "Записать",
    }
    return form_page(request, "surveys/classes.html", form, context)


def _asked(instruments: "object") -> list[Audience]:
    named = {each.audience for each in instruments}  # type: ignore[attr-defined]
    return [each for each in AUDIENCES if each in named]


def _rows(request: Request) -> int:
    said = (request.POST or request.GET).get("rows", "")
    return int(said) if said.isascii() and said.isdigit() and len(said) < 4 else 0
