"""Which meetings an actor sees."""

from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from opora.access import Actor
from opora.access.paths import inside
from opora.assignments.rules import COORDINATORS, SCHOOL_LEADERS
from opora.groups.models import Member
from opora.meetings.models import Attendance, Meeting
from opora.meetings.rules import LEADING, SEES_SCOPE
from opora.organisations.queries import school_ids


def visible_to(actor: Actor) -> QuerySet[Meeting]:
    """Those one is asked to, of one's groups, and for those who help or lead every one of their scope."""
    found = Meeting.objects.all()
    if actor.is_operator:
        return found
    if actor.capacity is None:
        return found.none()
    seen = takes_part(actor)
    if actor.role in SEES_SCOPE:
        seen |= in_scope(actor)
    return found.filter(seen)


def takes_part(actor: Actor, on: date | None = None) -> Q:
    """The condition that the actor's person was asked to come or is in the group."""
    if actor.person_id is None:
        return Q(pk__in=())
    asked = Attendance.objects.filter(meeting=OuterRef("pk"), person=actor.person_id)
    return Q(Exists(asked)) | Q(Exists(_members(on).filter(group=OuterRef("group"), person=actor.person_id)))


def leads(actor: Actor, group: str = "group", *, on: date | None = None) -> Q:
    """The condition that the actor leads the group (`group`: the path from the model to it)."""
    if actor.person_id is None:
        return Q(pk__in=())
    leading = _members(on).filter(part__in=LEADING, person=actor.person_id, group=OuterRef(group))
    return Q(Exists(leading))


def _members(on: date | None = None) -> QuerySet[Member]:
    """Those who are in a group on the day."""
    day = on or timezone.localdate()
    return Member.objects.filter(Q(until=None) | Q(until__gte=day)).order_by()


def in_scope(actor: Actor) -> Q:
    """The condition that the meeting lies in the actor's scope."""
    paths = actor.scope.territory_paths if actor.scope else ()
    schools = Q(school_id__in=school_ids(actor)) | inside("school__territory__path", paths)
    return schools | inside("territory__path", paths)


def at_home(actor: Actor, *, school: str = "school", territory: str = "territory") -> Q:
    """The condition that it lies in the very place the actor answers for, not somewhere below."""
    nowhere = Q(pk__in=())
    if actor.scope is None:
        return nowhere
    if actor.role in SCHOOL_LEADERS:
        return Q(**{f"{school}__in": actor.scope.school_ids})
    if actor.role in COORDINATORS:
        return Q(**{f"{territory}__path__in": actor.scope.territory_paths})
    return nowhere


def loaded() -> QuerySet[Meeting]:
    """With what pages and rules ask of one."""
    return Meeting.objects.select_related(
        "school__territory", "territory", "cycle", "group__organisation__territory", "group__territory"
    )
