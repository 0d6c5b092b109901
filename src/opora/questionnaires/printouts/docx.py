"""The paper as DOCX, for those who want to change a word or the order of pages by hand."""

from collections.abc import Iterator
from datetime import date

from opora.printing import (
    Align,
    Block,
    Column,
    Document,
    Heading,
    Paragraph,
    Row,
    Run,
    Table,
    Text,
    Title,
    write_docx,
)
from opora.questionnaires.instrument import QuestionType
from opora.questionnaires.printouts.sheet import PaperQuestion, PaperSheet

_BOX = "☐"
_LINE = "_" * 60


def as_docx(sheet: PaperSheet, day: date) -> bytes:
    footer = f"{sheet.title}, версия {sheet.version}"
    blocks = tuple(_blocks(sheet))
    return write_docx(Document(sheet.title, day, blocks, language=sheet.language, footer=footer))


def _blocks(sheet: PaperSheet) -> Iterator[Block]:
    if sheet.has_code:
        yield _left(f"{sheet.phrases.code} {_LINE[:24]}")
    yield Title(sheet.title, subtitle=f"Займёт около {sheet.minutes} мин.")
    yield _left(sheet.kept)
    yield _left(sheet.phrases.mark)
    for part in sheet.sections:
        yield Heading(part.section.title)
        if part.section.intro:
            yield _left(part.section.intro)
        for question in part.questions:
            yield from _question(question)
    yield Paragraph(Run(sheet.phrases.thanks, bold=True), Align.CENTER)


def _left(text: Text, *, sticks: bool = False) -> Paragraph:
    return Paragraph(text, Align.LEFT, keep_with_next=sticks)


def _question(question: PaperQuestion) -> Iterator[Block]:
    asked = question.asked
    if question.when:
        yield _left(Run(question.when, italic=True), sticks=True)
    yield _left(Run(f"{question.number}. {asked.text}", bold=True), sticks=True)
    for text in (asked.help, question.how):
        if text:
            yield Paragraph(text, Align.LEFT, small=True, keep_with_next=True)
    yield from _answers(question)


def _answers(question: PaperQuestion) -> Iterator[Block]:
    asked = question.asked
    match asked.type:
        case QuestionType.MATRIX:
            yield _matrix(question)
        case QuestionType.TEXT:
            yield from (_left(_LINE), _left(_LINE))
        case QuestionType.NUMBER:
            yield _left(_LINE[:12])
        case QuestionType.SCALE:
            steps = "   ".join(f"{_BOX} {each.number}" for each in question.answers)
            yield _left("   ".join(part for part in (asked.low_label, steps, asked.high_label) if part))
            for each in question.answers:
                if each.leads:
                    yield _left(f"{each.number} → {each.leads}")
        case _:
            last = len(question.answers)
            for at, each in enumerate(question.answers, 1):
                leads = f"   → {each.leads}" if each.leads else ""
                yield _left(f"{_BOX} {each.number}  {each.text}{leads}", sticks=at < last)


def _matrix(question: PaperQuestion) -> Table:
    columns = (
        Column(" ", width=3.0),
        *(Column(f"{each.number}. {each.text}", Align.CENTER) for each in question.answers),
    )
    boxes = (_BOX,) * len(question.answers)
    return Table(columns, tuple(Row((row, *boxes)) for row in question.asked.rows), small=True)
