"""An importer of notes for the mechanics of the wizard: a name and a number in each row of one table.

A note is an event of kind «note», so that the tests count what was written without a table of their own.
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from io import BytesIO
from typing import Any

from openpyxl import Workbook as XlsxWorkbook

from opora.access import Actor, Role
from opora.files.models import StoredFile
from opora.history.actions import record
from opora.history.models import Event
from opora.imports.contract import (
    Counts,
    Importer,
    MappingSheet,
    MappingStep,
    Option,
    Preview,
    Progress,
    Report,
    Request,
)
from opora.imports.problems import Place, Problem, register
from opora.imports.sheets import Sheet, Workbook

NOT_A_NUMBER = register("fake-not-a-number", "Тест: не число.")
TOO_LARGE = register("fake-too-large", "Тест: больше ста.")

REFUSAL = "Заметки загружают координаторы и директора: попросите их."
HEADINGS = ("Имя", "Число")


def nothing() -> None:
    """What happens while notes are written, unless a test says otherwise."""


class NotesImporter(Importer):
    """`during_apply` runs between the notes and the end of the transaction: a kill, a wait, a failure."""

    kind = "notes"
    title = "Заметки"
    background_from_rows = 20
    resolvable_codes = frozenset({NOT_A_NUMBER})
    recognises = ("Два столбца: имя и число.",)
    shown_at = (("Загрузки", "imports"),)

    during_check: Callable[[], None] = staticmethod(nothing)
    during_apply: Callable[[], None] = staticmethod(nothing)

    def may_import(self, by: Actor) -> str | None:
        allowed = by.acts_as(
            Role.MUNICIPAL_COORDINATOR, Role.REGIONAL_COORDINATOR, Role.ADMINISTRATOR, Role.SCHOOL_HEAD
        )
        return None if allowed else REFUSAL

    def options(self, by: Actor) -> Sequence[Option]:
        return (
            Option("colour", "Цвет", (("red", "красный"), ("blue", "синий")), initial="red"),
            Option("remark", "Пометка", required=False),
        )

    def check(self, workbook: Workbook, request: Request, progress: Progress) -> Report:
        self.during_check()
        return _read(workbook, request)[0]

    def apply(
        self, workbook: Workbook, request: Request, *, file: StoredFile, at: datetime, progress: Progress
    ) -> Report:
        report, notes = _read(workbook, request)
        if report.is_refused:
            return report
        for done, name in enumerate(notes, start=1):
            if not Event.objects.filter(subject_kind="note", subject_title=name).exists():
                record(by=request.by, at=at, verb="note", subject_kind="note", subject_title=name)
            progress(done, len(notes))
        self.during_apply()
        return report

    def template(self) -> bytes:
        return book([])


def _read(workbook: Workbook, request: Request) -> tuple[Report, list[str]]:
    sheet = workbook.sheets[0]
    columns = _columns(sheet, request)
    if columns is None:
        return Report("", Counts(), 0, mapping=_step(sheet)), []
    decided = {(r.sheet, r.row, r.column): r.value for r in request.resolutions}
    names, problems = [], []
    for index, row in enumerate(sheet.rows[1:], start=1):
        names.append(str(row[columns[0]]))
        place = sheet.place(index, columns[1])
        key = (place.sheet or "", place.row or 0, place.column or "")
        problems += _problems(decided.get(key, row[columns[1]]), place)
    known = Event.objects.filter(subject_kind="note", subject_title__in=names).count()
    report = Report(
        layout="заметки",
        counts=Counts() if problems else Counts(new=len(names) - known, same=known),
        rows=len(names),
        problems=tuple(problems),
        preview=Preview(HEADINGS, tuple((name, "") for name in names[:5])),
        created=tuple(names[:3]),
    )
    return report, names


def _problems(value: Any, place: Place) -> list[Problem]:
    if value is None:
        return []
    if not str(value).isdigit():
        return [Problem(place, str(value), NOT_A_NUMBER, "Здесь нужно число. Впишите его.", ("1", "2"))]
    if int(value) > 100:
        return [Problem(place, str(value), TOO_LARGE, "Больше ста не бывает. Исправьте.")]
    return []


def _columns(sheet: Sheet, request: Request) -> tuple[int, int] | None:
    if request.mapping is not None:
        letters = {target: ord(letter) - 65 for letter, target in request.mapping[sheet.name].items()}
        return letters["name"], letters["number"]
    return (0, 1) if sheet.rows[0][:2] == list(HEADINGS) else None


def _step(sheet: Sheet) -> MappingStep:
    headings = [str(cell) for cell in sheet.rows[0]]
    columns = tuple(
        (chr(65 + n), heading, tuple(str(row[n]) for row in sheet.rows[1:4]), ("name", "number")[n])
        for n, heading in enumerate(headings)
    )
    return MappingStep((MappingSheet(sheet.name, columns),), (("name", "Имя"), ("number", "Число")))


def book(rows: Sequence[tuple[Any, ...]], *, headings: tuple[str, ...] = HEADINGS) -> bytes:
    """The rows as an XLSX of one sheet «Заметки»."""
    made = XlsxWorkbook()
    sheet = made.active
    assert sheet is not None
    sheet.title = "Заметки"
    sheet.append(headings)
    for row in rows:
        sheet.append(row)
    out = BytesIO()
    made.save(out)
    return out.getvalue()


def notes() -> list[str]:
    """The notes written, in the order of names."""
    found = Event.objects.filter(subject_kind="note").values_list("subject_title", flat=True)
    return sorted(found)


GOOD = [("Анна", 1), ("Борис", 2), ("Вера", None)]
DOUBTFUL = [("Анна", "два"), ("Борис", 2), ("Вера", "—")]
LONG = [(f"Имя {number:03d}", 1) for number in range(60)]
