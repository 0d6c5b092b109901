"""Writes about appointments, and about the accounts of those appointed.

Whoever may give every appointment a person holds may also invite them again, close their way in and drop
their second factor: each of these amounts to taking the account over, so nobody does it to those above.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from opora.access import Actor, Role, WrongState
from opora.appointments.models import Appointment
from opora.appointments.queries import lasting_appointments_of, managed_grants
from opora.appointments.rules import APPOINT
from opora.appointments.scopes import Places, grant_of, places_of
from opora.cycles.models import Cycle
from opora.history.actions import event_of, record_all
from opora.history.models import Event
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


@dataclass(frozen=True, slots=True)
class Proposed:
    """An appointment to be made."""

    person: Person
    role: Role
    places: Places
    terms: Terms


def appoint(
    *, person: Person, role: Role, places: Places, terms: Terms, by: Actor, at: datetime
) -> Appointment:
    """Appoint the person; refuses a second appointment alike that still lasts."""
    return appoint_all([Proposed(person, role, places, terms)], by=by, at=at)[0]


@transaction.atomic
def appoint_all(proposed: Sequence[Proposed], *, by: Actor, at: datetime) -> list[Appointment]:
    """The same for many at once, in the order given; one refusal refuses all."""
    for each in proposed:
        APPOINT.check(by, each.places.grant(person_id=each.person.pk, role=each.role))
    ids = {each.person.pk for each in proposed}
    # in order of ids, so that two who appoint the same people wait instead of stopping each other
    list(Person.objects.select_for_update().filter(pk__in=ids).order_by("pk").values_list("pk"))
    taken = {
        (kept.person_id, *_kind_of(Role(kept.role), places_of(kept), kept.cycle_id))
        for kept in lasting_appointments_of(ids, on=_day(at))
    }
    made = []
    for each in proposed:
        cycle = each.terms.cycle.pk if each.terms.cycle else None
        key = (each.person.pk, *_kind_of(each.role, each.places, cycle))
        if key in taken:
            raise WrongState(
                f"{each.person.short_name} уже в этой роли и с этим охватом. Исправьте то назначение."
            )
        taken.add(key)
        made.append(_assign(Appointment(person=each.person, role=each.role), each.places, each.terms))
    Appointment.objects.bulk_create(made, batch_size=people.AT_ONCE)
    _put_places([(kept, each.places) for kept, each in zip(made, proposed, strict=True)])
    record_all(
        _event(kept, each.places, by=by, at=at, verb="назначил(а)")
        for kept, each in zip(made, proposed, strict=True)
    )
    return made


def _kind_of(role: Role, places: Places, cycle_id: int | None) -> tuple[Role, tuple[str, ...], int | None]:
    """Two appointments of one person that agree in this are alike."""
    return role, places.codes, cycle_id


def _put_places(appointed: Iterable[tuple[Appointment, Places]]) -> None:
    """The places of appointments that have none yet."""
    pairs = list(appointed)
    in_territory, in_school = Appointment.territories.through, Appointment.schools.through
    in_territory._default_manager.bulk_create(
        [in_territory(appointment=kept, territory=t) for kept, places in pairs for t in places.territories],
        batch_size=people.AT_ONCE,
    )
    in_school._default_manager.bulk_create(
        [in_school(appointment=kept, organisation=s) for kept, places in pairs for s in places.schools],
        batch_size=people.AT_ONCE,
    )


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
    return change_terms_of_all([(appointment, terms)], by=by, at=at) == 1


@transaction.atomic
def change_terms_of_all(changes: Sequence[tuple[Appointment, Terms]], *, by: Actor, at: datetime) -> int:
    """The same for many at once; returns how many changed. One refusal refuses all."""
    terms_of = {appointment.pk: terms for appointment, terms in changes}
    found = Appointment.objects.select_for_update(of=("self",)).filter(pk__in=terms_of).order_by("pk")
    found = found.select_related("person", "cycle").prefetch_related("territories", "schools__territory")
    changed: list[tuple[Appointment, Places]] = []
    for kept in found:
        _check_lasts(kept, at)
        places, terms = places_of(kept), terms_of[kept.pk]
        APPOINT.check(by, places.grant(person_id=kept.person_id, role=Role(kept.role)))
        before = _terms_of(kept)
        if _terms_of(_assign(kept, places, terms)) != before:
            changed.append((kept, places))
    Appointment.objects.bulk_update([kept for kept, _ in changed], _TERMS, batch_size=people.AT_ONCE)
    record_all(_event(kept, places, by=by, at=at, verb="изменил(а) назначение") for kept, places in changed)
    return len(changed)


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
    _assign(new, places, terms).save()
    _put_places([(new, places)])
    record_all([_event(new, places, by=by, at=at, verb="назначил(а) на замену", note=note)])
    return new


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


def _assign(appointment: Appointment, places: Places, terms: Terms) -> Appointment:
    """Set what the places and the terms say; saves nothing."""
    appointment.scope_kind = places.kind
    appointment.cycle = terms.cycle
    appointment.order_number = terms.order_number
    appointment.order_date = terms.order_date
    appointment.since = terms.since
    appointment.until = terms.last_day
    return appointment


_TERMS = ("cycle", "order_number", "order_date", "since", "until")


def _terms_of(appointment: Appointment) -> tuple[object, ...]:
    return tuple(getattr(appointment, name) for name in _TERMS)


def _locked(appointment: Appointment) -> Appointment:
    return Appointment.objects.select_for_update(of=("self",)).select_related("person").get(pk=appointment.pk)


def _check_lasts(appointment: Appointment, at: datetime) -> None:
    if appointment.is_over(_day(at)):
        raise WrongState("Это назначение уже закончилось. Сделайте новое.")


def _day(at: datetime) -> date:
    return timezone.localdate(at)


def _tell(appointment: Appointment, *, by: Actor, at: datetime, verb: str, note: str = "") -> None:
    record_all([_event(appointment, places_of(appointment), by=by, at=at, verb=verb, note=note)])


def _event(
    appointment: Appointment, places: Places, *, by: Actor, at: datetime, verb: str, note: str = ""
) -> Event:
    school = places.schools[0] if len(places.schools) == 1 else None
    role = Role(appointment.role).title.lower()
    return event_of(
        by=by,
        at=at,
        verb=verb,
        subject_kind="appointment",
        subject_id=appointment.pk,
        subject_title=f"{appointment.person.full_name}: {role}, {places.title}",
        school_id=school.pk if school else None,
        territory_path=str(places.territories[0].path) if len(places.territories) == 1 else "",
        note=note,
    )
