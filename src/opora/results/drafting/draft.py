"""Reading a whole workbook into one draft: rows for the tables, problems for the person."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace

from opora.imports.contract import MappingSheet, MappingStep, Progress, Request, Resolution
from opora.imports.problems import Place, Problem, shown
from opora.imports.sheets import Sheet, Workbook, column_number
from opora.results import codes
from opora.results.actions import Batch
from opora.results.drafting.options import Options, read_options
from opora.results.drafting.owners import NewSchool, Owners
from opora.results.drafting.tables import Seen, read_table
from opora.results.layouts import TITLES, is_empty, mapped, recognise
from opora.results.layouts.context import Context
from opora.results.layouts.shape import Found
from opora.results.layouts.words import Vocabulary
from opora.results.queries.catalogue import vocabulary

MOST_PROBLEMS = 1_000
#: sheets that our own files carry beside the data
OWN_SHEETS = frozenset({"Как заполнять", "О файле", "Справочник"})


@dataclass(slots=True)
class Draft:
    """Everything that would be written, and everything to tell. `mapping` where no layout was recognised."""

    batch: Batch = field(default_factory=Batch)
    problems: list[Problem] = field(default_factory=list)
    layouts: list[str] = field(default_factory=list)
    rows: int = 0
    mapping: MappingStep | None = None
    new_schools: list[NewSchool] = field(default_factory=list)
    options: Options | None = None
    shown: list[tuple[str, ...]] = field(default_factory=list)

    @property
    def layout(self) -> str:
        return "; ".join(TITLES[layout] for layout in dict.fromkeys(self.layouts))

    @property
    def is_refused(self) -> bool:
        return self.mapping is not None or any(problem.stops for problem in self.problems)


def draw_up(workbook: Workbook, request: Request, progress: Progress) -> Draft:
    """Read the file; writes nothing."""
    words = vocabulary()
    options, problems = read_options(request.options, request.by, words)
    draft = Draft(problems=problems, options=options)
    if not words.procedures:
        sentence = "В каталоге нет ни одной процедуры. Опубликуйте каталог «Процедуры» и повторите."
        problems.append(Problem(Place(), None, codes.NO_PROCEDURES, sentence))
    if draft.is_refused:
        return draft
    sheets, misplaced = resolved(workbook.sheets, request.resolutions)
    problems += misplaced
    decided = frozenset((r.sheet, r.row, r.column.upper()) for r in request.resolutions)
    context = _context(options, words, decided)
    founds = _recognised(draft, sheets, request, context)
    owners = Owners(request.by, options.territory, options.creates)
    _read_tables(draft, founds, owners, progress)
    draft.new_schools = list(owners.new.values())
    draft.problems += owners.problems
    draft.problems = _told(draft, workbook, founds, decided)
    return draft


def _context(options: Options, words: Vocabulary, decided: frozenset[tuple[str, int, str]]) -> Context:
    return Context(words, options.years, options.year, options.procedure, decided)


def resolved(sheets: list[Sheet], resolutions: Iterable[Resolution]) -> tuple[list[Sheet], list[Problem]]:
    """The sheets with the decided cells as the person decided them; the given ones stay untouched."""
    copies: dict[str, Sheet] = {}
    problems: list[Problem] = []
    by_name = {sheet.name: sheet for sheet in sheets}
    for one in resolutions:
        sheet = copies.get(one.sheet) or by_name.get(one.sheet)
        row = one.row - sheet.first_row if sheet else -1
        column = column_number(one.column) - sheet.first_col if sheet and one.column.isalpha() else -1
        if sheet is None or not 0 <= row < len(sheet.rows) or column < 0:
            words = "Решение указывает на ячейку, которой нет в файле. Проверьте лист, строку и столбец."
            place = Place(one.sheet, one.row, one.column)
            problems.append(Problem(place, shown(one.value), codes.RESOLUTION_MISPLACED, words))
            continue
        if one.sheet not in copies:
            sheet = copies[one.sheet] = replace(sheet, rows=list(sheet.rows))
        cells = list(sheet.rows[row])
        cells.extend([None] * (column + 1 - len(cells)))
        cells[column] = one.value
        sheet.rows[row] = cells
    return [copies.get(sheet.name, sheet) for sheet in sheets], problems


def _recognised(draft: Draft, sheets: list[Sheet], request: Request, context: Context) -> list[Found]:
    """What each sheet is; a mapping step where none is known."""
    founds: list[Found] = []
    unknown: list[Sheet] = []
    for sheet in sheets:
        if is_empty(sheet) or sheet.name in OWN_SHEETS:
            continue
        if request.mapping is not None and sheet.name in request.mapping:
            if any(request.mapping[sheet.name].values()):
                founds.append(mapped.read(sheet, request.mapping[sheet.name], context))
        elif (found := recognise(sheet, context)) is not None:
            founds.append(found)
        else:
            unknown.append(sheet)
    if founds or request.mapping is not None:
        for sheet in unknown:
            words = f"На листе «{sheet.name}» мы не нашли таблицы результатов и не читали его."
            problem = Problem(sheet.place(), None, codes.SHEET_NOT_RECOGNISED, words, stops=False)
            draft.problems.append(problem)
    elif unknown:
        draft.mapping = MappingStep(
            tuple(MappingSheet(sheet.name, mapped.columns(sheet)) for sheet in unknown), mapped.TARGETS
        )
    return founds


def _read_tables(draft: Draft, founds: list[Found], owners: Owners, progress: Progress) -> None:
    total = sum(len(found.sheet.rows) for found in founds)
    before = 0
    seen: Seen = {}
    for found in founds:
        report = _from(before, total, progress)
        draft.rows += read_table(found, owners, draft.batch, seen, draft.shown, report)
        draft.layouts.append(found.layout)
        before += len(found.sheet.rows)
    progress(total, total)


def _from(before: int, total: int, progress: Progress) -> Callable[[int], None]:
    return lambda done: progress(before + done, total)


def _told(
    draft: Draft, workbook: Workbook, founds: list[Found], decided: frozenset[tuple[str, int, str]]
) -> list[Problem]:
    """All problems in the order of the file, each place and code once, a thousand at most."""
    problems = [*draft.problems, *workbook.warnings]
    for found in founds:
        cells = [
            p for p in found.sheet.problems if (p.place.sheet, p.place.row, p.place.column) not in decided
        ]
        problems += [*found.problems, *cells, *found.sheet.warnings]
    empty = not (draft.batch.facts or draft.batch.groups or draft.batch.details)
    if empty and draft.mapping is None and not any(problem.stops for problem in problems):
        words = "В файле нет ни одной цифры результатов. Возьмите шаблон и заполните его или выберите другой файл."
        problems.append(Problem(Place(), None, codes.NOTHING_FOUND, words))
    order = {sheet.name: number for number, sheet in enumerate(workbook.sheets)}
    unique = {(p.place, p.code): p for p in reversed(problems)}
    ordered = sorted(unique.values(), key=lambda p: (not p.stops, *_position(p.place, order), p.code))
    if len(ordered) <= MOST_PROBLEMS:
        return ordered
    stops = any(problem.stops for problem in ordered[MOST_PROBLEMS:])
    words = (
        f"Показаны первые {MOST_PROBLEMS} замечаний из {len(ordered)}. Исправьте их и загрузите файл снова."
    )
    return [*ordered[:MOST_PROBLEMS], Problem(Place(), str(len(ordered)), codes.TOO_MANY, words, stops=stops)]


def _position(place: Place, order: dict[str, int]) -> tuple[int, int, int]:
    column = column_number(place.column) if place.column else 0
    return order.get(place.sheet or "", -1), place.row or 0, column
