"""Plain data that the partials of `ui/parts.html` draw.

A presenter builds these, a template includes the partial of the same name. `chips` are safe pieces
from `opora.ui.markup`; every other text is escaped by the template.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from django.utils.safestring import SafeString

from opora.ui.text import Figure


@dataclass(frozen=True, slots=True)
class Crumb:
    title: str
    url: str


@dataclass(frozen=True, slots=True)
class InboxItem:
    """One thing that waits. `action` names what will happen; the first of a list is the main one."""

    title: str
    url: str
    action: str = ""
    detail: str = ""
    chips: Sequence[SafeString] = ()
    main: bool = False


@dataclass(frozen=True, slots=True)
class Fact:
    """A row of a definition list; `value` None is written as missing, `origin_url` opens its source."""

    term: str
    value: object | None
    note: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Stat:
    """One figure with its unit and what it counts. `value` None is «нет данных»."""

    label: str
    value: Figure | str | None
    unit: str = ""
    note: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """A step of a path or of an import; exactly one of a sequence is `now` until all are done."""

    title: str
    state: Literal["done", "now", "ahead"] = "ahead"
    url: str = ""


@dataclass(frozen=True, slots=True)
class Tab:
    title: str
    url: str
    current: bool = False
    count: int | None = None


@dataclass(frozen=True, slots=True)
class Event:
    """A line of history: who did what, when; `detail` is the old and new value in words."""

    at: datetime | date
    who: str
    what: str
    detail: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Progress:
    """Background work. `total` None: how much there is, is not known yet. `url` answers the same
    partial again and is asked every two seconds until `finished`."""

    title: str
    done: int
    total: int | None
    url: str
    words: str = ""
    finished: bool = False


@dataclass(frozen=True, slots=True)
class Version:
    """One side of a comparison; `body` is safe markup where `ins` and `del` mark what changed."""

    title: str
    body: SafeString
    note: str = ""


def steps(titles: Sequence[str], now: int) -> tuple[Step, ...]:
    """Steps where those before `now` (from 0) are done; `now == len(titles)` when all are done."""
    return tuple(
        Step(title, "done" if i < now else "now" if i == now else "ahead") for i, title in enumerate(titles)
    )


def import_steps(now: int) -> tuple[Step, ...]:
    """The four steps of every import (`product.md`, conventions)."""
    return steps(("Загрузка", "Столбцы", "Проверка", "Готово"), now)
