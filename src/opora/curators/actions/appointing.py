"""A candidate becomes the curator of schools; a curator is replaced. Appointments write their own events."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction

from opora.access import Actor, Role, WrongState
from opora.appointments import actions as appointments
from opora.appointments.actions import Terms
from opora.appointments.models import Appointment
from opora.appointments.scopes import Places, make_places, places_of
from opora.curators.actions.agreeing import end_of
from opora.curators.actions.common import locked_candidate, shift
from opora.curators.models import Candidate
from opora.curators.rules import APPOINT, CHOOSE
from opora.curators.states import ENDED, CandidateState
from opora.cycles.models import Cycle
from opora.organisations.models import Organisation
from opora.people import actions as people
from opora.people.models import Person

_ROLE = Role.CURATOR


@dataclass(frozen=True, slots=True)
class Order:
    """By which order and from which day."""

    since: date
    number: str = ""
    day: date | None = None


def contacts_of(candidate: Candidate) -> people.Contacts:
    """What opens an account: the first word is the surname, the second the name, the rest the patronymic."""
    surname, given, *rest = [*candidate.name.split(), "", ""]
    return people.Contacts(
        surname=surname[:80],
        given_name=given[:80],
        patronymic=" ".join(filter(None, rest))[:80],
        post=candidate.post,
        email=candidate.email,
        phone=candidate.phone,
    )


@transaction.atomic
def appoint(
    *, candidate: Candidate, schools: Sequence[Organisation], order: Order, by: Actor, at: datetime
) -> tuple[Candidate, str]:
    """Appoint a candidate with a contract to these schools for the year; the event is the appointment's.

    Answers the token of an invitation where an account was opened, else «». Raises ValidationError without schools.
    """
    candidate = locked_candidate(candidate.pk)
    APPOINT.check(by, candidate)
    if not schools:
        raise ValidationError({"schools": "Отметьте хотя бы одну школу."})
    for school in schools:
        CHOOSE.check(by, school)
    person, token = _account(candidate, by=by, at=at)
    appointment = appointments.appoint(
        person=person, role=_ROLE, places=_places(schools), terms=_terms(candidate, order), by=by, at=at
    )
    _appointed(candidate, person, appointment, order.since, at=at)
    return candidate, token


def _account(candidate: Candidate, *, by: Actor, at: datetime) -> tuple[Person, str]:
    if candidate.person is not None:
        return candidate.person, ""
    person = people.add_person(by=by, at=at, **contacts_of(candidate))
    return person, people.invite(person=person, by=by, at=at)


def _places(schools: Collection[Organisation]) -> Places:
    return make_places((), {each.pk: each for each in schools}.values(), role=_ROLE)


def _terms(candidate: Candidate, order: Order) -> Terms:
    return Terms(candidate.cycle, order.number.strip(), order.day, order.since)


def _appointed(
    candidate: Candidate, person: Person, appointment: Appointment, since: date, *, at: datetime
) -> None:
    candidate.person, candidate.appointment, candidate.appointed_on = person, appointment, since
    shift(candidate, CandidateState.APPOINTED, at=at)


@transaction.atomic
def assign(
    *, school: Organisation, person: Person, cycle: Cycle, order: Order, by: Actor, at: datetime
) -> Appointment:
    """One more school for somebody who is a curator already; the event is the appointment's."""
    CHOOSE.check(by, school)
    terms = Terms(cycle, order.number.strip(), order.day, order.since)
    return appointments.appoint(
        person=person, role=_ROLE, places=_places([school]), terms=terms, by=by, at=at
    )


@dataclass(frozen=True, slots=True)
class Successor:
    """Who comes instead: a candidate with a contract, or somebody who is a curator already."""

    candidate: Candidate | None = None
    person: Person | None = None


@transaction.atomic
def replace(
    *,
    appointment: Appointment,
    schools: Sequence[Organisation],
    successor: Successor,
    order: Order,
    reason: str,
    by: Actor,
    at: datetime,
) -> tuple[Appointment, str]:
    """Another curator for these schools of an appointment from a day on; events are those of the appointments.

    With all its schools the appointment ends the day before and the new one replaces it. With some of them the
    curator is appointed anew to those that stay. Agreements of the schools that change hands end. Answers the new
    appointment and the token of an invitation, «» where none was needed. Raises WrongState for a school that is not
    of this appointment, ValidationError without schools, without a reason, without a successor.
    """
    appointment = _locked(appointment)
    own = {each.pk: each for each in places_of(appointment).schools}
    _check(own, schools, successor, reason)
    for school in schools:
        CHOOSE.check(by, school)
    candidate = locked_candidate(successor.candidate.pk) if successor.candidate else None
    if candidate is not None:
        APPOINT.check(by, candidate)
        person, token = _account(candidate, by=by, at=at)
    else:
        assert successor.person is not None
        person, token = successor.person, ""
    new = _handed_over(appointment, schools, person, order, by=by, at=at)
    if candidate is not None:
        _appointed(candidate, person, new, order.since, at=at)
    staying = len(own) > len({each.pk for each in schools})
    if not staying:
        _replaced(appointment, order.since - timedelta(days=1), reason, at=at)
    end_of(
        person_id=appointment.person_id, schools=schools, on=order.since, reason=reason.strip(), by=by, at=at
    )
    return new, token


def _locked(appointment: Appointment) -> Appointment:
    found = Appointment.objects.select_for_update(of=("self",)).select_related("person", "cycle")
    return found.prefetch_related("schools__territory", "territories").get(pk=appointment.pk)


def _check(
    own: dict[int, Organisation], schools: Sequence[Organisation], successor: Successor, reason: str
) -> None:
    wrong = {}
    if not schools:
        wrong["schools"] = "Отметьте хотя бы одну школу."
    if not reason.strip():
        wrong["reason"] = "Напишите, почему куратор меняется."
    if successor.candidate is None and successor.person is None:
        wrong["successor"] = "Выберите, кто придёт на смену."
    if wrong:
        raise ValidationError(wrong)
    if any(each.pk not in own for each in schools):
        raise WrongState("Школа уже у другого куратора. Обновите страницу.")


def _handed_over(
    appointment: Appointment,
    schools: Sequence[Organisation],
    person: Person,
    order: Order,
    *,
    by: Actor,
    at: datetime,
) -> Appointment:
    terms = Terms(appointment.cycle, order.number.strip(), order.day, order.since)
    own = places_of(appointment).schools
    given = {each.pk for each in schools}
    staying = [each for each in own if each.pk not in given]
    if not staying:
        return appointments.replace(
            appointment=appointment, person=person, first_day=order.since, terms=terms, by=by, at=at
        )
    if person.pk == appointment.person_id:
        raise WrongState("Это тот же человек. Выберите, кто его заменит.")
    # two appointments of one order: who leaves the schools keeps the others
    last = appointment.until
    appointments.end(appointment=appointment, last_day=order.since - timedelta(days=1), by=by, at=at)
    kept_terms = Terms(appointment.cycle, appointment.order_number, appointment.order_date, order.since, last)
    remaining = appointments.appoint(
        person=appointment.person, role=_ROLE, places=_places(staying), terms=kept_terms, by=by, at=at
    )
    Candidate.objects.filter(appointment=appointment).update(appointment=remaining)
    new = appointments.appoint(person=person, role=_ROLE, places=_places(schools), terms=terms, by=by, at=at)
    new.replaces = appointment
    new.save(update_fields=["replaces"])
    return new


def _replaced(appointment: Appointment, last_day: date, reason: str, *, at: datetime) -> None:
    """The candidate whose appointment it was, if there was one, is replaced."""
    found = Candidate.objects.select_for_update().filter(appointment=appointment).first()
    if found is None or found.state in ENDED:
        return
    found.ended_on, found.reason = last_day, reason.strip()
    shift(found, CandidateState.REPLACED, at=at)
