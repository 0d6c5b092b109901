"""Slips with codes, posters, further codes."""

from collections.abc import Sequence

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.views.decorators.http import require_http_methods, require_safe

from opora.access import WrongState
from opora.access.request import Request
from opora.questionnaires.instrument import AUDIENCE_TITLES, Audience
from opora.surveys import actions, codes, posters, printouts, queries
from opora.surveys.forms import MoreCodesForm
from opora.surveys.models import Cohort
from opora.surveys.presenters import cohort_title
from opora.surveys.rules import HAND_OUT, Taking
from opora.surveys.views.finding import cohort_or_404, taking_or_404
from opora.ui.downloads import attached
from opora.ui.form_pages import form_page, told_in

#: where a respondent types a code, and where a poster leads; the pages belong to `answering`
ANSWERING, POSTERS = "/a/", "/p/"


@require_safe
def school_sheets(request: Request, pk: int, school_pk: int) -> HttpResponse:
    """Every group of a school, each from a new page."""
    taking = taking_or_404(request, pk, school_pk)
    HAND_OUT.check(request.actor, taking)
    return _sheets(request, taking, queries.cohorts_of(taking.campaign, taking.school), "school")


@require_safe
def cohort_sheets(request: Request, pk: int) -> HttpResponse:
    """One group; `?from=31` prints codes from that number on."""
    cohort, taking = cohort_or_404(request, pk)
    HAND_OUT.check(request.actor, taking)
    return _sheets(request, taking, [cohort], f"{cohort.pk}")


@require_safe
def cohort_poster(request: Request, pk: int) -> HttpResponse:
    cohort, taking = cohort_or_404(request, pk)
    HAND_OUT.check(request.actor, taking)
    if cohort.audience == Audience.PUPIL:
        raise Http404
    document = printouts.poster_pdf(
        campaign=taking.campaign.title,
        school=taking.school.name,
        audience=cohort_title(Audience(cohort.audience), cohort.class_label),
        url=request.build_absolute_uri(POSTERS + posters.token_of(cohort.pk)),
        closes=taking.campaign.closes,
        minimum=taking.campaign.minimum_group,
        day=timezone.localdate(),
        is_synthetic=settings.IS_DEMO,
    )
    return attached(document, f"poster-{cohort.pk}.pdf")


@require_http_methods(["GET", "HEAD", "POST"])
def cohort_codes(request: Request, pk: int) -> HttpResponse:
    cohort, taking = cohort_or_404(request, pk)
    HAND_OUT.check(request.actor, taking)
    form = MoreCodesForm(request.POST or None)
    back = reverse("campaign-school", args=[taking.campaign.pk, taking.school.pk])
    if request.method == "POST" and form.is_valid():
        with told_in(form):
            numbers = actions.add_codes(
                cohort=cohort, **form.cleaned_data, by=request.actor, at=timezone.now()
            )
            messages.success(request, _added(cohort, numbers))
            return redirect(back)
    title = f"Ещё коды: {cohort_title(Audience(cohort.audience), cohort.class_label)}"
    context = {"title": title, "action": "Добавить коды", "back_url": back}
    return form_page(request, "surveys/form.html", form, context)


def _added(cohort: Cohort, numbers: range) -> SafeString:
    """The other slips are in people's hands: these alone are printed."""
    url = reverse("cohort-sheets", args=[cohort.pk])
    words = 'Коды добавлены: {}. <a href="{}?from={}">Скачать только новые листки</a>'
    return format_html(words, len(numbers), url, numbers.start)


def _sheets(request: Request, taking: Taking, cohorts: Sequence[Cohort], name: str) -> HttpResponse:
    numbered = _numbers(cohorts, _first_number(request))
    if not numbered:
        raise WrongState("Кодов ещё нет: запишите, кто отвечает, или подождите минуту, пока они появятся.")
    document = printouts.slips_pdf(
        campaign=taking.campaign.title,
        school=taking.school.name,
        address=request.build_absolute_uri(ANSWERING).split("://", 1)[1],
        closes=taking.campaign.closes,
        groups=[_group(request, cohort, numbers) for cohort, numbers in numbered],
        day=timezone.localdate(),
        is_synthetic=settings.IS_DEMO,
    )
    return attached(document, f"codes-{taking.campaign.pk}-{name}.pdf")


def _numbers(cohorts: Sequence[Cohort], first: int) -> list[tuple[Cohort, list[int]]]:
    numbers = queries.code_numbers(cohorts, first=first)
    return [(cohort, numbers[cohort.pk]) for cohort in cohorts if cohort.pk in numbers]


def _group(request: Request, cohort: Cohort, numbers: Sequence[int]) -> printouts.Sheets:
    made = [codes.code_of(cohort.pk, number) for number in numbers]
    slips = [
        printouts.CodeSlip(codes.shown(code), request.build_absolute_uri(ANSWERING + codes.in_address(code)))
        for code in made
    ]
    label = f"{cohort.class_label}, " if cohort.class_label else ""
    return printouts.Sheets(f"{label}{AUDIENCE_TITLES[Audience(cohort.audience)]}", tuple(slips))


def _first_number(request: Request) -> int:
    said = request.GET.get("from", "")
    return int(said) if said.isascii() and said.isdigit() and len(said) < 7 else 1
