"""The registry of orders as a page shows it."""

from collections.abc import Mapping, Sequence

from django.urls import reverse
from django.utils.safestring import SafeString

from opora.orders.naming import requisites
from opora.orders.presenters.expected import done_words
from opora.orders.presenters.words import state_chip
from opora.orders.queries.listing import Line
from opora.orders.states import OrderLevel
from opora.ui.escaping import as_markup, esc
from opora.ui.markup import link
from opora.ui.tables import Column, Table

EMPTY = "Приказов пока нет. Внесите те, что уже изданы, или подготовьте из «Каких не хватает»."
NOTHING_LIKE = "Таких приказов нет. Измените условия или сбросьте их."
_NAMES_SHOWN = 3


def table(rows: Sequence[Line], kinds: Mapping[str, str], *, narrowed: bool) -> Table:
    before, after = reverse("order", args=[0]).split("0")
    return Table(
        "orders",
        "Приказы",
        [
            *(Column("Приказ", "words"), Column("Номер и дата"), Column("Кто издал", "words")),
            *(Column("Состояние"), Column("Кого назначает", "words")),
        ],
        [
            (
                _title(row, f"{before}{row.pk}{after}", kinds),
                requisites(row.number, row.day),
                as_markup(f"{esc(row.issuer)} <small>{esc(OrderLevel(row.level).label.lower())}</small>"),
                _state(row),
                _names(row.appoints),
            )
            for row in rows
        ],
        caption_hidden=True,
        empty=NOTHING_LIKE if narrowed else EMPTY,
    )


def _title(row: Line, url: str, kinds: Mapping[str, str]) -> SafeString:
    kind = kinds.get(row.kind, "")
    title = link(url, row.title)
    return as_markup(f"{title} <small>{esc(kind)}</small>") if kind and kind != row.title else title


def _state(row: Line) -> SafeString:
    words = done_words(row.done)
    chip = state_chip(row.state)
    return as_markup(f"{chip} <small>{esc(words)}</small>") if words else chip


def _names(names: Sequence[str]) -> str:
    more = len(names) - _NAMES_SHOWN
    return ", ".join(names[:_NAMES_SHOWN]) + (f" и ещё {more}" if more > 0 else "")
