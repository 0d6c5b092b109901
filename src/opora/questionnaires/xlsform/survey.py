"""The sheet survey line by line: groups become sections and matrices, the rest questions."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from opora.imports.problems import Problem, shown
from opora.questionnaires.instrument import QuestionType
from opora.questionnaires.kinds import FIT_CODE
from opora.questionnaires.xlsform import problems as codes
from opora.questionnaires.xlsform.choices import ChoiceList
from opora.questionnaires.xlsform.expressions import Named
from opora.questionnaires.xlsform.tables import Line
from opora.questionnaires.xlsform.vocabulary import LEFT_OUT, NO, YES

type Content = dict[str, Any]
type Said = Mapping[str, str]

_LONGEST_CODE = 20


@dataclass(slots=True)
class Asked:
    """A question being read: its row of the content, its line, and the conditions that lie on it."""

    content: Content
    line: Line
    relevant: list[Line] = field(default_factory=list)


@dataclass
class Survey:
    """What was read of a form so far. `language` is the main one, `others` those it is translated into.

    `lost` names what could not be read: conditions on it are not a mistake of their own.
    """

    language: str
    others: tuple[str, ...]
    lists: Mapping[str, ChoiceList]
    problems: list[Problem] = field(default_factory=list)
    sections: list[Content] = field(default_factory=list)
    section_lines: list[Line] = field(default_factory=list)
    asked: list[Asked] = field(default_factory=list)
    names: dict[str, Named] = field(default_factory=dict)
    lost: set[str] = field(default_factory=set)
    translations: dict[tuple[str, str], str] = field(default_factory=dict)
    _codes: set[str] = field(default_factory=set)

    def wrong(self, line: Line, column: str, code: str, words: str) -> None:
        stops = code not in (codes.LEFT_OUT, codes.MOVED, codes.NO_BOUNDS)
        value = shown(line[column] or " ".join(line.said(column).values()) or None)
        self.problems.append(Problem(line.at(column), value, code, words, stops=stops))

    def main(self, said: Said) -> str:
        return said.get(self.language, "")

    def translate(self, place: str, said: Said) -> None:
        """Keep what is said in the other languages, where the main one says something."""
        if self.main(said):
            for language in self.others:
                if said.get(language):
                    self.translations[language, place] = said[language]

    def open_section(self, code: str, line: Line, said: Said) -> None:
        self.sections.append({"code": code, "title": self.main(said)})
        self.section_lines.append(line)
        self.translate(f"section:{code}.title", said)

    def introduce(self, said: Said) -> None:
        """A note before the first question of the section; several become paragraphs of one."""
        section = self.sections[-1]
        before = section.get("intro", "")
        section["intro"] = _joined(before, self.main(said))
        place = f"section:{section['code']}.intro"
        for language in self.others:
            text = _joined(self.translations.get((language, place), ""), said.get(language, ""))
            if text and section["intro"]:
                self.translations[language, place] = text

    def lose(self, line: Line, column: str, code: str, words: str) -> None:
        """What stands here cannot be read."""
        self.wrong(line, column, code, words)
        self.lost.add(line["name"])

    @property
    def section_is_empty(self) -> bool:
        code = self.sections[-1]["code"]
        return all(asked.content["section"] != code for asked in self.asked)

    def ask(self, line: Line, kind: QuestionType, said: Said, hint: Said, **more: Any) -> Asked | None:
        """A question of the current section; None where its name cannot be one."""
        name = line["name"]
        if not name:
            self.wrong(line, "name", codes.BAD_NAME, "У вопроса нет имени. Впишите его в столбец name.")
            return None
        if name in self.names or name in self.lost:
            words = f"Имя «{name}» уже есть выше. Дайте вопросу другое."
            self.wrong(line, "name", codes.BAD_NAME, words)
            return None
        code = self.code(line, name)
        content = {"code": code, "section": self.sections[-1]["code"], "type": kind.value}
        content |= {"text": self.main(said), "help": self.main(hint), **more}
        asked = Asked({key: value for key, value in content.items() if value not in ("", None, [])}, line)
        self.asked.append(asked)
        self.translate(f"question:{code}.text", said)
        self.translate(f"question:{code}.help", hint)
        self._warn(line, kind)
        return asked

    def code(self, line: Line, name: str) -> str:
        """The name as a code of ours: shortened and spelled anew where it does not fit."""
        code = name
        if not FIT_CODE.fullmatch(name) or name in self._codes:
            bare = re.sub(r"[^A-Za-z0-9_]", "_", name).strip("_")[:_LONGEST_CODE]
            code = bare if FIT_CODE.fullmatch(bare) else f"q{len(self._codes) + 1}"
            while code in self._codes:
                code = f"q{len(self._codes) + 1}" if code[:1] != "q" else f"{code[:18]}_x"
            words = f"Имя «{name}» в код не годится: код вопроса будет «{code}»."
            self.wrong(line, "name", codes.MOVED, words)
        self._codes.add(code)
        return code

    def required(self, line: Line) -> bool:
        said = line["required"].casefold()
        if said not in YES and said not in NO:
            words = "Обязательность не может зависеть от ответов. Напишите yes или оставьте пустым."
            self.wrong(line, "required", codes.BAD_VALUE, words)
        return said in YES

    def answers(self, line: Line, list_name: str) -> ChoiceList | None:
        found = self.lists.get(list_name)
        if found is None:
            words = f"На листе choices нет списка «{list_name}». Добавьте его ответы или исправьте имя."
            self.lose(line, "type", codes.NO_CHOICES, words)
        return found

    def say_options(self, code: str, choices: ChoiceList, what: str = "option") -> list[str]:
        for number, choice in enumerate(choices.choices, 1):
            self.translate(f"question:{code}.{what}.{number}", choice.said)
        return choices.texts(self.language)

    def _warn(self, line: Line, kind: QuestionType) -> None:
        """Cells that change what ODK asks and that we do not carry over."""
        for name in line.filled():
            column = name.partition("::")[0]
            if column in LEFT_OUT and line[name].casefold() not in NO:
                self.wrong(line, name, codes.LEFT_OUT, f"Не переносится: {LEFT_OUT[column]}.")
        if line["constraint"] and kind is not QuestionType.NUMBER:
            self.wrong(line, "constraint", codes.LEFT_OUT, "Не переносится: проверка ответа.")
        if line["choice_filter"]:
            words = "Ответов, которые зависят от других ответов, в анкете нет. Разделите вопрос условиями."
            self.wrong(line, "choice_filter", codes.BAD_VALUE, words)


def _joined(before: str, after: str) -> str:
    return "\n\n".join(part for part in (before, after) if part)
