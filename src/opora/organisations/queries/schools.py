"""The list of schools: filter, order, rows and totals, in one query each."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Exists, F, FilteredRelation, OuterRef, Q, QuerySet, Sum
from django.db.models.expressions import Combinable

from opora.ordering import folded
from opora.organisations.models import FormerName, Organisation, YearFigures

ORDERS = {
    "name": ("sort_name",),
    "territory": ("territory__sort_name", "sort_name"),
    "kind": ("school_kind", "sort_name"),
    "pupils": ("shown__pupils", "sort_name"),
    "teachers": ("shown__teachers", "sort_name"),
    "distance": ("distance_km", "sort_name"),
}


@dataclass(frozen=True, slots=True)
class SchoolFilter:
    """What a person chose above the list; empty is «all», `state` is open, closed or all."""

    text: str = ""
    territory_path: str = ""
    kind: str = ""
    locality: str = ""
    state: str = "open"
    order: str = "name"
    descending: bool = False

    @property
    def narrows(self) -> bool:
        """Whether anything but «open schools of the territory» is asked for."""
        return self.state != "open" or bool(self.text or self.kind or self.locality)


@dataclass(frozen=True, slots=True)
class SchoolRow:
    """A line of the list; figures are of the year asked for, None where nobody gave them."""

    id: int
    name: str
    key: str
    territory_id: int
    territory: str
    school_kind: str
    locality: str
    distance_km: int | None
    is_legal_entity: bool
    closed_on: date | None
    pupils: int | None
    teachers: int | None

    @property
    def is_open(self) -> bool:
        return self.closed_on is None


_COLUMNS = (
    "id",
    "name",
    "key",
    "territory_id",
    "territory__name",
    "school_kind",
    "locality",
    "distance_km",
    "is_legal_entity",
    "closed_on",
    "shown__pupils",
    "shown__teachers",
)


@dataclass(frozen=True, slots=True)
class SchoolTotals:
    """Sums over what the filter leaves; `*_known` is how many schools gave the figure.

    `all_pupils` and `all_teachers` are the sums over the open schools of the whole territory: the
    denominator of shares. Sums are None where no school gave the figure.
    """

    schools: int
    legal_entities: int
    pupils: int | None
    pupils_known: int
    teachers: int | None
    teachers_known: int
    all_pupils: int | None
    all_teachers: int | None


def years_of(schools: QuerySet[Organisation]) -> list[int]:
    """The school years for which any of the schools has figures, newest first."""
    years = YearFigures.objects.filter(organisation__in=schools.order_by())
    return list(years.order_by("-year").values_list("year", flat=True).distinct())


def school_rows(
    schools: QuerySet[Organisation],
    chosen: SchoolFilter,
    *,
    year: int | None,
    start: int = 0,
    end: int | None = None,
) -> list[SchoolRow]:
    """Rows `start` to `end` of the filtered list, in a total order."""
    found = _with_figures(schools, year).filter(_conditions(chosen), _place(chosen))
    rows: QuerySet[Any, tuple[Any, ...]] = found.order_by(*_order(chosen)).values_list(*_COLUMNS)
    return [SchoolRow(*row) for row in rows[start:end]]


def school_totals(schools: QuerySet[Organisation], chosen: SchoolFilter, *, year: int | None) -> SchoolTotals:
    """Counts and sums over the whole filtered list, not only over one page of it.

    One query; a second where a filter narrows the list, for the whole that shares are of.
    """
    here = _with_figures(schools, year).filter(_place(chosen))
    sums = here.filter(_conditions(chosen)).aggregate(
        schools=Count("pk"),
        legal_entities=Count("pk", filter=Q(is_legal_entity=True)),
        pupils=Sum("shown__pupils"),
        pupils_known=Count("shown__pupils"),
        teachers=Sum("shown__teachers"),
        teachers_known=Count("shown__teachers"),
    )
    whole = {"all_pupils": sums["pupils"], "all_teachers": sums["teachers"]}
    if chosen.narrows:
        whole = here.filter(closed_on=None).aggregate(
            all_pupils=Sum("shown__pupils"), all_teachers=Sum("shown__teachers")
        )
    return SchoolTotals(**sums, **whole)


def _with_figures(schools: QuerySet[Organisation], year: int | None) -> QuerySet[Organisation, Any]:
    # a school has at most one row of figures a year: the join adds no rows
    return schools.annotate(shown=FilteredRelation("figures", condition=Q(figures__year=year or 0)))


def _place(chosen: SchoolFilter) -> Q:
    return Q(territory__path__startswith=chosen.territory_path) if chosen.territory_path else Q()


def _conditions(chosen: SchoolFilter) -> Q:
    found = Q()
    if chosen.state == "open":
        found &= Q(closed_on=None)
    elif chosen.state == "closed":
        found &= Q(closed_on__isnull=False)
    if chosen.kind:
        found &= Q(school_kind=chosen.kind)
    if chosen.locality:
        found &= Q(locality=chosen.locality)
    if chosen.text:
        former = FormerName.objects.filter(organisation=OuterRef("pk"), name__icontains=chosen.text)
        found &= Q(sort_name__contains=folded(chosen.text)) | Q(key__iexact=chosen.text) | Q(Exists(former))
    return found


def _order(chosen: SchoolFilter) -> list[str | Combinable]:
    first, *rest = ORDERS.get(chosen.order, ORDERS["name"])
    # a school without the figure stands last whichever way the list is turned
    head = F(first).desc(nulls_last=True) if chosen.descending else F(first).asc(nulls_last=True)
    return [head, *rest, "id"]
