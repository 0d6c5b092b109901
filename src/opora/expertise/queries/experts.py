"""Who may score in a round: people appointed as experts where its schools lie."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from opora.access import Role, Scope, ScopeKind
from opora.appointments.models import Appointment
from opora.cycles.models import Cycle
from opora.expertise.models import Entry
from opora.organisations.models import Territory


@dataclass(frozen=True, slots=True)
class Expert:
    """A person and the scopes of their appointments as an expert."""

    person_id: int
    name: str
    post: str
    scopes: tuple[Scope, ...]

    def may_score(self, entry: Entry) -> bool:
        """Whether the school, or every school of the curator, lies in one of the scopes."""
        return all(
            any(scope.covers_school(school, path) for scope in self.scopes) for school, path in entry.places
        )


def experts_for(
    territory: Territory, cycle: Cycle, *, today: date, people: Collection[int] | None = None
) -> list[Expert]:
    """Experts in force whose scope touches the territory, in order of names. Three queries."""
    held = Appointment.objects.in_force(today).filter(role=Role.EXPERT, person__is_active=True)
    if people is not None:
        held = held.filter(person_id__in=people)
    found: dict[int, Expert] = {}
    rows = held.select_related("person").prefetch_related("territories", "schools__territory")
    for each in rows.order_by("person__sort_name", "person_id", "id"):
        if each.cycle_id not in {None, cycle.pk} or not _touches(each, territory.path or ""):
            continue
        before = found.get(each.person_id)
        scopes = (*(before.scopes if before else ()), _scope(each))
        found[each.person_id] = Expert(each.person_id, each.person.full_name, each.person.post, scopes)
    return list(found.values())


def _scope(held: Appointment) -> Scope:
    kind = ScopeKind(held.scope_kind)
    paths = ("",) if kind is ScopeKind.FEDERATION else tuple(t.path or "" for t in held.territories.all())
    return Scope(kind, paths, frozenset(school.pk for school in held.schools.all()))


def _touches(held: Appointment, path: str) -> bool:
    scope = _scope(held)
    places = [*scope.territory_paths, *(school.territory.path or "" for school in held.schools.all())]
    return any(path.startswith(place) or place.startswith(path) for place in places)
