"""How a term repeats: «еженедельно», «2 раза в месяц», «по четвергам», «по запросу»."""

import re

from opora.cycles.periods.term import Rhythm

_WEEKDAYS = ("понедельник", "вторник", "сред", "четверг", "пятниц", "суббот", "воскресен")
_COUNTS = {"один": 1, "два": 2, "три": 3, "четыре": 4, "дважды": 2, "трижды": 3}
_TIMES_PER = re.compile(
    r"(?:не (?:реже|менее)(?: чем)? )?(?:(\d+|один|два|три|четыре) раза?|дважды|трижды)(?: раз)? "
    r"в (день|неделю|месяц|квартал|четверть|полугодие|год)"
)
_PER = {
    "день": Rhythm.DAILY,
    "неделю": Rhythm.WEEKLY,
    "месяц": Rhythm.MONTHLY,
    "квартал": Rhythm.QUARTERLY,
    "четверть": Rhythm.QUARTERLY,
    "полугодие": Rhythm.YEARLY,
    "год": Rhythm.YEARLY,
}
_WORDS = (
    (re.compile(r"ежедневно|кажд(?:ый|ого) д(?:ень|ня)"), Rhythm.DAILY),
    (re.compile(r"еженедельн\w*|каждую неделю|раз в неделю"), Rhythm.WEEKLY),
    (re.compile(r"ежемесячн\w*|каждый месяц|раз в месяц"), Rhythm.MONTHLY),
    (re.compile(r"ежеквартальн\w*|каждый квартал|раз в (?:квартал|четверть)"), Rhythm.QUARTERLY),
    (re.compile(r"ежегодн\w*|раз в год"), Rhythm.YEARLY),
    (
        re.compile(r"по (?:запрос\w*|мере необходимости|необходимости|требовани\w*|заявк\w*)"),
        Rhythm.ON_REQUEST,
    ),
    (
        re.compile(r"в течение (?:всего )?(?:учебного )?(?:года|периода|проекта)|постоянно|весь период"),
        Rhythm.THROUGHOUT,
    ),
)


def read_rhythm(clean: str) -> tuple[Rhythm, int, int | None, str]:
    """The rhythm, how many times, the weekday, and the text left for the dates."""
    weekday = next((i for i, name in enumerate(_WEEKDAYS) if re.search(rf"\b{name}", clean)), None)
    found = _TIMES_PER.search(clean)
    if found:
        word = found.group(1) or found.group(0).split()[0]
        times = int(word) if word.isdigit() else _COUNTS.get(word, 1)
        if found.group(2) == "полугодие":
            times *= 2
        return _PER[found.group(2)], times, weekday, clean.replace(found.group(0), " ")
    for pattern, rhythm in _WORDS:
        hit = pattern.search(clean)
        if hit:
            return rhythm, 1, weekday, clean.replace(hit.group(0), " ")
    if weekday is not None and re.search(r"\bпо \w+(?:ам|м)\b|\bкажд", clean):
        return Rhythm.WEEKLY, 1, weekday, clean
    return Rhythm.ONCE, 1, weekday, clean
