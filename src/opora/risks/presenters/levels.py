"""A level, a value and what is hidden, in words, signs and tones."""

from math import floor

from django.utils.safestring import SafeString

from opora.indicators.values import LEVEL_TITLES, Hidden, Level
from opora.risks.guide import Guide
from opora.risks.queries import Figure
from opora.ui.markup import Level as Shown
from opora.ui.markup import badge, level_badge

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


def ends(figure: Figure) -> tuple[int, int] | None:
    """The interval in whole points, rounded half upwards as everywhere; None where hidden."""
    if figure.low is None or figure.high is None:
        return None
    return floor(figure.low + 0.5), floor(figure.high + 0.5)


def interval_words(figure: Figure) -> str:
    """«64–80»; empty where hidden."""
    found = ends(figure)
    return f"{found[0]}–{found[1]}" if found else ""


def sureness(figure: Figure, guide: Guide) -> str:
    """Why the value is to be read with care, in plain words; empty where it is not."""
    groups = guide.groups(figure.code)
    said = []
    if figure.has_few_answers:
        where = "ответов в группе не больше" if groups else "считали всего из"
        said.append(f"{where} {figure.n}, цифра приблизительная")
    if figure.groups_disagree:
        said.append(f"{' и '.join(filter(None, (', '.join(groups[:-1]), *groups[-1:])))} отвечают по-разному")
    return "; ".join(said)


def whole(value: float | None) -> str | None:
    """The value without its fraction, cut and not rounded: 59.7 is still middle, «60» would say high."""
    return None if value is None else str(int(value))
