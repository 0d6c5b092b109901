"""Which events an actor sees."""

from typing import Any

from django.db.models import Exists, F, OuterRef, Prefetch, Q, QuerySet, Subquery, TextField, Value
from django.db.models.fields.json import KT
from django.db.models.functions import Coalesce, Length

from opora.access import Actor
from opora.access.paths import chain, inside
from opora.catalogues import local_time
from opora.catalogues.models import Version
from opora.catalogues.states import VersionState
from opora.events.models import Event, Invited, Session
from opora.events.rules import READERS
from opora.organisations.models import Organisation
from opora.organisations.queries import school_ids


def visible_to(actor: Actor) -> QuerySet[Event]:
    """Events of the scope, those its schools are invited to, those one leads, and those that a territory above
    holds for everybody: where no school is named, all are meant."""
    events = Event.objects.select_related("cycle", "school__territory", "territory")
    if actor.is_operator:
        return events
    if not actor.acts_as(*READERS) or actor.scope is None:
        return events.none()
    if actor.covers_territory(""):
        return events
    return events.filter(concerning(actor) | inside("territory__path", actor.scope.territory_paths))


def concerning(actor: Actor) -> Q:
    """The condition that an event is of the actor's schools, or for them, or led by the actor."""
    return Q(school__in=school_ids(actor)) | Q(Exists(_invited(actor))) | led_by(actor) | from_above(actor)


def led_by(actor: Actor) -> Q:
    """The condition that the actor is named among those who lead it."""
    leaders = Event.leaders.through.objects.filter(event_id=OuterRef("pk"))
    return Q(Exists(leaders.filter(person_id=actor.person_id or 0)))


def from_above(actor: Actor) -> Q:
    """The condition that a territory on the way up holds it for all its schools, or for one of the actor's."""
    anybody = Invited.objects.filter(event_id=OuterRef("pk"))
    return _above(actor) & (~Q(Exists(anybody)) | Q(Exists(_invited(actor))))


def _invited(actor: Actor) -> QuerySet[Invited]:
    return Invited.objects.filter(event_id=OuterRef("pk"), school__in=school_ids(actor))


def _above(actor: Actor) -> Q:
    """The condition that the territory lies on the way up from the actor's own places."""
    scope = actor.scope
    assert scope is not None
    paths = {step for path in scope.territory_paths for step in chain(path)}
    found = Q(territory__path__in=sorted(paths))
    if scope.school_ids:
        found |= Q(
            Exists(
                Organisation.objects.filter(
                    pk__in=scope.school_ids, territory__path__startswith=OuterRef("territory__path")
                )
            )
        )
    return found


def event_of(actor: Actor, pk: int) -> Event | None:
    """The event if the actor sees it, with everything its page shows."""
    found = visible_to(actor).select_related("version").defer("version__content").filter(pk=pk)
    told = found.annotate(clock=Subquery(_clocks()))  # type: ignore[no-redef]
    return told.prefetch_related(
        "leaders",
        "links",
        "materials__file",
        Prefetch("invited", Invited.objects.select_related("school")),
        Prefetch("sessions", Session.objects.prefetch_related("moves", "attendance__school")),
    ).first()


def _clocks() -> QuerySet[Version, Any]:
    """The nearest clock published on the way up from the home, as `catalogues.queries.in_force`; over Event."""
    path = Coalesce(
        OuterRef("school__territory__path"), OuterRef("territory__path"), Value(""), output_field=TextField()
    )
    found = Version.objects.filter(
        state=VersionState.PUBLISHED, definition__kind=local_time.CODE, definition__code=local_time.NAME
    ).alias(path=path)
    nearest = found.filter(path__startswith=F("definition__territory_path"))
    return nearest.order_by(Length("definition__territory_path").desc()).values(zone=KT("content__zone"))[:1]


def session_of(actor: Actor, pk: int) -> Session | None:
    """A day of an event that the actor sees."""
    session = Session.objects.filter(pk=pk).values_list("event_id", flat=True).first()
    event = event_of(actor, session) if session is not None else None
    if event is None:
        return None
    found = next((each for each in event.sessions.all() if each.pk == pk), None)
    if found is not None:
        found.event = event
    return found
