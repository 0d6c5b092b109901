"""What waits for a person here: to say that a decision was carried out, and what it led to."""

from datetime import date, timedelta

from django.conf import settings
from django.db.models import (
    Count,
    Exists,
    ExpressionWrapper,
    F,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    TextField,
)
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone

from opora.access import Actor, Role
from opora.appointments.models import Appointment
from opora.assignments.models import Assignment
from opora.assignments.states import OPEN as OPEN_TASKS
from opora.decisions.models import Decision
from opora.decisions.queries.visibility import KIND, visible_to
from opora.decisions.rules import DECIDERS
from opora.decisions.states import DecisionState
from opora.inbox import Reason, Waiting
from opora.statements import every

#: what a decision led to is asked so many days after it was carried out, unless the installation says otherwise
EFFECT_DAYS = 90


def effect_days() -> int:
    return int(getattr(settings, "DECISION_EFFECT_DAYS", EFFECT_DAYS))


def open_tasks() -> Coalesce:
    """How many of a decision's tasks nobody has finished with: an expression over Decision."""
    tasks = (
        Assignment.objects.filter(origin_kind=KIND, origin_id=OuterRef("pk"), state__in=OPEN_TASKS)
        .order_by()
        .values("origin_id")
        .annotate(many=Count("pk"))
        .values("many")
    )
    return Coalesce(Subquery(tasks, output_field=IntegerField()), 0)


def has_open_task() -> Exists:
    """The condition that a task of the decision is open."""
    return Exists(Assignment.objects.filter(origin_kind=KIND, origin_id=OuterRef("pk"), state__in=OPEN_TASKS))


def waiting_for(actor: Actor) -> list[Waiting]:
    """Of what one wrote down oneself, and of what nobody else is there for: the own home, and the schools of it
    where the author has left. One query, none for those who decide nothing.

    A decision whose tasks are all finished waits for the word that it was carried out; one carried out 90 days
    ago waits for what it led to.
    """
    if actor.is_operator or actor.role not in DECIDERS or actor.scope is None:
        return []
    today = timezone.localdate()
    ripe = today - timedelta(days=effect_days())
    return [_waiting(each, actor) for each in every(_ready, actor, today, ripe)]


def _ready(actor: Actor, today: date, ripe: date) -> QuerySet[Decision]:
    found = visible_to(actor).filter(
        _own(actor, today),
        Q(state=DecisionState.EXECUTING) & ~Q(has_open_task())
        | Q(state=DecisionState.EXECUTED, executed_on__lte=ripe),
    )
    return found.select_related("school", "territory").order_by("state_since", "pk")


def _own(actor: Actor, today: date) -> Q:
    """What the person wrote down, what is about their very territory, and about its schools what nobody in office
    wrote down."""
    assert actor.scope is not None
    mine = Q(made_by_id=actor.person_id) if actor.person_id is not None else Q(pk__in=())
    if actor.role in {Role.SCHOOL_HEAD, Role.SCHOOL_COORDINATOR}:
        return mine
    paths = actor.scope.territory_paths
    left = Q(school__territory__path__in=paths) & ~Q(_author_in_office(today))
    return mine | Q(territory__path__in=paths) | left


def _author_in_office(today: date) -> Exists:
    """The condition that who wrote down a decision about a school may still see to it: an expression over Decision."""
    held = Appointment.objects.in_force(today).filter(
        person=OuterRef("made_by_id"), person__is_active=True, role__in=DECIDERS
    )
    near = held.alias(path=ExpressionWrapper(OuterRef("school__territory__path"), TextField()))
    return Exists(
        near.filter(Q(schools=OuterRef("school_id")) | Q(path__startswith=F("territories__path"))).order_by()
    )


def _waiting(decision: Decision, actor: Actor) -> Waiting:
    is_at_school = decision.school is not None and actor.role not in {
        Role.SCHOOL_HEAD,
        Role.SCHOOL_COORDINATOR,
    }
    title = f"{decision.school}: {decision.title}" if is_at_school else decision.title
    if decision.state == DecisionState.EXECUTED:
        due = (decision.executed_on or decision.state_since) + timedelta(days=effect_days())
        return Waiting(
            Reason.FILL,
            f"К чему привело: {title}",
            "Оценить",
            reverse("decision-outcome", args=[decision.pk]),
            since=due,
        )
    return Waiting(
        Reason.CONFIRM,
        f"Поручения закрыты: {title}",
        "Отметить исполненным",
        reverse("decision-execute", args=[decision.pk]),
    )
