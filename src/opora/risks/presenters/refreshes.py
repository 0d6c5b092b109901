"""Computings: the list and the bar of one."""

from collections.abc import Sequence

from django.urls import reverse

from opora.risks.models import Refresh
from opora.risks.states import RefreshState
from opora.ui.components import Progress
from opora.ui.markup import Tone, badge, link
from opora.ui.tables import Column, Table
from opora.ui.text import date_ru

_TONES: dict[RefreshState, tuple[Tone, str]] = {
    RefreshState.DONE: ("low", "✓"),
    RefreshState.FAILED: ("high", "▲"),
    RefreshState.RUNNING: ("move", "→"),
    RefreshState.WAITING: ("none", ""),
}


def table(rows: Sequence[Refresh]) -> Table:
    columns = [
        Column("Расчёт"),
        Column("Состояние"),
        Column("Запущен"),
        Column("Новых и изменённых", "number"),
        Column("Без изменений", "number"),
    ]
    return Table(
        "refreshes",
        "Последние расчёты",
        columns,
        [
            (
                link(reverse("risk-refresh", args=[row.pk]), row.title),
                badge(RefreshState(row.state).label, *_TONES[RefreshState(row.state)]),
                f"{row.asked_by_name}, {date_ru(row.asked_at, 'time')}",
                row.stored if row.finished_at else None,
                row.same if row.finished_at else None,
            )
            for row in rows
        ],
        empty="Профили ещё не считали. Они посчитаются сами, когда закроется опрос.",
    )


def progress(found: Refresh, url: str) -> Progress:
    state = RefreshState(found.state)
    words = {
        RefreshState.WAITING: "Ждёт очереди.",
        RefreshState.RUNNING: "",
        RefreshState.FAILED: found.failure,
        RefreshState.DONE: f"Новых и изменённых профилей: {found.stored}, без изменений: {found.same}.",
    }[state]
    if state is RefreshState.RUNNING and found.total is None:
        words = "Собираем ответы и результаты."
    return Progress(
        title=f"Расчёт: {state.label}",
        done=found.done,
        total=found.total if found.total or state is not RefreshState.DONE else 0,
        url=url,
        words=words,
        finished=state in {RefreshState.DONE, RefreshState.FAILED},
    )
