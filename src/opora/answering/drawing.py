"""Questions as fields of a form. Drawn in Python: a section costs a fraction of a millisecond.

Every question is a `fieldset` with the question as its legend, so that a screen reader says it with each answer.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.utils.safestring import SafeString

from opora.answering.alone import alone
from opora.answering.phrases import RUSSIAN, said
from opora.answering.skipping import told
from opora.questionnaires.instrument import Question, QuestionType
from opora.questionnaires.reading import LONGEST_ANSWER, Raw
from opora.ui.escaping import as_markup, esc

NO_MISTAKES: Mapping[str, str] = {}


@dataclass(frozen=True, slots=True)
class Drawn:
    """What the fields hold, what is wrong with them, and the number of each question.

    `with_logic`: questions say when they are asked, for a page that hides them by itself. `language`: of what
    the house says between them.
    """

    raw: Raw
    mistakes: Mapping[str, str] = field(default_factory=dict)
    numbers: Mapping[str, int] = field(default_factory=dict)
    notes: Mapping[str, SafeString] = field(default_factory=dict)
    with_logic: bool = False
    language: str = RUSSIAN

    def said(self, words: str) -> str:
        return said(words, self.language)

    def one(self, name: str) -> str:
        values = self.raw.get(name) or ("",)
        return values[-1]


def fields(questions: Iterable[Question], drawn: Drawn) -> SafeString:
    """The questions one under another."""
    return as_markup("".join(_question(question, drawn) for question in questions))


def hidden(raw: Raw, names: Iterable[str]) -> SafeString:
    """Values that travel with the form unseen."""
    return as_markup(
        "".join(
            f'<input type="hidden" name="{esc(name)}" value="{esc(value)}">'
            for name in names
            for value in raw.get(name, ())
        )
    )


def first_id(name: str, question: Question) -> str:
    """Where a link to this field leads: its first input."""
    chosen = question.type not in (QuestionType.NUMBER, QuestionType.TEXT)
    return f"f-{name}-1" if chosen else f"f-{name}"


def _question(question: Question, drawn: Drawn) -> str:
    number = drawn.numbers.get(question.code)
    lead = f'<span class="q-n">{number}.</span> ' if number else ""
    asked = question.type is not QuestionType.MATRIX and question.code in drawn.mistakes
    inside = _ROWS[question.type](question, drawn)
    return (
        f'<fieldset class="q{" bad" if asked else ""}" id="q-{question.code}"{_logic(question, drawn)}'
        f"{_described(question, drawn)}>"
        f"<legend>{lead}{esc(question.text)}{_required(drawn) if question.required else ''}</legend>"
        f"{_help(question, drawn)}{drawn.notes.get(question.code, '')}{_mistake(question.code, drawn) if asked else ''}"
        f"{inside}</fieldset>"
    )


def _required(drawn: Drawn) -> str:
    return f'&nbsp;<span class="req" aria-hidden="true">*</span><span class="vh">{drawn.said(", обязательно")}</span>'


def _logic(question: Question, drawn: Drawn) -> str:
    only = alone(question)
    words = f' data-alone="{only}"' if only else ""
    if not drawn.with_logic:
        return words
    words += f' data-type="{question.type.value}"' + (" data-required" if question.required else "")
    if question.show_if is None:
        return words
    return f'{words} data-if="{esc(json.dumps(told(question.show_if), separators=(",", ":")))}"'


def _described(question: Question, drawn: Drawn) -> str:
    ids = [f"h-{question.code}"] if _help_words(question, drawn) else []
    if question.code in drawn.mistakes:
        ids.append(f"e-{question.code}")
    return f' aria-describedby="{" ".join(ids)}"' if ids else ""


def _help_words(question: Question, drawn: Drawn) -> str:
    more = {
        QuestionType.SEVERAL: "Можно выбрать несколько.",
        QuestionType.NUMBER: f"Число от {question.minimum} до {question.maximum}.",
    }.get(question.type, "")
    says_so = any(word in question.help.lower() for word in ("несколько", "several"))
    return " ".join(filter(None, (question.help, "" if says_so else drawn.said(more))))


def _help(question: Question, drawn: Drawn) -> str:
    words = _help_words(question, drawn)
    return f'<p class="help" id="h-{question.code}">{esc(words)}</p>' if words else ""


def _mistake(name: str, drawn: Drawn) -> str:
    words = drawn.mistakes.get(name, "")
    return (
        f'<p class="errors" id="e-{name}"><span class="vh">{drawn.said("Ошибка: ")}</span>{esc(words)}</p>'
        if words
        else ""
    )


def _option(name: str, value: int, words: object, *, kind: str = "radio", chosen: bool) -> str:
    checked = " checked" if chosen else ""
    return (
        f'<label class="opt"><input type="{kind}" name="{name}" id="f-{name}-{value}" value="{value}"{checked}>'
        f"<span>{esc(words)}</span></label>"
    )


def _options(name: str, options: tuple[str, ...], drawn: Drawn) -> str:
    held = drawn.one(name)
    return "".join(_option(name, n, words, chosen=held == str(n)) for n, words in enumerate(options, 1))


def _single(question: Question, drawn: Drawn) -> str:
    return f'<div class="opts">{_options(question.code, question.options, drawn)}</div>'


def _several(question: Question, drawn: Drawn) -> str:
    held = set(drawn.raw.get(question.code, ()))
    inside = "".join(
        _option(question.code, n, words, kind="checkbox", chosen=str(n) in held)
        for n, words in enumerate(question.options, 1)
    )
    return f'<div class="opts">{inside}</div>'


def _scale(question: Question, drawn: Drawn) -> str:
    held, name = drawn.one(question.code), question.code
    ends = {question.minimum: question.low_label, question.maximum: question.high_label}
    steps = []
    for place, step in enumerate(question.steps, 1):
        said = f'<span class="vh"> — {esc(ends[step])}</span>' if ends.get(step) else ""
        checked = " checked" if held == str(step) else ""
        steps.append(
            f'<label class="opt"><input type="radio" name="{name}" id="f-{name}-{place}" value="{step}"{checked}>'
            f"<span>{step}{said}</span></label>"
        )
    labels = (
        f'<div class="ends" aria-hidden="true"><span>{esc(question.low_label)}</span>'
        f"<span>{esc(question.high_label)}</span></div>"
        if question.low_label or question.high_label
        else ""
    )
    return f'<div class="scale">{"".join(steps)}</div>{labels}'


def _number(question: Question, drawn: Drawn) -> str:
    name = question.code
    return (
        f'<input type="text" inputmode="numeric" autocomplete="off" name="{name}" id="f-{name}" size="7"'
        f' maxlength="9" value="{esc(drawn.one(name))}" aria-label="{drawn.said("Число")}" data-min="{question.minimum}"'
        f' data-max="{question.maximum}"{_invalid(name, drawn)}>'
    )


def _text(question: Question, drawn: Drawn) -> str:
    name = question.code
    return (
        f'<textarea name="{name}" id="f-{name}" rows="4" maxlength="{LONGEST_ANSWER}" aria-label="{drawn.said("Ваш ответ")}"'
        f"{_invalid(name, drawn)}>\n{esc(drawn.one(name))}</textarea>"
    )


def _invalid(name: str, drawn: Drawn) -> str:
    return ' aria-invalid="true"' if name in drawn.mistakes else ""


def _matrix(question: Question, drawn: Drawn) -> str:
    return "".join(
        f'<fieldset class="q-row{" bad" if name in drawn.mistakes else ""}"><legend>{esc(words)}</legend>'
        f'{_mistake(name, drawn)}<div class="opts across">{_options(name, question.options, drawn)}</div></fieldset>'
        for name, words in zip(question.fields, question.rows, strict=True)
    )


_ROWS = {
    QuestionType.SINGLE: _single,
    QuestionType.SEVERAL: _several,
    QuestionType.SCALE: _scale,
    QuestionType.NUMBER: _number,
    QuestionType.MATRIX: _matrix,
    QuestionType.TEXT: _text,
}
