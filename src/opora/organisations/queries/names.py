"""Finding a school by what somebody wrote: its key, its name, a name it had. Offers, never guesses."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from opora.imports.names import NameIndex, school_key
from opora.organisations.models import FormerName, Organisation
from opora.organisations.states import OrganisationKind


@dataclass(frozen=True, slots=True)
class Named:
    """A school as an index knows it; `merged_into_id` is the living school that absorbed it."""

    id: int
    key: str
    name: str
    territory: str
    territory_path: str
    is_open: bool
    merged_into_id: int | None


@dataclass(frozen=True, slots=True)
class Match:
    """`school` is None where nothing, or more than one, fits; then `nearest` are names to offer.

    `how` is «key», «name» or «former»; empty without a school.
    """

    school: Named | None
    how: str = ""
    candidates: tuple[Named, ...] = ()
    nearest: tuple[str, ...] = ()


@dataclass(slots=True)
class SchoolIndex:
    """All schools of a territory in memory: one look-up per row of a file costs no query."""

    schools: list[Named]
    _by_key: dict[str, list[Named]] = field(default_factory=dict)
    _by_name: dict[str, list[Named]] = field(default_factory=dict)
    _by_former: dict[str, list[Named]] = field(default_factory=dict)
    _names: NameIndex | None = None

    def find(self, text: str) -> Match:
        """The school meant by a key, a name or a former name, in this order.

        Of several with the same name a single open one wins. An absorbed school is found as itself.
        """
        wanted = text.strip()
        for how, places, key in (
            ("key", self._by_key, wanted.casefold()),
            ("name", self._by_name, school_key(wanted)),
            ("former", self._by_former, school_key(wanted)),
        ):
            found = places.get(key, []) if key else []
            chosen = _only(found)
            if chosen is not None:
                return Match(chosen, how)
            if found:
                return Match(None, candidates=tuple(found), nearest=tuple(_told_apart(found)))
        return Match(None, nearest=tuple(self._near(wanted)))

    def _near(self, wanted: str) -> list[str]:
        # built on the first unknown name: most files have none
        if self._names is None:
            self._names = NameIndex(school.name for school in self.schools)
        return self._names.nearest(wanted)


def _only(found: list[Named]) -> Named | None:
    if len(found) == 1:
        return found[0]
    living = [school for school in found if school.is_open]
    return living[0] if len(living) == 1 else None


def _told_apart(found: Iterable[Named]) -> list[str]:
    """Names that can be told from each other: with the territory and the key."""
    return [f"{school.name} ({school.territory}, код {school.key})" for school in found]


def school_index(territory_path: str = "") -> SchoolIndex:
    """The schools below a territory (the whole installation without one). Two queries."""
    rows = Organisation.objects.filter(
        kind=OrganisationKind.SCHOOL, territory__path__startswith=territory_path
    ).order_by("sort_name", "id")
    schools = [
        Named(pk, key, name, territory, path or "", is_open=closed_on is None, merged_into_id=merged)
        for pk, key, name, territory, path, closed_on, merged in rows.values_list(
            "id", "key", "name", "territory__name", "territory__path", "closed_on", "merged_into_id"
        )
    ]
    index = SchoolIndex(schools)
    by_id = {school.id: school for school in schools}
    for school in schools:
        index._by_key.setdefault(school.key.casefold(), []).append(school)
        index._by_name.setdefault(school_key(school.name), []).append(school)
    former = FormerName.objects.filter(organisation__in=rows.order_by()).order_by("organisation_id", "id")
    for organisation_id, name in former.values_list("organisation_id", "name"):
        places = index._by_former.setdefault(school_key(name), [])
        if by_id[organisation_id] not in places:
            places.append(by_id[organisation_id])
    return index


def find_school(name_or_key: str, territory_path: str = "") -> Match:
    """One look-up; for many use `school_index` once."""
    return school_index(territory_path).find(name_or_key)
