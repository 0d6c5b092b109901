"""A row of a registry as what is told of an order: problems stand at the cells they are about."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction

from opora.access import Actor, Refused, WrongState
from opora.cycles.models import Cycle
from opora.imports.problems import Problem, register, shown
from opora.ordering import folded
from opora.orders.actions.keeping import About, levels_of
from opora.orders.expected import Expected
from opora.orders.finding import Homes
from opora.orders.models import Order
from opora.orders.queries.expected import expectations
from opora.orders.reading import Row
from opora.orders.rules import Home
from opora.orders.states import OrderLevel, OrderState
from opora.organisations.models import Organisation

NO_HEADINGS = register("orders-no-headings", "В таблице нет столбцов «Номер», «Дата» и «О чём».")
EMPTY = register("orders-empty", "В файле нет ни одного приказа.")
BAD_OPTION = register("orders-bad-option", "Года или территории с таким кодом нет.")
BAD_DAY = register("orders-bad-day", "День не понятен: нужен день календаря, например 02.02.2026.")
BAD_LEVEL = register("orders-bad-level", "Такого уровня нет.")
BAD_KIND = register("orders-bad-kind", "Вида нет среди ожидаемых приказов.")
BAD_YEAR = register("orders-bad-year", "Программного года с таким кодом или названием нет.")
BAD_STATE = register("orders-bad-state", "Состояние не понятно: приказ действует или утратил силу.")
NO_HOME = register("orders-no-home", "Не ясно, чей приказ: школы или территории нет, или их несколько.")
TWICE = register("orders-twice", "Приказ с этим номером и датой стоит в таблице дважды.")
REFUSED = register("orders-refused", "Приказ не принят: сказано почему.")
DRAFT_LEFT = register(
    "orders-draft-left", "Проект приказа пропущен: проекты готовят на страницах.", stops=False
)
WORDS_KEPT = register(
    "orders-words-kept", "Приказ внесён раньше с другими словами; они остались.", stops=False
)
EARLIER_UNKNOWN = register(
    "orders-earlier-unknown", "Прежнего приказа здесь нет; связь не внесена.", stops=False
)
NOT_NAMED = register(
    "orders-person-unknown", "Назначения этого человека или группы не нашли; связь не внесена.", stops=False
)

#: told, and the order is loaded all the same
WARNINGS = frozenset({DRAFT_LEFT, WORDS_KEPT, EARLIER_UNKNOWN, NOT_NAMED})


@dataclass(slots=True)
class Reading:
    """What was found out while rows were entered one after another."""

    by: Actor
    at: datetime
    homes: Homes
    cycles: Sequence[Cycle]
    cycle: Cycle | None
    problems: list[Problem] = field(default_factory=list)
    shown: list[tuple[str, ...]] = field(default_factory=list)
    seen: set[tuple[str, int, str, str, date]] = field(default_factory=set)
    entered: list[tuple[Row, Order]] = field(default_factory=list)
    does: dict[int, str] = field(default_factory=dict)
    rows: int = 0
    _wanted: dict[str, tuple[Expected, ...]] = field(default_factory=dict)

    def wanted_at(self, home: Home) -> tuple[Expected, ...]:
        """The orders awaited there; asked once for a territory."""
        path = (home.territory.path if isinstance(home, Organisation) else home.path) or ""
        if path not in self._wanted:
            self._wanted[path] = tuple(expectations(path).orders)
        return self._wanted[path]

    def doubt(self, cells: Row, column: str, code: str, words: str, allowed: Sequence[str] = ()) -> None:
        said = shown(cells.text(column)) if column in cells.columns else None
        stops = code not in WARNINGS
        self.problems.append(
            Problem(cells.place(column), said, code, words, tuple(allowed) or None, stops=stops)
        )

    def act[T](self, cells: Row, column: str, work: Callable[[], T]) -> T | None:
        """Do it; what the action refuses becomes a problem in the cell it is about."""
        try:
            with transaction.atomic():
                return work()
        except ValidationError as refused:
            places = refused.message_dict if hasattr(refused, "error_dict") else {column: refused.messages}
            for name, words in places.items():
                for each in words:
                    self.doubt(cells, name if name in cells.columns else column, REFUSED, each)
        except (Refused, WrongState) as refused:
            self.doubt(cells, column, REFUSED, refused.reason)
        return None


def about_of(reading: Reading, cells: Row, home: Home) -> About:
    """What the row tells of its order; what cannot be read is told and left empty."""
    day = cells.day("date")
    if day is None:
        verb = "Нужен" if cells.text("date") else "Впишите"
        reading.doubt(cells, "date", BAD_DAY, f"{verb} день, например 02.02.2026.")
    if not cells.number:
        reading.doubt(cells, "number", REFUSED, "Впишите номер приказа.")
    levels = levels_of(home)
    level = cells.level if cells.text("level") else levels[0]
    if level is None:
        words = "Такого уровня нет. Выберите из списка."
        reading.doubt(cells, "level", BAD_LEVEL, words, [each.label for each in OrderLevel])
    issuer = " ".join(cells.text("issuer").split())
    return About(
        title=cells.title,
        level=level or levels[0],
        number=cells.number,
        day=day,
        cycle=_cycle(reading, cells, day),
        kind=_kind(reading, cells, home),
        issuer="" if folded(issuer) == folded(home.name) or reading.homes.is_home(issuer, home) else issuer,
    )


def _cycle(reading: Reading, cells: Row, day: date | None) -> Cycle | None:
    """The year named in the row; else the one chosen for the file, where the day lies in it."""
    said = folded(cells.text("cycle").removesuffix(".0"))
    if said:
        for each in reading.cycles:
            if said in {folded(each.code), folded(each.title)}:
                return each
        words = "Такого программного года нет. Впишите код года или оставьте ячейку пустой."
        reading.doubt(cells, "cycle", BAD_YEAR, words, [each.code for each in reading.cycles])
        return None
    chosen = reading.cycle
    return chosen if chosen and day and chosen.starts <= day <= chosen.ends else None


def _kind(reading: Reading, cells: Row, home: Home) -> str:
    """The code of an expected order by its code or title; where the title of the order is that of one, this one."""
    wanted = reading.wanted_at(home)
    by_words = {folded(word): each.code for each in wanted for word in (each.title, each.code)}
    said = folded(cells.text("kind"))
    if said and said not in by_words:
        words = "Такого приказа нет среди ожидаемых. Оставьте ячейку пустой или выберите из списка."
        reading.doubt(cells, "kind", BAD_KIND, words, [each.title for each in wanted])
    fitting = {each.code for each in wanted if each.level in levels_of(home)[:1]}
    by_title = by_words.get(folded(cells.title), "")
    return by_words.get(said, "") if said else by_title if by_title in fitting else ""


def lapsed_of(reading: Reading, cells: Row) -> date | None:
    """The day from which it is out of force; None for one in force."""
    state, day = folded(cells.text("state")), cells.day("lapsed")
    if cells.text("lapsed") and day is None:
        reading.doubt(cells, "lapsed", BAD_DAY, "Нужен день, например 31.08.2026.")
    if state and state not in {folded(OrderState.ISSUED.label), folded(OrderState.LAPSED.label)}:
        allowed = [OrderState.ISSUED.label, OrderState.LAPSED.label]
        reading.doubt(cells, "state", BAD_STATE, "Приказ действует или утратил силу.", allowed)
    elif state == folded(OrderState.LAPSED.label) and not cells.text("lapsed"):
        column = "lapsed" if "lapsed" in cells.columns else "state"
        reading.doubt(cells, column, BAD_DAY, "Впишите, с какого дня приказ утратил силу.")
    return day
