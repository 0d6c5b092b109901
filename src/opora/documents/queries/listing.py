"""Lists of documents: what there is, what waits for whom, how many of each state."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet
from django.urls import reverse

from opora.access import Actor, Role
from opora.cycles.models import Cycle
from opora.documents.models import Document
from opora.documents.queries.visibility import documents_visible_to
from opora.documents.rules import OF_TERRITORY, SENDERS, WRITERS
from opora.documents.states import Audience, DocumentState, RemarkState
from opora.organisations.models import Organisation

#: from so many on, one line for all of them
MANY = 10


@dataclass(frozen=True, slots=True)
class Line:
    """A document in a list. `waiting` are remarks that wait for the school."""

    pk: int
    title: str
    kind: str
    owner: str
    place: str
    state: str
    since: date
    waiting: int
    of_territory: bool


@dataclass(frozen=True, slots=True)
class Chosen:
    """What a person chose above the list; empty is «all»."""

    cycle_id: int
    path: str = ""
    kind: str = ""
    state: str = ""


def found_by(actor: Actor, chosen: Chosen) -> QuerySet[Document]:
    found = documents_visible_to(actor).filter(cycle=chosen.cycle_id)
    if chosen.path:
        found = found.filter(
            Q(school__territory__path__startswith=chosen.path) | Q(territory__path__startswith=chosen.path)
        )
    return found.filter(kind=chosen.kind) if chosen.kind else found


def counts(actor: Actor, chosen: Chosen) -> dict[str, int]:
    """How many documents are in each state. One query."""
    rows = found_by(actor, chosen).order_by().values_list("state").annotate(many=Count("pk"))
    return dict(rows)


def lines(actor: Actor, chosen: Chosen, *, start: int, size: int) -> list[Line]:
    """Rows of the list, of a state or of all but the archive. One query."""
    found = found_by(actor, chosen)
    found = found.filter(state=chosen.state) if chosen.state else found.exclude(state=DocumentState.ARCHIVED)
    open_remarks = Count(
        "remarks", filter=Q(remarks__state=RemarkState.OPEN, remarks__seen_by=Audience.SCHOOL)
    )
    rows = (
        found.annotate(waiting=open_remarks)
        .order_by("state_since", "school__sort_name", "kind", "pk")
        .values_list(
            *("pk", "title", "kind", "school__name", "school__territory__name", "territory__name"),
            *("state", "state_since", "waiting"),
        )[start : start + size]
    )
    return [
        Line(
            pk, title, kind, school or place or "", of_school or "", state, since, waiting, place is not None
        )
        for pk, title, kind, school, of_school, place, state, since, waiting in rows
    ]


def of_school(school: Organisation, cycle: Cycle) -> list[Document]:
    """All documents of a school in a year, archived last. One query."""
    found = Document.objects.filter(school=school, cycle=cycle).select_related("direction")
    return sorted(found, key=lambda each: (each.state == DocumentState.ARCHIVED, each.kind, each.pk))


@dataclass(frozen=True, slots=True)
class Waiting:
    """What waits on somebody's desk. `action` is what the button says."""

    title: str
    action: str
    url: str
    since: date


_ACTIONS = {
    DocumentState.REVIEW: "Проверить",
    DocumentState.REWORK: "Исправить",
    DocumentState.DRAFT: "Дописать",
}


def waiting_for(actor: Actor) -> list[Waiting]:
    """Documents whose next step is this actor's, the oldest first. One query; none for those who have no part."""
    states = _own_states(actor)
    if not states:
        return []
    of_territories = actor.acts_as(*OF_TERRITORY)
    rows = (
        documents_visible_to(actor)
        .filter(state__in=states, school__isnull=of_territories)
        .order_by("state_since", "pk")
        .values_list("pk", "title", "school__name", "state", "state_since")
    )
    return _told(actor, list(rows))


def _own_states(actor: Actor) -> Collection[DocumentState]:
    """An administrator and the operator may step in, but nobody waits for them."""
    if actor.is_operator:
        return ()
    if actor.role in SENDERS or actor.role in WRITERS:
        return (DocumentState.DRAFT, DocumentState.REWORK)
    if actor.role is Role.MUNICIPAL_COORDINATOR:
        return (DocumentState.DRAFT, DocumentState.REWORK)
    return (DocumentState.REVIEW,) if actor.role in {Role.CURATOR, Role.REGIONAL_COORDINATOR} else ()


def _told(actor: Actor, rows: Sequence[tuple[int, str, str | None, str, date]]) -> list[Waiting]:
    found = []
    for state, action in _ACTIONS.items():
        own = [row for row in rows if row[3] == state]
        if len(own) > MANY:
            url = f"{reverse('documents')}?state={state.value}"
            found.append(Waiting(f"Документов: {len(own)}", action, url, own[0][4]))
            continue
        for pk, title, school, _, since in own:
            words = title if actor.role in WRITERS or school is None else f"{school}: {title}"
            page = "document-review" if state is DocumentState.REVIEW else "document"
            found.append(Waiting(words, action, reverse(page, args=[pk]), since))
    return found
