"""The list of inquiries."""

from collections.abc import Sequence

from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString

from opora.burden.presenters.words import URGENT, inquiry_chip, minutes_words, until
from opora.burden.queries.listing import Row
from opora.burden.states import InquiryState
from opora.ui.escaping import as_markup
from opora.ui.markup import link
from opora.ui.tables import Column, Table
from opora.ui.text import date_ru

EMPTY = "Запросов пока нет."
NOTHING_LIKE = "Таких запросов нет. Измените условия или сбросьте их."


def table(rows: Sequence[Row], *, narrowed: bool) -> Table:
    before, after = reverse("inquiry", args=[0]).split("0")
    columns = [
        Column("Запрос", "words"),
        Column("Кто спрашивает"),
        Column("Состояние"),
        Column("Ответить до"),
        Column("Ответили", "number"),
        Column("Ждём", "number"),
        Column("Не пришлось спрашивать"),
    ]
    drawn = [
        (
            _title(row, f"{before}{row.pk}{after}"),
            row.territory,
            inquiry_chip(row.state),
            until(row.due, row.answer_by, row.zone),
            answered(row),
            row.awaited if row.state == InquiryState.SENT else "",
            spared(row),
        )
        for row in rows
    ]
    return Table(
        *("inquiries", "Запросы сведений", columns, drawn),
        caption_hidden=True,
        empty=NOTHING_LIKE if narrowed else EMPTY,
    )


def _title(row: Row, url: str) -> SafeString:
    title = link(url, row.title)
    sent = f" <small>{date_ru(timezone.localdate(row.sent_at))}</small>" if row.sent_at else ""
    urgent = f" {URGENT}" if row.answer_by is not None and row.state != InquiryState.CLOSED else ""
    return as_markup(f"{title}{sent}{urgent}")


def answered(row: Row) -> str:
    """«8 из 12»: those who answered of those who were asked; of a draft nothing."""
    return f"{row.answered} из {row.schools - row.known}" if row.state != InquiryState.DRAFT else ""


def spared(row: Row) -> str:
    if row.state == InquiryState.DRAFT or not row.spared_answers:
        return ""
    return f"ответов: {row.spared_answers}, около {minutes_words(row.spared_minutes)}"
