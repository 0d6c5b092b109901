"""A sheet of a form as lines with named cells, and the place of each."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from opora.catalogues.values import clean
from opora.imports.problems import Place, Problem, shown
from opora.imports.sheets import Fault, Sheet, Workbook, text_of
from opora.questionnaires.xlsform.problems import UNKNOWN_LANGUAGE
from opora.questionnaires.xlsform.vocabulary import COLUMN_NAMES, language_code

#: whose words may stand in several languages
TRANSLATED = frozenset({"label", "hint", "constraint_message", "required_message", "guidance_hint"})
_ANY = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One row: its cells by the column's name, translated ones by name and language («» for no language)."""

    place: Place
    cells: Mapping[tuple[str, str], str]
    columns: Mapping[tuple[str, str], Place]

    def __getitem__(self, name: str) -> str:
        return self.cells.get((name, _ANY), "")

    def said(self, name: str) -> dict[str, str]:
        """The words by language."""
        return {language: text for (column, language), text in self.cells.items() if column == name}

    def at(self, name: str) -> Place:
        """The cell of this column, of its first language where it has several; else the row."""
        column = next((place.column for (each, _), place in self.columns.items() if each == name), None)
        return Place(self.place.sheet, self.place.row, column)

    def filled(self) -> Iterator[str]:
        yield from dict.fromkeys(name for name, _ in self.cells)


@dataclass
class Grid:
    """The lines of a sheet; empty rows are left out. `languages` are those its columns name, in order."""

    place: Place
    lines: list[Line] = field(default_factory=list)
    languages: list[str] = field(default_factory=list)
    columns: dict[tuple[str, str], Place] = field(default_factory=dict)

    def has(self, name: str) -> bool:
        return any(each == name for each, _ in self.columns)


def sheet_called(name: str, workbook: Workbook) -> Sheet | None:
    return next((sheet for sheet in workbook.sheets if sheet.name.strip().casefold() == name), None)


def grid_of(sheet: Sheet, problems: list[Problem], default: str) -> Grid:
    """Words without a language are in `default`."""
    grid = Grid(sheet.place())
    if not sheet.rows:
        return grid
    heads: list[tuple[str, str] | None] = []
    for at, cell in enumerate(sheet.rows[0]):
        head = _head(text_of(cell), sheet.place(0, at), problems, default)
        heads.append(head)
        if head is not None and head not in grid.columns:
            grid.columns[head] = sheet.place(0, at)
            if head[0] == "label" and head[1] not in grid.languages:
                grid.languages.append(head[1])
    for number, row in enumerate(sheet.rows[1:], 1):
        cells = {
            head: text
            for head, cell in zip(heads, row, strict=False)
            if head is not None and not isinstance(cell, Fault) and (text := _text(cell))
        }
        if cells:
            grid.lines.append(Line(sheet.place(number), cells, grid.columns))
    return grid


def _head(title: str, place: Place, problems: list[Problem], default: str) -> tuple[str, str] | None:
    """(column, language); None for a column without a heading or in a language that nobody can tell."""
    if not title:
        return None
    parts = [part.strip() for part in title.replace("::", ":").split(":")]
    whole = "::".join(parts).casefold()
    if whole in COLUMN_NAMES:
        return COLUMN_NAMES[whole], _ANY
    first = parts[0].casefold()
    name = COLUMN_NAMES.get(first, first.replace(" ", "_"))
    if name not in TRANSLATED:
        return name, _ANY
    language = language_code(parts[-1]) if len(parts) > 1 else default
    if language is None:
        words = f"Не понять, какой это язык: «{parts[-1]}». Добавьте код в скобках: label::Татарча (tt)."
        problems.append(Problem(place, shown(title), UNKNOWN_LANGUAGE, words))
        return None
    return name, language


def _text(cell: object) -> str:
    """Line breaks stay; numbers as a person sees them."""
    text = cell if isinstance(cell, str) else text_of(cell)  # type: ignore[arg-type]
    return clean(text).replace("$\u200b{", "${")
