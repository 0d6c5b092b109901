"""The keying-in of paper as its pages show it: one small field after another, numbered as on the sheet."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.safestring import SafeString

from opora.answering.paper import Difference, digits, titles
from opora.answering.presenters import LANGUAGES
from opora.answering.skipping import told
from opora.questionnaires.instrument import AUDIENCE_TITLES, Audience, Instrument, Question, QuestionType
from opora.surveys.models import Cohort
from opora.ui.components import steps
from opora.ui.escaping import as_markup, esc
from opora.ui.markup import link
from opora.ui.tables import Column, Table
from opora.ui.text import date_ru

type Context = dict[str, object]

PASSES = {
    1: ("Первый раз", "Дальше: ввести второй раз"),
    2: ("Второй раз", "Сверить"),
    3: ("Сверка", "Принять лист"),
}


@dataclass(frozen=True, slots=True)
class Key:
    """One field to key in. `digits` full means the next field; `hint`: what may stand there; `logic`: when it is asked."""

    name: str
    label: str
    digits: int
    hint: str
    value: str
    mistake: str
    is_text: bool = False
    logic: str = ""
    type: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """The fields of one section."""

    title: str
    keys: tuple[Key, ...]


def table(cohorts: Sequence[Cohort]) -> Table:
    """Whose sheets may be keyed in today."""
    columns = [
        Column("Кто отвечает"),
        Column("Опрос"),
        Column("Школа"),
        Column("Принимаем по"),
        Column("Файлом"),
    ]
    rows = [
        (
            link(reverse("keying-sheet", args=[each.pk]), name_of(each)),
            each.campaign.title,
            each.school.name,
            date_ru(each.campaign.closes),
            link(reverse("keying-blank", args=[each.pk]), "Пустая таблица XLSX"),
        )
        for each in cohorts
    ]
    return Table("cohorts", "Группы", columns, rows, caption_hidden=True)


def name_of(cohort: Cohort) -> str:
    """«8А: обучающиеся», «педагоги»."""
    audience = AUDIENCE_TITLES[Audience(cohort.audience)]
    return f"{cohort.class_label}: {audience}" if cohort.class_label else audience


def sheet_page(
    cohort: Cohort,
    instrument: Instrument,
    turn: int,
    *,
    code: str,
    language: str,
    keyed: Mapping[str, str],
    mistakes: Mapping[str, str],
    unseen: Mapping[str, str],
    differing: Sequence[Difference] = (),
    chosen: Mapping[str, str],
) -> Context:
    """One pass over a sheet. `unseen`: what was keyed in before travels with the form.

    Of two entries that differ neither is filled in as right: whoever keys in looks at the sheet again.
    """
    groups = _groups(instrument, keyed, mistakes) if turn < 3 else []
    action = PASSES[turn][1]
    return {
        "title": f"Листок, {name_of(cohort)}",
        "cohort": cohort,
        "turn": turn,
        "steps": steps([name for name, _ in PASSES.values()], turn - 1),
        "action": action,
        "code": code,
        "language": language,
        "language_name": LANGUAGES.get(language, language),
        "languages": [(each, LANGUAGES.get(each, each)) for each in instrument.languages],
        "groups": groups,
        "begins_at": "" if mistakes or turn == 1 else _begins_at(groups, differing),
        "differences": [
            (each, _key_of(instrument, each.name, keyed.get(each.name, ""), mistakes), chosen.get(each.name))
            for each in differing
        ],
        "mistakes": _in_order(instrument, mistakes),
        "code_mistake": mistakes.get("_code", ""),
        "unseen": as_markup("".join(_input(name, value) for name, value in unseen.items())),
        "back_url": reverse("keying"),
    }


def _begins_at(groups: Sequence[Group], differing: Sequence[Difference]) -> str:
    """The field in which keying in goes on; the first pass begins at the code."""
    return differing[0].name if differing else groups[0].keys[0].name


def _in_order(instrument: Instrument, mistakes: Mapping[str, str]) -> list[tuple[str, str, str]]:
    """(where the link leads, what it is called, what is wrong): the sheet as a whole, then from top to bottom."""
    names = {"_sheet": "Лист", "_code": "Код", **dict(titles(instrument))}
    return [
        ("code" if name.startswith("_") else f"f-{name}", words, mistakes[name])
        for name, words in names.items()
        if name in mistakes
    ]


def _groups(instrument: Instrument, keyed: Mapping[str, str], mistakes: Mapping[str, str]) -> list[Group]:
    by_name = dict(titles(instrument))
    return [
        Group(
            section.title,
            tuple(
                _key(question, name, by_name[name], keyed.get(name, ""), mistakes)
                for question in instrument.of_section(section.code)
                for name in question.fields
            ),
        )
        for section in instrument.sections
    ]


def _key_of(instrument: Instrument, name: str, value: str, mistakes: Mapping[str, str]) -> Key:
    question = instrument.by_code[name.split(".", maxsplit=1)[0]]
    return _key(question, name, dict(titles(instrument))[name], value, mistakes)


def _key(question: Question, name: str, label: str, value: str, mistakes: Mapping[str, str]) -> Key:
    return Key(
        name, label, digits(question), _hint(question), value, mistakes.get(name, ""),
        question.type is QuestionType.TEXT,
        json.dumps(told(question.show_if), separators=(",", ":")) if question.show_if else "",
        question.type.value,
    )  # fmt: skip


def _hint(question: Question) -> str:
    match question.type:
        case QuestionType.TEXT:
            return "слова"
        case QuestionType.SCALE | QuestionType.NUMBER:
            return f"{question.minimum}–{question.maximum}"
        case QuestionType.SEVERAL:
            return f"несколько из 1–{len(question.options)}"
        case _:
            return f"1–{len(question.options)}"


def _input(name: str, value: str) -> SafeString:
    return as_markup(f'<input type="hidden" name="{esc(name)}" value="{esc(value)}">')
