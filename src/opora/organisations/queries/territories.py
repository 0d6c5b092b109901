"""The tree of territories with totals of all that lies below each of them."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.db.models import Count, FilteredRelation, Q, QuerySet, Sum

from opora.organisations.models import Organisation, Territory
from opora.organisations.states import OrganisationKind


@dataclass(frozen=True, slots=True)
class TerritoryRow:
    """A node with sums over its open schools and those of everything below it.

    `depth` counts from the root of the rows asked for (0). Sums are None where no school gave the figure;
    `*_known` is how many schools did.
    """

    id: int
    name: str
    code: str
    kind: str
    path: str
    depth: int
    schools: int = 0
    legal_entities: int = 0
    pupils: int | None = None
    pupils_known: int = 0
    teachers: int | None = None
    teachers_known: int = 0


def chain_of(path: str) -> list[Territory]:
    """The territories on a path, from the root down."""
    ids = [int(part) for part in path.split("/") if part]
    return list(Territory.objects.filter(pk__in=ids).order_by("path"))


def territory_rows(territories: QuerySet[Territory], *, year: int | None) -> list[TerritoryRow]:
    """The territories as a tree in reading order: a parent, then its children by name. Two queries."""
    nodes = list(territories.order_by("sort_name", "id").values_list("id", "name", "code", "kind", "path"))
    own = _own_totals(territories, year)
    rows = [
        replace(
            own.get(node[0], _NOTHING),
            id=node[0],
            name=node[1],
            code=node[2],
            kind=node[3],
            path=node[4] or "",
        )
        for node in nodes
    ]
    return _in_reading_order(_rolled_up(rows))


_NOTHING = TerritoryRow(id=0, name="", code="", kind="", path="", depth=0)


def _own_totals(territories: QuerySet[Territory], year: int | None) -> dict[int, TerritoryRow]:
    sums = (
        Organisation.objects.filter(
            kind=OrganisationKind.SCHOOL, closed_on=None, territory__in=territories.order_by()
        )
        .annotate(shown=FilteredRelation("figures", condition=Q(figures__year=year or 0)))
        .order_by()
        .values("territory_id")
        .annotate(
            schools=Count("pk"),
            legal_entities=Count("pk", filter=Q(is_legal_entity=True)),
            pupils=Sum("shown__pupils"),
            pupils_known=Count("shown__pupils"),
            teachers=Sum("shown__teachers"),
            teachers_known=Count("shown__teachers"),
        )
    )
    return {
        row["territory_id"]: replace(
            _NOTHING,
            schools=row["schools"],
            legal_entities=row["legal_entities"],
            pupils=row["pupils"],
            pupils_known=row["pupils_known"],
            teachers=row["teachers"],
            teachers_known=row["teachers_known"],
        )
        for row in sums
    }


def _rolled_up(rows: list[TerritoryRow]) -> list[TerritoryRow]:
    by_path = {row.path: row for row in rows}
    # the deepest first: each hands its sums to its parent once
    for path in sorted(by_path, key=lambda p: p.count("/"), reverse=True):
        above = path[: path.rstrip("/").rfind("/") + 1]
        if above in by_path:
            by_path[above] = _plus(by_path[above], by_path[path])
    return list(by_path.values())


def _plus(row: TerritoryRow, part: TerritoryRow) -> TerritoryRow:
    return replace(
        row,
        schools=row.schools + part.schools,
        legal_entities=row.legal_entities + part.legal_entities,
        pupils=_sum(row.pupils, part.pupils),
        pupils_known=row.pupils_known + part.pupils_known,
        teachers=_sum(row.teachers, part.teachers),
        teachers_known=row.teachers_known + part.teachers_known,
    )


def _sum(one: int | None, other: int | None) -> int | None:
    if one is None or other is None:
        return other if one is None else one
    return one + other


def _in_reading_order(rows: Iterable[TerritoryRow]) -> list[TerritoryRow]:
    """`rows` stand by name; children follow their parent, roots are those whose parent is not here."""
    rows = list(rows)
    paths = {row.path for row in rows}
    children: dict[str, list[TerritoryRow]] = {}
    for row in rows:
        above = row.path[: row.path.rstrip("/").rfind("/") + 1]
        children.setdefault(above if above in paths else "", []).append(row)
    ordered: list[TerritoryRow] = []
    waiting = [replace(row, depth=0) for row in reversed(children.get("", []))]
    while waiting:
        row = waiting.pop()
        ordered.append(row)
        waiting.extend(replace(child, depth=row.depth + 1) for child in reversed(children.get(row.path, [])))
    return ordered
