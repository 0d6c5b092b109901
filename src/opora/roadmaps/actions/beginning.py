"""A confirmed document brings its measures onto the roadmap; a measure nobody has begun may leave it again."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from opora.access import Actor, WrongState
from opora.documents.models import Document, Row
from opora.documents.queries.content import direction_code
from opora.documents.queries.loading import rows_of
from opora.history.actions import event_of, record, record_all
from opora.history.models import Event
from opora.measures.models import Measure
from opora.ordering import folded
from opora.people.models import Person
from opora.roadmaps.actions.locking import SUBJECT
from opora.roadmaps.models import Work
from opora.roadmaps.queries.people import people_at
from opora.roadmaps.states import OPEN, WorkState

#: the words of a measure that were confirmed with it
AGREED = ("title", "when", "starts", "ends", "result", "resources", "executors", "named", "participants")


@transaction.atomic
def put_on_the_map(document: Document, by: Actor, at: datetime) -> int:
    """Every measure of a school's document gets its work; what it says now is what was agreed. How many are new.

    The term of a work that was not put off follows the document. Measures without a title are left out. Repeatable.
    """
    if document.school_id is None:
        return 0
    rows = [row for row in rows_of(document) if row.measure is not None and row.measure.title.strip()]
    directions = _directions(document, rows_of(document))
    kept = {
        work.measure_id: work
        for work in Work.objects.select_for_update(of=("self",))
        .prefetch_related("postponements")
        .filter(measure__in=[row.measure_id for row in rows])
    }
    new: list[Work] = []
    told: list[Event] = []
    for row in rows:
        assert row.measure is not None
        values = _of(row.measure) | {"direction_id": directions.get(row.code)}
        work = kept.get(row.measure.pk)
        if work is None:
            new.append(_begun(document, row.measure, values, at))
        else:
            told += _follow(work, values, document, row.measure.title, by=by, at=at)
    Work.objects.bulk_create(new)
    _name_people(document, new, at)
    record_all(told)
    if new:
        verb = "внёс(ла) меры документа в дорожную карту"
        _tell(document, verb, document.title, f"Новых мер: {len(new)}", by=by, at=at)
    return len(new)


def agreed(measure: Measure) -> dict[str, Any]:
    """The measure's words as JSON holds them."""
    values = {name: getattr(measure, name) for name in AGREED}
    return {name: v.isoformat() if hasattr(v, "isoformat") else v for name, v in values.items()}


def _of(measure: Measure) -> dict[str, Any]:
    starts, ends = measure.starts, measure.ends
    if starts is not None and ends is not None and ends < starts:
        starts = None  # a document may be confirmed with such a slip; the term is what counts
    return {"starts": starts, "due": ends, "agreed": agreed(measure)}


def _begun(document: Document, measure: Measure, values: Mapping[str, Any], at: datetime) -> Work:
    return Work(
        measure=measure,
        document=document,
        school=document.school,
        cycle_id=document.cycle_id,
        state_since=timezone.localdate(at),
        first_due=values["due"],
        **values,
    )


def _follow(
    work: Work, values: Mapping[str, Any], document: Document, title: str, *, by: Actor, at: datetime
) -> list[Event]:
    """Bring the work to what the document says now; the event that says what changed, none where nothing did."""
    taken = dict(values)
    if work.state not in OPEN or work.postponements.all():
        del taken["starts"], taken["due"]
    changed = {name: value for name, value in taken.items() if getattr(work, name) != value}
    if not changed:
        return []
    note = _differing(work, changed)
    for name, value in changed.items():
        setattr(work, name, value)
    work.revision += 1
    work.save(update_fields=[*changed, "revision"])
    return [
        event_of(
            by=by, at=at, verb="изменил(а) меру по документу", subject_kind=SUBJECT, subject_id=work.pk,
            subject_title=title, territory_path=document.territory_path, note=note,
        )
    ]  # fmt: skip


_TITLES = {
    "title": "название", "when": "срок словами", "starts": "начало", "ends": "срок", "result": "результат",
    "resources": "ресурсы", "executors": "исполнители", "named": "кто отвечает по документу",
    "participants": "участники",
}  # fmt: skip


def _differing(work: Work, changed: Mapping[str, Any]) -> str:
    """The fields that differ, in words; what is short with its old and new value."""
    words = {**work.agreed, **changed.get("agreed", {})}
    fields = [name for name in AGREED if (work.agreed.get(name) or None) != (words.get(name) or None)]
    said = [_said(name, work.agreed.get(name), words.get(name)) for name in fields]
    if "due" in changed and "ends" not in fields:
        said.append(f"срок: {_day(work.due)} → {_day(changed['due'])}")
    if "starts" in changed and "starts" not in fields:
        said.append(f"начало: {_day(work.starts)} → {_day(changed['starts'])}")
    return "; ".join([*said, *(["направление"] if "direction_id" in changed else [])])


def _said(name: str, before: Any, after: Any) -> str:
    match name:
        case "starts" | "ends":
            days = (date.fromisoformat(each) if each else None for each in (before, after))
            return f"{_TITLES[name]}: {' → '.join(map(_day, days))}"
        case "title":
            return f"{_TITLES[name]}: «{before}» → «{after}»"
    return _TITLES[name]


def _day(day: date | None) -> str:
    return f"{day:%d.%m.%Y}" if day else "не было"


def _directions(document: Document, rows: Iterable[Row]) -> dict[str, int | None]:
    """{code of a measure: id of the direction it answers for}, up the chain measure → task → goal → direction."""
    by_code = {(row.table, row.code): row.content for row in rows}
    ids = (
        {direction_code(each.pk): each.pk for each in document.school.directions.all()}
        if document.school
        else {}
    )
    found: dict[str, int | None] = {}
    for (table, code), content in by_code.items():
        if table == "measures":
            task = by_code.get(("tasks", str(content.get("task", ""))), {})
            goal = by_code.get(("goals", str(task.get("goal", ""))), {})
            found[code] = ids.get(str(goal.get("direction", "")), document.direction_id)
    return found


def _name_people(document: Document, works: list[Work], at: datetime) -> None:
    """Who is written in the measure by name and is appointed at the school answers for it."""
    if not works or document.school is None:
        return
    people = people_at(document.school, on=timezone.localdate(at))
    through = Work.responsible.through
    through.objects.bulk_create(
        through(work_id=work.pk, person_id=person.pk)
        for work in works
        for person in people
        if any(_is_named(person, text) for text in work.measure.named)
    )


def _is_named(person: Person, text: str) -> bool:
    """Whether the words name this person: the surname as a word, and no other initials beside it."""
    words = folded(text).replace(".", " ").replace(",", " ").split()
    surname = folded(person.surname)
    if not surname or surname not in words:
        return False
    at = words.index(surname)
    beside = [word for word in (*words[at + 1 : at + 3], *words[max(0, at - 2) : at]) if len(word) == 1]
    own = [folded(name)[:1] for name in (person.given_name, person.patronymic) if name]
    return not beside or beside == own[: len(beside)]


def _tell(document: Document, verb: str, title: str, note: str, *, by: Actor, at: datetime) -> None:
    """An event of the school's roadmap of a year: of measures that are not there yet or no more."""
    record(
        by=by,
        at=at,
        verb=verb,
        subject_kind="roadmap",
        subject_id=document.school_id,
        subject_title=title,
        territory_path=document.territory_path,
        note=note,
        details={"cycle": document.cycle_id},
    )


def let_go(measure: Measure, by: Actor, at: datetime) -> None:
    """A measure that nobody has begun leaves the roadmap with its row. Raises WrongState for any other."""
    work = (
        Work.objects.select_for_update(of=("self",))
        .select_related("document__school__territory")
        .filter(measure=measure)
        .first()
    )
    if work is None:
        return
    is_untouched = (
        work.state == WorkState.PLANNED
        and not work.evidence.exists()
        and not work.postponements.exists()
        and not work.verdicts.exists()
    )
    if not is_untouched:
        raise WrongState(
            f"Мера «{measure.title}» уже идёт на дорожной карте, её нельзя удалить из документа. Если она больше "
            "не нужна, снимите её на карте с причиной."
        )
    work.delete()
    note = f"Убрана из документа «{work.document.title}»"
    _tell(work.document, "убрал(а) меру с дорожной карты", measure.title, note, by=by, at=at)
