"""Documents that are awaited by a day, those that came back, reports of stages."""

from collections.abc import Iterator, Mapping

from django.db.models import Count
from django.urls import reverse
from django.utils import timezone

from opora.access.actor import operator
from opora.burden.sources.base import Asker, Load, LoadKind, Window, asker_of_territory
from opora.documents.models import Deadline, Review
from opora.documents.queries.definitions import outlines
from opora.documents.queries.missing import TAKEN, awaited_schools
from opora.documents.states import Outcome
from opora.organisations.models import Organisation
from opora.risks.models import Direction
from opora.roadmaps.models import Checkpoint


def documents(window: Window) -> Iterator[Load]:
    """Of each kind with a deadline one for every school that is helped in that year; the nearest deadline counts.

    Where each direction has its own document, as many as the school has taken. A fixed number of queries, and two
    for each year that the days touch.
    """
    deadlines = list(
        Deadline.objects.filter(due__range=(window.first, window.last))
        .order_by("pk")
        .values_list("cycle_id", "kind", "due", "territory__path", "territory__kind", "territory__name")
    )
    if not deadlines:
        return
    paths = dict(Organisation.objects.filter(pk__in=window.within).values_list("pk", "territory__path"))
    kinds = {each.code: each for each in outlines(_common([path or "" for path in paths.values()])).values()}
    before, after = reverse("school-documents", args=[0]).split("0")
    for cycle in sorted({each[0] for each in deadlines}):
        of_year = [each for each in deadlines if each[0] == cycle]
        awaited = awaited_schools(operator(), cycle, on=window.first).filter(pk__in=window.within)
        taken = _taken(window, cycle)
        for school in awaited.order_by("pk").values_list("pk", flat=True):
            for kind, due, territory_kind, name in _nearest(of_year, paths.get(school) or ""):
                outline = kinds.get(kind)
                many = taken.get(school, 0) if outline is not None and outline.per_direction else 1
                title = outline.title if outline is not None else kind
                if many:
                    yield Load(
                        *(school, due, LoadKind.DOCUMENT, title if many == 1 else f"{title}: {many}"),
                        *(asker_of_territory(territory_kind), name),
                        *(many * window.norms.of_document(kind), f"{before}{school}{after}"),
                    )


def _common(paths: list[str]) -> str:
    """The beginning that all paths share: kinds of documents are read for it."""
    if not paths:
        return ""
    low, high = min(paths).split("/"), max(paths).split("/")
    shared = []
    for one, other in zip(low[:-1], high[:-1], strict=False):
        if one != other:
            break
        shared.append(one)
    return "".join(f"{step}/" for step in shared)


def _taken(window: Window, cycle: int) -> Mapping[int, int]:
    return dict(
        Direction.objects.filter(cycle=cycle, school__in=window.within, state__in=TAKEN)
        .order_by()
        .values_list("school_id")
        .annotate(many=Count("pk"))
    )


def _nearest(deadlines: list[tuple], path: str) -> Iterator[tuple]:  # type: ignore[type-arg]
    """Of each kind the deadline of the nearest territory above the school: kind, day, who set it."""
    found: dict[str, tuple] = {}  # type: ignore[type-arg]
    for _, kind, due, where, territory_kind, name in sorted(deadlines, key=lambda each: len(each[3] or "")):
        if path.startswith(where or ""):
            found[kind] = (kind, due, territory_kind, name)
    yield from found.values()


def returned(window: Window) -> Iterator[Load]:
    """Every time a curator gave a document back. One query."""
    rows = (
        Review.objects.filter(
            version__document__school__in=window.within,
            outcome=Outcome.RETURNED,
            decided_at__date__range=(window.first, window.last),
        )
        .order_by("pk")
        .values_list(
            *("version__document__school_id", "version__document_id", "version__document__title"),
            *("decided_at", "decided_by_name"),
        )
    )
    before, after = reverse("document", args=[0]).split("0")
    for school, pk, title, at, name in rows:
        yield Load(
            *(school, timezone.localdate(at), LoadKind.RETURNED, f"Доработать: {title}", Asker.CURATOR, name),
            *(window.norms.document_returned, f"{before}{pk}{after}"),
        )


def checkpoints(window: Window) -> Iterator[Load]:
    """Reports of stages that were begun, on the day they are due. One query."""
    rows = (
        Checkpoint.objects.filter(school__in=window.within)
        .order_by("pk")
        .values_list("school_id", "pk", "title", "due", "state_since")
    )
    before, after = reverse("roadmap-checkpoint", args=[0]).split("0")
    for school, pk, title, due, since in rows:
        on = due or since
        if window.holds(on):
            yield Load(
                *(school, on, LoadKind.CHECKPOINT, title, Asker.PROGRAMME, "Порядок программы"),
                *(window.norms.checkpoint, f"{before}{pk}{after}"),
            )
