"""A table whose columns a person named: the mapping step's answer, and what to offer in it."""

from opora.imports.problems import Problem
from opora.imports.sheets import Sheet, column_letter, column_number
from opora.results import codes
from opora.results.layouts.columns import Part, Plan, part_of
from opora.results.layouts.context import Context
from opora.results.layouts.header import head, is_text, text_of
from opora.results.layouts.long import found_by
from opora.results.layouts.shape import MEASURE_TITLES, Found, Measure
from opora.results.layouts.words import measure_of, plain

LAYOUT = "mapped"

PART_TITLES: dict[Part, str] = {
    Part.SCHOOL: "Школа",
    Part.KEY: "Код школы",
    Part.TERRITORY: "Муниципалитет",
    Part.PROCEDURE: "Процедура",
    Part.SUBJECT: "Предмет",
    Part.GRADE: "Класс (параллель)",
    Part.CLASS: "Класс с буквой",
    Part.YEAR: "Год",
}

#: (target, title) as the mapping step offers them; the empty one leaves a column out
TARGETS: tuple[tuple[str, str], ...] = (
    ("", "не загружать"),
    *((part.value, title) for part, title in PART_TITLES.items()),
    *((measure.value, title) for measure, title in MEASURE_TITLES.items()),
)


def read(sheet: Sheet, mapping: dict[str, str], context: Context) -> Found:
    """The sheet by the person's mapping {column letter: target}."""
    plan = Plan(first_row=_first_row(sheet))
    unknown: list[str] = []
    for letter, target in mapping.items():
        column = column_number(letter) - sheet.first_col
        if target in Part.__members__.values():
            plan.parts[Part(target)] = column
        elif target in Measure.__members__.values():
            plan.measures[Measure(target)] = column
        elif target:
            unknown.append(target)
    if unknown or not plan.is_long(context):
        found = Found(sheet, LAYOUT)
        words = (
            "Укажите столбец со школой, столбец с процедурой или предметом и хотя бы один столбец с цифрами. "
            "Если процедуры в таблице нет, выберите её в настройках импорта."
        )
        found.problems.append(
            Problem(sheet.place(), ", ".join(unknown) or None, codes.MAPPING_INCOMPLETE, words)
        )
        return found
    return found_by(sheet, plan, context, LAYOUT)


def _first_row(sheet: Sheet) -> int:
    """The row after the last one of the first rows that holds only words."""
    rows = head(sheet)
    for index, row in enumerate(rows):
        filled = [cell for cell in row if cell is not None and text_of(cell)]
        if len(filled) >= 2 and sum(not is_text(cell) for cell in filled) >= 1 and index:
            return index
    return 1


def columns(sheet: Sheet) -> tuple[tuple[str, str, tuple[str, ...], str], ...]:
    """(letter, heading, first values, proposed target) of each column."""
    rows = head(sheet)
    first = _first_row(sheet)
    width = max((len(row) for row in rows), default=0)
    shown_columns = []
    for column in range(width):
        heading = next(
            (
                text_of(row[column])
                for row in reversed(rows[:first])
                if column < len(row) and text_of(row[column])
            ),
            "",
        )
        values = tuple(text_of(row[column]) for row in rows[first : first + 3] if column < len(row))
        if heading or any(values):
            letter = column_letter(sheet.first_col + column)
            shown_columns.append((letter, heading, values, _proposed(heading)))
    return tuple(shown_columns)


def _proposed(heading: str) -> str:
    label = plain(heading)
    if not label:
        return ""
    found = part_of(label) or measure_of(label)
    return found.value if found else ""
