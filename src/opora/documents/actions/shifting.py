"""Writing the state of documents: one that is locked, or many at once for a round of expertise."""

from collections.abc import Collection
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from opora.access import Actor, Conflict, WrongState
from opora.documents.actions.locking import SUBJECT, locked, tell
from opora.documents.models import Document
from opora.documents.states import DONE, TRANSITIONS, DocumentState
from opora.history.actions import event_of, record_all


def shift(document: Document, target: DocumentState, *, by: Actor, at: datetime, note: str = "") -> None:
    """Write the new state of a locked document and one event; the caller has asked whether it may be."""
    origin = _origin(document, target)
    document.state, document.state_since = target, timezone.localdate(at)
    try:
        with transaction.atomic():
            document.save(update_fields=["state", "state_since"])
    except IntegrityError as twice:
        if "document_one_alive" in str(twice):
            raise Conflict(
                "Школа уже начала новый документ этого вида. Сначала уберите в архив его."
            ) from twice
        raise
    tell(document, DONE[origin, target], by=by, at=at, note=note)


def _origin(document: Document, target: DocumentState) -> DocumentState:
    origin = DocumentState(document.state)
    if target not in TRANSITIONS[origin]:
        words = f"Документ «{document.title}» в состоянии «{origin.label}». Обновите страницу и посмотрите, чей ход."
        raise WrongState(words)
    return origin


def _shift_all(ids: Collection[int], target: DocumentState, *, by: Actor, at: datetime) -> None:
    """The same for many, all or none: one event each, a handful of queries whatever the number."""
    found = list(
        Document.objects.select_for_update(of=("self",))
        .select_related("school__territory", "territory")
        .filter(pk__in=ids)
        .order_by("pk")
    )
    events = [
        event_of(
            by=by,
            at=at,
            verb=DONE[_origin(each, target), target],
            subject_kind=SUBJECT,
            subject_id=each.pk,
            subject_title=each.title,
            territory_path=each.territory_path,
        )
        for each in found
    ]
    Document.objects.filter(pk__in=[each.pk for each in found]).update(
        state=target, state_since=timezone.localdate(at)
    )
    record_all(events)


@transaction.atomic
def hand_to_expertise(*, documents: Collection[int], by: Actor, at: datetime) -> None:
    """Confirmed documents into a round of expertise, by ids. Whether they may, the round has asked."""
    _shift_all(documents, DocumentState.EXPERTISE, by=by, at=at)


@transaction.atomic
def finish_expertise(*, documents: Collection[int], by: Actor, at: datetime) -> None:
    """The round of these documents is closed. Whether it may be, the round has asked."""
    _shift_all(documents, DocumentState.ASSESSED, by=by, at=at)


@transaction.atomic
def take_from_expertise(*, document: Document, words: str, by: Actor, at: datetime) -> None:
    """Out of a round before it is over. Whether it may, the round has asked."""
    shift(locked(document.pk), DocumentState.CONFIRMED, by=by, at=at, note=words)
