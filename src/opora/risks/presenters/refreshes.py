"""Computings: the list and the bar of one."""

from collections.abc import Sequence

from django.urls import reverse
from django.utils.safestring import SafeString

from opora.risks.models import Refresh
from opora.risks.states import RefreshState
from opora.ui.components import Progress
from opora.ui.escaping import as_markup, esc
from opora.ui.markup import Tone, badge, link, missing
from opora.ui.tables import Column, Table
from opora.ui.text import date_ru

_TONES: dict[RefreshState, tuple[Tone, str]] = {
    RefreshState.DONE: ("low", "✓"),
    RefreshState.FAILED: ("high", "▲"),
    RefreshState.RUNNING: ("move", "→"),
    RefreshState.WAITING: ("none", ""),
}


def table(rows: Sequence[tuple[Refresh, bool]]) -> Table:
    """(A computing, may it be watched): of one asked for a territory around only who and when is told."""
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
                _title(row, is_watched=is_watched),
                badge(RefreshState(row.state).label, *_TONES[RefreshState(row.state)]),
                f"{row.asked_by_name}, {date_ru(row.asked_at, 'time')}",
                *(_counts(row) if is_watched else (_WIDER, _WIDER)),
            )
            for row, is_watched in rows
        ],
        empty="Профили ещё не считали. Они посчитаются сами, когда закроется опрос.",
    )


def _title(row: Refresh, *, is_watched: bool) -> SafeString:
    if is_watched:
        return link(reverse("risk-refresh", args=[row.pk]), row.title)
    return as_markup(f"{esc(row.title)}<br><small>считал и ваши школы</small>")


_WIDER = missing("расчёт шире вашей территории")


def _counts(row: Refresh) -> tuple[int | None, int | None]:
    return (row.stored, row.same) if row.finished_at else (None, None)


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
