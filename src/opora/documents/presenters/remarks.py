"""Remarks with what was changed since (C9)."""

from collections.abc import Sequence

from django.urls import reverse
from django.utils.safestring import SafeString

from opora.documents.exchange import dump
from opora.documents.models import Document, Remark
from opora.documents.places import quote
from opora.documents.presenters.words import remark_chip
from opora.documents.queries.checking import checked
from opora.documents.states import RemarkState
from opora.ui.components import Event, InboxItem, Version
from opora.ui.escaping import as_markup, esc
from opora.ui.text import date_ru

#: the buttons of those who settle a remark
STEPS: dict[str, str] = {
    RemarkState.ACCEPTED.value: "Принять исправление",
    RemarkState.OPEN.value: "Открыть снова",
    RemarkState.WITHDRAWN.value: "Снять замечание",
}


def items(remarks: Sequence[Remark]) -> list[InboxItem]:
    return [
        InboxItem(
            title=each.text,
            url=reverse("document-remark", args=[each.document_id, each.pk]),
            action="Открыть",
            detail=f"{each.made_by_name}, {date_ru(each.made_at)}"
            + (f": «{each.quote}»" if each.quote else ""),
            chips=(remark_chip(each.state),),
        )
        for each in remarks
    ]


def sides(document: Document, remark: Remark) -> list[Version]:
    """What stood at the place when the remark was written, and what stands there now."""
    now = quote(dump(checked(document).programme), remark.row, remark.field)
    note = "С тех пор не менялось." if now == remark.quote else "Изменено."
    return [
        Version(f"Было в версии {remark.version.number}", _text(remark.quote)),
        Version("Сейчас", _text(now), note),
    ]


def _text(text: str) -> SafeString:
    return as_markup(f"<p>{esc(text)}</p>" if text else '<p class="soft">Здесь пусто.</p>')


def replies(remark: Remark) -> list[Event]:
    return [Event(each.made_at, each.made_by_name, each.text) for each in remark.replies.all()]
