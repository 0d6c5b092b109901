"""Versions and what changed between two of them, in words."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.safestring import SafeString

from opora.documents.difference import Change, Turn
from opora.documents.models import Document, DocumentVersion
from opora.documents.outline import Outline
from opora.documents.people_words import EXECUTOR_TITLES, PARTICIPANT_TITLES
from opora.documents.programme import ROWS, Executor, Participant, Programme
from opora.documents.states import Kept
from opora.documents.words import FIELD_TITLES, TABLE_TITLES
from opora.ui.escaping import as_markup, esc
from opora.ui.markup import link
from opora.ui.tables import Column, Table
from opora.ui.text import date_ru

TURNS = {Turn.ADDED: "добавлено", Turn.REMOVED: "убрано", Turn.CHANGED: "изменено"}


def table(document: Document, versions: Sequence[DocumentVersion]) -> Table:
    newest = versions[0].number if versions else 0
    return Table(
        "versions",
        "Версии документа",
        [
            Column("Версия"),
            Column("Почему сохранена"),
            Column("Когда"),
            Column("Кто"),
            Column("Посмотреть"),
        ],
        [
            (
                f"Версия {each.number}",
                Kept(each.kept_for).label,
                date_ru(each.made_at, "time"),
                each.made_by_name,
                _differences(document, each.number, newest),
            )
            for each in versions
        ],
        caption_hidden=True,
        empty="Версия появится, когда документ отправят на проверку или сохранят её сами.",
    )


def _differences(document: Document, number: int, newest: int) -> SafeString:
    url = reverse("document-version", args=[document.pk, number])
    whole = reverse("document-version-whole", args=[document.pk, number])
    links = [link(whole, "прочитать целиком"), link(url, "сравнить с тем, что сейчас")]
    if number < newest:
        links.append(link(f"{url}?to={number + 1}", f"сравнить с версией {number + 1}"))
    return as_markup("<br>".join(links))


def changes(
    before: Programme, after: Programme, found: Sequence[Change], outline: Outline
) -> list[tuple[str, list[tuple[str, str, SafeString]]]]:
    """By table: (what, added or removed or changed, old and new words)."""
    sections = {each.code: each.title for each in outline.sections}
    titles = titles_of(after, sections) | titles_of(before, sections)
    groups: dict[str, list[tuple[str, str, SafeString]]] = {}
    for each in found:
        lines = [
            _line(name, each.was.get(name), each.now.get(name), titles)
            for name in dict.fromkeys([*each.was, *each.now])
        ]
        body = as_markup("".join(lines))
        words = titles.get(each.row, each.row) or "Название и срок"
        groups.setdefault(each.table, []).append((words, TURNS[each.turn], body))
    return [(TABLE_TITLES[name][1], rows) for name, rows in groups.items()]


def _line(name: str, was: Any, now: Any, titles: dict[str, str]) -> str:
    old, new = _said(was, titles), _said(now, titles)
    gone = f"<del>{esc(old)}</del> " if old else ""
    came = f"<ins>{esc(new)}</ins>" if new else ""
    return f"<p><b>{esc(FIELD_TITLES.get(name, name))}:</b> {gone}{came}</p>"


def _said(value: Any, titles: dict[str, str]) -> str:
    if isinstance(value, date):
        return f"{value:%d.%m.%Y}"
    if isinstance(value, tuple):
        return ", ".join(_said(each, titles) for each in value)
    if isinstance(value, Executor):
        return EXECUTOR_TITLES[value]
    if isinstance(value, Participant):
        return PARTICIPANT_TITLES[value]
    return titles.get(value, str(value)) if value else ""


def titles_of(programme: Programme, sections: Mapping[str, str]) -> dict[str, str]:
    """The words of every row by its id, cut to one line, and the titles of sections by their codes."""
    found: dict[str, str] = dict(sections)
    for name in ROWS:
        for row in getattr(programme, name):
            words = " ".join(str(getattr(row, "title", "") or getattr(row, "text", "")).split())
            found[row.id] = words if len(words) <= 80 else f"{words[:79]}…"
    return found
