"""Days of an event: adding, moving, cancelling, saying how many came."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from opora.access import Actor, Conflict
from opora.cycles.models import Cycle
from opora.events.actions.locking import as_seen, locked, locked_day, tell
from opora.events.models import Attendance, Event, Session, SessionMove
from opora.events.rules import CHANGE, CORRECT, SETTLE
from opora.events.states import EventState, SessionState
from opora.ui.text import date_ru

MOST_DAYS = 120
MOST_PEOPLE = 100_000


@dataclass(frozen=True, slots=True)
class Day:
    """A day, or several in a row, with its hour and place where they are known."""

    first: date
    last: date | None = None
    starts_at: datetime | None = None
    place: str = ""
    is_online: bool = False
    url: str = ""


def write_days(event: Event, days: Sequence[Day], *, within: Cycle, token: str = "") -> list[Session]:
    """Write planned days; for actions, which tell of it. Raises ValidationError for days no year has."""
    if len(days) > MOST_DAYS:
        words = f"Получилось дней: {len(days)}. Больше {MOST_DAYS} сразу не ставят: возьмите срок короче."
        raise ValidationError({"date": words})
    made = []
    for each in days:
        last = each.last or each.first
        if last < each.first:
            raise ValidationError({"last": "Последний день раньше первого. Поменяйте дни."})
        if not within.starts <= each.first <= within.ends or last > within.ends:
            raise ValidationError(
                {"date": f"{date_ru(each.first)} не в году «{within.title}». Выберите другой день или год."}
            )
        made.append(
            Session(
                event=event,
                date=each.first,
                last=last,
                starts_at=each.starts_at,
                place=each.place.strip(),
                is_online=each.is_online,
                url=each.url,
                token=token,
            )
        )
    return Session.objects.bulk_create(made)


@transaction.atomic
def add_days(*, event: Event, days: Sequence[Day], token: str = "", by: Actor, at: datetime) -> list[Session]:
    """More days of an event that is not over; one event of history. The same `token` again adds nothing."""
    event = locked(event.pk)
    CHANGE.check(by, event)
    if token:
        made = list(event.sessions.filter(token__startswith=token))
        if made:
            return made
    if not days:
        raise ValidationError({"date": "Назовите хотя бы один день."})
    added = write_days(event, days, within=event.cycle)
    if token:
        for number, each in enumerate(added):
            each.token = f"{token}-{number}"
        Session.objects.bulk_update(added, ["token"])
    tell(event, "добавил(а) дни мероприятия", by=by, at=at, details={"days": len(added)})
    return added


@transaction.atomic
def move_day(
    *, session: Session, revision: int | None, to: Day, reason: str, by: Actor, at: datetime
) -> Session:
    """Put a planned day elsewhere; where it stood stays with the reason. One event of history."""
    session = locked_day(session.pk)
    SETTLE.check(by, session)
    as_seen(session.revision, revision)
    if not reason.strip():
        raise ValidationError({"reason": "Напишите, почему переносите: это увидят те, кого позвали."})
    was, last = session.date, to.last or to.first
    cycle = session.event.cycle
    if last < to.first:
        raise ValidationError({"last": "Последний день раньше первого. Поменяйте дни."})
    if not cycle.starts <= to.first <= last <= cycle.ends:
        raise ValidationError(
            {"date": f"{date_ru(to.first)} не в году «{cycle.title}». Выберите другой день."}
        )
    session.date, session.last, session.starts_at = to.first, last, to.starts_at
    session.place, session.is_online, session.url = to.place.strip(), to.is_online, to.url
    session.revision += 1
    session.save()
    SessionMove.objects.create(
        session=session, was=was, reason=reason.strip(), moved_at=at, moved_by_name=by.name
    )
    tell(
        session.event,
        f"перенёс(ла) мероприятие с {date_ru(was)} на {date_ru(session.date)}",
        by=by,
        at=at,
        note=reason.strip(),
    )
    return session


@transaction.atomic
def cancel_day(*, session: Session, revision: int | None, reason: str, by: Actor, at: datetime) -> Session:
    """Cancel one planned day; the last one ends the event. One event of history."""
    session = locked_day(session.pk)
    SETTLE.check(by, session)
    as_seen(session.revision, revision)
    if not reason.strip():
        raise ValidationError({"reason": "Напишите почему: это увидят те, кого позвали."})
    session.state, session.reason = SessionState.CANCELLED, reason.strip()
    session.settled_at, session.settled_by_name = at, by.name
    session.revision += 1
    session.save()
    _end_where_over(session.event, reason.strip(), at)
    tell(session.event, f"отменил(а) день мероприятия, {date_ru(session.date)}", by=by, at=at, note=reason)
    return session


@transaction.atomic
def hold_day(
    *,
    session: Session,
    revision: int | None,
    came: int,
    by_school: Mapping[int, int] | None = None,
    note: str = "",
    by: Actor,
    at: datetime,
) -> Session:
    """Say that a planned day was held and how many came, of each school where that is known; the last one ends
    the event unless it is held on request. One event of history.

    Raises ValidationError for a day in the future and for schools that add up to more than all.
    """
    session = locked_day(session.pk)
    SETTLE.check(by, session)
    as_seen(session.revision, revision)
    if session.last > timezone.localdate(at):
        raise ValidationError(
            {"came": f"Этот день ещё не прошёл: {date_ru(session.last)}. Отметите потом или перенесите его."}
        )
    session.state = SessionState.HELD
    session.settled_at, session.settled_by_name = at, by.name
    _count(session, came, by_school or {}, note)
    _end_where_over(session.event, "", at)
    tell(session.event, "отметил(а), сколько пришло", by=by, at=at, details={"came": came})
    return session


@transaction.atomic
def correct_day(
    *,
    session: Session,
    revision: int | None,
    came: int,
    by_school: Mapping[int, int] | None = None,
    note: str = "",
    by: Actor,
    at: datetime,
) -> Session:
    """Write other numbers over those of a day held; the former stay in the history of rows. One event."""
    session = locked_day(session.pk)
    CORRECT.check(by, session)
    as_seen(session.revision, revision)
    was = session.came
    session.settled_at, session.settled_by_name = at, by.name
    _count(session, came, by_school or {}, note)
    tell(
        session.event,
        "исправил(а), сколько пришло",
        by=by,
        at=at,
        note=f"было {was}, стало {came}",
        details={"was": was, "came": came},
    )
    return session


def _count(session: Session, came: int, by_school: Mapping[int, int], note: str) -> None:
    known = {pk: many for pk, many in by_school.items() if many >= 0}
    if not 0 <= came <= MOST_PEOPLE:
        raise ValidationError({"came": f"Впишите число от 0 до {MOST_PEOPLE}."})
    if sum(known.values()) > came:
        words = f"По школам набралось {sum(known.values())}, а всего {came}. Исправьте одно из двух."
        raise ValidationError({"came": words})
    session.came, session.note = came, note.strip()
    session.revision += 1
    session.save()
    kept = {each.school_id: each for each in session.attendance.all()}
    for pk, each in kept.items():
        if pk not in known:
            each.delete()
        elif each.came != known[pk]:
            each.came = known[pk]
            each.save(update_fields=["came"])
    Attendance.objects.bulk_create(
        Attendance(session=session, school_id=pk, came=many) for pk, many in known.items() if pk not in kept
    )


def _end_where_over(event: Event, reason: str, at: datetime) -> None:
    """Nothing planned is left: the event is held if any day was; what is held on request goes on."""
    if event.state != EventState.PLANNED:
        raise Conflict("Мероприятие уже завершено или отменено. Обновите страницу.")
    left = event.sessions.filter(state=SessionState.PLANNED).exists()
    if left or event.is_on_request:
        return
    is_held = event.sessions.filter(state=SessionState.HELD).exists()
    event.state = EventState.HELD if is_held else EventState.CANCELLED
    event.reason = "" if is_held else reason
    event.state_since = timezone.localdate(at)
    event.revision += 1
    event.save()
