"""The list of reports."""

from collections.abc import Sequence

from django.urls import reverse
from django.utils.safestring import SafeString

from opora.access import Actor
from opora.orders.naming import requisites
from opora.reports.models import Report
from opora.reports.queries.listing import ReportLine
from opora.reports.rules import HEAD, WRITER
from opora.reports.states import MOVES, ReportState
from opora.ui.markup import badge, link, move_chip
from opora.ui.tables import Column, Table
from opora.ui.text import date_ru

_STATES: dict[ReportState, SafeString] = {
    ReportState.DRAFT: badge(ReportState.DRAFT.label, "mid", "■"),
    ReportState.SUBMITTED: badge(ReportState.SUBMITTED.label, "mid", "■"),
    ReportState.ISSUED: badge(ReportState.ISSUED.label, "low", "●"),
    ReportState.ANNULLED: badge(ReportState.ANNULLED.label, "none"),
}
_OWN = {ReportState.DRAFT: WRITER, ReportState.SUBMITTED: HEAD}


def state_chip(state: str) -> SafeString:
    return _STATES[ReportState(state)]


def chips(actor: Actor, report: Report) -> list[SafeString]:
    """The state, and whose move it is."""
    state = ReportState(report.state)
    found = [state_chip(state)]
    move = MOVES[state]
    if move is not None:
        mine = actor.role == _OWN[state]
        found.append(move_chip(move.removeprefix("ход "), report.state_since, mine=mine))
    return found


def reports_table(lines: Sequence[ReportLine], *, narrowed: bool, may_make: bool) -> Table:
    before, after = reverse("report", args=[0]).split("0")
    return Table(
        "reports",
        "Список отчётов",
        [
            *(Column("О чём", "words"), Column("Территория"), Column("Год"), Column("Срок")),
            *(Column("Состояние"), Column("Исходящий")),
        ],
        [
            (
                link(f"{before}{line.pk}{after}", line.stage or "За год"),
                *(line.territory, line.cycle, date_ru(line.due) if line.due else ""),
                state_chip(line.state),
                requisites(line.number, line.day) if line.number else "",
            )
            for line in lines
        ],
        caption_hidden=True,
        empty=_empty(narrowed=narrowed, may_make=may_make),
    )


def _empty(*, narrowed: bool, may_make: bool) -> str:
    if narrowed:
        return "Таких отчётов нет. Измените условия или сбросьте их."
    if may_make:
        return "Отчётов пока нет. Начните отчёт по этапу: факты встанут в него сами."
    return "Отправленных отчётов пока нет. Они появятся, когда муниципалитет их подпишет."
