"""What a person chose; the life of a day's digest, each step committed before the next one begins."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from opora.access import Actor
from opora.digests.models import Digest, Preference
from opora.digests.post import Answer
from opora.digests.queries import preference_of
from opora.digests.rules import CHOOSE
from opora.digests.states import DigestState, Rhythm
from opora.history.actions import record
from opora.people.models import Person

KEPT_DAYS = 60
FIRST_WAIT, LONGEST_WAIT = timedelta(minutes=5), timedelta(hours=2)


@transaction.atomic
def choose(*, person: Person, rhythm: Rhythm, hour: int, by: Actor, at: datetime) -> bool:
    """Write the choice and one event; False and no event where nothing differs."""
    CHOOSE.check(by, person.pk)
    kept = preference_of(person)
    if (kept.rhythm, kept.hour) == (rhythm, hour):
        return False
    Preference.objects.update_or_create(person=person, defaults={"rhythm": rhythm, "hour": hour})
    record(
        by=by,
        at=at,
        verb="выбрал(а), присылать ли письма",
        subject_kind="person",
        subject_id=person.pk,
        subject_title=person.full_name,
        note=f"В {hour}:00" if rhythm == Rhythm.EVERY_DAY else "Не присылать",
    )
    return True


def claim(*, person: Person, day: date, told: Iterable[str]) -> bool:
    """The digest is ours to send; False where another worker has it or the day is settled.

    `told` are the things that were told of before and still wait: they stand if this mail never arrives.
    """
    return _settle_waiting(person, day, DigestState.SENDING, told=sorted(told))


def note_not_needed(*, person: Person, day: date, told: Iterable[str]) -> bool:
    """Nobody asks again today: what appears later is told tomorrow."""
    return _settle_waiting(person, day, DigestState.NOT_NEEDED, told=sorted(told))


def note_broken(*, person: Person, day: date, told: Iterable[str]) -> bool:
    """The desk of this person could not be read; the others go on."""
    return _settle_waiting(person, day, DigestState.FAILED, told=sorted(told))


@transaction.atomic(durable=True)
def _settle_waiting(person: Person, day: date, state: DigestState, *, told: list[str]) -> bool:
    """The row of the day, made where there is none, leaves `WAITING`: for one of all who try at once."""
    Digest.objects.bulk_create([Digest(person=person, day=day)], ignore_conflicts=True)
    waiting = Digest.objects.filter(person=person, day=day, state=DigestState.WAITING)
    return bool(waiting.update(state=state, told=told))


@transaction.atomic(durable=True)
def settle(*, person: Person, day: date, answer: Answer, keys: Iterable[str], at: datetime) -> None:
    """Write down what the server said of a claimed digest; where it said nothing, the row stays as it is."""
    claimed = Digest.objects.filter(person=person, day=day, state=DigestState.SENDING)
    match answer:
        case Answer.TAKEN:
            claimed.update(state=DigestState.SENT, told=sorted(keys), attempts=F("attempts") + 1, sent_at=at)
        case Answer.REFUSED:
            claimed.update(state=DigestState.FAILED, attempts=F("attempts") + 1)
        case Answer.LATER | Answer.AWAY:
            attempts = claimed.values_list("attempts", flat=True).get()
            wait = min(FIRST_WAIT * 2**attempts, LONGEST_WAIT)
            claimed.update(state=DigestState.WAITING, attempts=attempts + 1, next_at=at + wait)
        case Answer.UNKNOWN:
            claimed.update(attempts=F("attempts") + 1)


def forget_old(*, at: datetime) -> int:
    """Digests of more than sixty days ago are of no use to anybody; returns how many went."""
    return Digest.objects.filter(day__lt=timezone.localdate(at) - timedelta(days=KEPT_DAYS)).delete()[0]
