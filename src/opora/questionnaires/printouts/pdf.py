"""The paper as PDF: a form to fill in with a pen, A4, black on white, in usual or in large print."""

import json
from datetime import UTC, date, datetime, time
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any, cast

import typst

from opora.printing.pdf.words import Node, heading_line, line
from opora.questionnaires.instrument import QuestionType
from opora.questionnaires.printouts.sheet import PaperQuestion, PaperSection, PaperSheet

# answers stand beside each other, as many as their longest lets: (so many columns, up to so many signs)
_BESIDE = ((5, 8), (4, 13), (3, 18))
_BESIDE_IN_LARGE = ((3, 7), (2, 14))
# columns of a matrix whose words are longer are explained above it
_LONGEST_HEAD, _MOST_HEADS = 14, 5
_LINES, _LINES_FOR_LONG = 3, 4


def as_pdf(sheet: PaperSheet, day: date, *, large: bool = False) -> bytes:
    """PDF/A-2a and PDF/UA-1; the same sheet gives the same bytes."""
    data = json.dumps(_sheet(sheet, day, large=large), ensure_ascii=False)
    compiler = typst.Compiler(
        cast("Any", {"main.typ": _template()}),
        root=Path(__file__).parent,
        font_paths=_fonts(),
        sys_inputs={"sheet": data},
    )
    pdf = compiler.compile(
        format="pdf", pdf_standards=["a-2a", "ua-1"], timestamp=datetime.combine(day, time(), UTC)
    )
    return cast("bytes", pdf)


@cache
def _template() -> bytes:
    return (files(__package__) / "template.typ").read_bytes()


@cache
def _fonts() -> typst.Fonts:
    """Bundled fonts only: the paper looks the same on every machine."""
    return typst.Fonts(include_system_fonts=False)


def _sheet(sheet: PaperSheet, day: date, *, large: bool) -> Node:
    return {
        "title": heading_line(sheet.title),
        "language": sheet.language,
        "date": [day.year, day.month, day.day],
        "minutes": f"Займёт около {sheet.minutes} мин.",
        "code": line(sheet.phrases.code) if sheet.has_code else "",
        "kept": line(sheet.kept),
        "mark": line(sheet.phrases.mark),
        "rows": line(sheet.phrases.rows),
        "thanks": line(sheet.phrases.thanks),
        "footer": line(f"{sheet.title}, версия {sheet.version}"),
        "large": large,
        "sections": [_section(part, large=large) for part in sheet.sections],
    }


def _section(part: PaperSection, *, large: bool) -> Node:
    return {
        "title": heading_line(part.section.title),
        "intro": line(part.section.intro),
        "questions": [_question(question, large=large) for question in part.questions],
    }


def _question(question: PaperQuestion, *, large: bool) -> Node:
    asked = question.asked
    longest = max((len(each.text) for each in question.answers), default=0)
    leads = any(each.leads for each in question.answers)
    return {
        "is": asked.type.value,
        "number": question.number,
        "text": line(asked.text),
        "help": line(asked.help),
        "how": line(question.how),
        "when": line(question.when),
        "answers": [
            {"number": str(each.number), "text": line(each.text), "leads": each.leads}
            for each in question.answers
        ],
        "columns": 1 if leads else _columns(longest, _BESIDE_IN_LARGE if large else _BESIDE),
        "rows": [line(row) for row in asked.rows],
        "heads": longest <= _LONGEST_HEAD and len(question.answers) <= _MOST_HEADS,
        "low": line(asked.low_label),
        "high": line(asked.high_label),
        "digits": len(str(asked.maximum)) if asked.type is QuestionType.NUMBER else 0,
        "lines": _LINES_FOR_LONG if large else _LINES,
    }


def _columns(longest: int, fits: tuple[tuple[int, int], ...]) -> int:
    return next((columns for columns, signs in fits if longest <= signs), 1)
