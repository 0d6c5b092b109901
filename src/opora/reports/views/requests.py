"""Requests for reports: their list, one with who has answered, one made, one withdrawn."""

from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from opora.access import WrongState
from opora.access.request import Request
from opora.cycles.models import Cycle
from opora.history.queries import of_subject
from opora.organisations.models import Territory
from opora.reports import actions
from opora.reports.forms.listing import PlaceForm
from opora.reports.forms.requests import RequestForm
from opora.reports.forms.writing import WhyForm
from opora.reports.models import ReportRequest
from opora.reports.presenters import requests as drawn
from opora.reports.presenters.report import events
from opora.reports.queries.requests import answers, lines, municipalities
from opora.reports.queries.stages import current, stage_of, stages
from opora.reports.queries.visibility import asking_territories, own_territories, request_seen_by
from opora.reports.rules import ASK, SEE_DRAFTS, SEE_REQUESTS, WITHDRAW, asks_for_reports
from opora.reports.states import REQUEST_KIND, RequestState
from opora.reports.views.lookup import crumbs, year_or_404
from opora.ui.components import Crumb
from opora.ui.form_pages import form_page, told_in

_BOTH = require_http_methods(["GET", "HEAD", "POST"])


def _crumbs(asked: ReportRequest | None = None) -> list[Crumb]:
    found = [*crumbs(), Crumb("Запросы отчётов", reverse("report-requests"))]
    if asked is not None:
        found.append(Crumb(asked.title, reverse("report-request", args=[asked.pk])))
    return found


@require_safe
def requests(request: Request) -> HttpResponse:
    """What was asked for: with how many have answered, or what is asked of one's own municipality."""
    SEE_REQUESTS.check(request.actor, None)
    may_ask = asks_for_reports.holds(request.actor, None)
    context = {
        "title": "Запросы отчётов",
        "crumbs": crumbs(),
        "table": drawn.requests_table(lines(request.actor), today=timezone.localdate(), may_ask=may_ask),
        "may_ask": may_ask,
    }
    return render(request, "reports/requests.html", context)


@require_safe
def one(request: Request, pk: int) -> HttpResponse:
    """What is asked and until when; who has answered and who is late."""
    asked = _request_or_404(request, pk)
    found, today = answers(request.actor, asked), timezone.localdate()
    answered = sum(each.is_answered for each in found)
    late = 0 if asked.due >= today else len(found) - answered
    is_open = asked.state == RequestState.SENT
    context = {
        "title": asked.title,
        "crumbs": _crumbs(),
        "asked": asked,
        "chips": [drawn.chip(asked.state, asked=len(found), answered=answered, late=late)],
        "facts": drawn.facts(asked),
        "table": drawn.answers_table(request.actor, asked, found, today=today),
        "begin": _begin(request, asked) if is_open else [],
        # whom else it asks is not told to one of them
        "events": events(of_subject(REQUEST_KIND, asked.pk)) if request.actor.role not in SEE_DRAFTS else [],
        "may_withdraw": WITHDRAW.can(request.actor, asked),
        "is_waited_for": is_open and answered < len(found) and asks_for_reports.holds(request.actor, None),
    }
    return render(request, "reports/request.html", context)


def _begin(request: Request, asked: ReportRequest) -> list[tuple[str, str]]:
    """(what the button says, where it leads) for each own municipality that has not begun its report."""
    own = own_territories(request.actor)
    if not own or request.actor.is_operator:
        return []
    begun = {each.territory.pk for each in answers(request.actor, asked) if each.report is not None}
    awaited = set(asked.territories.values_list("pk", flat=True)) - begun
    several = len(own) > 1
    return [
        (
            f"Начать отчёт: {each.name}" if several else "Начать отчёт",
            f"{reverse('report-new')}?"
            + urlencode({"cycle": asked.cycle.code, "territory": each.code, "stage": asked.stage}),
        )
        for each in own
        if each.pk in awaited
    ]


@_BOTH
def new(request: Request) -> HttpResponse:
    """Of which stage, until when, of whom; the year and the own territory stand in the address."""
    own, cycles = asking_territories(request.actor), list(Cycle.objects.all())
    if not own:
        ASK.check(request.actor, Territory())
        raise WrongState("Территорий пока нет: заведите их и запросите отчёты снова.")
    if not cycles:
        raise WrongState("Программный год ещё не заведён. Попросите администратора завести его.")
    territory = next((each for each in own if each.code == request.GET.get("territory")), own[0])
    cycle = year_or_404(request, cycles)
    ASK.check(request.actor, territory)
    offered = stages(territory.path or "", cycle)
    chosen = stage_of(offered, request.GET.get("stage", "")) or current(offered, timezone.localdate())
    form = RequestForm(
        request.POST if request.method == "POST" else None,
        stages=offered,
        initial=chosen.code,
        places=municipalities(territory),
    )
    stage = stage_of(offered, form.code) if form.is_valid() else None
    if stage is not None:
        with told_in(form):
            made = actions.ask(
                territory=territory,
                cycle=cycle,
                given=form.ask(stage),
                by=request.actor,
                at=timezone.now(),
            )
            messages.success(request, "Запрос отправлен: он уже на столах координаторов.")
            return redirect("report-request", made.pk)
    given = {"territory": territory.code, "cycle": cycle.code}
    context = {
        "title": "Запросить отчёты",
        "crumbs": _crumbs(),
        "territory": territory,
        "cycle": cycle,
        "places": _places(given, own, cycles),
        "action": "Запросить",
        "back_url": reverse("report-requests"),
    }
    return form_page(request, "reports/request_new.html", form, context)


def _places(given: dict[str, str], own: list[Territory], cycles: list[Cycle]) -> PlaceForm | None:
    """The choice above the form, where there is one."""
    if len(own) == 1 and len(cycles) == 1:
        return None
    form = PlaceForm(given, territories=own, cycles=cycles)
    form.fields["territory"].label = "Кто запрашивает"
    return form


@_BOTH
def withdraw(request: Request, pk: int) -> HttpResponse:
    asked = _request_or_404(request, pk)
    WITHDRAW.check(request.actor, asked)
    form = WhyForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        with told_in(form):
            actions.withdraw(asked=asked, why=form.cleaned_data["why"], by=request.actor, at=timezone.now())
            messages.success(request, "Запрос отозван: со столов координаторов он ушёл.")
            return redirect("report-request", pk)
    context = {
        "title": "Отозвать запрос отчётов",
        "crumbs": _crumbs(asked),
        "lead": "Отчёты, которые уже прислали, останутся. Начатые можно дописать по сроку этапа.",
        "action": "Отозвать",
        "danger": True,
        "back_url": reverse("report-request", args=[pk]),
    }
    return form_page(request, "reports/form.html", form, context)


def _request_or_404(request: Request, pk: int) -> ReportRequest:
    SEE_REQUESTS.check(request.actor, None)
    found = request_seen_by(request.actor, pk)
    if found is None:
        raise Http404
    return found
