"""What an event may be made of: for whom it is held, who may lead it, which schools, forms and factors there are."""

from datetime import date
from typing import Any

from django.db.models import Q

from opora.access import Actor, Role
from opora.appointments.models import Appointment
from opora.catalogues import local_time
from opora.catalogues import queries as catalogues
from opora.events.catalogue import CODE, KIND, WorkForms
from opora.events.rules import MAKERS_OF_TERRITORY, Home, is_own
from opora.indicators.queries import factors_in_force
from opora.organisations.models import Organisation, Territory
from opora.organisations.queries import schools_visible_to

_LEADERS = frozenset(Role) - {Role.EXPERT, Role.OBSERVER, Role.FEDERAL_OPERATOR}


def homes_of(actor: Actor) -> list[Home]:
    """Where the actor may organise: own territories first, else own schools. One query."""
    if actor.scope is None:
        return []
    if actor.acts_as(*MAKERS_OF_TERRITORY):
        paths = [path for path in actor.scope.territory_paths if path]
        return list(Territory.objects.filter(path__in=paths).order_by("path"))
    return list(open_schools(actor))


def home_of(actor: Actor, kind: str, pk: int) -> Home | None:
    """The territory or the school of that number if the actor may organise there."""
    home: Home | None
    if kind == "territory":
        home = Territory.objects.filter(pk=pk).first()
    else:
        home = schools_visible_to(actor).select_related("territory").filter(pk=pk).first()
    return home if home is not None and is_own(actor, home) else None


def open_schools(actor: Actor, path: str = "") -> list[Organisation]:
    """Schools of the scope that are not closed, in order of names; below `path` only where it is given."""
    found = schools_visible_to(actor).filter(closed_on__isnull=True).select_related("territory")
    return list(
        (found.filter(territory__path__startswith=path) if path else found).order_by("sort_name", "id")
    )


def people_to_lead(actor: Actor, home: Home, *, on: date) -> list[tuple[int, str]]:
    """[(person, name)] of those appointed today to the home, its schools or a territory above it, who may mark
    an event. One query."""
    place = home.territory if isinstance(home, Organisation) else home
    path = place.path or ""
    near = Q(territories__path__in=[path[: i + 1] for i, sign in enumerate(path) if sign == "/"])
    if isinstance(home, Organisation):
        near |= Q(schools=home)
    else:
        near |= Q(schools__territory__path__startswith=path) & Q(
            role__in=[Role.CURATOR, Role.SCHOOL_HEAD, Role.SCHOOL_COORDINATOR]
        )
        near |= Q(territories__path__startswith=path)
    rows = (
        Appointment.objects.in_force(on)
        .filter(near, role__in=_LEADERS, person__is_active=True)
        .order_by("person__sort_name", "person_id")
        .values_list("person_id", "person__surname", "person__given_name", "person__patronymic", "role")
    )
    named: dict[int, str] = {}
    for pk, surname, given, patronymic, role in rows:
        named.setdefault(
            pk, f"{' '.join(filter(None, (surname, given, patronymic)))}, {Role(role).title.lower()}"
        )
    return list(named.items())


def work_forms(path: str) -> WorkForms:
    """The catalogue in force for a territory; empty where nothing is published. One query, two at first."""
    return catalogues.in_force(KIND, CODE, path, WorkForms.parse) or WorkForms({}, ())


def version_id(path: str) -> int:
    """The version that is in force there. Raises NotPublished."""
    return catalogues.current(KIND, CODE, path).version_id


def clock(path: str) -> str:
    """Whose time the hours of a place are told in; empty where it has none of its own. One query, two at first."""
    return catalogues.in_force(local_time.CODE, local_time.NAME, path, _zone) or ""


def _zone(content: Any) -> str:
    return content.get("zone") or ""


def factors(path: str) -> list[tuple[str, str]]:
    """[(code, title)] of risk factors in force. One query, two at first."""
    found = factors_in_force(path)
    return [(each.code, each.title) for each in found.factors] if found else []
