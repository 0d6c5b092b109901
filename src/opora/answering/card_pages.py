"""The school card as its pages show it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.safestring import SafeString

from opora.access import Actor
from opora.answering.drawing import Drawn, fields
from opora.answering.known import Known, known_of
from opora.answering.models import SchoolCard
from opora.answering.presenters import mistakes_of, numbers_of
from opora.answering.queries import CardRow
from opora.answering.rules import FILL_CARD, TAKE_BACK_CARD
from opora.answering.states import CardState
from opora.history.queries import of_subject
from opora.questionnaires.conditions import Value
from opora.questionnaires.instrument import Instrument, Question, QuestionType, Section
from opora.questionnaires.reading import Raw, checked
from opora.ui.components import Event, Fact
from opora.ui.escaping import as_markup, esc
from opora.ui.markup import badge, link
from opora.ui.tables import Column, Table
from opora.ui.text import date_ru, number

type Context = dict[str, object]

_STATES: dict[CardState | None, SafeString] = {
    CardState.SENT: badge("отправлена", "low", "●"),
    CardState.DRAFT: badge("заполняется", "mid", "■"),
    None: badge("не начата", "none"),
}


def table(rows: Sequence[CardRow], code: str) -> Table:
    """Schools and the state of their cards."""
    columns = [Column("Школа"), Column("Муниципалитет"), Column("Карта"), Column("Кто"), Column("Когда")]
    cells = [
        (
            link(reverse("school-card", args=[code, row.school_id]), row.school),
            row.territory,
            _STATES[row.state],
            row.by,
            date_ru(row.at) if row.at else "",
        )
        for row in rows
    ]
    return Table("cards", "Школы", columns, cells, caption_hidden=True)


def state_badge(card: SchoolCard | None) -> SafeString:
    return _STATES[CardState(card.state) if card else None]


@dataclass(frozen=True, slots=True)
class Part:
    """A section on the card's page: how much of it is answered, and the answers."""

    section: Section
    url: str
    done: int
    asked: int
    facts: list[Fact]
    mistakes: list[str]


def overview(
    card: SchoolCard, instrument: Instrument, mistakes: Mapping[str, str], *, actor: Actor
) -> Context:
    """All sections with their answers, and what can be done now."""
    found = checked(instrument, card.answers)
    visible = instrument.visible(found.answers)
    known = known_of(card.school, instrument)
    numbers = numbers_of(instrument)
    parts = []
    for section in instrument.sections:
        asked = [question for question in visible if question.section == section.code]
        if not asked:
            continue
        wrong = [
            f"{numbers[q.code]}. {q.text} {next(m for n, m in mistakes.items() if n.split('.')[0] == q.code)}"
            for q in asked
            if any(name.split(".")[0] == q.code for name in mistakes)
        ]
        parts.append(
            Part(
                section,
                reverse("school-card-section", args=[card.cycle.code, card.school_id, section.code]),
                sum(question.code in found.answers for question in asked),
                len(asked),
                [_fact(question, found.answers.get(question.code), known) for question in asked],
                wrong,
            )
        )
    entries = of_subject("school-card", card.pk)
    return {
        "card": card,
        "parts": parts,
        "chip": state_badge(card),
        "may_fill": FILL_CARD.can(actor, card),
        "may_take_back": TAKE_BACK_CARD.can(actor, card),
        "wrong": sum(len(part.mistakes) for part in parts),
        "next": next((part for part in parts if part.done < part.asked), None),
        "events": [Event(entry.at, entry.by, entry.verb, entry.note) for entry in entries],
    }


def section_page(
    card: SchoolCard, instrument: Instrument, code: str, raw: Raw, mistakes: Mapping[str, str]
) -> Context:
    """The form; what was said elsewhere tells where."""
    section = next(each for each in instrument.sections if each.code == code)
    live = sections_asked(instrument, raw, besides=code)
    place = live.index(section)
    known = known_of(card.school, instrument)
    notes = {
        each.code: as_markup(f'<p class="soft small">{esc(_origin(each))}</p>')
        for each in known.values()
        if raw.get(each.code) == [str(each.value)]
    }
    drawn = Drawn(raw, mistakes, numbers_of(instrument), notes)
    asked = {question.code for question in instrument.visible(checked(instrument, raw).answers)}
    questions = [
        question
        for question in instrument.of_section(code)
        if question.code in asked or _waits(question, code, instrument)
    ]
    return {
        "title": section.title,
        "section": section,
        "place": place + 1,
        "count": len(live),
        "is_last": place + 1 == len(live),
        "card": card,
        "fields": fields(questions, drawn),
        "mistakes": mistakes_of(instrument, drawn),
        "back_url": reverse("school-card", args=[card.cycle.code, card.school_id]),
    }


def sections_asked(instrument: Instrument, raw: Raw, *, besides: str = "") -> list[Section]:
    """Those in which anything is asked after what was said, and the one named besides."""
    asked = {question.section for question in instrument.visible(checked(instrument, raw).answers)}
    return [each for each in instrument.sections if each.code in asked or each.code == besides]


def _waits(question: Question, section: str, instrument: Instrument) -> bool:
    """Whether an answer on the same page may bring it up: then it is shown at once."""
    if question.show_if is None:
        return True
    return any(instrument.by_code[code].section == section for code in question.show_if.codes)


def _origin(known: Known) -> str:
    return f"Взято из численности школы за {known.origin}. Если неверно, исправьте."


def _fact(question: Question, value: Value | None, known: Mapping[str, Known]) -> Fact:
    told = known.get(question.code)
    note = f"из численности {told.origin}" if told is not None and told.value == value else ""
    return Fact(question.text, None if value is None else _said(question, value), note)


def _said(question: Question, value: Value) -> str:
    """The answer in words."""
    match question.type, value:
        case QuestionType.SINGLE, int():
            return question.options[value - 1]
        case QuestionType.SEVERAL, list():
            return "; ".join(question.options[each - 1] for each in value)
        case QuestionType.MATRIX, Mapping():
            return "; ".join(
                f"{question.rows[row - 1]}: {question.options[option - 1]}" for row, option in value.items()
            )
        case _, int():
            return number(value)
        case _:
            return str(value)
