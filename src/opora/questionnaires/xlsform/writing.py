"""A questionnaire as XLSForm: the sheets survey, choices and settings. The same content, the same bytes.

A section is a group on one screen, its introduction a note; a scale is a select_one of its steps shown as
`likert`; a matrix is a group shown as `table-list`. What XLSForm has no column for stands in settings.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from opora.catalogues.kinds import Content
from opora.printing import Column, Row, Sheet, Table, write_xlsx
from opora.questionnaires.instrument import Instrument, Question, QuestionType, Section
from opora.questionnaires.xlsform import vocabulary as words
from opora.questionnaires.xlsform.expressions import to_xpath
from opora.questionnaires.xlsform.vocabulary import language_name, row_name, section_name

type Cells = dict[str, str]

_ONCE = ("type", "name")
_AFTER = ("required", "relevant", "appearance", "constraint")
_TRANSLATED = ("label", "hint", "constraint_message")
_WIDTHS = {"type": 24.0, "name": 16.0, "list_name": 12.0, "required": 9.0, "appearance": 12.0}


@dataclass(frozen=True, slots=True)
class About:
    """What the form says of itself: the title, the definition's code, the version's number."""

    title: str
    code: str
    number: int


def write(content: Content, about: About) -> bytes:
    """The XLSX; `content` is without mistakes."""
    base = Instrument.parse(content)
    writer = _Writer(base, tuple(_only_in(language, base) for language in base.languages))
    survey, choices = list(writer.survey()), list(writer.choices())
    heads = [*_ONCE, *writer.columns("label", "hint"), *_AFTER, *writer.columns("constraint_message")]
    sheets = [
        _sheet(words.SURVEY, heads, survey),
        _sheet(words.CHOICES, ["list_name", "name", *writer.columns("label")], choices),
        _settings(base, about),
    ]
    return write_xlsx(sheets, title=about.title)


def _only_in(language: str, base: Instrument) -> Instrument:
    """The words of one language alone: empty where nothing is translated."""
    if language == base.language:
        return base
    sections = tuple(replace(section, title="", intro="") for section in base.sections)
    questions = tuple(map(_silent, base.questions))
    return replace(base, sections=sections, questions=questions).in_language(language)


def _silent(question: Question) -> Question:
    return replace(
        question,
        text="",
        help="",
        options=("",) * len(question.options),
        rows=("",) * len(question.rows),
        low_label="",
        high_label="",
    )


def _settings(base: Instrument, about: About) -> Sheet:
    said = {
        "form_title": about.title,
        "form_id": f"opora-{about.code}",
        "version": str(about.number),
        "default_language": language_name(base.language),
        "style": "pages",
        "opora_audience": base.audience.value,
        "opora_purpose": base.purpose.value,
        "opora_minutes": str(base.minutes),
    }
    return _sheet(words.SETTINGS, list(said), [said])


def _sheet(name: str, columns: Sequence[str], rows: Sequence[Cells]) -> Sheet:
    heads = tuple(Column(title, as_typed=True) for title in columns)
    written = tuple(Row(tuple(row.get(title) or None for title in columns)) for row in rows)
    widths = tuple(_WIDTHS.get(title, 40.0 if title.startswith(_TRANSLATED) else 20.0) for title in columns)
    return Sheet(name, Table(heads, written, missing=""), widths, frozen_columns=0, autofilter=False)


@dataclass(frozen=True, slots=True)
class _Writer:
    """`each` is the same instrument once for every language, with empty words where nothing is translated."""

    base: Instrument
    each: tuple[Instrument, ...]

    def columns(self, *names: str) -> list[str]:
        return [f"{name}::{language_name(language)}" for name in names for language in self.base.languages]

    def survey(self) -> Iterator[Cells]:
        for at, section in enumerate(self.base.sections):
            yield from self._section(at, section)

    def _section(self, at: int, section: Section) -> Iterator[Cells]:
        name = section_name(section.code)
        titles = self._said("label", [each.sections[at].title for each in self.each])
        yield {"type": "begin_group", "name": name, "appearance": words.ONE_SCREEN, **titles}
        if section.intro:
            intros = self._said("label", [each.sections[at].intro for each in self.each])
            yield {"type": "note", "name": f"{name}-intro", **intros}
        for question in self.base.of_section(section.code):
            yield from self._question(question)
        yield {"type": "end_group"}

    def _question(self, question: Question) -> Iterator[Cells]:
        said = self._every(question)
        row = {"name": question.code, "relevant": to_xpath(question.show_if, self.base)}
        row |= self._said("label", [each.text for each in said])
        hints = [each.help for each in said]
        if question.type is QuestionType.MATRIX:
            yield row | {"type": "begin_group", "appearance": words.TABLE_LIST}
            yield from self._matrix(question, said, hints)
            yield {"type": "end_group"}
            return
        row |= self._said("hint", hints) | {"required": "yes" if question.required else ""}
        yield row | self._kind(question)

    def _kind(self, question: Question) -> Cells:
        match question.type:
            case QuestionType.SINGLE:
                return {"type": f"select_one {question.code}"}
            case QuestionType.SCALE:
                return {"type": f"select_one {question.code}", "appearance": words.LIKERT}
            case QuestionType.SEVERAL:
                return {"type": f"select_multiple {question.code}"}
            case QuestionType.NUMBER:
                return {"type": "integer", **self._bounds(question)}
            case _:
                return {"type": "text"}

    def _bounds(self, question: Question) -> Cells:
        low, high = question.minimum, question.maximum
        russian = f"Нужно число от {low} до {high}."
        messages = [russian if language == "ru" else f"{low}–{high}" for language in self.base.languages]
        return {"constraint": f". >= {low} and . <= {high}", **self._said("constraint_message", messages)}

    def _matrix(self, question: Question, said: list[Question], hints: list[str]) -> Iterator[Cells]:
        if question.help:
            yield {"type": "note", "name": f"{question.code}-help", **self._said("label", hints)}
        for row in range(len(question.rows)):
            yield {
                "type": f"select_one {question.code}",
                "name": row_name(question.code, row + 1),
                "required": "yes" if question.required else "",
                **self._said("label", [each.rows[row] for each in said]),
            }

    def choices(self) -> Iterator[Cells]:
        for question in self.base.in_order():
            said = self._every(question)
            for at, name in enumerate(_names(question)):
                labels = [_labels(each)[at] for each in said]
                if question.type is QuestionType.SCALE:
                    labels = _untranslated(labels, question, said, at)
                yield {"list_name": question.code, "name": name, **self._said("label", labels)}

    def _every(self, question: Question) -> list[Question]:
        return [each.by_code[question.code] for each in self.each]

    def _said(self, column: str, texts: list[str]) -> Cells:
        return {
            title: _harmless(text) for title, text in zip(self.columns(column), texts, strict=True) if text
        }


def _names(question: Question) -> list[str]:
    if question.type is QuestionType.SCALE:
        return [str(step) for step in question.steps]
    return [str(number) for number in range(1, len(question.options) + 1)]


def _labels(question: Question) -> Sequence[str]:
    if question.type is not QuestionType.SCALE:
        return question.options
    labels: dict[int, str] = {step: str(step) for step in question.steps}
    ends: Mapping[int, str] = {question.minimum: question.low_label, question.maximum: question.high_label}
    for step, said in ends.items():
        if said:
            labels[step] = f"{step} — {said}"
    return list(labels.values())


def _untranslated(labels: list[str], question: Question, said: list[Question], at: int) -> list[str]:
    """The end of a scale stays empty in a language that has no words for it."""
    for place, name in ((0, "low_label"), (len(question.steps) - 1, "high_label")):
        if at == place and getattr(question, name):
            return [label if getattr(each, name) else "" for label, each in zip(labels, said, strict=True)]
    return labels


def _harmless(text: str) -> str:
    """ODK would take «${» for the answer to a question."""
    return text.replace("${", "$\u200b{")
