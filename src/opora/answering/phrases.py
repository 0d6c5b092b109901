"""What the house itself says to a respondent, in the language of the questionnaire they read.

The Russian sentence is the key: what has no translation is said in Russian. Sentences with a value in them
stand with its name in braces. A further language is one more entry of `_PHRASES`.
"""

import json
import re
from collections.abc import Callable, Mapping
from functools import lru_cache

from opora.answering.phrases_en import ENGLISH
from opora.ui.text import MONTHS, NBSP

RUSSIAN = "ru"
_PHRASES: Mapping[str, Mapping[str, str]] = {"en": ENGLISH}

#: sentences that the script says by itself; it finds them by the Russian ones
SCRIPT = (
    "Ответы ждут отправки на этом устройстве.",
    "Пока вы не отправили ответы, они хранятся на этом устройстве. Если оно общее, не оставляйте их здесь.",
    "Удалить с этого телефона",
    "Удалить ответы с этого устройства? Вернуть их будет нельзя.",
    "На этом устройстве есть начатая анкета. Если она не ваша, удалите её.",
    "Продолжить начатую анкету",
    "Сохранено на телефоне. Отправим, когда появится связь. Страницу лучше не закрывать; если закроете, откройте её"
    " снова по тому же коду.",
    "Слово-расписка:",
    "Спасибо, ответ принят",
    "Эти ответы уже отправляет другая вкладка.",
    "Здесь анкеты больше нет",
    "Её отправили или удалили в другой вкладке этого устройства.",
    "Открыть анкету",
    "Слово показывает, что ответ дошёл. По нему нельзя узнать, кто и что ответил. С этого устройства ответы удалены."
    " Страницу можно закрыть.",
    "Назад",
    "Исправьте отмеченное",
    "Нужно число от {low} до {high}.",
    "Ответьте на эту строку.",
    "Ответьте на этот вопрос.",
    "Раздел {place} из {count}. Осталось около {minutes} мин.",
    "Отправить ответы",
    "Дальше",
    "Снять ответ",
    "Отправляем…",
    "Отправляем ваш ответ…",
    "Отправляем ответ, который ждал на этом устройстве…",
    "Нет связи. Подождите немного и нажмите «Начать» ещё раз.",
)


def spoken_in(language: str) -> str:
    """The language in which the house speaks to somebody who reads this one."""
    return language if language in _PHRASES else RUSSIAN


def said(words: str, language: str) -> str:
    """A sentence of the house in this language; as it is where it has no translation."""
    phrases = _PHRASES.get(language)
    if phrases is None:
        return words
    plain = words.replace(NBSP, " ")
    if plain in phrases:
        return phrases[plain]
    for pattern, translation in _patterns(language):
        if found := pattern.fullmatch(plain):
            values = {name: _VALUES.get(name, str)(value) for name, value in found.groupdict().items()}
            return translation.format(**values)
    return words


def all_said(mistakes: Mapping[str, str], language: str) -> dict[str, str]:
    return {name: said(words, language) for name, words in mistakes.items()}


@lru_cache(maxsize=8)
def for_script(language: str) -> str:
    """The sentences of the script as JSON; empty where it speaks Russian."""
    phrases = _PHRASES.get(language)
    return json.dumps({each: phrases[each] for each in SCRIPT}, ensure_ascii=False) if phrases else ""


@lru_cache(maxsize=8)
def _patterns(language: str) -> list[tuple[re.Pattern[str], str]]:
    found = []
    for russian, translation in _PHRASES[language].items():
        if "{" in russian:
            escaped = re.sub(r"\\\{(\w+)\\\}", r"(?P<\1>.+?)", re.escape(russian))
            found.append((re.compile(escaped, re.DOTALL), translation))
    return found


def _day(text: str) -> str:
    """«13 декабря 2026» → “13 December 2026”."""
    for russian, english in zip(MONTHS, _ENGLISH_MONTHS, strict=True):
        text = text.replace(russian, english)
    return text


def _counted(one: str, many: str) -> Callable[[str], str]:
    """«3 минуты» → “3 minutes”."""

    def translate(text: str) -> str:
        number = text.split(maxsplit=1)[0]
        return f"{number} {one if number == '1' else many}"

    return translate


_ENGLISH_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
    "November", "December",
)  # fmt: skip
_VALUES: Mapping[str, Callable[[str], str]] = {
    "day": _day,
    "about": _counted("minute", "minutes"),
    "questions": _counted("question", "questions"),
}
