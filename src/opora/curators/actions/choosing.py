"""A candidate on the way: proposed, interviewed, tested, approved, or not.

The history says that a step was taken; what was said of a person stands on their own page alone.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from opora.access import Actor
from opora.curators.actions.common import check_day, check_seen, locked_candidate, shift, tell_of
from opora.curators.models import Candidate
from opora.curators.rules import APPROVE, EDIT, END, INTERVIEW, PROPOSE, TEST, Ending
from opora.curators.states import CandidateState
from opora.cycles.models import Cycle
from opora.organisations.models import Organisation, Territory
from opora.people.models import Person

_S = CandidateState
TWICE = "Этого человека здесь уже предложили, отбор идёт. Откройте его в реестре."


@dataclass(frozen=True, slots=True)
class About:
    """What is known of a candidate. Of somebody with an account the name and the post are theirs."""

    name: str = ""
    post: str = ""
    person: Person | None = None
    organisation: Organisation | None = None
    place_of_work: str = ""
    email: str = ""
    phone: str = ""
    strengths: str = ""
    strong_at: Sequence[str] = ()
    proposal: str = ""


@transaction.atomic
def propose(
    *, territory: Territory, cycle: Cycle, about: About, on: date, by: Actor, at: datetime
) -> Candidate:
    """Write a candidate; one event. Raises ValidationError without a name and where they are proposed already."""
    PROPOSE.check(by, territory)
    check_day("on", on, at=at)
    candidate = Candidate(
        territory=territory,
        cycle=cycle,
        state_since=timezone.localdate(at),
        proposed_on=on,
        proposed_by_name=by.name,
        made_at=at,
    )
    _put(candidate, about)
    _save(candidate)
    tell_of(candidate, "предложил(а) кандидата в кураторы", by=by, at=at)
    return candidate


def _put(candidate: Candidate, about: About) -> None:
    person = about.person
    name = person.full_name if person else " ".join(about.name.split())
    if not name:
        raise ValidationError({"name": "Впишите фамилию, имя и отчество."})
    candidate.person, candidate.name = person, name
    candidate.post = about.post.strip() or (person.post if person else "")
    candidate.organisation = about.organisation
    candidate.place_of_work = "" if about.organisation else " ".join(about.place_of_work.split())
    candidate.email, candidate.phone = about.email.strip(), about.phone.strip()
    candidate.strengths, candidate.strong_at = about.strengths.strip(), list(about.strong_at)
    candidate.proposal = about.proposal.strip()


def _save(candidate: Candidate) -> None:
    try:
        with transaction.atomic():
            candidate.save()
    except IntegrityError as clash:
        if "_once" not in str(clash):
            raise
        raise ValidationError({"name": TWICE}) from clash


@transaction.atomic
def change(*, candidate: Candidate, about: About, seen: int, by: Actor, at: datetime) -> Candidate:
    """Correct what is known of a candidate; one event. Raises Conflict where somebody wrote meanwhile."""
    candidate = locked_candidate(candidate.pk)
    EDIT.check(by, candidate)
    check_seen(candidate, seen)
    _put(candidate, about)
    candidate.revision += 1
    _save(candidate)
    tell_of(candidate, "исправил(а) сведения о кандидате в кураторы", by=by, at=at)
    return candidate


@transaction.atomic
def interview(
    *, candidate: Candidate, on: date, fits: bool, words: str, by: Actor, at: datetime
) -> Candidate:
    """Write how the interview went; the same again where it was held once more. One event.

    Raises ValidationError for a day to come or before the proposal, and for «не подходит» without words.
    """
    candidate = locked_candidate(candidate.pk)
    INTERVIEW.check(by, candidate)
    check_day("on", on, at=at, not_before=candidate.proposed_on, what="кандидата предложили")
    if not fits and not words.strip():
        raise ValidationError({"words": "Напишите, почему кандидат не подходит: это увидит и регион."})
    candidate.interviewed_on, candidate.interview_fits = on, fits
    candidate.interview_words = words.strip()
    shift(candidate, _S.INTERVIEWED, at=at)
    tell_of(candidate, "записал(а) собеседование с кандидатом в кураторы", by=by, at=at)
    return candidate


@transaction.atomic
def record_test(
    *, candidate: Candidate, on: date, passed: bool, score: str, by: Actor, at: datetime
) -> Candidate:
    """Write the outcome of the obligatory test of ФИОКО; it may be taken again. One event."""
    candidate = locked_candidate(candidate.pk)
    TEST.check(by, candidate)
    check_day("on", on, at=at, not_before=candidate.interviewed_on, what="прошло собеседование")
    candidate.tested_on, candidate.test_passed = on, passed
    candidate.test_score = " ".join(score.split())
    shift(candidate, _S.TESTED, at=at)
    tell_of(candidate, "записал(а) тест кандидата в кураторы", by=by, at=at)
    return candidate


@transaction.atomic
def approve(*, candidate: Candidate, words: str, by: Actor, at: datetime) -> Candidate:
    """The region agrees; one event."""
    candidate = locked_candidate(candidate.pk)
    APPROVE.check(by, candidate)
    candidate.approved_on, candidate.approved_by_name = timezone.localdate(at), by.name
    candidate.approval_words = words.strip()
    shift(candidate, _S.APPROVED, at=at)
    tell_of(candidate, "согласовал(а) кандидата в кураторы", by=by, at=at)
    return candidate


@transaction.atomic
def end(
    *, candidate: Candidate, target: CandidateState, on: date, reason: str, by: Actor, at: datetime
) -> Candidate:
    """The candidate is rejected or declines; one event. Raises ValidationError without a reason."""
    candidate = locked_candidate(candidate.pk)
    if target not in {_S.REJECTED, _S.DECLINED}:
        raise ValidationError({"target": "Выберите: отклонить или записать отказ."})
    END.check(by, Ending(candidate, target))
    check_day("on", on, at=at, not_before=candidate.proposed_on, what="кандидата предложили")
    if not reason.strip():
        raise ValidationError({"reason": "Напишите почему: через год это объяснит выбор."})
    candidate.ended_on, candidate.reason = on, reason.strip()
    shift(candidate, target, at=at)
    verb = "отклонил(а) кандидата в кураторы"
    if target is _S.DECLINED:
        verb = "записал(а) отказ кандидата в кураторы"
    tell_of(candidate, verb, by=by, at=at)
    return candidate
