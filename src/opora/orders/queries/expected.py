"""Which orders are awaited from whom, what is there, what is missing. Constant queries however many schools."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from django.db import connection
from django.db.models import F, Q, QuerySet

from opora.catalogues.queries import in_force
from opora.cycles.models import Cycle, Stage
from opora.cycles.periods import parse
from opora.inbox import SOON_DAYS
from opora.orders import expected
from opora.orders.expected import Expectations, Expected
from opora.orders.kinds import CODE, KIND
from opora.orders.models import Order
from opora.orders.states import ENDS_THE_EARLIER, OrderLevel, OrderState, RelationKind
from opora.organisations.models import Organisation, Territory
from opora.organisations.states import TerritoryKind
from opora.statements import every

LEVEL_OF: dict[str, OrderLevel] = {
    TerritoryKind.FEDERATION: OrderLevel.FEDERAL,
    TerritoryKind.REGION: OrderLevel.REGIONAL,
    TerritoryKind.MUNICIPALITY: OrderLevel.MUNICIPAL,
}

type Place = tuple[str, int]
"""(«school» or «territory», id)."""
SCHOOL, TERRITORY = "school", "territory"


def expectations(territory_path: str) -> Expectations:
    """The definition in force for a territory; empty where nothing is published. One query as a rule."""
    return in_force(KIND, CODE, territory_path, expected.read) or Expectations()


#: id, name, key, the territory's name and path
type Row = tuple[int, str, str, str, str | None]


def rows_of(schools: QuerySet[Organisation]) -> QuerySet[Organisation, Row]:
    """What a matrix tells of schools, in order of names."""
    return schools.order_by("sort_name", "pk").values_list(
        "pk", "name", "key", "territory__name", "territory__path"
    )


class Status(StrEnum):
    """What stands in a cell of the matrix. Only the first is no gap."""

    THERE = "there"
    DRAFT = "draft"
    LAPSED = "lapsed"
    LATE = "late"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class Paper:
    """An order as a cell names it."""

    pk: int
    number: str
    date: date | None


@dataclass(frozen=True, slots=True)
class Cell:
    """One expected order of one home. `replaced` are pairs (earlier, what came of it) of this kind."""

    expected: Expected
    status: Status
    due: date | None
    paper: Paper | None = None
    more: int = 0
    replaced: tuple[tuple[Paper, RelationKind], ...] = ()

    @property
    def is_gap(self) -> bool:
        return self.status is not Status.THERE

    def is_soon(self, today: date) -> bool:
        return self.is_gap and self.due is not None and today <= self.due <= today + timedelta(days=SOON_DAYS)


@dataclass(frozen=True, slots=True)
class Line:
    """A home and its cells in the order of the definition. `key` is a school's code."""

    place: Place
    name: str
    where: str
    path: str
    cells: tuple[Cell, ...]
    key: str = ""

    @property
    def has_gap(self) -> bool:
        return any(cell.is_gap for cell in self.cells)


@dataclass(frozen=True, slots=True)
class Matrix:
    """The territories and the schools of one choice; the columns are `of_level` of the definition."""

    expectations: Expectations
    territories: tuple[Line, ...]
    schools: tuple[Line, ...]

    @property
    def lines(self) -> tuple[Line, ...]:
        return (*self.territories, *self.schools)

    def count(self, status: Status) -> int:
        return sum(cell.status is status for line in self.lines for cell in line.cells)


def terms(expectations: Expectations, cycle: Cycle) -> dict[str, date | None]:
    """{code of an expected order: the last day in this year}. One query."""
    year = (cycle.starts, cycle.ends)
    stages = {
        position: ends or parse(term, within=year).ends for position, ends, term in every(_stages, cycle.pk)
    }
    return {each.code: each.due(year, stages) for each in expectations.orders}


def _stages(cycle_id: int) -> QuerySet[Stage, tuple[int, date | None, str]]:
    found = Stage.objects.filter(cycle=cycle_id).order_by("position")
    return found.values_list("position", "ends", "term")


def matrix(
    *,
    cycle: Cycle,
    path: str,
    territories: Sequence[Territory],
    schools: Sequence[Row],
    today: date,
) -> Matrix:
    """Expected × homes; of schools what `rows_of` tells. `path` says whose definition is read. Four queries."""
    wanted = expectations(path)
    due = terms(wanted, cycle)
    found = _Found.of(cycle, [place.pk for place in territories], [row[0] for row in schools])
    of_school = wanted.of_level(OrderLevel.SCHOOL)
    return Matrix(
        wanted,
        tuple(
            Line(
                (TERRITORY, place.pk),
                *(place.name, "", place.path or ""),
                found.cells((TERRITORY, place.pk), wanted.of_level(LEVEL_OF[place.kind]), due, today),
            )
            for place in territories
            if wanted.of_level(LEVEL_OF[place.kind])
        ),
        tuple(
            Line(
                *((SCHOOL, pk), name, where, place or ""),
                found.cells((SCHOOL, pk), of_school, due, today),
                key,
            )
            for pk, name, key, where, place in schools
            if of_school
        ),
    )


@dataclass(frozen=True, slots=True)
class _Row:
    pk: int
    number: str
    date: date | None
    state: str

    @property
    def paper(self) -> Paper:
        return Paper(self.pk, self.number, self.date)


_REPLACED = """
SELECT r.later_id, r.earlier_id, e.number, e.date, r.kind
FROM orders_relation r JOIN orders_order e ON e.id = r.earlier_id
WHERE r.later_id = ANY(%(later)s) AND r.kind = ANY(%(kinds)s) ORDER BY r.id
"""


def _asked(statement: str, values: dict[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        found: list[tuple[Any, ...]] = cursor.fetchall()
    return found


def _answering(
    territories: tuple[int, ...], schools: tuple[int, ...], cycle_id: int, ends: date
) -> QuerySet[Order, Any]:
    """Orders of these homes that answer an expectation in a year that ends on a day, the latest first."""
    before = Q(cycle=None) & (Q(date=None) | Q(date__lte=ends))
    found = Order.objects.filter(Q(territory__in=territories) | Q(school__in=schools)).exclude(kind="")
    rows = found.filter(Q(cycle=cycle_id) | before).order_by(F("date").desc(nulls_first=True), "-pk")
    return rows.values_list("pk", "kind", "territory_id", "school_id", "number", "date", "state")


@dataclass(frozen=True, slots=True)
class _Found:
    """Orders of a year that answer an expectation, by home and kind, and what later ones did to them."""

    by_home: Mapping[tuple[Place, str], list[_Row]]
    replaced: Mapping[int, list[tuple[Paper, RelationKind]]]

    @classmethod
    def of(cls, cycle: Cycle, territory_ids: Sequence[int], school_ids: Sequence[int]) -> "_Found":
        """Two queries. An order without a year counts where it was issued before the year's end."""
        by_home: dict[tuple[Place, str], list[_Row]] = {}
        pks = []
        asked = every(_answering, tuple(territory_ids), tuple(school_ids), cycle.pk, cycle.ends)
        for pk, kind, territory, school, number, day, state in asked:
            home: Place = (SCHOOL, school) if school else (TERRITORY, territory or 0)
            by_home.setdefault((home, kind), []).append(_Row(pk, number, day, state))
            pks.append(pk)
        replaced: dict[int, list[tuple[Paper, RelationKind]]] = {}
        ends = [kind.value for kind in ENDS_THE_EARLIER]
        for later, earlier, number, day, kind in (
            _asked(_REPLACED, {"later": pks, "kinds": ends}) if pks else ()
        ):
            replaced.setdefault(later, []).append((Paper(earlier, number, day), RelationKind(kind)))
        return cls(by_home, replaced)

    def cells(
        self, home: Place, wanted: Iterable[Expected], due: Mapping[str, date | None], today: date
    ) -> tuple[Cell, ...]:
        return tuple(self._cell(home, each, due.get(each.code), today) for each in wanted)

    def _cell(self, home: Place, wanted: Expected, due: date | None, today: date) -> Cell:
        rows = self.by_home.get((home, wanted.code), [])
        for state, status in (
            (OrderState.ISSUED, Status.THERE),
            (OrderState.DRAFT, Status.DRAFT),
            (OrderState.LAPSED, Status.LAPSED),
        ):
            alike = [row for row in rows if row.state == state]
            if alike:
                first = alike[0]
                before = tuple(self.replaced.get(first.pk, ()))
                return Cell(wanted, status, due, first.paper, len(alike) - 1, before)
        return Cell(wanted, Status.LATE if due is not None and due < today else Status.MISSING, due)
