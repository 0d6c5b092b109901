"""Who answers for a measure, when it starts, what it costs; everything of one person given to another."""

from collections.abc import Collection
from datetime import date, datetime
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from opora.access import Actor, Conflict
from opora.people.models import Person
from opora.roadmaps.actions.locking import as_seen, held, keep, locked, tell
from opora.roadmaps.models import Work
from opora.roadmaps.queries.people import people_at, people_of
from opora.roadmaps.rules import ARRANGE, HAND_OVER

_NOT_HERE = "Этот человек не назначен в школе. Выберите другого."
_MOST_COST = Decimal(1_000_000_000)


@transaction.atomic
def arrange(
    *,
    work: Work,
    responsible: Collection[int],
    starts: date | None,
    cost: Decimal | None,
    by: Actor,
    at: datetime,
    revision: int | None = None,
) -> Work:
    """Set all three as they are to be; people are ids of those appointed at the school, others stay as they were.

    Raises ValidationError for a start after the term or an impossible cost.
    """
    work = held(work)
    ARRANGE.check(by, work)
    as_seen(work, revision)
    _check(work, starts, cost)
    before = {person.pk: person for person in work.responsible.all()}
    known = before
    if not before.keys() >= set(responsible):
        known = {p.pk: p for p in people_at(work.school, on=timezone.localdate(at))} | before
    chosen = {pk: known[pk] for pk in responsible if pk in known}
    if (starts, cost, set(chosen)) == (work.starts, work.cost, set(before)):
        return work
    if set(chosen) != set(before):
        work.responsible.set(chosen.values())
    keep(work, starts=starts, cost=cost)
    names = ", ".join(str(person) for person in chosen.values())
    tell(work, "назначил(а), кто и когда", by=by, at=at, note=f"Отвечают: {names}" if names else "")
    return work


@transaction.atomic
def hand_over(*, works: Collection[int], person: Person, to: Person, by: Actor, at: datetime) -> list[Work]:
    """In these open measures of one school `to` answers instead of `person`; others who answer stay. All or none.

    Raises ValidationError where `to` is not appointed at the school, Conflict where `person` answers no more.
    """
    found = [locked(pk) for pk in sorted(set(works))]
    if not found:
        raise ValidationError({"works": "Отметьте хотя бы одну меру."})
    for work in found:
        HAND_OVER.check(by, work)
        if all(each.pk != person.pk for each in work.responsible.all()):
            raise Conflict(f"За меру «{work.measure.title}» отвечает уже другой человек. Обновите страницу.")
    day = timezone.localdate(at)
    for school in {work.school for work in found}:
        if not people_of(school, on=day).filter(pk=to.pk).exists():
            raise ValidationError({"to": _NOT_HERE})
    for work in found:
        work.responsible.remove(person)
        work.responsible.add(to)
        keep(work)
        tell(work, "передал(а) меру", by=by, at=at, note=f"{person} → {to}")
    return found


def _check(work: Work, starts: date | None, cost: Decimal | None) -> None:
    wrong = {}
    if starts is not None and work.due is not None and starts > work.due:
        wrong["starts"] = (
            f"Срок меры — {work.due:%d.%m.%Y}. Начало не позже него, или сначала перенесите срок."
        )
    if cost is not None and not 0 <= cost < _MOST_COST:
        wrong["cost"] = "Стоимость — от нуля до миллиарда рублей."
    if wrong:
        raise ValidationError(wrong)
