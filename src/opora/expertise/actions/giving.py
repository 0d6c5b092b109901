"""Giving a document to an expert, by hand or by itself; taking it back; the expert's own refusal."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from opora.access import Actor, WrongState
from opora.documents.actions.shifting import take_from_expertise
from opora.expertise.actions.common import locked, locked_assignment, named, tell
from opora.expertise.actions.opening import AUTOMATIC
from opora.expertise.models import Assignment, Entry, ExpertSheet, Panelist
from opora.expertise.queries.experts import Expert
from opora.expertise.queries.panel import candidates, filling, next_in_line
from opora.expertise.rules import SCORE, STEER, WITHDRAW
from opora.expertise.states import LIVE, AssignmentState, Place, Refusing


@transaction.atomic
def assign_by_hand(*, entry: Entry, person_id: int, by: Actor, at: datetime) -> Assignment:
    """Give the document to an expert as the first, second or third; one event.

    Raises ValidationError where the expert is tied to the school or has refused, WrongState where three have it.
    """
    of = locked(entry.round_id)
    STEER.check(by, of)
    entry = _whole(entry.pk)
    place = _next_place(entry)
    chosen = next(
        (c for c in candidates(entry, today=timezone.localdate(at)) if c.expert.person_id == person_id), None
    )
    if chosen is None:
        raise ValidationError({"person": "Такого эксперта на этой территории нет. Обновите страницу."})
    if chosen.barred:
        words = f"{chosen.expert.name}: {chosen.barred}. Выберите другого эксперта."
        raise ValidationError({"person": words})
    Panelist.objects.get_or_create(round=of, person_id=person_id, defaults={"name": chosen.expert.name})
    made = give(entry, chosen.expert, place, by_name=by.name, at=at)
    tell(of, "назначил(а) эксперта", by=by, at=at, note=f"{named(entry)}: {chosen.expert.name}")
    return made


@transaction.atomic
def fill_vacancies(*, of_pk: int, by: Actor, at: datetime) -> tuple[int, int]:
    """Give what nobody has to the panel, evenly; answers how many were given and how many are left."""
    of = locked(of_pk)
    STEER.check(by, of)
    wanted, plan, experts = filling(of, today=timezone.localdate(at))
    for entry, place in wanted:
        if entry.pk in plan.given:
            give(entry, experts[plan.given[entry.pk]], place, by_name=AUTOMATIC, at=at)
    if plan.given:
        tell(of, "раздал(а) оставшееся", by=by, at=at, note=f"листов: {len(plan.given)}")
    return len(plan.given), len(plan.left)


def give(entry: Entry, expert: Expert, place: Place, *, by_name: str, at: datetime) -> Assignment:
    return Assignment.objects.create(
        entry=entry,
        person_id=expert.person_id,
        person_name=expert.name,
        place=place,
        given_at=at,
        given_by_name=by_name,
    )


def give_second(entry: Entry, *, at: datetime) -> Assignment | None:
    """A second expert by itself; None where nobody may: the round's page asks the coordinator then."""
    entry = _whole(entry.pk)
    live = [each.place for each in entry.assignments.all() if each.state in LIVE]
    if Place.SECOND in live:
        return None
    expert = next_in_line(entry, today=timezone.localdate(at))
    return give(entry, expert, Place.SECOND, by_name=AUTOMATIC, at=at) if expert else None


def _whole(pk: int) -> Entry:
    return (
        Entry.objects.select_related("round__territory", "round__cycle", "school__territory")
        .prefetch_related("assignments")
        .get(pk=pk)
    )


def _next_place(entry: Entry) -> Place:
    if entry.is_absent:
        raise WrongState("Не представлено: оценивать нечего. Выберите из раунда другое.")
    taken = {each.place for each in entry.assignments.all() if each.state in LIVE}
    free = next((place for place in Place if place not in taken), None)
    if free is None:
        raise WrongState("Экспертов уже три. Запишите согласованный балл.")
    return free


@transaction.atomic
def withdraw(*, assignment: Assignment, words: str, by: Actor, at: datetime) -> Assignment:
    """Take the document from an expert who has not sent the sheet; one event. The draft is kept, unread."""
    locked(assignment.entry.round_id)
    assignment = locked_assignment(assignment.pk)
    WITHDRAW.check(by, assignment)
    if not words.strip():
        raise ValidationError({"words": "Напишите почему: это останется в истории раунда."})
    end(assignment, AssignmentState.WITHDRAWN, words.strip(), at=at)
    note = f"{named(assignment.entry)}: {assignment.person_name}. {words.strip()}"
    tell(assignment.entry.round, "снял(а) с эксперта", by=by, at=at, note=note)
    return assignment


@transaction.atomic
def decline(*, assignment: Assignment, refusing: Refusing, words: str, by: Actor, at: datetime) -> Assignment:
    """The expert gives the document back with words; it waits for the coordinator; one event."""
    locked(assignment.entry.round_id)
    assignment = locked_assignment(assignment.pk)
    SCORE.check(by, assignment)
    if not words.strip():
        raise ValidationError({"words": "Напишите почему: прочтёт только координатор."})
    assignment.refusing = refusing
    end(assignment, AssignmentState.DECLINED, words.strip(), at=at)
    note = f"{named(assignment.entry)}: {refusing.label}"
    tell(assignment.entry.round, "отказался(-ась) оценивать", by=by, at=at, note=note)
    return assignment


def end(assignment: Assignment, state: AssignmentState, words: str, *, at: datetime) -> None:
    assignment.state, assignment.reason, assignment.ended_at = state, words, at
    assignment.save(update_fields=["state", "reason", "refusing", "ended_at"])


@transaction.atomic
def drop_entry(*, entry: Entry, words: str, by: Actor, at: datetime) -> None:
    """Take a document out of a round before anybody sent a sheet on it; it is confirmed again. One event."""
    of = locked(entry.round_id)
    STEER.check(by, of)
    entry = _whole(entry.pk)
    if any(each.state == AssignmentState.SENT for each in entry.assignments.all()):
        raise WrongState("Лист уже отправлен: из раунда этого не убрать. Дождитесь остальных листов.")
    if not words.strip():
        readers = "это увидит школа" if entry.document_id else "это останется в истории раунда"
        raise ValidationError({"words": f"Напишите почему: {readers}."})
    ExpertSheet.objects.filter(assignment__entry=entry).delete()
    document, number = entry.document, named(entry)
    entry.delete()
    if document is not None:
        take_from_expertise(document=document, words=words.strip(), by=by, at=at)
    tell(of, "убрал(а) из раунда", by=by, at=at, note=f"{number}: {words.strip()}")
