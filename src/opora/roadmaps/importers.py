"""Import of a roadmap that was filled in outside: the exported workbook with days, words and costs put in.

A row is a measure by its number. Each change is made by the action that the page makes, inside a savepoint, so a
check says exactly what loading will say. What is as it was stays untouched: loading a file again changes nothing.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal, InvalidOperation

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from opora.access import Refused, WrongState
from opora.access.actor import Actor
from opora.cycles.periods import parse
from opora.files.models import StoredFile
from opora.imports.contract import Counts, Importer, Preview, Progress, Report, Request
from opora.imports.problems import Place, Problem, register, shown
from opora.imports.sheets import Workbook
from opora.imports.sheets.headed import Cells, headed
from opora.ordering import folded
from opora.printing import Column, Row, Table, write_xlsx
from opora.printing import Sheet as Printed
from opora.roadmaps.actions.arranging import arrange
from opora.roadmaps.actions.steps import postpone, report, start
from opora.roadmaps.models import Work
from opora.roadmaps.presenters.words import answering, taking_part
from opora.roadmaps.queries.visibility import works_visible_to
from opora.roadmaps.rules import carries_out
from opora.roadmaps.states import WorkState

NO_HEADINGS = register("roadmap-no-headings", "В таблице нет столбца «№» с номерами мер дорожной карты.")
UNKNOWN = register("roadmap-unknown-measure", "Меры с таким номером нет или она другой школы.")
TWICE = register("roadmap-twice", "Одна мера стоит в таблице дважды.")
BAD_DAY = register("roadmap-bad-day", "День не понятен: нужен день календаря, например 25.12.2026.")
BAD_COST = register("roadmap-bad-cost", "Стоимость не число.")
BAD_STATE = register("roadmap-bad-state", "Такого состояния в файле не ставят.")
REFUSED = register("roadmap-refused", "Изменение не принято: сказано почему.")
EMPTY = register("roadmap-empty", "В файле нет ни одной меры.")
KEPT = register(
    "roadmap-column-kept", "Столбец из файла не берут: осталось то, что записано в системе.", stops=False
)

_HEADINGS: dict[str, tuple[str, ...]] = {
    "number": ("№", "номер"),
    "title": ("мера", "мероприятие"),
    "starts": ("начало",),
    "due": ("срок",),
    "reason": ("почему перенесли", "причина переноса"),
    "state": ("состояние",),
    "done": ("выполнена",),
    "words": ("что сделано",),
    "cost": ("стоимость, ₽", "стоимость"),
    "when": ("срок словами",),
    "people": ("отвечают",),
    "participants": ("участники",),
    "result": ("ожидаемый результат",),
    "resources": ("ресурсы",),
}
_DOCUMENT = "Слова меры меняют в документе: исправьте там и отправьте его на подтверждение."
_PAGE = "Кто отвечает, меняют на странице меры."
_DONE = ("выполнена", "на подтверждении", "готово", "сделано")
_PREVIEWED = 30


@dataclass(slots=True)
class _Reading:
    problems: list[Problem] = field(default_factory=list)
    kept: list[Problem] = field(default_factory=list)
    shown: list[tuple[str, ...]] = field(default_factory=list)
    seen: set[int] = field(default_factory=set)
    rows: int = 0
    changed: int = 0


class RoadmapImporter(Importer):
    """The school's own measures; what a cell leaves empty stays as it was."""

    kind = "roadmap"
    title = "Дорожная карта школы"
    recognises = ("Файл, который скачан с дорожной карты: строка — мера, «№» — её номер.",)
    shown_at = (("Дорожные карты", "roadmaps"),)

    def may_import(self, by: Actor) -> str | None:
        return None if carries_out.holds(by, None) else carries_out.refusal

    def check(self, workbook: Workbook, request: Request, progress: Progress) -> Report:
        with transaction.atomic():
            found = _load(workbook, request.by, timezone.now(), progress)
            transaction.set_rollback(True)
        return found

    def apply(
        self, workbook: Workbook, request: Request, *, file: StoredFile, at: datetime, progress: Progress
    ) -> Report:
        with transaction.atomic():
            found = _load(workbook, request.by, at, progress)
            transaction.set_rollback(found.is_refused)
        return found

    def template(self) -> bytes:
        columns = (
            *(
                Column("№"),
                Column("Мера", width=3),
                Column("Начало"),
                Column("Срок"),
                Column("Почему перенесли", width=2),
            ),
            *(
                Column("Состояние"),
                Column("Выполнена"),
                Column("Что сделано", width=3),
                Column("Стоимость, ₽"),
            ),
        )
        example = ("12", "Консультации по математике", date(2026, 10, 1), date(2026, 12, 25), None)
        rows = (Row((*example, "выполнена", date(2026, 12, 20), "Провели 12 занятий", 0)),)
        return write_xlsx((Printed("Дорожная карта", Table(columns=columns, rows=rows, missing="")),))


def _load(workbook: Workbook, by: Actor, at: datetime, progress: Progress) -> Report:
    reading = _Reading()
    layouts = [found for sheet in workbook.sheets if (found := headed(sheet, _HEADINGS, _enough)) is not None]
    if not layouts:
        words = "Не нашли столбец «№». Скачайте XLSX с дорожной карты, впишите изменения в него и загрузите."
        reading.problems.append(Problem(Place(), None, NO_HEADINGS, words))
    for found in layouts:
        reading.problems += found.sheet.problems
        rows = list(found.rows(_Row))
        works = _works([row.number for row in rows], by)
        for row in rows:
            _read_row(reading, row, works, by, at)
            progress(row.row, len(found.sheet.rows))
    if layouts and not reading.rows and not reading.problems:
        words = "В файле нет ни одной меры. Скачайте XLSX с дорожной карты ещё раз."
        reading.problems.append(Problem(Place(), None, EMPTY, words))
    return Report(
        layout="Дорожная карта",
        counts=Counts(changed=reading.changed, same=reading.rows - reading.changed)
        if not reading.problems
        else Counts(),
        rows=reading.rows,
        problems=(*reading.problems, *reading.kept),
        preview=Preview(("Мера", "Что изменится"), tuple(reading.shown[:_PREVIEWED])),
    )


def _enough(columns: Collection[str]) -> bool:
    """A sheet without numbers of measures, or with nothing but them, is none of ours."""
    return "number" in columns and len(columns) > 1


class _Row(Cells):
    """A row of the roadmap."""

    @property
    def number(self) -> str:
        return self.text("number").removesuffix(".0")

    def day(self, name: str, reading: _Reading) -> date | None:
        """None where nothing is written, and where a problem was told."""
        cell = self.cell(name)
        if isinstance(cell, datetime):
            return cell.date()
        if isinstance(cell, date):
            return cell
        said = self.text(name)
        if not said:
            return None
        day = parse(said, within=(date(1, 1, 1), date(9999, 12, 31)))
        if day.ends is None or day.starts != day.ends:
            words = "Нужен день, например 25.12.2026."
            reading.problems.append(Problem(self.place(name), shown(said), BAD_DAY, words))
            return None
        return day.ends


def _works(numbers: Sequence[str], by: Actor) -> dict[str, Work]:
    """The measures that the sheet names, by their numbers as text. Two queries."""
    wanted = [int(each) for each in numbers if each.isascii() and each.isdecimal() and len(each) < 19]
    found = works_visible_to(by).filter(pk__in=wanted).select_related("school__territory", "measure", "cycle")
    return {str(work.pk): work for work in found.prefetch_related("responsible")}


def _read_row(reading: _Reading, cells: _Row, works: Mapping[str, Work], by: Actor, at: datetime) -> None:
    number = cells.number
    if not number:
        return
    reading.rows += 1
    work = works.get(number)
    if work is None:
        words = "Меры с этим номером на ваших дорожных картах нет. Номера стоят в скачанном файле."
        reading.problems.append(Problem(cells.place("number"), shown(number), UNKNOWN, words))
        return
    if work.pk in reading.seen:
        words = "Эта мера уже была выше. Оставьте одну строку."
        reading.problems.append(Problem(cells.place("number"), shown(number), TWICE, words))
        return
    reading.seen.add(work.pk)
    _keep(reading, cells, work)
    told = len(reading.problems)
    acts = _acts(reading, cells, work, by, at)
    if len(reading.problems) > told:
        return
    for column, act in acts.values():
        _done(reading, cells, column, act)
    if acts:
        reading.changed += 1
        reading.shown.append((work.measure.title, ", ".join(acts)))


def _keep(reading: _Reading, cells: _Row, work: Work) -> None:
    """A word for each cell that says other than what is written here and will not be read."""
    measure = work.measure
    people = [person.short_name for person in work.responsible.all()]
    here = {
        "title": measure.title,
        "when": measure.when,
        "people": answering(people, measure.executors, measure.named),
        "participants": taking_part(measure.participants),
        "result": measure.result,
        "resources": measure.resources,
    }
    for name, words in here.items():
        said, kept = cells.text(name), " ".join(words.split())
        if said and folded(said) != folded(kept):
            now = f"Осталось «{kept}»." if kept else "Осталось пустым."
            where = _PAGE if name == "people" else _DOCUMENT
            reading.kept.append(Problem(cells.place(name), shown(said), KEPT, f"{now} {where}", stops=False))


type _Act = tuple[str, Callable[[], object]]


def _acts(reading: _Reading, cells: _Row, work: Work, by: Actor, at: datetime) -> dict[str, _Act]:
    """What is to be done with the measure, in this order: {words for the person: (column, act)}."""
    acts: dict[str, _Act] = {}
    starts, due, done = (cells.day(name, reading) for name in ("starts", "due", "done"))
    cost, words = _cost(reading, cells), cells.text("words")
    if due is not None and due != work.due:
        reason = cells.text("reason")
        acts[f"срок до {due:%d.%m.%Y}"] = (
            "due",
            lambda: postpone(work=work, due=due, reason=reason, by=by, at=at),
        )
    starts = starts or work.starts
    cost = work.cost if cost is None else cost
    if (starts, cost) != (work.starts, work.cost):
        people = [person.pk for person in work.responsible.all()]
        acts["начало и стоимость"] = (
            "starts" if starts != work.starts else "cost",
            lambda: arrange(work=work, responsible=people, starts=starts, cost=cost, by=by, at=at),
        )
    state = folded(cells.text("state"))
    if state == folded(WorkState.RUNNING.label) and work.state in {WorkState.PLANNED, WorkState.POSTPONED}:
        acts["начата"] = ("state", lambda: start(work=work, by=by, at=at))
    elif state in _DONE and work.state not in {WorkState.REPORTED, WorkState.CONFIRMED}:
        acts["выполнена"] = (
            "words" if done else "done",
            lambda: report(work=work, words=words, done_on=done, by=by, at=at),
        )
    elif state and state not in {*_DONE, *(folded(each.label) for each in WorkState)}:
        allowed = (WorkState.RUNNING.label, _DONE[0])
        say = "В файле отмечают, что мера начата или выполнена. Остальное решают на странице меры."
        reading.problems.append(Problem(cells.place("state"), shown(state), BAD_STATE, say, allowed))
    return acts


def _cost(reading: _Reading, cells: _Row) -> Decimal | None:
    said = cells.text("cost").replace("\xa0", "").replace(" ", "").replace(",", ".").removesuffix("₽")
    if not said:
        return None
    try:
        value = Decimal(said)
    except InvalidOperation:
        value = Decimal("NaN")
    if value.is_finite():
        return round(value, 2)
    reading.problems.append(Problem(cells.place("cost"), shown(said), BAD_COST, "Нужно число рублей."))
    return None


def _done(reading: _Reading, cells: _Row, column: str, act: Callable[[], object]) -> None:
    """Do it; what the action refuses becomes a problem in its cell."""
    try:
        with transaction.atomic():
            act()
    except ValidationError as refused:
        for words in refused.messages:
            reading.problems.append(Problem(cells.place(column), shown(cells.text(column)), REFUSED, words))
    except (Refused, WrongState) as refused:
        reading.problems.append(
            Problem(cells.place(column), shown(cells.text(column)), REFUSED, refused.reason)
        )
