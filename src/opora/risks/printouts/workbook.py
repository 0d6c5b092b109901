"""The heatmap as a workbook: values, then every figure on a row of its own."""

from opora.indicators.values import HIDDEN_WORDS, LEVEL_TITLES, Hidden, Level
from opora.printing import Align, Cell, Column, Mark, Row, Sheet, Table
from opora.risks.queries import Heatmap, Line

_MARKS = {Level.HIGH: Mark.ERROR, Level.MIDDLE: Mark.WARNING, Level.LOW: Mark.GOOD}


def heatmap_sheets(found: Heatmap) -> tuple[Sheet, ...]:
    return (
        Sheet("Риски", _map(found), frozen_columns=2),
        Sheet("По строкам", _rows(found), frozen_columns=2),
        Sheet("О расчёте", _about(found), autofilter=False),
    )


def _map(found: Heatmap) -> Table:
    return Table(
        columns=(
            Column("Школа", width=2.4),
            Column("Муниципалитет", width=1.6),
            *(Column(found.guide.title(code), Align.RIGHT, decimals=1, hint=code) for code in found.codes),
        ),
        rows=tuple(Row((line.name, line.territory, *_cells(line))) for line in found.lines),
        missing="",
        small=True,
    )


def _cells(line: Line) -> list[Cell]:
    return [
        Cell(HIDDEN_WORDS[Hidden(hidden)], mark=Mark.QUIET)
        if value is None
        else Cell(value, mark=_MARKS[Level(level)])
        for value, level, hidden in zip(line.values, line.levels, line.hidden, strict=True)
    ]


def _rows(found: Heatmap) -> Table:
    return Table(
        columns=(
            Column("Школа", width=2.4),
            Column("Муниципалитет", width=1.6),
            Column("Код"),
            Column("Фактор", width=2.4),
            Column("Риск", Align.RIGHT, decimals=1),
            Column("Интервал от", Align.RIGHT, decimals=1),
            Column("Интервал до", Align.RIGHT, decimals=1),
            Column("Уровень"),
            Column(
                "Из скольких", Align.RIGHT, hint="Самое большое число ответов или людей, по которому считали"
            ),
            Column("Почему не показан", width=2),
        ),
        rows=tuple(
            Row(
                (
                    *(line.name, line.territory, code, found.guide.title(code), value, low, high),
                    LEVEL_TITLES[Level(level)] if level else None,
                    n or None,
                    HIDDEN_WORDS[Hidden(hidden)] if hidden else None,
                )
            )
            for line in found.lines
            for code, value, level, hidden, low, high, n in zip(
                *(found.codes, line.values, line.levels, line.hidden, line.lows, line.highs, line.ns),
                strict=True,
            )
        ),
        missing="",
    )


def _about(found: Heatmap) -> Table:
    catalogue = found.guide.catalogue
    return Table(
        columns=(Column("Что"), Column("Значение", width=4)),
        rows=(
            Row(("Год", found.cycle.title)),
            Row(("Данные на", found.as_of)),
            Row(("Каталог", found.guide.label)),
            Row(("Как читать", "0–100, больше — хуже")),
            Row(("Интервал", "с вероятностью 95 % значение лежит в нём")),
            Row(("Уровни", f"средний от {catalogue.bound_middle}, высокий от {catalogue.bound_high}")),
        ),
    )
