"""Planning visits, moving them, giving them up."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from opora.access import Actor, Conflict
from opora.cycles.models import Cycle
from opora.history.actions import record_all
from opora.organisations.models import Organisation
from opora.people.models import Person
from opora.ui.text import date_ru
from opora.visits.actions.common import locked, told
from opora.visits.kinds import VisitKind
from opora.visits.models import Shift, Visit, Visitor
from opora.visits.queries.people import visitors_of
from opora.visits.rules import MOVE, PLAN
from opora.visits.states import VisitState, Way

_OTHERS_MOVED = (
    "Пока вы выбирали день, посещение перенесли на {}. Ничего не записано: откройте его снова и решите, "
    "нужен ли ещё один перенос."
)


@dataclass(frozen=True, slots=True)
class Day:
    """One school of a plan: when."""

    school: Organisation
    on: date
    at: time | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """What visits planned at once have in common. `companions` are people of no account."""

    kind: VisitKind
    way: Way
    purpose: str = ""
    visitors: Sequence[Person] = ()
    companions: str = ""


@transaction.atomic
def plan_visits(*, cycle: Cycle, plan: Plan, days: Sequence[Day], by: Actor, at: datetime) -> list[Visit]:
    """Write a planned visit of each school and one event each.

    Raises ValidationError where a day has passed or lies outside the year (`day_<school>`), nobody goes, or
    somebody who goes is not appointed there any more (`visitors`).
    """
    today = timezone.localdate(at)
    for day in days:
        PLAN.check(by, day.school)
    wrong = {f"day_{day.school.pk}": words for day in days if (words := _bad_day(day.on, cycle, today))}
    if not plan.visitors and not plan.companions.strip():
        wrong["visitors"] = "Отметьте, кто поедет, или впишите имена."
    elif words := _gone(plan.visitors, [day.school for day in days], today):
        wrong["visitors"] = words
    if wrong:
        raise ValidationError(wrong)
    made = [_planned(day, cycle, plan, by, at) for day in days]
    Visit.objects.bulk_create(made)
    write_visitors(made, plan.visitors)
    record_all([told(visit, "запланировал(а) посещение", by=by, at=at, note=visit.purpose) for visit in made])
    return made


def _planned(day: Day, cycle: Cycle, plan: Plan, by: Actor, at: datetime) -> Visit:
    return Visit(
        cycle=cycle,
        school=day.school,
        kind=plan.kind.code,
        kind_title=plan.kind.title,
        version_id=plan.kind.version_id,
        counts=plan.kind.counts,
        way=plan.way,
        planned_on=day.on,
        planned_at=day.at,
        purpose=plan.purpose.strip(),
        companions=plan.companions.strip(),
        made_at=at,
        made_by_id=by.person_id,
        made_by_name=by.name,
    )


def write_visitors(visits: Sequence[Visit], people: Sequence[Person]) -> None:
    Visitor.objects.bulk_create(
        [Visitor(visit=visit, person=person, name=person.full_name) for visit in visits for person in people]
    )


def _bad_day(day: date, cycle: Cycle, today: date) -> str:
    if day < today:
        return "Этот день прошёл. Прошедшее посещение запишите без плана: «Записать посещение»."
    if not cycle.starts <= day <= cycle.ends:
        return f"Год идёт с {cycle.starts:%d.%m.%Y} по {cycle.ends:%d.%m.%Y}. Выберите день в нём."
    return ""


def _gone(people: Sequence[Person], schools: Collection[Organisation], on: date) -> str:
    """Words for those who are not appointed to any of the schools; empty where all are."""
    if not people:
        return ""
    going = set(visitors_of(list(schools), on=on).values_list("pk", flat=True))
    names = [person.full_name for person in people if person.pk not in going]
    return f"Больше не назначены в эти школы: {', '.join(names)}. Выберите других." if names else ""


@transaction.atomic
def move_visit(
    *,
    visit: Visit,
    on: date,
    hour: time | None,
    reason: str,
    visitors: Sequence[Person] | None = None,
    by: Actor,
    at: datetime,
) -> Visit:
    """To another day or hour; the old one stays with the reason. `visitors` replaces who goes. One event.

    Raises Conflict where somebody has moved it since `visit` was read.
    """
    read = visit
    visit = locked(read)
    MOVE.check(by, visit)
    if visit.planned_on != read.planned_on:
        raise Conflict(_OTHERS_MOVED.format(date_ru(visit.planned_on)))
    assert visit.planned_on is not None
    wrong = {}
    if words := _bad_day(on, visit.cycle, timezone.localdate(at)):
        wrong["on"] = words
    changes_people = visitors is not None and {p.pk for p in visitors} != {
        v.person_id for v in visit.visitors.all()
    }
    if (on, hour) == (visit.planned_on, visit.planned_at) and not changes_people:
        wrong["on"] = "День и время те же. Выберите другие или вернитесь к посещению."
    if not reason.strip():
        wrong["reason"] = "Напишите почему: школа прочитает это."
    if visitors is not None and (words := _gone(visitors, [visit.school], timezone.localdate(at))):
        wrong["visitors"] = words
    if visitors is not None and not visitors and not visit.companions:
        wrong["visitors"] = "Отметьте, кто поедет."
    if wrong:
        raise ValidationError(wrong)
    if (on, hour) != (visit.planned_on, visit.planned_at):
        Shift.objects.create(
            visit=visit,
            old_on=visit.planned_on,
            old_at=visit.planned_at,
            new_on=on,
            new_at=hour,
            reason=reason.strip(),
            at=at,
            by_name=by.name,
        )
    before = date_ru(visit.planned_on)
    visit.planned_on, visit.planned_at = on, hour
    visit.save(update_fields=["planned_on", "planned_at"])
    if visitors is not None and changes_people:
        visit.visitors.all().delete()
        write_visitors([visit], visitors)
    moved = f"{before} → {date_ru(on)}: {reason.strip()}"
    record_all([told(visit, "перенёс(ла) посещение", by=by, at=at, note=moved)])
    return visit


@transaction.atomic
def cancel_visit(*, visit: Visit, reason: str, by: Actor, at: datetime) -> Visit:
    """Given up, with the reason, which the school reads. One event."""
    visit = locked(visit)
    MOVE.check(by, visit)
    if not reason.strip():
        raise ValidationError({"reason": "Напишите почему: школа прочитает это."})
    visit.state, visit.cancelled_why = VisitState.CANCELLED, reason.strip()
    visit.save(update_fields=["state", "cancelled_why"])
    record_all([told(visit, "отменил(а) посещение", by=by, at=at, note=visit.cancelled_why)])
    return visit
