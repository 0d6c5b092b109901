"""The register of curators."""

from collections.abc import Mapping, Sequence
from datetime import date

from django.urls import reverse
from django.utils.safestring import SafeString

from opora.curators.presenters.words import FAILED, UNFIT, WITHOUT_CHOICE, state_chip, stuck_chip
from opora.curators.queries.register import DIRECT, Line
from opora.curators.states import CandidateState
from opora.ui.components import Tab
from opora.ui.escaping import as_markup, esc
from opora.ui.markup import badge, link
from opora.ui.tables import Column, Table
from opora.ui.text import date_ru

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
    """Every step taken is a line with its day; `with_place` where there are several municipalities."""
    return Table(
        "register",
        "Реестр кураторов",
        [
            Column("Кто", "words"),
            *((Column("Где"),) if with_place else ()),
            Column("Состояние"),
            Column("Шаги", "words"),
            Column("Школы и соглашения", "words"),
        ],
        [_row(each, today, stuck_days, with_place=with_place, links_people=links_people) for each in rows],
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
        _steps(row, today),
        _schools(row),
    )


def _steps(row: Line, today: date) -> SafeString:
    """The steps that were taken, in their order, each with its day and what came of it."""
    number, signed_on = row.contract or ("", None)
    reason = row.reason if row.ended_on else ""
    steps = (
        ("предложен(а)", row.proposed_on, ""),
        ("собеседование", row.interviewed_on, UNFIT if row.interview_fits is False else ""),
        ("тест", row.tested_on, FAILED if row.test_passed is False else esc(row.test_score)),
        ("согласован(а)", row.approved_on, esc(row.approved_by)),
        ("договор", signed_on, esc(f"№ {number}") if row.contract else ""),
        ("назначен(а)", row.appointed_on, _order(row)),
        ("закончено", row.ended_on, esc(reason)),
    )
    return as_markup("<br>".join(_step(*step, today) for step in steps if step[1] or step[2]))


def _step(title: str, day: date | None, more: str, today: date) -> str:
    """«14 октября тест 84 из 100»; a day of another year says which."""
    small = more if more.startswith("<span") else f"<small>{more}</small>" if more else ""
    when = date_ru(day, "day" if day.year == today.year else "full") if day else ""
    return f'<span class="nowrap">{f"{when} {title}".strip()}</span> {small}'.rstrip()


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


def _order(row: Line) -> str:
    number, day = row.order
    words = [f"приказ № {number}"] if number else []
    if day is not None:
        words.append(f"от {date_ru(day)}")
    return esc(" ".join(words))


def _schools(row: Line) -> SafeString:
    signed, many = row.agreements
    words = esc(", ".join(row.schools))
    if many:
        words += f" <small>соглашений {many}, подписано {signed}</small>"
    elif row.schools:
        words += " <small>соглашений нет</small>"
    return as_markup(words)
