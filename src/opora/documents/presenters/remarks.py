"""Remarks with what was changed since (C9)."""

from collections.abc import Sequence

from django.urls import reverse
from django.utils.safestring import SafeString

from opora.documents.exchange import dump
from opora.documents.models import Document, Remark
from opora.documents.places import quote
from opora.documents.presenters.page import place_url
from opora.documents.presenters.words import remark_chip
from opora.documents.queries.checking import checked
from opora.documents.states import Audience, RemarkState
from opora.ui.components import Event, InboxItem, Version
from opora.ui.escaping import as_markup, esc
from opora.ui.text import date_ru

#: the buttons of those who settle a remark
STEPS: dict[str, str] = {
    RemarkState.ACCEPTED.value: "Принять исправление",
    RemarkState.OPEN.value: "Открыть снова",
    RemarkState.WITHDRAWN.value: "Снять замечание",
}


#: of a programme of a territory
_ABOVE = {
    Audience.SCHOOL.value: "увидят те, кто пишет программу, и регион",
    Audience.HELPERS.value: "увидит только регион",
}


def audiences(document: Document) -> list[tuple[str, str]]:
    """[(code, who will see it)], those who write the document first."""
    return list(Audience.choices) if document.school_id else list(_ABOVE.items())


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


def edit_url(document: Document, remark: Remark) -> str:
    """Where the place is mended, and from there back to the remark; empty where there is no such place any more."""
    looked = checked(document)
    url = place_url(looked, remark.row, writes=True)
    return f"{url}?back=remark{remark.pk}"


def _text(text: str) -> SafeString:
    return as_markup(f"<p>{esc(text)}</p>" if text else '<p class="soft">Здесь пусто.</p>')


def replies(remark: Remark) -> list[Event]:
    return [Event(each.made_at, each.made_by_name, each.text) for each in remark.replies.all()]
