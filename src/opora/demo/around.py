"""What happens around the roadmaps in the demonstration: visits, meetings, events, orders, decisions, talk."""

from datetime import datetime

from opora.access import Actor
from opora.cycles.models import Cycle
from opora.demo.curators import choose_curators
from opora.demo.decisions import decide
from opora.demo.discussions import talk_everywhere
from opora.demo.events import hold_events
from opora.demo.meetings import meet
from opora.demo.orders import issue
from opora.demo.plans import planned
from opora.demo.reports import reported
from opora.demo.requests import ask
from opora.demo.visits import visit
from opora.demo.world import HOME
from opora.organisations.models import Territory


def around(*, cycle: Cycle, by: Actor, at: datetime) -> None:
    """In the order in which one rests on the other."""
    issue(cycle=cycle, by=by, at=at)
    meet(cycle=cycle, by=by, at=at)
    visit(cycle=cycle, at=at)
    choose_curators(cycle=cycle, by=by, at=at)
    decide(cycle=cycle, by=by, at=at)
    made = hold_events(cycle=cycle, by=by, at=at)
    planned(Territory.objects.get(code=HOME[0]), cycle, by=by, at=at)
    ask(cycle=cycle, at=at)
    talk_everywhere(event_id=made[0].pk, at=at)
    reported(cycle=cycle, by=by, at=at)
