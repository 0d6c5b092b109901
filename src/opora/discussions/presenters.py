"""Discussions as the pages show them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.safestring import SafeString

from opora import references
from opora.access import Actor
from opora.discussions import kinds
from opora.discussions.models import Comment, Mention
from opora.discussions.queries.listing import Found, Line
from opora.discussions.rules import WITHDRAW
from opora.discussions.states import MentionState
from opora.references import Reference
from opora.ui.markup import badge, link
from opora.ui.tables import Column, Table
from opora.ui.text import count_ru, date_ru

_EXCERPT = 160


@dataclass(frozen=True, slots=True)
class File:
    name: str
    url: str
    size: str


@dataclass(frozen=True, slots=True)
class Shown:
    """A comment on the page. `gone` are the words that stand for one taken back."""

    pk: int
    at: datetime
    who: str
    role: str
    text: str
    gone: str
    files: Sequence[File]
    chips: Sequence[SafeString]
    withdraw_url: str


def shown(actor: Actor, comments: Sequence[Comment], seen_id: int) -> list[Shown]:
    """In the order given; thread and territory are those of the comments."""
    return [_shown(actor, each, seen_id) for each in comments]


def _shown(actor: Actor, comment: Comment, seen_id: int) -> Shown:
    is_own = actor.person_id is not None and comment.by_id == actor.person_id
    chips = [_call(each) for each in comment.mentions.all()] if comment.withdrawn_at is None else []
    if comment.pk > seen_id and not is_own:
        chips.insert(0, badge("новое", "move", "→"))
    return Shown(
        comment.pk,
        comment.at,
        comment.by_name,
        comment.by_capacity.lower(),
        comment.text,
        _gone(comment),
        []
        if comment.withdrawn_at
        else [
            File(each.file.name, reverse("discussion-file", args=[each.pk]), _size(each.file.size))
            for each in comment.files.all()
        ],
        chips,
        reverse("discussion-withdraw", args=[comment.pk]) if WITHDRAW.can(actor, comment) else "",
    )


def _gone(comment: Comment) -> str:
    if comment.withdrawn_at is None:
        return ""
    if comment.withdrawn_by_name == comment.by_name:
        return f"Сообщение убрано автором {date_ru(comment.withdrawn_at, 'time')}."
    return f"Сообщение убрал(а) {comment.withdrawn_by_name} {date_ru(comment.withdrawn_at, 'time')}."


def _call(mention: Mention) -> SafeString:
    """«Зовут: Иванова М. П., ждём ответа»."""
    match MentionState(mention.state):
        case MentionState.OPEN:
            return badge(f"{mention.person_name}: ждём ответа", "mid", "■")
        case MentionState.READ:
            return badge(f"{mention.person_name}: прочитано")
        case MentionState.ANSWERED:
            return badge(f"{mention.person_name}: есть ответ", "low", "●")


def _size(size: int) -> str:
    return f"{size / 2**20:.1f} МБ".replace(".", ",") if size >= 2**20 else f"{max(1, size // 1024)} КБ"


def who_sees(thing: Reference) -> str:
    """Said beside the button: a person decides what to write by who will read it."""
    if told := kinds.readers(thing):
        return told
    if thing.school_id is not None:
        return "Увидят все, кому открыта эта страница: люди школы, её куратор, координаторы территории."
    return "Увидят все, кому открыта эта страница: координаторы и школы территории."


def news(many: int) -> SafeString:
    """How many comments one has not seen, said alike everywhere."""
    return badge(f"новых: {many}", "move", "→")


def table(rows: Sequence[Line]) -> Table:
    """Discussions, the newest first: what is new in each, who wrote last."""
    columns = [
        Column("О чём"),
        Column("Что это"),
        Column("Школа"),
        Column("Сообщений", "number"),
        Column("Новое"),
        Column("Последнее", "words"),
    ]
    return Table(
        "discussions",
        "Обсуждения",
        columns,
        [
            (
                link(reverse("discussion", args=[row.thing.kind, row.thing.id]), row.thing.title),
                references.word(row.thing.kind),
                row.place,
                row.many,
                _news(row),
                f"{row.said_by}, {date_ru(row.said_at, 'time')}",
            )
            for row in rows
        ],
        caption_hidden=True,
        empty="Ничего не нашлось.",
    )


def _news(row: Line) -> object:
    if row.calls:
        return badge("вас зовут", "move", "→")
    return news(row.new) if row.new else ""


def found_table(rows: Sequence[Found]) -> Table:
    """Comments that a search found, the newest first."""
    return Table(
        "found",
        f"Нашлось: {count_ru(len(rows), 'сообщение,сообщения,сообщений')}",
        [Column("Сообщение", "words"), Column("Где"), Column("Кто"), Column("Когда")],
        [
            (
                link(
                    f"{reverse('discussion', args=[row.thing.kind, row.thing.id])}?at={row.comment_id}#c{row.comment_id}",
                    _excerpt(row.text),
                ),
                row.thing.title,
                row.by,
                date_ru(row.at, "time"),
            )
            for row in rows
        ],
    )


def _excerpt(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _EXCERPT else f"{line[:_EXCERPT].rstrip()}…"
