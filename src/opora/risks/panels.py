"""What the profile says on a school's card."""

from django.db.models import QuerySet
from django.urls import reverse

from opora.access import Actor
from opora.indicators.values import Level
from opora.organisations.cards import Panel, Shown
from opora.organisations.models import Organisation
from opora.risks.guide import guide_of
from opora.risks.models import Direction, Profile, ProfileFactor
from opora.risks.presenters.levels import whole
from opora.risks.queries import is_mine, profiles_visible_to
from opora.risks.states import DirectionState
from opora.statements import every

_MOST = 3


def _render(actor: Actor, school: Organisation) -> Shown | None:
    """The highest risks of the newest year and where its directions stand. Three queries."""
    profile = next(iter(every(_newest, actor, school.pk)), None)
    if profile is None:
        return None
    guide = guide_of(profile.version)
    named = [(guide.title(each.code), whole(each.value)) for each in every(_highs, profile.pk)]
    states = every(_states, school.pk, profile.cycle_id)
    at_work = (DirectionState.ACTIVE, DirectionState.UNDER_WAY)
    return Shown(
        "risks/panel.html",
        {
            "profile": profile,
            "highs": named[:_MOST],
            "more": max(0, len(named) - _MOST),
            "at_work": sum(state in at_work for state in states),
            "chosen": sum(state not in (DirectionState.FOUND, DirectionState.WITHDRAWN) for state in states),
            "is_mine": is_mine(actor, [DirectionState(state) for state in states]),
            "url": f"{reverse('risk-school', args=[school.pk])}?cycle={profile.cycle.code}",
            "directions_url": f"{reverse('school-directions', args=[school.pk])}?cycle={profile.cycle.code}",
        },
    )


def _newest(actor: Actor, school: int) -> QuerySet[Profile]:
    found = profiles_visible_to(actor).filter(school=school).select_related("cycle", "version")
    return found.defer("version__content").order_by("-cycle__starts", "-cycle_id")[:1]


def _highs(profile: int) -> QuerySet[ProfileFactor]:
    return ProfileFactor.objects.filter(profile=profile, level=Level.HIGH).order_by("-value", "position")


def _states(school: int, cycle: int) -> QuerySet[Direction, str]:
    return Direction.objects.filter(school=school, cycle=cycle).values_list("state", flat=True)


PANEL = Panel(code="risks", title="Рисковый профиль", position=60, render=_render)
