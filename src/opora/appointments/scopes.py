"""From places to a scope: which kind it is, how it reads, how codes and names in a file name it."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import reduce
from operator import or_

from django.db.models import Q, QuerySet

from opora.access import Actor, Role, ScopeKind
from opora.access.paths import inside
from opora.appointments.models import Appointment
from opora.appointments.rules import Grant, fits, scopes_in_words
from opora.organisations.models import Organisation, Territory
from opora.organisations.states import OrganisationKind, TerritoryKind

FEDERATION = "federation"
FEDERATION_TITLE = "Российская Федерация"


class NotAScope(Exception):
    """The places make no scope; the words say why, `allowed` what would do."""

    def __init__(self, words: str, allowed: tuple[str, ...] = ()) -> None:
        super().__init__(words)
        self.words = words
        self.allowed = allowed


@dataclass(frozen=True, slots=True)
class Places:
    """Territories or schools an appointment is valid for; neither: the whole country."""

    kind: ScopeKind
    territories: tuple[Territory, ...] = ()
    schools: tuple[Organisation, ...] = ()

    @property
    def title(self) -> str:
        return places_title(self.kind, [t.name for t in self.territories] or [s.name for s in self.schools])

    @property
    def codes(self) -> tuple[str, ...]:
        """As a file and the command line name it."""
        if self.kind is ScopeKind.FEDERATION:
            return (FEDERATION,)
        return tuple(sorted([t.code for t in self.territories] + [s.key for s in self.schools]))

    def grant(self, *, person_id: int | None, role: Role) -> Grant:
        return Grant(
            person_id=person_id,
            role=role,
            scope_kind=self.kind,
            territory_paths=tuple(str(t.path) for t in self.territories),
            schools=tuple((s.pk, str(s.territory.path)) for s in self.schools),
        )


def places_title(kind: ScopeKind, names: Iterable[str]) -> str:
    """«Заречный округ», «Заречная школа и ещё 2»."""
    if kind is ScopeKind.FEDERATION:
        return FEDERATION_TITLE
    ordered = sorted(names, key=lambda name: name.lower().replace("ё", "е"))
    if len(ordered) <= 1:
        return "".join(ordered)
    return f"{ordered[0]} и ещё {len(ordered) - 1}"


def places_of(appointment: Appointment) -> Places:
    """The places of a kept appointment (prefetched or not)."""
    return Places(
        kind=ScopeKind(appointment.scope_kind),
        territories=tuple(appointment.territories.all()),
        schools=tuple(appointment.schools.all()),
    )


def grant_of(appointment: Appointment) -> Grant:
    """What a kept appointment gives."""
    role = Role(appointment.role)
    return places_of(appointment).grant(person_id=appointment.person_id, role=role)


def make_places(
    territories: Iterable[Territory], schools: Iterable[Organisation], *, role: Role, federal: bool = False
) -> Places:
    """One scope of the places; raises NotAScope for a mixture and for a scope that does not fit the role."""
    found_territories, found_schools = tuple(territories), tuple(schools)
    if federal:
        places = Places(ScopeKind.FEDERATION)
    elif found_territories and found_schools:
        raise NotAScope("Назовите либо территории, либо школы, не вместе.")
    elif found_schools:
        kind = ScopeKind.SCHOOL if len(found_schools) == 1 else ScopeKind.SCHOOLS
        places = Places(kind, schools=found_schools)
    else:
        places = Places(_kind_of_territories(found_territories), territories=found_territories)
    if not fits(role, places.kind):
        raise NotAScope(f"Роли «{role.title}» нужен другой охват: {scopes_in_words(role)}.")
    return places if places.kind is not ScopeKind.FEDERATION else Places(ScopeKind.FEDERATION)


def _kind_of_territories(territories: tuple[Territory, ...]) -> ScopeKind:
    kinds = {TerritoryKind(t.kind) for t in territories}
    if not kinds:
        raise NotAScope("Скажите, для какой территории или школы назначение.")
    if kinds == {TerritoryKind.FEDERATION}:
        return ScopeKind.FEDERATION
    if kinds == {TerritoryKind.REGION}:
        if len(territories) == 1:
            return ScopeKind.REGION
        raise NotAScope("Назовите один регион: на каждый регион — своё назначение.")
    if kinds == {TerritoryKind.MUNICIPALITY}:
        return ScopeKind.MUNICIPALITY if len(territories) == 1 else ScopeKind.MUNICIPALITIES
    raise NotAScope("Назовите либо регион, либо муниципалитеты, не вместе.")


def territories_within(actor: Actor) -> QuerySet[Territory]:
    """Territories the actor may name, in order of names."""
    return Territory.objects.filter(inside("path", _paths(actor))).order_by("sort_name", "id")


def schools_within(actor: Actor) -> QuerySet[Organisation]:
    """Open schools the actor may name, in order of names."""
    covered = inside("territory__path", _paths(actor))
    if actor.scope and actor.scope.school_ids:
        covered |= Q(pk__in=actor.scope.school_ids)
    schools = Organisation.objects.filter(covered, kind=OrganisationKind.SCHOOL, closed_on__isnull=True)
    return schools.select_related("territory").order_by("sort_name", "id")


def _paths(actor: Actor) -> tuple[str, ...]:
    if actor.is_operator:
        return ("",)
    return actor.scope.territory_paths if actor.scope else ()


class PlaceBook:
    """Places by code or exact name among those the actor covers: read once, asked for each row.

    With `words`, only places of these codes or names are read: the country has forty thousand schools.
    """

    def __init__(self, actor: Actor, *, words: Iterable[str] | None = None) -> None:
        self.federal = actor.is_operator or actor.covers_territory("")
        territories, schools = territories_within(actor), schools_within(actor)
        if words is not None:
            wanted = [_folded(word) for word in words]
            territories = territories.filter(_is_one_of("code", wanted))
            schools = schools.filter(_is_one_of("key", wanted))
        self.territories = list(territories)
        self.schools = list(schools)
        self._by_name: dict[str, list[Territory | Organisation]] = {}
        places: list[Territory | Organisation] = [*self.territories, *self.schools]
        for place in places:
            code = place.code if isinstance(place, Territory) else place.key
            for word in {_folded(code), _folded(place.name)}:
                self._by_name.setdefault(word, []).append(place)

    def find(self, words: Iterable[str], *, role: Role) -> Places:
        """The scope that the codes or names make; raises NotAScope."""
        found = [self._one(word) for word in words if word.strip()]
        federal = any(place is None for place in found)
        if federal and len(found) > 1:
            raise NotAScope("Вся страна уже включает остальное: оставьте только её.")
        return make_places(
            {p.pk: p for p in found if isinstance(p, Territory)}.values(),
            {p.pk: p for p in found if isinstance(p, Organisation)}.values(),
            role=role,
            federal=federal,
        )

    def codes(self) -> tuple[str, ...]:
        """Every value that would be understood, the country first."""
        own = [t.code for t in self.territories] + [s.key for s in self.schools]
        return (*((FEDERATION,) if self.federal else ()), *own)

    def _one(self, word: str) -> Territory | Organisation | None:
        """None is the whole country."""
        key = _folded(word)
        if key in {FEDERATION, _folded(FEDERATION_TITLE), "ru"} and self.federal:
            return None
        found = self._by_name.get(key, [])
        if not found:
            raise NotAScope(f"Не знаем «{word.strip()}»: укажите код территории или школы.", self.codes())
        if len({(type(p), p.pk) for p in found}) > 1:
            codes = tuple(sorted(p.code if isinstance(p, Territory) else p.key for p in found))
            raise NotAScope(f"«{word.strip()}» — не одно место: укажите код.", codes)
        return found[0]


def _is_one_of(code_field: str, wanted: list[str]) -> Q:
    by_code = (Q(**{f"{code_field}__iexact": word}) for word in wanted)
    return reduce(or_, by_code, Q(sort_name__in=wanted))


def _folded(word: str) -> str:
    return " ".join(word.lower().replace("ё", "е").split())
