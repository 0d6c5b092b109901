"""For which territory, year and stage facts are asked, of which schools, and who supplies what is missing."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.db.models import F, Q
from django.urls import reverse

from opora.access import Role
from opora.access.paths import chain
from opora.appointments.models import Appointment
from opora.cycles.models import Cycle, Participation
from opora.cycles.states import Mode
from opora.identification.models import ListEntry, YearList
from opora.identification.queries.helped import HELPED_AS
from opora.identification.states import ListKind, ListState
from opora.organisations.models import Organisation, Territory
from opora.organisations.states import OrganisationKind
from opora.reports.content import Figure, Missing, Value

#: base schools help others: the report is about those that are helped
_SUPPLYING = (Role.MUNICIPAL_COORDINATOR, Role.AUTHORITY_HEAD, Role.REGIONAL_COORDINATOR)
_AT_SCHOOLS = (Role.SCHOOL_COORDINATOR, Role.SCHOOL_HEAD, Role.CURATOR)
_NAME = ("person__surname", "person__given_name", "person__patronymic")
#: so many schools are named one by one among what is missing
MOST_NAMED = 5


@dataclass(frozen=True, slots=True)
class School:
    """An open school of the territory in the year. `entry` is its line in the approved list of ШНОР."""

    id: int
    name: str
    is_legal_entity: bool
    entry: tuple[int, int] | None = None
    repeated: bool = False
    programmes: tuple[str, ...] = ()
    is_helped_otherwise: bool = False

    @property
    def is_listed(self) -> bool:
        return self.entry is not None

    @property
    def takes_part(self) -> bool:
        return bool(self.programmes)

    @property
    def is_helped(self) -> bool:
        return self.is_listed or self.takes_part or self.is_helped_otherwise


@dataclass(frozen=True, slots=True)
class People:
    """Who supplies what is missing, by name: of the territory by role, of a school by (school, role)."""

    of_territory: Mapping[Role, str] = field(default_factory=dict)
    of_schools: Mapping[tuple[int, Role], str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Asked:
    """`stage` is the code of the stage, «» for the whole year; `lists` are ids of the approved lists of ШНОР that
    hold schools of the territory or may hold them."""

    territory: Territory
    cycle: Cycle
    stage: str
    as_on: date
    schools: tuple[School, ...]
    lists: tuple[int, ...]
    people: People

    @property
    def path(self) -> str:
        return self.territory.path or ""

    @property
    def helped(self) -> list[School]:
        """Those the report is about: listed, in a programme, or helped after the list."""
        return [each for each in self.schools if each.is_helped]

    @property
    def helped_ids(self) -> list[int]:
        return [each.id for each in self.helped]

    @property
    def home_url(self) -> str:
        """The page of the territory with its schools."""
        return reverse("territory", args=[self.territory.pk])

    def url(self, name: str, **query: str) -> str:
        """A list narrowed to this year and territory."""
        given = {"cycle": self.cycle.code, "territory": self.territory.code, **query}
        return f"{reverse(name)}?{urlencode(given)}"

    def in_year(self, name: str, pk: int) -> str:
        """A page of a school in this year."""
        return f"{reverse(name, args=[pk])}?{urlencode({'cycle': self.cycle.code})}"

    def figure(self, value: Value, words: str, url: str, origin: str, unit: str = "") -> Figure:
        return Figure(value, words, url, origin, self.as_on, unit)

    def lacks(self, what: str, url: str, role: Role = Role.MUNICIPAL_COORDINATOR) -> Missing:
        """Something that people of the territory supply."""
        return Missing(what, role.title, self.people.of_territory.get(role, ""), url)

    def lacks_of(self, school: School, what: str, url: str, *roles: Role, called: bool = True) -> Missing:
        """Something that a school or its curator supplies: the first of these roles that is appointed, else the
        coordinator of the territory."""
        told = f"{school.name}: {what}" if called else what
        for role in roles:
            who = self.people.of_schools.get((school.id, role))
            if who:
                return Missing(told, role.title, who, url)
        return self.lacks(told, url)

    def lacks_of_many(
        self, schools: Iterable[School], what: str, name: str, listing: str, *roles: Role, **query: Any
    ) -> list[Missing]:
        """One by one where they are few, else one line that leads to the list and asks the coordinator."""
        found = list(schools)
        if len(found) > MOST_NAMED:
            return [self.lacks(f"{what}: {len(found)} школ", self.url(listing, **query))]
        return [self.lacks_of(each, what, self.in_year(name, each.id), *roles) for each in found]


def joined(parts: Iterable[str]) -> str:
    """«Посещают все; стало тише.»: a full stop stands at the end alone, what is empty is left out."""
    said = [each.strip() for each in parts if each.strip()]
    return "; ".join([*(each.removesuffix(".") for each in said[:-1]), *said[-1:]])


def ask(territory: Territory, cycle: Cycle, *, stage: str, as_on: date) -> Asked:
    """Six queries whatever the number of schools."""
    path = territory.path or ""
    lists = _lists(path, cycle)
    schools = _schools(path, cycle, lists, as_on)
    return Asked(territory, cycle, stage, as_on, schools, tuple(lists), _people(path, schools, on=as_on))


def _lists(path: str, cycle: Cycle) -> list[int]:
    """Approved lists of ШНОР of the territory, of those it lies in and of those inside it. One query."""
    found = YearList.objects.filter(
        Q(territory__path__in=chain(path)) | Q(territory__path__startswith=path),
        kind=ListKind.LOW,
        state=ListState.APPROVED,
        cycle=cycle,
    )
    return list(found.order_by("-territory__path", "pk").values_list("pk", flat=True))


def _schools(path: str, cycle: Cycle, lists: list[int], on: date) -> tuple[School, ...]:
    """Open ones by name; those that closed in the year after they were listed or took part stay. Three queries."""
    of = Organisation.objects.filter(kind=OrganisationKind.SCHOOL, territory__path__startswith=path)
    entries: dict[int, tuple[tuple[int, int], bool]] = {}
    rows = ListEntry.objects.filter(
        year_list__in=lists, listed=True, school__territory__path__startswith=path
    )
    for school, year_list, pk, repeated in rows.order_by("year_list", "pk").values_list(
        "school_id", "year_list_id", "pk", "repeated"
    ):
        known = entries.get(school)
        entries[school] = ((year_list, pk), repeated or (known is not None and known[1]))
    part = Participation.objects.filter(
        Q(until=None) | Q(until__gte=on), cycle=cycle, school__territory__path__startswith=path
    )
    programmes: dict[int, list[str]] = {}
    otherwise = set()
    for school, name, mode in part.order_by("programme__name", "pk").values_list(
        "school_id", "programme__name", "mode"
    ):
        if mode == Mode.ACTIVE:
            programmes.setdefault(school, []).append(name)
        elif mode in HELPED_AS:
            otherwise.add(school)
    about = {*entries, *programmes, *otherwise}
    shown = of.filter(Q(closed_on=None) | Q(pk__in=about, closed_on__gte=cycle.starts))
    return tuple(
        School(
            pk,
            name,
            legal,
            entries[pk][0] if pk in entries else None,
            pk in entries and entries[pk][1],
            tuple(programmes.get(pk, ())),
            pk in otherwise,
        )
        for pk, name, legal in shown.order_by("sort_name", "pk").values_list("pk", "name", "is_legal_entity")
    )


def _people(path: str, schools: Iterable[School], *, on: date) -> People:
    """Those in force on the day, the nearest first, one of each role. Two queries."""
    in_force = Appointment.objects.in_force(on)
    of_territory: dict[Role, str] = {}
    rows = in_force.filter(role__in=_SUPPLYING, territories__path__in=chain(path))
    # the nearest territory comes last and stays
    for role, surname, given, patronymic in rows.order_by("territories__path", "-pk").values_list(
        "role", *_NAME
    ):
        of_territory[Role(role)] = " ".join(filter(None, (surname, given, patronymic)))
    ids = [each.id for each in schools if each.is_helped]
    of_schools: dict[tuple[int, Role], str] = {}
    at = in_force.filter(role__in=_AT_SCHOOLS, schools__in=ids).annotate(at=F("schools"))
    for school, role, surname, given, patronymic in at.order_by("pk").values_list("at", "role", *_NAME):
        if school in set(ids):
            of_schools.setdefault((school, Role(role)), " ".join(filter(None, (surname, given, patronymic))))
    return People(of_territory, of_schools)
