"""A version as a respondent will read it, with its logic in words, and what each answer becomes."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.template.loader import render_to_string

from opora.access import Actor
from opora.catalogues.kinds import Content
from opora.questionnaires.instrument import Instrument, Question, QuestionType, Section
from opora.questionnaires.remarks import remarks
from opora.questionnaires.wording import Wording, numbered
from opora.questionnaires.xlsform.vocabulary import LANGUAGES
from opora.ui.tables import Column, Table

HOW_TO_ANSWER = {
    QuestionType.SINGLE: "один ответ",
    QuestionType.SEVERAL: "можно несколько ответов",
    QuestionType.SCALE: "одно деление шкалы",
    QuestionType.NUMBER: "целое число",
    QuestionType.MATRIX: "один ответ в каждой строке",
    QuestionType.TEXT: "своими словами",
}


@dataclass(frozen=True, slots=True)
class Side:
    """A question in one language."""

    language: str
    question: Question

    @property
    def steps(self) -> list[str]:
        """The steps of a scale; its ends say what they mean."""
        asked = self.question
        if asked.type is not QuestionType.SCALE:
            return []
        labels = {asked.minimum: asked.low_label, asked.maximum: asked.high_label}
        return [f"{step} — {labels[step]}" if labels.get(step) else str(step) for step in asked.steps]

    @property
    def bounds(self) -> str:
        asked = self.question
        return f"от {asked.minimum} до {asked.maximum}" if asked.type is QuestionType.NUMBER else ""


@dataclass(frozen=True, slots=True)
class ShownQuestion:
    number: int
    code: str
    how: str
    is_required: bool
    when: str
    sides: tuple[Side, ...]

    @property
    def text(self) -> str:
        return self.sides[0].question.text


@dataclass(frozen=True, slots=True)
class SectionSide:
    language: str
    section: Section


@dataclass(frozen=True, slots=True)
class ShownSection:
    """A screen of the phone; one side for each language."""

    title: str
    sides: tuple[SectionSide, ...]
    questions: tuple[ShownQuestion, ...]

    @property
    def has_intro(self) -> bool:
        return any(side.section.intro for side in self.sides)

    @property
    def titles(self) -> list[SectionSide]:
        """One side for each title that differs."""
        return list({side.section.title: side for side in reversed(self.sides)}.values())[::-1]


def sections(instrument: Instrument) -> list[ShownSection]:
    each = [instrument.in_language(language) for language in instrument.languages]
    wording, numbers = Wording(instrument), numbered(instrument)
    return [
        ShownSection(
            title=section.title,
            sides=tuple(SectionSide(said.language, said.sections[at]) for said in each),
            questions=tuple(
                _question(question, each, wording, numbers[question.code])
                for question in instrument.of_section(section.code)
            ),
        )
        for at, section in enumerate(instrument.sections)
    ]


def _question(asked: Question, each: Sequence[Instrument], wording: Wording, number: int) -> ShownQuestion:
    return ShownQuestion(
        number=number,
        code=asked.code,
        how=HOW_TO_ANSWER[asked.type],
        is_required=asked.required,
        when=f"Показывается, {wording.when(asked.show_if)}." if asked.show_if else "",
        sides=tuple(Side(said.language, said.by_code[asked.code]) for said in each),
    )


def language_title(code: str) -> str:
    return LANGUAGES.get(code, code)


def items_table(instrument: Instrument) -> Table:
    """Every item that answers give, in the order of the questions."""
    numbers = numbered(instrument)
    rows = [
        (code, numbers[question.code], question.text, meaning)
        for question in instrument.in_order()
        for code, meaning in zip(question.item_codes, _meanings(question), strict=True)
    ]
    columns = (
        Column("Код"),
        Column("Вопрос", "number"),
        Column("О чём", "words"),
        Column("Что за число", "words"),
    )
    return Table("items", "Во что превращаются ответы", columns, rows, caption_hidden=True, stacks=True)


def _meanings(question: Question) -> list[str]:
    choice = "; ".join(f"{number} — {text}" for number, text in enumerate(question.options, 1))
    match question.type:
        case QuestionType.SINGLE:
            return [choice]
        case QuestionType.SEVERAL:
            return [f"«{text}»: 1 — отмечено, 0 — нет" for text in question.options]
        case QuestionType.MATRIX:
            return [f"«{row}»: {choice}" for row in question.rows]
        case QuestionType.TEXT:
            return []
        case _:
            ends = [f"{question.minimum} — {question.low_label}"] if question.low_label else []
            ends += [f"{question.maximum} — {question.high_label}"] if question.high_label else []
            return [f"от {question.minimum} до {question.maximum}{': ' if ends else ''}{'; '.join(ends)}"]


def preview(_: Actor, content: Content) -> str:
    """Safe markup for the editor: what the respondent would see; `content` is without mistakes."""
    instrument = Instrument.parse(content)
    return render_to_string(
        "questionnaires/preview.html",
        {
            "remarks": remarks(content),
            "sections": sections(instrument),
            "has_languages": len(instrument.languages) > 1,
        },
    )
