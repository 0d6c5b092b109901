"""An XLSForm as the content of a questionnaire: all of it, or what stands in the way, with places."""

from collections.abc import Iterator
from dataclasses import dataclass

from opora.catalogues.kinds import Content, Mistake, mistakes
from opora.catalogues.values import tidy
from opora.imports.problems import NOWHERE, Place, Problem, any_stops
from opora.imports.sheets import Workbook
from opora.questionnaires.kinds import MOST_QUESTIONS, questionnaires, translatable
from opora.questionnaires.xlsform import problems as codes
from opora.questionnaires.xlsform import vocabulary as words
from opora.questionnaires.xlsform.choices import choice_lists
from opora.questionnaires.xlsform.keeping import as_it_was
from opora.questionnaires.xlsform.lines import LineReader
from opora.questionnaires.xlsform.logic import read_logic
from opora.questionnaires.xlsform.survey import Survey
from opora.questionnaires.xlsform.tables import Grid, Line, grid_of, sheet_called

# two hundred matrices of thirty rows
_MOST_LINES = 7_000
_COLUMN_OF = {
    "code": "name",
    "title": "label",
    "intro": "label",
    "text": "label",
    "help": "hint",
    "minimum": "constraint",
    "maximum": "constraint",
    "show_if": "relevant",
    "options": "type",
    "rows": "type",
}


@dataclass(frozen=True, slots=True)
class Found:
    """The content and what is to be said of it; the content is empty where a problem stops."""

    content: Content
    problems: tuple[Problem, ...]

    @property
    def stops(self) -> bool:
        return any_stops(self.problems)


def read(workbook: Workbook, base: Content) -> Found:
    """The content of a form. `base` is the version it is to follow.

    What the form has no words for (who answers, what for, how many minutes) stays as the base has it, and
    so does whatever means the same in other words.
    """
    problems = [problem for problem in workbook.problems() if problem.stops]
    sheet = sheet_called(words.SURVEY, workbook)
    if problems or sheet is None:
        return Found({}, tuple(problems or [_not_a_form(workbook)]))
    main = (base.get("languages") or ["ru"])[0]
    settings = _settings(workbook, main)
    main = words.language_code(settings["default_language"] if settings else "") or main
    grid = grid_of(sheet, problems, main)
    problems += _unfit(grid)
    if problems:
        return Found({}, tuple(problems))
    survey = _survey(workbook, grid, main, problems)
    LineReader(survey, (settings["form_title"] if settings else "") or "Вопросы").read(grid.lines)
    if len(survey.asked) > MOST_QUESTIONS:
        return Found({}, (_too_long(len(survey.asked), grid.place),))
    read_logic(survey)
    if any_stops(survey.problems):
        return Found({}, tuple(survey.problems))
    content = as_it_was(base, _content(survey, settings, base))
    wrong = [*_wrong(survey, content, settings, grid)]
    return Found({} if wrong else content, (*survey.problems, *wrong))


def _not_a_form(workbook: Workbook) -> Problem:
    names = ", ".join(f"«{sheet.name}»" for sheet in workbook.sheets[:5]) or "нет"
    told = f"Это не XLSForm: нет листа survey. Листы в файле: {names}. Скачайте анкету как XLSForm и сверьте."
    return Problem(NOWHERE, None, codes.NOT_XLSFORM, told)


def _too_long(count: int, place: Place) -> Problem:
    told = f"Вопросов {count}, а в анкете бывает до {MOST_QUESTIONS}. Сократите её или разделите."
    return Problem(place, None, codes.TOO_LARGE, told)


def _unfit(grid: Grid) -> Iterator[Problem]:
    for name in ("type", "name", "label"):
        if not grid.has(name):
            told = f"На листе survey нет столбца {name}: без него это не XLSForm."
            yield Problem(grid.place, None, codes.NOT_XLSFORM, told)
    if len(grid.lines) > _MOST_LINES:
        yield _too_long(len(grid.lines), grid.place)


def _settings(workbook: Workbook, language: str) -> Line | None:
    sheet = sheet_called(words.SETTINGS, workbook)
    grid = grid_of(sheet, [], language) if sheet else None
    return grid.lines[0] if grid and grid.lines else None


def _survey(workbook: Workbook, grid: Grid, main: str, problems: list[Problem]) -> Survey:
    if grid.languages and main not in grid.languages:
        main = grid.languages[0]
    sheet = sheet_called(words.CHOICES, workbook)
    choices = grid_of(sheet, problems, main) if sheet else None
    lists = choice_lists(choices, main, problems)
    others = tuple(language for language in grid.languages if language != main)
    return Survey(main, others, lists, problems)


def _content(survey: Survey, settings: Line | None, base: Content) -> Content:
    content: Content = {
        "audience": base.get("audience"),
        "purpose": base.get("purpose"),
        "minutes": base.get("minutes"),
        "languages": [survey.language, *survey.others],
        "sections": survey.sections,
        "questions": [asked.content for asked in survey.asked],
    }
    for name in ("audience", "purpose", "minutes"):
        said = settings[f"opora_{name}"] if settings else ""
        if said:
            content[name] = int(said) if name == "minutes" and said.isdecimal() else said
    content["translations"] = [
        {"language": language, "place": place, "text": survey.translations[language, place]}
        for language in survey.others
        for place in translatable(content)
        if (language, place) in survey.translations
    ]
    return tidy(questionnaires(), content)


def _wrong(survey: Survey, content: Content, settings: Line | None, grid: Grid) -> Iterator[Problem]:
    """What the rules of questionnaires say, each at its place in the file."""
    lines = {asked.content["code"]: asked.line for asked in survey.asked}
    for mistake in mistakes(questionnaires(), content):
        line = _line(mistake, content, survey, lines)
        if line is None:
            place = settings.place if settings and not mistake.table else grid.place
        else:
            place = line.at(_COLUMN_OF.get(mistake.where, "label"))
        yield Problem(place, None, codes.NOT_FIT, mistake.message)


def _line(mistake: Mistake, content: Content, survey: Survey, lines: dict[str, Line]) -> Line | None:
    if mistake.row is None:
        return None
    row = content[mistake.table][mistake.row]
    match mistake.table:
        case "sections":
            at = next(i for i, section in enumerate(survey.sections) if section["code"] == row["code"])
            return survey.section_lines[at]
        case "questions":
            return lines.get(row.get("code", ""))
        case _:
            return lines.get(row.get("place", "").removeprefix("question:").partition(".")[0])
