"""The sheet choices: lists of answers, each with its name and its words."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from opora.imports.problems import Place, Problem, shown
from opora.questionnaires.xlsform.problems import BAD_CHOICE
from opora.questionnaires.xlsform.tables import Grid, Line


@dataclass(frozen=True, slots=True)
class Choice:
    name: str
    said: Mapping[str, str]
    place: Place


@dataclass(slots=True)
class ChoiceList:
    choices: list[Choice] = field(default_factory=list)

    @property
    def names(self) -> list[str]:
        return [choice.name for choice in self.choices]

    def texts(self, language: str) -> list[str]:
        return [choice.said.get(language, "") for choice in self.choices]

    @property
    def steps(self) -> range | None:
        """The whole numbers that its names are, one after another; None where they are not."""
        try:
            numbers = [int(name) for name in self.names]
        except ValueError:
            return None
        steps = range(numbers[0], numbers[0] + len(numbers)) if numbers else range(0)
        return steps if len(numbers) > 1 and numbers == list(steps) else None


def choice_lists(grid: Grid | None, language: str, problems: list[Problem]) -> dict[str, ChoiceList]:
    """The lists by name. A line without a list is somebody's note and passed over, as ODK does."""
    lists: dict[str, ChoiceList] = {}
    for line in grid.lines if grid else ():
        if not line["list_name"]:
            continue
        found = lists.setdefault(line["list_name"], ChoiceList())
        wrong = _wrong(line, found, language)
        if wrong is not None:
            column, words = wrong
            problems.append(Problem(line.at(column), shown(line["name"]), BAD_CHOICE, words))
        found.choices.append(Choice(line["name"], line.said("label"), line.place))
    return lists


def _wrong(line: Line, found: ChoiceList, language: str) -> tuple[str, str] | None:
    """The column and the words of what is wrong with one answer."""
    name = line["name"]
    if not name:
        return "name", "У ответа нет имени. Впишите его в столбец name: 1, 2, 3…"
    if name in found.names:
        return "name", f"Имя «{name}» в списке «{line['list_name']}» уже есть. Дайте ответу другое имя."
    if not line.said("label").get(language):
        return "label", "У ответа нет слов на основном языке. Впишите их в столбец label."
    return None
