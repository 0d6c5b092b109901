"""Numbers as people write them: «до 45 %», «12,5», «1 200», «12 из 60», «с 40 до 25», «два дня». Pure Python."""

import re

#: a number stands in the beginning of what is said, and has no more digits than anything counted here
_READ = 2000
_LONG_DIGITS = re.compile(r"\d{13,}")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)?")
_THOUSANDS = re.compile(r"(?<=\d)[ \u00a0\u202f](?=\d{3}\b)")
_MONTHS = r"(?:январ|феврал|март|апрел|ма[йя]|июн|июл|август|сентябр|октябр|ноябр|декабр)\w*"
#: digits that count nothing: numbers of papers, years, days, names of classes
_NO_AMOUNT = re.compile(
    rf"№\s*\d+|\b(?:19|20)\d\d\b|\b\d{{1,2}}\.(?:0\d|1[0-2])(?:\.\d{{2,4}})?\b|\b\d{{1,2}}\s+{_MONTHS}"
    r"|(?:\b(?:для|во?)|учител\w+|ученик\w+|обучающ\w+)\s+\d{1,2}(?:\s*[–-]\s*\d{1,2})?(?:-?[хм])?\s+класс\w*",
    re.IGNORECASE,
)
_OUT_OF = re.compile(r"(\d+(?:[.,]\d+)?)\s+из\s+(\d+(?:[.,]\d+)?)")
_FROM_TO = re.compile(r"\b(?:с|со|от)\s+(\d+(?:[.,]\d+)?)\D{0,12}?\s+до\s+(\d+(?:[.,]\d+)?)", re.IGNORECASE)
_PERCENT = re.compile(r"(\d+(?:[.,]\d+)?)\s*(?:%|проц)", re.IGNORECASE)
_IN_WORDS = re.compile(
    r"\b(?:од(?:ин|на|но|ного|ной|ному)|дв(?:а|е|ух|ум|умя)|тр(?:и|ёх|ех|ём|ем)|четыр\w+|пят[ьи]|шест[ьи]|сем[ьи]"
    r"|восемь|восьми|девят[ьи]|десят[ьи]|одиннадцат[ьи]|двенадцат[ьи]|об[ае]|полови\w+|трет[ьи]|вдвое|втрое"
    r"|кажд\w+)\b",
    re.IGNORECASE,
)


def amount(text: str) -> tuple[float, ...] | None:
    """What is named: (25.0,) of «до 25» and of «с 40 до 25», (12.0, 60.0) of «12 из 60»; None without a number."""
    told = _told(text)
    if found := _OUT_OF.search(told):
        return _number(found[1]), _number(found[2])
    if found := _FROM_TO.search(told):
        return (_number(found[2]),)
    found = _NUMBER.search(told)
    return None if found is None else (_number(found[0]),)


def is_counted(text: str) -> bool:
    """Whether a number is named, in digits or in words."""
    return amount(text) is not None or _IN_WORDS.search(text) is not None


def share_of(text: str, unit: str) -> float | None:
    """The share in percent that is named; None where the text names none. Growth is no share."""
    if re.search(r"\bк\b|прошл|роста|план", unit.lower()):
        return None
    if found := _PERCENT.search(_told(text)):
        return _number(found[1])
    named = amount(text)
    is_share = "%" in unit or "проц" in unit.lower()
    return named[0] if is_share and named is not None and len(named) == 1 else None


def _told(text: str) -> str:
    """Without what counts nothing; of «7 классы: 40» what stands after the colon."""
    told = _NO_AMOUNT.sub(" ", _THOUSANDS.sub("", _LONG_DIGITS.sub(" ", text[:_READ])))
    after = told.rpartition(":")[2]
    return after if _NUMBER.search(after) else told


def _number(digits: str) -> float:
    return float(digits.replace(",", "."))
