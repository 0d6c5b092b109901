"""Writes about assignments: one verb each, one history event."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from opora.access import Actor, Conflict, WrongState
from opora.assignments.models import Assignment, Postponement, ReportFile
from opora.assignments.people import may_execute
from opora.assignments.rules import ACCEPT, CANCEL, HAND_OVER, POSTPONE, REPORT
from opora.assignments.states import AssignmentState
from opora.attachments.materials import Material
from opora.cycles.models import Cycle
from opora.cycles.periods import parse
from opora.files.actions import store
from opora.history.actions import record
from opora.organisations.models import Organisation, Territory
from opora.people.models import Person
from opora.references import Reference

#: with one report; several reports of one assignment add up
MOST_FILES = 10


@dataclass(frozen=True, slots=True)
class Origin:
    """The thing an assignment came of, where no Reference is at hand."""

    kind: str
    id: int
    title: str


@transaction.atomic
def give(
    *,
    what: str,
    home: Organisation | Territory,
    cycle: Cycle,
    executor: str = "",
    person: Person | None = None,
    due: date | None = None,
    when: str = "",
    answer_by: datetime | None = None,
    origin: Reference | Origin | None = None,
    by: Actor,
    at: datetime,
) -> Assignment:
    """Write an assignment that waits for its executor, and one event. Who may is asked by the feature that gives.

    Without `due` the last day is read from `when`. Without `executor` and `person` a school's assignment is the
    school's own. Raises ValidationError (fields `what`, `executor`, `answer_by`), WrongState for a closed school.
    """
    if isinstance(home, Organisation) and not home.is_open:
        raise WrongState("Школа закрыта: дайте поручение той школе, к которой её присоединили.")
    words, named = what.strip(), executor.strip() or (person.full_name if person else "")
    if not named and isinstance(home, Organisation):
        named = home.name
    wrong = {}
    if not words:
        wrong["what"] = "Напишите, что надо сделать."
    if not named:
        wrong["executor"] = "Назовите исполнителя: выберите человека или впишите имя."
    if answer_by is not None and answer_by <= at:
        wrong["answer_by"] = "Это время уже прошло. Назовите более позднее."
    if wrong:
        raise ValidationError(wrong)
    written = when.strip()
    if due is None and written:
        due = parse(written, within=(cycle.starts, cycle.ends)).ends
    made = Assignment.objects.create(
        cycle=cycle,
        school=home if isinstance(home, Organisation) else None,
        territory=home if isinstance(home, Territory) else None,
        what=words,
        executor=named[:200],
        person=person,
        due=due or (timezone.localdate(answer_by) if answer_by else None),
        when=written[:120],
        answer_by=answer_by,
        **_origin(origin),
        state_since=at,
        given_at=at,
        given_by_id=by.person_id,
        given_by_name=by.name,
    )
    _tell(made, "дал(а) поручение", by=by, at=at, note=_to_whom(made))
    return made


def _origin(origin: Reference | Origin | None) -> dict[str, Any]:
    if origin is None:
        return {}
    return {"origin_kind": origin.kind, "origin_id": origin.id, "origin_title": origin.title}


def _to_whom(made: Assignment) -> str:
    """«Петрова А. А., до 03.12.2026»."""
    term = f"до {made.due:%d.%m.%Y}" if made.due else made.when
    return ", ".join(part for part in (made.executor, term) if part)


@transaction.atomic
def report(
    *,
    assignment: Assignment,
    words: str,
    materials: Sequence[Material] = (),
    seen: int | None = None,
    by: Actor,
    at: datetime,
) -> Assignment:
    """The executor says it is done: words and files, the state, one event. Raises ValidationError, OSError."""
    assignment = _locked(assignment, seen)
    REPORT.check(by, assignment)
    if not words.strip():
        raise ValidationError({"words": "Напишите, что сделано: это прочитает тот, кто принимает."})
    if len(materials) > MOST_FILES:
        raise ValidationError({"materials": f"Файлов больше {MOST_FILES}. Приложите самое важное."})
    for each in materials:
        kept = store(
            data=each.data,
            name=each.name,
            content_type=each.content_type,
            purpose="assignments:report",
            by=by,
            at=at,
        )
        ReportFile.objects.create(assignment=assignment, file=kept)
    assignment.report = words.strip()
    assignment.reported_at, assignment.reported_by_name = at, by.name
    _shift(assignment, AssignmentState.REPORTED, at, ("report", "reported_at", "reported_by_name"))
    _tell(assignment, "написал(а), что поручение исполнено", by=by, at=at, note=assignment.report)
    return assignment


@transaction.atomic
def accept(
    *, assignment: Assignment, words: str = "", seen: int | None = None, by: Actor, at: datetime
) -> Assignment:
    """What was done is accepted; nothing follows. One event."""
    return _answered(
        assignment, AssignmentState.ACCEPTED, words, "принял(а) исполнение", seen=seen, by=by, at=at
    )


@transaction.atomic
def give_back(
    *, assignment: Assignment, words: str, seen: int | None = None, by: Actor, at: datetime
) -> Assignment:
    """Not done yet: back to the executor, with words. One event."""
    if not words.strip():
        raise ValidationError({"words": "Напишите, чего не хватает: исполнитель прочитает это дословно."})
    return _answered(
        assignment, AssignmentState.GIVEN, words, "вернул(а) на доработку", seen=seen, by=by, at=at
    )


@transaction.atomic
def cancel(
    *, assignment: Assignment, reason: str, seen: int | None = None, by: Actor, at: datetime
) -> Assignment:
    """No longer needed; stays for the history with its reason. One event."""
    if not reason.strip():
        raise ValidationError({"reason": "Напишите, почему поручение больше не нужно."})
    return _answered(
        assignment, AssignmentState.CANCELLED, reason, "снял(а) поручение", seen=seen, by=by, at=at
    )


def _answered(
    assignment: Assignment,
    target: AssignmentState,
    words: str,
    verb: str,
    *,
    seen: int | None,
    by: Actor,
    at: datetime,
) -> Assignment:
    assignment = _locked(assignment, seen)
    (CANCEL if target is AssignmentState.CANCELLED else ACCEPT).check(by, assignment)
    assignment.answer = words.strip()
    assignment.answered_at, assignment.answered_by_name = at, by.name
    _shift(assignment, target, at, ("answer", "answered_at", "answered_by_name"))
    _tell(assignment, verb, by=by, at=at, note=assignment.answer)
    return assignment


@transaction.atomic
def postpone(
    *,
    assignment: Assignment,
    new_due: date,
    reason: str,
    seen: int | None = None,
    by: Actor,
    at: datetime,
) -> Assignment:
    """Another last day; the old one and the reason are kept. One event. An hour of an answer falls away."""
    assignment = _locked(assignment, seen)
    POSTPONE.check(by, assignment)
    wrong = {}
    if not reason.strip():
        wrong["reason"] = "Напишите, почему переносится срок."
    if new_due < timezone.localdate(at):
        wrong["new_due"] = "Этот день прошёл. Назовите сегодняшний или более поздний."
    elif new_due == assignment.due and assignment.answer_by is None:
        wrong["new_due"] = "Это прежний срок. Назовите другой день."
    if wrong:
        raise ValidationError(wrong)
    old = assignment.due
    if new_due != old:
        Postponement.objects.create(
            assignment=assignment,
            old_due=old,
            old_when=assignment.when,
            new_due=new_due,
            reason=reason.strip(),
            at=at,
            by_name=by.name,
        )
    assignment.due, assignment.when, assignment.answer_by = new_due, "", None
    assignment.revision += 1
    assignment.save(update_fields=["due", "when", "answer_by", "revision"])
    before = f"{old:%d.%m.%Y}" if old else "без срока"
    note = f"{before} → {new_due:%d.%m.%Y}: {reason.strip()}"
    _tell(assignment, "перенёс(ла) срок", by=by, at=at, note=note)
    return assignment


@transaction.atomic
def hand_over(*, assignments: Sequence[Assignment], to: Person, by: Actor, at: datetime) -> list[Assignment]:
    """Open assignments get another executor; one event each. All or none.

    Raises ValidationError where the person is not appointed where an assignment lies, WrongState where one is
    finished or was handed over meanwhile.
    """
    found = list(
        _rows()
        .filter(pk__in=[each.pk for each in assignments])
        .order_by("pk")
        .select_for_update(of=("self",))
    )
    if not found:
        raise ValidationError({"assignments": "Отметьте хотя бы одно поручение."})
    before = {each.pk: each.person_id for each in assignments}
    for each in found:
        HAND_OVER.check(by, each)
        if each.person_id != before[each.pk]:
            raise Conflict(f"«{each.what}» уже передали: {each.executor}. Обновите страницу.")
    fits = may_execute(to, [each.home for each in found], on=timezone.localdate(at))
    wrong = [each.what for each in found if each.home not in fits]
    if wrong:
        words = f"{to.full_name} не назначен(а) там, где лежит поручение «{wrong[0]}». Выберите другого."
        raise ValidationError({"to": words})
    for each in found:
        old, each.person, each.executor = each.executor, to, to.full_name
        each.revision += 1
        each.save(update_fields=["person", "executor", "revision"])
        _tell(each, "передал(а) поручение", by=by, at=at, note=f"{old} → {each.executor}")
    return found


def _rows() -> Any:
    return Assignment.objects.select_related("school__territory", "territory", "cycle")


def _locked(assignment: Assignment, seen: int | None) -> Assignment:
    """The row as it is now, held; `seen` is the revision that the person looked at."""
    found: Assignment = _rows().select_for_update(of=("self",)).get(pk=assignment.pk)
    if seen is not None and found.revision != seen:
        raise Conflict("Пока вы писали, поручение изменили. Обновите страницу и посмотрите, что нового.")
    return found


def _shift(assignment: Assignment, target: AssignmentState, at: datetime, also: Sequence[str]) -> None:
    assignment.state, assignment.state_since = target, at
    assignment.revision += 1
    assignment.save(update_fields=["state", "state_since", "revision", *also])


def _tell(
    assignment: Assignment,
    verb: str,
    *,
    by: Actor,
    at: datetime,
    note: str = "",
    details: Mapping[str, Any] | None = None,
) -> None:
    record(
        by=by,
        at=at,
        verb=verb,
        subject_kind="assignment",
        subject_id=assignment.pk,
        subject_title=assignment.what,
        school_id=assignment.school_id,
        territory_path=assignment.home_path,
        note=note,
        details=dict(details or {}),
    )


__all__ = [
    "MOST_FILES",
    "Origin",
    "accept",
    "cancel",
    "give",
    "give_back",
    "hand_over",
    "postpone",
    "report",
]
