"""What the pages are about, if the actor sees it; what above their lists is chosen."""

from dataclasses import dataclass

from django.forms import Form
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone

from opora.access import Actor, Conflict
from opora.access.request import Request
from opora.curators.models import Agreement, Candidate
from opora.curators.queries.visibility import agreement_seen_by, candidate_seen_by, school_seen_by
from opora.curators.rules import SEE, SEE_AGREEMENTS
from opora.cycles.models import Cycle
from opora.orders.queries.places import territories_to_choose
from opora.organisations.models import Organisation, Territory
from opora.ui.components import Crumb
from opora.ui.form_pages import form_page
from opora.visits.queries.planner import cycle_of

PER_PAGE = 50


@dataclass(frozen=True, slots=True)
class Places:
    """What a list may be narrowed to."""

    cycles: list[Cycle]
    territories: list[Territory]

    def cycle(self, code: str) -> Cycle:
        """The year of this code, else that of today, else the newest. Raises Http404 without any."""
        chosen = next((each for each in self.cycles if each.code == code), None)
        today = timezone.localdate()
        now = next((each for each in self.cycles if each.starts <= today <= each.ends), None)
        found = chosen or now or next(iter(self.cycles), None)
        if found is None:
            raise Http404
        return found

    def path(self, code: str) -> str:
        return next((each.path or "" for each in self.territories if each.code == code), "")


def places_of(actor: Actor) -> Places:
    """Two queries."""
    return Places(list(Cycle.objects.all()), territories_to_choose(actor))


def this_year() -> Cycle:
    """The year of today, else the newest. Raises Http404 without any."""
    found = cycle_of(timezone.localdate())
    if found is None:
        raise Http404
    return found


def candidate_or_404(request: Request, pk: int) -> Candidate:
    SEE.check(request.actor, None)
    found = candidate_seen_by(request.actor, pk)
    if found is None:
        raise Http404
    return found


def agreement_or_404(request: Request, pk: int) -> Agreement:
    SEE_AGREEMENTS.check(request.actor, None)
    found = agreement_seen_by(request.actor, pk)
    if found is None:
        raise Http404
    return found


def school_or_404(request: Request, pk: int) -> Organisation:
    found = school_seen_by(request.actor, pk)
    if found is None:
        raise Http404
    return found


def crumbs(candidate: Candidate | None = None) -> list[Crumb]:
    found = [Crumb("Кураторы", reverse("curators"))]
    if candidate is not None:
        found.append(Crumb(candidate.name, reverse("curator-candidate", args=[candidate.pk])))
    return found


def school_crumbs(school: Organisation) -> list[Crumb]:
    return [Crumb("Школы", reverse("schools")), Crumb(school.name, reverse("school", args=[school.pk]))]


def agreement_crumbs(agreement: Agreement | None = None) -> list[Crumb]:
    found = [Crumb("Соглашения", reverse("curator-agreements"))]
    if agreement is not None:
        found.append(Crumb(agreement.school.name, reverse("curator-agreement", args=[agreement.pk])))
    return found


def seen_of(request: Request) -> int:
    """The revision that the page showed. Raises Conflict for a page without one."""
    seen = request.POST.get("seen", "")
    if not seen.isdecimal() or len(seen) > 9:
        raise Conflict("Страница устарела. Откройте её и внесите правку снова.")
    return int(seen)


def step_page(request: Request, found: Candidate, form: Form, **more: object) -> HttpResponse:
    """The form of a step of a candidate."""
    context = {
        "crumbs": crumbs(found),
        "lead": found.name,
        "back_url": reverse("curator-candidate", args=[found.pk]),
        **more,
    }
    return form_page(request, "curators/form.html", form, context)
