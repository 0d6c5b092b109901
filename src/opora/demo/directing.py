"""What schools made of their profiles in the demonstration: chosen, verified, disputed, active directions."""

from datetime import datetime

from django.utils import timezone

from opora.access import Actor
from opora.appointments.session import actor_for
from opora.cycles.models import Cycle
from opora.indicators.queries import factors_in_force
from opora.organisations.models import Organisation, Territory
from opora.people.models import Person
from opora.risks.actions import Choice, Visit, ask_for_refresh, choose, move, name_causes, verify
from opora.risks.models import Direction, Profile
from opora.risks.states import DirectionState, Opinion, Outcome
from opora.risks.tasks import perform
from opora.surveys.models import Campaign

SCHOOL = "ZAR-01"


def direct(*, campaign: Campaign, by: Actor, at: datetime) -> None:
    """Profiles are computed; the first school chooses, its curator visits, the coordinator activates one.

    All on the day of the demonstration, for profiles are of the day on which they are computed.
    """
    region: Territory = campaign.territory
    asked = ask_for_refresh(cycle=campaign.cycle, territory=region, campaign=campaign, by=by, at=at)
    perform(asked.pk, at=at)
    chosen = _choose(campaign.cycle, at)
    if chosen:
        _visit(chosen, at)
        _activate(chosen[0], at)


def _acting(login: str, at: datetime) -> Actor:
    return actor_for(Person.objects.get(login=login), on=timezone.localdate(at))


def _choose(cycle: Cycle, at: datetime) -> list[Direction]:
    """The four highest risks; the school agrees with three and doubts one."""
    school = Organisation.objects.select_related("territory").get(key=SCHOOL)
    profile = Profile.objects.get(school=school, cycle=cycle, is_current=True)
    catalogue = factors_in_force(school.territory.path or "")
    assert catalogue is not None
    titles = {factor.code: factor.title for factor in catalogue.factors}
    highest = list(profile.factors.filter(value__isnull=False).order_by("-value", "code")[:4])
    choices = [
        Choice(
            code=each.code,
            title=titles[each.code],
            takes=True,
            opinion=Opinion.DISAGREES if place == 3 else Opinion.AGREES,
            words="Считаем, что дети ответили сгоряча: опрос шёл после контрольной." if place == 3 else "",
            value=each.value,
            level=each.level,
        )
        for place, each in enumerate(highest)
    ]
    by = _acting("school", at)
    day = timezone.localdate(at)
    chosen = choose(school=school, cycle=cycle, choices=choices, happened_on=day, by=by, at=at)
    if chosen:
        own = ["Нет учителя математики во вторую смену"]
        name_causes(direction=chosen[0], texts=[], own=own, by=by, at=at)
    return chosen


def _visit(chosen: list[Direction], at: datetime) -> None:
    """The curator confirms two and disputes one; the fourth still waits."""
    by, day = _acting("curator", at), timezone.localdate(at)
    confirmed = Visit(
        visited_on=day,
        outcome=Outcome.CONFIRMED,
        seen=True,
        seen_note="Три урока в 6 и 9 классах.",
        documents=True,
        talk=True,
        talk_note="С учителями и с родительским комитетом.",
    )
    disputed = Visit(
        visited_on=day,
        outcome=Outcome.DISPUTED,
        documents=True,
        documents_note="Журналы и расписание за сентябрь.",
        reason="Журналы говорят о другом: посмотрим вместе ещё раз после каникул.",
    )
    for direction, visit in zip(chosen, (confirmed, confirmed, disputed), strict=False):
        verify(direction=direction, visit=visit, by=by, at=at)


def _activate(direction: Direction, at: datetime) -> None:
    by, day = _acting("municipal", at), timezone.localdate(at)
    move(direction=direction, target=DirectionState.ACTIVE, happened_on=day, by=by, at=at)
