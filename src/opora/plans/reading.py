"""From the sheets of a file to the rows of a plan. Pure: knows sheets, no database.

The columns are told by their headings; a table broken over pages goes on in the next sheet without one, and a row
broken there goes on in a row without a number. Lists in a cell become lines.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from opora.imports.contract import MappingSheet, MappingStep
from opora.imports.problems import Place, Problem, register, shown
from opora.imports.sheets import (
    Cell,
    Fault,
    Sheet,
    Workbook,
    column_letter,
    column_number,
    fill_merged,
    text_of,
)
from opora.ordering import folded

NO_HEADINGS = register("plan-no-headings", "В файле нет таблицы плана: не нашли столбцов с работой и сроком.")
EMPTY = register("plan-empty", "В таблице плана нет ни одной строки.")
TOO_MANY = register("plan-too-many-rows", "Строк больше, чем бывает в плане.")
TOO_LONG = register("plan-too-long", "Текст в ячейке длиннее, чем помещается.")
COLUMN_IGNORED = register("plan-column-ignored", "Столбец не относится к плану и пропущен.", stops=False)
WITHOUT_WORK = register("plan-row-without-work", "У строки есть номер или срок, но не сказано, что делается.")

MOST_ROWS = 2_000
_LONGEST = {"number": 20, "term": 500, "section": 500, "what": 20_000, "mark": 20_000}
_HEADING_ROWS = 15

#: (target, its title, beginnings by which a heading is known); the first that fits
TARGETS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("facts", "не брать", ("по фактам", "состояние", "откуда отметка")),
    ("number", "номер строки", ("№", "n п", "п/п", "пп", "номер")),
    ("mark", "отметка о выполнении", ("отметк", "о выполнени", "ход выполнени", "исполнение", "выполнено")),
    ("term", "срок", ("срок", "дата", "период", "когда")),
    ("helps", "кто помогает", ("соисполнител", "помога", "участник", "привлека")),
    ("answers", "кто отвечает", ("ответствен", "кто отвеча")),
    ("does", "кто исполняет", ("исполнител", "исполня", "кто делает")),
    ("schools", "школы", ("школы", "оо", "оу", "образовательные организации")),
    ("section", "раздел", ("раздел", "направлени")),
    (
        "what",
        "что делается",
        ("содержан", "описан", "мероприяти", "действи", "что дела", "мера", "меры", "наименован", "работа"),
    ),
)
_IGNORED = "facts"
_NUMBER = re.compile(r"^\s*\d{1,4}(?:\.\d{1,3}){0,3}\s*[.)]?\s*$")
_TAG = re.compile(r"</?(?:ul|ol|i|b|em|strong|u|p|div|span|td|tr|font|sup|sub)\b[^<>]{0,200}>", re.IGNORECASE)
_ITEM = re.compile(r"\s*<li\b[^<>]{0,200}>\s*|\s*<br\s*/?>\s*", re.IGNORECASE)
_ITEM_END = re.compile(r"\s*</li>\s*", re.IGNORECASE)
#: words that cannot begin a row: it goes on from the page before
_GOES_ON = re.compile(r"^[\s]*(?:[а-яёa-z0-9№•,;.)]|-\s)")


@dataclass(frozen=True, slots=True)
class Found:
    """A row as the file says it; `place` is of its first line. People stand by the part their column gives them."""

    place: Place
    number: str
    what: str
    term: str = ""
    section: str = ""
    mark: str = ""
    does: str = ""
    helps: str = ""
    answers: str = ""
    schools: str = ""


@dataclass(slots=True)
class Reading:
    """What the file says. `targets` are those that some column has; `title` the words above the table."""

    rows: list[Found] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    targets: set[str] = field(default_factory=set)
    title: str = ""
    mapping: MappingStep | None = None

    @property
    def has_people(self) -> bool:
        return bool(self.targets & {"does", "helps", "answers"})


@dataclass(frozen=True, slots=True)
class _Layout:
    """Where things stand in a sheet: the row of headings, the column of each target."""

    top: int
    columns: Mapping[str, int]
    heading: tuple[str, ...] = ()


def read(workbook: Workbook, mapping: Mapping[str, Mapping[str, str]] | None = None) -> Reading:
    """Every sheet that is a plan or goes on with one."""
    reading = Reading(problems=list(workbook.problems()))
    layout: _Layout | None = None
    for sheet in workbook.sheets:
        if not any(_filled(row) for row in sheet.rows):
            continue
        found = _mapped(sheet, mapping[sheet.name]) if mapping and sheet.name in mapping else _layout(sheet)
        if found is not None:
            if not reading.title:
                reading.title = _title(sheet, found.top)
            reading.problems += _ignored(sheet, found)
            layout = found
            reading.targets |= found.columns.keys() - {_IGNORED}
            _read_sheet(sheet, found, reading)
        elif layout is not None and workbook.kind == "docx" and _as_wide(sheet, layout):
            _read_sheet(sheet, replace(layout, top=-1), reading, goes_on=True)
    _conclude(workbook, reading, is_known=layout is not None)
    return reading


def _conclude(workbook: Workbook, reading: Reading, *, is_known: bool) -> None:
    if not is_known:
        reading.mapping = _ask(workbook)
        message = "Не нашли таблицы плана. Нужны столбцы с работой («Мероприятие», «Описание действий») и сроком («Сроки»)."
        titles = tuple(title for code, title, _ in TARGETS if code != _IGNORED)
        if reading.mapping is None:
            reading.problems.append(Problem(Place(), None, NO_HEADINGS, message, titles))
    elif not reading.rows:
        message = "В таблице есть заголовки, но нет строк. Проверьте, тот ли это файл."
        reading.problems.append(Problem(Place(), None, EMPTY, message))
    if len(reading.rows) > MOST_ROWS:
        message = (
            f"Строк {len(reading.rows)}, а больше {MOST_ROWS} в плане не бывает. Проверьте, тот ли это файл."
        )
        reading.problems.append(Problem(Place(), None, TOO_MANY, message))


def _ask(workbook: Workbook) -> MappingStep | None:
    """What to choose columns from; None where no sheet has two columns."""
    sheets = []
    for sheet in workbook.sheets:
        top = next((at for at, row in enumerate(sheet.rows) if _filled(row)), None)
        if top is None:
            continue
        width = max(map(len, sheet.rows))
        if width < 2:
            continue
        columns = tuple(
            (
                column_letter(sheet.first_col + at),
                shown(text_of(sheet.cell(top, at))) or "",
                tuple(
                    shown(text_of(row[at])) or "" for row in sheet.rows[top + 1 : top + 4] if at < len(row)
                ),
                "",
            )
            for at in range(min(width, 60))
        )
        sheets.append(MappingSheet(sheet.name, columns))
    targets = tuple((code, title) for code, title, _ in TARGETS)
    return MappingStep(tuple(sheets), targets) if sheets else None


def _mapped(sheet: Sheet, columns: Mapping[str, str]) -> _Layout | None:
    """As a person said; the first filled row is that of headings."""
    codes = {code for code, _, _ in TARGETS} - {_IGNORED}
    known = {
        target: column_number(letter) - sheet.first_col
        for letter, target in columns.items()
        if target in codes
    }
    top = next((at for at, row in enumerate(sheet.rows) if _filled(row)), None)
    return _Layout(top, known) if top is not None and "what" in known else None


def _layout(sheet: Sheet) -> _Layout | None:
    for top, row in enumerate(fill_merged(sheet, upto=_HEADING_ROWS)):
        columns: dict[str, int] = {}
        for at, cell in enumerate(row):
            target = _target(text_of(cell))
            if target:
                columns.setdefault(target, at)
        if "what" in columns and len(columns.keys() & {"term", "answers", "does", "mark", "number"}) > 0:
            if "number" not in columns:
                columns |= _unnamed_number(sheet, top, columns)
            return _Layout(top, columns, tuple(folded(text_of(cell)) for cell in row))
    return None


def _target(heading: str) -> str:
    said = folded(heading).strip(" .:")
    if not said or len(said) > 80:
        return ""
    return next((code for code, _, words in TARGETS if any(_begins(said, word) for word in words)), "")


def _begins(said: str, word: str) -> bool:
    if word in ("оо", "оу"):
        return said == word
    return said.startswith(word) or f" {word}" in said


def _unnamed_number(sheet: Sheet, top: int, columns: Mapping[str, int]) -> dict[str, int]:
    """A column of numbers without a heading, left of the work."""
    for at in range(columns["what"] - 1, -1, -1):
        if at in columns.values():
            continue
        values = [text_of(sheet.cell(row, at)) for row in range(top + 1, len(sheet.rows))]
        filled = [value for value in values if value]
        if filled and sum(bool(_NUMBER.match(value)) for value in filled) * 2 > len(filled):
            return {"number": at}
    return {}


def _ignored(sheet: Sheet, layout: _Layout) -> Iterator[Problem]:
    used = set(layout.columns.values())
    for at, heading in enumerate(layout.heading):
        if at not in used and heading and not _target(heading):
            message = (
                f"Столбец «{text_of(sheet.cell(layout.top, at))}» к плану не относится, мы его пропустили."
            )
            yield Problem(sheet.place(layout.top, at), shown(heading), COLUMN_IGNORED, message, stops=False)


def _title(sheet: Sheet, top: int) -> str:
    """The words above the table, where they name a plan."""
    words = [
        " ".join(dict.fromkeys(text_of(cell) for cell in row if text_of(cell))) for row in sheet.rows[:top]
    ]
    said = " ".join(word for word in words if word)
    return said[:300] if re.search(r"план|дорожн", folded(said)) else ""


def _as_wide(sheet: Sheet, layout: _Layout) -> bool:
    return max(map(len, sheet.rows)) == max(len(layout.heading), max(layout.columns.values()) + 1)


def _filled(row: Sequence[Cell]) -> list[int]:
    return [at for at, cell in enumerate(row) if text_of(cell)]


def _read_sheet(sheet: Sheet, layout: _Layout, reading: Reading, *, goes_on: bool = False) -> None:
    section = reading.rows[-1].section if goes_on and reading.rows else ""
    across = {area.top for area in sheet.merged if area.right > area.left}
    is_first = goes_on
    for at in range(layout.top + 1, len(sheet.rows)):
        row = sheet.rows[at]
        filled = _filled(row)
        if not filled or _is_heading(row, layout) or _counts_columns(row):
            continue
        said = {target: _said(sheet.cell(at, column)) for target, column in layout.columns.items()}
        heading = _section(row, filled, said, layout, is_across=at in across)
        if heading is not None and not (is_first and not said.get("number")):
            section = " ".join(heading.split())
            continue
        found = _found(sheet, at, said, layout, section, reading)
        if reading.rows and _continues(found, is_first=is_first, numbered="number" in layout.columns):
            reading.rows[-1] = _joined(reading.rows[-1], found)
        elif found.what:
            reading.rows.append(found)
        else:
            message = "Здесь есть номер или срок, но не сказано, что делается. Допишите или удалите строку."
            place = sheet.place(at, layout.columns["what"])
            reading.problems.append(Problem(place, found.number or found.term or None, WITHOUT_WORK, message))
        is_first = False


def _is_heading(row: Sequence[Cell], layout: _Layout) -> bool:
    """The heading again, on top of the next page."""
    said = tuple(folded(text_of(cell)) for cell in row)
    return bool(layout.heading) and said[: len(layout.heading)] == layout.heading[: len(said)]


def _counts_columns(row: Sequence[Cell]) -> bool:
    """The line «1 2 3 4» under a heading."""
    said = [text_of(cell) for cell in row]
    return len(said) > 2 and said == [str(number) for number in range(1, len(said) + 1)]


def _section(
    row: Sequence[Cell], filled: Sequence[int], said: Mapping[str, str], layout: _Layout, *, is_across: bool
) -> str | None:
    """The words of a heading of a group: alone in its row, not a number, not the tail of the row above."""
    if len(filled) != 1:
        return None
    words = _said(row[filled[0]])
    if _NUMBER.match(words):
        return None
    if filled[0] == layout.columns.get("number") or is_across:
        return words
    alone_in_work = filled[0] == layout.columns["what"] and "number" in layout.columns
    return words if alone_in_work and not _GOES_ON.match(words) else None


def _found(
    sheet: Sheet, at: int, said: Mapping[str, str], layout: _Layout, section: str, reading: Reading
) -> Found:
    values = {target: said.get(target, "") for target, _, _ in TARGETS}
    for target, longest in _LONGEST.items():
        if len(values[target]) > longest:
            message = f"Не больше {longest} знаков. Сократите или перенесите часть в соседний столбец."
            place = sheet.place(at, layout.columns[target])
            reading.problems.append(Problem(place, shown(values[target]), TOO_LONG, message))
            values[target] = values[target][:longest]
    return Found(
        place=sheet.place(at, layout.columns["what"]),
        number=_line(values["number"]),
        what=values["what"],
        term=_line(values["term"]),
        section=_line(values["section"]) or section,
        mark=values["mark"],
        does=values["does"],
        helps=values["helps"],
        answers=values["answers"],
        schools=values["schools"],
    )


def _line(text: str) -> str:
    return " ".join(text.split())


def _continues(row: Found, *, is_first: bool, numbered: bool) -> bool:
    """The tail of the row above: no number, no term, and words that cannot begin a row."""
    if row.number or row.term:
        return False
    if is_first or not row.what:
        return True
    if _GOES_ON.match(row.what):
        return True
    # a page's worth of a mark or of people beside nothing that begins a row
    return numbered and bool(row.mark or row.answers) and not row.what[:1].isupper()


def _joined(row: Found, tail: Found) -> Found:
    return replace(
        row,
        what=_glued(row.what, tail.what),
        mark=_glued(row.mark, tail.mark),
        does=_glued(row.does, tail.does),
        helps=_glued(row.helps, tail.helps),
        answers=_glued(row.answers, tail.answers),
        schools=_glued(row.schools, tail.schools),
    )


def _glued(text: str, tail: str) -> str:
    if not text or not tail:
        return text or tail
    return f"{text}\n{tail}" if tail.startswith("•") else f"{text} {tail}"


def _said(cell: Cell) -> str:
    """The cell as lines: items of a list begin with «•», spaces are single. An error of a formula is empty."""
    if isinstance(cell, Fault):
        return ""
    if not isinstance(cell, str):
        return text_of(cell)
    text = _TAG.sub(" ", _ITEM_END.sub("\n", _ITEM.sub("\n", cell))) if "<" in cell else cell
    lines = (" ".join(line.split()) for line in text.splitlines())
    return "\n".join(line for line in lines if line)
