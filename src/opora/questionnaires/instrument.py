"""The instrument: sections of questions as one published version has them. Pure Python.

An answer in memory is `{question code: value}`: an int for single, scale and number, a list of option numbers
for several, `{row: option}` for a matrix, words for text. What is reckoned are *items*, integers only: `code`
for single, scale and number, `code.K` 0 or 1 for every option K of several, `code.R` for row R of a matrix.
Options and rows are numbered from 1. A question hidden by skip logic or left empty gives no item.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cached_property
from typing import Any, Self

from opora.questionnaires.conditions import Answers, Condition, Value, condition

#: the kind of definition that questionnaires are
KIND_CODE = "questionnaires"


class Audience(StrEnum):
    """Who answers."""

    TEACHER = "teacher"
    PUPIL = "pupil"
    PARENT = "parent"
    HEAD = "head"
    ANYONE = "anyone"


class Purpose(StrEnum):
    """What the answers are for."""

    PROFILE = "profile"
    PULSE = "pulse"
    NEEDS = "needs"
    CARD = "card"


class QuestionType(StrEnum):
    SINGLE = "single"
    SEVERAL = "several"
    SCALE = "scale"
    NUMBER = "number"
    MATRIX = "matrix"
    TEXT = "text"


AUDIENCE_TITLES = {
    Audience.TEACHER: "педагоги",
    Audience.PUPIL: "обучающиеся",
    Audience.PARENT: "родители",
    Audience.HEAD: "руководитель школы",
    Audience.ANYONE: "все взрослые",
}
PURPOSE_TITLES = {
    Purpose.PROFILE: "профиль рисков",
    Purpose.PULSE: "короткий опрос",
    Purpose.NEEDS: "запросы и предложения",
    Purpose.CARD: "карта школы (не анонимно)",
}
TYPE_TITLES = {
    QuestionType.SINGLE: "один ответ",
    QuestionType.SEVERAL: "несколько ответов",
    QuestionType.SCALE: "шкала",
    QuestionType.NUMBER: "число",
    QuestionType.MATRIX: "таблица",
    QuestionType.TEXT: "слова",
}


@dataclass(frozen=True, slots=True)
class Section:
    code: str
    title: str
    intro: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """`options` are the answers of single and several and the columns of a matrix, `rows` its rows.

    `minimum` and `maximum` bound scale and number, both included.
    """

    code: str
    section: str
    type: QuestionType
    text: str
    help: str = ""
    required: bool = False
    options: tuple[str, ...] = ()
    rows: tuple[str, ...] = ()
    minimum: int = 0
    maximum: int = 0
    low_label: str = ""
    high_label: str = ""
    show_if: Condition | None = None

    @property
    def fields(self) -> tuple[str, ...]:
        """The names under which a form sends this question: one, or one a row of a matrix."""
        if self.type is QuestionType.MATRIX:
            return tuple(f"{self.code}.{row}" for row in range(1, len(self.rows) + 1))
        return (self.code,)

    @property
    def steps(self) -> range:
        """The values of a scale."""
        return range(self.minimum, self.maximum + 1)

    @property
    def item_codes(self) -> tuple[str, ...]:
        """Every item this question can give."""
        match self.type:
            case QuestionType.TEXT:
                return ()
            case QuestionType.SEVERAL:
                return tuple(f"{self.code}.{option}" for option in range(1, len(self.options) + 1))
            case _:
                return self.fields

    def items(self, value: Value) -> dict[str, int]:
        """This answer as items; words give none."""
        match value:
            case int():
                return {self.code: value}
            case list():
                chosen = set(value)
                return {f"{self.code}.{k}": int(k in chosen) for k in range(1, len(self.options) + 1)}
            case Mapping():
                return {f"{self.code}.{row}": option for row, option in value.items()}
            case _:
                return {}


@dataclass(frozen=True)
class Instrument:
    """One version of a questionnaire in one language; `languages` names all it can be read in."""

    audience: Audience
    purpose: Purpose
    minutes: int
    languages: tuple[str, ...]
    sections: tuple[Section, ...]
    questions: tuple[Question, ...]
    language: str = "ru"
    translations: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    original: "Instrument | None" = None

    @classmethod
    def parse(cls, content: Mapping[str, Any]) -> Self:
        """From a content that the kind found without mistakes."""
        translations: dict[str, dict[str, str]] = {}
        for row in content.get("translations", ()):
            translations.setdefault(row["language"], {})[row["place"]] = row["text"]
        languages = tuple(content.get("languages") or ("ru",))
        return cls(
            audience=Audience(content["audience"]),
            purpose=Purpose(content["purpose"]),
            minutes=content["minutes"],
            languages=languages,
            language=languages[0],
            sections=tuple(
                Section(row["code"], row["title"], row.get("intro") or "") for row in content["sections"]
            ),
            questions=tuple(map(_question, content["questions"])),
            translations=translations,
        )

    @cached_property
    def by_code(self) -> Mapping[str, Question]:
        return {question.code: question for question in self.questions}

    @cached_property
    def _by_section(self) -> Mapping[str, tuple[Question, ...]]:
        return {
            section.code: tuple(q for q in self.questions if q.section == section.code)
            for section in self.sections
        }

    def of_section(self, code: str) -> tuple[Question, ...]:
        return self._by_section[code]

    def in_order(self) -> Iterator[Question]:
        """The questions as they are asked: section by section."""
        for section in self.sections:
            yield from self.of_section(section.code)

    def visible(self, answers: Answers) -> list[Question]:
        """What is asked after these answers; an answer to a question that is hidden does not count."""
        asked: list[Question] = []
        counted: dict[str, Value] = {}
        for question in self.in_order():
            if question.show_if is not None and not question.show_if.holds(counted):
                continue
            asked.append(question)
            if question.code in answers:
                counted[question.code] = answers[question.code]
        return asked

    def items(self, answers: Answers) -> dict[str, int]:
        """The answers as items; those of hidden questions are left out."""
        found: dict[str, int] = {}
        for question in self.visible(answers):
            if question.code in answers:
                found |= question.items(answers[question.code])
        return found

    def texts(self, answers: Answers) -> dict[str, str]:
        """The words people wrote, by question; those of hidden questions are left out."""
        return {
            question.code: value
            for question in self.visible(answers)
            if isinstance(value := answers.get(question.code), str)
        }

    def in_language(self, language: str) -> "Instrument":
        """The same instrument to read in another language; what is not translated stays as it is."""
        if language == self.language or language not in self.languages:
            return self
        original = self.original or self
        if language == original.language:
            return original
        said = original.translations.get(language, {})
        return replace(
            original,
            language=language,
            sections=tuple(_section_in(section, said) for section in original.sections),
            questions=tuple(_question_in(question, said) for question in original.questions),
            original=original,
        )


def _question(row: Mapping[str, Any]) -> Question:
    return Question(
        code=row["code"],
        section=row["section"],
        type=QuestionType(row["type"]),
        text=row["text"],
        help=row.get("help") or "",
        required=bool(row.get("required")),
        options=tuple(row.get("options") or ()),
        rows=tuple(row.get("rows") or ()),
        minimum=row.get("minimum") or 0,
        maximum=row.get("maximum") or 0,
        low_label=row.get("low_label") or "",
        high_label=row.get("high_label") or "",
        show_if=condition(row.get("show_if") or ""),
    )


def _section_in(section: Section, said: Mapping[str, str]) -> Section:
    place = f"section:{section.code}"
    return replace(
        section,
        title=said.get(f"{place}.title", section.title),
        intro=said.get(f"{place}.intro", section.intro),
    )


def _question_in(question: Question, said: Mapping[str, str]) -> Question:
    place = f"question:{question.code}"

    def each(name: str, texts: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(said.get(f"{place}.{name}.{n}", text) for n, text in enumerate(texts, 1))

    return replace(
        question,
        text=said.get(f"{place}.text", question.text),
        help=said.get(f"{place}.help", question.help),
        options=each("option", question.options),
        rows=each("row", question.rows),
        low_label=said.get(f"{place}.low_label", question.low_label),
        high_label=said.get(f"{place}.high_label", question.high_label),
    )
