"""An agreement of a school and its curator: drafted, signed by both, ended."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from opora.access import Actor, WrongState
from opora.appointments.models import Appointment
from opora.attachments.materials import Material
from opora.curators.actions.common import check_seen, kept, locked_agreement, tell_of_agreement
from opora.curators.models import Agreement
from opora.curators.rules import AGREE, EDIT_AGREEMENT, KEEP_AGREEMENT, SIGN_FOR_CURATOR, SIGN_FOR_SCHOOL
from opora.curators.states import AgreementState, Side
from opora.cycles.models import Cycle
from opora.files.actions import remove
from opora.organisations.models import Organisation
from opora.people.models import Person

PURPOSE = "curator:agreement"
_S = AgreementState


@dataclass(frozen=True, slots=True)
class Words:
    """What is agreed."""

    date: date
    subject: str
    terms: Sequence[str]
    number: str = ""


@transaction.atomic
def draft(
    *, school: Organisation, curator: Person, cycle: Cycle, words: Words, by: Actor, at: datetime
) -> Agreement:
    """Write a draft; one event. Raises WrongState where the person is not the curator of the school or such an
    agreement is there already, ValidationError without a single term."""
    AGREE.check(by, school)
    in_force = Appointment.objects.filter(role="curator", person=curator, schools=school)
    if not any(not each.is_over(timezone.localdate(at)) for each in in_force):
        raise WrongState("Этот человек не куратор школы. Сначала назначьте его.")
    agreement = Agreement(
        school=school,
        curator=curator,
        curator_name=curator.full_name,
        cycle=cycle,
        state_since=timezone.localdate(at),
        made_at=at,
        made_by_name=by.name,
    )
    _put(agreement, words)
    try:
        with transaction.atomic():
            agreement.save()
    except IntegrityError as clash:
        if "agreement_one_at_a_time" not in str(clash):
            raise
        raise WrongState("Соглашение этой школы с этим куратором на год уже есть. Откройте его.") from clash
    tell_of_agreement(agreement, "подготовил(а) соглашение школы и куратора", by=by, at=at)
    return agreement


def _put(agreement: Agreement, words: Words) -> None:
    terms = [" ".join(each.split()) for each in words.terms if each.strip()]
    wrong = {}
    if not words.subject.strip():
        wrong["subject"] = "Напишите, о чём договариваются школа и куратор."
    if not terms:
        wrong["terms"] = "Напишите хотя бы одно условие."
    if wrong:
        raise ValidationError(wrong)
    agreement.number, agreement.date = " ".join(words.number.split()), words.date
    agreement.subject, agreement.terms = words.subject.strip(), terms


@transaction.atomic
def change(*, agreement: Agreement, words: Words, seen: int, by: Actor, at: datetime) -> Agreement:
    """Correct a draft; one event. What one side signed was other words: its signature is taken off."""
    agreement = locked_agreement(agreement.pk)
    EDIT_AGREEMENT.check(by, agreement)
    check_seen(agreement, seen)
    _put(agreement, words)
    was_signed = agreement.school_signed_at is not None or agreement.curator_signed_at is not None
    agreement.school_signed_at = agreement.curator_signed_at = None
    agreement.school_signed_by_name = agreement.curator_signed_by_name = ""
    agreement.revision += 1
    agreement.save()
    note = "прежняя подпись снята" if was_signed else ""
    tell_of_agreement(agreement, "изменил(а) соглашение школы и куратора", by=by, at=at, note=note)
    return agreement


@transaction.atomic
def sign(*, agreement: Agreement, side: Side, seen: int, by: Actor, at: datetime) -> Agreement:
    """One side signs the words they have seen; with both it is in force. One event.

    Raises Conflict where the words were changed after the page was opened.
    """
    agreement = locked_agreement(agreement.pk)
    (SIGN_FOR_SCHOOL if side is Side.SCHOOL else SIGN_FOR_CURATOR).check(by, agreement)
    check_seen(agreement, seen)
    if side is Side.SCHOOL:
        agreement.school_signed_at, agreement.school_signed_by_name = at, by.name
    else:
        agreement.curator_signed_at, agreement.curator_signed_by_name = at, by.name
    if agreement.school_signed_at is not None and agreement.curator_signed_at is not None:
        agreement.state, agreement.state_since = _S.SIGNED, timezone.localdate(at)
    # not a word was changed: the other side may sign the page it has open
    agreement.save()
    verb = "подписал(а) соглашение за школу" if side is Side.SCHOOL else "подписал(а) соглашение куратора"
    tell_of_agreement(agreement, verb, by=by, at=at)
    return agreement


@transaction.atomic
def attach(*, agreement: Agreement, material: Material, by: Actor, at: datetime) -> Agreement:
    """Keep a scan of the signed paper, in place of an earlier one; one event."""
    agreement = locked_agreement(agreement.pk)
    KEEP_AGREEMENT.check(by, agreement)
    earlier = agreement.file
    agreement.file = kept(material, PURPOSE, by=by, at=at)
    agreement.save(update_fields=["file"])
    if earlier is not None:
        remove(stored=earlier, at=at)
    tell_of_agreement(agreement, "приложил(а) скан соглашения", by=by, at=at, note=agreement.file.name)
    return agreement


@transaction.atomic
def end(*, agreement: Agreement, on: date, reason: str, by: Actor, at: datetime) -> Agreement:
    """The agreement is over from the day on; one event. Raises ValidationError without a reason."""
    agreement = locked_agreement(agreement.pk)
    KEEP_AGREEMENT.check(by, agreement)
    if not reason.strip():
        raise ValidationError({"reason": "Напишите почему: это увидят школа и куратор."})
    _end(agreement, on, reason.strip(), by=by, at=at)
    return agreement


def _end(agreement: Agreement, on: date, reason: str, *, by: Actor, at: datetime) -> None:
    agreement.state, agreement.state_since = _S.ENDED, timezone.localdate(at)
    agreement.ended_on, agreement.reason = on, reason
    agreement.revision += 1
    agreement.save()
    tell_of_agreement(agreement, "прекратил(а) соглашение школы и куратора", by=by, at=at, note=reason)


def end_of(
    *, person_id: int, schools: Collection[Organisation], on: date, reason: str, by: Actor, at: datetime
) -> int:
    """End the agreements of a curator with schools that go to another; an event of each. Answers how many."""
    found = Agreement.objects.filter(curator_id=person_id, school__in=schools).exclude(state=_S.ENDED)
    ids = list(found.order_by("pk").values_list("pk", flat=True))
    for pk in ids:
        _end(locked_agreement(pk), on, f"куратор сменился: {reason}", by=by, at=at)
    return len(ids)
