"""A level, a value and what is hidden, in words, signs and tones."""

from django.utils.safestring import SafeString

from opora.indicators.values import LEVEL_TITLES, Hidden, Level
from opora.risks.queries import Figure
from opora.ui.markup import Level as Shown
from opora.ui.markup import badge, level_badge
from opora.ui.text import number

SHOWN = {Level.HIGH: Shown.HIGH, Level.MIDDLE: Shown.MIDDLE, Level.LOW: Shown.LOW}
#: said to people of the school
HIDDEN_SENTENCES = {
    Hidden.FEW: "Ответивших мало: не показываем, чтобы никого нельзя было узнать.",
    Hidden.SUBTRACTION: "Не показываем: по этой цифре можно было бы вычислить другую школу.",
    Hidden.NO_DATA: "Данных нет: на вопросы не ответили или не хватает карты школы.",
}
HIDDEN_SHORT = {Hidden.FEW: "мало ответов", Hidden.SUBTRACTION: "скрыто", Hidden.NO_DATA: "нет данных"}


def shown_level(level: Level | str | None) -> Shown:
    return SHOWN[Level(level)] if level else Shown.UNKNOWN


def level_chip(level: Level | str | None) -> SafeString:
    """▲ высокий, ■ средний, ● низкий; empty where there is none."""
    return level_badge(shown_level(level)) if level else badge("нет уровня")


def figure_chip(figure: Figure) -> SafeString:
    if figure.hidden is not None:
        return badge(HIDDEN_SHORT[figure.hidden])
    return level_chip(figure.level)


def level_word(level: Level | str) -> str:
    return LEVEL_TITLES[Level(level)]


def interval_words(figure: Figure) -> str:
    """«64–80»; empty where hidden."""
    if figure.low is None or figure.high is None:
        return ""
    return f"{number(figure.low, 0)}–{number(figure.high, 0)}"


def sureness(figure: Figure) -> str:
    """Why the value is to be read with care; empty where it is not."""
    said = []
    if figure.has_few_answers:
        said.append("ответов мало")
    if figure.groups_disagree:
        said.append("группы отвечают по-разному")
    return ", ".join(said)


def whole(value: float | None) -> str | None:
    """The value without its fraction, cut and not rounded: 59.7 is still middle, «60» would say high."""
    return None if value is None else str(int(value))
