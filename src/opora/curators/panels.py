"""What a school's card says of its curator: the agreement, the hand-over, who may be chosen."""

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from opora.access import Actor
from opora.curators.models import Agreement
from opora.curators.presenters.words import agreement_chip
from opora.curators.queries.agreements import curators_of
from opora.curators.queries.visibility import agreements_visible_to
from opora.curators.rules import AGREE, CHOOSE, HANDOVER
from opora.curators.states import AgreementState
from opora.organisations.cards import Panel, Shown
from opora.organisations.models import Organisation
from opora.statements import every
from opora.visits.queries.planner import cycle_of


def _render(actor: Actor, school: Organisation) -> Shown | None:
    """For those who have a part in it. Three queries."""
    if not HANDOVER.can(actor, school) or not school.is_open:
        return None
    today = timezone.localdate()
    cycle = cycle_of(today)
    if cycle is None:
        return None
    curators = curators_of(school, on=today)
    agreements = [
        (reverse("curator-agreement", args=[pk]), name, agreement_chip(AgreementState(state)))
        for pk, name, state in every(_standing, actor, school.pk, cycle.pk)
    ]
    may_agree = bool(curators) and not agreements and AGREE.can(actor, school)
    return Shown(
        "curators/panel.html",
        {
            "curators": [each.full_name for each in curators],
            "agreements": agreements,
            "handover_url": reverse("school-handover", args=[school.pk]),
            "agree_url": reverse("curator-agreement-new", args=[school.pk]) if may_agree else "",
            "choose_url": reverse("curator-choose", args=[school.pk]) if CHOOSE.can(actor, school) else "",
        },
    )


def _standing(actor: Actor, school: int, cycle: int) -> QuerySet[Agreement, tuple[int, str, str]]:
    found = agreements_visible_to(actor).filter(school=school, cycle=cycle)
    return found.exclude(state=AgreementState.ENDED).values_list("pk", "curator_name", "state")


PANEL = Panel(code="curator", title="Куратор и соглашение", position=78, render=_render)
