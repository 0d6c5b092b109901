"""Import of a registry of orders: what a municipality kept in a table until now, and what was exported here.

Each order is entered by the action that the page calls, inside a savepoint, so a check says exactly what loading
will say. An order is known again by its home, number and date; words of one that was signed do not change, only
what was left empty is filled in. What orders do to each other is read when all of them stand.
"""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from opora.access import Actor
from opora.cycles.models import Cycle
from opora.files.models import StoredFile
from opora.imports.contract import Counts, Importer, Option, Preview, Progress, Report, Request
from opora.imports.problems import Place, Problem
from opora.imports.sheets import Workbook
from opora.imports.sheets.headed import Headed
from opora.ordering import folded
from opora.orders.actions.completing import appoint_named, complete
from opora.orders.actions.keeping import About
from opora.orders.actions.keeping import register as enter
from opora.orders.actions.linking import relate
from opora.orders.actions.signing import lapse
from opora.orders.finding import Doubt, Homes
from opora.orders.models import Order
from opora.orders.naming import requisites
from opora.orders.numbers import key
from opora.orders.printouts.blank import template
from opora.orders.queries.registered import earlier_at, known, named_at
from opora.orders.reading import RELATIONS, Row, layout, rows_of
from opora.orders.rules import IMPORT, Home, home_in_scope
from opora.orders.states import OrderState
from opora.orders.telling import (
    BAD_OPTION,
    DRAFT_LEFT,
    EARLIER_UNKNOWN,
    EMPTY,
    NO_HEADINGS,
    NO_HOME,
    NOT_NAMED,
    REFUSED,
    TWICE,
    WORDS_KEPT,
    Reading,
    about_of,
    lapsed_of,
)
from opora.organisations.models import Organisation

_PREVIEWED = 100


class OrdersImporter(Importer):
    """All or nothing; loaded again, a file changes nothing."""

    kind = "orders"
    title = "Реестр приказов"
    background_from_rows = 200
    recognises = (
        "Столбцы «Номер», «Дата», «О чём» и рядом любые из «Уровень», «Кто издал», «Школа», «Территория», «Вид», "
        "«Кого назначает», «Изменяет», «Заменяет», «Отменяет».",
        "Файл, который вы скачали на странице «Приказы».",
    )
    shown_at = (("Приказы", "orders"),)

    def may_import(self, by: Actor) -> str | None:
        return IMPORT.refusal(by, None)

    def options(self, by: Actor) -> Sequence[Option]:
        years = tuple((each.code, each.title) for each in Cycle.objects.all())
        places = tuple((each.code, each.name) for each in Homes.of(by).territories)
        return (
            Option(
                "cycle",
                "К какому программному году относятся",
                years,
                help="Только приказы, изданные в этом году. Пусто — без года.",
                required=False,
            ),
            Option(
                "territory",
                "Чьи приказы, если в строке не сказано",
                places,
                required=False,
                initial=places[0][0] if len(places) == 1 else "",
            ),
        )

    def check(self, workbook: Workbook, request: Request, progress: Progress) -> Report:
        with transaction.atomic():
            found = _load(workbook, request, timezone.now(), progress)
            transaction.set_rollback(True)
        return found

    def apply(
        self, workbook: Workbook, request: Request, *, file: StoredFile, at: datetime, progress: Progress
    ) -> Report:
        with transaction.atomic():
            found = _load(workbook, request, at, progress)
            transaction.set_rollback(found.is_refused)
        return found

    def template(self) -> bytes:
        return template()


def _load(workbook: Workbook, request: Request, at: datetime, progress: Progress) -> Report:
    cycles = list(Cycle.objects.all())
    code = request.options.get("cycle", "")
    chosen = next((each for each in cycles if each.code == code), None)
    homes = Homes.of(request.by, request.options.get("territory", ""))
    reading = Reading(request.by, at, homes, cycles, chosen)
    for wrong, value, among in (
        (bool(code) and chosen is None, code, [each.code for each in cycles]),
        (homes.is_unknown, homes.code, [each.code for each in homes.territories]),
    ):
        if wrong:
            words = "Проверьте код: такого здесь нет."
            reading.problems.append(Problem(Place(), value, BAD_OPTION, words, tuple(among) or None))
    layouts = [found for sheet in workbook.sheets if (found := layout(sheet)) is not None]
    if not layouts:
        words = "Нужны столбцы «Номер», «Дата» и «О чём». Возьмите шаблон и впишите приказы в него."
        reading.problems.append(Problem(Place(), None, NO_HEADINGS, words))
    if not any(problem.stops for problem in reading.problems):
        for each in layouts:
            _read_sheet(reading, each, progress)
    if layouts and not reading.rows and not reading.problems:
        words = "В файле нет ни одного приказа. Впишите хотя бы один под заголовками."
        reading.problems.append(Problem(Place(), None, EMPTY, words))
    _join(reading)
    return _report(reading)


def _report(reading: Reading) -> Report:
    done = list(reading.does.values())
    new = done.count("новый")
    changed = sum(each not in {"новый", ""} for each in done)
    return Report(
        layout="Реестр приказов",
        counts=Counts(new=new, changed=changed, same=len(done) - new - changed),
        rows=reading.rows,
        problems=tuple(reading.problems),
        preview=Preview(
            ("Приказ", "О чём", "Чей", "Что сделаем"),
            tuple(
                (*row, reading.does.get(order.pk) or "без изменений")
                for row, (_, order) in zip(reading.shown, reading.entered[:_PREVIEWED], strict=True)
            ),
        ),
    )


def _read_sheet(reading: Reading, found: Headed, progress: Progress) -> None:
    reading.problems += found.sheet.problems
    for cells in rows_of(found):
        reading.rows += 1
        _read_row(reading, cells)
        progress(cells.row, len(found.sheet.rows))


def _read_row(reading: Reading, cells: Row) -> None:
    if folded(cells.text("state")).startswith("проект"):
        words = "Это проект: он не загружается. Подготовьте его на странице «Новый проект»."
        reading.doubt(cells, "state", DRAFT_LEFT, words)
        return
    told = len(reading.problems)
    home = reading.homes.find(cells)
    if isinstance(home, Doubt):
        reading.doubt(cells, home.column, NO_HOME, home.words, home.allowed)
        return
    if not home_in_scope.holds(reading.by, home):
        reading.doubt(cells, reading.homes.column_of(cells), REFUSED, home_in_scope.refusal)
        return
    about = about_of(reading, cells, home)
    lapsed = lapsed_of(reading, cells)
    if any(problem.stops for problem in reading.problems[told:]) or about.day is None:
        return
    same = ("school" if isinstance(home, Organisation) else "territory", home.pk, about.level,
            f"{folded(about.issuer)}|{key(about.number)}", about.day)  # fmt: skip
    if same in reading.seen:
        words = f"Приказ {requisites(about.number, about.day)} уже был выше. Оставьте одну строку."
        reading.doubt(cells, "number", TWICE, words)
        return
    reading.seen.add(same)
    _enter(reading, cells, home, about, lapsed)


def _enter(reading: Reading, cells: Row, home: Home, about: About, lapsed: date | None) -> None:
    """A new order, or what one that stands lacks."""
    by, at = reading.by, reading.at
    assert about.day is not None
    order = known(home, level=about.level, issuer=about.issuer, number=about.number, day=about.day)
    if order is None:
        where = reading.homes.column_of(cells)
        made = reading.act(cells, where, lambda: enter(home=home, about=about, by=by, at=at))
        if made is None:
            return
        order, does = made, "новый"
    else:
        kept = order
        # what the words alone suggest is not put into an order that stands
        kind = about.kind if cells.text("kind") else ""
        more = reading.act(
            cells, "number", lambda: complete(order=kept, kind=kind, cycle=about.cycle, by=by, at=at)
        )
        if more is None:
            return
        does = "дополним" if more else ""
        if about.title and folded(kept.title) != folded(about.title):
            words = f"Приказ внесён раньше: «{kept.title}». Слова подписанного приказа загрузка не меняет."
            reading.doubt(cells, "title", WORDS_KEPT, words)
    if lapsed is not None and order.state == OrderState.ISSUED:
        found, reason = order, "По реестру приказов"
        reading.act(cells, "lapsed", lambda: lapse(order=found, day=lapsed, reason=reason, by=by, at=at))
        does = does or "утратит силу"
    reading.does[order.pk] = does
    reading.entered.append((cells, order))
    if len(reading.shown) < _PREVIEWED:
        reading.shown.append((requisites(about.number, about.day), order.title, home.name))


def _join(reading: Reading) -> None:
    """Whom orders appoint and what they do to earlier ones, once all of them stand."""
    for cells, order in reading.entered:
        joined = _appoint(reading, cells, order)
        for column in RELATIONS:
            for said in cells.parts(column):
                joined = _relate(reading, cells, order, column, said) or joined
        if joined and not reading.does[order.pk]:
            reading.does[order.pk] = "свяжем"


def _appoint(reading: Reading, cells: Row, order: Order) -> bool:
    names = cells.parts("appoints")
    if not names:
        return False
    found = named_at(reading.by, order, names)
    if found.unknown:
        words = (
            f"Не нашли однозначно: {', '.join(found.unknown)}. Приказ загрузится без этой связи: назначьте человека "
            "с номером приказа, и на странице приказа появится подсказка."
        )
        reading.doubt(cells, "appoints", NOT_NAMED, words)
    return bool(
        reading.act(
            cells,
            "appoints",
            lambda: appoint_named(
                order=order,
                appointments=found.appointments,
                groups=found.groups,
                by=reading.by,
                at=reading.at,
            ),
        )
    )


def _relate(reading: Reading, cells: Row, order: Order, column: str, said: str) -> bool:
    kind = RELATIONS[column]
    found = earlier_at(order, said)
    if any(each.done_by.filter(later=order).exists() for each in found):
        return False
    if len(found) != 1:
        words = (
            f"Приказа «{said}» того же издателя {'нет' if not found else 'несколько: впишите и дату'}. Этот приказ "
            "загрузится без связи."
        )
        reading.doubt(cells, column, EARLIER_UNKNOWN, words)
        return False
    (earlier,) = found
    made = reading.act(
        cells, column, lambda: relate(order=order, earlier=earlier, kind=kind, by=reading.by, at=reading.at)
    )
    return made is not None
