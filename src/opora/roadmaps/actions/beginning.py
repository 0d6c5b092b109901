"""A confirmed document brings its measures onto the roadmap; a measure nobody has begun may leave it again."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from opora.access import Actor, WrongState
from opora.documents.models import Document, Row
from opora.documents.queries.content import direction_code
from opora.documents.queries.loading import rows_of
from opora.history.actions import record
from opora.measures.models import Measure
from opora.ordering import folded
from opora.people.models import Person
from opora.roadmaps.models import Work
from opora.roadmaps.queries.people import people_of
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
    for row in rows:
        assert row.measure is not None
        values = _of(row.measure) | {"direction_id": directions.get(row.code)}
        work = kept.get(row.measure.pk)
        if work is None:
            new.append(_begun(document, row.measure, values, at))
        else:
            _follow(work, values)
    Work.objects.bulk_create(new)
    _name_people(document, new, at)
    if new:
        _tell(document, len(new), by=by, at=at)
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


def _follow(work: Work, values: Mapping[str, Any]) -> None:
    taken = dict(values)
    if work.state not in OPEN or work.postponements.all():
        del taken["starts"], taken["due"]
    changed = {name: value for name, value in taken.items() if getattr(work, name) != value}
    if changed:
        for name, value in changed.items():
            setattr(work, name, value)
        work.revision += 1
        work.save(update_fields=[*changed, "revision"])


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
    people = people_of(document.school, on=timezone.localdate(at))
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


def _tell(document: Document, many: int, *, by: Actor, at: datetime) -> None:
    record(
        by=by,
        at=at,
        verb="внёс(ла) меры документа в дорожную карту",
        subject_kind="roadmap",
        subject_id=document.school_id,
        subject_title=document.title,
        territory_path=document.territory_path,
        note=f"Новых мер: {many}",
    )


def let_go(measure: Measure) -> None:
    """A measure that nobody has begun leaves the roadmap with its row. Raises WrongState for any other."""
    work = Work.objects.select_for_update(of=("self",)).filter(measure=measure).first()
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
