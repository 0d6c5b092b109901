"""The matrix of expected orders in words and as tables."""

from collections.abc import Sequence
from datetime import date

from django.urls import reverse
from django.utils.safestring import SafeString

from opora.access import Actor
from opora.cycles.models import Cycle
from opora.orders.expected import Expected
from opora.orders.naming import requisites
from opora.orders.queries.expected import SCHOOL, Cell, Line, Matrix, Paper, Status
from opora.orders.rules import OF_SCHOOL, OF_TERRITORY
from opora.orders.states import PASSIVE, RelationKind
from opora.printing.russian import short_date
from opora.ui.components import Fact, Stat
from opora.ui.escaping import as_markup, esc
from opora.ui.markup import badge, link
from opora.ui.tables import Column, Table
from opora.ui.text import date_ru

_WORDS: dict[Status, str] = {
    Status.THERE: "есть",
    Status.DRAFT: "проект ждёт подписи",
    Status.LAPSED: "утратил силу, нового нет",
    Status.LATE: "нет, просрочено",
    Status.MISSING: "нет",
}


def done_words(done: Sequence[tuple[RelationKind, str]]) -> str:
    """«заменён приказом № 31»; a draft that will do so is not named yet."""
    return "; ".join(f"{PASSIVE[kind]} приказом № {number}" for kind, number in done if number)


def replaced_words(cell: Cell) -> str:
    """«заменил № 16 от 02.02.2022»."""
    word = {RelationKind.REPLACES: "заменил", RelationKind.CANCELS: "отменил"}
    return "; ".join(f"{word[kind]} {_requisites(paper)}" for paper, kind in cell.replaced)


def cell_words(cell: Cell) -> str:
    """The cell as a workbook says it."""
    if cell.status is Status.THERE and cell.paper is not None:
        more = f" и ещё {cell.more}" if cell.more else ""
        said = ", ".join(filter(None, (replaced_words(cell),)))
        return f"{_requisites(cell.paper)}{more}" + (f" ({said})" if said else "")
    was = "срок был" if cell.status is Status.LATE else "срок"
    due = f", {was} {short_date(cell.due)}" if cell.due else ""
    paper = f": {_requisites(cell.paper)}" if cell.status is Status.LAPSED and cell.paper else ""
    return f"{_WORDS[cell.status]}{paper}{due}"


def _requisites(paper: Paper) -> str:
    return requisites(paper.number, paper.date)


def _shown(line: Line, cell: Cell, cycle: Cycle, *, may_write: bool, today: date) -> SafeString:
    if cell.status is Status.THERE and cell.paper is not None:
        words = replaced_words(cell)
        found = [link(reverse("order", args=[cell.paper.pk]), _requisites(cell.paper))]
        if cell.more:
            found.append(as_markup(esc(f"и ещё {cell.more}")))
        if words:
            found.append(as_markup(f"<small>{esc(words)}</small>"))
        return as_markup(" ".join(found))
    if cell.paper is not None:
        sign, tone = ("■", "mid") if cell.status is Status.DRAFT else ("", "none")
        page = link(reverse("order", args=[cell.paper.pk]), _WORDS[cell.status])
        return as_markup(f"{badge('проект', tone, sign) if sign else badge('нет')} {page}")  # type: ignore[arg-type]
    chip = badge("просрочено", "high", "▲") if cell.status is Status.LATE else badge("нет")
    if cell.is_soon(today):
        chip = badge("скоро срок", "mid", "■")
    till = "срок был" if cell.status is Status.LATE else "до"
    due = f" <small>{till} {esc(date_ru(cell.due, 'day'))}</small>" if cell.due else ""
    begin = f" {link(draft_url(line, cell.expected, cycle), 'Подготовить')}" if may_write else ""
    return as_markup(f"{chip}{due}{begin}")


def draft_url(line: Line, expected: Expected, cycle: Cycle) -> str:
    address = reverse(f"order-draft-{line.place[0]}", args=[line.place[1], expected.code])
    return f"{address}?cycle={cycle.code}"


def table(
    actor: Actor, lines: Sequence[Line], wanted: Sequence[Expected], cycle: Cycle, today: date, *, of: str
) -> Table:
    """`of` is «school» or «territory»: homes by awaited orders."""
    is_school = of == SCHOOL
    with_place = is_school and len({line.where for line in lines}) > 1
    may_write = actor.acts_as(*OF_TERRITORY, *(OF_SCHOOL if is_school else ()))
    rows = []
    for line in lines:
        cells = {cell.expected.code: cell for cell in line.cells}
        rows.append(
            (
                line.name,
                *((line.where,) if with_place else ()),
                *(
                    _shown(line, cells[each.code], cycle, may_write=may_write, today=today)
                    if each.code in cells
                    else ""
                    for each in wanted
                ),
            )
        )
    title = "Приказы школ" if is_school else "Приказы территорий"
    return Table(
        f"matrix-{of}",
        title,
        [
            Column("Школа" if is_school else "Территория"),
            *((Column("Муниципалитет"),) if with_place else ()),
            *(Column(each.title, "words") for each in wanted),
        ],
        rows,
        stacks=True,
        empty="Пробелов нет." if lines == [] else "Приказов здесь не ждут.",
    )


def wanted_of(lines: Sequence[Line]) -> list[Expected]:
    """Every order that some line awaits, in the order of the definition."""
    return list({cell.expected.code: cell.expected for line in lines for cell in line.cells}.values())


def stats(found: Matrix) -> list[Stat]:
    lapsed = found.count(Status.LAPSED)
    return [
        Stat("Есть", found.count(Status.THERE)),
        Stat("Проектов", found.count(Status.DRAFT)),
        Stat("Нет, просрочено", found.count(Status.LATE)),
        Stat("Нет, срок ещё не вышел", found.count(Status.MISSING)),
        *([Stat("Утратили силу, новых нет", lapsed)] if lapsed else []),
    ]


def reasons(wanted: Sequence[Expected]) -> list[Fact]:
    """Why each order is awaited."""
    return [Fact(each.title, each.why) for each in wanted]
