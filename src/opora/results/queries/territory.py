"""Results of many schools: a territory's table for a year, a procedure's list."""

from dataclasses import dataclass

from django.db.models import Max, QuerySet

from opora.access import Actor
from opora.organisations.models import Organisation, Territory
from opora.organisations.queries import territories_visible_to
from opora.results.dynamics import Share
from opora.results.models import Fact, Load, Procedure
from opora.results.queries.school import share_of
from opora.results.queries.visibility import facts_visible_to, loads_visible_to


@dataclass(frozen=True, slots=True)
class Cell:
    """A school's low and high share in one procedure; opens its origin by `fact_id`."""

    fact_id: int
    low: Share
    high: Share
    is_corrected: bool


@dataclass(frozen=True, slots=True)
class SchoolLine:
    """A school with its figures by procedure id."""

    id: int
    name: str
    territory: str
    cells: dict[int, Cell]


@dataclass(frozen=True, slots=True)
class TerritoryTable:
    """Schools in order of names × procedures in order of the catalogue. `total` counts schools of all pages."""

    year: int | None
    years: tuple[int, ...]
    procedures: tuple[Procedure, ...]
    schools: tuple[SchoolLine, ...]
    total: int


_FIELDS = (
    "id",
    "school_id",
    "procedure_id",
    "participants",
    "low_count",
    "high_count",
    "low_percent",
    "high_percent",
    "corrected_at",
)


def years(actor: Actor) -> tuple[int, ...]:
    """Years in which the actor sees any figure, the newest first."""
    return tuple(facts_visible_to(actor).order_by("-year").values_list("year", flat=True).distinct())


def territory_table(
    actor: Actor,
    *,
    year: int | None,
    territory_path: str = "",
    test: str = "",
    start: int = 0,
    size: int = 50,
) -> TerritoryTable:
    """Whole-school figures of one year for one page of schools. Five queries whatever their number."""
    seen = years(actor)
    chosen = year if year in seen else (seen[0] if seen else None)
    facts = facts_visible_to(actor).filter(year=chosen or 0, class_label="")
    if territory_path:
        facts = facts.filter(school__territory__path__startswith=territory_path)
    if test:
        facts = facts.filter(procedure__test=test)
    schools = Organisation.objects.filter(pk__in=facts.order_by().values("school")).order_by(
        "sort_name", "id"
    )
    page = list(schools.values_list("id", "name", "territory__name")[start : start + size])
    cells = _cells(facts, [pk for pk, _, _ in page])
    procedures = Procedure.objects.filter(pk__in=facts.order_by().values("procedure"))
    return TerritoryTable(
        chosen,
        seen,
        tuple(procedures.order_by("position", "code")),
        tuple(SchoolLine(pk, name, place, cells.get(pk, {})) for pk, name, place in page),
        schools.count(),
    )


def _cells(facts: QuerySet[Fact], school_ids: list[int]) -> dict[int, dict[int, Cell]]:
    cells: dict[int, dict[int, Cell]] = {}
    rows = facts.filter(school__in=school_ids).values_list(*_FIELDS)
    for pk, school_id, procedure_id, n, low, high, low_percent, high_percent, corrected in rows:
        cells.setdefault(school_id, {})[procedure_id] = Cell(
            pk, share_of(low, n, low_percent), share_of(high, n, high_percent), corrected is not None
        )
    return cells


@dataclass(frozen=True, slots=True)
class ProcedureLine:
    """A school in one procedure and year, with the year before."""

    school_id: int
    school: str
    territory: str
    fact_id: int
    low: Share
    high: Share
    before: Share | None


def procedure_lines(actor: Actor, procedure: Procedure, year: int) -> list[ProcedureLine]:
    """Every visible school in order of names. Two queries."""
    facts = facts_visible_to(actor).filter(procedure=procedure, class_label="")
    fields = ("low_count", "participants", "low_percent")
    before = {
        school: share_of(low, n, percent)
        for school, low, n, percent in facts.filter(year=year - 1).values_list("school_id", *fields)
    }
    rows = (
        facts.filter(year=year)
        .order_by("school__sort_name", "school_id")
        .values_list(
            "id",
            "school_id",
            "school__name",
            "school__territory__name",
            *fields,
            "high_count",
            "high_percent",
        )
    )
    return [
        ProcedureLine(
            school_id,
            name,
            place,
            pk,
            share_of(low, n, percent),
            share_of(high, n, high_percent),
            before.get(school_id),
        )
        for pk, school_id, name, place, low, n, percent, high, high_percent in rows
    ]


def procedure_years(actor: Actor, procedure: Procedure) -> tuple[int, ...]:
    """Years with figures of the procedure, the newest first."""
    facts = facts_visible_to(actor).filter(procedure=procedure, class_label="")
    return tuple(facts.order_by("-year").values_list("year", flat=True).distinct())


def procedures_seen(actor: Actor) -> list[Procedure]:
    """Procedures with any visible figure, in the order of the catalogue."""
    seen = facts_visible_to(actor).order_by().values("procedure")
    return list(Procedure.objects.filter(pk__in=seen).order_by("position", "code"))


def territories(actor: Actor) -> list[Territory]:
    """Territories to choose from."""
    return list(territories_visible_to(actor).order_by("sort_name", "id"))


def loads(actor: Actor, *, limit: int = 50) -> list[Load]:
    """Imports whose figures the actor sees, the newest first."""
    return list(loads_visible_to(actor).order_by("-applied_at", "-id")[:limit])


def last_loaded(actor: Actor) -> Load | None:
    """The newest import of visible figures: the date of the data."""
    newest = facts_visible_to(actor).aggregate(newest=Max("load"))["newest"]
    return Load.objects.filter(pk=newest).first() if newest else None
