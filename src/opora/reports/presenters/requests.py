"""Requests for reports: the list, one of them with who has answered."""

from collections.abc import Sequence
from datetime import date

from django.urls import reverse
from django.utils.safestring import SafeString

from opora.access import Actor
from opora.orders.naming import requisites
from opora.reports.models import ReportRequest
from opora.reports.presenters.listing import state_chip
from opora.reports.queries.requests import Answer, RequestLine
from opora.reports.rules import SEE_DRAFTS
from opora.reports.states import RequestState
from opora.ui.components import Fact
from opora.ui.markup import badge, link
from opora.ui.tables import Column, Table
from opora.ui.text import date_ru


def chip(state: str, *, asked: int, answered: int, late: int) -> SafeString:
    """How the whole request stands."""
    if state == RequestState.WITHDRAWN:
        return badge("отозван", "none")
    if asked and asked == answered:
        return badge("ответили все", "low", "●")
    return badge(f"опаздывают: {late}", "high", "▲") if late else badge("ждём отчётов", "mid", "■")


def requests_table(lines: Sequence[RequestLine], *, today: date, may_ask: bool) -> Table:
    return Table(
        "report-requests",
        "Запросы отчётов",
        [
            *(Column("О чём", "words"), Column("Кто запросил"), Column("Год"), Column("Прислать до")),
            *(Column("Ответили"), Column("Состояние")),
        ],
        [
            (
                link(reverse("report-request", args=[line.pk]), line.stage or "За год"),
                *(line.territory, line.cycle, date_ru(line.due)),
                f"{line.answered} из {line.asked}",
                chip(line.state, asked=line.asked, answered=line.answered, late=line.late(today)),
            )
            for line in lines
        ],
        caption_hidden=True,
        empty="Запросов пока нет. Запросите отчёты: дело встанет на стол каждому координатору."
        if may_ask
        else "У вас отчётов пока не запрашивали. За 14 дней до срока этапа отчёт появится на столе и сам.",
    )


def answers_table(actor: Actor, asked: ReportRequest, found: Sequence[Answer], *, today: date) -> Table:
    """Drafts are told of and not opened: they are read by those who write them."""
    sees_drafts = actor.is_operator or actor.role in SEE_DRAFTS
    return Table(
        "answers",
        "Кто ответил",
        [Column("Муниципалитет"), Column("Отчёт"), Column("Исходящий"), Column("Срок")],
        [
            (
                each.territory.name,
                _report(each, opens=sees_drafts or each.is_answered),
                requisites(each.number, each.day) if each.number else "",
                _term(asked, each, today),
            )
            for each in found
        ],
    )


def _report(answer: Answer, *, opens: bool) -> SafeString | str:
    if answer.state is None or answer.report is None:
        return "не начат"
    words = state_chip(answer.state)
    return link(reverse("report", args=[answer.report]), words) if opens else words


def _term(asked: ReportRequest, answer: Answer, today: date) -> SafeString | str:
    if not answer.is_late(asked.due, today) or (
        asked.state == RequestState.WITHDRAWN and not answer.is_answered
    ):
        return "в срок" if answer.is_answered else ""
    if answer.is_answered and answer.issued_on is not None:
        return badge(f"позже на {(answer.issued_on - asked.due).days} дн.", "mid", "■")
    return badge(f"опаздывает на {(today - asked.due).days} дн.", "high", "▲")


def facts(asked: ReportRequest) -> list[Fact]:
    found = [
        Fact("Кто запросил", f"{asked.made_by_name}, {asked.territory.name}", note=asked.made_by_role),
        Fact("Когда", date_ru(asked.made_at.date())),
        Fact("Год", asked.cycle.title),
        Fact("Прислать до", date_ru(asked.due)),
        Fact("В каком виде", asked.form or None),
    ]
    if asked.number or asked.date:
        found.append(Fact("Письмо", requisites(asked.number, asked.date)))
    return found
