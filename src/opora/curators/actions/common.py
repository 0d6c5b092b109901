"""What every write of candidates and agreements shares."""

from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.utils import timezone

from opora.access import Actor, Conflict
from opora.attachments.materials import Material
from opora.curators.models import Agreement, Candidate
from opora.curators.queries.visibility import AGREEMENT, CANDIDATE
from opora.curators.states import CandidateState
from opora.files.actions import store
from opora.files.models import StoredFile
from opora.history.actions import record

_NOT_YET = "Этот день ещё не наступил. Проверьте дату."


def locked_candidate(pk: int) -> Candidate:
    """The row until the end of the transaction, so that two people do not take the same step."""
    return (
        Candidate.objects.select_for_update(of=("self",))
        .select_related("territory", "cycle", "person", "organisation", "appointment")
        .get(pk=pk)
    )


def locked_agreement(pk: int) -> Agreement:
    return (
        Agreement.objects.select_for_update(of=("self",))
        .select_related("school__territory", "curator", "cycle", "file")
        .get(pk=pk)
    )


def check_seen(thing: Candidate | Agreement, seen: int) -> None:
    """`seen` is the revision the writer looked at; raises Conflict where somebody wrote meanwhile."""
    if thing.revision != seen:
        raise Conflict("Пока вы писали, здесь уже изменили. Откройте страницу и внесите свою правку снова.")


def check_day(field: str, day: date, *, at: datetime, not_before: date | None = None, what: str = "") -> None:
    """Raises ValidationError for a day to come and for one before the step that goes before it."""
    if day > timezone.localdate(at):
        raise ValidationError({field: _NOT_YET})
    if not_before is not None and day < not_before:
        raise ValidationError({field: f"Это раньше, чем {what} ({not_before:%d.%m.%Y}). Проверьте дату."})


def shift(candidate: Candidate, target: CandidateState, *, at: datetime) -> None:
    """Write the candidate in a state; the same state again begins anew."""
    candidate.state, candidate.state_since = target, timezone.localdate(at)
    candidate.revision += 1
    candidate.save()


def kept(given: Material, purpose: str, *, by: Actor, at: datetime) -> StoredFile:
    return store(
        data=given.data, name=given.name, content_type=given.content_type, purpose=purpose, by=by, at=at
    )


def tell_of(candidate: Candidate, verb: str, *, by: Actor, at: datetime, note: str = "") -> None:
    record(
        by=by,
        at=at,
        verb=verb,
        subject_kind=CANDIDATE,
        subject_id=candidate.pk,
        subject_title=candidate.name,
        territory_path=candidate.territory_path,
        note=note,
    )


def tell_of_agreement(agreement: Agreement, verb: str, *, by: Actor, at: datetime, note: str = "") -> None:
    record(
        by=by,
        at=at,
        verb=verb,
        subject_kind=AGREEMENT,
        subject_id=agreement.pk,
        subject_title=f"{agreement.school.name}: {agreement.curator_name}",
        school_id=agreement.school_id,
        territory_path=agreement.school.territory.path or "",
        note=note,
    )
