"""The note of a visit: written once, whoever sends it how many times; added to later."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from opora.access import Actor, Conflict
from opora.assignments.actions import give
from opora.attachments.materials import Material
from opora.cycles.models import Cycle
from opora.files.actions import store
from opora.history.actions import record_all
from opora.organisations.models import Organisation
from opora.people.models import Person
from opora.visits.actions.common import locked, noted_already, reference_to, told
from opora.visits.actions.planning import write_visitors
from opora.visits.kinds import VisitKind
from opora.visits.models import Checked, Picture, Visit
from opora.visits.queries.definitions import kind_of
from opora.visits.queries.people import visitors_of
from opora.visits.rules import AMEND, NOTE, NOTE_UNPLANNED
from opora.visits.states import Mark, VisitState, Way

MOST_FILES = 12


@dataclass(frozen=True, slots=True)
class Agreed:
    """What was agreed: becomes an assignment. Without `person` and `executor` it is the school's."""

    what: str
    executor: str = ""
    person: Person | None = None
    due: date | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """A mark of the checklist."""

    code: str
    mark: Mark
    words: str = ""


@dataclass(frozen=True, slots=True)
class Note:
    """What one writes down. `minutes` None: not said. `private` is read by those who help the school."""

    visited_on: date
    way: Way
    seen: str = ""
    minutes: int | None = None
    talked_with: Sequence[str] = ()
    talked: str = ""
    private: str = ""
    is_open_to_school: bool = True
    answers: Sequence[Answer] = ()
    agreed: Sequence[Agreed] = ()
    materials: Sequence[Material] = field(default=(), repr=False)


@transaction.atomic
def note_visit(*, visit: Visit, note: Note, token: UUID | None = None, by: Actor, at: datetime) -> Visit:
    """Write the note of a planned visit and one event; what was agreed becomes assignments.

    The same note sent again (the same `token`) answers the visit as it stands. Raises Conflict where somebody else
    has noted it, ValidationError where it cannot have been so.
    """
    visit = locked(visit)
    if visit.state == VisitState.DONE:
        if token is not None and visit.token == token:
            return visit
        raise noted_already(visit)
    NOTE.check(by, visit)
    if token is not None and Visit.objects.filter(token=token).exists():
        raise Conflict(
            "Эта форма уже отправлена для другого посещения. Откройте запись этого посещения заново."
        )
    return _noted(visit, kind_of(visit.version), note, token, by, at)


def note_unplanned(
    *,
    school: Organisation,
    cycle: Cycle,
    kind: VisitKind,
    note: Note,
    visitors: Sequence[Person] = (),
    companions: str = "",
    token: UUID | None = None,
    by: Actor,
    at: datetime,
) -> Visit:
    """A visit that nobody had planned, noted at once. One event. Sent again, it is the same visit."""
    NOTE_UNPLANNED.check(by, school)
    sent = _sent_already(token, by)
    if sent is not None:
        return sent
    try:
        with transaction.atomic():
            return _noted_unplanned(school, cycle, kind, note, visitors, companions, token, by, at)
    except IntegrityError:
        # the same note came by two ways in one moment
        sent = _sent_already(token, by)
        if sent is None:
            raise
        return sent


def _sent_already(token: UUID | None, by: Actor) -> Visit | None:
    found = Visit.objects.select_related("school__territory").filter(token=token).first() if token else None
    if found is not None and found.noted_by_id != by.person_id:
        raise Conflict("Эта запись уже внесена другим человеком. Откройте новую запись о посещении.")
    return found


def _noted_unplanned(
    school: Organisation,
    cycle: Cycle,
    kind: VisitKind,
    note: Note,
    visitors: Sequence[Person],
    companions: str,
    token: UUID | None,
    by: Actor,
    at: datetime,
) -> Visit:
    visit = Visit(
        cycle=cycle,
        school=school,
        kind=kind.code,
        kind_title=kind.title,
        version_id=kind.version_id,
        counts=kind.counts,
        way=note.way,
        companions=companions.strip(),
        made_at=at,
        made_by_id=by.person_id,
        made_by_name=by.name,
    )
    if not visitors and not companions.strip():
        raise ValidationError({"visitors": "Отметьте, кто был в школе, или впишите имена."})
    known = set(visitors_of([school], on=timezone.localdate(at)).values_list("pk", flat=True))
    gone = [person.full_name for person in visitors if person.pk not in known and person.pk != by.person_id]
    if gone:
        raise ValidationError(
            {"visitors": f"Не назначены в эту школу: {', '.join(gone)}. Впишите их имена ниже."}
        )
    visit = _noted(visit, kind, note, token, by, at)
    write_visitors([visit], visitors)
    return visit


def _noted(visit: Visit, kind: VisitKind, note: Note, token: UUID | None, by: Actor, at: datetime) -> Visit:
    _check(visit, note, timezone.localdate(at))
    visit.state, visit.visited_on, visit.token = VisitState.DONE, note.visited_on, token
    visit.noted_at, visit.noted_by_id, visit.noted_by_name = at, by.person_id, by.name
    _set_words(visit, note)
    visit.save()
    _write_parts(visit, kind, note, by, at)
    verb = "записал(а) посещение" if visit.planned_on else "записал(а) посещение без плана"
    # the words stay in the note: a timeline is read by more people
    record_all([told(visit, verb, by=by, at=at, note=Way(visit.way).label)])
    return visit


def _set_words(visit: Visit, note: Note) -> None:
    visit.way, visit.minutes = note.way, note.minutes
    visit.seen, visit.talked, visit.private = note.seen.strip(), note.talked.strip(), note.private.strip()
    visit.talked_with, visit.is_open_to_school = list(note.talked_with), note.is_open_to_school
    visit.revision += 1


def _check(visit: Visit, note: Note, today: date) -> None:
    wrong = {}
    if note.visited_on > today:
        wrong["visited_on"] = "Этот день ещё не наступил. Впишите день, когда вы были в школе."
    elif visit.school.closed_on is not None and note.visited_on > visit.school.closed_on:
        closed = f"{visit.school.closed_on:%d.%m.%Y}"
        wrong["visited_on"] = f"Школа закрыта {closed}: посещения после этого дня быть не могло."
    elif not visit.cycle.starts <= note.visited_on <= visit.cycle.ends:
        year = f"с {visit.cycle.starts:%d.%m.%Y} по {visit.cycle.ends:%d.%m.%Y}"
        wrong["visited_on"] = f"Программный год идёт {year}. Проверьте день."
    is_empty = not any((note.seen.strip(), note.talked_with, note.talked.strip(), note.answers, note.agreed))
    if is_empty:
        wrong["seen"] = "Напишите хотя бы строку: что увидели, с кем говорили или о чём договорились."
    if len(note.materials) > MOST_FILES:
        wrong["materials"] = f"Файлов больше {MOST_FILES}. Приложите главное."
    if note.agreed and visit.school.closed_on is not None:
        wrong["seen"] = "Школа закрыта: поручений ей больше не дают. Уберите их из записи."
    if wrong:
        raise ValidationError(wrong)


def _write_parts(visit: Visit, kind: VisitKind, note: Note, by: Actor, at: datetime) -> None:
    places = {item.code: (place, item.title) for place, item in enumerate(kind.items)}
    Checked.objects.bulk_create(
        [
            Checked(
                visit=visit,
                position=places[each.code][0],
                code=each.code,
                title=places[each.code][1],
                mark=each.mark,
                words=each.words.strip(),
            )
            for each in note.answers
            if each.code in places
        ]
    )
    for material in note.materials:
        kept = store(
            data=material.data,
            name=material.name,
            content_type=material.content_type,
            purpose="visits:note",
            by=by,
            at=at,
        )
        Picture.objects.create(visit=visit, file=kept)
    for each in note.agreed:
        give(
            what=each.what,
            home=visit.school,
            cycle=visit.cycle,
            executor=each.executor,
            person=each.person,
            due=each.due,
            origin=reference_to(visit),
            by=by,
            at=at,
        )


@transaction.atomic
def amend_note(*, visit: Visit, note: Note, seen: int, by: Actor, at: datetime) -> Visit:
    """Write the words anew, add files and what was agreed; the day may be put right. The old words are kept.

    `seen` is the revision that the person looked at: raises Conflict over another one.
    """
    visit = locked(visit)
    AMEND.check(by, visit)
    if visit.revision != seen:
        raise Conflict(
            "Пока вы писали, запись дополнил другой человек. Ничего не записано: откройте запись снова, "
            "посмотрите, что изменилось, и допишите своё."
        )
    _check(visit, note, timezone.localdate(at))
    if visit.pictures.count() + len(note.materials) > MOST_FILES:
        raise ValidationError({"materials": f"У посещения может быть до {MOST_FILES} файлов."})
    visit.visited_on = note.visited_on
    _set_words(visit, note)
    visit.save()
    visit.checked.all().delete()
    _write_parts(visit, kind_of(visit.version), note, by, at)
    record_all([told(visit, "дополнил(а) запись о посещении", by=by, at=at)])
    return visit
