"""Objects by address: what the actor does not see is not there."""

from django.http import Http404

from opora.access.request import Request
from opora.organisations.models import Organisation
from opora.organisations.queries import school_ids
from opora.results.models import Fact, Load, Procedure
from opora.results.queries import figure, figure_to_correct, loads_visible_to


def school_or_404(request: Request, pk: int) -> Organisation:
    seen = Organisation.objects.filter(pk__in=school_ids(request.actor))
    found = seen.select_related("territory").order_by("pk").filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def figure_or_404(request: Request, pk: int) -> Fact:
    return _found(figure(request.actor, pk))


def figure_to_correct_or_404(request: Request, pk: int) -> Fact:
    return _found(figure_to_correct(request.actor, pk))


def _found(found: Fact | None) -> Fact:
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
