"""Import of ready lists: ШНСУ and the federal list of schools with signs of biased results."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from opora.access import Actor
from opora.cycles.importing import chosen, year_and_territory
from opora.cycles.models import Cycle
from opora.files.models import StoredFile
from opora.identification.actions import Listed, load_list
from opora.identification.exports import KIND, TERRITORY, YEAR
from opora.identification.forms import territories_of
from opora.identification.models import ListEntry, YearList
from opora.identification.rules import IMPORT_LIST
from opora.identification.states import LIST_NAMES, ListKind, ListState
from opora.imports.contract import Counts, Importer, Option, Preview, Progress, Report, Request
from opora.imports.problems import Place, Problem, any_stops, register, shown
from opora.imports.sheets import Workbook
from opora.imports.sheets.headed import Cells, headed
from opora.ordering import folded
from opora.organisations.models import Territory
from opora.organisations.queries.names import SchoolIndex, school_index
from opora.printing import Column, Row, Table, write_xlsx
from opora.printing import Sheet as Printed

NO_COLUMN = register("list-no-school-column", "В списке школ нет столбца «Школа» или «Код».")
UNKNOWN_SCHOOL = register("list-unknown-school", "Школы из списка нет; предложены ближайшие по написанию.")
SCHOOL_TWICE = register("list-school-twice", "Школа названа в списке дважды.")
EMPTY_LIST = register("list-empty", "В списке нет ни одной школы.")
BAD_OPTION = register("list-bad-option", "Не выбраны год, территория или вид списка, либо их нет.")

IMPORTED = (ListKind.HARD, ListKind.BIASED)
_PLACE = (("kind", KIND), ("year", YEAR), ("territory", TERRITORY))
_HEADINGS = {
    "school": ("школа", "образовательная организация", "оо", "название", "наименование", "наименование оо"),
    "key": ("код", "код школы", "ключ"),
    "note": ("основание", "причина", "примечание"),
    **{name: (folded(title),) for name, title in _PLACE},
}
_PREVIEWED = 30


@dataclass(slots=True)
class _Reading:
    """What the file says: the schools in its order, and everything wrong."""

    schools: list[tuple[Listed, str]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    rows: int = 0


@dataclass(frozen=True, slots=True)
class _Place:
    kind: ListKind
    cycle: Cycle
    territory: Territory


class ListsImporter(Importer):
    """A whole list at once: what the file does not name is not on the list."""

    kind = "lists"
    title = "Готовые списки: ШНСУ, федеральный перечень"

    def may_import(self, by: Actor) -> str | None:
        places = territories_of(by)
        if any(IMPORT_LIST.can(by, place) for place in places):
            return None
        return IMPORT_LIST.refusal(by, places[0] if places else Territory(path="?"))

    def options(self, by: Actor) -> Sequence[Option]:
        places = [place for place in territories_of(by) if IMPORT_LIST.can(by, place)]
        return (
            Option("list", "Какой список", tuple((kind.value, LIST_NAMES[kind]) for kind in IMPORTED)),
            *year_and_territory(places),
        )

    def check(self, workbook: Workbook, request: Request, progress: Progress) -> Report:
        place, problems = _place(request)
        if place is None:
            return Report(layout="Список школ", counts=Counts(), rows=0, problems=problems)
        reading = _read(workbook, place)
        progress(reading.rows, reading.rows)
        return _report(reading, place)

    def apply(
        self, workbook: Workbook, request: Request, *, file: StoredFile, at: datetime, progress: Progress
    ) -> Report:
        report = self.check(workbook, request, progress)
        place, _ = _place(request)
        if report.is_refused or place is None:
            return report
        load_list(
            kind=place.kind,
            cycle=place.cycle,
            territory=place.territory,
            schools=[listed for listed, _ in _read(workbook, place).schools],
            source=file.name,
            by=request.by,
            at=at,
        )
        return report

    def template(self) -> bytes:
        return _workbook([("K1", "МБОУ «Название школы»", "Основание, если оно названо")])


def export_list(year_list: YearList) -> bytes:
    """The list as a file that can be imported again."""
    entries = year_list.entries.filter(listed=True).select_related("school")
    return _workbook([(entry.school.key, entry.school_name, entry.note) for entry in entries])


def _workbook(rows: Sequence[tuple[str, str, str]]) -> bytes:
    table = Table(
        columns=(Column("Код"), Column("Школа"), Column("Основание")),
        rows=tuple(Row(row) for row in rows),
        missing="",
    )
    return write_xlsx((Printed("Список", table),))


def _place(request: Request) -> tuple[_Place | None, tuple[Problem, ...]]:
    """The list that is meant; raises Refused where the actor may not load it there."""
    cycle, territory = chosen(request)
    kind = request.options.get("list", "")
    if cycle is None or territory is None or kind not in IMPORTED:
        words = "Выберите вид списка, программный год и территорию."
        return None, (Problem(Place(), None, BAD_OPTION, words, tuple(IMPORTED)),)
    IMPORT_LIST.check(request.by, territory)
    return _Place(ListKind(kind), cycle, territory), ()


def _read(workbook: Workbook, place: _Place) -> _Reading:
    reading = _Reading()
    index = school_index(place.territory.path or "")
    found = [table for sheet in workbook.sheets if (table := headed(sheet, _HEADINGS, _names_schools))]
    if not found:
        words = "Не нашли столбец «Школа» или «Код» в первых строках. Возьмите шаблон списка и повторите."
        reading.problems.append(Problem(Place(), None, NO_COLUMN, words))
        return reading
    seen: dict[int, Place] = {}
    for table in found:
        reading.problems += table.sheet.problems
        for row in table.rows(Cells):
            _read_row(reading, row, index, seen, place)
    if not reading.schools and not reading.problems:
        words = "В файле нет ни одной школы этого списка, года и территории. "
        words += "Если список пуст, загружать его не нужно."
        reading.problems.append(Problem(Place(), None, EMPTY_LIST, words))
    return reading


def _names_schools(columns: Collection[str]) -> bool:
    return "school" in columns or "key" in columns


def _is_of_another_list(place: _Place, kind: str, year: str, territory: str) -> bool:
    """True for a row of our own export that belongs to another list, year or territory."""
    told = (
        (kind, place.kind.label),
        (year, place.cycle.code),
        (territory, place.territory.code),
    )
    return any(said and said != wanted for said, wanted in told)


def _read_row(
    reading: _Reading, row: Cells, index: SchoolIndex, seen: dict[int, Place], place: _Place
) -> None:
    key = row.text("key")
    said = key or row.text("school")
    if not said or _is_of_another_list(place, *(row.text(name) for name, _ in _PLACE)):
        return
    reading.rows += 1
    at = row.place("key" if key else "school")
    match = index.find(said)
    if match.school is None:
        near = match.nearest
        words = f"Школы «{shown(said)}» на этой территории нет. "
        words += "Выберите одно из названий или кодов." if near else "Проверьте название или код."
        reading.problems.append(Problem(at, shown(said), UNKNOWN_SCHOOL, words, near or None))
        return
    if match.school.id in seen:
        words = f"Школа «{match.school.name}» уже названа: {seen[match.school.id]}. Оставьте её один раз."
        reading.problems.append(Problem(at, shown(said), SCHOOL_TWICE, words))
        return
    seen[match.school.id] = at
    reading.schools.append((Listed(match.school.id, row.text("note")), match.school.name))


def _report(reading: _Reading, place: _Place) -> Report:
    stood = dict(
        ListEntry.objects.filter(
            year_list__kind=place.kind,
            year_list__cycle=place.cycle,
            year_list__territory=place.territory,
            year_list__state=ListState.APPROVED,
            listed=True,
        ).values_list("school_id", "note")
    )
    listed = [each for each, _ in reading.schools]
    same = sum(stood.get(each.school_id) == each.note for each in listed)
    new = sum(each.school_id not in stood for each in listed)
    is_clean = not any_stops(reading.problems)
    return Report(
        layout=f"Список: {LIST_NAMES[place.kind]}",
        counts=Counts(new=new, changed=len(listed) - new - same, same=same) if is_clean else Counts(),
        rows=reading.rows,
        problems=tuple(reading.problems),
        preview=Preview(
            ("Школа", "Основание"),
            tuple((name, each.note) for each, name in reading.schools[:_PREVIEWED]),
        ),
    )
