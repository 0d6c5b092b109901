"""Decisions as the pages show them."""

from collections.abc import Mapping, Sequence

from django.urls import reverse
from django.utils.safestring import SafeString

from opora.access import Actor
from opora.decisions.models import Decision, Ground, Outcome
from opora.decisions.queries.listing import Line
from opora.decisions.rules import ASSESS, EXECUTE
from opora.decisions.states import DecisionState
from opora.history.queries import Entry
from opora.references import Reference, word
from opora.ui.components import Event, Fact, Tab
from opora.ui.escaping import as_markup, esc
from opora.ui.markup import badge, link, move_chip
from opora.ui.tables import Column, Table
from opora.ui.text import count_ru, date_ru, number

_STATES: dict[DecisionState, SafeString] = {
    DecisionState.ADOPTED: badge(DecisionState.ADOPTED.label, "mid", "■"),
    DecisionState.EXECUTING: badge(DecisionState.EXECUTING.label, "mid", "■"),
    DecisionState.EXECUTED: badge(DecisionState.EXECUTED.label, "low", "●"),
    DecisionState.ASSESSED: badge(DecisionState.ASSESSED.label, "low", "●"),
    DecisionState.CANCELLED: badge(DecisionState.CANCELLED.label),
}
EMPTY = "Решений пока нет. Запишите первое: что решили, на каком основании и кто это сделает."
NOTHING_LIKE = "Таких решений нет. Измените условия или сбросьте их."


def state_chip(state: str) -> SafeString:
    return _STATES[DecisionState(state)]


def chips(actor: Actor, decision: Decision, *, open_tasks: int) -> list[SafeString]:
    """The state and whose move it is."""
    found = [state_chip(decision.state)]
    mine = EXECUTE.can(actor, decision) and not open_tasks
    if decision.state == DecisionState.EXECUTING:
        whose = "исполнителей" if open_tasks else "того, кто решил"
        found.append(move_chip(whose, decision.state_since, mine=mine))
    elif decision.state in {DecisionState.ADOPTED, DecisionState.EXECUTED}:
        mine = mine or ASSESS.can(actor, decision)
        found.append(move_chip("того, кто решил", decision.state_since, mine=mine))
    return found


def tabs(counts: Mapping[str, int], state: str, query: str) -> list[Tab]:
    """All, then each state that has decisions."""
    before = f"?{query}&" if query else "?"
    found = [Tab("Все", f"?{query}", not state, sum(counts.values()))]
    return found + [
        Tab(each.label[:1].upper() + each.label[1:], f"{before}state={each.value}", state == each.value, many)
        for each in DecisionState
        if (many := counts.get(each.value, 0)) or state == each.value
    ]


def table(rows: Sequence[Line], *, with_home: bool, narrowed: bool) -> Table:
    before, after = reverse("decision", args=[0]).split("0")
    return Table(
        "decisions",
        "Решения",
        [
            Column("Что решили", "words"),
            *((Column("О ком"),) if with_home else ()),
            *(Column("Когда и кто", "words"), Column("Состояние"), Column("Открытых поручений", "number")),
        ],
        [
            (
                link(f"{before}{row.pk}{after}", row.title),
                *((_home(row),) if with_home else ()),
                as_markup(f"{esc(date_ru(row.decided_on))} <small>{esc(row.decided_by)}</small>"),
                state_chip(row.state),
                row.tasks or "",
            )
            for row in rows
        ],
        caption_hidden=True,
        empty=NOTHING_LIKE if narrowed else EMPTY,
    )


def _home(row: Line) -> SafeString:
    place = f" <small>{esc(row.place)}</small>" if row.place else ""
    return as_markup(f"{esc(row.home)}{place}")


def facts(decision: Decision) -> list[Fact]:
    found = [
        Fact("О ком", decision.home.name),
        Fact("Кто решил", decision.decided_by),
        Fact("Когда", date_ru(decision.decided_on)),
        Fact("Программный год", decision.cycle.title),
        Fact("Записал(а)", decision.made_by_name),
    ]
    if decision.executed_on is not None:
        found.append(Fact("Исполнено", date_ru(decision.executed_on)))
    if decision.reason:
        found.append(Fact("Почему отменено", decision.reason))
    return found


def grounds(rows: Sequence[Ground], seen: Mapping[tuple[str, int], Reference]) -> list[SafeString]:
    """Each thing it rests on: a link where one sees it, else its words as they stood then."""
    found = []
    for each in rows:
        reference = seen.get((each.kind, each.thing_id))
        title = link(reference.url, reference.title) if reference else esc(each.title)
        found.append(as_markup(f"{title} <small>{esc(word(each.kind))}</small>"))
    return found


def outcomes(decision: Decision, rows: Sequence[Outcome]) -> Table:
    return Table(
        "outcomes",
        "К чему привело",
        [
            *(Column("Когда"), Column("Что изменилось", "words"), Column("Показатель", "words")),
            *(Column("Было", "number"), Column("Стало", "number"), Column("Откуда", "words")),
        ],
        [
            (
                date_ru(each.on),
                each.words,
                ", ".join(filter(None, (each.figure, each.unit))),
                "" if each.before is None else number(each.before),
                "" if each.after is None else number(each.after),
                _source(decision, each),
            )
            for each in rows
        ],
        caption_hidden=True,
    )


def _source(decision: Decision, outcome: Outcome) -> SafeString:
    source = esc(outcome.source)
    if outcome.file is None:
        return as_markup(source)
    url = reverse("decision-outcome-file", args=[decision.pk, outcome.pk])
    return as_markup(f"{source} {link(url, outcome.file.name)}")


def open_words(many: int) -> str:
    """«ещё 2 поручения не закрыты»."""
    return f"Не закрыто: {count_ru(many, 'поручение,поручения,поручений')}." if many else ""


def events(entries: Sequence[Entry]) -> list[Event]:
    return [Event(entry.at, entry.by, entry.verb, entry.note) for entry in entries]
