"""The lists that name one school, as its card tells them."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Case, QuerySet, When

from opora.access import Actor
from opora.identification.models import ListEntry
from opora.identification.queries.lists import states_seen_by
from opora.identification.states import ListKind, ListState
from opora.statements import every


@dataclass(frozen=True, slots=True)
class Listing:
    """One list's word on the school."""

    list_id: int
    entry_id: int
    kind: ListKind
    state: ListState
    year: str
    territory: str
    listed: bool
    repeated: bool

    @property
    def list_title(self) -> str:
        return f"Список {self.kind.label}, {self.year}, {self.territory}"

    @property
    def counts(self) -> bool:
        """Whether the school was on an approved list of schools with low results."""
        return self.listed and self.kind is ListKind.LOW and self.state is ListState.APPROVED


def listings_of(actor: Actor, school_id: int) -> list[Listing]:
    """What the lists of a school that the actor covers say of it: ШНОР first, the latest year first. One query."""
    return [
        Listing(list_id, entry_id, ListKind(kind), ListState(state), year, territory, listed, repeated)
        for list_id, entry_id, kind, state, year, territory, listed, repeated in every(
            _listings, school_id, tuple(states_seen_by(actor))
        )
    ]


def _listings(school_id: int, states: tuple[ListState, ...]) -> QuerySet[ListEntry, Any]:
    return (
        ListEntry.objects.filter(school_id=school_id, year_list__state__in=states)
        .order_by(
            Case(When(year_list__kind=ListKind.LOW, then=0), default=1),
            "-year_list__cycle__starts",
            "-year_list__number",
            "-pk",
        )
        .values_list(
            *("year_list_id", "pk", "year_list__kind", "year_list__state"),
            *("year_list__cycle__title", "year_list__territory__name", "listed", "repeated"),
        )
    )
