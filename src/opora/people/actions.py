"""Writes about people: accounts, invitations, sign-ins.

Who may manage whom depends on appointments and is checked in `opora.appointments.actions`, the only
caller of what is not about oneself.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import TypedDict, Unpack

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.db import transaction
from django.db.models import QuerySet

from opora.access import Actor, WrongState
from opora.history.actions import event_of, record_all
from opora.history.models import Event
from opora.people import rules
from opora.people.models import CONTACT_FIELDS, Invitation, Person
from opora.people.passwords import check_password
from opora.people.states import InvitationState
from opora.people.tokens import hash_of, new_token

INVITATION_DAYS = 14
#: rows of one statement
AT_ONCE = 1000

_CLOSED = {
    InvitationState.ACCEPTED: "По этому приглашению уже вошли. Войдите с логином и паролем.",
    InvitationState.REVOKED: "Это приглашение отозвали. Попросите у координатора новое.",
    InvitationState.EXPIRED: "Срок приглашения вышел. Попросите у координатора новое.",
}


class Contacts(TypedDict, total=False):
    """What is known of a person besides the appointments; the names are `CONTACT_FIELDS`."""

    surname: str
    given_name: str
    patronymic: str
    post: str
    email: str
    phone: str


def add_person(*, by: Actor, at: datetime, **contacts: Unpack[Contacts]) -> Person:
    """A person who cannot sign in yet: they need an invitation."""
    return add_people([contacts], by=by, at=at)[0]


@transaction.atomic
def add_people(contacts: Sequence[Mapping[str, str] | Contacts], *, by: Actor, at: datetime) -> list[Person]:
    """The same for many, in the order given."""
    people = [Person(**each, created_at=at) for each in contacts]
    for person in people:
        person.set_unusable_password()
    Person.objects.bulk_create(people, batch_size=AT_ONCE)
    record_all(_event(person, by=by, at=at, verb="завёл(а) учётную запись") for person in people)
    return people


@transaction.atomic
def change_contacts(*, person: Person, by: Actor, at: datetime, **values: str) -> bool:
    """Change name, post, email, phone; False and no event where nothing differs.

    The history names the fields and keeps no contact itself.
    """
    changed = _assign(person, values)
    if not changed:
        return False
    person.save(update_fields=changed)
    record_all([_event_of_change(person, changed, by=by, at=at)])
    return True


@transaction.atomic
def change_contacts_of_many(
    changes: Iterable[tuple[Person, Mapping[str, str]]], *, by: Actor, at: datetime
) -> None:
    """The same for many people, each named once for each change."""
    events: list[Event] = []
    known: dict[int, Person] = {}
    alike: dict[tuple[str, ...], list[Person]] = {}
    for person, values in changes:
        kept = known.setdefault(person.pk, person)
        changed = _assign(kept, values)
        if changed:
            alike.setdefault(tuple(changed), []).append(kept)
            events.append(_event_of_change(kept, changed, by=by, at=at))
    # only what changes is written: somebody may be correcting the rest on a page
    for names, people in alike.items():
        Person.objects.bulk_update(people, names, batch_size=AT_ONCE)
    record_all(events)


def _assign(person: Person, values: Mapping[str, str]) -> list[str]:
    """Set the contacts that differ; returns their names."""
    unknown = set(values) - set(CONTACT_FIELDS)
    assert not unknown, unknown
    changed = [name for name in CONTACT_FIELDS if name in values and getattr(person, name) != values[name]]
    for name in changed:
        setattr(person, name, values[name])
    return changed


def _event_of_change(person: Person, changed: list[str], *, by: Actor, at: datetime) -> Event:
    labels = [str(Person._meta.get_field(name).verbose_name) for name in changed]  # type: ignore[union-attr]
    return _event(person, by=by, at=at, verb="исправил(а) данные", note=", ".join(labels))


@transaction.atomic
def change_own_account(*, person: Person, by: Actor, at: datetime, **values: str) -> bool:
    """The same about oneself."""
    rules.CHANGE_OWN_ACCOUNT.check(by, person.pk)
    return change_contacts(person=person, by=by, at=at, **values)


@transaction.atomic
def invite(*, person: Person, by: Actor, at: datetime, days: int = INVITATION_DAYS) -> str:
    """A new link for the person; earlier open ones stop working. Returns the token, kept nowhere."""
    Person.objects.select_for_update().get(pk=person.pk)
    _open_invitations(person).update(revoked_at=at)
    token = new_token()
    Invitation.objects.create(
        person=person,
        token_hash=hash_of(token),
        created_at=at,
        created_by_name=by.name,
        expires_at=at + timedelta(days=days),
    )
    _tell(person, by=by, at=at, verb="пригласил(а)")
    return token


@transaction.atomic
def revoke_invitations(*, person: Person, by: Actor, at: datetime) -> int:
    """Stop every open link of the person; returns how many there were."""
    count = _open_invitations(person).update(revoked_at=at)
    if count:
        _tell(person, by=by, at=at, verb="отозвал(а) приглашение")
    return count


def check_is_open(invitation: Invitation, *, at: datetime) -> None:
    """Raise WrongState that says what to do with a link that no longer works."""
    state = invitation.state(at)
    if state in _CLOSED:
        raise WrongState(_CLOSED[state])


@transaction.atomic
def accept_invitation(
    *, invitation: Invitation, at: datetime, login: str, password: str, **contacts: str
) -> Person:
    """Use the link once: set the login (only where there is none yet), the password, the name.

    Every sign-in the person had is ended: a new password given by invitation means the old one is lost.
    """
    kept = Invitation.objects.select_for_update().select_related("person").get(pk=invitation.pk)
    check_is_open(kept, at=at)
    person = kept.person
    if not person.is_active:
        raise WrongState("Вход для вас закрыт. Спросите у координатора, почему.")
    person.login = person.login or login
    check_password(password, person)
    person.set_password(password)
    person.save(update_fields=["login", "password"])
    kept.accepted_at = at
    kept.save(update_fields=["accepted_at"])
    _end_sign_ins(person)
    oneself = Actor(person_id=person.pk, name=person.full_name)
    change_contacts(person=person, by=oneself, at=at, **contacts)
    oneself = Actor(person_id=person.pk, name=person.full_name)
    _tell(person, by=oneself, at=at, verb="принял(а) приглашение")
    return person


@transaction.atomic
def set_active(*, person: Person, active: bool, by: Actor, at: datetime) -> None:
    """Close or open the way in; closing ends every sign-in and open invitation at once."""
    if person.is_active == active:
        return
    person.is_active = active
    person.save(update_fields=["is_active"])
    if not active:
        _open_invitations(person).update(revoked_at=at)
        _end_sign_ins(person)
    _tell(person, by=by, at=at, verb="открыл(а) вход" if active else "закрыл(а) вход")


@transaction.atomic
def drop_second_factor(*, person: Person, by: Actor, at: datetime) -> None:
    """For somebody who lost the phone and the recovery codes; ends every sign-in."""
    if not Authenticator.objects.filter(user=person).delete()[0]:
        raise WrongState("Второй фактор и так не подключён: войти можно по паролю.")
    _end_sign_ins(person)
    _tell(person, by=by, at=at, verb="сбросил(а) второй фактор")


@transaction.atomic
def end_own_sign_ins(
    *, person: Person, by: Actor, at: datetime, only: int | None = None, except_key: str | None = None
) -> int:
    """End one sign-in (`only`), or all but the one with the session `except_key`; returns how many."""
    rules.END_OWN_SIGN_INS.check(by, person.pk)
    sessions = UserSession.objects.filter(user=person)
    if only is not None:
        sessions = sessions.filter(pk=only)
    ended = 0
    for session in sessions.exclude(session_key=except_key or ""):
        session.end()
        ended += 1
    if ended:
        _tell(person, by=by, at=at, verb="завершил(а) свои входы", note=str(ended))
    return ended


@transaction.atomic
def tell_of_protection(*, person: Person, verb: str, at: datetime) -> None:
    """Write into the history what allauth's pages changed: the password, the second factor."""
    _tell(person, by=Actor(person_id=person.pk, name=person.full_name), at=at, verb=verb)


def remember_capacity(*, person_id: int, appointment_id: int) -> None:
    """The capacity in which the person acts until they choose another; no event: nothing was done yet."""
    Person.objects.filter(pk=person_id).update(acted_by=appointment_id)


def _open_invitations(person: Person) -> QuerySet[Invitation]:
    return Invitation.objects.filter(person=person, accepted_at=None, revoked_at=None)


def _end_sign_ins(person: Person) -> None:
    for session in UserSession.objects.filter(user=person):
        session.end()


def _tell(person: Person, *, by: Actor, at: datetime, verb: str, note: str = "") -> None:
    record_all([_event(person, by=by, at=at, verb=verb, note=note)])


def _event(person: Person, *, by: Actor, at: datetime, verb: str, note: str = "") -> Event:
    return event_of(
        by=by,
        at=at,
        verb=verb,
        subject_kind="person",
        subject_id=person.pk,
        subject_title=person.full_name,
        note=note,
    )
