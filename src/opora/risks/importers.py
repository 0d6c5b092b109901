"""Import of levels given from outside (ФИОКО): school × factor × level in words, kept as they are."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from opora.access import Actor
from opora.cycles.importing import chosen, year_and_territory
from opora.cycles.models import Cycle
from opora.files.models import StoredFile
from opora.imports.contract import Counts, Importer, Option, Preview, Progress, Report, Request
from opora.imports.problems import Place, Problem, any_stops, register, shown
from opora.imports.sheets import Sheet, Workbook, is_missing, text_of
from opora.indicators.catalogue import RiskFactors
from opora.indicators.queries import factors_in_force
from opora.indicators.values import LEVEL_TITLES, Level
from opora.ordering import folded
from opora.organisations.models import Territory
from opora.organisations.queries import territories_visible_to
from opora.organisations.queries.names import SchoolIndex, school_index
from opora.organisations.states import TerritoryKind
from opora.printing import Column, Row, Table, write_xlsx
from opora.printing import Sheet as Printed
from opora.risks.actions import Given, load_given
from opora.risks.models import GivenLevel
from opora.risks.rules import COORDINATORS, IMPORT_GIVEN

NO_HEADINGS = register(
    "given-no-headings", "В таблице нет столбца школы или нет ни одного столбца с фактором риска."
)
UNKNOWN_SCHOOL = register("given-unknown-school", "Школы нет; предложены ближайшие по написанию.")
UNKNOWN_FACTOR = register("given-unknown-factor", "Фактора с таким кодом или названием нет в каталоге.")
UNKNOWN_LEVEL = register("given-unknown-level", "Уровень не понятен: нужен высокий, средний или низкий.")
TWICE = register("given-twice", "Уровень одного фактора одной школы назван дважды.")
EMPTY = register("given-empty", "В файле нет ни одного уровня.")
BAD_OPTION = register("given-bad-option", "Не выбраны год или территория, либо их нет.")
NO_CATALOGUE = register("given-no-catalogue", "Каталог факторов риска не опубликован.")

_SCHOOL = ("школа", "образовательная организация", "оо", "название", "наименование", "наименование оо")
_KEY = ("код", "код школы", "ключ", "код оо")
_FACTOR = ("фактор", "фактор риска", "код фактора")
_LEVEL = ("уровень", "уровень риска")
_LEVELS = {
    Level.HIGH: ("высокий", "высокая", "в", "high", "3"),
    Level.MIDDLE: ("средний", "средняя", "с", "middle", "2"),
    Level.LOW: ("низкий", "низкая", "н", "low", "1"),
}
_BY_WORD = {word: level for level, words in _LEVELS.items() for word in words}
_HEADINGS_WITHIN = 15
_PREVIEWED = 30


@dataclass(frozen=True, slots=True)
class _Target:
    cycle: Cycle
    territory: Territory
    catalogue: RiskFactors


@dataclass(slots=True)
class _Reading:
    levels: list[Given] = field(default_factory=list)
    shown: list[tuple[str, str, str]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    seen: dict[tuple[int, str], Place] = field(default_factory=dict)
    rows: int = 0


@dataclass(frozen=True, slots=True)
class _Layout:
    """Where things stand: the school's key before its name. Long: a column of factors and one of levels;
    wide: a column a factor.
    """

    top: int
    schools: tuple[int, ...]
    factor: int | None
    level: int | None
    factors: Mapping[int, str]


class GivenLevelsImporter(Importer):
    """What the file does not name stays as it was; a level that is named replaces the one before."""

    kind = "given-profiles"
    title = "Уровни рисков, данные ФИОКО"
    recognises = (
        "Строка — школа, столбец — фактор (код или название), в клетке — высокий, средний, низкий.",
        "Столбцы «Код», «Фактор», «Уровень»: строка — один уровень.",
    )
    shown_at = (("Рисковые профили школ", "risks"),)

    def may_import(self, by: Actor) -> str | None:
        is_open = by.is_operator or by.acts_as(*COORDINATORS)
        return None if is_open else IMPORT_GIVEN.refusal(by, Territory(path="?"))

    def options(self, by: Actor) -> Sequence[Option]:
        return year_and_territory(_places(by))

    def check(self, workbook: Workbook, request: Request, progress: Progress) -> Report:
        target, problems = _target(request)
        if target is None:
            return Report(layout="Уровни рисков", counts=Counts(), rows=0, problems=problems)
        reading = _read(workbook, target)
        progress(reading.rows, reading.rows)
        return _report(reading, target)

    def apply(
        self, workbook: Workbook, request: Request, *, file: StoredFile, at: datetime, progress: Progress
    ) -> Report:
        target, problems = _target(request)
        if target is None:
            return Report(layout="Уровни рисков", counts=Counts(), rows=0, problems=problems)
        reading = _read(workbook, target)
        report = _report(reading, target)
        if report.is_refused:
            return report
        load_given(
            cycle=target.cycle,
            territory=target.territory,
            levels=reading.levels,
            source=file.name,
            by=request.by,
            at=at,
        )
        return report

    def template(self) -> bytes:
        columns = (Column("Код"), Column("Школа", width=3), Column("R01"), Column("R08"))
        rows = (Row(("K1", "МБОУ «Название школы»", "высокий", "низкий")),)
        return write_xlsx((Printed("Уровни", Table(columns=columns, rows=rows, missing="")),))


def _places(by: Actor) -> list[Territory]:
    found = territories_visible_to(by).exclude(kind=TerritoryKind.FEDERATION)
    return [place for place in found if IMPORT_GIVEN.can(by, place)]


def _target(request: Request) -> tuple[_Target | None, tuple[Problem, ...]]:
    """The year and territory meant; raises Refused where the actor may not load there."""
    cycle, territory = chosen(request)
    if cycle is None or territory is None:
        words = "Выберите программный год и территорию."
        return None, (Problem(Place(), None, BAD_OPTION, words),)
    IMPORT_GIVEN.check(request.by, territory)
    catalogue = factors_in_force(territory.path or "")
    if catalogue is None:
        words = "Каталог факторов риска не опубликован. Попросите администратора обновить каталоги."
        return None, (Problem(Place(), None, NO_CATALOGUE, words),)
    return _Target(cycle, territory, catalogue), ()


def _read(workbook: Workbook, target: _Target) -> _Reading:
    reading = _Reading()
    index = school_index(target.territory.path or "")
    factors = _factor_words(target.catalogue)
    found = [(sheet, layout) for sheet in workbook.sheets if (layout := _layout(sheet, factors)) is not None]
    if not found:
        words = "Не нашли столбец «Код» или «Школа» и столбцы факторов. Возьмите шаблон и повторите."
        reading.problems.append(Problem(Place(), None, NO_HEADINGS, words))
        return reading
    for sheet, layout in found:
        reading.problems += sheet.problems
        for row in range(layout.top + 1, len(sheet.rows)):
            _read_row(reading, sheet, row, layout, index, factors)
    if not reading.levels and not reading.problems:
        words = "В файле нет ни одного уровня. Заполните клетки словами «высокий», «средний», «низкий»."
        reading.problems.append(Problem(Place(), None, EMPTY, words))
    return reading


def _factor_words(catalogue: RiskFactors) -> dict[str, str]:
    """Codes and titles, folded, to codes."""
    return {folded(word): each.code for each in catalogue.factors for word in (each.code, each.title)}


def _layout(sheet: Sheet, factors: Mapping[str, str]) -> _Layout | None:
    for row, cells in enumerate(sheet.rows[:_HEADINGS_WITHIN]):
        headings = [folded(text_of(cell).strip()) for cell in cells]
        at = {
            name: next((place for place, word in enumerate(headings) if word in words), None)
            for name, words in (("key", _KEY), ("school", _SCHOOL), ("factor", _FACTOR), ("level", _LEVEL))
        }
        schools = tuple(place for place in (at["key"], at["school"]) if place is not None)
        if not schools:
            continue
        if at["factor"] is not None and at["level"] is not None:
            return _Layout(row, schools, at["factor"], at["level"], {})
        wide = {place: factors[word] for place, word in enumerate(headings) if word in factors}
        if wide:
            return _Layout(row, schools, None, None, wide)
    return None


def _read_row(
    reading: _Reading, sheet: Sheet, row: int, layout: _Layout, index: SchoolIndex, factors: Mapping[str, str]
) -> None:
    column = next((each for each in layout.schools if _text(sheet, row, each)), layout.schools[0])
    said = _text(sheet, row, column)
    cells = list(_cells(reading, sheet, row, layout, factors))
    if not said and not cells:
        return
    reading.rows += 1
    match = index.find(said)
    if match.school is None:
        near = match.nearest
        words = f"Школы «{shown(said) or 'без кода'}» на этой территории нет. "
        words += "Выберите одно из названий или кодов." if near else "Проверьте код."
        at = sheet.place(row, column)
        reading.problems.append(Problem(at, shown(said), UNKNOWN_SCHOOL, words, near or None))
        return
    for place, code in cells:
        _read_level(reading, sheet, row, place, code, match.school.id, match.school.name)


def _cells(
    reading: _Reading, sheet: Sheet, row: int, layout: _Layout, factors: Mapping[str, str]
) -> Iterator[tuple[int, str]]:
    """Columns of the row that hold a level, with the factor each is about."""
    if layout.factor is None or layout.level is None:
        yield from ((column, code) for column, code in layout.factors.items() if _text(sheet, row, column))
        return
    said = _text(sheet, row, layout.factor)
    if not said:
        return
    code = factors.get(folded(said))
    if code is None:
        words = f"Фактора «{shown(said)}» нет в каталоге. Напишите код, например R08, или название."
        place = sheet.place(row, layout.factor)
        reading.problems.append(Problem(place, shown(said), UNKNOWN_FACTOR, words))
        return
    yield layout.level, code


def _read_level(
    reading: _Reading, sheet: Sheet, row: int, column: int, code: str, school_id: int, school: str
) -> None:
    said, place = _text(sheet, row, column), sheet.place(row, column)
    level = _BY_WORD.get(folded(said).removesuffix(" риск").removesuffix(" уровень"))
    if level is None:
        words = "Нужен уровень: высокий, средний или низкий. Если уровня нет, оставьте клетку пустой."
        allowed = tuple(LEVEL_TITLES.values())
        reading.problems.append(Problem(place, shown(said), UNKNOWN_LEVEL, words, allowed))
        return
    if (school_id, code) in reading.seen:
        words = f"Этот фактор школы «{school}» уже назван: {reading.seen[school_id, code]}. Оставьте один."
        reading.problems.append(Problem(place, shown(said), TWICE, words))
        return
    reading.seen[school_id, code] = place
    reading.levels.append(Given(school_id, code, level))
    reading.shown.append((school, code, LEVEL_TITLES[level]))


def _text(sheet: Sheet, row: int, column: int) -> str:
    cell = sheet.cell(row, column)
    return "" if is_missing(cell) else text_of(cell).strip()


def _report(reading: _Reading, target: _Target) -> Report:
    stood = {
        (school, code): level
        for school, code, level in GivenLevel.objects.filter(cycle=target.cycle).values_list(
            "school_id", "factor_code", "level"
        )
    }
    new = sum((each.school_id, each.factor_code) not in stood for each in reading.levels)
    same = sum(stood.get((each.school_id, each.factor_code)) == each.level for each in reading.levels)
    is_clean = not any_stops(reading.problems)
    titles = {each.code: each.title for each in target.catalogue.factors}
    return Report(
        layout="Уровни рисков, данные извне",
        counts=Counts(new=new, changed=len(reading.levels) - new - same, same=same) if is_clean else Counts(),
        rows=reading.rows,
        problems=tuple(reading.problems),
        preview=Preview(
            ("Школа", "Фактор", "Уровень"),
            tuple((name, titles[code], level) for name, code, level in reading.shown[:_PREVIEWED]),
        ),
    )
