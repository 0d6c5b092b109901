"""Orders, decisions, assignments, meetings, visits, events, plans."""

from datetime import date, datetime

from django.db.models import Q, QuerySet, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce
from django.urls import reverse

from opora.access import Actor
from opora.assignments.models import Assignment
from opora.assignments.queries.visibility import visible_to as assignments_visible_to
from opora.assignments.rules import SEE as SEE_ASSIGNMENTS
from opora.assignments.states import AssignmentState
from opora.catalogues.local_time import local
from opora.decisions.models import Decision
from opora.decisions.queries.visibility import visible_to as decisions_visible_to
from opora.decisions.rules import SEE as SEE_DECISIONS
from opora.decisions.states import DecisionState
from opora.events.models import Event
from opora.events.queries.visibility import visible_to as events_visible_to
from opora.events.rules import SEE as SEE_EVENTS
from opora.events.states import EventState
from opora.meetings.models import AgendaItem, Meeting
from opora.meetings.queries.visibility import visible_to as meetings_visible_to
from opora.meetings.rules import SEE as SEE_MEETINGS
from opora.meetings.states import MeetingState
from opora.orders.models import Order
from opora.orders.naming import named
from opora.orders.queries.visibility import visible_to as orders_visible_to
from opora.orders.rules import SEE as SEE_ORDERS
from opora.orders.states import OrderState
from opora.plans.models import Plan, PlanRow
from opora.plans.queries.visibility import visible_to as plans_visible_to
from opora.plans.rules import SEE as SEE_PLANS
from opora.plans.states import PlanState
from opora.search.matching import Sought
from opora.search.sources.base import (
    IN_SCHOOL,
    IN_TERRITORY,
    Hit,
    Rows,
    Source,
    in_line,
    joined,
    may,
    newest,
)
from opora.visits.models import Visit
from opora.visits.queries.visibility import visible_to as visits_visible_to
from opora.visits.rules import HELPERS
from opora.visits.rules import SEE as SEE_VISITS
from opora.visits.states import VisitState

_HOMES = (IN_SCHOOL, IN_TERRITORY)


def _home() -> Combinable:
    return Coalesce("school__name", "territory__name", Value(""))


def _orders(actor: Actor, sought: Sought) -> QuerySet[Order]:
    return orders_visible_to(actor).filter(sought.within("number", "title", "issuer"))


def _order(pk: int, number: str, day: date | None, title: str, home: str, issuer: str, state: str) -> Hit:
    return Hit(
        in_line(named(number, day, title), 240),
        reverse("order", args=[pk]),
        home,
        OrderState(state).label.lower(),
        text=issuer,
    )


def _decisions(actor: Actor, sought: Sought) -> QuerySet[Decision]:
    return decisions_visible_to(actor).filter(sought.within("text", "ground", "decided_by"))


def _decision(pk: int, text: str, ground: str, by: str, home: str, state: str, day: date) -> Hit:
    rest = joined(text if len(text) > 160 else "", ground, by)
    return Hit(
        in_line(text), reverse("decision", args=[pk]), home, DecisionState(state).label.lower(), day, rest
    )


def _assignments(actor: Actor, sought: Sought) -> QuerySet[Assignment]:
    """By its own words: what it came from may be something that the actor does not see."""
    return assignments_visible_to(actor).filter(sought.within("what", "executor", "report", "answer"))


def _assignment(
    pk: int, what: str, executor: str, report: str, answer: str, home: str, state: str, due: date | None
) -> Hit:
    rest = joined(executor, what if len(what) > 160 else "", report, answer)
    return Hit(
        in_line(what), reverse("assignment", args=[pk]), home, AssignmentState(state).label.lower(), due, rest
    )


def _meetings(actor: Actor, sought: Sought) -> QuerySet[Meeting]:
    """By its title and place, by what stood on its agenda, by what was heard and decided."""
    own = Meeting.objects.filter(sought.within("title", "place"))
    about = AgendaItem.objects.filter(sought.within("title", "speaker", "heard", "decided"))
    named = own.order_by().values("pk").union(about.order_by().values("meeting"), all=True)
    return meetings_visible_to(actor).filter(pk__in=named)


def _meeting(pk: int, title: str, place: str, home: str, state: str, starts_at: datetime, zone: str) -> Hit:
    day = local(starts_at, zone).date()
    return Hit(
        in_line(title), reverse("meeting", args=[pk]), home, MeetingState(state).label.lower(), day, place
    )


def _visits(actor: Actor, sought: Sought) -> QuerySet[Visit]:
    """By what somebody of this role reads on its page: of a note that was not opened a school reads no word."""
    seen = visits_visible_to(actor)
    if actor.acts_as(*HELPERS):
        return seen.filter(sought.within("kind_title", "purpose", "seen", "talked", "private"))
    opened = Q(sought.within("kind_title", "purpose", "seen", "talked"), is_open_to_school=True)
    return seen.filter(opened | Q(sought.within("kind_title", "purpose")))


def _visit(
    pk: int,
    kind: str,
    purpose: str,
    seen: str,
    talked: str,
    is_open: bool,
    school: str,
    state: str,
    day: date | None,
) -> Hit:
    text = joined(purpose, seen, talked) if is_open else purpose
    return Hit(
        f"{kind}, {school}", reverse("visit", args=[pk]), "", VisitState(state).label.lower(), day, text
    )


def _events(actor: Actor, sought: Sought) -> QuerySet[Event]:
    return events_visible_to(actor).filter(
        sought.within("title", "kind_title", "about", "for_whom", "led_by", "provider")
    )


def _event(pk: int, title: str, kind: str, about: str, whom: str, by: str, home: str, state: str) -> Hit:
    return Hit(
        in_line(title),
        reverse("event", args=[pk]),
        home,
        EventState(state).label.lower(),
        text=joined(kind, about, whom, by),
    )


def _plans(actor: Actor, sought: Sought) -> QuerySet[Plan]:
    return plans_visible_to(actor).filter(sought.within("title", "approved_by"))


def _plan(pk: int, title: str, home: str, state: str, year: str) -> Hit:
    return Hit(in_line(title), reverse("plan", args=[pk]), home, PlanState(state).label.lower(), text=year)


def _plan_rows(actor: Actor, sought: Sought) -> QuerySet[PlanRow]:
    return PlanRow.objects.filter(
        sought.within("what", "mark", "told_words"), plan__in=plans_visible_to(actor).order_by()
    )


def _plan_row(
    pk: int, plan: int, number: str, what: str, term: str, mark: str, told: str, title: str, home: str
) -> Hit:
    head = f"{number.rstrip('. ')}. {what}" if number.strip() else what
    rest = joined(title, term, what if len(what) > 160 else "", mark, told)
    return Hit(in_line(head), reverse("plan-row", args=[plan, pk]), home, text=rest)


SOURCES: tuple[Source, ...] = (
    Rows(
        code="visits",
        title="Посещения",
        model=Visit,
        matching=_visits,
        columns=(
            *("pk", "kind_title", "purpose", "seen", "talked", "is_open_to_school", "school__name"),
            *("state", Coalesce("visited_on", "planned_on")),
        ),
        draw=_visit,
        order=(Coalesce("visited_on", "planned_on").desc(), "-pk"),
        homes=(IN_SCHOOL,),
        is_for=may(SEE_VISITS),
    ),
    Rows(
        code="meetings",
        title="Совещания",
        model=Meeting,
        matching=_meetings,
        columns=("pk", "title", "place", _home(), "state", "starts_at", "zone"),
        draw=_meeting,
        order=("-starts_at", "-pk"),
        homes=_HOMES,
        is_for=may(SEE_MEETINGS),
    ),
    Rows(
        code="assignments",
        title="Поручения",
        model=Assignment,
        matching=_assignments,
        columns=("pk", "what", "executor", "report", "answer", _home(), "state", "due"),
        draw=_assignment,
        order=newest("given_at"),
        homes=_HOMES,
        is_for=may(SEE_ASSIGNMENTS),
    ),
    Rows(
        code="events",
        title="Мероприятия",
        model=Event,
        matching=_events,
        columns=("pk", "title", "kind_title", "about", "for_whom", "led_by", _home(), "state"),
        draw=_event,
        order=newest("state_since"),
        homes=_HOMES,
        is_for=may(SEE_EVENTS),
    ),
    Rows(
        code="decisions",
        title="Решения",
        model=Decision,
        matching=_decisions,
        columns=("pk", "text", "ground", "decided_by", _home(), "state", "decided_on"),
        draw=_decision,
        order=newest("decided_on"),
        homes=_HOMES,
        is_for=may(SEE_DECISIONS),
    ),
    Rows(
        code="orders",
        title="Приказы",
        model=Order,
        matching=_orders,
        columns=("pk", "number", "date", "title", _home(), "issuer", "state"),
        draw=_order,
        order=newest("date"),
        homes=_HOMES,
        is_for=may(SEE_ORDERS),
    ),
    Rows(
        code="plans",
        title="Планы",
        model=Plan,
        matching=_plans,
        columns=("pk", "title", "territory__name", "state", "cycle__title"),
        draw=_plan,
        order=newest("state_since"),
        homes=(IN_TERRITORY,),
        is_for=may(SEE_PLANS),
    ),
    Rows(
        code="plan-rows",
        title="Строки планов",
        model=PlanRow,
        matching=_plan_rows,
        columns=(
            *("pk", "plan", "number", "what", "term", "mark", "told_words", "plan__title"),
            "plan__territory__name",
        ),
        draw=_plan_row,
        order=("-plan", "position", "pk"),
        homes=(("schools", "plan__territory__path"),),
        is_for=may(SEE_PLANS),
    ),
)
