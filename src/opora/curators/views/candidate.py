"""One candidate and the steps of the way, a form each."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from opora.access import Actor, Refused
from opora.access.request import Request
from opora.curators import rules
from opora.curators.actions import choosing
from opora.curators.forms import steps as forms
from opora.curators.models import Candidate
from opora.curators.presenters import candidate as pages
from opora.curators.presenters.words import chips, events
from opora.curators.queries.definition import curatorship_of
from opora.curators.queries.visibility import CANDIDATE
from opora.curators.states import CandidateState
from opora.curators.views.lookup import candidate_or_404, crumbs, seen_of, step_page, this_year
from opora.history.queries import of_subject
from opora.ordering import folded
from opora.organisations.models import Organisation, Territory
from opora.organisations.queries import territories_visible_to
from opora.organisations.states import TerritoryKind
from opora.risks.guide import guide_of
from opora.risks.queries.heatmap import newest_version
from opora.ui.form_pages import form_page, told_in

_BOTH = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def candidate(request: Request, pk: int) -> HttpResponse:
    """The steps taken with their days, the package, what may be done now."""
    actor = request.actor
    found = candidate_or_404(request, pk)
    buttons = pages.buttons(actor, found)
    schools = []
    if found.appointment is not None:
        schools = list(found.appointment.schools.order_by("sort_name", "pk").values_list("name", flat=True))
    shows_papers = found.state in {
        CandidateState.APPROVED,
        CandidateState.CONTRACTED,
        CandidateState.APPOINTED,
    }
    kept = list(found.papers.select_related("file"))
    context = {
        "title": found.name,
        "crumbs": crumbs(),
        "candidate": found,
        "chips": chips(found, mine=any(each.is_main for each in buttons)),
        "steps": pages.path(found),
        "buttons": buttons,
        "facts": pages.taken(found, schools),
        "about": pages.about(found, dict(_factors(request, found)) if found.strong_at else {}),
        "papers": pages.papers_table(
            found,
            curatorship_of(found.territory_path).papers,
            kept,
            may_mark=rules.PAPERS.can(actor, found),
        )
        if shows_papers or kept
        else None,
        "events": events(of_subject(CANDIDATE, pk)),
        "may_edit": rules.EDIT.can(actor, found),
        "may_end": pages.may_end(actor, found),
    }
    return render(request, "curators/candidate.html", context)


def _factors(request: Request, candidate: Candidate | None = None) -> list[tuple[str, str]]:
    """Factors of the newest profile of the year that the actor sees. One query; none of them without profiles."""
    version = newest_version(request.actor, candidate.cycle if candidate else this_year())
    if version is None:
        return []
    guide = guide_of(version)
    return [(code, guide.title(code)) for code in guide.codes()]


def _territories(actor: Actor) -> QuerySet[Territory]:
    found = territories_visible_to(actor).exclude(kind=TerritoryKind.FEDERATION)
    return found.order_by("-kind", "sort_name", "pk")


def _organisation(words: str) -> Organisation | None:
    """The one open organisation of this code or exact name, wherever it lies: curators come from other
    municipalities too. One query."""
    wanted = " ".join(words.split())
    if not wanted:
        return None
    named = Q(key__iexact=wanted) | Q(sort_name=folded(wanted))
    found = list(Organisation.objects.filter(named, closed_on=None)[:2])
    return found[0] if len(found) == 1 else None


@_BOTH
def new(request: Request) -> HttpResponse:
    """Propose somebody. `?school=12` says for whose sake; the territory is that of the school."""
    territories = _territories(request.actor)
    place = territories.first()
    if place is None:
        rules.PROPOSE.check(request.actor, Territory(path="/"))
        raise Http404
    rules.PROPOSE.check(request.actor, place)
    form = forms.CandidateForm(
        request.POST if request.method == "POST" else None,
        territories=territories,
        factors=_factors(request),
        initial={"territory": place, "on": timezone.localdate()},
    )
    if form.is_valid():
        data = form.cleaned_data
        with told_in(form, ValidationError, Refused):
            made = choosing.propose(
                territory=data["territory"],
                cycle=this_year(),
                about=form.about(_organisation(data["organisation"])),
                on=data["on"],
                by=request.actor,
                at=timezone.now(),
            )
            messages.success(request, "Кандидат предложен. Следующий шаг — собеседование.")
            return redirect("curator-candidate", made.pk)
    context = {
        "title": "Предложить кандидата в кураторы",
        "lead": "Кураторы — директора и заместители успешных школ, можно из другого муниципалитета.",
        "crumbs": crumbs(),
        "action": "Предложить",
        "back_url": reverse("curators"),
    }
    return form_page(request, "curators/form.html", form, context)


@_BOTH
def edit(request: Request, pk: int) -> HttpResponse:
    found = candidate_or_404(request, pk)
    rules.EDIT.check(request.actor, found)
    form = forms.CandidateEditForm(
        request.POST if request.method == "POST" else None,
        territories=_territories(request.actor),
        factors=_factors(request, found),
        initial=forms.initial_of(found),
    )
    if form.is_valid():
        with told_in(form):
            choosing.change(
                candidate=found,
                about=form.about(_organisation(form.cleaned_data["organisation"])),
                seen=seen_of(request),
                by=request.actor,
                at=timezone.now(),
            )
            messages.success(request, "Сведения исправлены.")
            return redirect("curator-candidate", pk)
    seen = request.POST.get("seen") or str(found.revision)
    return step_page(request, found, form, title="Исправить сведения", action="Записать", seen=seen)
