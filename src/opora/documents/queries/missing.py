"""Schools that are helped this year and have not begun a document."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from opora.access import Actor
from opora.documents.models import Document
from opora.documents.outline import Outline
from opora.documents.queries.listing import Chosen, named_like
from opora.documents.queries.narrowing import entrusted_to
from opora.documents.states import DocumentState
from opora.identification.queries.helped import awaited_schools
from opora.organisations.models import Organisation
from opora.risks.models import Direction
from opora.risks.states import DirectionState

#: directions for which a programme is written
TAKEN = frozenset(
    {DirectionState.CHOSEN, DirectionState.VERIFIED, DirectionState.ACTIVE, DirectionState.UNDER_WAY}
)


@dataclass(frozen=True, slots=True)
class Missing:
    """A school without a document. `directions` are those it has taken and has no programme for."""

    pk: int
    key: str
    name: str
    place: str
    path: str
    directions: Sequence[str]


def without_document(
    actor: Actor, chosen: Chosen, kind: Outline | None, *, on: date
) -> QuerySet[Organisation]:
    """Of `awaited_schools` those with no document of the kind, with none at all without `kind`.

    Where each direction has its own programme, a school that lacks one of them stands here too.
    """
    lacks = ~Q(Exists(_alive(chosen, kind).filter(school=OuterRef("pk"))))
    if kind is not None and kind.per_direction:
        lacks |= Q(Exists(_unanswered(chosen, kind).filter(school=OuterRef("pk"))))
    found = awaited_schools(actor, chosen.cycle_id, on=on).filter(lacks, named_like(chosen.school, ""))
    if chosen.path:
        found = found.filter(territory__path__startswith=chosen.path)
    if chosen.curator is not None:
        found = found.filter(entrusted_to(chosen.curator, school="", on=on))
    return found


def _alive(chosen: Chosen, kind: Outline | None) -> QuerySet[Document]:
    alive = Document.objects.filter(cycle=chosen.cycle_id).exclude(state=DocumentState.ARCHIVED).order_by()
    return alive if kind is None else alive.filter(kind=kind.code)


def _unanswered(chosen: Chosen, kind: Outline) -> QuerySet[Direction]:
    """Directions that were taken and have no programme."""
    return Direction.objects.filter(
        ~Exists(_alive(chosen, kind).filter(direction=OuterRef("pk"))),
        cycle=chosen.cycle_id,
        state__in=TAKEN,
    )


def missing_lines(
    found: QuerySet[Organisation],
    chosen: Chosen,
    kind: Outline | None,
    *,
    start: int = 0,
    size: int | None = None,
) -> list[Missing]:
    """Rows of `without_document` in order of names. One query, and one where directions are to be named."""
    end = None if size is None else start + size
    rows = list(
        found.order_by("sort_name", "pk").values_list(
            "pk", "key", "name", "territory__name", "territory__path"
        )[start:end]
    )
    names: dict[int, list[str]] = {}
    if rows and kind is not None and kind.per_direction:
        lacking = _unanswered(chosen, kind).filter(school__in=[row[0] for row in rows])
        for school, title in lacking.order_by("factor_code", "pk").values_list("school_id", "factor_title"):
            names.setdefault(school, []).append(title)
    return [
        Missing(pk, key, name, place, path or "", tuple(names.get(pk, ())))
        for pk, key, name, place, path in rows
    ]
