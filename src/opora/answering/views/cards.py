"""The school card: the list of schools, one card, its sections."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from opora.access.request import Request
from opora.answering import actions, card_pages, queries
from opora.answering.models import SchoolCard
from opora.answering.rules import FILL_CARD, READ_CARDS, START_CARD
from opora.answering.views.lookup import card_or_404, cycle_or_404, school_or_404
from opora.cycles.models import Cycle
from opora.organisations.models import Organisation
from opora.questionnaires.reading import Raw
from opora.surveys.entry import instrument_of
from opora.ui.components import Crumb


@require_safe
def cards(request: Request) -> HttpResponse:
    """Which schools have sent their card of the year."""
    READ_CARDS.check(request.actor, None)
    code = request.GET.get("year", "")
    cycle = cycle_or_404(code) if code else queries.cycle_now(on=timezone.localdate())
    rows = queries.card_rows(request.actor, cycle) if cycle else []
    context = {
        "title": "Карты школ",
        "cycle": cycle,
        "table": card_pages.table(rows, cycle.code if cycle else ""),
        "sent": sum(row.state == "sent" for row in rows),
        "count": len(rows),
    }
    return render(request, "answering/cards.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def card(request: Request, code: str, pk: int) -> HttpResponse:
    """One card with all its answers; the school begins it here."""
    READ_CARDS.check(request.actor, None)
    cycle, school = cycle_or_404(code), school_or_404(request, pk)
    if request.method == "POST":
        actions.start_card(cycle=cycle, school=school, by=request.actor, at=timezone.now())
        return redirect("school-card", code, pk)
    found = queries.card_of(request.actor, cycle, school)
    if found is None:
        return _not_begun(request, cycle, school)
    return _shown(request, found)


def _not_begun(request: Request, cycle: Cycle, school: Organisation) -> HttpResponse:
    refusal = START_CARD.refusal(request.actor, school)
    context = {**_head(cycle, school), "may_start": refusal is None, "refusal": refusal}
    return render(request, "answering/card_start.html", context)


def _shown(request: Request, found: SchoolCard, mistakes: dict[str, str] | None = None) -> HttpResponse:
    context = {
        **_head(found.cycle, found.school),
        **card_pages.overview(found, instrument_of(found.version_id), mistakes or {}, actor=request.actor),
    }
    return render(request, "answering/card.html", context, status=422 if mistakes else 200)


def _head(cycle: Cycle, school: Organisation) -> dict[str, object]:
    return {
        "title": f"Карта школы, {cycle.title}",
        "school": school,
        "cycle": cycle,
        "crumbs": [
            Crumb("Карты школ", f"{reverse('school-cards')}?year={cycle.code}"),
            Crumb(school.name, reverse("school", args=[school.pk])),
        ],
    }


@require_http_methods(["GET", "HEAD", "POST"])
def section(request: Request, code: str, pk: int, section: str) -> HttpResponse:
    """The form of one section; what is saved may still have gaps."""
    found = card_or_404(request, code, pk)
    FILL_CARD.check(request.actor, found)
    instrument = instrument_of(found.version_id)
    if section not in {each.code for each in instrument.sections}:
        raise Http404
    mistakes: dict[str, str] = {}
    if request.method == "POST":
        try:
            _save(request, found, section)
        except ValidationError as refused:
            mistakes = {name: " ".join(words) for name, words in refused.message_dict.items()}
        else:
            return _after(request, found, section)
    raw: Raw = {**found.answers, **dict(request.POST.lists())} if mistakes else found.answers
    context = card_pages.section_page(found, instrument, section, raw, mistakes)
    context |= {
        "crumbs": [Crumb(f"Карта школы, {found.cycle.title}", reverse("school-card", args=[code, pk]))]
    }
    return render(request, "answering/card_section.html", context, status=422 if mistakes else 200)


def _save(request: Request, found: SchoolCard, section: str) -> None:
    actions.save_section(
        card=found,
        section=section,
        sent=dict(request.POST.lists()),
        seen=_seen(request),
        by=request.actor,
        at=timezone.now(),
    )


def _after(request: Request, found: SchoolCard, section: str) -> HttpResponse:
    messages.success(request, "Раздел сохранён.")
    live = card_pages.sections_asked(instrument_of(found.version_id), found.answers, besides=section)
    codes = [each.code for each in live]
    following = codes[codes.index(section) + 1 :]
    if following and "_next" in request.POST:
        return redirect("school-card-section", found.cycle.code, found.school_id, following[0])
    return redirect("school-card", found.cycle.code, found.school_id)


@require_POST
def send(request: Request, code: str, pk: int) -> HttpResponse:
    found = card_or_404(request, code, pk)
    try:
        actions.send_card(card=found, seen=_seen(request), by=request.actor, at=timezone.now())
    except ValidationError as refused:
        words = {name: " ".join(each) for name, each in refused.message_dict.items()}
        return _shown(request, found, words)
    messages.success(request, "Карта отправлена. Её видят школа, куратор и координаторы.")
    return redirect("school-card", code, pk)


@require_POST
def take_back(request: Request, code: str, pk: int) -> HttpResponse:
    found = card_or_404(request, code, pk)
    actions.take_back_card(card=found, by=request.actor, at=timezone.now())
    messages.success(request, "Карта снова в работе. Исправьте и отправьте её ещё раз.")
    return redirect("school-card", code, pk)


def _seen(request: Request) -> int:
    told = request.POST.get("_seen", "")
    return int(told) if told.isdecimal() and len(told) < 10 else -1
