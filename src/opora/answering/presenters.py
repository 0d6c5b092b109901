"""The open pages as their templates draw them."""

from collections.abc import Mapping
from typing import Any

from django.http import QueryDict
from django.utils.safestring import SafeString

from opora.answering.drawing import Drawn, fields, first_id, hidden
from opora.answering.filling import Filling, Turn
from opora.answering.phrases import all_said, said
from opora.answering.visit import Visit
from opora.questionnaires.instrument import Audience, Instrument
from opora.surveys.entry import Entry
from opora.ui.escaping import as_markup, esc
from opora.ui.text import count_ru, date_ru

type Context = dict[str, Any]

LANGUAGES = {"ru": "Русский", "tt": "Татарча", "ba": "Башҡортса", "cv": "Чӑвашла", "en": "English"}
_FOR = {
    Audience.TEACHER: "Для педагогов",
    Audience.PUPIL: "Для учеников",
    Audience.PARENT: "Для родителей",
    Audience.HEAD: "Для руководителя школы",
    Audience.ANYONE: "Для всех взрослых",
}


def code_page(code: str = "", mistake: str = "", language: str = "") -> Context:
    return {
        "title": said("Введите код с листка", language),
        "code": code,
        "mistake": said(mistake, language),
        "language": language,
    }


def kept_page(language: str) -> Context:
    return {"title": said("Что мы сохраняем", language), "language": language}


def door_page(visit: Visit) -> Context:
    return {"title": "Анкета школы", "carried": _carried(visit)}


def refused_page(visit: Visit, reason: str, again: QueryDict | None = None) -> Context:
    """`again`: what was sent, where the same may pass later; without a script it is nowhere else."""
    own = {name for name, _ in visit.carried()}
    sent = {name: values for name, values in again.lists() if name not in own} if again is not None else {}
    return {
        "title": said("Анкету открыть нельзя", visit.language),
        "reason": said(reason, visit.language),
        "language": visit.language,
        "by_code": not visit.poster,
        "is_passing": again is not None,
        "carried": _carried(visit, raw=sent),
    }


def start_page(visit: Visit, entry: Entry, filling: Filling) -> Context:
    """School, class, length, language, what is kept."""
    instrument = filling.instrument
    questions = count_ru(len(instrument.questions), "вопрос,вопроса,вопросов")
    about = count_ru(instrument.minutes, "минуты,минут,минут")
    length = f"{questions}, около {about}. Ответить можно до {date_ru(entry.closes, 'day')}."
    return {
        "title": said(f"Анкета. {_FOR[entry.audience]}", visit.language),
        "length": said(length, visit.language),
        "language": visit.language,
        "minimum": entry.minimum,
        "has_required": any(question.required for question in instrument.questions),
        "school": entry.school_name,
        "class_label": entry.class_label,
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
    language = filling.instrument.language
    mistakes = all_said(turn.mistakes, language)
    drawn = Drawn(filling.raw, mistakes, numbers_of(filling.instrument), language=language)
    about = count_ru(filling.minutes_left(code), "минуты,минут,минут")
    place, count = filling.place_of(code), len(filling.sections)
    return {
        "title": section.title,
        "intro": section.intro,
        "language": language,
        "where": said(f"Раздел {place} из {count}. Осталось около {about}.", language),
        "done": place - 1,
        "count": count,
        "mistakes": mistakes_of(filling.instrument, drawn),
        "how_many": said(_to_correct(len(mistakes)), language),
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
    drawn = Drawn(filling.raw, numbers=numbers_of(instrument), with_logic=True, language=instrument.language)
    return {
        "title": said("Анкета", instrument.language),
        "language": instrument.language,
        "minutes": instrument.minutes,
        "sections": [
            (section, fields(instrument.of_section(section.code), drawn)) for section in instrument.sections
        ],
        "carried": _carried(visit),
    }


def _to_correct(count: int) -> str:
    return "Исправьте одно место" if count == 1 else f"Исправьте места: {count}"


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
