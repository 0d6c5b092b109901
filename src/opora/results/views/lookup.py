"""Objects by address: what the actor does not see is not there."""

from django.http import Http404

from opora.access.request import Request
from opora.organisations.models import Organisation
from opora.organisations.queries import schools_visible_to
from opora.results.models import Fact, Load, Procedure
from opora.results.queries import figure, loads_visible_to


def school_or_404(request: Request, pk: int) -> Organisation:
    found = schools_visible_to(request.actor).select_related("territory").filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def figure_or_404(request: Request, pk: int) -> Fact:
    found = figure(request.actor, pk)
    if found is None:
        raise Http404
    return found


def procedure_or_404(code: str) -> Procedure:
    found = Procedure.objects.filter(code=code).first()
    if found is None:
        raise Http404
    return found


def load_or_404(request: Request, pk: int) -> Load:
    found = loads_visible_to(request.actor).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found
