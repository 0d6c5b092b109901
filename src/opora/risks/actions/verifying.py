"""The curator's first visit about a direction: what was looked at and what it ends in."""

from dataclasses import dataclass
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction

from opora.access import Actor
from opora.files.actions import store
from opora.files.models import StoredFile
from opora.indicators.values import LEVEL_TITLES, Level
from opora.risks.actions.steps import locked, shift, tell
from opora.risks.models import Direction, Milestone, Verification
from opora.risks.rules import VERIFY
from opora.risks.states import AFTER_VERIFICATION, Happening, Outcome


@dataclass(frozen=True, slots=True)
class Visit:
    """What the curator writes down. Marks are None where nothing was said; `level` only where refined."""

    visited_on: date
    outcome: Outcome
    seen: bool | None = None
    seen_note: str = ""
    documents: bool | None = None
    documents_note: str = ""
    talk: bool | None = None
    talk_note: str = ""
    level: Level | None = None
    reason: str = ""
    evidence: str = ""
    file_name: str = ""
    file_type: str = ""
    file_data: bytes = b""


@transaction.atomic
def verify(*, direction: Direction, visit: Visit, by: Actor, at: datetime) -> Verification:
    """Write the visit, move the direction on (or into dispute), write both days and one event.

    Raises ValidationError where a dispute or a refinement has no reason, a refinement no level, or the visit
    lies in the future.
    """
    direction = locked(direction.pk)
    VERIFY.check(by, direction)
    _check(visit)
    made = Verification.objects.create(
        direction=direction,
        visited_on=visit.visited_on,
        seen=visit.seen,
        seen_note=visit.seen_note.strip(),
        documents=visit.documents,
        documents_note=visit.documents_note.strip(),
        talk=visit.talk,
        talk_note=visit.talk_note.strip(),
        outcome=visit.outcome,
        level=visit.level or "",
        reason=visit.reason.strip(),
        evidence=visit.evidence.strip(),
        file=_kept(visit, by, at),
        recorded_at=at,
        recorded_by_name=by.name,
    )
    _write_visit(direction, visit.visited_on, by, at)
    shift(
        direction,
        AFTER_VERIFICATION[visit.outcome],
        happened_on=visit.visited_on,
        note=made.reason,
        by=by,
        at=at,
    )
    tell(direction, _told(visit), by=by, at=at, note=made.reason)
    return made


def _told(visit: Visit) -> str:
    """«записал(а) визит и подтвердил(а) уровень риска»: the line of the history."""
    match visit.outcome:
        case Outcome.CONFIRMED:
            ended = "подтвердил(а) уровень риска"
        case Outcome.REFINED:
            assert visit.level is not None
            ended = f"уточнил(а) уровень риска: {LEVEL_TITLES[visit.level]}"
        case _:
            ended = "оспорил(а) риск"
    return f"записал(а) визит и {ended}"


def _check(visit: Visit) -> None:
    wrong = {}
    if visit.outcome is not Outcome.CONFIRMED and not visit.reason.strip():
        wrong["reason"] = "Напишите почему: школа увидит это дословно."
    if visit.outcome is Outcome.REFINED and visit.level is None:
        wrong["level"] = "Выберите уровень, который увидели вы."
    if visit.seen is None and visit.documents is None and visit.talk is None:
        wrong["seen"] = "Отметьте хотя бы одно: что увидели, какие документы посмотрели, с кем говорили."
    if wrong:
        raise ValidationError(wrong)


def _kept(visit: Visit, by: Actor, at: datetime) -> StoredFile | None:
    if not visit.file_data:
        return None
    return store(
        data=visit.file_data,
        name=visit.file_name,
        content_type=visit.file_type,
        purpose="risks:evidence",
        by=by,
        at=at,
    )


def _write_visit(direction: Direction, day: date, by: Actor, at: datetime) -> None:
    """One visit serves all directions of the school: the same day is written once."""
    Milestone.objects.get_or_create(
        cycle_id=direction.cycle_id,
        school_id=direction.school_id,
        direction=None,
        what=Happening.VISIT,
        first=day,
        last=day,
        defaults={"recorded_at": at, "recorded_by_name": by.name},
    )
