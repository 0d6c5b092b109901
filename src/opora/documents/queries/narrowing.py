"""What a list may be narrowed to: a municipality, what is entrusted to a curator."""

from dataclasses import dataclass
from datetime import date

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import BooleanField, F, Func, Q, QuerySet

from opora.access import Actor, Role
from opora.appointments.models import Appointment
from opora.appointments.queries import appointments_visible_to
from opora.organisations.models import Territory
from opora.organisations.queries import territories_visible_to
from opora.organisations.states import TerritoryKind


@dataclass(frozen=True, slots=True)
class Places:
    """`municipalities` to choose among, none where there is no choice; `own`: as `places.own_territory`."""

    municipalities: list[Territory]
    own: Territory | None


def places_of(actor: Actor) -> Places:
    """One query."""
    paths = [path for path in (actor.scope.territory_paths if actor.scope else ()) if path]
    seen = territories_visible_to(actor).filter(Q(kind=TerritoryKind.MUNICIPALITY) | Q(path__in=paths))
    found = list(seen.order_by("sort_name", "id"))
    own = sorted((each for each in found if each.path in paths), key=lambda each: each.path or "")
    among = [each for each in found if each.kind == TerritoryKind.MUNICIPALITY]
    return Places(among if len(among) > 1 else [], own[0] if own else None)


def curators_seen_by(actor: Actor, *, on: date) -> list[tuple[int, str]]:
    """Curators of schools of the scope: the id of the person, the name. One query; a curator chooses none."""
    if actor.role is Role.CURATOR:
        return []
    rows = (
        Appointment.objects.in_force(on)
        .filter(pk__in=appointments_visible_to(actor).order_by().values("pk"), role=Role.CURATOR)
        .order_by("person__sort_name", "person_id")
        .values_list("person_id", "person__surname", "person__given_name", "person__patronymic")
        .distinct()
    )
    return [(pk, " ".join(filter(None, names))) for pk, *names in rows]


def entrusted_to(curator: int, *, school: str, on: date) -> Q:
    """The condition that `school` (the path from the model to the organisation, «» for itself) is theirs."""
    return _entrusted(Appointment.objects.in_force(on).filter(person=curator), school)


def has_curator(*, school: str, on: date) -> Q:
    """The condition that somebody is the curator of `school`."""
    return _entrusted(Appointment.objects.in_force(on), school)


def _entrusted(appointments: QuerySet[Appointment], school: str) -> Q:
    before = f"{school}__" if school else ""
    theirs = appointments.filter(role=Role.CURATOR).order_by()
    places = ArraySubquery(theirs.filter(territories__isnull=False).values("territories__path"))
    # asked once, not for every row
    schools = theirs.filter(schools__isnull=False).values("schools")
    return Q((f"{school or 'pk'}__in", schools)) | Q(_BelowAny(places, F(f"{before}territory__path")))


class _BelowAny(Func):
    """A path lies below one of the paths, which are read once and not for every row: (paths, path)."""

    template = "EXISTS (SELECT FROM unnest(%(expressions)s, above))"
    arg_joiner = ") AS above WHERE starts_with("
    output_field = BooleanField()
