"""Giving out an address, taking it back, writing the calendar that stands there."""

import hashlib
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.encoding import punycode

from opora.access import Actor, WrongState
from opora.calendars.ical import written
from opora.calendars.models import Subscription
from opora.calendars.queries import actor_of, around
from opora.calendars.rules import SUBSCRIBE
from opora.diary import Entry
from opora.history.actions import record
from opora.people.models import Person
from opora.people.tokens import hash_of, new_token

#: more devices than this nobody has
MOST = 10
#: that somebody reads is noted no more often
NOTED = timedelta(hours=1)

_LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)


@transaction.atomic
def subscribe(*, person: Person, title: str, kinds: Sequence[str], by: Actor, at: datetime) -> str:
    """Make a subscription in the capacity of `by`; returns its secret, kept nowhere. Raises WrongState."""
    SUBSCRIBE.check(by, person.pk)
    if by.capacity is None:
        raise WrongState("Сейчас вас никуда не назначили, и в календаре нечего показывать.")
    Person.objects.select_for_update().get(pk=person.pk)
    if Subscription.objects.filter(person=person, revoked_at=None).count() >= MOST:
        raise WrongState(f"У вас уже {MOST} подписок. Отзовите те, которыми не пользуетесь.")
    secret = new_token()
    Subscription.objects.create(
        person=person,
        appointment_id=by.capacity.appointment_id,
        title=title,
        kinds=list(kinds),
        token_hash=hash_of(secret),
        made_at=at,
    )
    _note(person, "подписал(а) календарь", title, by, at)
    return secret


@transaction.atomic
def revoke(*, subscription: Subscription, by: Actor, at: datetime) -> bool:
    """The address stops working at once; False and no event where it had stopped before."""
    SUBSCRIBE.check(by, subscription.person_id)
    held = Subscription.objects.select_for_update().select_related("person").get(pk=subscription.pk)
    if held.revoked_at is not None:
        return False
    held.revoked_at, held.body = at, ""
    held.save(update_fields=["revoked_at", "body"])
    _note(held.person, "отозвал(а) подписку на календарь", held.title, by, at)
    return True


def _note(person: Person, verb: str, title: str, by: Actor, at: datetime) -> None:
    record(
        by=by,
        at=at,
        verb=verb,
        subject_kind="person",
        subject_id=person.pk,
        subject_title=person.full_name,
        note=title,
    )


def rewrite(subscription: Subscription, *, at: datetime) -> None:
    """Gather the days anew. A calendar that has not become another one keeps its moment, and programs are told so.

    Two polls at once write the same twice, which harms nothing; a revoked one is not written. The appointment is
    in force, the caller has looked.
    """
    actor, capacity = actor_of(subscription, on=timezone.localdate(at))
    # nobody is signed in: the hours are those of the place, as on the page of the calendar
    with timezone.override(capacity.time_zone or None):
        told = around(actor, today=timezone.localdate(at))
    found = [each for each in told if not subscription.kinds or each.kind in subscription.kinds]
    name = f"Опора: {capacity.title.lower()}, {capacity.scope_title}"
    digest = _digest(_written(found, name, _LONG_AGO))
    kept = Subscription.objects.filter(pk=subscription.pk, revoked_at=None)
    if digest == subscription.digest:
        kept.update(built_at=at)
    else:
        kept.update(body=_written(found, name, at), digest=digest, built_at=at, changed_at=at)
        subscription.digest, subscription.changed_at = digest, at
    subscription.built_at = at


def _written(entries: Sequence[Entry], name: str, stamp: datetime) -> str:
    host = punycode(urlsplit(settings.ADDRESS).hostname or "opora")
    return written(entries, name=name, host=host, address=settings.ADDRESS, stamp=stamp)


def _digest(body: str) -> str:
    return hashlib.sha256(body.encode()).hexdigest()[:32]


def farewell(entry: Entry, *, at: datetime) -> tuple[str, str]:
    """The calendar of who acts no more: everything else goes from the phone. Its text and its digest."""
    body = _written([entry], "Опора", at)
    return body, _digest(body)


def note_read(subscription: Subscription, *, at: datetime) -> None:
    """When a program last came, to the hour: it comes every minute."""
    if subscription.last_read_at is None or subscription.last_read_at + NOTED <= at:
        Subscription.objects.filter(pk=subscription.pk).update(last_read_at=at)
