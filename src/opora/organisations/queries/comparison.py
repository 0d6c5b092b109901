"""Chosen schools side by side."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import FilteredRelation, OuterRef, Q, QuerySet, Subquery

from opora.organisations.models import Leader, Merit, Organisation
from opora.organisations.passport import PassportItem, context_shares
from opora.organisations.states import Locality, MeritKind, SchoolKind

_KINDS: dict[str, str] = dict(SchoolKind.choices)
_LOCALITIES: dict[str, str] = dict(Locality.choices)


@dataclass(frozen=True, slots=True)
class Compared:
    """A column of the comparison. `context` are shares 0–1; `heads_known`: heads its history names."""

    id: int
    name: str
    territory: str
    school_kind: str
    locality: str
    distance_km: int | None
    is_legal_entity: bool
    head: str
    heads_known: int
    pupils: int | None
    teachers: int | None
    teachers_under_35: int | None
    teachers_over_55: int | None
    context: dict[str, float]
    merits: dict[MeritKind, tuple[str, ...]]


def compared(
    schools: QuerySet[Organisation], ids: Sequence[int], *, year: int | None, items: tuple[PassportItem, ...]
) -> list[Compared]:
    """The schools of `ids` that are among `schools`, in the order asked for. Three queries."""
    heads = Leader.objects.filter(organisation=OuterRef("pk"), is_head=True, until=None).order_by(
        "-since", "-id"
    )
    rows = (
        schools.filter(pk__in=ids)
        .annotate(
            shown=FilteredRelation("figures", condition=Q(figures__year=year or 0)),
            head=Subquery(heads.values("name")[:1]),
        )
        .order_by("pk")
        .values_list(
            "pk",
            "name",
            "territory__name",
            "school_kind",
            "locality",
            "distance_km",
            "is_legal_entity",
            "head",
            "shown__pupils",
            "shown__teachers",
            "shown__teachers_under_35",
            "shown__teachers_over_55",
            "shown__passport",
        )
    )
    merits = _merits(ids)
    heads_of = _heads(ids)
    found = {
        row[0]: Compared(
            id=row[0],
            name=row[1],
            territory=row[2],
            school_kind=_KINDS.get(row[3], ""),
            locality=_LOCALITIES.get(row[4], ""),
            distance_km=row[5],
            is_legal_entity=row[6],
            head=row[7] or "",
            heads_known=heads_of.get(row[0], 0),
            pupils=row[8],
            teachers=row[9],
            teachers_under_35=row[10],
            teachers_over_55=row[11],
            context=context_shares(row[12] or {}, row[8], items),
            merits={kind: tuple(merits.get((row[0], kind), ())) for kind in MeritKind},
        )
        for row in rows
    }
    return [found[pk] for pk in dict.fromkeys(ids) if pk in found]


def _merits(ids: Sequence[int]) -> dict[tuple[int, MeritKind], list[str]]:
    merits: dict[tuple[int, MeritKind], list[str]] = {}
    rows = Merit.objects.filter(organisation__in=ids).order_by("kind", "-year_from", "id")
    for organisation_id, kind, text in rows.values_list("organisation_id", "kind", "text"):
        merits.setdefault((organisation_id, MeritKind(kind)), []).append(text)
    return merits


def _heads(ids: Sequence[int]) -> dict[int, int]:
    counts: dict[int, int] = {}
    for pk in Leader.objects.filter(organisation__in=ids, is_head=True).values_list(
        "organisation_id", flat=True
    ):
        counts[pk] = counts.get(pk, 0) + 1
    return counts
