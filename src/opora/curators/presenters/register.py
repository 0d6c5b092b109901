"""The register of curators."""

from collections.abc import Mapping, Sequence
from datetime import date

from django.urls import reverse
from django.utils.safestring import SafeString

from opora.curators.presenters.words import FAILED, UNFIT, WITHOUT_CHOICE, short, state_chip, stuck_chip
from opora.curators.queries.register import DIRECT, Line
from opora.curators.states import CandidateState
from opora.ui.components import Tab
from opora.ui.escaping import as_markup, esc
from opora.ui.markup import badge, link
from opora.ui.tables import Column, Table

EMPTY = "Кандидатов пока нет. Предложите первого: отбор начинается с имени."
NOTHING_LIKE = "Таких нет. Измените условия или сбросьте их."


def tabs(counts: Mapping[str, int], state: str, query: str) -> list[Tab]:
    """All, then each state that somebody is in, then those without a choice."""
    before = f"?{query}&" if query else "?"
    found = [Tab("Все", f"?{query}", not state, sum(counts.values()))]
    titles = {each.value: each.label[:1].upper() + each.label[1:] for each in CandidateState}
    titles[DIRECT] = "Без отбора"
    return found + [
        Tab(title, f"{before}state={code}", state == code, many)
        for code, title in titles.items()
        if (many := counts.get(code, 0)) or state == code
    ]


def table(
    rows: Sequence[Line],
    *,
    today: date,
    stuck_days: int,
    narrowed: bool,
    with_place: bool,
    links_people: bool = True,
) -> Table:
    """Every step is a column with its day; `with_place` where there are several municipalities."""
    return Table(
        "register",
        "Реестр кураторов",
        [
            Column("Кто", "words"),
            *((Column("Где"),) if with_place else ()),
            Column("Состояние"),
            *(Column(title) for title in ("Предложен(а)", "Собеседование", "Тест", "Согласован(а)")),
            *(Column(title) for title in ("Договор", "Назначен(а)")),
            Column("Школы и соглашения", "words"),
            Column("Закончено", "words"),
        ],
        [_row(each, today, stuck_days, with_place=with_place, links_people=links_people) for each in rows],
        wide=True,
        stacks=True,
        caption_hidden=True,
        empty=NOTHING_LIKE if narrowed else EMPTY,
    )


def _row(
    row: Line, today: date, stuck_days: int, *, with_place: bool, links_people: bool
) -> tuple[object, ...]:
    return (
        _name(row, links_people=links_people),
        *((row.place,) if with_place else ()),
        _state(row, today, stuck_days),
        short(row.proposed_on),
        _with(row.interviewed_on, UNFIT if row.interview_fits is False else ""),
        _with(row.tested_on, FAILED if row.test_passed is False else esc(row.test_score)),
        _with(row.approved_on, esc(row.approved_by)),
        _with(row.contract[1], esc(f"№ {row.contract[0]}")) if row.contract else "",
        _with(row.appointed_on, _order(row)) if row.appointed_on or row.pk is None else "",
        _schools(row),
        _with(row.ended_on, esc(row.reason)) if row.ended_on else "",
    )


def _name(row: Line, *, links_people: bool) -> SafeString:
    if row.pk is not None:
        name: str = link(reverse("curator-candidate", args=[row.pk]), row.name)
    elif links_people and row.person_id is not None:
        name = link(reverse("person", args=[row.person_id]), row.name)
    else:
        name = esc(row.name)
    about = ", ".join(filter(None, (row.post, row.works_at)))
    return as_markup(f"{name} <small>{esc(about)}</small>" if about else name)


def _state(row: Line, today: date, stuck_days: int) -> SafeString:
    if row.pk is None and row.state is CandidateState.APPOINTED:
        return WITHOUT_CHOICE
    chip = state_chip(row.state)
    if row.since is not None and row.is_stuck(today, stuck_days):
        return as_markup(f"{chip} {stuck_chip(row.since, today)}")
    if row.state is CandidateState.APPOINTED and row.ended_on is not None and row.ended_on < today:
        return badge("назначение закончилось")
    return chip


def _with(day: date | None, more: str) -> SafeString:
    small = more if more.startswith("<span") else f"<small>{more}</small>" if more else ""
    return as_markup(" ".join(filter(None, (short(day), small))))


def _order(row: Line) -> str:
    number, day = row.order
    words = [f"приказ № {number}"] if number else []
    if day is not None:
        words.append(f"от {day:%d.%m.%Y}")
    return esc(" ".join(words))


def _schools(row: Line) -> SafeString:
    signed, many = row.agreements
    words = esc(", ".join(row.schools))
    if many:
        words += f" <small>соглашений {many}, подписано {signed}</small>"
    elif row.schools:
        words += " <small>соглашений нет</small>"
    return as_markup(words)
