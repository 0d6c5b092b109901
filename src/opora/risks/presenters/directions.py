"""Directions: the board, one direction in three columns, its days, its buttons."""

from collections.abc import Mapping, Sequence
from datetime import date

from django.urls import reverse
from django.utils.safestring import SafeString

from opora.access import Actor
from opora.history.queries import Entry
from opora.risks.models import Direction, Milestone, Verification
from opora.risks.presenters.levels import level_chip, level_word, whole
from opora.risks.presenters.profile import opinion_badge, opinion_chip, opinion_said, verdict_said
from opora.risks.queries import BoardRow, is_mine
from opora.risks.rules import MOVE, Step
from opora.risks.states import (
    AFTER_VERIFICATION,
    MOVES,
    TRANSITIONS,
    VERBS,
    DirectionState,
    Happening,
    Opinion,
    Outcome,
)
from opora.ui.components import Event, Fact, Tab, Version
from opora.ui.components import Step as PathStep
from opora.ui.escaping import as_markup, esc
from opora.ui.markup import Tone, badge, link, move_chip
from opora.ui.tables import Column, Table
from opora.ui.text import date_ru

_TONES: dict[DirectionState, tuple[Tone, str]] = {
    DirectionState.DISPUTED: ("mid", "■"),
    DirectionState.CLOSED: ("low", "✓"),
}
_WAY = (
    *(DirectionState.FOUND, DirectionState.CHOSEN, DirectionState.VERIFIED),
    *(DirectionState.ACTIVE, DirectionState.UNDER_WAY, DirectionState.CLOSED),
)


_CHIPS = {state.value: badge(state.label, *_TONES.get(state, ("none", ""))) for state in DirectionState}


def state_chip(state: str) -> SafeString:
    return _CHIPS[state]


def whose_move(actor: Actor, direction: Direction) -> SafeString | str:
    return move_since(actor, direction.state, direction.state_since)


def move_since(actor: Actor, state: str, since: date) -> SafeString | str:
    """«ваш ход с 19 ноября», «ход куратора с …»; empty where nobody is awaited."""
    known = DirectionState(state)
    whose = MOVES[known]
    if whose is None:
        return ""
    return move_chip(whose.removeprefix("ход "), since, mine=is_mine(actor, [known]))


def board_table(actor: Actor, rows: Sequence[BoardRow], *, with_place: bool) -> Table:
    """Chips are drawn once for all rows that share them, the address once for all."""
    columns = [
        Column("Направление"),
        Column("Школа"),
        Column("Уровень"),
        Column("Состояние"),
        Column("Чей ход"),
        Column("Школа говорит"),
    ]
    before, after = reverse("direction", args=[0]).split("0")
    moves = {
        (state, since): move_since(actor, state, since) for state, since in {(r.state, r.since) for r in rows}
    }
    return Table(
        "directions",
        "Направления работы с рисками",
        columns,
        [
            (
                link(f"{before}{row.id}{after}", row.factor_title),
                _school(row) if with_place else row.school,
                level_chip(row.level) if row.level else "",
                state_chip(row.state),
                moves[row.state, row.since],
                opinion_badge(row.opinion),
            )
            for row in rows
        ],
        caption_hidden=True,
        empty="Таких направлений нет.",
    )


def _school(row: BoardRow) -> SafeString:
    """Its municipality below: a column of its own would push the last one off a desk's screen."""
    return as_markup(f'{esc(row.school)}<br><small class="soft">{esc(row.place)}</small>')


def school_table(actor: Actor, rows: Sequence[Direction]) -> Table:
    """The directions of one school, with what the curator said."""
    columns = [
        Column("Направление"),
        Column("Риск", "number"),
        Column("Состояние"),
        Column("Чей ход"),
        Column("Школа говорит"),
        Column("Куратор говорит"),
    ]
    return Table(
        "directions",
        "Направления школы",
        columns,
        [
            (
                link(reverse("direction", args=[row.pk]), row.factor_title),
                whole(row.value),
                state_chip(row.state),
                whose_move(actor, row),
                opinion_said(row),
                verdict_said(row),
            )
            for row in rows
        ],
        caption_hidden=True,
        empty="Направлений пока нет.",
    )


def tabs(counts: Mapping[DirectionState, int], chosen: str, query: str) -> list[Tab]:
    """All, then every state that has any."""
    joined = f"&{query}" if query else ""
    found = [Tab("Все", f"?{query}" if query else "?", current=not chosen, count=sum(counts.values()))]
    return found + [
        Tab(state.label, f"?state={state.value}{joined}", current=chosen == state, count=count)
        for state, count in counts.items()
        if count or chosen == state
    ]


def path(direction: Direction) -> list[PathStep]:
    """The six steps; one aside of the way stands where it left it."""
    state = DirectionState(direction.state)
    now = _WAY.index(state) if state in _WAY else 1 if state is DirectionState.DISPUTED else 0
    is_over = state is DirectionState.CLOSED
    return [
        PathStep(step.label, "done" if place < now or is_over else "now" if place == now else "ahead")
        for place, step in enumerate(_WAY)
    ]


def columns(direction: Direction, profile_words: str, *, reads_file: bool) -> list[Version]:
    """Side by side: the profile, the school's own opinion, the curator."""
    visit = next(iter(direction.verifications.all()), None)
    return [
        Version("Профиль", _profile_body(direction, profile_words)),
        Version(
            "Школа",
            _school_body(direction),
            "Подробно школа говорит о себе в самодиагностике: раздел «Документы».",
        ),
        Version("Куратор", _curator_body(direction, visit, reads_file=reads_file), _visit_note(visit)),
    ]


def _profile_body(direction: Direction, words: str) -> SafeString:
    risk = "" if direction.value is None else f" <b>{whole(direction.value)}</b> из 100"
    level = level_chip(direction.level) if direction.level else esc("уровень не показываем")
    return as_markup(f"<p>{level}{risk}</p><p>{esc(words)}</p>")


def _school_body(direction: Direction) -> SafeString:
    if not direction.opinion and not direction.opinion_words:
        return as_markup("<p>Школа пока не сказала, согласна ли она.</p>")
    said = f"<p>{opinion_chip(direction)}</p>" if direction.opinion else ""
    return as_markup(f"{said}{_paragraph(direction.opinion_words)}")


def _paragraph(words: str) -> str:
    return f"<p>{esc(words)}</p>" if words else ""


def _visit_note(visit: Verification | None) -> str:
    return f"{visit.recorded_by_name}, визит {date_ru(visit.visited_on)}" if visit else ""


CHECKLIST = (("seen", "Увидел(а) в школе"), ("documents", "Посмотрел(а) документы"), ("talk", "Поговорил(а)"))


def _curator_body(direction: Direction, visit: Verification | None, *, reads_file: bool) -> SafeString:
    if visit is None:
        is_found = direction.state in {DirectionState.FOUND, DirectionState.WITHDRAWN}
        later = "Куратор придёт, когда школа выберет это направление." if is_found else "Визита ещё не было."
        return as_markup(f"<p>{later}</p>")
    lines = "".join(_checked(visit, name, title) for name, title in CHECKLIST)
    outcome = {"confirmed": "подтверждён", "refined": "уточнён", "disputed": "оспорен"}[visit.outcome]
    tone: Tone = {"confirmed": "low", "refined": "mid", "disputed": "high"}[visit.outcome]  # type: ignore[assignment]
    sign = {"confirmed": "✓", "refined": "■", "disputed": "▲"}[visit.outcome]
    level = f" {level_chip(visit.level)}" if visit.level else ""
    file = ""
    if visit.file_id and reads_file:
        file = f"<p>{link(reverse('verification-file', args=[visit.pk]), 'Открыть приложенный файл')}</p>"
    evidence = f"<p><b>Чем подтверждено:</b> {esc(visit.evidence)}</p>" if visit.evidence else ""
    return as_markup(
        f"<p>{badge(f'риск {outcome}', tone, sign)}{level}</p>{_paragraph(visit.reason)}"
        f"<ul>{lines}</ul>{evidence}{file}"
    )


def _checked(visit: Verification, name: str, title: str) -> str:
    mark = getattr(visit, name)
    words = {True: "да", False: "нет", None: "не отмечено"}[mark]
    note = getattr(visit, f"{name}_note")
    return f"<li>{title}: {words}{f' — {esc(note)}' if note else ''}</li>"


def buttons(actor: Actor, direction: Direction) -> list[tuple[str, str, bool]]:
    """(words, address, is it the way forward) of every step this actor may take now, the main one first."""
    origin = DirectionState(direction.state)
    found = []
    for target in sorted(TRANSITIONS[origin], key=lambda each: (each not in _WAY, -_rank(each))):
        if not MOVE.can(actor, Step(direction, target)):
            continue
        if origin is DirectionState.CHOSEN and target in AFTER_VERIFICATION.values():
            continue
        if origin is DirectionState.FOUND:
            continue
        url = reverse("direction-move", args=[direction.pk, target.value])
        found.append((VERBS[origin, target], url, _rank(target) > _rank(origin)))
    return found


def _rank(state: DirectionState) -> int:
    return _WAY.index(state) if state in _WAY else -1


def days_table(milestones: Sequence[Milestone], forget_urls: Mapping[int, str]) -> Table:
    """What happened when, as it was written."""
    rows = [
        (
            Happening(each.what).label,
            each.as_written or _day(each),
            each.note,
            f"{each.recorded_by_name}, {date_ru(each.recorded_at)}",
            *([link(forget_urls[each.pk], "Убрать")] if forget_urls else []),
        )
        for each in milestones
    ]
    shown = [
        *(Column("Что"), Column("Когда"), Column("Примечание", "words"), Column("Кто записал")),
        *([Column("Если ошибка")] if forget_urls else []),
    ]
    return Table("days", "Даты", shown, rows, caption_hidden=True, empty="Пока ни одной не записали.")


def _day(each: Milestone) -> str:
    if each.first and each.last and each.first != each.last:
        return f"{date_ru(each.first)} — {date_ru(each.last)}"
    if each.first is None:
        return f"до {date_ru(each.last)}"
    return date_ru(each.last or each.first)


def visit_facts(visit: Verification) -> list[Fact]:
    """An earlier visit, for the list under the columns."""
    said = Outcome(visit.outcome).label
    level = f", уровень {level_word(visit.level)}" if visit.level else ""
    return [Fact(f"Визит {date_ru(visit.visited_on)}", f"{said}{level}", note=visit.reason)]


def events(entries: Sequence[Entry]) -> list[Event]:
    return [Event(entry.at, entry.by, entry.verb, entry.note) for entry in entries]


def opinion_word(opinion: str) -> str:
    return Opinion(opinion).label if opinion else ""
