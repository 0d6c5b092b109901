"""What every source of the ledger tells: one request to one school, in minutes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from django.db.models.expressions import RawSQL

from opora.access.actor import ROLE_TITLES, SCHOOL_ROLES, Role
from opora.burden.minutes import Norms
from opora.organisations.states import TerritoryKind


class LoadKind(StrEnum):
    SURVEY = "survey"
    CARD = "card"
    DOCUMENT = "document"
    RETURNED = "returned"
    CHECKPOINT = "checkpoint"
    ASSIGNMENT = "assignment"
    VISIT = "visit"
    MEETING = "meeting"
    EVENT = "event"
    INQUIRY = "inquiry"


KIND_TITLES: Mapping[LoadKind, str] = {
    LoadKind.SURVEY: "Опросы",
    LoadKind.CARD: "Карта школы",
    LoadKind.DOCUMENT: "Документы",
    LoadKind.RETURNED: "Доработка документов",
    LoadKind.CHECKPOINT: "Отчёты этапов",
    LoadKind.ASSIGNMENT: "Поручения",
    LoadKind.VISIT: "Посещения",
    LoadKind.MEETING: "Совещания",
    LoadKind.EVENT: "Мероприятия",
    LoadKind.INQUIRY: "Запросы сведений",
}


class Asker(StrEnum):
    """Who asks, as schools tell them apart."""

    REGION = "region"
    MUNICIPALITY = "municipality"
    CURATOR = "curator"
    PROGRAMME = "programme"
    OTHER = "other"


ASKER_TITLES: Mapping[Asker, str] = {
    Asker.REGION: "Регион",
    Asker.MUNICIPALITY: "Муниципалитет",
    Asker.CURATOR: "Куратор",
    Asker.PROGRAMME: "Программа: этапы и карта школы",
    Asker.OTHER: "Другие",
}


class Spent(StrEnum):
    """Whose time. Only the staff's is the school's own."""

    STAFF = "staff"
    PUPILS = "pupils"
    PARENTS = "parents"


SPENT_TITLES: Mapping[Spent, str] = {
    Spent.STAFF: "сотрудники",
    Spent.PUPILS: "ученики",
    Spent.PARENTS: "родители и другие взрослые",
}


class Load(NamedTuple):
    """One request. `minutes` of all who spend them together; `url` empty where no page shows it to a school."""

    school_id: int
    on: date
    kind: LoadKind
    what: str
    asker: Asker
    asked_by: str
    minutes: int
    url: str = ""
    spent: Spent = Spent.STAFF


@dataclass(frozen=True, slots=True)
class Window:
    """Of which schools and days loads are told, and by which norms."""

    schools: Sequence[int]
    first: date
    last: date
    norms: Norms

    @property
    def within(self) -> RawSQL:
        """The schools for `school__in`: a list is looked through by the ORM number by number, in every statement."""
        return RawSQL("SELECT unnest(%s::bigint[])", (list(self.schools),))


_BY_ROLE: Mapping[Role, Asker] = {
    Role.CURATOR: Asker.CURATOR,
    Role.MUNICIPAL_COORDINATOR: Asker.MUNICIPALITY,
    Role.AUTHORITY_HEAD: Asker.MUNICIPALITY,
    Role.METHODIST: Asker.MUNICIPALITY,
    Role.REGIONAL_COORDINATOR: Asker.REGION,
    Role.REGIONAL_PROJECT_HEAD: Asker.REGION,
}
#: who asks, by the kind of a territory or by the capacity that history wrote beside an act
ASKERS: Mapping[str, Asker] = {
    TerritoryKind.REGION.value: Asker.REGION,
    TerritoryKind.MUNICIPALITY.value: Asker.MUNICIPALITY,
    **{ROLE_TITLES[role]: asker for role, asker in _BY_ROLE.items()},
}
#: what a school gives itself to do is no request to it
OWN_CAPACITIES = sorted(ROLE_TITLES[role] for role in SCHOOL_ROLES)
