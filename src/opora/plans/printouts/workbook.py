"""A plan as XLSX, loaded back as it is; the list of plans; who does what; the empty template."""

from collections.abc import Sequence
from datetime import date

from opora.plans.models import Plan
from opora.plans.naming import listed
from opora.plans.queries.listing import PlanLine
from opora.plans.queries.rows import RowView
from opora.plans.states import Level, Part, PlanState, Told
from opora.printing import Align, Cell, Column, Row, Section, Sheet, Table, write_xlsx
from opora.printing.tables import Value

#: by these headings the import knows them again
HEADINGS = (
    Column("№ п.п", width=0.5, as_typed=True),
    Column("Описание действий", width=3, as_typed=True),
    Column("Сроки", width=1.4, as_typed=True),
    Column("Исполнители", width=1.4),
    Column("Помогают", width=1.4),
    Column("Ответственные", width=1.4),
    Column("Школы", width=1.6),
    Column("Отметка о выполнении", width=2.4),
)
_BY_FACTS = (Column("Состояние по фактам", width=1.6), Column("Откуда отметка", width=1.8))
_WIDTHS = (7.0, 52.0, 22.0, 24.0, 24.0, 24.0, 28.0, 42.0)


def plan_workbook(plan: Plan, rows: Sequence[RowView], *, today: date) -> bytes:
    """Rows as they are shown; two columns more tell how they stand, which loading leaves out."""
    lines: list[Row | Section] = []
    section = ""
    for each in rows:
        if each.row.section != section:
            section = each.row.section
            lines.append(Section(section or "Без раздела"))
        lines.append(Row((*_cells(each), each.stand.words, _source(each))))
    table = Table(columns=(*HEADINGS, *_BY_FACTS), rows=tuple(lines), missing="")
    sheet = Sheet(
        "План", table, widths=(*_WIDTHS, 24.0, 30.0), frozen_columns=2, autofilter=not _has_sections(rows)
    )
    return write_xlsx([sheet], date_of_data=today, title=plan.title)


def _has_sections(rows: Sequence[RowView]) -> bool:
    return any(each.row.section for each in rows)


def _cells(each: RowView) -> tuple[Value, ...]:
    row = each.row
    return (
        *(row.number, row.what, row.term),
        *(people_of(each, part) for part in (Part.DOES, Part.HELPS, Part.ANSWERS)),
        *(listed([school.name for school in each.schools]), row.mark),
    )


def people_of(each: RowView, part: Part) -> str:
    return listed([named.name for named in each.people if named.part == part])


def _source(each: RowView) -> str:
    if each.row.told_how == Told.NEXT_YEAR:
        return f"перенесено: {each.row.told_by_name}, {each.row.told_words}"
    if each.row.told_at is not None and each.stand.figure is None:
        return f"со слов: {each.row.told_by_name}, {each.row.told_words}"
    return each.stand.figure.words if each.stand.figure else ""


def matrix_workbook(plan: Plan, rows: Sequence[RowView], names: Sequence[str], *, today: date) -> bytes:
    """Rows of the plan against everybody named: И исполняет, П помогает, О отвечает."""
    letters = {Part.DOES: "И", Part.HELPS: "П", Part.ANSWERS: "О"}
    columns = (
        Column("№ п.п", as_typed=True),
        Column("Описание действий", width=3),
        Column("Сроки", width=1.4),
    )
    lines = []
    for each in rows:
        parts: dict[str, list[str]] = {}
        for named in each.people:
            parts.setdefault(named.name, []).append(letters[Part(named.part)])
        cells = tuple(Cell(", ".join(parts.get(name, [])), align=Align.CENTER) for name in names)
        lines.append(Row((each.row.number, each.row.what, each.row.term, *cells)))
    table = Table(
        columns=(*columns, *(Column(name) for name in names)),
        rows=tuple(lines),
        notes=("И — исполняет, П — помогает, О — отвечает.",),
        missing="",
    )
    widths = (7.0, 52.0, 22.0, *(16.0 for _ in names))
    sheet = Sheet("Кто за что отвечает", table, widths=widths, frozen_columns=2)
    return write_xlsx([sheet], date_of_data=today, title=f"Кто за что отвечает: {plan.title}")


def plans_workbook(lines: Sequence[PlanLine], *, today: date) -> bytes:
    columns = (
        *(Column("План", width=3), Column("Территория", width=1.6), Column("Год"), Column("Уровень")),
        *(
            Column("Состояние"),
            Column("С какого дня"),
            Column("Строк", Align.RIGHT),
            Column("Исполнено, %", Align.RIGHT),
            Column("Как посчитано", width=1.4),
            Column("Чем утверждён", width=2),
        ),
    )
    rows = tuple(
        Row(
            (
                *(line.title, line.territory, line.cycle, Level(line.level).label),
                *(PlanState(line.state).label, line.since, line.rows),
                *((line.share.percent, line.share.words) if line.share else (None, None)),
                line.approved or None,
            )
        )
        for line in lines
    )
    table = Table(columns=columns, rows=rows, missing="")
    return write_xlsx([Sheet("Планы", table, frozen_columns=1)], date_of_data=today, title="Планы")


def template() -> bytes:
    """The headings and an example of each way to write a row."""
    examples: tuple[tuple[Value, ...], ...] = (
        (
            *("1.", "Создание муниципальной координационной группы", "февраль 2026", "", "Петрова А.А."),
            *("Иванова М.П.", "", ""),
        ),
        (
            *("2.", "Анализ рисковых профилей школ № 2, 7", "с 10.03 по 15.03", "кураторы", ""),
            *("Иванова М.П.\nмуниципальные координаторы", "", ""),
        ),
        ("3.", "Посещение школ кураторами", "еженедельно", "кураторы", "", "Иванова М.П.", "", "По графику"),
    )
    notes = Table(
        columns=(Column("Что писать"),),
        rows=tuple(
            Row((words,))
            for words in (
                "№ п.п — как в вашем плане; можно без номера.",
                "Сроки — как говорите: «март–апрель», «до 26.03.2026», «еженедельно», «в течение года».",
                "Люди — каждый с новой строки: «Иванова М.П.» или роль: «кураторы», «директора школ».",
                "Школы — названия или коды, каждая с новой строки; пусто — найдём по номерам в тексте «школ № 2, 7».",
                "Строка, где заполнена одна ячейка с названием, станет заголовком раздела.",
                "Столбцов «Исполнители», «Помогают», «Школы», «Отметка о выполнении» может не быть.",
            )
        ),
    )
    table = Table(columns=HEADINGS, rows=tuple(Row(row) for row in examples), missing="")
    return write_xlsx(
        [
            Sheet("План", table, widths=_WIDTHS, frozen_columns=2),
            Sheet("Как заполнять", notes, autofilter=False),
        ],
        title="План: шаблон",
    )
