"""A school's results over years, and the groups it is compared with."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from django.db.models import QuerySet

from opora.organisations.models import Organisation, Territory
from opora.organisations.queries import similar_schools
from opora.organisations.states import OrganisationKind, TerritoryKind
from opora.results.dynamics import NOTHING, Combined, Share, combine
from opora.results.models import Fact, GroupFact, Procedure

# A sum over fewer schools would give away the figures of a single neighbour by subtraction.
SMALLEST_GROUP = 4


type Measured = Literal["low", "high"]


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of a school as a page shows it; it opens its origin by `fact_id`."""

    fact_id: int
    procedure_id: int
    year: int
    class_label: str
    low: Share
    high: Share
    mean: Decimal | None
    is_corrected: bool


@dataclass(frozen=True, slots=True)
class ProcedureRow:
    """A procedure with the school's figures by year; `classes` by label, then year."""

    procedure: Procedure
    by_year: dict[int, Figure]
    classes: dict[str, dict[int, Figure]]


@dataclass(frozen=True, slots=True)
class SchoolResults:
    """Everything known of a school: years ascending, procedures in the order of the catalogue."""

    years: tuple[int, ...]
    rows: tuple[ProcedureRow, ...]


_FIELDS = (
    "id",
    "procedure_id",
    "year",
    "class_label",
    "participants",
    "low_count",
    "high_count",
    "low_percent",
    "high_percent",
    "mean_score",
    "corrected_at",
)


def share_of(count: int | None, n: int | None, percent: Decimal | None) -> Share:
    """A share from what is kept: exact by counts, else by the percent; participants stay where known."""
    if count is not None and n:
        return Share(count / n, count, n)
    return Share(float(percent) / 100, None, n) if percent is not None else NOTHING


def school_results(school: Organisation) -> SchoolResults:
    """The figures of a visible school. Two queries."""
    figures = [_figure(*values) for values in Fact.objects.filter(school=school).values_list(*_FIELDS)]
    procedures = Procedure.objects.filter(pk__in={figure.procedure_id for figure in figures})
    rows = []
    for procedure in procedures.order_by("position", "code"):
        own = [figure for figure in figures if figure.procedure_id == procedure.pk]
        classes: dict[str, dict[int, Figure]] = {}
        for figure in sorted(own, key=lambda f: (f.class_label, f.year)):
            if figure.class_label:
                classes.setdefault(figure.class_label, {})[figure.year] = figure
        whole = {figure.year: figure for figure in own if not figure.class_label}
        rows.append(ProcedureRow(procedure, whole, classes))
    return SchoolResults(tuple(sorted({figure.year for figure in figures})), tuple(rows))


def _figure(
    pk: int,
    procedure_id: int,
    year: int,
    label: str,
    n: int | None,
    low: int | None,
    high: int | None,
    low_percent: Decimal | None,
    high_percent: Decimal | None,
    mean: Decimal | None,
    corrected: object,
) -> Figure:
    return Figure(
        pk,
        procedure_id,
        year,
        label,
        share_of(low, n, low_percent),
        share_of(high, n, high_percent),
        mean,
        corrected is not None,
    )


@dataclass(frozen=True, slots=True)
class Group:
    """A comparison group: {year: combined}. `note` says where its figures come from."""

    title: str
    by_year: dict[int, Combined]
    note: str


def comparison_groups(
    school: Organisation, procedure: Procedure, measure: Measured = "low", *, similar: int = 5
) -> list[Group]:
    """Similar schools, the municipality, the region: shares by year; a group too small is left out.

    A region's (municipality's) own figure from the federal export wins over a sum of the schools loaded here.
    """
    alike = [likeness.school.id for likeness in similar_schools(school, similar)]
    home = school.territory
    groups = [_of_schools("Похожие школы", Fact.objects.filter(school__in=alike), procedure, measure)]
    titles = {TerritoryKind.MUNICIPALITY: "Муниципалитет", TerritoryKind.REGION: "Регион"}
    for territory in Territory.objects.filter(path__in=_above(home.path or "")).order_by("-path"):
        title = titles.get(TerritoryKind(territory.kind))
        if title is not None:
            groups.append(_of_territory(title, territory, procedure, measure))
    return [group for group in groups if group.by_year]


def _above(path: str) -> list[str]:
    """The path itself and every path above it."""
    parts = [part for part in path.split("/") if part]
    return ["".join(f"{part}/" for part in parts[: depth + 1]) for depth in range(len(parts))]


def _of_schools(title: str, facts: QuerySet[Fact], procedure: Procedure, measure: Measured) -> Group:
    whole = facts.filter(procedure=procedure, class_label="").exclude(
        school__kind__in=[kind for kind in OrganisationKind if kind != OrganisationKind.SCHOOL]
    )
    rows = whole.values_list("year", f"{measure}_count", "participants", f"{measure}_percent")
    by_year = _combined((year, share_of(low, n, percent)) for year, low, n, percent in rows)
    words = "; ".join(dict.fromkeys(combined.words for combined in by_year.values()))
    return Group(title, by_year, f"{title}: {words}." if words else "")


def _of_territory(title: str, territory: Territory, procedure: Procedure, measure: Measured) -> Group:
    inside = Fact.objects.filter(school__territory__path__startswith=territory.path or "-")
    group = _of_schools(title, inside, procedure, measure)
    official = GroupFact.objects.filter(territory=territory, procedure=procedure, class_label="")
    own = {
        year: Combined(share_of(low, n, percent), "sum", 0)
        for year, low, n, percent in official.values_list(
            "year", f"{measure}_count", "participants", f"{measure}_percent"
        )
        if low is not None or percent is not None
    }
    if not own:
        return group
    return Group(title, group.by_year | own, f"{title}: по выгрузке федеральной системы, где она есть.")


def _combined(pairs: Iterable[tuple[int, Share]]) -> dict[int, Combined]:
    by_year: dict[int, list[Share]] = {}
    for year, share in pairs:
        if share.value is not None:
            by_year.setdefault(year, []).append(share)
    return {
        year: combine(shares) for year, shares in sorted(by_year.items()) if len(shares) >= SMALLEST_GROUP
    }


def years_shown(results: SchoolResults, most: int = 5) -> Sequence[int]:
    """The newest years, ascending."""
    return results.years[-most:]
