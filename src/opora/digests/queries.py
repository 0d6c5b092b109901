"""Whose digest is due, what waits for that person in each of their roles, what they chose."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db.models import Exists, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from opora.access import Role
from opora.appointments.session import actor_for
from opora.digests.models import FIRST_HOUR, LAST_HOUR, USUAL_HOUR, Digest, Preference
from opora.digests.states import DigestState, Rhythm
from opora.inbox import Waiting, waiting_for
from opora.people.models import Person


@dataclass(frozen=True, slots=True)
class Due:
    """A person to look after now; `told` are keys known to them, `last_sent` the day of the last mail."""

    person: Person
    told: frozenset[str]
    last_sent: date | None


def due(*, at: datetime) -> list[Due]:
    """Those whose hour has come and whose digest of the day is not settled. One query; nobody at night.

    Mail goes to who may sign in, has done so (a login comes with the accepted invitation) and has an
    address. Those tried in vain come last, so that they hold nobody up.
    """
    now = timezone.localtime(at)
    if not FIRST_HOUR <= now.hour <= LAST_HOUR:
        return []
    own = Digest.objects.filter(person=OuterRef("pk"))
    today = own.filter(day=now.date())
    before = own.filter(day__lt=now.date()).order_by("-day")
    settled = today.exclude(Q(state=DigestState.WAITING) & (Q(next_at=None) | Q(next_at__lte=at)))
    found = (
        Person.objects.filter(~Exists(settled), is_active=True, login__isnull=False)
        .exclude(email="")
        .exclude(digest_preference__rhythm=Rhythm.NEVER)
        .alias(hour=Coalesce("digest_preference__hour", USUAL_HOUR), tried=Exists(today))
        .filter(hour__lte=now.hour)
        .annotate(
            told=Subquery(before.values("told")[:1]),
            last_sent=Subquery(before.filter(state=DigestState.SENT).values("day")[:1]),
        )
        .order_by("tried", "pk")
    )
    return [Due(person, frozenset(person.told or ()), person.last_sent) for person in found]


@dataclass(frozen=True, slots=True)
class Share:
    """What waits for a person in one of their roles."""

    role: Role
    things: tuple[Waiting, ...]


@dataclass(frozen=True, slots=True)
class Desk:
    """Everything that waits for a person, by role; `roles` counts also those in which nothing does."""

    shares: tuple[Share, ...]
    roles: int

    @property
    def things(self) -> list[Waiting]:
        return [thing for share in self.shares for thing in share.things]


def desk_of(person: Person, *, on: date) -> Desk:
    """Role by role, in their order; what waits in two roles is named in the first."""
    actor = actor_for(person, on=on)
    by_role: dict[Role, list[Waiting]] = {}
    seen: set[tuple[str, str, str]] = set()
    for capacity in actor.capacities:
        own = by_role.setdefault(capacity.role, [])
        with timezone.override(capacity.time_zone or None):
            found = waiting_for(replace(actor, capacity=capacity))
        for thing in found:
            same = (thing.reason, thing.action, thing.url)
            if same not in seen:
                seen.add(same)
                own.append(thing)
    shares = tuple(Share(role, tuple(things)) for role, things in by_role.items() if things)
    return Desk(shares, len(by_role))


def preference_of(person: Person) -> Preference:
    """The person's own, else the one that stands without a choice. One query."""
    return Preference.objects.filter(person=person).first() or Preference(person=person)


def last_sent_at(person: Person) -> datetime | None:
    """When the last digest was handed to the mail server. One query."""
    sent = Digest.objects.filter(person=person, state=DigestState.SENT).order_by("-day")
    return sent.values_list("sent_at", flat=True).first()
