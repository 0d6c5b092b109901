"""The open pages as their templates draw them."""

from collections.abc import Mapping
from typing import Any

from django.utils.safestring import SafeString

from opora.answering.drawing import Drawn, fields, first_id, hidden
from opora.answering.filling import Filling, Turn
from opora.answering.visit import Visit
from opora.questionnaires.instrument import AUDIENCE_TITLES, Audience, Instrument
from opora.surveys.entry import Entry
from opora.ui.escaping import as_markup, esc
from opora.ui.text import date_ru

type Context = dict[str, Any]

LANGUAGES = {"ru": "Русский", "tt": "Татарча", "ba": "Башҡортса", "cv": "Чӑвашла", "en": "English"}
_FOR = {
    Audience.TEACHER: "Для педагогов",
    Audience.PUPIL: "Для учеников",
    Audience.PARENT: "Для родителей",
    Audience.HEAD: "Для руководителя школы",
    Audience.ANYONE: "Для всех взрослых",
}


def code_page(code: str = "", mistake: str = "") -> Context:
    return {"title": "Введите код с листка", "code": code, "mistake": mistake}


def door_page(visit: Visit) -> Context:
    return {"title": "Анкета школы", "carried": _carried(visit), "by_poster": bool(visit.poster)}


def refused_page(visit: Visit, reason: str) -> Context:
    return {
        "title": "Анкету открыть нельзя",
        "reason": reason,
        "by_code": not visit.poster,
        "carried": _carried(visit),
    }


def start_page(visit: Visit, entry: Entry, filling: Filling) -> Context:
    """School, class, length, language, what is kept."""
    instrument = filling.instrument
    return {
        "title": f"Анкета. {_FOR[entry.audience]}" if entry.audience in _FOR else "Анкета",
        "who": AUDIENCE_TITLES[entry.audience],
        "school": entry.school_name,
        "class_label": entry.class_label,
        "minutes": instrument.minutes,
        "sections": len(instrument.sections),
        "questions": len(instrument.questions),
        "closes": date_ru(entry.closes, "day"),
        "languages": [
            (code, LANGUAGES.get(code, code), code == visit.language) for code in instrument.languages
        ],
        "carried": _carried(visit, language=len(instrument.languages) == 1, raw=filling.raw),
    }


def section_page(visit: Visit, filling: Filling, turn: Turn) -> Context:
    """One section with its mistakes on top and beside their questions."""
    assert turn.section is not None
    code = turn.section
    section = next(each for each in filling.instrument.sections if each.code == code)
    questions = filling.of_section(code)
    drawn = Drawn(filling.raw, turn.mistakes, numbers_of(filling.instrument))
    place, count = filling.place_of(code), len(filling.sections)
    return {
        "title": section.title,
        "intro": section.intro,
        "language": filling.instrument.language,
        "place": place,
        "done": place - 1,
        "count": count,
        "minutes": filling.minutes_left(code),
        "mistakes": mistakes_of(filling.instrument, drawn),
        "is_new": turn.new,
        "is_last": filling.is_last(code),
        "fields": fields(questions, drawn),
        "carried": as_markup(
            _carried(visit)
            + hidden(filling.raw, filling.carried(code))
            + _input("_section", code)
            + _input("_shown", " ".join(question.code for question in questions))
        ),
    }


def whole_page(visit: Visit, filling: Filling) -> Context:
    """Every section at once, for a page that turns them by itself and may lose its connection."""
    instrument = filling.instrument
    drawn = Drawn(filling.raw, numbers=numbers_of(instrument), with_logic=True)
    return {
        "title": "Анкета",
        "language": instrument.language,
        "minutes": instrument.minutes,
        "sections": [
            (section, fields(instrument.of_section(section.code), drawn)) for section in instrument.sections
        ],
        "carried": _carried(visit),
    }


def numbers_of(instrument: Instrument) -> Mapping[str, int]:
    """Questions are numbered through, as on paper."""
    return {question.code: number for number, question in enumerate(instrument.in_order(), 1)}


def mistakes_of(instrument: Instrument, drawn: Drawn) -> list[tuple[str, str, str]]:
    """(where the link leads, what it is called, what is wrong), in the order of the questions."""
    found = []
    for question in instrument.in_order():
        for row, name in enumerate(question.fields):
            if name in drawn.mistakes:
                words = question.rows[row] if question.rows else question.text
                title = f"{drawn.numbers.get(question.code, '')}. {words}"
                found.append((first_id(name, question), title, drawn.mistakes[name]))
    return found


def _carried(visit: Visit, *, language: bool = True, raw: Mapping[str, Any] | None = None) -> SafeString:
    inputs = "".join(_input(name, value) for name, value in visit.carried() if name != "_lang" or language)
    return as_markup(inputs + (hidden(raw, raw) if raw else ""))


def _input(name: str, value: object) -> SafeString:
    return as_markup(f'<input type="hidden" name="{name}" value="{esc(value)}">')
