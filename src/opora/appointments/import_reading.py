"""From the sheet to lines: every cell understood, or a problem at its place. Asks only roles and years."""

import datetime
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from opora.access import Role
from opora.appointments.columns import HEADINGS
from opora.cycles.models import Cycle
from opora.imports.alphabets import fold_mixed_alphabet, mixed_alphabet_warning
from opora.imports.contract import Request
from opora.imports.names import folded, nearest, person_key
from opora.imports.problems import Place, Problem, register, shown
from opora.imports.sheets.headed import Headed, headed
from opora.imports.sheets.values import is_missing, looks_like_date_serial, text_of
from opora.imports.sheets.workbook import Cell, Fault, Sheet, Workbook, column_letter
from opora.people.models import CONTACT_FIELDS

NO_PEOPLE_SHEET = register(
    "people-no-sheet", "В файле нет листа с людьми: не нашли столбцы «Фамилия» и «Роль»."
)
MISSING_COLUMN = register("people-missing-column", "Нет обязательного столбца.")
REQUIRED = register("people-required", "Обязательная ячейка пуста.")
UNKNOWN_ROLE = register("people-unknown-role", "Такой роли нет.")
UNKNOWN_YEAR = register("people-unknown-year", "Такого программного года нет.")
BAD_DATE = register("people-bad-date", "В ячейке не дата.")
BAD_TERM = register("people-bad-term", "Последний день раньше первого.")
BAD_EMAIL = register("people-bad-email", "Это не адрес почты.")
TOO_LONG = register("people-too-long", "Значение длиннее, чем помещается.")

_DATE = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})(?:\s*г\.?)?")
_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_HEADINGS = {h.key: tuple(folded(word) for word in (h.title, *h.synonyms)) for h in HEADINGS}
_LONGEST = {"surname": 80, "given_name": 80, "patronymic": 80, "post": 200, "email": 254, "phone": 40,
            "order_number": 60}  # fmt: skip


@dataclass(slots=True)
class Line:
    """One row understood. `given` are the keys of the cells that were not empty."""

    at: Callable[[str], Place]
    contacts: dict[str, str]
    role: Role
    scope: tuple[str, ...]
    cycle: Cycle | None
    order_number: str
    dates: dict[str, datetime.date | None]
    given: frozenset[str]

    @property
    def full_name(self) -> str:
        c = self.contacts
        return " ".join(part for part in (c["surname"], c["given_name"], c["patronymic"]) if part)


@dataclass(slots=True)
class Reading:
    """What the file says: lines in order, the problems found on the way, how many rows there were."""

    lines: list[Line] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    rows: int = 0


def read_people(workbook: Workbook, request: Request) -> Reading:
    """Read the sheet that has the columns «Фамилия» and «Роль»."""
    reading = Reading(problems=list(workbook.problems()))
    for sheet in workbook.sheets:
        found = headed(sheet, _HEADINGS, {"surname", "role"}.issubset)
        if found:
            _read_sheet(found, reading, request)
            return reading
    names = tuple(h.title for h in HEADINGS)
    message = "Не нашли столбцы «Фамилия» и «Роль». Возьмите шаблон и перенесите данные в него."
    reading.problems.append(Problem(Place(), None, NO_PEOPLE_SHEET, message, names))
    return reading


def _read_sheet(found: Headed, reading: Reading, request: Request) -> None:
    sheet, columns = found.sheet, found.columns
    for heading in HEADINGS:
        if heading.required and heading.key not in columns:
            message = f"Нет столбца «{heading.title}». Добавьте его, как в шаблоне."
            place = sheet.place(found.top)
            reading.problems.append(Problem(place, None, MISSING_COLUMN, message, (heading.title,)))
    if any(problem.code == MISSING_COLUMN for problem in reading.problems):
        return
    reader = _RowReader(sheet, columns, request)
    for index in range(found.top + 1, len(sheet.rows)):
        if all(is_missing(reader.cell(index, key)) for key in columns):
            continue
        reading.rows += 1
        before = len(reader.problems)
        line = reader.read(index)
        if line and not any(p.stops for p in reader.problems[before:]):
            reading.lines.append(line)
    reading.problems += reader.problems


class _RowReader:
    """Reads rows of one sheet; a row with a problem gives no line."""

    def __init__(self, sheet: Sheet, columns: Mapping[str, int], request: Request) -> None:
        self._sheet = sheet
        self._columns = columns
        self._decided = {
            (r.row, r.column.upper()): r.value for r in request.resolutions if r.sheet == sheet.name
        }
        self._roles = {folded(word): role for role in Role for word in (role.title, role.value)}
        self._cycles = {folded(word): c for c in Cycle.objects.all() for word in (c.code, c.title)}
        self.problems: list[Problem] = []

    def cell(self, row: int, key: str) -> Cell:
        """The cell, or what a person decided it to be; an error of a formula counts as empty."""
        column = self._columns.get(key)
        if column is None:
            return None
        place = (self._sheet.first_row + row, column_letter(self._sheet.first_col + column))
        value = self._decided[place] if place in self._decided else self._sheet.cell(row, column)
        return None if isinstance(value, Fault) else value

    def read(self, row: int) -> Line | None:
        contacts = {key: self._text(row, key) for key in CONTACT_FIELDS}
        for key in ("surname", "given_name", "patronymic"):
            warning = mixed_alphabet_warning(contacts[key], self._place(row, key))
            if warning:
                self.problems.append(warning)
                contacts[key] = fold_mixed_alphabet(contacts[key])[0]
        self._check_required(row)
        contacts["email"] = self._email(row, contacts["email"])
        role = self._role(row)
        cycle = self._cycle(row)
        dates = {key: self._date(row, key) for key in ("order_date", "since", "until")}
        self._check_term(row, dates, cycle)
        if role is None:
            return None
        return Line(
            at=lambda key: self._place(row, key),
            contacts=contacts,
            role=role,
            scope=tuple(part.strip() for part in self._text(row, "scope").split(";") if part.strip()),
            cycle=cycle,
            order_number=self._text(row, "order_number"),
            dates=dates,
            given=frozenset(h.key for h in HEADINGS if not is_missing(self.cell(row, h.key))),
        )

    def _place(self, row: int, key: str) -> Place:
        return self._sheet.place(row, self._columns.get(key))

    def _text(self, row: int, key: str) -> str:
        cell = self.cell(row, key)
        text = "" if is_missing(cell) else text_of(cell)
        longest = _LONGEST.get(key)
        if longest and len(text) > longest:
            message = f"Не больше {longest} знаков. Сократите."
            self.problems.append(Problem(self._place(row, key), shown(text), TOO_LONG, message))
        return text

    def _check_required(self, row: int) -> None:
        for heading in HEADINGS:
            if heading.required and is_missing(self.cell(row, heading.key)):
                self._tell(row, heading.key, None, REQUIRED, f"Заполните «{heading.title}».")

    def _email(self, row: int, text: str) -> str:
        if text:
            try:
                validate_email(text)
            except ValidationError:
                message = "Это не адрес почты. Исправьте или оставьте пустым."
                self._tell(row, "email", text, BAD_EMAIL, message)
        return text

    def _role(self, row: int) -> Role | None:
        text = self._text(row, "role")
        role = self._roles.get(folded(text))
        if role is None and text:
            titles = [r.title for r in Role]
            near = nearest(text, titles, n=1, key=person_key)
            hint = f" Может быть, «{near[0]}»?" if near else " Возьмите роль с листа «Роли»."
            self._tell(row, "role", text, UNKNOWN_ROLE, f"Роли «{text}» нет.{hint}", allowed=tuple(titles))
        return role

    def _cycle(self, row: int) -> Cycle | None:
        text = self._text(row, "cycle")
        cycle = self._cycles.get(folded(text))
        if cycle is None and text:
            codes = tuple(dict.fromkeys(c.code for c in self._cycles.values()))
            message = f"Программного года «{text}» нет. Укажите код года или оставьте пустым."
            self._tell(row, "cycle", text, UNKNOWN_YEAR, message, allowed=codes)
        return cycle

    def _date(self, row: int, key: str) -> datetime.date | None:
        cell = self.cell(row, key)
        if is_missing(cell):
            return None
        found = date_of(cell)
        if found is None:
            message = "Это не дата. Напишите её как 01.09.2026."
            self._tell(row, key, text_of(cell), BAD_DATE, message)
        return found

    def _check_term(self, row: int, dates: dict[str, datetime.date | None], cycle: Cycle | None) -> None:
        since, until = dates["since"], dates["until"] or (cycle.ends if cycle else None)
        if since and until and until < since:
            message = "Последний день раньше первого. Исправьте одну из дат или год."
            self._tell(row, "until", f"{until:%d.%m.%Y}", BAD_TERM, message)

    def _tell(
        self, row: int, key: str, value: str | None, code: str, message: str, *,
        allowed: tuple[str, ...] | None = None,
    ) -> None:  # fmt: skip
        place = self._place(row, key)
        self.problems.append(Problem(place, shown(value), code, message, allowed))


def date_of(cell: Cell) -> datetime.date | None:
    """A date cell, «01.09.2026», «2026-09-01», or the number a spreadsheet keeps for a day."""
    if isinstance(cell, datetime.datetime):
        return cell.date()
    if isinstance(cell, datetime.date):
        return cell
    text = text_of(cell)
    for pattern, order in ((_DATE, (3, 2, 1)), (_ISO, (1, 2, 3))):
        match = pattern.fullmatch(text)
        if match:
            year, month, day = (int(match[part]) for part in order)
            try:
                return datetime.date(year, month, day)
            except ValueError:
                return None
    return looks_like_date_serial(cell)
