"""The long layout: one row per school, procedure and year (and class)."""

import re
from collections.abc import Iterator, Sequence

from opora.imports.problems import Problem, shown
from opora.imports.sheets import Cell, Sheet, fill_merged
from opora.results import codes
from opora.results.layouts.columns import Part, Plan, columns_of, is_total, plan_of
from opora.results.layouts.context import Context, year_of
from opora.results.layouts.header import head, is_blank, is_numbering, is_text, labels, text_of
from opora.results.layouts.shape import Columns, Found, Owner, ProcedureRef, Record
from opora.results.layouts.words import Heading

LAYOUT = "long"


def recognise(sheet: Sheet, context: Context) -> Found | None:
    """The sheet read as a long table; None where it is not one."""
    rows = head(sheet)
    for bottom in range(len(rows)):
        for top in (bottom, bottom - 1):
            if top < 0 or not any(is_text(cell) for cell in rows[top]):
                continue
            plan = plan_of(labels(rows, top, bottom))
            if plan.is_long(context):
                plan.first_row = bottom + 1
                return found_by(sheet, plan, context)
    return None


def found_by(sheet: Sheet, plan: Plan, context: Context, layout: str = LAYOUT) -> Found:
    """Records of a sheet whose columns are known."""
    found = Found(sheet, layout, first_data_row=plan.first_row)
    for column, title in plan.twice:
        words = f"Столбец «{title}» повторяется. Оставьте один или назовите их по-разному."
        found.problems.append(
            Problem(sheet.place(max(plan.first_row - 1, 0), column), shown(title), codes.COLUMN_TWICE, words)
        )
    for column, title in plan.ignored:
        words = f"Столбец «{title}» не относится к результатам, мы его пропустили."
        place = sheet.place(max(plan.first_row - 1, 0), column)
        found.problems.append(Problem(place, shown(title), codes.COLUMN_IGNORED, words, stops=False))
    rows = fill_merged(sheet) if sheet.merged else sheet.rows
    columns = columns_of(found, plan, rows)
    found.records = _Reader(found, plan, context, columns).records(rows)
    return found


class _Reader:
    """Walks the rows once; everything that repeats from row to row is remembered."""

    def __init__(self, found: Found, plan: Plan, context: Context, columns: Columns) -> None:
        self.found, self.plan, self.context, self.columns = found, plan, context, columns
        self.owners: dict[tuple[Cell, ...], Owner] = {}
        self.procedures: dict[tuple[Cell, ...], tuple[ProcedureRef, str] | None] = {}
        self.years: dict[Cell, int | None] = {}
        self.school_years: set[str] = set()

    def records(self, rows: Sequence[Sequence[Cell]]) -> Iterator[Record]:
        get = self.plan.parts.get
        who = [c for c in (get(Part.SCHOOL), get(Part.KEY), get(Part.TERRITORY)) if c is not None]
        what = [
            c
            for c in (get(Part.PROCEDURE), get(Part.SUBJECT), get(Part.GRADE), get(Part.CLASS))
            if c is not None
        ]
        year_at = get(Part.YEAR)
        need = max([*who, *what, year_at or 0, *(c for _, c in self.columns)]) + 1
        columns, owners, procedures, years = self.columns, self.owners, self.procedures, self.years
        first = self.plan.first_row
        if first < len(rows) and is_numbering(rows[first]):
            first += 1
        for index in range(first, len(rows)):
            row: Sequence[Cell] = rows[index]
            if len(row) < need:
                row = [*row, *[None] * (need - len(row))]
            name = tuple([row[c] for c in who])
            owner = owners.get(name)
            if owner is None:
                owner = self._owner(name, index, row)
                if owner is None:
                    continue
            key = tuple([row[c] for c in what])
            known = procedures[key] if key in procedures else self._procedure(key, what, index, row)
            cell = row[year_at] if year_at is not None else None
            year = years[cell] if cell in years else self._year(cell, index, key)
            if known is not None and year is not None:
                yield Record(index, owner, known[0], year, known[1], columns)

    def _owner(self, name: tuple[Cell, ...], index: int, row: Sequence[Cell]) -> Owner | None:
        """The owner named in the row, remembered; None for blank, total and nameless rows."""
        parts = self.plan.parts
        texts = {
            part: text_of(row[parts[part]])
            for part in (Part.SCHOOL, Part.KEY, Part.TERRITORY)
            if part in parts
        }
        school, key = texts.get(Part.SCHOOL, ""), texts.get(Part.KEY, "")
        column = parts.get(Part.SCHOOL, parts.get(Part.KEY, 0))
        if not school and not key:
            if any(not is_blank(row[c]) for _, c in self.columns):
                words = "В строке есть цифры, но нет школы. Впишите название школы или удалите строку."
                self._tell(index, column, None, codes.SCHOOL_MISSING, words)
            return None
        if is_total(school):
            words = f"Строку «{shown(school)}» мы пропустили: это итог, а не школа."
            place = self.found.sheet.place(index, column)
            self.found.problems.append(Problem(place, shown(school), codes.TOTAL_SKIPPED, words, stops=False))
            return None
        owner = Owner(school, key, texts.get(Part.TERRITORY, ""), column=column)
        self.owners[name] = owner
        return owner

    def _procedure(
        self, key: tuple[Cell, ...], what: list[int], index: int, row: Sequence[Cell]
    ) -> tuple[ProcedureRef, str] | None:
        """The procedure and class label named by the row's cells, remembered with its problem told once."""
        vocabulary = self.context.vocabulary
        text = ", ".join(text for text in (text_of(cell) for cell in key) if text)
        exact = vocabulary.by_title_or_code(text_of(row[what[0]])) if what else None
        label = self._class_label(row, index)
        if exact is not None:
            result = self._fitting(exact, label, index)
        else:
            heading = self._heading(row)
            procedure = vocabulary.procedure(heading) or (self.context.procedure if not text else None)
            if procedure is None:
                problem = self.context.procedure_problem(
                    heading, self.found.sheet.place(index, what[0]), text
                )
                self.found.problems.append(problem)
                result = None
            else:
                result = self._fitting(procedure, label or heading.class_label, index)
        self.procedures[key] = result
        return result

    def _heading(self, row: Sequence[Cell]) -> Heading:
        """Procedure, subject and class cells read together."""
        parts = self.plan.parts
        words = [text_of(row[parts[part]]) for part in (Part.PROCEDURE, Part.SUBJECT) if part in parts]
        grade = next((text_of(row[parts[part]]) for part in (Part.GRADE, Part.CLASS) if part in parts), "")
        # «ВПР МА 5» names its class; a class in its own column must not read as a second number.
        whole = self.context.vocabulary.read(", ".join(words))
        if whole.grade is None and grade:
            whole = self.context.vocabulary.read(", ".join([*words, f"{grade} класс"]))
        return whole

    def _class_label(self, row: Sequence[Cell], index: int) -> str:
        column = self.plan.parts.get(Part.CLASS)
        text = text_of(row[column]) if column is not None else ""
        if not text:
            return ""
        heading = self.context.vocabulary.read(f"{text} класс")
        if heading.grade is None:
            words = f"Класс «{shown(text)}» не читается. Впишите его цифрой и буквой, например «5А»."
            self._tell(index, column, text, codes.CLASS_WRONG, words)
        return heading.class_label

    def _fitting(self, procedure: ProcedureRef, label: str, index: int) -> tuple[ProcedureRef, str]:
        grade = re.match(r"\d+", label)
        if procedure.grade is not None and grade and int(grade[0]) != procedure.grade:
            words = (
                f"Класс {label} не подходит к процедуре «{procedure.title}». Исправьте класс или процедуру."
            )
            self._tell(index, self.plan.parts[Part.CLASS], label, codes.CLASS_AND_PROCEDURE_DIFFER, words)
        return procedure, label

    def _year(self, cell: Cell, index: int, key: tuple[Cell, ...]) -> int | None:
        """The year of the row, remembered by its cell; from the procedure's words or the cycle where silent."""
        column = self.plan.parts.get(Part.YEAR)
        if is_blank(cell):
            named = self.context.vocabulary.read(", ".join(text_of(part) for part in key)).year
            year = named or self.context.year
            if year is None:
                words = "Не сказано, какой это год. Впишите год в столбец «Год»."
                self._tell(index, column, None, codes.YEAR_MISSING, words)
            return year
        year, is_school_year = year_of(cell, self.context.vocabulary)
        place = self.found.sheet.place(index, column)
        if problem := self.context.year_problem(year, place, cell):
            self.found.problems.append(problem)
            year = None
        elif is_school_year:
            words = f"Учебный год «{shown(cell)}» прочитан как {year}: работы пишут в год его окончания."
            self.found.problems.append(Problem(place, shown(cell), codes.SCHOOL_YEAR, words, stops=False))
        self.years[cell] = year
        return year

    def _tell(self, index: int, column: int | None, value: object, code: str, words: str) -> None:
        self.found.problems.append(Problem(self.found.sheet.place(index, column), shown(value), code, words))
