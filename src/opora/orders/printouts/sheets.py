"""The registry and the matrix of expected orders as workbooks."""

from collections.abc import Mapping, Sequence
from datetime import date

from opora.orders.expected import Expected
from opora.orders.presenters.expected import cell_words, done_words
from opora.orders.queries.expected import Cell, Matrix
from opora.orders.queries.expected import Line as MatrixLine
from opora.orders.queries.listing import Line
from opora.orders.states import OrderLevel, OrderState
from opora.printing import Cell as PrintedCell
from opora.printing import Column, Mark, Row, Sheet, Table, write_xlsx


def registry_workbook(rows: Sequence[Line], kinds: Mapping[str, str], *, today: date) -> bytes:
    """What the list shows with its filters, every page of it; the headings are those the import reads."""
    columns = (
        Column("Номер", as_typed=True),
        *(Column("Дата"), Column("О чём", width=3.2), Column("Уровень"), Column("Кто издал", width=2)),
        *(Column("Территория", width=1.6), Column("Вид", width=2), Column("Состояние")),
        *(Column("Утратил силу"), Column("Кого назначает", width=2.4), Column("Что с ним стало", width=1.6)),
    )
    lines = [
        Row(
            (
                *(row.number or None, row.day, row.title, OrderLevel(row.level).label, row.issuer, row.place),
                *(kinds.get(row.kind, row.kind) or None, OrderState(row.state).label, row.lapsed_on),
                *("; ".join(row.appoints) or None, done_words(row.done) or None),
            )
        )
        for row in rows
    ]
    sheet = Sheet(
        "Приказы", Table(columns=columns, rows=tuple(lines), missing="", small=True), frozen_columns=1
    )
    return write_xlsx([sheet], date_of_data=today, title="Приказы")


_MARKS = {"there": Mark.GOOD, "draft": Mark.WARNING, "late": Mark.ERROR, "lapsed": Mark.WARNING}


def matrix_workbook(found: Matrix, title: str, *, today: date) -> bytes:
    """A sheet for territories and one for schools, as many columns as orders are awaited."""
    sheets = []
    for name, lines in (("Территории", found.territories), ("Школы", found.schools)):
        if lines:
            columns = (
                *((Column("Код школы", as_typed=True),) if name == "Школы" else ()),
                Column(name[:-1] + "я" if name == "Территории" else "Школа", width=2.4),
                *((Column("Муниципалитет", width=1.6),) if name == "Школы" else ()),
                *(Column(each.title, width=2) for each in _wanted(lines)),
            )
            rows = tuple(_row(line, _wanted(lines), with_key=name == "Школы") for line in lines)
            table = Table(columns=columns, rows=rows, missing="", small=True)
            sheets.append(Sheet(name, table, frozen_columns=1))
    if not sheets:
        nothing = Table(columns=(Column("Приказ"),), rows=(), empty="Приказов здесь не ждут")
        sheets = [Sheet("Приказы", nothing)]
    return write_xlsx(sheets, date_of_data=today, title=title)


def _wanted(lines: Sequence[MatrixLine]) -> list[Expected]:
    """Every order that some line awaits: a region and its municipalities await different ones."""
    return list({cell.expected.code: cell.expected for line in lines for cell in line.cells}.values())


def _row(line: MatrixLine, wanted: Sequence[Expected], *, with_key: bool) -> Row:
    cells = {cell.expected.code: cell for cell in line.cells}
    first = (line.key, line.name, line.where) if with_key else (line.name,)
    return Row((*first, *(_cell(cells.get(each.code)) for each in wanted)))


def _cell(cell: Cell | None) -> PrintedCell:
    if cell is None:
        return PrintedCell(None)
    return PrintedCell(cell_words(cell), mark=_MARKS.get(cell.status.value, Mark.NONE))
