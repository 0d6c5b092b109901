"""Objects by address: what the actor does not see is not there."""

from django.http import Http404

from opora.access.request import Request
from opora.answering import queries
from opora.answering.models import SchoolCard
from opora.cycles.models import Cycle
from opora.organisations.models import Organisation
from opora.surveys.models import Cohort


def _found[T](found: T | None) -> T:
    if found is None:
        raise Http404
    return found


def cohort_or_404(request: Request, pk: int) -> Cohort:
    return _found(queries.cohorts_visible_to(request.actor).filter(pk=pk).first())


def cycle_or_404(code: str) -> Cycle:
    return _found(queries.cycle_of(code))


def school_or_404(request: Request, pk: int) -> Organisation:
    return _found(queries.school_of(request.actor, pk))


def card_or_404(request: Request, code: str, pk: int) -> SchoolCard:
    card = queries.card_of(request.actor, cycle_or_404(code), school_or_404(request, pk))
    return _found(card)
