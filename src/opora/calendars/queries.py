"""Subscriptions and what stands in them."""

from datetime import date, datetime, timedelta

from opora.access import Actor, Capacity, WrongState
from opora.appointments.session import actor_for
from opora.calendars.models import Subscription
from opora.diary import Entry, entries
from opora.people.models import Person
from opora.people.tokens import hash_of

#: a calendar on a phone holds two months behind and a year and a month ahead
BEHIND, AHEAD = timedelta(days=62), timedelta(days=400)
#: so long a calendar once written is given out again
FRESH = timedelta(minutes=10)


def of_secret(secret: str) -> Subscription | None:
    """The subscription of an address, whatever became of it, without the calendar itself. One query.

    The hash is looked up, so the time it takes tells nothing of how near a guess was.
    """
    found = Subscription.objects.select_related("appointment", "person").filter(token_hash=hash_of(secret))
    return found.defer("body").first()


def is_fresh(subscription: Subscription, *, at: datetime) -> bool:
    return subscription.built_at is not None and subscription.built_at <= at < subscription.built_at + FRESH


def body_of(subscription: Subscription) -> str:
    """The calendar as it was last written, empty where it was revoked meanwhile. One query."""
    return Subscription.objects.values_list("body", flat=True).get(pk=subscription.pk)


def actor_of(subscription: Subscription, *, on: date) -> tuple[Actor, Capacity]:
    """The person in the capacity that was subscribed, which is in force. One query.

    Raises WrongState where it has ended this very moment: never is another capacity of the person told instead.
    """
    actor = actor_for(subscription.person, on=on, chosen=subscription.appointment_id)
    if actor.capacity is None or actor.capacity.appointment_id != subscription.appointment_id:
        raise WrongState("Назначение, на которое сделана подписка, больше не действует.")
    return actor, actor.capacity


def around(actor: Actor, *, today: date) -> list[Entry]:
    """Everything that a subscription may tell."""
    return entries(actor, today - BEHIND, today + AHEAD)


def kinds_around(actor: Actor, *, today: date) -> list[str]:
    """What kinds of things stand in the calendar now."""
    return sorted({each.kind for each in around(actor, today=today)})


def subscriptions_of(person: Person) -> list[Subscription]:
    """Those that are not revoked, the newest first. One query."""
    found = Subscription.objects.filter(person=person, revoked_at=None).defer("body")
    return list(found.select_related("appointment"))


def own_subscription(person: Person, pk: int) -> Subscription | None:
    return Subscription.objects.filter(person=person, pk=pk).defer("body").first()
