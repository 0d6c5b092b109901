"""Objections as the pages show them."""

from collections.abc import Sequence
from datetime import date

from django.urls import reverse
from django.utils.safestring import SafeString

from opora.history.queries import Entry
from opora.objections.models import Objection
from opora.objections.queries import ObjectionRow
from opora.objections.states import ObjectionState
from opora.objections.subjects import Subject
from opora.ui.components import Event, Fact
from opora.ui.markup import badge, link, move_chip
from opora.ui.tables import Column, Table
from opora.ui.text import date_ru

_TONES: dict[ObjectionState, SafeString] = {
    ObjectionState.OPEN: badge("ждёт ответа", "mid", "■"),
    ObjectionState.ACCEPTED: badge("принято", "low", "●"),
    ObjectionState.DECLINED: badge("отклонено", "none"),
    ObjectionState.WITHDRAWN: badge("отозвано школой", "none"),
}


def table(rows: Sequence[ObjectionRow], today: date) -> Table:
    """Who objects to what, since when, and by when it is answered."""
    columns = [
        Column("Против чего"),
        Column("Школа"),
        Column("Состояние"),
        Column("Подано"),
        Column("Ответить до"),
    ]
    return Table("objections", "Возражения", columns, [_row(row, today) for row in rows])


def _row(row: ObjectionRow, today: date) -> tuple[object, ...]:
    due: object = date_ru(row.due) if row.state is ObjectionState.OPEN else ""
    if row.is_late(today):
        due = badge(f"просрочено с {date_ru(row.due, 'day')}", "high", "▲")
    title = link(reverse("objection", args=[row.id]), row.title)
    return title, row.school, _TONES[row.state], date_ru(row.raised_at), due


def chip(objection: Objection, *, may_answer: bool) -> SafeString:
    """Whose move it is, or how it ended."""
    if objection.state != ObjectionState.OPEN:
        return _TONES[ObjectionState(objection.state)]
    return move_chip("муниципалитета", objection.raised_at, mine=may_answer)


def facts(objection: Objection, subject: Subject | None) -> list[Fact]:
    """The objection as a list of its facts."""
    raised = f"{objection.raised_by_name}, {date_ru(objection.raised_at)}"
    shown = [
        Fact("Против чего", objection.subject_title, url=subject.url if subject else ""),
        Fact("Школа", objection.school.name),
        Fact("Подано", raised),
    ]
    if objection.state == ObjectionState.OPEN:
        return [*shown, Fact("Ответить до", date_ru(objection.answer_due))]
    if objection.answered_at is not None:
        return [*shown, Fact("Ответ дан", f"{objection.answered_by_name}, {date_ru(objection.answered_at)}")]
    return shown


def events(entries: Sequence[Entry]) -> list[Event]:
    return [Event(entry.at, entry.by, entry.verb, entry.note) for entry in entries]
