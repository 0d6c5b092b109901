"""Rows of a plan: added, changed, moved, deleted; marked in words; tied to what shows them done."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max

from opora.access import Actor, Conflict, WrongState
from opora.organisations.models import Organisation
from opora.plans.actions.plans import locked, tell, touch
from opora.plans.actions.writing import changes, fill, in_words, propose_fact, responsible_of
from opora.plans.content import Content
from opora.plans.models import Plan, PlanLink, PlanResponsible, PlanRow
from opora.plans.queries.named import people_of
from opora.plans.queries.works import works_for
from opora.plans.rules import MARK, PUT_OFF, WRITE, Marking
from opora.plans.states import Told
from opora.references import Reference

_CHANGED = "Строку только что изменили. Обновите страницу: ваша правка не записана, чтобы не стереть чужую."
_TOLD = ("told_how", "told_words", "told_at", "told_by_name")


@transaction.atomic
def add_row(*, plan: Plan, content: Content, by: Actor, at: datetime) -> PlanRow:
    """A row at the end of the plan and one event. Its fact is that of its work unless the content names one."""
    plan = locked(plan.pk)
    WRITE.check(by, plan)
    _need_work(content)
    last = plan.rows.aggregate(last=Max("position"))["last"] or 0
    works = works_for(plan.path)
    row = PlanRow(plan=plan, position=last + 1)
    fill(row, content, plan, works, by=by, at=at)
    if content.fact is None:
        propose_fact(row, works)
    row.save()
    _replace_named(row, content, plan)
    _touched(plan, by=by, at=at)
    tell(plan, "добавил(а) строку плана", by=by, at=at, note=_named(row))
    return row


@transaction.atomic
def change_row(*, row: PlanRow, content: Content, revision: int, by: Actor, at: datetime) -> PlanRow:
    """Writes what differs and one event; nothing where nothing does. Raises Conflict for a stale revision."""
    plan, row = _locked_row(row)
    WRITE.check(by, plan)
    if row.revision != revision:
        raise Conflict(_CHANGED)
    _need_work(content)
    changed = changes(row, content, _people(row), _schools(row))
    if not changed:
        return row
    said = in_words(changed, row, content)
    fill(row, content, plan, works_for(plan.path), by=by, at=at)
    if row.fact and row.told_how != Told.NEXT_YEAR:
        _untell(row)
    row.revision += 1
    row.save()
    _replace_named(row, content, plan)
    _touched(plan, by=by, at=at)
    tell(plan, "изменил(а) строку плана", by=by, at=at, note=f"{_named(row)}: {said}")
    return row


@transaction.atomic
def move_row(*, row: PlanRow, up: bool, by: Actor, at: datetime) -> None:
    """Changes places with its neighbour; one event, none at the edge."""
    plan, row = _locked_row(row)
    WRITE.check(by, plan)
    near = plan.rows.filter(position__lt=row.position) if up else plan.rows.filter(position__gt=row.position)
    other = near.order_by("-position" if up else "position").first()
    if other is None:
        return
    row.position, other.position = other.position, row.position
    PlanRow.objects.bulk_update([row, other], ["position"])
    _touched(plan, by=by, at=at)
    tell(plan, "переставил(а) строку плана", by=by, at=at, note=_named(row))


@transaction.atomic
def delete_row(*, row: PlanRow, revision: int, by: Actor, at: datetime) -> None:
    """The row goes with its marks and links; one event keeps its words."""
    plan, row = _locked_row(row)
    WRITE.check(by, plan)
    if row.revision != revision:
        raise Conflict(_CHANGED)
    _touched(plan, by=by, at=at)
    tell(
        plan,
        "удалил(а) строку плана",
        by=by,
        at=at,
        note=f"{_named(row)}; отметка: {row.mark}" if row.mark else _named(row),
    )
    row.delete()


@transaction.atomic
def tell_done(*, row: PlanRow, words: str, how: Told = Told.DONE, by: Actor, at: datetime) -> PlanRow:
    """Somebody's word of a row: done, done at a distance, where no fact speaks; or put off, and why. One event."""
    plan, row = _locked_row(row)
    is_moved = how is Told.NEXT_YEAR
    (PUT_OFF if is_moved else MARK).check(by, marking_of(plan, row))
    if not words.strip():
        need = "Напишите, почему переносится." if is_moved else "Напишите, что сделано и когда."
        raise ValidationError({"words": f"{need} Это прочтут рядом с отметкой."})
    row.told_how, row.told_words, row.told_at, row.told_by_name = how, words.strip(), at, by.name
    row.revision += 1
    row.save(update_fields=[*_TOLD, "revision"])
    _touched(plan, by=by, at=at)
    verb = "перенёс(ла) строку плана на следующий год" if is_moved else "отметил(а) строку плана со слов"
    way = "дистанционно; " if how is Told.ONLINE else ""
    tell(plan, verb, by=by, at=at, note=f"{_named(row)}: {way}{row.told_words}")
    return row


@transaction.atomic
def take_word_back(*, row: PlanRow, by: Actor, at: datetime) -> PlanRow:
    """The row waits again; one event keeps the words."""
    plan, row = _locked_row(row)
    PUT_OFF.check(by, marking_of(plan, row))
    if row.told_at is None:
        raise WrongState("Отметку уже сняли. Обновите страницу.")
    said = row.told_words
    _untell(row)
    row.revision += 1
    row.save(update_fields=[*_TOLD, "revision"])
    _touched(plan, by=by, at=at)
    tell(plan, "снял(а) отметку строки плана", by=by, at=at, note=f"{_named(row)}: {said}")
    return row


@transaction.atomic
def link(*, row: PlanRow, thing: Reference, by: Actor, at: datetime) -> PlanLink:
    """Ties a thing that the actor sees to the row; the same thing again changes nothing. One event."""
    plan, row = _locked_row(row)
    WRITE.check(by, plan)
    made, is_new = PlanLink.objects.get_or_create(
        row=row,
        kind=thing.kind,
        thing_id=thing.id,
        defaults={"title": thing.title, "linked_at": at, "linked_by_name": by.name},
    )
    if is_new:
        _touched(plan, by=by, at=at)
        tell(plan, "связал(а) строку плана", by=by, at=at, note=f"{_named(row)}: {thing.title}")
    return made


@transaction.atomic
def unlink(*, row: PlanRow, pk: int, by: Actor, at: datetime) -> None:
    """Unties; one event. What was linked stays where it is."""
    plan, row = _locked_row(row)
    WRITE.check(by, plan)
    found = row.links.filter(pk=pk).first()
    if found is None:
        raise WrongState("Связь уже убрали. Обновите страницу.")
    found.delete()
    _touched(plan, by=by, at=at)
    tell(plan, "убрал(а) связь строки плана", by=by, at=at, note=f"{_named(row)}: {found.title}")


def marking_of(plan: Plan, row: PlanRow) -> Marking:
    """The row as the permission to mark asks about it."""
    named = list(row.responsible.all())
    return Marking(
        plan=plan,
        people=frozenset(each.person_id for each in named if each.person_id is not None),
        roles=frozenset(each.role for each in named if each.role),
        has_fact=bool(row.fact),
    )


def _locked_row(row: PlanRow) -> tuple[Plan, PlanRow]:
    plan = locked(row.plan_id)
    found = PlanRow.objects.select_for_update(of=("self",)).filter(pk=row.pk, plan=plan).first()
    if found is None:
        raise WrongState("Строку удалили. Вернитесь к плану.")
    return plan, found


def _need_work(content: Content) -> None:
    if not content.what.strip():
        raise ValidationError({"what": "Напишите, что делается: без этого строки нет."})


def _untell(row: PlanRow) -> None:
    row.told_how, row.told_words, row.told_at, row.told_by_name = "", "", None, ""


def _people(row: PlanRow) -> list[tuple[str, str]]:
    return list(row.responsible.values_list("part", "name"))


def _schools(row: PlanRow) -> list[int]:
    return list(row.schools.order_by("pk").values_list("pk", flat=True))


def _replace_named(row: PlanRow, content: Content, plan: Plan) -> None:
    if "people" not in content.keeps:
        row.responsible.all().delete()
        PlanResponsible.objects.bulk_create(responsible_of(row, content.people, people_of(plan.path)))
    if "schools" not in content.keeps:
        row.schools.set(Organisation.objects.filter(pk__in=content.school_ids))


def _touched(plan: Plan, *, by: Actor, at: datetime) -> None:
    touch(plan, by=by, at=at)
    plan.save(update_fields=["changed_at", "changed_by_name"])


def _named(row: PlanRow) -> str:
    words = " ".join(row.what.split())
    words = words if len(words) <= 100 else f"{words[:99]}…"
    number = row.number.strip().rstrip(".")
    return f"{number}. {words}" if number else words
