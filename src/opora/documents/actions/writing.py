"""Writing rows: one at a time, each with the revision its writer saw; nothing is overwritten unseen."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max

from opora.access import Actor, Conflict, WrongState
from opora.documents import after
from opora.documents.actions.locking import held, locked, tell
from opora.documents.actions.statements import count_change, places_of, seen_writing, write_row
from opora.documents.exchange import MOST_ROWS, Malformed, dump_row, parse_row
from opora.documents.models import Document, Row
from opora.documents.outline import Part
from opora.documents.programme import LINKS, Measure
from opora.documents.queries.content import OWN_TABLES, PASSAGES, direction_code, directions_for
from opora.documents.queries.definitions import outline_of
from opora.documents.queries.loading import row_by_code, row_by_token
from opora.documents.rules import WRITE
from opora.measures.models import Measure as KeptMeasure

#: the letter that starts the number of a row
LETTERS = {"causes": "c", "goals": "g", "tasks": "t", "measures": "m", "indicators": "i", "results": "r"}


class RowConflict(Conflict):
    """Somebody else wrote the row meanwhile. `theirs` is the row as it stands now; None where it is gone."""

    def __init__(self, theirs: Row | None) -> None:
        if theirs is None:
            super().__init__(
                "Пока вы писали, эту строку удалили. Ваш текст ниже: сохраните его новой строкой."
            )
        else:
            super().__init__(
                f"Пока вы писали, строку изменил(а) {theirs.changed_by_name}. "
                "Сравните и выберите, что оставить: ничего не потеряно."
            )
        self.theirs = theirs


@transaction.atomic
def save_row(
    *,
    document: Document,
    table: str,
    code: str = "",
    values: Mapping[str, Any],
    revision: int | None = None,
    token: str = "",
    by: Actor,
    at: datetime,
) -> Row:
    """Write one row; without `code` a new one at the end of its table.

    `values` are the fields of the row's dataclass as JSON has them. `revision` is the one the writer saw; of a
    section that has no text yet it is None. `token` is that of the form a new row comes from: what is typed and the
    button may come at once, and make one row. Raises RowConflict where the row has gone on meanwhile, and
    ValidationError by field.
    """
    document = held(document)
    WRITE.check(by, document)
    _check_place(document, table, code)
    parsed = _parse(table, code or "new", values)
    try:
        row = _row_for(document, table, code, revision, token)
    except RowConflict as told:
        if told.theirs is None or not _same(told.theirs, parsed):
            raise
        return told.theirs
    if row.pk is not None and _same(row, parsed):
        return row
    _check_links(document, table, parsed)
    put(row, parsed, by=by, at=at)
    touch(document, by=by, at=at)
    return row


_GONE = "Этой строки в документе уже нет. Обновите страницу документа."


def _as_seen(document: Document, table: str, code: str, revision: int) -> Row:
    """The row that is to go, as its reader saw it."""
    try:
        return _row_for(document, table, code, revision)
    except RowConflict as told:
        if told.theirs is None:
            raise WrongState(_GONE) from told
        words = f"Пока вы решали, строку изменил(а) {told.theirs.changed_by_name}. Прочтите её снова, потом удаляйте."
        raise Conflict(words) from told


@transaction.atomic
def delete_row(*, document: Document, table: str, code: str, revision: int, by: Actor, at: datetime) -> None:
    """Take a row out. What hung on it stays and hangs on nothing: the checks will say so. History tells it."""
    document = locked(document.pk)
    WRITE.check(by, document)
    row = _as_seen(document, table, code, revision)
    forget_links(document, {row.code}, by=by, at=at)
    remove(row, by=by, at=at)
    touch(document, by=by, at=at)
    tell(document, "удалил(а) строку", by=by, at=at, note=words_of(row))


@transaction.atomic
def move_row(*, document: Document, table: str, code: str, up: bool, by: Actor, at: datetime) -> None:
    """Change places with the neighbour; at the end of the table nothing happens."""
    document = locked(document.pk)
    WRITE.check(by, document)
    rows = list(document.rows.filter(table=table).order_by("position", "id"))
    here = next((number for number, row in enumerate(rows) if row.code == code), None)
    if here is None:
        raise WrongState(_GONE)
    there = here - 1 if up else here + 1
    if not 0 <= there < len(rows):
        return
    rows[here], rows[there] = rows[there], rows[here]
    for number, row in enumerate(rows):
        row.position = number
    Row.objects.bulk_update(rows, ["position"])
    touch(document, by=by, at=at)


def _check_place(document: Document, table: str, code: str) -> None:
    """Only what a document of this kind consists of is written into it."""
    sections = outline_of(document.version).sections
    known = (
        any(each.part is Part.TEXT and each.code == code for each in sections)
        if table == PASSAGES
        else any(each.part == table for each in sections)
    )
    if not known:
        raise WrongState("Такого раздела в этом документе нет. Откройте документ заново.")


def _parse(table: str, code: str, values: Mapping[str, Any]) -> Any:
    if table not in OWN_TABLES:
        raise WrongState("Таких строк в документе не бывает. Откройте документ заново.")
    try:
        identity = {"section" if table == PASSAGES else "id": code}
        return parse_row(table, identity | dict(values))
    except Malformed as wrong:
        raise ValidationError({wrong.place.split("[")[0] or "__all__": wrong.words}) from wrong


def _row_for(document: Document, table: str, code: str, revision: int | None, token: str = "") -> Row:
    """The row to be written, at the revision its writer saw; a new one where there is none yet."""
    if not code and token:
        made = row_by_token(document, table, token)
        if made is not None and made.revision > 1:
            raise RowConflict(made)
        return made or new_row(document, table, token=token)
    if code:
        row = row_by_code(document, table, code)
        if row is not None:
            if row.revision != revision:
                raise RowConflict(row)
            return row
        if table != PASSAGES or revision is not None:
            raise RowConflict(None)
    return new_row(document, table, code)


def new_row(document: Document, table: str, code: str = "", token: str = "") -> Row:
    """A row at the end of its table, with a number of its own; not written yet."""
    rows = document.rows.filter(table=table)
    last = rows.aggregate(last=Max("position"))["last"]
    if document.rows.count() >= MOST_ROWS:
        raise WrongState(f"В документе уже {MOST_ROWS} строк: это не одна программа. Разделите её.")
    if not code:
        document.last_code += 1
        code = f"{LETTERS[table]}{document.last_code}"
    position = 0 if last is None else last + 1
    return Row(document=document, table=table, code=code, position=position, token=token)


def _same(row: Row, parsed: Any) -> bool:
    """Whether nothing would change: a form sent twice writes once."""
    if content_of(parsed) != row.content:
        return False
    kept = row.measure
    return kept is None or _kept_values(parsed) == {name: getattr(kept, name) for name in _MEASURE}


_MEASURE = (
    *("title", "form", "starts", "ends", "when", "executors", "named", "participants"),
    *("result", "resources"),
)


def _kept_values(parsed: Measure) -> dict[str, Any]:
    values = {name: getattr(parsed, name) for name in _MEASURE}
    return {name: list(map(str, v)) if isinstance(v, tuple) else v for name, v in values.items()}


def content_of(parsed: Any) -> dict[str, Any]:
    """What a row keeps of its dataclass: all but its id; of a measure only its link."""
    if isinstance(parsed, Measure):
        return {"task": parsed.task} if parsed.task else {}
    values = dump_row(parsed)
    return {name: value for name, value in values.items() if name not in {"id", "section"}}


def put(row: Row, parsed: Any, *, by: Actor, at: datetime) -> None:
    """Write a row's dataclass into it, a measure into the measure. The caller has asked whether it may be."""
    if isinstance(parsed, Measure):
        values = _kept_values(parsed)
        if row.measure is None:
            owner = {"cycle_id": row.document.cycle_id, "school_id": row.document.school_id}
            row.measure = KeptMeasure.objects.create(**owner, **values)
        else:
            for name, value in values.items():
                setattr(row.measure, name, value)
            row.measure.save(update_fields=values)
    row.content = content_of(parsed)
    row.revision += 1
    row.changed_at, row.changed_by_name = at, by.name
    if row.pk is None:
        row.save()
    else:
        write_row(row)


def remove(row: Row, *, by: Actor, at: datetime) -> None:
    """Raises WrongState where the row's measure is already carried out."""
    measure = row.measure
    if measure is not None:
        after.removing(measure, by, at)
    row.delete()
    if measure is not None:
        measure.delete()


def _check_links(document: Document, table: str, parsed: Any) -> None:
    """Every link names a row that is there. One query where the row links to something."""
    wanted = [
        (field, link, tables)
        for (owner, field), tables in LINKS.items()
        if owner == table
        for link in _links_in(getattr(parsed, field))
    ]
    if not wanted:
        return
    codes = {link for _, link, _ in wanted}
    known = places_of(document, codes)
    if any("directions" in tables for _, _, tables in wanted):
        known |= {("directions", direction_code(each.pk)) for each in directions_for(document)}
    for field, link, tables in wanted:
        if not any((of, link) in known for of in tables):
            words = "Строки, которую вы выбрали, уже нет. Обновите страницу и выберите другую."
            raise ValidationError({field: words})


def _links_in(value: Any) -> tuple[str, ...]:
    return ((value,) if value else ()) if isinstance(value, str) else tuple(value)


def forget_links(document: Document, codes: set[str], *, by: Actor, at: datetime) -> None:
    """Empty what names these rows."""
    for row in document.rows.exclude(table=PASSAGES):
        fields = [field for owner, field in LINKS if owner == row.table]
        changed = False
        for field in fields:
            value = row.content.get(field)
            if isinstance(value, list) and codes & set(value):
                row.content[field] = [each for each in value if each not in codes]
                changed = True
            elif isinstance(value, str) and value in codes:
                del row.content[field]
                changed = True
            if row.content.get(field) == []:
                del row.content[field]
        if changed:
            row.revision += 1
            row.changed_at, row.changed_by_name = at, by.name
            row.save()


def touch(document: Document, *, by: Actor, at: datetime, also: tuple[str, ...] = ()) -> None:
    """The document has changed; history says once a day who writes it."""
    document.revision += 1
    document.changed_at, document.changed_by_name = at, by.name
    count_change(document)
    if also:
        document.save(update_fields=also)
    if by.person_id is None:
        return
    if seen_writing(document, by, at=at):
        tell(document, "писал(а) документ", by=by, at=at)


def words_of(row: Row) -> str:
    """A row's own words, for history."""
    if row.measure is not None:
        return row.measure.title
    return str(row.content.get("title") or row.content.get("text") or row.code)[:400]
