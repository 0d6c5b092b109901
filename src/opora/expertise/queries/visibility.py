"""What an actor sees of expertise at all: what is not here is not found (404)."""

import uuid

from django.db.models import Q, QuerySet

from opora.access import Actor
from opora.access.paths import chain, inside
from opora.expertise.models import Assignment, Entry, Recommendation, Round
from opora.expertise.rules import (
    COUNT_ZONES,
    OF_SCHOOL,
    QUEUE,
    READ_WORK,
    READERS,
    RUNNERS,
    RUNNERS_OF_CURATORS,
)
from opora.expertise.states import LIVE, RoundState, Subject
from opora.organisations.models import Organisation
from opora.organisations.queries import school_ids, schools_visible_to


def _paths(actor: Actor) -> tuple[str, ...]:
    if actor.is_operator:
        return ("",)
    return actor.scope.territory_paths if actor.scope else ()


def rounds_run_by(actor: Actor) -> QuerySet[Round]:
    """Rounds of territories that the actor runs."""
    if not actor.acts_as(*RUNNERS):
        return Round.objects.none()
    found = Round.objects.filter(inside("territory__path", _paths(actor)))
    return found if actor.acts_as(*RUNNERS_OF_CURATORS) else found.filter(subject=Subject.DOCUMENTS)


def rounds_read_by(actor: Actor) -> QuerySet[Round]:
    """Closed rounds that hold something of the actor's scope: of the territory, inside it or around it."""
    if not COUNT_ZONES.can(actor, None):
        return Round.objects.none()
    paths = _paths(actor)
    around = {place for path in paths for place in chain(path)}
    found = Round.objects.filter(state=RoundState.CLOSED)
    if not actor.acts_as(*RUNNERS):
        found = found.filter(subject=Subject.DOCUMENTS)
    return found.filter(inside("territory__path", paths) | Q(territory__path__in=around))


def rounds_seen_by(actor: Actor) -> QuerySet[Round]:
    """For the list: those the actor runs, and the closed ones they may read."""
    return (rounds_run_by(actor) | rounds_read_by(actor)).distinct()


def round_run_by(actor: Actor, pk: int) -> Round | None:
    return _whole(rounds_run_by(actor)).filter(pk=pk).first()


def round_read_by(actor: Actor, pk: int) -> Round | None:
    return _whole(rounds_read_by(actor)).filter(pk=pk).first()


def _whole(found: QuerySet[Round]) -> QuerySet[Round]:
    return found.select_related("cycle", "territory", "version__definition")


def entry_run_by(actor: Actor, pk: int) -> Entry | None:
    """A document of a round that the actor runs, with its assignments, sheets and agreements."""
    return (
        Entry.objects.filter(pk=pk, number__isnull=False, round__in=rounds_run_by(actor))
        .select_related(
            "school__territory", "document", "round__cycle", "round__territory", "round__version__definition"
        )
        .prefetch_related("assignments__sheet", "reconciliations")
        .first()
    )


def assignment_run_by(actor: Actor, key: uuid.UUID) -> Assignment | None:
    return (
        Assignment.objects.filter(key=key, entry__round__in=rounds_run_by(actor))
        .select_related("entry__round__territory", "entry__school")
        .first()
    )


def own_assignments(actor: Actor) -> QuerySet[Assignment]:
    """What lies with the expert, and what they sent: only their own, whatever the capacity's scope."""
    if actor.person_id is None or not QUEUE.can(actor, None):
        return Assignment.objects.none()
    return Assignment.objects.filter(person_id=actor.person_id, state__in=LIVE)


def assignment_of(actor: Actor, key: uuid.UUID) -> Assignment | None:
    return (
        own_assignments(actor)
        .filter(key=key)
        .select_related(
            "sheet",
            "entry__school__territory",
            "entry__document__version__definition",
            "entry__version__file",
            "entry__round__version__definition",
            "entry__round__territory",
            "entry__round__cycle",
        )
        .first()
    )


def schools_read_by(actor: Actor) -> QuerySet[Organisation]:
    """Schools whose result the actor may read, when it is there."""
    if not actor.acts_as(*READERS, *OF_SCHOOL):
        return Organisation.objects.none()
    return schools_visible_to(actor)


def entries_read_by(actor: Actor) -> QuerySet[Entry]:
    """Results of closed rounds of the schools in the actor's scope."""
    if not actor.acts_as(*READERS, *OF_SCHOOL):
        return Entry.objects.none()
    found = Entry.objects.filter(round__state=RoundState.CLOSED)
    return found if actor.is_operator else found.filter(school_id__in=school_ids(actor))


def work_read_by(actor: Actor, pk: int) -> Entry | None:
    """A curator's result in a closed round, if it is theirs to read."""
    found = _works().filter(pk=pk).first()
    return found if found is not None and READ_WORK.can(actor, found) else None


def own_work(actor: Actor) -> list[Entry]:
    """The own results as a curator, the newest first. One query."""
    if actor.person_id is None:
        return []
    return list(_works().filter(curator_id=actor.person_id))


def _works() -> QuerySet[Entry]:
    return (
        Entry.objects.filter(round__state=RoundState.CLOSED, curator_id__isnull=False)
        .select_related("round__cycle", "round__territory", "round__version__definition")
        .prefetch_related("assignments__sheet", "recommendations")
        .order_by("-round__state_since", "-id")
    )


def recommendation_read_by(actor: Actor, pk: int) -> Recommendation | None:
    return (
        Recommendation.objects.filter(pk=pk, entry__in=entries_read_by(actor))
        .select_related("school__territory", "entry__round__version__definition")
        .first()
    )
