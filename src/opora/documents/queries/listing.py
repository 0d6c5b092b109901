"""Lists of documents: what there is, what waits for whom, how many of each state."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import reduce
from operator import and_
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone

from opora.access import Actor, Role
from opora.documents.models import Document
from opora.documents.queries.deadlines import Awaited, Term, due_day, terms_of
from opora.documents.queries.narrowing import entrusted_to, has_curator
from opora.documents.queries.visibility import documents_visible_to
from opora.documents.rules import OF_TERRITORY, SENDERS, WRITERS
from opora.documents.states import AWAITED, Audience, DocumentState, Form, RemarkState
from opora.inbox import Reason, Waiting
from opora.ordering import folded
from opora.organisations.models import Organisation
from opora.statements import every

#: from so many on, one line for all of them
MANY = 10


@dataclass(frozen=True, slots=True)
class Line:
    """A document in a list. `waiting` are remarks that wait for the school; `term` is of one that is still written."""

    pk: int
    title: str
    kind: str
    owner: str
    key: str
    place: str
    state: str
    since: date
    waiting: int
    of_territory: bool
    is_attached: bool
    is_incomplete: bool
    term: Term | None


@dataclass(frozen=True, slots=True)
class Chosen:
    """What a person chose above the list; empty is «all». `curator` is a person, `is_late`: past its deadline."""

    cycle_id: int
    path: str = ""
    kind: str = ""
    state: str = ""
    school: str = ""
    curator: int | None = None
    is_late: bool = False


def named_like(words: str, school: str = "school__") -> Q:
    """The condition that the school has every word in its name, or this very code."""
    parts = folded(words).split()
    if not parts:
        return Q()
    return reduce(and_, (Q((f"{school}sort_name__contains", part)) for part in parts)) | Q(
        (f"{school}key__iexact", words.strip())
    )


def found_by(actor: Actor, chosen: Chosen, *, today: date) -> QuerySet[Document]:
    found = documents_visible_to(actor).filter(named_like(chosen.school), cycle=chosen.cycle_id)
    if chosen.path:
        found = found.filter(
            Q(school__territory__path__startswith=chosen.path) | Q(territory__path__startswith=chosen.path)
        )
    if chosen.curator is not None:
        found = found.filter(entrusted_to(chosen.curator, school="school", on=today))
    if chosen.is_late:
        found = found.filter(state__in=AWAITED).alias(due=due_day()).filter(due__lt=today)
    return found.filter(kind=chosen.kind) if chosen.kind else found


def counts(actor: Actor, chosen: Chosen, *, today: date) -> dict[str, int]:
    """How many documents are in each state. One query."""
    found = found_by(actor, chosen, today=today)
    return dict(found.order_by().values_list("state").annotate(many=Count("pk")))


def lines(
    actor: Actor, chosen: Chosen, *, today: date, start: int = 0, size: int | None = None
) -> list[Line]:
    """Rows of the list, of a state or of all but the archive. One query and one for the deadlines."""
    found = found_by(actor, chosen, today=today)
    found = found.filter(state=chosen.state) if chosen.state else found.exclude(state=DocumentState.ARCHIVED)
    open_remarks = Count(
        "remarks", filter=Q(remarks__state=RemarkState.OPEN, remarks__seen_by=Audience.SCHOOL)
    )
    rows = list(
        found.annotate(waiting=open_remarks)
        .order_by("state_since", "school__sort_name", "kind", "pk")
        .values_list(
            *("pk", "title", "kind", "school__name", "school__key", "school__territory__name"),
            *("school__territory__path", "territory__name", "territory__path"),
            *("state", "state_since", "waiting", "form", "is_incomplete"),
        )[start : None if size is None else start + size]
    )
    terms = terms_of(
        ((chosen.cycle_id, row[2], row[6] or row[8] or "") for row in rows if row[9] in AWAITED), today=today
    )
    return [_line(row, terms, chosen.cycle_id) for row in rows]


def _line(row: Sequence[Any], terms: Mapping[Awaited, Term], cycle_id: int) -> Line:
    pk, title, kind, school, key, of_school, path, place, own_path, state, since, waiting, form, partial = row
    return Line(
        *(pk, title, kind, school or place or "", key or "", of_school or "", state, since, waiting),
        of_territory=place is not None,
        is_attached=form == Form.ATTACHED,
        is_incomplete=partial,
        term=terms.get((cycle_id, kind, path or own_path or "")) if state in AWAITED else None,
    )


def of_school(school: Organisation) -> list[Document]:
    """All documents of a school, the newest year first, archived last in each. One query."""
    found = Document.objects.filter(school=school).select_related(
        "direction", "cycle", "school__territory", "territory"
    )
    return sorted(
        found,
        key=lambda each: (
            *(-each.cycle.starts.toordinal(), -each.cycle_id),
            *(each.state == DocumentState.ARCHIVED, each.kind, each.pk),
        ),
    )


_ASKS = {
    DocumentState.REVIEW: (Reason.CHECK, "Проверить"),
    DocumentState.REWORK: (Reason.MEND, "Исправить"),
    DocumentState.DRAFT: (Reason.FILL, "Дописать"),
}


@dataclass(frozen=True, slots=True)
class _Own:
    pk: int
    title: str
    school: str | None
    state: str
    since: date
    due: date | None


def waiting_for(actor: Actor) -> list[Waiting]:
    """Documents whose next step is this actor's, the oldest first. One query and one for the deadlines of those
    that are written; none for those who have no part."""
    states = _own_states(actor)
    if not states:
        return []
    today = timezone.localdate()
    rows = every(_own_next, actor, today)
    terms = terms_of(((*row[5:7], row[7] or "") for row in rows if row[3] in AWAITED), today=today)
    own = []
    for pk, title, school, state, since, cycle_id, kind, path in rows:
        term = terms.get((cycle_id, kind, path or "")) if state in AWAITED else None
        own.append(_Own(pk, title, school, state, since, term.due if term else None))
    return _told(actor, own)


def _own_next(actor: Actor, today: date) -> QuerySet[Document, Any]:
    own_ones = Q(state__in=_own_states(actor), school__isnull=actor.acts_as(*OF_TERRITORY))
    if actor.role is Role.MUNICIPAL_COORDINATOR:
        # nobody else reads what a school without a curator has sent
        curated = has_curator(school="school", on=today)
        own_ones |= Q(state=DocumentState.REVIEW, school__isnull=False) & ~curated
    found = documents_visible_to(actor).filter(own_ones).order_by("state_since", "pk")
    return found.values_list(
        *("pk", "title", "school__name", "state", "state_since", "cycle_id", "kind"),
        Coalesce("school__territory__path", "territory__path"),
    )


def _own_states(actor: Actor) -> Collection[DocumentState]:
    """An administrator and the operator may step in, but nobody waits for them."""
    if actor.is_operator:
        return ()
    if actor.role in SENDERS or actor.role in WRITERS:
        return (DocumentState.DRAFT, DocumentState.REWORK)
    if actor.role is Role.MUNICIPAL_COORDINATOR:
        return (DocumentState.DRAFT, DocumentState.REWORK)
    return (DocumentState.REVIEW,) if actor.role in {Role.CURATOR, Role.REGIONAL_COORDINATOR} else ()


def _told(actor: Actor, rows: Sequence[_Own]) -> list[Waiting]:
    found = []
    for state, (reason, action) in _ASKS.items():
        own = [row for row in rows if row.state == state]
        if len(own) > MANY:
            url = f"{reverse('documents')}?state={state.value}"
            due = min((row.due for row in own if row.due), default=None)
            found.append(Waiting(reason, f"Документов: {len(own)}", action, url, own[0].since, due))
            continue
        for row in own:
            words = row.title if actor.role in WRITERS or row.school is None else f"{row.school}: {row.title}"
            page = "document-review" if state is DocumentState.REVIEW else "document"
            found.append(Waiting(reason, words, action, reverse(page, args=[row.pk]), row.since, row.due))
    return found
