"""What the pages are about, if the actor sees it."""

from django.http import Http404
from django.urls import reverse

from opora import references
from opora.access.request import Request
from opora.decisions.models import Decision
from opora.decisions.queries.visibility import decision_of
from opora.decisions.rules import OF_TERRITORY, SEE, Home
from opora.organisations.models import Organisation, Territory
from opora.organisations.queries import schools_visible_to, territories_visible_to
from opora.references import Reference
from opora.ui.components import Crumb

#: more schools are not offered in one list: one comes from the page of a thing of the school
MOST_SCHOOLS = 200


def decision_or_404(request: Request, pk: int) -> Decision:
    SEE.check(request.actor, None)
    found = decision_of(request.actor, pk)
    if found is None:
        raise Http404
    return found


def crumbs(decision: Decision | None = None) -> list[Crumb]:
    found = [Crumb("Решения", reverse("decisions"))]
    if decision is not None:
        found.append(Crumb(decision.title, reverse("decision", args=[decision.pk])))
    return found


def grounds_of(request: Request) -> list[Reference]:
    """The things that `?ground=kind:id` names, those that the actor sees. Raises Http404 where one is not seen."""
    found = []
    for each in request.GET.getlist("ground"):
        kind, _, thing = each.partition(":")
        reference = references.find(request.actor, kind, int(thing)) if thing.isdecimal() else None
        if reference is None:
            raise Http404
        found.append(reference)
    return found


def home_of_ground(request: Request, ground: Reference) -> Home | None:
    """Where the thing lies, if the actor sees that place: its school, else its territory."""
    if ground.school_id is not None:
        schools = schools_visible_to(request.actor).select_related("territory")
        return schools.filter(pk=ground.school_id).first()
    return territories_visible_to(request.actor).filter(path=ground.territory_path).first()


def home_or_404(request: Request, code: str) -> Home:
    """«t5» or «s12»."""
    kind, number = code[:1], code[1:]
    found: Home | None = None
    if number.isdecimal() and kind == "t":
        found = territories_visible_to(request.actor).filter(pk=int(number)).first()
    elif number.isdecimal() and kind == "s":
        schools = schools_visible_to(request.actor).select_related("territory").filter(closed_on=None)
        found = schools.filter(pk=int(number)).first()
    if found is None:
        raise Http404
    return found


def homes_of(request: Request) -> tuple[list[Territory], list[Organisation]]:
    """Territories and open schools about which the actor decides. Two queries."""
    actor = request.actor
    territories = list(territories_visible_to(actor).order_by("path")) if actor.acts_as(*OF_TERRITORY) else []
    found = schools_visible_to(actor).filter(closed_on=None).order_by("sort_name", "pk")
    schools = list(found[: MOST_SCHOOLS + 1])
    return territories, schools if len(schools) <= MOST_SCHOOLS else []


def code_of(home: Home) -> str:
    return f"{'s' if isinstance(home, Organisation) else 't'}{home.pk}"
