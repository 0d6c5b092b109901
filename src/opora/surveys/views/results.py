"""What came out of a campaign that is no part of the risk profile: the pulse, needs and offers."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from opora.access import WrongState
from opora.access.request import Request
from opora.organisations.queries import school_ids
from opora.questionnaires.instrument import Audience, Purpose
from opora.surveys import presenters_results as present
from opora.surveys.entry import instrument_of
from opora.surveys.models import Campaign
from opora.surveys.rules import SCHOOL_SIDE, SEE_RESULTS
from opora.surveys.tallies import results
from opora.surveys.views.finding import campaign_or_404


@require_safe
def campaign_results(request: Request, pk: int) -> HttpResponse:
    """A school reads its own answers, those who look after a territory all of its schools together."""
    found = campaign_or_404(request, pk)
    SEE_RESULTS.check(request.actor, None)
    if not found.is_gathered:
        raise WrongState("Итоги появятся, когда опрос закроют и ответы соберут.")
    if found.purpose == Purpose.PROFILE:
        raise Http404
    schools = _schools(request, found)
    own = request.actor.acts_as(*SCHOOL_SIDE)
    groups = [
        present.group(
            instrument_of(version_id),
            results(
                found.pk,
                Audience(audience),
                instrument_of(version_id),
                schools,
                minimum=found.minimum_group,
                with_words=True,
            ),
        )
        for audience, version_id in found.instruments.values_list("audience", "version_id")
    ]
    context = {"title": f"Итоги: {found.title}", "campaign": found, "groups": groups, "own": own}
    return render(request, "surveys/results.html", context | {"schools": len(schools)})


def _schools(request: Request, campaign: Campaign) -> list[int]:
    taking = campaign.schools.order_by("school_id")
    if not request.actor.is_operator:
        taking = taking.filter(school_id__in=school_ids(request.actor))
    return list(taking.values_list("school_id", flat=True))
