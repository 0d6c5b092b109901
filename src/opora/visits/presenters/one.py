"""One visit: its facts, its note, what was found."""

from collections.abc import Sequence
from datetime import date

from django.utils.safestring import SafeString

from opora.ui.components import Fact
from opora.ui.markup import move_chip
from opora.ui.tables import Column, Table
from opora.ui.text import count_ru, date_ru
from opora.visits.models import Checked, Visit
from opora.visits.presenters.words import MARKS, state_chip, when
from opora.visits.queries.listing import who_goes
from opora.visits.states import MOVES, Mark, Talked, VisitState, Way


def chips(visit: Visit, today: date, *, mine: bool) -> list[SafeString]:
    """The state, and whose move it is where the day has come."""
    state = VisitState(visit.state)
    has_come = state is VisitState.PLANNED and visit.planned_on is not None and visit.planned_on <= today
    found = [state_chip(state, is_late=has_come and visit.planned_on != today)]
    whose = MOVES[state]
    if whose is not None and has_come:
        found.append(move_chip(whose.removeprefix("ход "), visit.planned_on, mine=mine))
    return found


def facts(visit: Visit) -> list[Fact]:
    found = [
        Fact("Вид", visit.kind_title),
        Fact("Как", Way(visit.way).label),
        Fact("Кто", who_goes(visit) or None),
    ]
    if visit.visited_on is not None:
        found.insert(0, Fact("Когда были", date_ru(visit.visited_on), note=_planned_note(visit)))
        if visit.minutes is not None:
            found.append(Fact("Сколько", count_ru(visit.minutes, "минута,минуты,минут")))
        found.append(Fact("Записано", f"{visit.noted_by_name}, {date_ru(visit.noted_at, 'time')}"))
    else:
        found.insert(0, Fact("День", when(visit.planned_on, visit.planned_at)))
        found.append(Fact("Запланировал(а)", f"{visit.made_by_name}, {date_ru(visit.made_at)}"))
    if visit.purpose:
        found.append(Fact("Зачем", visit.purpose))
    if visit.cancelled_why:
        found.append(Fact("Почему отменено", visit.cancelled_why))
    for shift in visit.shifts.all():
        moved = f"{when(shift.old_on, shift.old_at)} → {when(shift.new_on, shift.new_at)}"
        found.append(Fact("Переносили", moved, note=f"{shift.reason} ({shift.by_name})"))
    return found


def _planned_note(visit: Visit) -> str:
    if visit.planned_on is None:
        return "был без плана"
    return f"планировали {date_ru(visit.planned_on, 'day')}" if visit.planned_on != visit.visited_on else ""


def talked_words(visit: Visit) -> str:
    """«с директором, с учителями»."""
    return ", ".join(Talked(code).label for code in visit.talked_with if code in Talked.values)


def checklist(checked: Sequence[Checked]) -> Table | None:
    if not checked:
        return None
    return Table(
        "checklist",
        "Проверочный лист: ответы",
        [Column("На что смотрели"), Column("Ответ"), Column("Примечание", "words")],
        [(each.title, MARKS[Mark(each.mark)], each.words) for each in checked],
        stacks=True,
        caption_hidden=True,
    )
