"""Writes about appointments, and about the accounts of those appointed.

Whoever may give every appointment a person holds may also invite them again, close their way in and drop
their second factor: each of these amounts to taking the account over, so nobody does it to those above.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from opora.access import Actor, Role, WrongState
from opora.appointments.models import Appointment
from opora.appointments.queries import lasting_appointments, managed_grants
from opora.appointments.rules import APPOINT
from opora.appointments.scopes import Places, grant_of, places_of
from opora.cycles.models import Cycle
from opora.history.actions import record
from opora.people import actions as people
from opora.people.models import Person


@dataclass(frozen=True, slots=True)
class Terms:
    """The order and the term of an appointment. Without `until`, a year's appointment ends with the year."""

    cycle: Cycle | None = None
    order_number: str = ""
    order_date: date | None = None
    since: date | None = None
    until: date | None = None

    @property
    def last_day(self) -> date | None:
        return self.until or (self.cycle.ends if self.cycle else None)


@transaction.atomic
def appoint(
    *, person: Person, role: Role, places: Places, terms: Terms, by: Actor, at: datetime
) -> Appointment:
    """Appoint the person; refuses a second appointment alike that still lasts."""
    APPOINT.check(by, places.grant(person_id=person.pk, role=role))
    Person.objects.select_for_update().get(pk=person.pk)
    if any(_is_alike(each, role, places, terms) for each in lasting_appointments(person, on=_day(at))):
        raise WrongState(f"{person.short_name} уже в этой роли и с этим охватом. Исправьте то назначение.")
    return _write(Appointment(person=person, role=role), places, terms, by=by, at=at, verb="назначил(а)")


@transaction.atomic
def appoint_somebody(
    *, contacts: dict[str, str], role: Role, places: Places, terms: Terms, by: Actor, at: datetime
) -> tuple[Appointment, str]:
    """Open an account, appoint, invite: the appointment and the token of the link."""
    APPOINT.check(by, places.grant(person_id=None, role=role))
    person = people.add_person(by=by, at=at, **contacts)
    appointment = appoint(person=person, role=role, places=places, terms=terms, by=by, at=at)
    return appointment, people.invite(person=person, by=by, at=at)


@transaction.atomic
def replace_by_somebody(
    *,
    appointment: Appointment,
    contacts: dict[str, str],
    first_day: date,
    terms: Terms,
    by: Actor,
    at: datetime,
) -> tuple[Appointment, str]:
    """The same for a replacement who has no account yet."""
    APPOINT.check(by, grant_of(appointment))
    person = people.add_person(by=by, at=at, **contacts)
    new = replace(appointment=appointment, person=person, first_day=first_day, terms=terms, by=by, at=at)
    return new, people.invite(person=person, by=by, at=at)


@transaction.atomic
def invite_many(*, persons: Iterable[Person], by: Actor, at: datetime) -> list[tuple[Person, str]]:
    """A new link for each, in the order given; one refusal refuses all."""
    return [(person, invite(person=person, by=by, at=at)) for person in persons]


@transaction.atomic
def change_terms(*, appointment: Appointment, terms: Terms, by: Actor, at: datetime) -> bool:
    """Correct the order, the year and the dates; False and no event where nothing differs."""
    kept = _locked(appointment)
    _check_lasts(kept, at)
    APPOINT.check(by, grant_of(kept))
    if _terms_of(kept) == (terms.cycle, terms.order_number, terms.order_date, terms.since, terms.last_day):
        return False
    _write(kept, places_of(kept), terms, by=by, at=at, verb="изменил(а) назначение")
    return True


@transaction.atomic
def end(*, appointment: Appointment, last_day: date, by: Actor, at: datetime) -> None:
    """Let the appointment end with `last_day`; what the person wrote stays theirs to read."""
    kept = _locked(appointment)
    _check_lasts(kept, at)
    APPOINT.check(by, grant_of(kept))
    if kept.since and last_day < kept.since:
        raise WrongState("Назначение ещё не началось. Отмените его, если оно ошибочно.")
    kept.until = last_day
    kept.save(update_fields=["until"])
    _tell(kept, by=by, at=at, verb="завершил(а) назначение", note=f"последний день {last_day:%d.%m.%Y}")


@transaction.atomic
def revoke(*, appointment: Appointment, reason: str, by: Actor, at: datetime) -> None:
    """Take the rights back this moment: a mistake, or a dismissal that cannot wait."""
    kept = _locked(appointment)
    if kept.revoked_at:
        raise WrongState("Это назначение уже отменено.")
    APPOINT.check(by, grant_of(kept))
    kept.revoked_at, kept.revoked_by_name = at, by.name
    kept.save(update_fields=["revoked_at", "revoked_by_name"])
    _tell(kept, by=by, at=at, verb="отменил(а) назначение", note=reason)


@transaction.atomic
def replace(
    *, appointment: Appointment, person: Person, first_day: date, terms: Terms, by: Actor, at: datetime
) -> Appointment:
    """Put another person into the same role and scope from `first_day`; the old one ends the day before."""
    kept = _locked(appointment)
    _check_lasts(kept, at)
    places, role = places_of(kept), Role(kept.role)
    APPOINT.check(by, grant_of(kept))
    APPOINT.check(by, places.grant(person_id=person.pk, role=role))
    if person.pk == kept.person_id:
        raise WrongState("Это тот же человек. Выберите, кто его заменит.")
    if Appointment.objects.filter(replaces=kept).exists():
        raise WrongState("Замена уже назначена.")
    if kept.since and first_day <= kept.since:
        raise WrongState("Замена не может начаться раньше самого назначения. Выберите день позже.")
    kept.until = first_day - timedelta(days=1)
    kept.save(update_fields=["until"])
    terms = Terms(terms.cycle or kept.cycle, terms.order_number, terms.order_date, first_day, terms.until)
    new = Appointment(person=person, role=role, replaces=kept)
    note = f"вместо: {kept.person.full_name}"
    return _write(new, places, terms, by=by, at=at, verb="назначил(а) на замену", note=note)


@transaction.atomic
def invite(*, person: Person, by: Actor, at: datetime, days: int = people.INVITATION_DAYS) -> str:
    """A new link for the person; returns the token, which is kept nowhere."""
    check_may_manage(person, by=by, at=at)
    if not person.is_active:
        raise WrongState("Вход этому человеку закрыт. Сначала откройте его.")
    return people.invite(person=person, by=by, at=at, days=days)


@transaction.atomic
def revoke_invitations(*, person: Person, by: Actor, at: datetime) -> int:
    check_may_manage(person, by=by, at=at)
    return people.revoke_invitations(person=person, by=by, at=at)


@transaction.atomic
def set_active(*, person: Person, active: bool, by: Actor, at: datetime) -> None:
    """Close or open the person's way in."""
    check_may_manage(person, by=by, at=at)
    people.set_active(person=person, active=active, by=by, at=at)


@transaction.atomic
def drop_second_factor(*, person: Person, by: Actor, at: datetime) -> None:
    """For somebody who lost both the phone and the recovery codes."""
    check_may_manage(person, by=by, at=at)
    people.drop_second_factor(person=person, by=by, at=at)


@transaction.atomic
def change_contacts(*, person: Person, by: Actor, at: datetime, **values: str) -> bool:
    """Correct the name, the post and the contacts of somebody appointed."""
    check_may_manage(person, by=by, at=at)
    return people.change_contacts(person=person, by=by, at=at, **values)


def check_may_manage(person: Person, *, by: Actor, at: datetime) -> None:
    """Raise Refused unless `by` may give every appointment of the person that still lasts."""
    for grant in managed_grants(person, on=_day(at)):
        APPOINT.check(by, grant)


def title_of(appointment: Appointment) -> str:
    """«школьный координатор, Заречная школа»"""
    return f"{Role(appointment.role).title.lower()}, {places_of(appointment).title}"


def _write(
    appointment: Appointment,
    places: Places,
    terms: Terms,
    *,
    by: Actor,
    at: datetime,
    verb: str,
    note: str = "",
) -> Appointment:
    appointment.scope_kind = places.kind
    appointment.cycle = terms.cycle
    appointment.order_number = terms.order_number
    appointment.order_date = terms.order_date
    appointment.since = terms.since
    appointment.until = terms.last_day
    appointment.save()
    appointment.territories.set(places.territories)
    appointment.schools.set(places.schools)
    _tell(appointment, by=by, at=at, verb=verb, note=note)
    return appointment


def _terms_of(appointment: Appointment) -> tuple[object, ...]:
    a = appointment
    return (a.cycle, a.order_number, a.order_date, a.since, a.until)


def _is_alike(appointment: Appointment, role: Role, places: Places, terms: Terms) -> bool:
    return (
        appointment.role == role
        and appointment.cycle == terms.cycle
        and places_of(appointment).codes == places.codes
    )


def _locked(appointment: Appointment) -> Appointment:
    return Appointment.objects.select_for_update(of=("self",)).select_related("person").get(pk=appointment.pk)


def _check_lasts(appointment: Appointment, at: datetime) -> None:
    if appointment.is_over(_day(at)):
        raise WrongState("Это назначение уже закончилось. Сделайте новое.")


def _day(at: datetime) -> date:
    return timezone.localdate(at)


def _tell(appointment: Appointment, *, by: Actor, at: datetime, verb: str, note: str = "") -> None:
    places = places_of(appointment)
    school = places.schools[0] if len(places.schools) == 1 else None
    record(
        by=by,
        at=at,
        verb=verb,
        subject_kind="appointment",
        subject_id=appointment.pk,
        subject_title=f"{appointment.person.full_name}: {title_of(appointment)}",
        school_id=school.pk if school else None,
        territory_path=str(places.territories[0].path) if len(places.territories) == 1 else "",
        note=note,
    )
