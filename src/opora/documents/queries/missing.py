"""Schools that are helped this year and have not begun a document."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from opora.access import Actor
from opora.cycles.models import Participation
from opora.cycles.states import Mode
from opora.documents.models import Document
from opora.documents.outline import Outline
from opora.documents.queries.listing import Chosen, named_like
from opora.documents.queries.narrowing import entrusted_to
from opora.documents.states import DocumentState
from opora.identification.models import ListEntry
from opora.identification.states import ListKind, ListState
from opora.organisations.models import Organisation
from opora.organisations.queries import schools_visible_to
from opora.risks.models import Direction
from opora.risks.states import DirectionState

#: directions for which a programme is written
TAKEN = frozenset(
    {DirectionState.CHOSEN, DirectionState.VERIFIED, DirectionState.ACTIVE, DirectionState.UNDER_WAY}
)
#: lists whose schools are helped; signs of biased results alone do not oblige a school to write
_HELPED = (ListKind.LOW, ListKind.HARD)
#: a base school helps others
_HELPED_AS = (Mode.ACTIVE, Mode.AFTERCARE)


@dataclass(frozen=True, slots=True)
class Missing:
    """A school without a document. `directions` are those it has taken and has no programme for."""

    pk: int
    key: str
    name: str
    place: str
    path: str
    directions: Sequence[str]


def awaited_schools(actor: Actor, cycle_id: int, *, on: date) -> QuerySet[Organisation]:
    """Open schools of the scope on an approved list of the year, or taking part in a programme of it."""
    listed = ListEntry.objects.filter(
        year_list__cycle=cycle_id,
        year_list__state=ListState.APPROVED,
        year_list__kind__in=_HELPED,
        listed=True,
        school=OuterRef("pk"),
    )
    part = Participation.objects.filter(
        Q(until=None) | Q(until__gte=on), cycle=cycle_id, mode__in=_HELPED_AS, school=OuterRef("pk")
    )
    return schools_visible_to(actor).filter(
        Exists(listed.order_by()) | Exists(part.order_by()), closed_on=None
    )


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
