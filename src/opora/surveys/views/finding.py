"""The objects that addresses name; what the actor does not see is not there."""

from django.http import Http404

from opora.access.request import Request
from opora.surveys import queries
from opora.surveys.models import Campaign, Cohort
from opora.surveys.rules import SEE, Taking


def campaign_or_404(request: Request, pk: int) -> Campaign:
    SEE.check(request.actor, None)
    found = queries.campaign(request.actor, pk)
    if found is None:
        raise Http404
    return found


def taking_or_404(request: Request, pk: int, school_pk: int) -> Taking:
    campaign = campaign_or_404(request, pk)
    school = queries.school_of(request.actor, campaign, school_pk)
    if school is None:
        raise Http404
    return Taking(campaign, school)


def cohort_or_404(request: Request, pk: int) -> tuple[Cohort, Taking]:
    SEE.check(request.actor, None)
    found = queries.cohort(request.actor, pk)
    if found is None:
        raise Http404
    return found, Taking(found.campaign, found.school)
