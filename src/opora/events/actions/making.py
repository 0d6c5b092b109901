"""Making, changing, cancelling and finishing an event."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from opora.access import Actor, WrongState
from opora.cycles.models import Cycle
from opora.events.actions.days import Day, write_days
from opora.events.actions.locking import as_seen, locked, tell
from opora.events.catalogue import WorkForm
from opora.events.models import Event, Invited
from opora.events.rules import CHANGE, MAKE, Home
from opora.events.states import CONSULTATIONS, EventState, SessionState, Sort
from opora.organisations.models import Organisation

MOST_SCHOOLS = 500


@dataclass(frozen=True, slots=True)
class Written:
    """What a person writes of an event. `schools` are those invited with how many people are expected of each
    (None: nobody said); nobody named means everybody of the territory. `leaders` are persons with an account."""

    title: str
    about: str = ""
    term: str = ""
    is_on_request: bool = False
    audience: Collection[str] = ()
    for_whom: str = ""
    led_by: str = ""
    leaders: Collection[int] = ()
    schools: Mapping[int, int | None] = field(default_factory=dict)
    minutes: int | None = None
    hours: int | None = None
    provider: str = ""
    factors: Collection[str] = ()


@transaction.atomic
def make_event(
    *,
    cycle: Cycle,
    home: Home,
    form: WorkForm,
    version_id: int,
    written: Written,
    days: Sequence[Day] = (),
    token: str = "",
    by: Actor,
    at: datetime,
) -> Event:
    """Write a planned event with its days, schools and leaders; one event of history. The same `token` again
    answers what was made before. Raises ValidationError with words."""
    MAKE.check(by, home)
    if token:
        made = Event.objects.filter(made_by_id=by.person_id, token=token).first()
        if made is not None:
            return made
    if not days and not written.term.strip() and not written.is_on_request:
        raise ValidationError({"date": "Назовите день, срок словами или отметьте «по запросу»."})
    is_school = isinstance(home, Organisation)
    event = Event(
        cycle=cycle,
        school_id=home.pk if is_school else None,
        territory_id=None if is_school else home.pk,
        version_id=version_id,
        kind=form.code,
        kind_title=form.title,
        sort=form.sort,
        state_since=timezone.localdate(at),
        token=token,
        made_at=at,
        made_by_id=by.person_id,
        made_by_name=by.name,
    )
    _fill(event, written)
    event.save()
    event.leaders.set(written.leaders)
    _invite(event, written.schools, home)
    write_days(event, days, within=cycle)
    event = locked(event.pk)
    tell(event, "запланировал(а) мероприятие", by=by, at=at, details={"days": len(days)})
    return event


@transaction.atomic
def change_event(
    *,
    event: Event,
    revision: int | None,
    written: Written,
    form: WorkForm | None = None,
    by: Actor,
    at: datetime,
) -> Event:
    """Write over what a person wrote of it; days are changed one by one. One event of history.

    `form` is another form of the same catalogue. Raises Conflict where somebody else wrote since.
    """
    event = locked(event.pk)
    CHANGE.check(by, event)
    as_seen(event.revision, revision)
    if form is not None:
        event.kind, event.kind_title, event.sort = form.code, form.title, form.sort
    _fill(event, written)
    event.revision += 1
    event.save()
    event.leaders.set(written.leaders)
    _invite(event, written.schools, event.home)
    tell(event, "изменил(а) мероприятие", by=by, at=at)
    return locked(event.pk)


def _fill(event: Event, written: Written) -> None:
    if not written.title.strip():
        raise ValidationError({"title": "Назовите мероприятие так, чтобы его узнали те, кто придёт."})
    event.title = " ".join(written.title.split())
    event.about, event.term = written.about.strip(), written.term.strip()
    event.is_on_request = written.is_on_request
    event.audience, event.factors = sorted(set(written.audience)), sorted(set(written.factors))
    event.for_whom, event.led_by = written.for_whom.strip(), written.led_by.strip()
    event.minutes = written.minutes if event.sort in CONSULTATIONS else None
    is_course = event.sort == Sort.COURSE
    event.hours = written.hours if is_course else None
    event.provider = written.provider.strip() if is_course else ""


def _invite(event: Event, schools: Mapping[int, int | None], home: Home) -> None:
    """A school that holds an event for itself is invited to it."""
    wanted = dict(schools)
    if isinstance(home, Organisation):
        wanted.setdefault(home.pk, None)
    if len(wanted) > MOST_SCHOOLS:
        words = f"Больше {MOST_SCHOOLS} школ поимённо не зовут: не отмечайте никого, и позваны будут все."
        raise ValidationError({"schools": words})
    kept = {each.school_id: each for each in event.invited.all()}
    for school_id, each in kept.items():
        if school_id not in wanted:
            each.delete()
        elif each.expected != wanted[school_id]:
            each.expected = wanted[school_id]
            each.save(update_fields=["expected"])
    Invited.objects.bulk_create(
        Invited(event=event, school_id=pk, expected=expected)
        for pk, expected in wanted.items()
        if pk not in kept
    )


@transaction.atomic
def cancel_event(*, event: Event, reason: str, by: Actor, at: datetime) -> Event:
    """Cancel what is still planned. Where some days were held the event ends as held; else as cancelled."""
    event = locked(event.pk)
    CHANGE.check(by, event)
    if not reason.strip():
        raise ValidationError({"reason": "Напишите почему: это увидят те, кого позвали."})
    days = event.sessions.select_for_update(of=("self",)).filter(state=SessionState.PLANNED)
    for each in days:
        each.state, each.reason = SessionState.CANCELLED, reason.strip()
        each.settled_at, each.settled_by_name = at, by.name
        each.revision += 1
        each.save()
    if event.sessions.filter(state=SessionState.HELD).exists():
        _end(event, EventState.HELD, at)
    else:
        event.reason = reason.strip()
        _end(event, EventState.CANCELLED, at)
    tell(event, "отменил(а) мероприятие", by=by, at=at, note=reason.strip())
    return event


@transaction.atomic
def finish_event(*, event: Event, by: Actor, at: datetime) -> Event:
    """Say that a thing held on request is over. Raises WrongState while a day waits, or where none was held."""
    event = locked(event.pk)
    CHANGE.check(by, event)
    if event.sessions.filter(state=SessionState.PLANNED).exists():
        raise WrongState("Есть дни без отметки. Сначала отметьте, сколько пришло, или отмените их.")
    if not event.sessions.filter(state=SessionState.HELD).exists():
        raise WrongState("Ни одного дня не проведено. Если ничего не будет, отмените мероприятие.")
    _end(event, EventState.HELD, at)
    tell(event, "завершил(а) мероприятие", by=by, at=at)
    return event


def _end(event: Event, state: EventState, at: datetime) -> None:
    event.state, event.state_since = state, timezone.localdate(at)
    event.revision += 1
    event.save()
