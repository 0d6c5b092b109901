"""How assignments read: chips, the list, one assignment, what came of another thing."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString

from opora.access import Actor
from opora.assignments.models import Assignment
from opora.assignments.queries import Chosen, Line, Show
from opora.assignments.rules import ACCEPT, REPORT
from opora.assignments.states import MOVES, OPEN, AssignmentState
from opora.history.queries import Entry
from opora.inbox import SOON_DAYS
from opora.references import Reference
from opora.ui.components import Event, Fact, Tab
from opora.ui.escaping import as_markup, esc
from opora.ui.markup import badge, link, move_chip
from opora.ui.tables import Column, Table
from opora.ui.text import count_ru, date_ru

SOON_WORDS = f"«Скоро» — до срока {count_ru(SOON_DAYS, 'день,дня,дней')} или меньше."

_CHIPS: dict[AssignmentState, SafeString] = {
    AssignmentState.GIVEN: badge("ждёт исполнения", "mid", "■"),
    AssignmentState.REPORTED: badge("исполнено, ждёт приёмки", "mid", "■"),
    AssignmentState.ACCEPTED: badge("принято", "low", "●"),
    AssignmentState.CANCELLED: badge("снято"),
}
RETURNED = badge("возвращено", "high", "▲")
URGENT = badge("срочно", "high", "▲")


def state_chip(state: str, *, returned: bool = False) -> SafeString:
    """«возвращено» is told of what waits again after it was given back."""
    return RETURNED if returned else _CHIPS[AssignmentState(state)]


def was_returned(of: Line | Assignment) -> bool:
    """It waits for its executor again, with the words of who gave it back."""
    return of.state == AssignmentState.GIVEN and bool(of.answer)


def term_words(of: Line | Assignment, at: datetime) -> str:
    """«просрочено, срок был …», «скоро, до …», «до …», the term as written, or nothing."""
    if of.answer_by is not None:
        hour = timezone.localtime(of.answer_by)
        until = f"{hour:%H:%M}, {_day(hour.date(), at)}"
        return f"просрочено, ответ ждали до {until}" if of.is_late(at) else f"ответить до {until}"
    if of.due is None:
        return of.when
    if of.is_late(at):
        return f"просрочено, срок был {_day(of.due, at)}"
    soon = of.state == AssignmentState.GIVEN and (of.due - timezone.localdate(at)).days <= SOON_DAYS
    return f"скоро, до {_day(of.due, at)}" if soon else f"до {_day(of.due, at)}"


def _day(day: date, at: datetime) -> str:
    """The year only where it is another one."""
    return date_ru(day, "day" if day.year == timezone.localdate(at).year else "full")


def term_chip(of: Line | Assignment, at: datetime) -> SafeString | str:
    """Empty where no term was named; of what is finished only the words."""
    words = term_words(of, at)
    if not words or of.state not in OPEN:
        return words
    if of.is_late(at):
        return badge(words, "high", "▲")
    is_near = words.startswith(("скоро", "ответить"))
    return badge(words, "mid", "■") if is_near else badge(words)


def together(*pieces: object) -> SafeString:
    """Chips beside each other; empty ones leave no blank."""
    return as_markup(" ".join(esc(piece) for piece in pieces if piece))


def tabs(counts: Mapping[str, int], chosen: Chosen, query: str) -> list[Tab]:
    """What is not finished, all, then each state that has any."""
    before = f"?{query}&" if query else "?"
    many = sum(counts.get(each, 0) for each in OPEN)
    found = [
        Tab("Открытые", f"{before}state=open", chosen.state == "open", many),
        Tab("Все", f"{before}state=all", not chosen.state, sum(counts.values())),
    ]
    return found + [
        Tab(
            each.label[:1].upper() + each.label[1:], f"{before}state={each.value}", chosen.state == each, many
        )
        for each in AssignmentState
        if (many := counts.get(each.value, 0)) or chosen.state == each
    ]


def table(rows: Sequence[Line], at: datetime, *, with_home: bool, empty: str) -> Table:
    """`with_home`: where there are several places to tell apart."""
    before, after = reverse("assignment", args=[0]).split("0")
    return Table(
        "assignments",
        "Поручения",
        [
            Column("Что сделать", "words"),
            Column("Исполнитель"),
            *((Column("Где"),) if with_home else ()),
            *(Column("Состояние и срок"), Column("Откуда", "words")),
        ],
        [
            (
                link(f"{before}{row.pk}{after}", row.what),
                row.executor,
                *((row.home,) if with_home else ()),
                together(
                    URGENT if row.answer_by and row.state in OPEN else "",
                    state_chip(row.state, returned=was_returned(row)),
                    term_chip(row, at),
                ),
                row.origin_title or f"{row.given_by}, {date_ru(row.given_at)}",
            )
            for row in rows
        ],
        caption_hidden=True,
        empty=empty,
    )


def empty_words(chosen: Chosen, *, narrowed: bool) -> str:
    """What a list without rows says."""
    if chosen.show is Show.ORPHANED:
        return "Все открытые поручения у тех, кто назначен. Передавать нечего."
    if narrowed:
        return "Таких поручений нет. Измените условия или сбросьте их."
    return "Открытых поручений нет. Они появляются после совещаний, посещений и решений или даются отдельно."


def chip(actor: Actor, assignment: Assignment) -> SafeString:
    """Whose move it is, or how it ended."""
    whose = MOVES[AssignmentState(assignment.state)]
    if whose is None:
        return _CHIPS[AssignmentState(assignment.state)]
    mine = REPORT.can(actor, assignment) or ACCEPT.can(actor, assignment)
    return move_chip(whose.removeprefix("ход "), assignment.state_since, mine=mine)


def facts(assignment: Assignment, origin: Reference | None, at: datetime) -> list[Fact]:
    """The assignment as a list of its facts."""
    found = [
        Fact("Исполнитель", assignment.executor, note="" if assignment.person_id else "входа в систему нет"),
        Fact("Срок", term_words(assignment, at) or None, note=assignment.when if assignment.due else ""),
        Fact("Где", assignment.home.name),
    ]
    if assignment.origin_id is not None:
        title = origin.title if origin else assignment.origin_title
        found.append(Fact("Откуда", title, url=origin.url if origin else ""))
    found.append(Fact("Кто поручил", f"{assignment.given_by_name}, {date_ru(assignment.given_at)}"))
    for each in assignment.postponements.all():
        old = date_ru(each.old_due) if each.old_due else each.old_when or "без срока"
        note = f"{each.reason} ({each.by_name}, {date_ru(each.at)})"
        found.append(Fact("Срок переносили", f"{old} → {date_ru(each.new_due)}", note=note))
    return found


def events(entries: Sequence[Entry]) -> list[Event]:
    return [Event(entry.at, entry.by, entry.verb, entry.note) for entry in entries]


@dataclass(frozen=True, slots=True)
class OfOrigin:
    """For `assignments/of_origin.html`: what came of a thing. `add_url` where one more may be given."""

    table: Table | None
    open: int
    add_url: str = ""


def of_origin_table(
    rows: Sequence[Line], seen: Collection[int], at: datetime, *, caption: str, ident: str
) -> Table | None:
    """None without rows. Only what the person sees is a link."""
    if not rows:
        return None
    before, after = reverse("assignment", args=[0]).split("0")
    return Table(
        ident,
        caption,
        [Column("Что сделать", "words"), Column("Исполнитель"), Column("Состояние и срок")],
        [
            (
                link(f"{before}{row.pk}{after}", row.what) if row.pk in seen else row.what,
                row.executor,
                together(state_chip(row.state, returned=was_returned(row)), term_chip(row, at)),
            )
            for row in rows
        ],
        caption_hidden=True,
        stacks=True,
    )
